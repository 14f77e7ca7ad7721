import Diagnostics
import Documents
import Evidence
import GFM
import Incidents
import Pictures
import Testing

@testable import Checking
@testable import SampleIncidents

/// What the documents are checked for: sections, links, pictures, figures, and what must not be published.
@Suite struct CheckDocumentTests {
    private static let narrative = "Content/slow-orders/narrative"

    /// The sample's documents with these templates, and what is found in them.
    private func made(
        _ template: String, also files: [String: String] = [:], _ incident: some Incident = SampleIncident()
    ) throws -> (builder: DocumentBuilder, documents: IncidentDocuments) {
        let builder = try SampleProject(["report": template, "summary": "Text\n"], also: files).builder(
            incident)
        let documents = try builder.artifacts.map { try builder.document(for: $0) }
        let lists = try builder.lists(after: documents)
        let evaluated = incident.evaluated(
            reading: EvidenceReader(folder: "") { path throws(Diagnostic) in
                throw Diagnostic(.capture(.missing), "There is no \(path)")
            }, sources: .none
        ).incident
        return (
            builder,
            IncidentDocuments(
                incident: evaluated, documents: documents + lists,
                evidence: builder.captures(citedBy: documents))
        )
    }

    private func structure(_ template: String, also files: [String: String] = [:]) throws -> [String] {
        try made(template, also: files).documents.documents[0].structureFindings.map {
            "\($0.id) \($0.place?.position ?? "")"
        }
    }

    private func links(_ template: String, also files: [String: String] = [:]) throws -> [String] {
        try made(template, also: files).documents.linkFindings.map { "\($0.id) \($0.place?.position ?? "")" }
    }

    @Test(
        "A heading with nothing under it is found",
        arguments: [
            ("# A\n\n## B\n\n## C\n\nText\n", 3), ("# A\n\nText\n\n## B\n", 5), ("## A\n\n# B\n\nText\n", 1),
            ("# A\n\n***\n", 1), ("# A\n\n<!-- words -->\n", 1),
            ("# A\n\n{{# asks }}{{ . }}{{/ asks }}\n", 1),
        ])
    func emptySection(template: String, line: Int) throws {
        #expect(try structure(template) == ["document.empty-section Templates/report.md:\(line)"])
    }

    @Test(
        "A heading with content or with deeper headings under it passes",
        arguments: [
            "# A\n\n## B\n\nText\n", "# A\n\n- item\n", "# A\n\n```\ncode\n```\n",
            "# A\n\n{{ pictures.bars }}\n",
            "# A\n\n{{# summary }}\n- {{ . }}\n{{/ summary }}\n", "# A\n\n| a |\n|---|\n| 1 |\n",
            "# A\n\n![text](a.png)\n", "Text\n",
        ])
    func fullSection(template: String) throws {
        #expect(try structure(template) == [])
    }

    @Test func `A place in the incident's own text is named, not that of the template`() throws {
        let own = ["\(Self.narrative)/why.md": "Text\n\n## Why\n\n## How\n\nSo\n"]
        #expect(
            try structure("# A\n\n{{> why }}\n", also: own) == [
                "document.empty-section \(Self.narrative)/why.md:3"
            ])
        let link = ["\(Self.narrative)/why.md": "Text\n\nsee [it](nowhere.html)\n"]
        #expect(
            try links("# A\n\n{{> why }}\n", also: link) == [
                "document.broken-link \(Self.narrative)/why.md:3"
            ])
    }

    @Test func `An image needs words for those who do not see it`() throws {
        #expect(try structure("Text\n\n![](a.png)\n") == ["picture.no-text Templates/report.md:3"])
        #expect(try structure("Text\n\n![The queue](a.png)\n") == [])
    }

    @Test(
        "Links that lead nowhere are found",
        arguments: [
            ("[a](nowhere.html)", "document.broken-link"),
            ("[a](evidence/nowhere-txt.html)", "document.broken-link"),
            ("[a](sumary.html#x)", "document.broken-link"), ("[a](#nowhere)", "document.broken-anchor"),
            ("[a](summary.html#nowhere)", "document.broken-anchor"),
            ("[a](evidence/notes-txt.html#L9)", "document.broken-anchor"),
            ("[a](figures.html#speed-down)", "document.broken-anchor"),
        ])
    func brokenLink(link: String, id: String) throws {
        #expect(try links("# Top\n\n\(link)\n") == ["\(id) Templates/report.md:3"])
    }

    @Test(
        "Links that lead somewhere, or out of the incident, pass",
        arguments: [
            "[a](summary.html)", "[a](#top)", "[a](report.html#top)", "[a](evidence/notes-txt.html#L3)",
            "[a](evidence/notes-txt.html)", "[a](evidence/notes.txt)", "[a](figures.html#speed-up)",
            "[a](../index.html)",
            "[a](https://example.com/nowhere#at-all)", "[a](mailto:user@example.com)",
            "{{ figures.speed-up }}, {{ figures.last-wait }}, {{ documents.summary }}, {{ evidence.waits-csv }}",
            "[a](#sources-sources)", "[a](#main)",
        ])
    func goodLink(link: String) throws {
        #expect(try links("# Top\n\n\(link)\n") == [])
    }

    @Test func `The nearest address is named`() throws {
        let finding = try made("[a](sumary.html)\n").documents.linkFindings.first
        #expect(finding?.expected == "did you mean “summary.html”?")
        let anchor = try made("# The cause\n\n[a](#the-case)\n").documents.linkFindings.first
        #expect(anchor?.expected == "did you mean “the-cause”?")
    }

    @Test func `A figure that only the list of figures shows is unused`() throws {
        func unused(_ template: String) throws -> [String] {
            let documents = try made(template).documents
            return IncidentChecker(documents.incident, sources: .none).findings(in: documents).filter {
                $0.id == "figure.unused"
            }.map(\.summary)
        }
        #expect(try unused("Text\n") == ["No document uses the figure “last-retries”"])
        #expect(try unused("{{ figures.last-retries }} retries\n") == [])
    }

    @Test func `What must not be published is found in captures, one finding a line, with its place`() throws
    {
        func leaks(_ text: String) throws -> [String] {
            let documents = try made("Text\n", also: ["\(SampleProject.evidence)/unused.txt": text]).documents
            return documents.evidence.flatMap { $0.leaks(in: SampleProject.evidence) }.map {
                "\($0.id) \($0.place?.position ?? "")"
            }
        }
        let file = "redaction.leak \(SampleProject.evidence)/unused.txt"
        #expect(
            try leaks("user\na jane@corp.com, joe@corp.com\nhost 93.184.216.34\n") == [
                "\(file):2:3", "\(file):3:6",
            ])
        #expect(try leaks("user@example.com from 10.0.0.1\n") == [])
        #expect(try leaks("binary\0 jane@corp.com\n") == [])
        let many = try leaks(String(repeating: "jane@corp.com\n", count: 50))
        #expect(many.count == 11 && many.last == file, "ten lines, and how many more")
    }

    @Test func `The words of templates and of the incident's text are checked alike`() throws {
        let prose = """
            The cause was human error. “A careless quotation.”

            Write to jane@corp.com.

            """
        let project = SampleProject(
            ["report": prose],
            also: [
                "\(Self.narrative)/a.md": prose + "It was negligence; {{ figures.last-wait }}.\n"
            ])
        let expected = ["prose.blame 1:15", "redaction.leak 3:10"]
        func told(_ findings: [Diagnostic]) -> [String] {
            Diagnostics(findings).all.map { "\($0.id) \($0.place?.line ?? 0):\($0.place?.column ?? 0)" }
        }
        #expect(told(try TemplateSet(of: ProjectFiles(project.files)).findings) == expected)
        #expect(told(try project.builder().findings) == expected + ["prose.blame 4:8"])
    }

    @Test func `A picture says in words what it shows`() {
        struct Silent: Picture {
            var title: String { "" }
            var summary: String { "A square." }
            func svg(id: String, layout: PictureLayout) -> String { "" }
        }
        struct Drawn: Incident {
            typealias Evidence = SampleEvidence
            var id: String { SampleIncident().id }
            var title: String { SampleIncident().title }
            var severity: Severity { .sev3 }
            var status: IncidentStatus { .resolved }
            var times: IncidentTimes { SampleIncident().times }
            var artifacts: [Artifact] { [] }
            var illustrations: [Illustration] {
                [
                    Illustration("good", "What to see.", from: []) { _ in Square() },
                    Illustration("silent", "What to see.", from: []) { _ in Silent() },
                    Illustration("bare", " ", from: []) { _ in Square() },
                ]
            }
        }
        let reader = EvidenceReader(folder: "Content/slow-orders/evidence") { path throws(Diagnostic) in
            Array((SampleProject.captures["\(SampleProject.evidence)/\(path)"] ?? "").utf8)
        }
        let findings = Drawn().evaluated(reading: reader, sources: .none).findings(sources: .none)
        #expect(
            findings.map(\.summary) == [
                "The picture “silent” has no title", "The picture “bare” has no caption",
            ])
        #expect(findings.allSatisfy { $0.id == "picture.no-text" })
    }
}
