// The least that any program must do for the same site: render the same Markdown with libcmark-gfm and
// write the same files. It reads no evidence, fills no template, draws nothing, checks nothing.
//
//   Baseline PROCESSES MANIFEST OUTPUT
//
// Each line of the manifest is a file of the site: its size, its path, and the Markdown that it is
// rendered from ("-" where it is none), parted by tabs. A file gets the rendered HTML, and spaces up to
// its size in place of what stands round it on the page. PROCESSES share the files between them.

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { OPTIONS = CMARK_OPT_FOOTNOTES | CMARK_OPT_VALIDATE_UTF8 };

struct file {
    size_t size;
    char *path;
    char *markdown;
};

static void fail(const char *what) {
    fprintf(stderr, "%s: %s\n", what, strerror(errno));
    exit(1);
}

static char *contents(const char *path, size_t *size) {
    int file = open(path, O_RDONLY);
    struct stat status;
    if (file < 0 || fstat(file, &status) != 0) fail(path);
    char *bytes = malloc((size_t)status.st_size + 1);
    if (!bytes || read(file, bytes, (size_t)status.st_size) != status.st_size) fail(path);
    close(file);
    bytes[status.st_size] = 0;
    *size = (size_t)status.st_size;
    return bytes;
}

static void make_folders(char *path) {
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = 0;
        if (mkdir(path, 0755) != 0 && errno != EEXIST) fail(path);
        *slash = '/';
    }
}

static char *render(const char *markdown_path, size_t *size) {
    static const char *const extensions[] = {"table", "tasklist"};
    size_t length;
    char *markdown = contents(markdown_path, &length);
    cmark_parser *parser = cmark_parser_new(OPTIONS);
    for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++)
        cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(extensions[i]));
    cmark_parser_feed(parser, markdown, length);
    cmark_node *document = cmark_parser_finish(parser);
    char *html = cmark_render_html(document, OPTIONS, cmark_parser_get_syntax_extensions(parser));
    cmark_node_free(document);
    cmark_parser_free(parser);
    free(markdown);
    *size = strlen(html);
    return html;
}

static void write_all(int file, const char *bytes, size_t size) {
    while (size > 0) {
        ssize_t count = write(file, bytes, size);
        if (count < 0) fail("write");
        bytes += count;
        size -= (size_t)count;
    }
}

static void make(const struct file *wanted, const char *output, const char *spaces, size_t most) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", output, wanted->path);
    size_t rendered = 0;
    char *html = wanted->markdown[0] == '-' ? NULL : render(wanted->markdown, &rendered);
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (file < 0) {
        make_folders(path);
        file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
        if (file < 0) fail(path);
    }
    if (html) write_all(file, html, rendered);
    for (size_t rest = wanted->size > rendered ? wanted->size - rendered : 0; rest > 0;) {
        size_t part = rest < most ? rest : most;
        write_all(file, spaces, part);
        rest -= part;
    }
    close(file);
    free(html);
}

int main(int count, char **words) {
    if (count != 4) {
        fputs("Baseline PROCESSES MANIFEST OUTPUT\n", stderr);
        return 2;
    }
    const size_t most = 1 << 20;
    char *spaces = malloc(most);
    memset(spaces, ' ', most);
    int processes = atoi(words[1]);
    size_t size;
    char *manifest = contents(words[2], &size);
    size_t files_count = 0, room = 1024;
    struct file *files = malloc(room * sizeof *files);
    for (char *line = strtok(manifest, "\n"); line; line = strtok(NULL, "\n")) {
        char *path = strchr(line, '\t'), *markdown = path ? strchr(path + 1, '\t') : NULL;
        if (!markdown) {
            fprintf(stderr, "not a line of a manifest: %s\n", line);
            return 2;
        }
        *path++ = *markdown++ = 0;
        if (files_count == room) files = realloc(files, (room *= 2) * sizeof *files);
        files[files_count++] = (struct file){(size_t)atoll(line), path, markdown};
    }
    cmark_gfm_core_extensions_ensure_registered();
    for (int process = 0; process < processes; process++) {
        pid_t child = fork();
        if (child < 0) fail("fork");
        if (child > 0) continue;
        // Neighbours go to one process: two that make files in one folder wait for each other.
        size_t end = files_count * (size_t)(process + 1) / (size_t)processes;
        for (size_t i = files_count * (size_t)process / (size_t)processes; i < end; i++)
            make(&files[i], words[3], spaces, most);
        _exit(0);
    }
    int failed = 0, status;
    while (wait(&status) > 0) failed |= status;
    return failed != 0;
}
