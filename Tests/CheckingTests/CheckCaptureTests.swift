import Diagnostics
import Evidence
import Incidents
import Quantities
import Testing

@testable import Checking
@testable import SampleIncidents

/// What the times, zones and counters of captures contradict.
@Suite struct CheckCaptureTests {
    private struct Captured: LaboratoryIncident {
        typealias Evidence = LaboratoryEvidence
        var figures: [Figure] { [Figure("first-wait", \.firstWait, "When it began to wait")] }
    }

    private func record(
        _ capture: String, at time: Timestamp = "2026-02-01T12:00Z", zone: String? = nil,
        query: String? = nil, label: String? = nil, reset: Timestamp? = nil
    ) -> SavedRecord {
        SavedRecord(
            capture: capture, sha256: "", bytes: 0, captured: time, timeZone: zone, command: "TABLE waits",
            query: query, label: label, statisticsReset: reset.map { ["pg_stat_statements": $0] } ?? [:])
    }

    private func findings(
        _ records: SavedRecord..., captures: [String: String] = Laboratory.captures
    )
        -> [Diagnostic]
    {
        Captured().evaluated(
            reading: Laboratory.reader(of: Captured().id, captures), records: records, sources: .none
        ).findings(sources: .none)
    }

    private func ids(_ records: SavedRecord...) -> [String] {
        Captured().evaluated(
            reading: Laboratory.reader(of: Captured().id), records: [record("notes.txt")] + records,
            sources: .none
        ).findings(sources: .none).map(\.id)
    }

    @Test func `A capture holds no time later than its own`() {
        let stale = findings(record("notes.txt"), record("waits.csv", at: "2026-02-01T09:58Z"))
        #expect(stale.map(\.id) == ["capture.stale"])
        #expect(stale.first?.place?.position == "Content/slow-query/evidence/waits.csv:2:7")
        #expect(ids(record("waits.csv", at: "2026-02-01T10:01Z")) == [], "the same minute")
        #expect(ids(record("waits.csv", at: "2026-02-01T11:02+01:00")) == [], "later, in another zone")
    }

    @Test func `What is from before was not captured after`() {
        let waits = record("waits.csv")
        func before(_ first: SavedRecord, _ second: SavedRecord) -> [String] { ids(waits, first, second) }
        let early: Timestamp = "2026-02-01T12:00Z"
        let late: Timestamp = "2026-02-01T13:00Z"
        #expect(
            before(record("before/a.txt", at: late), record("after/a.txt", at: early)) == ["capture.stale"])
        #expect(before(record("before/a.txt", at: early), record("after/a.txt", at: late)) == [])
        #expect(
            before(record("plan_before.txt", at: late), record("plan_after.txt", at: early)) == [
                "capture.stale"
            ])
        #expect(before(record("plan_before.txt", at: late), record("plan_after_2.txt", at: early)) == [])
        #expect(before(record("beforehand.txt", at: late), record("afterhand.txt", at: early)) == [])
        #expect(
            before(
                record("a.txt", at: late, query: "waits", label: "before"),
                record("b.txt", at: early, query: "waits", label: "after")) == ["capture.stale"])
        #expect(
            before(
                record("a.txt", at: late, query: "waits", label: "before"),
                record("b.txt", at: early, query: "locks", label: "after")) == [])
    }

    @Test func `A capture without a record is told where others have one`() {
        let one = findings(record("waits.csv"))
        #expect(one.map(\.id) == ["capture.no-record"])
        #expect(one.first?.severity == .warning)
        #expect(one.first?.place?.path == "Content/slow-query/evidence/notes.txt")
        #expect(findings().isEmpty, "none of them has one")
        #expect(findings(record("waits.csv"), record("notes.txt")).isEmpty)
    }

    @Test func `Captures of one incident are of one zone`() {
        let mixed = findings(
            record("notes.txt", zone: "UTC"), record("waits.csv", zone: "Europe/Berlin"),
            record("other.csv", zone: "Etc/UTC"))
        #expect(mixed.map(\.id) == ["capture.mixed-time-zones"])
        #expect(mixed.first?.place?.path == "Content/slow-query/evidence/waits.csv.record.json")
        #expect(findings(record("notes.txt", zone: "UTC"), record("waits.csv", zone: "GMT")).isEmpty)
    }

    @Test func `Times that are printed in different zones are found`() {
        func zones(_ notes: String) -> [String] {
            var captures = Laboratory.captures
            captures["waits.csv"] =
                "label,at,waited_ms\nfirst,2026-02-01 10:01:00+00,12.5\nsecond,2026-02-01 10:02:00+00,30.0\n"
            captures["notes.txt"] = (captures["notes.txt"] ?? "") + notes
            return findings(captures: captures).map { "\($0.id) \($0.place?.position ?? "")" }
        }
        #expect(
            zones("2026-02-01 11:01:00.5 CET LOG:  x\n") == [
                "capture.mixed-time-zones Content/slow-query/evidence/notes.txt:6:23"
            ])
        #expect(zones("2026-02-01 10:01:00.5 UTC LOG:  x\n") == [])
        #expect(zones("2026-02-01 10:01:00 LOG:  x\n") == [], "a severity is no zone")
        #expect(zones("2026-02-01 10:01:00\n") == [])
    }

    @Test func `Counters that were set to zero between two captures give no difference`() {
        let before = record(
            "a.txt", at: "2026-02-01T12:00Z", query: "statements", label: "before", reset: "2026-02-01T09:00Z"
        )
        func after(_ reset: Timestamp, label: String = "after", query: String = "statements") -> [String] {
            ids(
                record("waits.csv"), before,
                record("b.txt", at: "2026-02-01T13:00Z", query: query, label: label, reset: reset))
        }
        #expect(after("2026-02-01T12:30Z") == ["capture.statistics-reset"])
        #expect(after("2026-02-01T09:00Z") == [])
        #expect(after("2026-02-01T12:30Z", label: "before") == [], "taken again")
        #expect(after("2026-02-01T12:30Z", query: "tables") == [])
    }
}
