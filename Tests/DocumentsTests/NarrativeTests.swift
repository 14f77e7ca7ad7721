import Diagnostics
import Documents
import GFM
import Incidents
import Testing

@testable import Checking
@testable import SampleIncidents

/// Which text a document is made of.
@Suite struct NarrativeTests {
    private static let narrative = "Content/slow-orders/narrative"

    @Test func `A document's own text comes before the incident's, and that before the project's`() throws {
        let template = ["report": "{{> why? }}\n", "summary": "{{> why? }}\n"]
        let project = ["Templates/partials/why.md": "project\n"]
        let incident = ["\(Self.narrative)/why.md": "incident\n"]
        let document = ["\(Self.narrative)/report/why.md": "document\n"]
        func texts(_ files: [String: String]...) throws -> [String] {
            let sample = SampleProject(template, also: files.reduce(into: [:]) { $0.merge($1) { $1 } })
            return try ["report", "summary"].map { try sample.document($0).words }
        }
        #expect(try texts() == ["", ""])
        #expect(try texts(project) == ["project", "project"])
        #expect(try texts(project, incident) == ["incident", "incident"])
        #expect(try texts(project, incident, document) == ["document", "incident"])
        #expect(try texts(document) == ["document", ""])
    }

    @Test func `A template that is not there names the nearest one`() throws {
        let project = SampleProject(["raport": "Text\n", "summary": "Text\n"])
        do {
            _ = try project.document("report")
            Issue.record("the template is missing")
        } catch let error as Diagnostics {
            #expect(error.all.map(\.id) == ["template.missing"])
            #expect(error.all.first?.summary == "There is no template Templates/report.md")
            #expect(error.all.first?.expected == "did you mean “raport”?")
            #expect(error.all.first?.place?.path.hasSuffix("SampleIncident.swift") == true)
        }
    }

    @Test func `All that is wrong with the templates and the text is told at once`() {
        let project = SampleProject(
            ["report": "{{# summary }}\n", "summary": "{{ }}\n"],
            also: ["\(Self.narrative)/a.md": "{{/ x }}\n", "\(Self.narrative)/report/b.md": "{{# y }}\n"])
        do {
            _ = try project.builder()
            Issue.record("templates with faults were taken")
        } catch {
            #expect(
                Set(error.all.compactMap(\.place?.path)) == ["Templates/report.md", "Templates/summary.md"])
        }
        let narrative = SampleProject(
            ["report": "Text\n"],
            also: ["\(Self.narrative)/a.md": "{{/ x }}\n", "\(Self.narrative)/report/b.md": "{{# y }}\n"])
        do {
            _ = try narrative.builder()
            Issue.record("a narrative with faults was taken")
        } catch {
            #expect(
                error.all.compactMap(\.place?.path) == [
                    "\(Self.narrative)/a.md", "\(Self.narrative)/report/b.md",
                ])
        }
    }

    @Test func `Numbers typed into templates, partials and the incident's text are found, each once`() throws
    {
        let project = SampleProject(
            ["report": "{{> why? }}It took 5 ms; {{ figures.last-wait }} > 6 ms.\n"],
            also: [
                "\(Self.narrative)/why.md": "1. Took 7 ms\n2. {{ figures.last-wait }}\n",
                "\(Self.narrative)/report/b.md": "> quoted 8\n\n`9`\n",
                "Templates/partials/c.md": "10 rows\n",
            ])
        let templates = try TemplateSet(of: ProjectFiles(project.files))
        let builder = try project.builder()
        #expect(
            Diagnostics(templates.findings).all.map { "\($0.place?.position ?? "") \($0.summary)" } == [
                "Templates/partials/c.md:1:1 The number 10 in prose has no source",
                "Templates/report.md:1:20 The number 5 in prose has no source",
                "Templates/report.md:1:52 The number 6 in prose has no source",
            ])
        #expect(builder.findings.map { $0.place?.position } == ["\(Self.narrative)/why.md:1:9"])
        #expect(templates.findings.allSatisfy { $0.id == "prose.number-without-source" })
    }

    @Test func `A document that takes longer to read than it promises is a finding`() throws {
        func finding(words: Int) throws -> Diagnostic? {
            let text = Array(repeating: "word", count: words).joined(separator: " ")
            return try SampleProject(["report": "\(text)\n\n```\nno words to read\n```\n"]).document()
                .lengthFinding
        }
        #expect(try finding(words: 238) == nil)
        let found = try #require(try finding(words: 239))
        #expect(found.id == "document.too-long")
        #expect(found.summary == "“The report” has 239 words; in 1 min one reads 238")
        #expect(found.place?.path == "Templates/report.md")
        #expect(try SampleProject(["report": "word\n"]).document().readingMinutes == 1 / 238)
    }

    @Test func `A document that is worked through may be long`() throws {
        let text = Array(repeating: "word", count: 1000).joined(separator: " ")
        #expect(try SampleProject(["report": text]).document("report", Workbook()).lengthFinding == nil)
    }

    private struct Workbook: Incident {
        typealias Evidence = SampleEvidence
        var id: String { SampleIncident().id }
        var title: String { SampleIncident().title }
        var severity: Severity { .sev3 }
        var status: IncidentStatus { .resolved }
        var times: IncidentTimes { SampleIncident().times }
        var artifacts: [Artifact] { [artifact("report", .working(minutes: 1))] }
    }
}
