import Diagnostics
import Evidence
import Incidents
import Quantities
import Testing

@testable import SampleIncidents

/// Figures that are declared where they are computed.
@Suite struct DeclaredFigureTests {
    private struct Declaring: LaboratoryIncident {
        struct Evidence: EvidenceSet {
            let notes = TextCapture("notes.txt")
            var timeBefore: Quantity<Time> {
                figure(notes.number(after: "before:", in: .milliseconds), "The time before", as: .seconds)
            }
            var timeAfter: Quantity<Time> {
                figure(notes.number(after: "after:", in: .milliseconds), "The time after", symbol: "t")
            }
            var speedUp: Quantity<Ratio> { figure(timeBefore / timeAfter, "\(\.timeBefore) by the other") }
            var saved: Quantity<Time> { timeBefore - timeAfter }
            var sameAgain: Quantity<Time> { timeBefore }
        }
        var summary: [Prose] { ["\(\.speedUp), \(\.saved), \(\.sameAgain, .milliseconds)"] }
        var figures: [Figure] { [Figure(\.timeAfter)] }
        var tables: [DataTable] { [DataTable("times", ["Speed-up"]) { [[.figure($0.speedUp)]] }] }
    }

    @Test func `A figure has the name of its property, and its declaration is all that documents need`() {
        let evaluation = Laboratory.evaluate(Declaring())
        #expect(evaluation.errors == [])
        let incident = evaluation.incident
        #expect(incident.figures.map(\.name) == ["time-after", "speed-up", "time-before"])
        #expect(incident.figures.map(\.number.text) == ["1.00 ms", "693×", "0.693 s"])
        #expect(
            incident.figures.map(\.meaning.plainText) == [
                "The time after", "692.6 ms by the other", "The time before",
            ])
        #expect(incident.figures.map(\.symbol) == ["t", nil, nil])
        #expect(incident.figures.allSatisfy { $0.site.path.hasSuffix("DeclaredFigureTests.swift") })
    }

    @Test func `A figure keeps its name wherever its value goes, and what is computed from it has none`() {
        let incident = Laboratory.evaluate(Declaring()).incident
        #expect(incident.summary[0].figures.map(\.name) == ["speed-up", nil, "time-before"])
        #expect(incident.tables[0].rows[0][0].figures.map(\.name) == ["speed-up"])
    }

    @Test func `A property in the list of figures that declares none is an error at its entry`() {
        struct Undeclared: LaboratoryIncident {
            typealias Evidence = Declaring.Evidence
            var figures: [Figure] { [Figure(\.saved)] }
        }
        let errors = Laboratory.evaluate(Undeclared()).errors
        #expect(errors.map(\.id) == ["incident.undeclared-figure"])
        #expect(errors.first?.place?.path.hasSuffix("DeclaredFigureTests.swift") == true)
    }
}
