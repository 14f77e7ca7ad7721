import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import Casebook
@testable import Checking

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// The five forms in which findings are told.
@Suite("Findings in five forms")
struct CheckFormatTests {
    private func report(_ changes: [String: String] = [:]) async throws -> CheckReport {
        let project = try CheckedSample.project(changes)
        let builder = try project.builder([SlowOrders()])
        do throws(Diagnostics) {
            return try await builder.report()
        } catch {
            return CheckReport(unusable: error)
        }
    }

    private func text(
        _ format: CheckFormat, _ report: CheckReport, _ context: CheckReportContext = CheckReportContext()
    ) -> String { String(decoding: format.bytes(of: report, in: context), as: UTF8.self) }

    @Test("The whole report", arguments: CheckFormat.allCases)
    func golden(format: CheckFormat) async throws {
        var context = CheckReportContext(site: "https://example.com/cases/")
        // The rules of all checks would be a thousand lines in which nobody sees a change.
        if format == .sarif { context.registry = CheckRegistry([.claims, .prose, .timeline, .actions]) }
        let golden = Golden("checks/report-\(format.rawValue).txt", in: "CasebookTests")
        #expect(try golden.difference(from: text(format, try await report(), context)) == nil)
    }

    @Test(
        "An incident that cannot be used does not hide what was found in another",
        arguments: CheckFormat.allCases)
    func unusableBesideOthers(format: CheckFormat) async throws {
        let project = try CheckedSample.project()
        // Its captures lie in a folder that is not there.
        let report = try await project.builder([SlowOrders(), Elsewhere()]).report()
        #expect(!report.isComplete && report.onlyUnusableInput == nil)
        #expect(report.incidents.map(\.id) == ["2026-02-01-slow-query"])
        #expect(report.findings.contains { $0.isOfUnusableInput && $0.diagnostic.id == "capture.missing" })
        #expect(report.open.contains { !$0.isOfUnusableInput && $0.diagnostic.id == "claim.contradicted" })
        #expect(
            report.accepted.count == 4 && !report.open.contains { $0.diagnostic.id.hasPrefix("acceptance.") })
        #expect(report.summary == "1 error, 6 findings, 4 accepted; the check could not be made of all.")
        let told = text(format, report)
        #expect(told.contains("capture.missing") && told.contains("claim.contradicted"))
        if format == .junit {
            #expect(told.contains("failures=\"6\" errors=\"1\""), "\(told.prefix(300))")
        }
    }

    /// An incident without a folder of captures.
    private struct Elsewhere: Incident {
        struct Evidence: EvidenceSet {
            let plan = PlanCapture("plan.txt")
        }
        var id: String { "elsewhere" }
        var title: String { "Somewhere else" }
        var severity: Severity { .sev4 }
        var status: IncidentStatus { .resolved }
        var times: IncidentTimes { SlowOrders().times }
        var artifacts: [Artifact] { [] }
    }

    @Test("Input that cannot be used", arguments: CheckFormat.allCases)
    func unusable(format: CheckFormat) async throws {
        let report = try await report(["\(SampleProject.evidence)/load.csv": "time,active\n2026,x\n"])
        #expect(!report.isComplete && !report.open.isEmpty)
        let golden = Golden("checks/unusable-\(format.rawValue).txt", in: "CasebookTests")
        #expect(try golden.difference(from: text(format, report)) == nil)
    }

    private func finding(
        _ summary: String, at place: Place? = nil, reason: String? = nil, notes: [Diagnostic.Note] = []
    ) -> JudgedFinding {
        let acceptance = reason.map {
            Acceptance(
                check: "timeline.no-source", reason: $0, place: Place(path: "a.swift", line: 1), line: 2,
                isOfFile: false, quoted: [])
        }
        return JudgedFinding(
            Diagnostic(.timeline(.noSource), summary, at: place, notes: notes), incident: nil,
            acceptance: acceptance)
    }

    // MARK: Columns

    @Test func `Columns count as the form says, in lines that are not ASCII`() {
        let line = "„Orders“ 🐌 took 12 minutes"
        let bytes = Array(line.utf8)
        let offset = Array(line.utf8).firstRange(of: Array("12".utf8))?.lowerBound ?? 0
        let place = Place(path: "a.md", line: 3, column: offset + 1, length: 2, lineText: line)
        #expect(place.byteColumns == ColumnRange(start: offset + 1, end: offset + 3))
        let utf16 = Array(line.utf16)
        let columns = place.utf16Columns
        #expect(columns == ColumnRange(start: 18, end: 20))
        if let columns {
            let marked = utf16[(columns.start - 1)..<(columns.end - 1)]
            #expect(String(decoding: marked, as: UTF16.self) == "12")
        }
        #expect(bytes.count > utf16.count)
    }

    @Test func `A line whose text is not known has no columns that would be a guess`() {
        #expect(Place(path: "a.md", line: 3, column: 9).utf16Columns == nil)
        #expect(Place(path: "a.md", line: 3).byteColumns == nil)
        #expect(Place(path: "a.md").byteColumns == nil)
    }

    // MARK: GitHub

    @Test func `A command of GitHub stays one line, whatever stands in it`() {
        let report = CheckReport(
            incidents: [],
            findings: [
                finding(
                    "100% of\r\nlines::error file=x::y",
                    at: Place(path: "a,b:c%.md", line: 2, column: 1, length: 3, lineText: "abcdef"))
            ])
        #expect(
            text(.github, report)
                == "::error file=a%2Cb%3Ac%25.md,line=2,endLine=2,col=1,endColumn=4,title=timeline.no-source"
                + "::100%25 of%0D%0Alines::error file=x::y\n")
    }

    @Test func `Paths are those of the repository where the project is a part of it`() {
        let report = CheckReport(incidents: [], findings: [finding("x", at: Place(path: "a.md", line: 1))])
        let context = CheckReportContext(folder: "docs/post-mortems/")
        #expect(text(.github, report, context).contains("file=docs/post-mortems/a.md,"))
        #expect(text(.sarif, report, context).contains("\"uri\": \"docs/post-mortems/a.md\""))
        let outside = CheckReport(
            incidents: [], findings: [finding("x", at: Place(path: "/src/a b.swift", line: 1))])
        #expect(text(.sarif, outside, context).contains("\"uri\": \"file:///src/a%20b.swift\""))
    }

    // MARK: SARIF

    @Test func `SARIF has what the schema asks for, and nothing that it does not know`() async throws {
        for report in [
            try await report(), try await self.report([CheckedSample.template: "{{ nothing }}\n"]),
        ] {
            for site in ["https://example.com/", nil] {
                let log = try JSONDecoder().decode(
                    JSONValue.self,
                    from: Data(CheckFormat.sarif.bytes(of: report, in: CheckReportContext(site: site))))
                #expect(SARIFSchema.problems(of: log) == [])
            }
        }
    }

    @Test func `Findings of SARIF name their rule, their file and what accepts them`() async throws {
        let report = try await report()
        let log = try JSONDecoder().decode(
            JSONValue.self, from: Data(CheckFormat.sarif.bytes(of: report, in: CheckReportContext())))
        let run = try #require(log["runs"]?.items.first)
        #expect(run["columnKind"]?.text == "utf16CodeUnits")
        let rules = run["tool"]?["driver"]?["rules"]?.items ?? []
        let artifacts = run["artifacts"]?.items ?? []
        let results = run["results"]?.items ?? []
        #expect(results.count == report.findings.count)
        for (result, finding) in zip(results, report.findings) {
            let index = try #require(result["ruleIndex"]?.integer)
            #expect(rules[index]["id"] == result["ruleId"])
            #expect(result["ruleId"]?.text == finding.diagnostic.id)
            let location = result["locations"]?.items.first?["physicalLocation"]
            let file = try #require(location?["artifactLocation"])
            let artifact = try #require(file["index"]?.integer)
            #expect(artifacts[artifact]["location"]?["uri"] == file["uri"])
            let suppressions = result["suppressions"]?.items ?? []
            #expect(suppressions.first?["justification"]?.text == finding.acceptance?.reason)
            // The region is what the finding marks, cut from the line by UTF-16.
            let region = try #require(location?["region"])
            let line = Array((region["snippet"]?["text"]?.text ?? "").utf16)
            if let start = region["startColumn"]?.integer, let end = region["endColumn"]?.integer,
                let place = finding.diagnostic.place
            {
                let marked = Array(place.lineText.utf8)[
                    (place.column - 1)..<(place.column - 1 + place.length)
                ]
                #expect(
                    String(decoding: line[(start - 1)..<(end - 1)], as: UTF16.self)
                        == String(decoding: marked, as: UTF8.self))
            }
        }
        let contradicted = results.first { $0["ruleId"]?.text == "claim.contradicted" }
        #expect(contradicted?["relatedLocations"]?.items.count == 2)
    }

    @Test func `The schema's facts are found where they are broken`() {
        let broken: JSONValue = .object([
            "version": "2.1",
            "runs": .list([.object(["tool": .object([:]), "surprise": 1])]),
        ])
        let problems = SARIFSchema.problems(of: broken)
        #expect(problems.contains("log.version: “2.1” is none of [\"2.1.0\"]"))
        #expect(problems.contains("log.runs[0]: the schema has no “surprise”"))
        #expect(problems.contains("log.runs[0].tool: “driver” is missing"))
    }

    // MARK: JUnit

    private final class Reader: NSObject, XMLParserDelegate {
        var names: [String] = []
        var cases: [[String: String]] = []
        var suites: [[String: String]] = []
        var texts = ""

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String]
        ) {
            names.append(name)
            if name == "testcase" { cases.append(attributes) }
            if name == "testsuite" { suites.append(attributes) }
        }

        func parser(_ parser: XMLParser, foundCharacters string: String) { texts += string }
    }

    private func read(_ report: CheckReport) throws -> Reader {
        let parser = XMLParser(data: Data(CheckFormat.junit.bytes(of: report, in: CheckReportContext())))
        let reader = Reader()
        parser.delegate = reader
        try #require(parser.parse(), "\(String(describing: parser.parserError))")
        return reader
    }

    @Test func `JUnit has a case for each claim, promise and check, and its counts are right`() async throws {
        let report = try await report()
        let xml = try read(report)
        #expect(xml.names.count { $0 == "failure" } == report.open.count)
        #expect(xml.names.count { $0 == "skipped" } == report.accepted.count)
        #expect(xml.suites.map { $0["name"] } == ["2026-02-01-slow-query", "project"])
        for (name, element) in [("failures", "failure"), ("skipped", "skipped"), ("tests", "testcase")] {
            let sum = xml.suites.compactMap { $0[name].flatMap { Int($0) } }.reduce(0, +)
            #expect(sum == xml.names.count { $0 == element }, "\(name)")
        }
        let names = xml.cases.compactMap { $0["name"] }
        #expect(Set(xml.cases.map { "\($0["classname"] ?? "")/\($0["name"] ?? "")" }).count == names.count)
        #expect(names.contains("faster: It is 200.1× faster."), "\(names)")
        #expect(names.contains("thousand: “1,000x” (a colleague)"))
        #expect(names.contains("document.too-long"))
        #expect(xml.cases.contains { $0["line"] == "11" && $0["file"] == CheckedSample.source })
    }

    @Test func `XML is well-formed, whatever the evidence holds`() throws {
        let hostile = "]]>\u{0}\u{1B}[31m\u{FFFE}\u{7F}\u{85}\r\n\t<a b='c'>&amp;\"é🐌"
        let report = CheckReport(
            incidents: [],
            findings: [
                finding(hostile, at: Place(path: hostile, line: 1, column: 1, lineText: hostile)),
                finding(hostile, reason: hostile, notes: [.init(hostile)]),
            ])
        let xml = try read(report)
        #expect(xml.texts.contains("]]>"))
        #expect(xml.texts.contains("<a b='c'>&amp;\"é🐌"))
        #expect(xml.cases.contains { $0["file"]?.hasSuffix("<a b='c'>&amp;\"é🐌") == true })
        #expect(xml.cases.contains { $0["file"]?.contains("\r\n\t") == true })
    }

    @Test func `JSON is JSON, whatever the evidence holds`() throws {
        let hostile = "\"\\\u{0}\u{1B}\u{2028}\r\n"
        let report = CheckReport(incidents: [], findings: [finding(hostile, reason: hostile)])
        for format in [CheckFormat.json, .sarif] {
            let bytes = format.bytes(of: report, in: CheckReportContext())
            let value = try JSONDecoder().decode(JSONValue.self, from: Data(bytes))
            let found =
                value["findings"]?.items.first?["message"]
                ?? value["runs"]?.items.first?["results"]?.items.first?["message"]?["text"]
            #expect(found?.text == hostile)
        }
    }
}
