import Diagnostics
import Testing

@testable import Site

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Publishes the given files, and returns what was done or the text of all findings.
@discardableResult
func publish(_ files: [String: String], at path: String) async throws(Diagnostics) -> OutputWriter.Summary {
    try await OutputWriter(at: path, patience: .zero).publish { (sink) throws(Diagnostics) in
        for (path, text) in files { sink.add(path, Array(text.utf8)) }
    }
}

func findings(_ files: [String: String] = ["index.html": "x"], at path: String) async -> [String] {
    do {
        try await publish(files, at: path)
        return []
    } catch {
        return error.all.map(\.text)
    }
}

/// What a publication leaves on the disk.
@Suite struct OutputWriterTests {
    private let scratch: ScratchDirectory
    private let first = ["index.html": "one", "spike/a.html": "a", "spike/evidence/x.txt": "x"]

    init() throws { scratch = try ScratchDirectory() }

    /// The site's files without the writer's own.
    private var site: [String: String] {
        scratch.tree("Output").filter { !$0.key.hasSuffix("/") && $0.key != ".casebook-manifest" }
    }

    @Test func `The first site appears with all its files, and the manifest lists them`() async throws {
        let summary = try await publish(first, at: scratch.output)
        #expect(summary == .init(written: 3, unchanged: 0, removed: 0, warnings: []))
        #expect(site == first)
        #expect(scratch.names == ["Output"])
        #expect(
            scratch.read("Output/.casebook-manifest") == """
                casebook manifest 1: SHA-256, size, path
                7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed 3 index.html
                ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb 1 spike/a.html
                2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881 1 spike/evidence/x.txt

                """)
    }

    @Test func `Nothing is written where nothing has changed`() async throws {
        try await publish(first, at: scratch.output)
        let before = ["", "/index.html", "/.casebook-manifest", "/spike"].map {
            scratch.identity("Output\($0)")
        }
        let parent = scratch.identity(".")
        let summary = try await publish(first, at: scratch.output)
        #expect(summary == .init(written: 0, unchanged: 3, removed: 0, warnings: []))
        #expect(summary.changedNothing)
        let after = ["", "/index.html", "/.casebook-manifest", "/spike"].map {
            scratch.identity("Output\($0)")
        }
        #expect(before == after && !before.contains(nil))
        #expect(scratch.identity(".") == parent)
    }

    @Test func `Unchanged files keep their identity and time when others change, come and go`() async throws {
        try await publish(first, at: scratch.output)
        let kept = scratch.identity("Output/spike/evidence/x.txt")
        var second = first
        second["spike/a.html"] = "A"
        second["index.html"] = nil
        second["new/deep/page.html"] = "new"
        let summary = try await publish(second, at: scratch.output)
        #expect(summary == .init(written: 2, unchanged: 1, removed: 1, warnings: []))
        #expect(site == second)
        #expect(kept != nil && scratch.identity("Output/spike/evidence/x.txt") == kept)
        #expect(scratch.names == ["Output"])
    }

    @Test func `A page that someone has changed or deleted is put right`() async throws {
        try await publish(first, at: scratch.output)
        try scratch.write("tampered", to: "Output/index.html")
        scratch.remove("Output/spike/a.html")
        #expect(try await publish(first, at: scratch.output).written == 2)
        #expect(site == first)
    }

    @Test func `The same files give the same bytes, in whatever order they come`() async throws {
        let names = (0..<300).map { "page-\($0).html" }
        for (run, order) in [names, names.reversed(), names.shuffled()].enumerated() {
            _ = try await OutputWriter(at: "\(scratch.path)/\(run)").publish { (sink) throws(Diagnostics) in
                await withTaskGroup { group in
                    for name in order { group.addTask { sink.add("folder/\(name)", Array(name.utf8)) } }
                }
            }
        }
        #expect(scratch.tree("0").count == 302)
        #expect(scratch.tree("0") == scratch.tree("1"))
        #expect(scratch.tree("0") == scratch.tree("2"))
    }

    @Test func `The output's own .gitignore and permissions are carried over`() async throws {
        scratch.makeDirectory("Output")
        chmod(scratch.output, 0o750)
        try scratch.write("*\n", to: "Output/.gitignore")
        let gitignore = scratch.identity("Output/.gitignore")
        try await publish(["index.html": "1"], at: scratch.output)
        try await publish(["index.html": "2"], at: scratch.output)
        #expect(site == ["index.html": "2", ".gitignore": "*\n"])
        #expect(scratch.identity("Output/.gitignore") == gitignore)
        var status = stat()
        #expect(stat(scratch.output, &status) == 0 && status.st_mode & 0o7777 == 0o750)
    }

    @Test func `A link to a directory is followed, and stays a link`() async throws {
        scratch.makeDirectory("elsewhere")
        scratch.makeDirectory("elsewhere/site")
        symlink("elsewhere/site", scratch.output)
        try await publish(first, at: "\(scratch.output)/")
        try await publish(["index.html": "two"], at: scratch.output)
        #expect(
            scratch.tree("elsewhere").keys.sorted() == [
                "site/", "site/.casebook-manifest", "site/index.html",
            ])
        var status = stat()
        #expect(lstat(scratch.output, &status) == 0 && status.st_mode & mode_t(S_IFMT) == mode_t(S_IFLNK))
    }

    @Test func `A body that throws leaves the old site, and tells all that is wrong`() async throws {
        try await publish(first, at: scratch.output)
        let before = scratch.tree("Output")
        do throws(Diagnostics) {
            _ = try await OutputWriter(at: scratch.output).publish { (sink) throws(Diagnostics) in
                sink.add("index.html", Array("changed".utf8))
                sink.add("../escape.html", [])
                throw Diagnostics(Diagnostic(.template(.unknownName), "There is no figure called tme"))
            }
            Issue.record("published")
        } catch {
            #expect(error.all.map(\.id) == ["output.unsafe-path", "template.unknown-name"])
        }
        #expect(scratch.tree("Output") == before)
        #expect(scratch.names == ["Output"])
    }

    @Test(arguments: OutputWriter.Hooks.Step.allCases)
    func `A failure at any step leaves the old site`(step: OutputWriter.Hooks.Step) async throws {
        try await publish(first, at: scratch.output)
        let before = scratch.tree("Output")
        var hooks = OutputWriter.Hooks()
        hooks.reach = { (reached) throws(Diagnostic) in
            if reached == step { throw Diagnostic(.output(.cannotWrite), "Cannot write: no space left") }
        }
        do throws(Diagnostics) {
            _ = try await OutputWriter(at: scratch.output, hooks: hooks).publish {
                (sink) throws(Diagnostics) in
                sink.add("index.html", Array("two".utf8))
                sink.add("spike/a.html", Array("a".utf8))
            }
            Issue.record("published although \(step) failed")
        } catch {
            #expect(error.all.map(\.id) == ["output.cannot-write"])
        }
        #expect(scratch.tree("Output") == before)
        #expect(scratch.names == ["Output"])
        #expect(try await publish(["index.html": "two"], at: scratch.output).written == 1)
    }

    @Test func `A file system that cannot exchange names is served by moving the old site aside`()
        async throws
    {
        try await publish(first, at: scratch.output)
        var hooks = OutputWriter.Hooks()
        hooks.exchange = { (_, _) throws(FileSystem.Failure) in throw FileSystem.Failure(EINVAL) }
        let writer = OutputWriter(at: scratch.output, hooks: hooks)
        _ = try await writer.publish { (sink) throws(Diagnostics) in sink.add("index.html", Array("two".utf8))
        }
        #expect(site == ["index.html": "two"])
        #expect(scratch.names == ["Output"])
    }

    @Test func `What cannot be replaced as a whole is named, and left`() async throws {
        try await publish(first, at: scratch.output)
        var hooks = OutputWriter.Hooks()
        hooks.exchange = { (_, _) throws(FileSystem.Failure) in throw FileSystem.Failure(EBUSY) }
        do throws(Diagnostics) {
            _ = try await OutputWriter(at: scratch.output, hooks: hooks).publish {
                (sink) throws(Diagnostics) in
                sink.add("index.html", Array("two".utf8))
            }
            Issue.record("published")
        } catch {
            let real = try #require(realpath(scratch.output, nil).map { String(cString: $0) })
            #expect(
                error.all.map(\.text) == [
                    """
                    error: \(real) cannot be replaced as a whole: it is a mount point, or a layer of a container \
                    [output.not-replaceable]
                      help: name an output directory one level deeper, such as \(real)/site; nothing was changed
                    """
                ])
        }
        #expect(site == first)
    }
}
