import Diagnostics
import Testing

@testable import Site

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What the writer refuses, in which words; the old site is whole after each.
@Suite struct OutputRefusalTests {
    private let scratch: ScratchDirectory
    /// The scratch directory with every link in its path followed, as messages show it.
    private let real: String

    init() throws {
        scratch = try ScratchDirectory()
        real = FileSystem.resolved(scratch.path) ?? scratch.path
    }

    @Test func `Files that no build wrote are named and kept`() async throws {
        try await publish(["index.html": "one", "a/b.html": "b"], at: scratch.output)
        try scratch.write("mine", to: "Output/notes.txt")
        try scratch.write("mine", to: "Output/a/.hidden")
        scratch.makeDirectory("Output/photos")
        try scratch.write("mine", to: "Output/photos/1.jpg")
        scratch.remove("Output/a/b.html")
        symlink("../../elsewhere", "\(scratch.output)/a/b.html")
        let before = scratch.tree("Output")
        #expect(
            await findings(at: scratch.output) == [
                """
                error: \(real)/Output holds what no build wrote: "a/.hidden", "a/b.html", "notes.txt", "photos/" \
                [output.foreign]
                  expected: an empty directory, or one that holds only the last build's site
                  help: move these away, or name another output directory; nothing was changed
                """
            ])
        #expect(scratch.tree("Output") == before)
    }

    @Test func `A directory full of somebody's work is refused, and not all of it listed`() async throws {
        scratch.makeDirectory("Output")
        for number in 10..<33 { try scratch.write("x", to: "Output/file-\(number)\u{1B}[2J") }
        let found = await findings(at: scratch.output)
        #expect(found.count == 1)
        #expect(found[0].contains("\"file-10\\u{1B}[2J\", \"file-11"))
        #expect(found[0].contains("\"file-19\\u{1B}[2J\" and 13 more [output.foreign]"))
        #expect(!found[0].utf8.contains(0x1B))
        #expect(scratch.tree("Output").count == 23)
    }

    @Test func `A file that appears while pages are made is kept`() async throws {
        try await publish(["index.html": "one"], at: scratch.output)
        let scratch = scratch
        do throws(Diagnostics) {
            _ = try await OutputWriter(at: scratch.output).publish { (sink) throws(Diagnostics) in
                sink.add("index.html", Array("two".utf8))
                do { try scratch.write("mine", to: "Output/mine.txt") } catch { throw error.asDiagnostics }
            }
            Issue.record("published over a foreign file")
        } catch {
            #expect(error.all.map(\.id) == ["output.foreign"])
        }
        #expect(scratch.read("Output/mine.txt") == "mine")
        #expect(scratch.read("Output/index.html") == "one")
    }

    @Test func `A manifest that is none proves nothing`() async throws {
        scratch.makeDirectory("Output")
        for text in ["", "my list\n", "casebook manifest 1: SHA-256, size, path\n../../etc/passwd\n"] {
            try scratch.write(text, to: "Output/.casebook-manifest")
            #expect(
                await findings(at: scratch.output) == [
                    """
                    error: \(real)/Output/.casebook-manifest is not a manifest of Casebook, so it cannot be told \
                    which files may be replaced [output.manifest-unreadable]
                      help: if nothing in \(real)/Output is worth keeping, delete that directory and build again
                    """
                ])
        }
    }

    @Test func `Places that cannot hold a site`() async throws {
        try scratch.write("x", to: "Output")
        #expect(
            await findings(at: scratch.output) == [
                """
                error: The output \(scratch.output) is a file, not a directory [output.not-a-directory]
                  help: move the file away, or name another output directory
                """
            ])
        #expect(
            await findings(at: "\(scratch.path)/no/such/Output/") == [
                """
                error: The output \(scratch.path)/no/such/Output cannot be made: there is no directory \
                \(scratch.path)/no/such [output.no-parent]
                  help: make it with `mkdir -p \(scratch.path)/no/such`, or name another output directory
                """
            ])
        symlink("nowhere", "\(scratch.path)/link")
        #expect(
            await findings(at: "\(scratch.path)/link") == [
                """
                error: The output \(scratch.path)/link is a link that leads nowhere [output.dangling-link]
                  help: remove the link, or make the directory that it leads to
                """
            ])
        #expect(await findings(at: "").map { $0.contains("[output.no-path]") } == [true])
        #expect(await findings(at: "/").map { $0.contains("[output.not-a-directory]") } == [true])
        #expect(await findings(at: "Output\0").map { $0.contains("[output.no-path]") } == [true])
    }

    @Test func `A parent that cannot be written`() async {
        // A directory of the kernel's, which root cannot write either.
        let text = await findings(at: "/proc/casebook-output").joined()
        #expect(text.hasPrefix("error: Cannot write /proc/.casebook-output.casebook-staging: "))
        #expect(text.hasSuffix("[output.cannot-write]\n  help: the site that was there is as it was"))
    }

    @Test(arguments: [
        ("", "is empty"), ("/etc/passwd", "is absolute"), ("../x.html", "climbs with \"..\""),
        ("a/../../x.html", "climbs with \"..\""), ("a/./x.html", "climbs with \".\""),
        ("a//x.html", "holds an empty name"), ("a/", "holds an empty name"),
        ("a\\..\\x.html", "holds a backslash"), ("a/\u{0}.html", "holds a control character"),
        ("a/\u{85}.html", "holds a control character"),
        (".casebook-manifest", "is a name that the writer keeps for itself"),
        (".GitIgnore", "is a name that the writer keeps for itself"),
        (String(repeating: "x", count: 241), "holds a name longer than 240 bytes"),
        (String(repeating: "x/", count: 500) + "x", "is longer than 1,000 bytes"),
    ])
    func `Paths that leave the site or cannot be copied`(path: String, flaw: String) async {
        let text = await findings([path: "x", "index.html": "x"], at: scratch.output).joined()
        #expect(text.contains("\" \(flaw) [output.unsafe-path]\n  expected: a relative path inside the site"))
        #expect(!text.utf8.contains(0))
        #expect(scratch.names.isEmpty)
    }

    @Test func `Paths that would meet on a file system that folds case, all of them told`() async {
        let found = await findings(
            [
                "a/Page.html": "1", "a/page.html": "2", "B/x.html": "3", "b/y.html": "4", "c": "5",
                "C/z.html": "6",
                "caf\u{E9}.html": "7",
            ], at: scratch.output)
        #expect(
            found == [
                """
                error: The site's paths "B" and "b" cannot stand side by side [output.collision]
                  expected: names that differ by more than case or Unicode form, and no file with a directory's name
                  help: give one of the two another name
                """,
                """
                error: The site's paths "C" and "c" cannot stand side by side [output.collision]
                  expected: names that differ by more than case or Unicode form, and no file with a directory's name
                  help: give one of the two another name
                """,
                """
                error: The site's paths "a/Page.html" and "a/page.html" cannot stand side by side [output.collision]
                  expected: names that differ by more than case or Unicode form, and no file with a directory's name
                  help: give one of the two another name
                """,
            ])
        #expect(scratch.names.isEmpty)
    }

    @Test func `Two files at one path`() async throws {
        do throws(Diagnostics) {
            _ = try await OutputWriter(at: scratch.output).publish { (sink) throws(Diagnostics) in
                sink.add("a.html", [1])
                sink.add("a.html", [1])
                #expect(sink.hasFailed)
            }
            Issue.record("published")
        } catch {
            #expect(
                error.all.map(\.text) == [
                    """
                    error: The site has two files at "a.html" [output.collision]
                      help: give one of the two documents another name
                    """
                ])
        }
    }

    @Test func `A staging directory that no build made is kept`() async throws {
        scratch.makeDirectory(".Output.casebook-staging")
        try scratch.write("mine", to: ".Output.casebook-staging/notes.txt")
        let refusal = [
            """
            error: \(real)/.Output.casebook-staging is needed for staging the site, and no build made it \
            [output.foreign-staging]
              help: move it away, or name another output directory; nothing was changed
            """
        ]
        #expect(await findings(at: scratch.output) == refusal)
        #expect(scratch.read(".Output.casebook-staging/notes.txt") == "mine")
        try scratch.write("a file", to: ".Other.casebook-staging")
        #expect(
            await findings(at: "\(scratch.path)/Other").map { $0.contains("[output.foreign-staging]") } == [
                true
            ])
    }

    @Test func `A second build waits for the first, and gives up when its patience ends`() async throws {
        let lock = try await DirectoryLock.acquire(real, patience: .zero)
        #expect(
            await findings(at: scratch.output) == [
                """
                error: Another build is publishing in \(real) [output.locked]
                  help: wait until it has finished, and build again
                """
            ])
        let output = scratch.output
        async let waiting = OutputWriter(at: output, patience: .seconds(20)).publish {
            (sink) throws(Diagnostics) in
            sink.add("index.html", [1])
        }
        try await Task.sleep(for: .milliseconds(60))
        #expect(scratch.names.isEmpty)
        lock.release()
        #expect(try await waiting.written == 1)
    }
}
