import Diagnostics
import Documents
import Evidence
import Foundation
import GFM
import Incidents
import PsqlOutput
import Quantities
import Testing

@testable import SampleIncidents

/// Where the figures of a document lead, and how they are found again from there.
@Suite struct FigureLinkTests {
    @Test func `A figure that was read leads to its line, a computed one to its derivation`() throws {
        let project = SampleProject([
            "report":
                "{{ figures.last-wait }} and {{ figures.speed-up | about }}\n\n{{# summary }}{{ . }}{{/ summary }}\n"
        ])
        let links = try project.document().content.links.map { "\($0.text) → \($0.destination)" }
        #expect(
            links.prefix(4) == [
                "30.0 ms → evidence/waits-csv.html#L3", "about 690× → figures.html#speed-up",
                "first → evidence/waits-csv.html#L2", "30.0 ms → evidence/waits-csv.html#L3",
            ])
        #expect(links.count == 5)
        #expect(links.last?.hasPrefix("691.6 ms → figures.html#derived-") == true)
    }

    @Test func `Every figure leads to an anchor that the page of figures has`() throws {
        let project = SampleProject([
            "report": "{{# summary }}{{ . }}{{/ summary }} {{ figures.speed-up }}\n",
            "summary": "{{ figures.speed-up | factor }}, {{ figures.speed-up }}\n",
        ])
        let builder = try project.builder()
        let documents = try builder.artifacts.map { try builder.document(for: $0) }
        let figures = try #require(try builder.lists(after: documents).first { $0.path == "figures.html" })
        let anchors = Set(figures.content.headings.map(\.id))
        let asked = documents.flatMap(\.content.links).map(\.destination).filter {
            $0.hasPrefix("figures.html#")
        }
        #expect(asked.count == 4)
        for address in asked { #expect(anchors.contains(String(address.dropFirst("figures.html#".count)))) }
        let text = figures.content.plainText
        #expect(
            text.contains(
                "691.6 ms: Computed where it is used = before: (notes.txt:1) − after: (notes.txt:2)"))
        #expect(
            text.components(separatedBy: "used in The summary").count == 2, "twice in a document is one use")
    }

    @Test func `A figure that only a list, a caption or a meaning prints has its anchor too`() throws {
        let project = SampleProject([
            "report": "{{ pictures.drawn }}\n",
            "claims-ledger": "{{# claims-all }}\n{{ statement }}\n\n{{/ claims-all }}\n",
        ])
        let builder = try project.builder(Elsewhere())
        let documents = try builder.artifacts.map { try builder.document(for: $0) }
        let lists = try builder.lists(after: documents)
        let figures = try #require(lists.first { $0.path == "figures.html" })
        let anchors = Set(figures.content.headings.map(\.id))
        let html = (documents + lists).map { String(decoding: $0.content.html(), as: UTF8.self) }.joined()
        let asked = html.components(separatedBy: "figures.html#").dropFirst().compactMap {
            $0.split(separator: "\"").first.map(String.init)
        }
        #expect(Set(asked).count == 3)
        for anchor in asked { #expect(anchors.contains(anchor)) }
    }

    private struct Elsewhere: Incident {
        struct Evidence: EvidenceSet {
            let sample = SampleEvidence()
            var captioned: Quantity<Time> { sample.before - sample.after }
            var claimed: Quantity<Time> { sample.before + sample.after }
            var meant: Quantity<Ratio> { sample.after / sample.before }
            var wait: Quantity<Time> { sample.lastWait }
        }
        var id: String { SampleIncident().id }
        var title: String { "Elsewhere" }
        var severity: Severity { .sev4 }
        var status: IncidentStatus { .investigating }
        var times: IncidentTimes { SampleIncident().times }
        var figures: [Figure] { [Figure("wait", \.wait, "Beside \(\.meant)")] }
        var claims: [Claim] {
            [
                Claim(
                    "unused", "It was \(\.claimed).", test: .atLeast(\.claimed, .milliseconds(1)),
                    refutedBy: "Less.", in: [])
            ]
        }
        var illustrations: [Illustration] {
            [Illustration("drawn", "It fell by \(\.captioned).", from: []) { _ in Square() }]
        }
        var artifacts: [Artifact] { [artifact("report")] }
    }

    @Test func `Of several figures on one line, a page tells which one it prints`() throws {
        let project = SampleProject([
            "report": "{{ figures.last-wait }}\n", "summary": "{{ figures.last-retries }}\n",
        ])
        var seen: [[String]] = []
        for reversed in [false, true] {
            let builder = try project.builder()
            let order = reversed ? builder.artifacts.reversed() : builder.artifacts
            let documents = try order.map { try builder.document(for: $0) }
            #expect(
                documents.flatMap(\.figures).map(\.name)
                    == (reversed ? ["last-retries", "last-wait"] : ["last-wait", "last-retries"]))
            let waits = try #require(builder.captures(citedBy: documents).first { $0.path == "waits.csv" })
            seen.append(waits.marks.map { "\($0.line) \($0.figure) in \($0.document)" })
        }
        #expect(seen[0] == ["3 last-retries: 7 in The summary", "3 last-wait: 30.0 ms in The report"])
        #expect(seen[1] == seen[0], "the order of filling must not show")
    }

    @Test func `A figure that two formats print is one figure in each`() throws {
        let document = try SampleProject(["report": "{{ figures.speed-up }} {{ figures.speed-up | about }}\n"]
        ).document()
        #expect(document.figures.map(\.name) == ["speed-up", "speed-up"])
    }

    @Test func `The sources of a document are the captures that it was read from or links to`() throws {
        let project = SampleProject([
            "report": "{{ figures.speed-up }}\n",
            "summary": "{{ evidence.unused-txt }} and {{ figures.last-wait }}\n",
        ])
        let builder = try project.builder()
        let sources = try builder.artifacts.map { artifact in
            try builder.sources(of: try builder.document(for: artifact))?.links.map(\.destination) ?? []
        }
        #expect(
            sources == [
                ["evidence/notes-txt.html"], ["evidence/unused-txt.html", "evidence/waits-csv.html"],
            ])
    }

    @Test func `A document without figures has no list of sources`() throws {
        let builder = try SampleProject(["report": "Nothing\n"]).builder()
        let document = try builder.document(for: builder.artifacts[0])
        #expect(document.figures.isEmpty)
        #expect(try builder.sources(of: document) == nil)
    }

    /// Figures that are read from one line and print the same words.
    private struct Twins: Incident {
        struct Evidence: EvidenceSet {
            let sessions = Table<Row>("sessions.csv")
            var active: Quantity<Count> { sessions.first.active }
            var idle: Quantity<Count> { sessions.first.idle }

            struct Row: CaptureColumns {
                let active = Column<Count>("active")
                let idle = Column<Count>("idle")
            }
        }
        var id: String { SampleIncident().id }
        var title: String { "Twins" }
        var severity: Severity { .sev4 }
        var status: IncidentStatus { .investigating }
        var times: IncidentTimes { SampleIncident().times }
        var figures: [Figure] {
            [Figure("active", \.active, "Sessions at work"), Figure("idle", \.idle, "Sessions at rest")]
        }
        var tables: [DataTable] {
            [DataTable("sessions", ["idle", "active"]) { [[.figure($0.idle), .figure($0.active)]] }]
        }
        var artifacts: [Artifact] { [artifact("report"), artifact("summary")] }

        static let captures = ["\(SampleProject.evidence)/sessions.csv": "active,idle\n5,5\n"]
    }

    @Test(arguments: [
        ("{{ figures.idle }} {{ figures.active }}", ["idle", "active"]),
        ("{{ figures.active }} {{ figures.idle }} {{ figures.active }}", ["active", "idle"]),
        ("# {{ figures.idle }}\n\n[{{ figures.active }}](b.html)", ["idle", "active"]),
        ("`{{ figures.idle }}`\n\n```\n{{ figures.active }}\n```", ["idle", "active"]),
        ("{{ tables.sessions }}", ["idle", "active"]),
    ])
    func `A page prints the figure that it names, not its twin on the same line`(
        _ template: String, names: [String]
    ) throws {
        let project = SampleProject(["report": template, "summary": "Nothing"], also: Twins.captures)
        let builder = try project.builder(Twins())
        let documents = try builder.artifacts.map { try builder.document(for: $0) }
        #expect(documents[0].figures.map(\.name) == names)
        let sessions = try #require(builder.captures(citedBy: documents).first { $0.path == "sessions.csv" })
        #expect(sessions.marks.map(\.figure) == ["active: 5", "idle: 5"])
    }

    @Test func `Documents filled at the same time are the same as one after the other`() async throws {
        let project = SampleProject(
            ["report": "{{ figures.active }} {{> figure }}", "summary": "{{ figures.idle }} {{> figure }}"],
            also: Twins.captures.merging([
                "Templates/partials/figure.md": "{{ figures.active }}\n\n{{ tables.sessions }}\n"
            ]) { $1 })
        let builder = try project.builder(Twins())
        let inOrder = try builder.artifacts.map { try builder.document(for: $0) }
        let together = try await withThrowingTaskGroup(of: (Int, Document).self) { group in
            for round in 0..<32 {
                group.addTask {
                    let artifact = builder.artifacts[round % 2]
                    return (round % 2, try builder.document(for: artifact))
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        for (index, document) in together {
            #expect(document.content.html() == inOrder[index].content.html())
            #expect(document.figures.map(\.name) == inOrder[index].figures.map(\.name))
        }
    }
}
