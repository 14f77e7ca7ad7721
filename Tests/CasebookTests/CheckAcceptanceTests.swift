import Diagnostics
import Foundation
import Site
import TestSupport
import Testing

@testable import Casebook
@testable import Checking

/// Comments by which a finding may stand.
@Suite("A finding may stand, with a reason that everybody sees")
struct CheckAcceptanceTests {
    private func report(
        _ changes: [String: String] = [:], _ incidents: [any Incident] = [SlowOrders()], isWhole: Bool = true
    ) async throws -> CheckReport {
        let project = try CheckedSample.project(changes)
        return try await SiteBuilder(
            project: try Project(at: project.root), incidents: incidents, isWhole: isWhole
        ).report()
    }

    private func open(_ report: CheckReport) -> [String] {
        report.open.map { "\($0.diagnostic.place?.position ?? "") \($0.diagnostic.id)" }
    }

    private static let allOpen = [
        "Sources/Cases/SlowOrders.swift:10:13 timeline.no-source",
        "Sources/Cases/SlowOrders.swift:11:13 timeline.out-of-order",
        "Sources/Cases/SlowOrders.swift:11:85 prose.number-without-source",
        "Sources/Cases/SlowOrders.swift:11:97 prose.number-without-source",
        "Sources/Cases/SlowOrders.swift:14:34 claim.contradicted",
        "Sources/Cases/SlowOrders.swift:16:9 action.no-owner",
    ]

    // MARK: Where they stand

    @Test func `Above a line, behind it, in Markdown and where a capture is named`() async throws {
        let report = try await report()
        #expect(open(report) == Self.allOpen)
        #expect(
            report.accepted.map { "\($0.diagnostic.id): \($0.acceptance?.reason ?? "")" } == [
                "metric.without-number: nothing ran in the first minute",
                "prose.number-without-source: the vendor told us on the telephone",
                "timeline.no-source: the pager's log was lost",
                "action.no-due-date: it is done",
            ])
    }

    @Test func `A capture may also be named in a file that declares nothing else`() async throws {
        let lines = CheckedSample.swift.split(separator: "\n", omittingEmptySubsequences: false)
        let moved = [
            // The lines stay where they are: only the comment goes.
            CheckedSample.source: lines.enumerated().map { $0 == 2 ? "" : $1 }.joined(separator: "\n"),
            "Sources/Cases/SlowOrdersEvidence.swift":
                "let load = MetricSeries(\"load.csv\")  /* casebook: accept metric.without-number because so */\n",
        ]
        let report = try await report(moved)
        #expect(open(report) == Self.allOpen)
        #expect(
            report.accepted.first?.acceptance?.place.position == "Sources/Cases/SlowOrdersEvidence.swift:1:41"
        )
    }

    @Test func `At the head of a Swift file all findings of a check in it are accepted, and no others`()
        async throws
    {
        // The lines stay where they are: the comment shares the first one.
        let head =
            "/* casebook: accept timeline.no-source because nobody kept the pages */ " + CheckedSample.swift
        let report = try await report([CheckedSample.source: head])
        #expect(open(report) == Self.allOpen.filter { !$0.hasSuffix("timeline.no-source") })
        #expect(
            report.accepted.filter { $0.diagnostic.id == "timeline.no-source" }.map { $0.acceptance?.reason }
                == [
                    "the pager's log was lost", "nobody kept the pages",
                ])
        #expect(report.acceptedByComment.count == report.accepted.count)
    }

    @Test func `A finding of a whole file is accepted at its head`() async throws {
        let words = Array(repeating: "word", count: 300).joined(separator: " ")
        let sample = SampleProject.files[CheckedSample.template] ?? ""
        let long = sample + "\n\(words)\n"
        let found = try await report([CheckedSample.template: long])
        #expect(open(found).contains("Templates/executive-summary.md document.too-long"))
        let comment = "<!-- casebook: accept document.too-long because it is read aloud -->\n\n"
        let accepted = try await report([CheckedSample.template: comment + long])
        #expect(open(accepted) == Self.allOpen)
        let below = try await report([CheckedSample.template: "Hello.\n\n" + comment + long])
        #expect(below.open.map(\.diagnostic.id).contains("document.too-long"))
    }

    @Test func `A comment in Markdown reaches no page, and parts no table`() async throws {
        let table = """
            | Who | How many |
            | --- | --- |
            <!-- casebook: accept prose.number-without-source
                 because the vendor counted them in 2019 -->
            | Vendor | 31 |
            | We | {{ figures.rows-read }} |

            """
        let project = try CheckedSample.project([CheckedSample.why: table])
        let built = try await project.build([SlowOrders()])
        #expect(
            built.findings.map(\.id).sorted() == ["action.no-owner", "claim.contradicted"]
                + ["prose.number-without-source", "prose.number-without-source"]
                + ["timeline.no-source", "timeline.out-of-order"])
        let output = try project.output()
        let page = String(
            decoding: try #require(output["2026-02-01-slow-query/executive-summary.html"]), as: UTF8.self)
        #expect(page.contains("<td>Vendor</td>\n<td>31</td>"))
        #expect(page.contains("<td>We</td>"))
        #expect(!page.contains("casebook:") && !page.contains("2019"))
        let checks = String(decoding: try #require(output["checks.html"]), as: UTF8.self)
        #expect(checks.contains("the vendor counted them in 2019"))
    }

    // MARK: What is wrong with them

    struct Flaw: Sendable, CustomTestStringConvertible {
        let comment: String
        let id: String
        let says: String
        var testDescription: String { comment }
    }

    static let flaws = [
        Flaw(
            comment: "casebook: accept timeline.no-sorce because so", id: "acceptance.unknown-check",
            says: "did you mean “timeline.no-source”?"),
        Flaw(comment: "casebook: accept timeline.no-source", id: "acceptance.no-reason", says: "no reason"),
        Flaw(
            comment: "casebook: accept timeline.no-source because", id: "acceptance.no-reason",
            says: "no reason"),
        Flaw(
            comment: "casebook: accept timeline.no-source since so", id: "acceptance.not-understood",
            says: "“since” stands where `because` is expected"),
        Flaw(
            comment: "casebook: ignore timeline.no-source because so", id: "acceptance.not-understood",
            says: "casebook: accept CHECK because REASON"),
        Flaw(
            comment: "casebook: accept claim.contradicted because I like it", id: "acceptance.not-possible",
            says: "a document can state nothing that the evidence does not show"),
        Flaw(
            comment: "casebook: accept capture.empty because so", id: "acceptance.not-possible",
            says: "no document is made of input that cannot be used"),
        Flaw(
            comment: "casebook: accept timeline.out-of-order because so", id: "acceptance.nothing-to-accept",
            says: "in line 2"),
    ]

    @Test("A flawed comment is a finding itself, in Swift and in Markdown", arguments: flaws)
    func flawed(flaw: Flaw) async throws {
        for (path, text) in [
            ("Sources/Cases/More.swift", "// \(flaw.comment)\nlet more = true\n"),
            ("Templates/partials/more.md", "<!-- \(flaw.comment) -->\nMore.\n"),
        ] {
            let report = try await report([path: text])
            let found = try #require(report.open.first { $0.diagnostic.place?.path == path }, "\(path)")
            #expect(found.diagnostic.id == flaw.id)
            #expect(found.diagnostic.text.contains(flaw.says), "\(found.diagnostic.text)")
            #expect(found.diagnostic.place?.line == 1)
            #expect(report.open.count == Self.allOpen.count + 1)
        }
    }

    @Test func `A comment of an incident that was left out is not said to accept nothing`() async throws {
        let stray = "// casebook: accept timeline.no-source because so\nlet more = true\n"
        let part = try await report(["Sources/Cases/More.swift": stray], isWhole: false)
        #expect(open(part) == Self.allOpen)
    }

    @Test func `A comment accepts no finding of another check or another line`() async throws {
        let other = CheckedSample.swift.replacing("accept timeline.no-source", with: "accept action.no-owner")
        let report = try await report([CheckedSample.source: other])
        #expect(open(report).contains("Sources/Cases/SlowOrders.swift:9:13 timeline.no-source"))
        #expect(open(report).contains("Sources/Cases/SlowOrders.swift:16:9 action.no-owner"))
        #expect(report.open.map(\.diagnostic.id).contains("acceptance.nothing-to-accept"))
    }

    // MARK: Comments of Swift

    private func comments(_ source: String) -> [String] {
        let bytes = Array(source.utf8)
        return SwiftComments.ranges(in: bytes).map { String(decoding: bytes[$0], as: UTF8.self) }
    }

    @Test func `Finds comments of Swift, and none in its strings`() {
        #expect(comments("let a = 1 // one\n// two\n") == ["// one", "// two"])
        #expect(comments("/* a /* b */ c */ x /* open") == ["/* a /* b */ c */", "/* open"])
        #expect(comments(#"let a = "http://x" // y"#) == ["// y"])
        #expect(comments(#"let a = "\" // no" // yes"#) == ["// yes"])
        #expect(comments("let a = \"\"\"\n// no \"\n\"\"\" // yes") == ["// yes"])
        #expect(comments(##"let a = #"\" // no"# // yes"##) == ["// yes"])
        #expect(comments(#"let a = "\(f("//", /* in */ g(1))) // no" // yes"#) == ["/* in */", "// yes"])
        #expect(comments("#if DEBUG // a\n#endif // b") == ["// a", "// b"])
        #expect(comments("let a = \"open\nb // yes") == ["// yes"])
        #expect(comments("a / b") == [])
    }

    @Test func `Reads any bytes to their end`() {
        var random = SeededGenerator(seed: 7)
        let marks = Array("\"\"\"#\\()/*\n x".utf8)
        for _ in 0..<2_000 {
            let bytes = (0..<24).map { _ in marks[Int.random(in: 0..<marks.count, using: &random)] }
            let ranges = SwiftComments.ranges(in: bytes)
            #expect(ranges.allSatisfy { $0.lowerBound < $0.upperBound && $0.upperBound <= bytes.count })
            #expect(zip(ranges, ranges.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound })
        }
    }
}
