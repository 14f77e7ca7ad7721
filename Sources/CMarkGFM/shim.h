#ifndef CASEBOOK_CMARK_GFM_H
#define CASEBOOK_CMARK_GFM_H

#include <cmark-gfm.h>
#include <cmark-gfm-core-extensions.h>
#include <stdlib.h>
#include <string.h>

// Half of libcmark-gfm's time goes into allocating. Its own arena is shared by all threads, so this
// is one for each: memory is taken from the end of a chunk, and all of it is given back when the
// tree has been read. All callers must stand in one Swift file, since each has its own copy.

typedef struct parse_arena_chunk {
    struct parse_arena_chunk *previous;
    size_t used;
    size_t size;
} parse_arena_chunk;

#define PARSE_ARENA_ALIGNMENT ((size_t)16)
#define PARSE_ARENA_HEADER \
    ((sizeof(parse_arena_chunk) + PARSE_ARENA_ALIGNMENT - 1) & ~(PARSE_ARENA_ALIGNMENT - 1))

// A variable outside of a function would not be compiled with the Swift file.
static inline parse_arena_chunk **parse_arena_of_thread(void) {
    static _Thread_local parse_arena_chunk *current;
    return &current;
}

static inline void parse_arena_grow(size_t size) {
    parse_arena_chunk *chunk = (parse_arena_chunk *)malloc(PARSE_ARENA_HEADER + size);
    // The parser cannot report that memory is exhausted; its own allocator ends the process too.
    if (!chunk) abort();
    chunk->previous = *parse_arena_of_thread();
    chunk->used = 0;
    chunk->size = size;
    *parse_arena_of_thread() = chunk;
}

/// Begins an arena on this thread, whose first chunk has a number of bytes.
static inline void parse_arena_begin(size_t size) {
    *parse_arena_of_thread() = NULL;
    parse_arena_grow(size);
}

/// Gives back all memory of this thread's arena.
static inline void parse_arena_end(void) {
    while (*parse_arena_of_thread()) {
        parse_arena_chunk *chunk = *parse_arena_of_thread();
        *parse_arena_of_thread() = chunk->previous;
        free(chunk);
    }
}

// Before each piece stands its size, which realloc needs.
static inline void *parse_arena_take(size_t size) {
    if (size > SIZE_MAX / 4) abort();
    size_t whole = (size + 2 * PARSE_ARENA_ALIGNMENT - 1) & ~(PARSE_ARENA_ALIGNMENT - 1);
    parse_arena_chunk *chunk = *parse_arena_of_thread();
    if (chunk->size - chunk->used < whole) {
        parse_arena_grow(chunk->size * 2 > whole ? chunk->size * 2 : whole);
        chunk = *parse_arena_of_thread();
    }
    char *piece = (char *)chunk + PARSE_ARENA_HEADER + chunk->used;
    chunk->used += whole;
    *(size_t *)piece = size;
    return piece + PARSE_ARENA_ALIGNMENT;
}

static inline void *parse_arena_calloc(size_t count, size_t size) {
    if (size && count > SIZE_MAX / size) abort();
    return memset(parse_arena_take(count * size), 0, count * size);
}

static inline void *parse_arena_realloc(void *old, size_t size) {
    if (!old) return parse_arena_take(size);
    size_t before = *(size_t *)((char *)old - PARSE_ARENA_ALIGNMENT);
    if (size <= before) return old;
    return memcpy(parse_arena_take(size), old, before);
}

static inline void parse_arena_free(void *piece) { (void)piece; }

/// An allocator that takes from the arena of the thread that calls it.
static inline cmark_mem parse_arena_allocator(void) {
    cmark_mem allocator = {parse_arena_calloc, parse_arena_realloc, parse_arena_free};
    return allocator;
}

#endif
