import Diagnostics
import Evidence
import Quantities
import TestSupport
import Testing

@testable import Seals

@Suite("Evidence beside its seal")
struct SealComparisonTests {
    private func changes(
        _ change: (inout [String: [UInt8]]) -> Void, provenance: [String: Provenance]? = nil,
        isKept: Bool = true
    ) async throws -> [SealChange] {
        let seal = try await SealTextTests.seal()
        var files = SealTextTests.files
        change(&files)
        let copy = EvidenceHistory(of: "/", shown: "Content/2026-02-01-slow-query/evidence") { path in
            isKept ? SealTextTests.files[path] : nil
        }
        return try await seal.changes(
            in: SealTextTests.evidence(files, provenance: provenance), history: copy)
    }

    private func edited(_ old: String, _ new: String) -> [UInt8] {
        Array(SealTextTests.plan.replacing(old, with: new).utf8)
    }

    @Test("nothing is told where nothing has changed")
    func unchanged() async throws {
        #expect(try await changes { _ in }.isEmpty)
        let same = try await SealTextTests.seal().changes(in: SealTextTests.evidence())
        #expect(same.isEmpty)
    }

    @Test("the messages of all findings")
    func messages() async throws {
        let edits: [(String, (inout [String: [UInt8]]) -> Void)] = [
            ("a digit", { $0["before.txt"] = edited("80.040", "80.940") }),
            ("a number", { $0["before.txt"] = edited("80.0", "7.5") }),
            (
                "two digits, far apart",
                { $0["before.txt"] = edited("id = 7", "id = 8").map { $0 == 0x53 ? 0x73 : $0 } }
            ),
            ("an insertion", { $0["before.txt"] = edited("(id = 7)", "(id = 7)\n  Rows Removed: 9") }),
            ("a removal", { $0["before.txt"] = edited(" ms", "") }),
            ("a long removal", { $0["before.txt"] = edited("  Filter: (id = 7)\n", "") }),
            ("a byte that is no text", { $0["before.txt"]?[3] = 0xFF }),
            ("all of it", { $0["before.txt"] = Array("nothing of the sort".utf8) }),
            ("emptied", { $0["long.log"] = [] }),
            (
                "rewritten",
                { $0["long.log"]?.replaceSubrange(5_000..<12_000, with: repeatElement(0x2E, count: 7_000)) }
            ),
            ("added", { $0["later.txt"] = [0x41] }),
            ("removed", { $0["empty.log"] = nil }),
        ]
        var text = ""
        for (name, edit) in edits {
            let found = try await changes(edit)
            #expect(found.count == 1, "\(name)")
            text += "== \(name)\n" + found.map(\.finding.text).joined(separator: "\n") + "\n\n"
        }
        let lost = try await changes({ $0["before.txt"] = edited("80.040", "80.94") }, isKept: false)
        text +=
            "== sealed bytes that are nowhere\n" + lost.map(\.finding.text).joined(separator: "\n") + "\n\n"
        let described = try await changes(
            { _ in },
            provenance: [
                "before.txt": Provenance(captured: "2026-01-04T16:00Z", command: "psql -f other.sql"),
                "after/größe 1.csv": Provenance(command: "psql --csv -f waits.sql"),
            ])
        text += "== described otherwise\n" + described.map(\.finding.text).joined(separator: "\n") + "\n"
        #expect(try Golden("findings.txt", in: "SealsTests").difference(from: text) == nil)
    }

    @Test("a description that changed with its record is told once, by the record")
    func record() async throws {
        let files = ["x.csv": [UInt8](arrayLiteral: 0x41), "x.csv.record.json": Array("{}\n".utf8)]
        let seal = try await SealTextTests.seal(
            SealTextTests.evidence(files, provenance: ["x.csv": Provenance(command: "a")]))
        var changed = files
        changed["x.csv.record.json"] = Array("{ }\n".utf8)
        let found = try await seal.changes(
            in: SealTextTests.evidence(changed, provenance: ["x.csv": Provenance(command: "b")]))
        #expect(found.map(\.path) == ["x.csv.record.json"])
    }

    @Test("the change is shown to the byte where git still has what was sealed")
    func history() async throws {
        try await TemporaryFolder.with { folder in
            let path = "evidence/before [1].txt"
            let sealed = Array(SealTextTests.plan.utf8)
            try folder.write(sealed, to: path)
            let git = ["git", "-c", "user.name=Test", "-c", "user.email=test@example.com"]
            try await Command("git", "init", "-q", in: folder.path).succeed()
            for message in ["sealed", "later"] {
                try await Command(git[0], arguments: git.dropFirst() + ["add", "-A"], in: folder.path)
                    .succeed()
                try await Command(
                    git[0], arguments: git.dropFirst() + ["commit", "-q", "-m", message], in: folder.path
                ).succeed()
                try folder.write("something else\n", to: path)
            }
            let present = Array(
                SealTextTests.plan.replacing("Filter: (id = 7)", with: "Index Cond: (id = 9)").utf8)
            let name = "before [1].txt"
            let seal = try await SealTextTests.seal(SealTextTests.evidence([name: sealed], provenance: nil))
            let evidence = SealTextTests.evidence([name: present], provenance: nil)
            let history = EvidenceHistory(of: folder.path(of: "evidence"), shown: "evidence") { _ in present }
            let found = try await seal.changes(in: evidence, history: history)
            let text = try #require(found.first?.finding.text)
            #expect(found.first?.place.position.hasSuffix("before [1].txt:2:3") == true, "\(text)")
            #expect(
                text.contains(
                    "from byte 22 on, “Filter: (id = 7” was sealed and “Index Cond: (id = 9” is there"),
                "\(text)")
            #expect(text.contains("the sealed bytes are those of the commit"), "\(text)")
            let without = try await seal.changes(
                in: evidence, history: EvidenceHistory(of: "/", shown: "/") { _ in nil })
            #expect(
                without.first?.finding.text.contains("sealed: it has \(present.count) bytes of SHA-256")
                    == true)
        }
    }

    @Test("a capture other than the one its record speaks of is told")
    func recorded() throws {
        let evidence = SealTextTests.evidence(["x.csv": Array("a\n1\n".utf8)], provenance: nil)
        var record = SavedRecord(
            capture: "x.csv", sha256: try SHA256(of: Array("a\n1\n".utf8)).hexadecimal, bytes: 4,
            captured: "2026-01-04T16:15Z", command: "SELECT 1 AS a")
        #expect(try capturesOtherThanRecorded([record], in: evidence).isEmpty)
        record.sha256 = String(repeating: "0", count: 64)
        let found = try capturesOtherThanRecorded([record], in: evidence)
        #expect(found.map(\.id) == ["record.changed"])
        #expect(found.first?.place?.path == "Content/2026-02-01-slow-query/evidence/x.csv")
    }
}
