import Diagnostics
import Synchronization
import Testing

@testable import Site

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What others see while a site is published, and what is left when the build is killed.
@Suite(.serialized) struct OutputKillTests {
    /// A site in which every file names its edition.
    private static func site(_ edition: String) -> [String: String] {
        var files: [String: String] = [:]
        for number in 0..<60 { files["folder-\(number % 5)/page-\(number).html"] = "edition \(edition)" }
        files["style.css"] = "the same in all editions"
        return files
    }

    private static func publish(_ edition: String, at path: String) async throws(Diagnostics) {
        let files = site(edition).sorted { $0.key < $1.key }
        _ = try await OutputWriter(at: path).publish { (sink) throws(Diagnostics) in
            for (path, text) in files { sink.add(path, Array(text.utf8)) }
        }
    }

    @Test func `A reader never misses a page while sites are exchanged`() async throws {
        let scratch = try ScratchDirectory()
        try await Self.publish("0", at: scratch.output)
        let path = scratch.output
        let reader = Task.detached { [path] in
            var reads = 0
            var misses = 0
            while !OutputKillTests.done.withLock({ $0 }) {
                let text = ScratchDirectory.read("\(path)/folder-3/page-3.html")
                reads += 1
                OutputKillTests.reading.withLock { $0 = true }
                if text?.hasPrefix("edition ") != true { misses += 1 }
            }
            return (reads, misses)
        }
        while !Self.reading.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(1)) }
        for edition in 1...100 { try await Self.publish(String(edition), at: scratch.output) }
        Self.done.withLock { $0 = true }
        let (reads, misses) = await reader.value
        #expect(reads > 100)
        #expect(misses == 0)
    }

    private static let reading = Mutex(false)
    private static let done = Mutex(false)

    @Test func `A build that is killed at any moment leaves one whole edition`() async throws {
        let scratch = try ScratchDirectory()
        try await Self.publish("a", at: scratch.output)
        let path = scratch.output
        var leftovers = 0
        for round in 0..<12 {
            await #expect(processExitsWith: .signal(SIGKILL)) {
                [path = path as String, delay = UInt32(3_000 + round * 1_777) as UInt32] in
                let process = getpid()
                Task.detached {
                    usleep(delay)
                    kill(process, SIGKILL)
                }
                while true {
                    try await Self.publish("b", at: path)
                    try await Self.publish("a", at: path)
                }
            }
            if scratch.names.contains(".Output.casebook-staging") { leftovers += 1 }
            let files = scratch.tree("Output").filter { !$0.key.hasSuffix("/") }
            let pages = files.filter { $0.key != ".casebook-manifest" }
            #expect(pages == Self.site("a") || pages == Self.site("b"), "round \(round)")
            #expect(files[".casebook-manifest"]?.split(separator: "\n").count == 62)
        }
        // A kill outside of staging proves little; how many fall into it depends on the machine's load.
        #expect(leftovers >= 1)
        try await Self.publish("c", at: scratch.output)
        #expect(scratch.names == ["Output"])
        #expect(scratch.read("Output/folder-0/page-0.html") == "edition c")
    }

    @Test func `A build killed between the two moves of the old way is undone by the next`() async throws {
        let scratch = try ScratchDirectory()
        try await Self.publish("a", at: scratch.output)
        scratch.makeDirectory(".Output.casebook-staging")
        try scratch.write("", to: ".Output.casebook-staging/.casebook-staging")
        rename(scratch.output, "\(scratch.path)/.Output.casebook-staging/previous")
        let kept = scratch.identity(".Output.casebook-staging/previous/style.css")
        do throws(Diagnostics) {
            _ = try await OutputWriter(at: scratch.output).publish { (_) throws(Diagnostics) in
                throw Diagnostics(Diagnostic(.template(.unknownName), "There is no figure called tme"))
            }
        } catch {
            #expect(error.all.count == 1)
        }
        #expect(scratch.tree("Output").filter { $0.key.hasSuffix(".html") }.count == 60)
        try await Self.publish("b", at: scratch.output)
        #expect(kept != nil && scratch.identity("Output/style.css") == kept)
        #expect(scratch.names == ["Output"])
    }
}
