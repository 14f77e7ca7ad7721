import Diagnostics
import Quantities
import TestSupport
import Testing

@testable import Evidence

/// The records that lie beside captures: written, read back, and refused where they are something else.
@Suite struct SavedRecordTests {
    private static let whole = SavedRecord(
        capture: "before/statements.csv", title: "What each statement cost: “total” \\ mean",
        sha256: String(repeating: "0f", count: 32), bytes: 1_234, captured: "2026-01-04T17:15:25.371+01:00",
        timeZone: "Europe/Berlin", seconds: 0.034,
        command: "SELECT *\n\tFROM pg_stat_statements -- \"all\"\u{1}", query: "statements", label: "before",
        client: "psql 15.20",
        server: .init(version: "15.20", database: "reports", role: "dba", host: "/run/postgresql"),
        access: .readOnly, sampling: .init(interval: 0.2, duration: 30, samples: 149, missed: 1),
        statisticsReset: [
            "pg_stat_statements": "2026-01-04T16:00Z", "pg_stat_database": "2026-01-01T00:00Z",
        ],
        replaces: [
            .init(sha256: String(repeating: "a1", count: 32), captured: "2026-01-04T16:14Z"),
            .init(sha256: String(repeating: "b2", count: 32), captured: nil),
        ])
    private static let least = SavedRecord(
        capture: "waits.csv", sha256: String(repeating: "00", count: 32), bytes: 0,
        captured: "2026-01-04T16:15:25Z", command: "")

    private func read(_ text: String) throws(Diagnostics) -> SavedRecord {
        try SavedRecord(SourceFile(path: "waits.csv.record.json", bytes: Array(text.utf8)))
    }

    private func problems(_ text: String) -> [Diagnostic] {
        do throws(Diagnostics) {
            _ = try read(text)
            return []
        } catch {
            return error.all
        }
    }

    @Test func `A record is a member a line, to be reviewed as a diff`() throws {
        let text = String(decoding: Self.whole.json, as: UTF8.self)
        #expect(try Golden("saved-record.json", in: "EvidenceTests").difference(from: text) == nil)
    }

    @Test(arguments: [whole, least]) func `What was written is read back`(_ record: SavedRecord) throws {
        let again = try read(String(decoding: record.json, as: UTF8.self))
        #expect(again.json == record.json)
        #expect(again.captured.microseconds == record.captured.microseconds)
        #expect(again.server == record.server)
        #expect(again.replaces.map(\.sha256) == record.replaces.map(\.sha256))
    }

    @Test func `Every cut of a record is refused, at a place inside it`() {
        let bytes = Self.whole.json
        for end in 0..<bytes.count - 2 {
            let problems = problems(String(decoding: bytes[..<end], as: UTF8.self))
            #expect(!problems.isEmpty, "cut after \(end) bytes")
            #expect(problems.allSatisfy { $0.id == "record.unreadable" && $0.place != nil })
        }
    }

    @Test func `All that is wrong is told at once, each with its place`() {
        let found = problems(
            """
            {
              "capture": 1,
              "sha265": "00",
              "bytes": 1.5,
              "captured": "2026-01-04T16:15:25",
              "command": "SELECT 1",
              "access": "readonly",
              "server": {"database": "reports"},
              "replaces": {}
            }
            """)
        #expect(
            Set(found.map { "\($0.place?.line ?? 0): \($0.summary)" }) == [
                "1: The record lacks “sha256”",
                "2: The value of “capture” cannot be used",
                "3: A record has no “sha265”",
                "4: The value of “bytes” cannot be used",
                "5: The value of “captured” cannot be used",
                "7: The value of “access” cannot be used",
                "8: The record lacks “version”",
                "9: This is no list",
            ])
        #expect(found.contains { $0.expected == "did you mean “sha256”?" })
    }

    @Test(arguments: ["[]", "null", "\"x\"", "{}", "", "{\"capture\": {\"capture\": []}}"])
    func `What is no record is refused`(_ text: String) {
        #expect(!problems(text).isEmpty)
    }
}
