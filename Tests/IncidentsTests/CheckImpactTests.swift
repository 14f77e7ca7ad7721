import Diagnostics
import Quantities
import Testing

@testable import Incidents

/// Durations that an incident declares, against its own times.
@Suite struct CheckImpactTests {
    /// It began at 10:00, was detected at 10:05, mitigated at 10:20 and resolved at 11:00.
    private struct Hurt: LaboratoryIncident {
        struct Evidence: EvidenceSet {
            var long: Quantity<Time> { .assumed(90 * 60_000, because: "somebody said so") }
            var short: Quantity<Time> { .assumed(20 * 60_000, because: "somebody said so") }
        }
        var impact: [Impact] = []
        var figures: [Figure] = []
        var summary: [Prose] = []
        init() {}
        init(_ impact: Impact) { self.impact = [impact] }
        init(_ figure: Figure) { figures = [figure] }
        init(_ sentence: Prose) { summary = [sentence] }
    }

    private func ids(_ incident: Hurt) -> [String] { Laboratory.evaluate(incident).findings.map(\.id) }

    @Test func `No harm lasted longer than the incident`() {
        #expect(ids(Hurt(Hurt.Impact("Calls failed", lasting: \.long))) == ["prose.duration"])
        #expect(ids(Hurt(Hurt.Impact("Calls failed", lasting: \.short))) == [])
        #expect(ids(Hurt(Hurt.Impact("Time that all calls together waited", lasting: \.long))) == [])
    }

    /// An incident whose harm was counted in a capture of that time; it began at 10:00.
    private struct Counted: LaboratoryIncident {
        typealias Evidence = LaboratoryEvidence
        var captured: Timestamp = "2026-02-01T10:30Z"
        var impact: [Impact] { [Impact("Calls waited", \.waiters, of: \.waiters)] }
        var captures: [CaptureRecord] { [CaptureRecord("waits.csv", "Waits", from: "by hand", at: captured)] }
        init() {}
        init(_ captured: Timestamp) { self.captured = captured }
    }

    @Test func `Harm is counted in what was captured since the start`() {
        func early(_ captured: Timestamp) -> [String] {
            Laboratory.evaluate(Counted(captured)).findings.map(\.id)
        }
        #expect(early("2026-02-01T09:30Z") == ["timeline.evidence-before-start"])
        #expect(early("2026-02-01T10:00Z") == [])
        #expect(early("2026-02-01T11:30+01:00") == [], "10:30 in another zone")
    }

    @Test func `A figure that is called the incident's length is that`() {
        func figure(_ path: FigurePath<Hurt.Evidence, Time>, _ meaning: Hurt.Prose) -> [String] {
            ids(Hurt(Hurt.Figure("outage", path, meaning)))
        }
        #expect(figure(\.long, "How long the outage lasted") == ["prose.duration"])
        #expect(figure(\.short, "How long the outage lasted") == [])
        #expect(figure(\.short, "Time to detect") == ["prose.duration"])
        #expect(figure(\.long, "How long a call waited") == [])
    }

    @Test func `A figure in a sentence is held against the times as a typed number is`() {
        #expect(ids(Hurt("The outage lasted \(\.long, .minutes).")) == ["prose.duration"])
        #expect(ids(Hurt("The outage lasted \(\.short, .minutes).")) == [])
        #expect(ids(Hurt("Detection took \(\.short, .minutes).")) == ["prose.duration"])
        let place = Laboratory.evaluate(
            Hurt("The outage lasted \(\.long, .minutes)."),
            sources: Laboratory.sources
        )
        .findings.first?.place
        #expect(place?.path.hasPrefix("Tests/IncidentsTests/") == true, "never a path of this machine")
    }
}
