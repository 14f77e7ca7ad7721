import Diagnostics
import Evidence
import Incidents
import PsqlOutput
import Quantities
import Testing

@testable import Checking
@testable import SampleIncidents

/// One fact, told with two numbers or compared with two things.
@Suite struct RepeatedFigureTests {
    private struct Told: LaboratoryIncident {
        struct Evidence: EvidenceSet {
            let traffic = Table<Minute>("traffic.csv")
            var lowest: Quantity<Count> { traffic.requests.min }
            var before: Quantity<Count> { traffic.first.requests }
            var lastWeek: Quantity<Count> { traffic.last.requests }
            var drop: Quantity<Share> { lowest.reduction(from: before) }
            var dropFromLastWeek: Quantity<Share> { lowest.reduction(from: lastWeek) }
            struct Minute: CaptureColumns {
                let requests = Column<Count>("requests")
            }
        }
        var summary: [Prose] = []
        var lessons: [Lesson] = []
        var impact: [Impact] = []
        init() {}
        init(_ summary: [Prose], lessons: [Lesson] = []) {
            self.summary = summary
            self.lessons = lessons
        }
    }

    private func findings(_ summary: Told.Prose..., lesson: Told.Lesson? = nil) -> [Diagnostic] {
        let incident = Told(summary, lessons: [lesson].compactMap(\.self))
        return incident.evaluated(
            reading: Laboratory.reader(of: incident.id, ["traffic.csv": "requests\n1000\n200\n1200\n"]),
            sources: Laboratory.sources
        ).findings(sources: Laboratory.sources)
    }

    @Test func `Two sentences of the same words compare with the same number`() {
        #expect(findings("Traffic fell by \(\.drop).", "Traffic fell by \(\.drop).").isEmpty)
        #expect(
            findings("Traffic fell by \(\.drop).", "Traffic fell by \(\.dropFromLastWeek).").map(\.id) == [
                "figure.two-baselines"
            ])
        #expect(
            findings("Traffic fell by \(\.drop) in a minute.", "Of last week it lost \(\.dropFromLastWeek).")
                .isEmpty)
    }
}
