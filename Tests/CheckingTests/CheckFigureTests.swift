import Diagnostics
import Evidence
import Incidents
import PsqlOutput
import Quantities
import TestSupport
import Testing

@testable import Checking
@testable import SampleIncidents

/// Figures that could be taken for something else: parts, sums, means, and two values of one thing.
@Suite struct CheckFigureTests {
    private static let captures = [
        "parts.csv":
            "label,part,rows,calls,mean_ms\na,60.0,10,1000,1.5\nb,50.0,20,500,2.5\nall,110.0,40,1500,9.5\n",
        "other.csv": "label,part,rows,calls,mean_ms\na,60.0,10,1000,1.5\n",
    ]

    struct Evidence: EvidenceSet {
        let parts = Table<Part>("parts.csv")
        let other = Table<Part>("other.csv")
        var printedPart: Quantity<Share> { parts.first.part }
        var computedPart: Quantity<Share> { rowsOfA.share(of: rowsOfAll) }
        var partOfMore: Quantity<Share> { rowsOfA.share(of: rowsOfB) }
        var partLost: Quantity<Share> { rowsOfA.reduction(from: rowsOfAll) }
        var tooMuch: Quantity<Share> { rowsOfAll.share(of: rowsOfB) }
        var rowsOfA: Quantity<Rows> { parts.row(where: \.label, is: "a").rows }
        var rowsOfB: Quantity<Rows> { parts.row(where: \.label, is: "b").rows }
        var rowsOfAll: Quantity<Rows> { parts.row(where: \.label, is: "all").rows }
        var calls: Quantity<Count> { parts.first.calls }
        var mean: Quantity<Time> { parts.first.mean }
        var otherMean: Quantity<Time> { other.first.mean }
        var meanOfAll: Quantity<Time> { parts.mean.mean }
        var ratio: Quantity<Ratio> { rowsOfAll / rowsOfA }
        var otherRatio: Quantity<Ratio> { rowsOfAll / rowsOfB }
        var ratioOfB: Quantity<Ratio> { rowsOfB / rowsOfA }

        struct Part: CaptureColumns {
            let label = TextColumn("label")
            let part = Column<Share>("part")
            let rows = Column<Rows>("rows")
            let calls = Column<Count>("calls")
            let mean = Column<Time>("mean_ms", in: .milliseconds)
        }
    }

    private struct Figured: LaboratoryIncident {
        typealias Evidence = CheckFigureTests.Evidence
        var figures: [Figure] = []
        var summary: [Prose] = []
        var impact: [Impact] = []
        var tables: [DataTable] = []
    }

    private func findings(
        _ figures: [Figured.Figure] = [], summary: [Figured.Prose] = [], impact: [Figured.Impact] = [],
        tables: [Figured.DataTable] = []
    ) -> [Diagnostic] {
        let incident = Figured(figures: figures, summary: summary, impact: impact, tables: tables)
        let evaluation = incident.evaluated(
            reading: Laboratory.reader(of: incident.id, Self.captures), sources: Laboratory.sources)
        #expect(evaluation.errors.isEmpty, "\(evaluation.errors.map(\.text))")
        return evaluation.findings(sources: Laboratory.sources)
    }

    private typealias Figure = Figured.Figure

    @Test func `A percentage says what it is of, by its derivation or in words`() {
        func ids(_ path: FigurePath<Evidence, Share>, _ meaning: Figured.Prose) -> [String] {
            findings([Figure("part", path, meaning)]).map(\.id)
        }
        #expect(ids(\.printedPart, "The failed ones") == ["percentage.no-denominator"])
        #expect(ids(\.printedPart, "The failed part of all calls") == [])
        #expect(ids(\.printedPart, "The server's part") == [])
        #expect(ids(\.computedPart, "The failed ones") == [])
        #expect(ids(\.partLost, "How much fell away") == [])
        #expect(findings(summary: ["It was \(\.printedPart)."]).map(\.id) == ["percentage.no-denominator"])
        #expect(findings(summary: ["It was \(\.printedPart) of the calls."]).isEmpty)
    }

    @Test func `A mean that was read has a count beside it`() {
        let mean = Figure("mean", \.mean, "Mean time")
        #expect(findings([mean]).map(\.id) == ["mean.no-count"])
        #expect(findings([mean, Figure("calls", \.calls, "Calls")]).isEmpty)
        #expect(findings([mean], summary: ["There were \(\.calls) calls."]).isEmpty)
        #expect(findings([Figure("mean", \.mean, "Mean of \(\.calls) calls")]).isEmpty)
        let other = Figure("mean", \.otherMean, "Mean time")
        let ofOther = findings([other, Figure("calls", \.calls, "Calls")])
        #expect(ofOther.map(\.id) == ["mean.no-count"], "the calls of another capture")
        #expect(ofOther.first?.notes.first?.place?.position == "Content/slow-query/evidence/other.csv:2:16")
        #expect(findings([Figure("mean", \.meanOfAll, "Mean time")]).isEmpty, "computed, with its n")
    }

    @Test func `Two ratios with different baselines are told apart`() {
        func ids(_ first: Figured.Prose, _ second: Figured.Prose) -> [String] {
            findings([Figure("one", \.ratio, first), Figure("two", \.otherRatio, second)]).map(\.id)
        }
        #expect(ids("How much less", "How much less work").contains("figure.two-baselines"))
        #expect(ids("How much less than first", "How much less than second") == [])
        #expect(ids("How much less", "Their ratio, how much less") == [], "it leans on words before")
        let parts = findings([
            Figure("one", \.computedPart, "The slow part"),
            Figure("two", \.partOfMore, "The slow part, again"),
        ])
        #expect(parts.map(\.id) == ["figure.two-baselines"])
        #expect(parts.first?.expected?.contains("parts.csv:4") == true)
        let divisor = findings([
            Figure("one", \.ratio, "How much less"), Figure("two", \.ratioOfB, "How much less work"),
        ])
        #expect(divisor.map(\.id) == ["figure.two-baselines"])
    }

    @Test func `The same words do not tell two values`() {
        let two = findings([Figure("one", \.rowsOfA, "Rows read"), Figure("two", \.rowsOfB, "Rows, read!")])
        #expect(two.map(\.id) == ["figure.two-baselines"])
        #expect(
            findings([Figure("one", \.rowsOfA, "Rows read"), Figure("two", \.rowsOfA, "Rows read")]).isEmpty)
        #expect(
            findings([Figure("one", \.rowsOfA, "Rows read"), Figure("two", \.calls, "Rows read")]).isEmpty)
        #expect(
            findings([
                Figure("one", \.rowsOfA, "The first of them"), Figure("two", \.rowsOfB, "The first of them"),
            ])
            .isEmpty)
    }

    @Test func `A part is no more than its whole`() {
        let more = findings(impact: [Figured.Impact("Rows", \.rowsOfAll, of: \.rowsOfB)])
        #expect(more.map(\.id) == ["sum.mismatch"])
        #expect(more.first?.place?.lineText.contains("Figured.Impact") == true)
        #expect(findings(impact: [Figured.Impact("Rows", \.rowsOfB, of: \.rowsOfAll)]).isEmpty)
        #expect(findings(impact: [Figured.Impact("Rows", \.rowsOfB, of: \.rowsOfB)]).isEmpty)
    }

    private func table(
        _ columns: [String], last: String = "all",
        _ cell: @escaping @Sendable (TableRow<Evidence.Part>) -> Cell
    )
        -> [Figured.DataTable]
    {
        [
            Figured.DataTable("parts", columns) { evidence in
                evidence.parts.rows.map { row in
                    [row.label.text == "all" ? .words(last) : .reading(row.label), cell(row)]
                }
            }
        ]
    }

    @Test func `The last row, where it is a total, is the sum of the others`() {
        let rows = findings(tables: table(["What", "Rows"]) { .figure($0.rows) })
        #expect(rows.map(\.summary) == ["The rows of the column “Rows” add up to 30, not to the total 40"])
        #expect(findings(tables: table(["What", "Calls"]) { .figure($0.calls) }).isEmpty)
        #expect(findings(tables: table(["What", "Most rows"]) { .figure($0.rows) }).isEmpty)
        #expect(findings(tables: table(["What", "Rows"], last: "c") { .figure($0.rows) }).isEmpty)
    }

    @Test func `Parts of one whole are no more than all of it`() {
        func parts(_ title: String, last: String = "c") -> [String] {
            findings(tables: table(["What", title], last: last) { .figure($0.part) }).map(\.id)
        }
        #expect(parts("Part of all calls") == ["sum.mismatch"])
        #expect(parts("Failed part") == [], "each of its own calls")
        #expect(parts("Part of all calls", last: "of those, slow") == [], "a part of a part")
        let computed = [
            Figured.DataTable("parts", ["What", "Part"]) { evidence in
                evidence.parts.rows.map { row in
                    [.words("a row"), .figure(row.rows.share(of: evidence.rowsOfAll))]
                }
            }
        ]
        #expect(findings(tables: computed).map(\.id) == ["sum.mismatch"], "10 + 20 + 40 of 40")
    }

    @Test func `Digits in titles and in hyphenated words are found`() {
        struct Titled: LaboratoryIncident {
            typealias Evidence = LaboratoryEvidence
            var title: String { "A sub-200 ms check took 9,999 ms on 2026-02-01" }
            var glossary: [GlossaryTerm] {
                [GlossaryTerm("p95 of UTF-8", "A word."), GlossaryTerm("17 ms", "A time.")]
            }
        }
        let findings = Laboratory.findings(Titled(), sources: Laboratory.sources)
        #expect(
            findings.map(\.summary).sorted() == [
                "The number 17 in prose has no source", "The number 9,999 in prose has no source",
                "The number sub-200 in prose has no source",
            ])
        #expect(findings.allSatisfy { $0.place?.path == "Tests/CheckingTests/CheckFigureTests.swift" })
    }

    @Test func `A named figure is used by prose, by a table, or by another that is used`() throws {
        func unused(_ incident: Figured, printed: [FigureUse] = []) -> [String] {
            let evaluated = incident.evaluated(
                reading: Laboratory.reader(of: incident.id, Self.captures), sources: .none
            ).incident
            return IncidentChecker(evaluated, sources: .none).unusedFigures(printed: printed).map(\.summary)
        }
        let rows = Figure("rows-of-a", \.rowsOfA, "Rows")
        #expect(unused(Figured(figures: [rows])) == ["No document uses the figure “rows-of-a”"])
        #expect(unused(Figured(figures: [rows], summary: ["\(\.rowsOfA) rows"])) == [])
        #expect(unused(Figured(figures: [rows], summary: ["\(\.ratio) less"])) == [])
        #expect(unused(Figured(figures: [rows], summary: ["\(\.rowsOfB) rows"])).count == 1)
        #expect(unused(Figured(figures: [rows], tables: table(["What", "Rows"]) { .figure($0.rows) })) == [])
    }
}
