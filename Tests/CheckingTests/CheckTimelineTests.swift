import Diagnostics
import Incidents
import Quantities
import Testing

@testable import Checking
@testable import SampleIncidents

/// The timeline against the incident's times, its captures and itself.
@Suite struct CheckTimelineTests {
    /// An incident of one timeline; it began at 10:00, was detected at 10:05 and resolved at 11:00.
    private struct Told: LaboratoryIncident {
        typealias Evidence = LaboratoryEvidence
        var timeline: [TimelineEntry] = []
        var captures: [CaptureRecord] {
            [CaptureRecord("notes.txt", "Notes", from: "by hand", at: "2026-02-01T10:30Z")]
        }
        init() {}
        init(_ timeline: [TimelineEntry]) { self.timeline = timeline }
    }

    private typealias Entry = Told.TimelineEntry

    private func ids(_ timeline: Entry...) -> [String] {
        Laboratory.findings(Told(timeline)).map(\.id)
    }

    private func entry(
        _ time: MomentReference<LaboratoryEvidence>, _ phase: TimelinePhase,
        _ event: ProseOver<LaboratoryEvidence> = "It happened",
        source: TimelineSource = .testimony("a developer")
    ) -> Entry {
        Entry(at: time, phase, event, source: source)
    }

    @Test func `Only what led to it comes before the start, only recovery after the end`() {
        #expect(ids(entry("2026-02-01T09:59Z", .impact)) == ["timeline.outside"])
        #expect(ids(entry("2026-02-01T09:59Z", .before)) == [])
        #expect(ids(entry("2025-02-01T09:59Z", .before)) == [], "a cause may be old")
        #expect(ids(entry("2026-02-01T10:00Z", .impact)) == [])
        #expect(ids(entry("2026-02-01T11:00+01:00", .impact)) == [], "the same instant in another zone")
        #expect(ids(entry("2026-02-01T10:03Z", .before)) == ["timeline.outside"])
        #expect(ids(entry("2026-02-01T11:01:30Z", .mitigation)) == ["timeline.outside"])
        #expect(ids(entry("2026-02-01T11:00:59Z", .mitigation)) == [], "the end is stated to the minute")
        #expect(ids(entry("2026-02-01T12:00Z", .recovery)) == [])
    }

    @Test func `A capture shows nothing that happened after it was taken`() {
        let notes = TimelineSource.capture("notes.txt")
        #expect(ids(entry("2026-02-01T10:40Z", .impact, source: notes)) == ["timeline.capture-time"])
        #expect(ids(entry("2026-02-01T10:30Z", .impact, source: notes)) == [])
        #expect(ids(entry("2026-02-01T10:20Z", .impact, source: notes)) == [])
        #expect(ids(entry("2026-02-01T10:40Z", .impact, source: .capture("waits.csv"))) == [], "no record")
        #expect(ids(entry(.captured("notes.txt"), .diagnosis, source: notes)) == [])
    }

    /// An incident whose evidence of harm is from 10:01, said to have begun later.
    private struct LateStart: LaboratoryIncident {
        typealias Evidence = LaboratoryEvidence
        var meaning: Prose = "When it waited"
        var summary: [Prose] = []
        var event: Prose = "It waited"
        var statement: Prose = "It waited."
        var times: IncidentTimes {
            IncidentTimes(
                started: "2026-02-01T10:30Z", detected: "2026-02-01T10:35Z", mitigated: "2026-02-01T10:40Z",
                resolved: "2026-02-01T11:00Z")
        }
        var figures: [Figure] { [Figure("first-wait", \.firstWait, meaning)] }
        var timeline: [TimelineEntry] {
            [TimelineEntry(at: "2026-02-01T10:31Z", .impact, event, source: .testimony("a developer"))]
        }
        var claims: [Claim] {
            [
                Claim(
                    "waited", statement, test: .atLeast(\.firstWait, .figure(\.firstWait)),
                    refutedBy: "No wait.", in: [])
            ]
        }
        init() {}
        init(summary: Prose) { self.summary = [summary] }
        init(meaning: Prose) { self.meaning = meaning }
        init(event: Prose) { self.event = event }
        init(statement: Prose) { self.statement = statement }
    }

    @Test func `Evidence of harm is not stamped before the stated start`() {
        func early(_ incident: LateStart) -> Int {
            Laboratory.findings(incident).count { $0.id == "timeline.evidence-before-start" }
        }
        #expect(early(LateStart()) == 0)
        #expect(early(LateStart(meaning: "When the first call failed")) == 1)
        #expect(early(LateStart(meaning: "When the first call was made")) == 0)
        #expect(early(LateStart(event: "Calls fail, since \(\.firstWait)")) == 1)
        #expect(early(LateStart(statement: "The first error was logged then.")) == 1)
        #expect(early(LateStart(summary: "Errors began at \(\.firstWait).")) == 1)
        #expect(early(LateStart(summary: "Calls have failed since \(\.firstWait).")) == 1)
        #expect(early(LateStart(summary: "The deploy began at \(\.firstWait).")) == 0)
        let finding = Laboratory.findings(
            LateStart(event: "Calls fail, since \(\.firstWait)"), sources: Laboratory.sources
        ).first { $0.id == "timeline.evidence-before-start" }
        #expect(finding?.notes.last?.place?.position == "Content/slow-query/evidence/waits.csv:2:7")
    }
}
