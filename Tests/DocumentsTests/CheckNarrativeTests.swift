import Captures
import Diagnostics
import Documents
import Incidents
import Testing

/// The incident's own Markdown and its templates, held against its times and its timeline.
@Suite struct CheckNarrativeTests {
    private static let path = "Content/slow-orders/narrative/report/why.md"

    /// What is found in a narrative: it began at 10:00, was detected at 10:05 and mitigated at 10:20.
    private func found(_ narrative: String) throws -> [String] {
        let project = SampleProject(
            ["report": "{{> why }}\n", "summary": "Text\n"],
            also: [Self.path: narrative]
        )
        return try project.builder().findings.filter { $0.id != "prose.number-without-source" }
            .map { "\($0.id) \($0.place?.position ?? "")" }
    }

    @Test func `A length that is not the incident's is marked in the narrative`() throws {
        #expect(
            try found("## Why\n\nSo.\nThe outage lasted 47 minutes.\n") == [
                "prose.duration \(Self.path):4:19"
            ]
        )
        #expect(try found("The *37-minute outage* was long.\n") == ["prose.duration \(Self.path):1:6"])
        #expect(try found("| What | How long |\n|---|---|\n| Down | a 47-minute outage |\n").count == 1)
        #expect(try found("The outage lasted 20 minutes.\n").isEmpty)
        #expect(try found("> The outage lasted 47 minutes.\n").isEmpty, "a quotation")
        #expect(try found("It printed `The outage lasted 47 minutes.`\n").isEmpty, "code")
    }

    @Test func `A figure of the narrative is held against the times too`() throws {
        // The last wait was 30 milliseconds.
        #expect(
            try found("The outage lasted {{ figures.last-wait }}.\n") == ["prose.duration \(Self.path):1:19"]
        )
        #expect(try found("The last wait took {{ figures.last-wait }}.\n").isEmpty)
    }

    @Test func `Sums and words of speed are checked in the narrative`() throws {
        #expect(try found("Somebody noticed immediately.\n") == ["prose.duration \(Self.path):1:18"])
        #expect(
            try found("- 3 minutes, 22 minutes and 2 minutes, 37 minutes in all.\n") == [
                "prose.duration \(Self.path):1:40"
            ]
        )
        #expect(try found("- 3 of 5 backups failed (80 %).\n") == ["sum.mismatch \(Self.path):1:26"])
    }

    @Test func `A template that an incident uses is held against its times`() throws {
        let project = SampleProject(["report": "The outage lasted 47 minutes.\n", "summary": "Text\n"])
        let builder = try project.builder()
        let documents = try builder.artifacts.map { try builder.document(for: $0) }
        let made = IncidentDocuments(incident: try evaluated(), documents: documents, evidence: [])
        #expect(
            builder.findings(in: made).filter { $0.id == "prose.duration" }.map { $0.place?.position } == [
                "Templates/report.md:1:19"
            ]
        )
    }

    private func evaluated() throws -> EvaluatedIncident {
        SampleIncident().evaluated(
            reading: EvidenceReader(folder: "") { path throws(Diagnostic) in
                throw Diagnostic("capture.missing", "There is no \(path)")
            },
            sources: .none
        ).incident
    }
}
