import Diagnostics
import Evidence
import PsqlOutput
import Quantities
import Testing

@testable import Incidents
@testable import SampleIncidents

@Suite struct EvaluationTests {
    private struct Prosaic: LaboratoryIncident {
        typealias Evidence = LaboratoryEvidence
        var summary: [Prose] {
            [
                "It took \(\.before), now \(\.after, .seconds), \(\.speedUp, .about) less.",
                "Run `EXPLAIN \(asWritten: "1")` or \(code: "a`b"), as \(\.name) did at \(asWritten: "200×").",
                "One ` alone is no code.",
                "`a` and `b`",
            ]
        }
        var figures: [Figure] {
            [
                Figure("time-before", \.before, .seconds, symbol: "S", "Time before"),
                Figure("again", \.before, "The same figure under another name"),
                Figure("speed-up", \.speedUp, "Before over after"),
            ]
        }
        var impact: [Impact] {
            [Impact("Waiting", \.longestWait, of: \.before), Impact("In all", lasting: \.before, .about)]
        }
        var timeline: [TimelineEntry] {
            [TimelineEntry(at: .measured(\.firstWait), .impact, "The first waited")]
        }
        var tables: [DataTable] {
            [
                DataTable("waits", ["Who", "Waited", "Note"]) { evidence in
                    evidence.waits.rows.map {
                        [.reading($0.label), .figure($0.waited, .about), .code("p95")]
                    } + [[.words("all"), .none, .none]]
                }
            ]
        }
    }

    private let incident = Laboratory.evaluate(Prosaic()).incident

    @Test func `Figures in prose are written in their unit's format or in the one asked for`() {
        #expect(incident.summary.map(\.plainText).first == "It took 692.6 ms, now 0.001 s, about 690× less.")
    }

    @Test func `Code, quoted digits and readings keep what they are`() {
        let described = incident.summary.map { prose in
            prose.fragments.map { fragment in
                switch fragment {
                case .text(let text), .asWritten(let text): "t:\(text)"
                case .code(let code): "c:\(code)"
                case .figure(let use): "f:\(use.text)"
                case .reading(let reading): "r:\(reading.text)@\(reading.span?.line ?? 0)"
                }
            }
        }
        #expect(
            described[1] == [
                "t:Run `EXPLAIN ", "t:1", "t:` or ", "c:a`b", "t:, as ", "r:first@2", "t: did at ", "t:200×",
                "t:.",
            ])
        #expect(described[2] == ["t:One ` alone is no code."])
        #expect(described[3] == ["c:a", "t: and ", "c:b"])
    }

    @Test func `A figure in prose carries the first name that its key path has`() {
        #expect(incident.summary[0].figures.map(\.name) == ["time-before", nil, "speed-up"])
        #expect(incident.timeline[0].moment.figure?.name == nil)
        #expect(incident.impact[0].whole?.name == "time-before")
        #expect(incident.figures.map(\.number.text) == ["0.693 s", "692.6 ms", "693×"])
    }

    @Test func `An impact has its share of the whole, a duration has none`() {
        #expect(incident.impact[0].number.text == "30.0 ms")
        #expect(incident.impact[0].share?.text == "4.33 %")
        #expect(incident.impact[1].number.text == "about 690 ms")
        #expect(incident.impact[1].whole == nil)
        #expect(incident.impact[1].share == nil)
    }

    @Test func `A measured moment is the time in the capture`() {
        #expect(incident.timeline[0].moment.timestamp.iso8601 == "2026-02-01T10:01Z")
        #expect(incident.timeline[0].moment.figure?.quantity.derivation.sources.first?.line == 2)
    }

    @Test func `Tables are filled from the rows of a capture`() {
        #expect(
            incident.tables[0].rows.map { $0.map(\.plainText) } == [
                ["first", "about 13 ms", "p95"], ["second", "about 30 ms", "p95"], ["all", "", ""],
            ])
    }

    // MARK: Errors

    @Test func `A capture that is missing is told once, however many figures need it`() {
        let evaluation = Laboratory.evaluate(Prosaic(), ["waits.csv": Laboratory.captures["waits.csv"] ?? ""])
        #expect(evaluation.errors.map(\.id) == ["capture.missing"])
        #expect(evaluation.errors.first?.place?.path == "Content/slow-query/evidence/notes.txt")
        #expect(evaluation.incident.summary[0].plainText == "It took —, now —, — less.")
    }

    @Test func `A figure without a value is told once, however often it is printed`() {
        struct Dividing: LaboratoryIncident {
            typealias Evidence = LaboratoryEvidence
            var summary: [Prose] {
                ["\(\.impossible)", "\(\.impossible, .about)", "\(\.impossible, .factor)"]
            }
            var figures: [Figure] { [Figure("impossible", \.impossible, "Divides by zero")] }
            var claims: [Claim] {
                [
                    Claim(
                        "never", "It is \(\.impossible).", test: .atLeast(\.impossible, .times(1)),
                        refutedBy: "Nothing.", in: [])
                ]
            }
        }
        let evaluation = Laboratory.evaluate(Dividing())
        #expect(evaluation.errors.map(\.id) == ["figure.divides-by-zero"])
        #expect(evaluation.errors.first?.place?.position == "Content/slow-query/evidence/notes.txt:3:10")
        #expect(evaluation.incident.claims[0].proof.verdict == .undecided)
    }

    @Test func `A cell of a table and a share without a value are errors too`() {
        struct Cells: LaboratoryIncident {
            typealias Evidence = LaboratoryEvidence
            var tables: [DataTable] {
                [DataTable("ratio", ["Ratio"]) { evidence in [[.figure(evidence.impossible)]] }]
            }
        }
        struct Shares: LaboratoryIncident {
            typealias Evidence = LaboratoryEvidence
            var impact: [Impact] { [Impact("All", \.before, of: \.nothing)] }
        }
        #expect(Laboratory.evaluate(Cells()).errors.map(\.id) == ["figure.divides-by-zero"])
        #expect(Laboratory.evaluate(Shares()).errors.map(\.id) == ["figure.divides-by-zero"])
    }

    @Test func `Each capture is read once, and the files that were read are known`() {
        #expect(
            incident.filesRead.map(\.path) == [
                "Content/slow-query/evidence/notes.txt", "Content/slow-query/evidence/waits.csv",
            ])
        #expect(incident.newestEvidence == nil)
    }
}
