import Diagnostics
import Evidence
import Quantities
import Testing

@testable import Incidents
@testable import SampleIncidents

/// What an incident declares of its captures, joined with the records that lie beside them.
@Suite struct CaptureRecordTests {
    private struct Recorded: LaboratoryIncident {
        typealias Evidence = LaboratoryEvidence
        var captures: [CaptureRecord] {
            [
                CaptureRecord("notes.txt", "Notes", from: "by hand", at: "2026-02-01T10:03Z"),
                CaptureRecord("waits.csv", "Waits of \(\.waiters) sessions"),
            ]
        }
        var timeline: [TimelineEntry] {
            [
                TimelineEntry(at: .captured("waits.csv"), .diagnosis, "Waits were captured"),
                TimelineEntry(at: .captured("notes.txt"), .diagnosis, "Notes were taken"),
            ]
        }
    }

    private func record(of capture: String, title: String? = nil) -> SavedRecord {
        SavedRecord(
            capture: capture, title: title, sha256: "", bytes: 0, captured: "2026-02-01T10:02Z",
            command: "TABLE waits")
    }

    private func evaluate(_ records: [SavedRecord]) -> Evaluation {
        Recorded().evaluated(
            reading: Laboratory.reader(of: Recorded().id), records: records, sources: Laboratory.sources)
    }

    @Test func `The incident's title goes before the record's, the record's time before the incident's`() {
        let evaluation = evaluate([
            record(of: "waits.csv", title: "Of the record"), record(of: "notes.txt"),
            record(of: "other.csv", title: "Others"),
        ])
        #expect(evaluation.errors.isEmpty)
        #expect(
            evaluation.incident.captures.map {
                "\($0.path): \($0.title?.plainText ?? "-"), \($0.command ?? "-"), \($0.captured?.text ?? "-")"
            } == [
                "notes.txt: Notes, TABLE waits, 2026-02-01 10:02 UTC",
                "waits.csv: Waits of 2 sessions, TABLE waits, 2026-02-01 10:02 UTC",
                "other.csv: Others, TABLE waits, 2026-02-01 10:02 UTC",
            ])
    }

    @Test func `An entry of the timeline has the time of a capture`() {
        let timeline = evaluate([record(of: "waits.csv")]).incident.timeline
        #expect(timeline.map(\.moment.timestamp.text) == ["2026-02-01 10:02 UTC", "2026-02-01 10:03 UTC"])
    }

    @Test func `The time of a capture without a record is an error at the entry`() {
        let errors = evaluate([]).errors
        #expect(errors.map(\.id) == ["incident.invalid-time"])
        #expect(errors.first?.summary.contains("waits.csv, which has no record") == true)
        #expect(errors.first?.place?.lineText.contains("TimelineEntry") == true)
    }
}
