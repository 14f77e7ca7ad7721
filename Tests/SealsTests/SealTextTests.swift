import Diagnostics
import Evidence
import Quantities
import TestSupport
import Testing

@testable import Seals

@Suite("The file of a seal")
struct SealTextTests {
    static let plan = "Seq Scan on orders\n  Filter: (id = 7)\nExecution Time: 80.040 ms\n"

    /// Captures and how they came about.
    static let files: [String: [UInt8]] = [
        "before.txt": Array(plan.utf8),
        "after/größe 1.csv": Array("label,waited_ms\nfirst,12.5\n".utf8),
        "empty.log": [],
        "long.log": (0..<20_000).map { UInt8(truncatingIfNeeded: 0x30 + $0 % 10) },
    ]

    static func evidence(
        _ files: [String: [UInt8]] = files,
        provenance: [String: Provenance]? = [
            "before.txt": Provenance(
                captured: "2026-01-04T17:15:02.5+01:00",
                command: "psql <<'SQL'\nEXPLAIN ANALYZE\nSELECT \"id\" FROM orders WHERE id = 7;\nSQL"),
            "after/größe 1.csv": Provenance(command: "psql --csv -f waits.sql"),
        ]
    ) -> EvidenceFiles {
        EvidenceFiles(
            paths: files.keys.sorted(), provenance: provenance,
            shownPath: { "Content/2026-02-01-slow-query/evidence/\($0)" }, bytes: { files[$0] })
    }

    static func seal(_ evidence: EvidenceFiles = evidence()) async throws -> Seal {
        let sealing = try await Seal.sealing(
            evidence, of: "2026-02-01-slow-query", over: nil, at: "2026-02-02T09:00Z", replaces: false)
        guard case .sealed(let seal, let added) = sealing else {
            throw Diagnostic(.program(.failed), "\(sealing)")
        }
        #expect(added.sorted() == evidence.paths.sorted())
        return seal
    }

    private func read(_ text: some Sequence<UInt8>) throws(Diagnostics) -> Seal {
        try Seal(SourceFile(path: "Content/2026-02-01-slow-query/evidence.sha256", bytes: Array(text)))
    }

    @Test("the whole text of a seal")
    func golden() async throws {
        let text = String(decoding: try await Self.seal().text, as: UTF8.self)
        #expect(try Golden("evidence.sha256", in: "SealsTests").difference(from: text) == nil)
    }

    @Test("what is written is read back the same")
    func readBack() async throws {
        let seal = try await Self.seal()
        let read = try read(seal.text)
        #expect(read.text == seal.text)
        #expect(read.files.map(\.sha256) == seal.files.map(\.sha256))
        #expect(read.files.map(\.size) == seal.files.map(\.size))
        #expect(read.files.map(\.provenance) == seal.files.map(\.provenance))
        let successor = Seal(
            incident: seal.incident, sealed: "2026-02-03T00:00Z",
            predecessor: .replaced(sha256: try SHA256(of: seal.text).hexadecimal), files: seal.files)
        #expect(try self.read(successor.text).predecessor == successor.predecessor)
    }

    /// A seal as it was written before: with checksums of parts of the files.
    private func former(of seal: Seal) -> String {
        String(decoding: seal.text, as: UTF8.self)
            .replacing("# casebook seal 2\n", with: "# casebook seal 1\n")
            .replacing(
                "# bytes: 27\n# from: \"psql --csv -f waits.sql\"\n",
                with:
                    "# bytes: 27\n# from: \"psql --csv -f waits.sql\"\n# crc32/64: 675c4800\n# crc32/64: not read\n"
            )
    }

    @Test("a seal of the former format reads, whatever its checksums are, and is held to the rest")
    func formerFormat() async throws {
        let seal = try await Self.seal()
        let former = former(of: seal)
        #expect(former.contains("# crc32/64: 675c4800\n"))
        #expect(try read(former.utf8) == seal)
        for (old, new) in [
            ("# files: 4\n", "# files: 4\n# approved by: nobody\n"), ("\n#\n# bytes: 0", "\r\n#\n# bytes: 0"),
            ("# casebook seal 1\n", "# casebook seal 2\n"),
        ] {
            let damaged = former.replacing(old, with: new)
            #expect(damaged != former)
            #expect(throws: Diagnostics.self, "\(old)") { _ = try read(damaged.utf8) }
        }
    }

    @Test("a seal of the former format stays until files are added, or until it is to be replaced")
    func formerIsRenewed() async throws {
        let seal = try await Self.seal()
        let file = SourceFile(path: Seal.fileName, text: former(of: seal))
        func sealing(replaces: Bool) async throws -> Sealing {
            try await Seal.sealing(
                Self.evidence(), of: seal.incident, over: file, at: "2026-02-03T09:00Z", replaces: replaces)
        }
        guard case .unchanged = try await sealing(replaces: false) else {
            Issue.record("not left as it was")
            return
        }
        guard case .sealed(let renewed, let added) = try await sealing(replaces: true) else {
            Issue.record("not renewed")
            return
        }
        #expect(added.isEmpty)
        #expect(renewed.predecessor == .extended(sha256: try SHA256(of: file.bytes).hexadecimal))
        #expect(renewed.files == seal.files)
    }

    @Test("sha256sum of coreutils accepts it, and finds a changed file")
    func coreutils() async throws {
        try await TemporaryFolder.with { folder in
            for (path, bytes) in Self.files { try folder.write(bytes, to: "evidence/\(path)") }
            try folder.write(try await Self.seal().text, to: Seal.fileName)
            let strict = Command("sha256sum", "--strict", "-c", Seal.fileName, in: folder.path)
            let accepted = try await strict.run()
            #expect(accepted.status == 0)
            #expect(accepted.errors.isEmpty)
            #expect(accepted.text.contains("evidence/after/größe 1.csv: OK"))
            try folder.write("Seq Scan\n", to: "evidence/before.txt")
            let refused = try await strict.run()
            #expect(refused.status == 1)
            #expect(refused.text.contains("evidence/before.txt: FAILED"))
        }
    }

    @Test("nothing but a name is sealed under a path that sha256sum or a site could not keep")
    func unsafePaths() async throws {
        let names = [
            "a\nb.txt", "a\\b.txt", "a\u{FFFD}.txt", "../before.txt", ".hidden/x.txt", "a//b.txt",
            "a\u{9B}.txt",
        ]
        let files = Dictionary(uniqueKeysWithValues: (names + ["fine.txt"]).map { ($0, [UInt8]()) })
        do {
            _ = try await Self.seal(Self.evidence(files))
            Issue.record("sealed")
        } catch let error as Diagnostics {
            #expect(error.all.count == names.count)
            #expect(error.all.allSatisfy { $0.id == "seal.unsafe-path" })
        }
    }

    // MARK: What is no seal

    struct Damage: Sendable, CustomTestStringConvertible {
        let old: String
        let new: String
        let says: String
        let position: String
        var id = "seal.malformed"
        var testDescription: String { says }
    }

    static let damages = [
        Damage(old: "# casebook seal 2\n", new: "", says: "This is no seal of Casebook's", position: ":1:1"),
        Damage(
            old: "seal 2\n", new: "seal 3\n", says: "a format that this Casebook does not know",
            position: ":1:17", id: "seal.version"),
        Damage(
            old: "2026-02-01-slow-query\n", new: "../../etc\n", says: "This is no incident's name",
            position: ":2:13"),
        Damage(
            old: "sealed: 2026-02-02T09:00Z", new: "sealed: yesterday", says: "This is no time",
            position: ":3:11"),
        Damage(
            old: "files: 4", new: "files: 5", says: "The seal speaks of 5 files and names 4", position: ""),
        Damage(old: "bytes: 0\n", new: "bytes: -1\n", says: "This is no size", position: ""),
        Damage(
            old: "bytes: 0\n", new: "bytes: 99999999999999999999\n", says: "This is no size", position: ""),
        Damage(old: "# bytes: 0\n", new: "", says: "does not say how large this file is", position: ""),
        Damage(
            old: "evidence/before.txt", new: "evidence/../../secret", says: "The path holds a hidden name",
            position: ""),
        Damage(
            old: "evidence/before.txt", new: "/etc/passwd", says: "neither a comment nor a file's",
            position: ""),
        Damage(
            old: "evidence/long.log", new: "evidence/before.txt", says: "The path comes after", position: ""),
        Damage(
            old: "# from: \"psql --csv", new: "# from: psql --csv", says: "This is no text in quotes",
            position: ""),
        Damage(
            old: "# To check it", new: "# Trust me", says: "The seal is not written as a seal is",
            position: ":6:4"),
        Damage(old: "# files", new: "# filez", says: "The seal does not say “files”", position: ""),
    ]

    @Test("each kind of damage is told with its place", arguments: damages)
    func damaged(_ damage: Damage) async throws {
        let text = String(decoding: try await Self.seal().text, as: UTF8.self)
        let damaged = text.replacing(damage.old, with: damage.new, maxReplacements: 1)
        #expect(damaged != text)
        do throws(Diagnostics) {
            _ = try read(damaged.utf8)
            Issue.record("read")
        } catch {
            let told = error.all.map(\.text).joined(separator: "\n")
            #expect(told.contains(damage.says), "\(told)")
            #expect(told.contains("evidence.sha256\(damage.position)"), "\(told)")
            #expect(error.all.contains { $0.id == damage.id })
        }
    }

    @Test("a seal that is cut anywhere is refused")
    func cut() async throws {
        let text = try await Self.seal(Self.evidence(["a.txt": [0x41], "b.txt": [0x42]], provenance: nil))
            .text
        for length in 0..<text.count {
            #expect(throws: Diagnostics.self) { _ = try read(text.prefix(length)) }
        }
    }

    @Test("no single byte of a seal can be changed so that it reads as before")
    func flipped() async throws {
        let seal = try await Self.seal(Self.evidence(["a.txt": [0x41], "b.txt": [0x42]]))
        var generator = SeededGenerator(seed: 11)
        for offset in seal.text.indices {
            var text = seal.text
            text[offset] ^= UInt8.random(in: 1...255, using: &generator)
            do throws(Diagnostics) {
                #expect(try read(text) != seal)
            } catch {
                #expect(!error.all.isEmpty)
            }
        }
    }

    @Test("whatever is done to a seal, it is refused with places in it, or it says what it says")
    func mangled() async throws {
        let text = try await Self.seal().text
        var generator = SeededGenerator(seed: 12)
        for _ in 0..<2_000 {
            var mangled = text
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let start = Int.random(in: 0...mangled.count, using: &generator)
                let end = min(mangled.count, start + Int.random(in: 0...120, using: &generator))
                let from = Int.random(in: 0...text.count, using: &generator)
                let piece = text[from..<min(text.count, from + Int.random(in: 0...120, using: &generator))]
                mangled.replaceSubrange(start..<end, with: piece)
            }
            let lines = mangled.split(separator: 0x0A, omittingEmptySubsequences: false).count
            do throws(Diagnostics) {
                #expect(try read(mangled).text == mangled)
            } catch {
                #expect(!error.all.isEmpty)
                #expect(error.all.allSatisfy { ($0.place?.line ?? 0) <= lines && !$0.text.isEmpty })
            }
        }
    }
}
