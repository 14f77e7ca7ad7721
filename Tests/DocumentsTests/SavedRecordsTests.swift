import Diagnostics
import Evidence
import Quantities
import Testing

@testable import Documents

/// The records of an incident, as they are found beside its captures.
@Suite struct SavedRecordsTests {
    private func record(of capture: String) -> String {
        let record = SavedRecord(
            capture: capture, sha256: String(repeating: "00", count: 32), bytes: 3,
            captured: "2026-02-01T10:00Z", command: "SELECT 1")
        return String(decoding: record.json, as: UTF8.self)
    }

    private func errors(_ files: [String: String]) -> [Diagnostic] {
        ProjectFiles(files).records(of: "spike").errors
    }

    @Test func `Records are read from beside their captures, in folders too`() {
        let files = ProjectFiles([
            "Content/spike/evidence/a.csv": "1\n",
            "Content/spike/evidence/before/b.csv": "2\n",
            "Content/spike/evidence/before/b.csv.record.json": record(of: "before/b.csv"),
            "Content/other/evidence/c.csv.record.json": "not read",
        ])
        #expect(files.records(of: "spike").records.map(\.capture) == ["before/b.csv"])
    }

    @Test func `A record without its capture, of another, or that is none is told with its path`() {
        let errors = errors([
            "Content/spike/evidence/a.csv.record.json": record(of: "a.csv"),
            "Content/spike/evidence/b.csv": "2\n",
            "Content/spike/evidence/b.csv.record.json": record(of: "before/b.csv"),
            "Content/spike/evidence/c.csv": "3\n",
            "Content/spike/evidence/c.csv.record.json": "{",
        ])
        #expect(errors.map(\.id) == ["record.orphan", "record.misplaced", "record.unreadable"])
        #expect(
            errors.compactMap(\.place?.path)
                == ["a", "b", "c"].map {
                    "Content/spike/evidence/\($0).csv.record.json"
                })
    }
}
