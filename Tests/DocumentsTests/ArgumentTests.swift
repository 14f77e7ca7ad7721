import Diagnostics
import Documents
import GFM
import Incidents
import TestSupport
import Testing

@testable import SampleIncidents

/// What documents show of claims, promises, exhibits and hypotheses, and of what is not there.
@Suite struct ArgumentTests {
    private static let template = """
        {{# document.claims }}
        - {{ mark }} {{ verdict }} `{{ id }}`: {{ statement }} Test: {{ comparison }}{{# margin }} ({{ . }}){{/ margin }}. {{ strength }}. {{ refuted-by }}
        {{/ document.claims }}

        {{# document.promises }}
        - "{{ quotation }}" ({{ by }}) {{ measured }} {{ mark }} {{ verdict }}: {{ meaning }}
        {{/ document.promises }}

        {{# hypothesis-matrix }}
        {{ hypothesis-matrix }}
        {{/ hypothesis-matrix }}

        {{# exhibits }}
        ## #{{ number }} {{ title }}

        {{ explanation }}

        {{# picture }}
        {{ picture }}
        {{/ picture }}

        {{# claims }}
        - shows {{ id }}
        {{/ claims }}
        {{# captures }}
        - {{ link }} {{# title }}{{ . }} {{/ title }}{{# command }}{{ . }} {{/ command }}{{# captured }}{{ . }} {{/ captured }}{{ bytes }} {{ sha256 }}
        {{/ captures }}
        {{/ exhibits }}

        """

    @Test func `Claims, promises, exhibits and hypotheses as a page shows them`() throws {
        let content = try SampleProject(["report": Self.template]).document().content
        let html = String(decoding: content.html(), as: UTF8.self)
        #expect(try Golden("argument.html", in: "DocumentsTests").difference(from: html) == nil)
    }

    @Test func `A document shows the claims that name it, and the page of claims all of them`() throws {
        let list =
            "{{# document.claims }}{{ id }} {{/ document.claims }}{{# document.promises }}{{ id }}{{/ document.promises }}\n"
        let project = SampleProject([
            "report": list, "summary": list, "claims-ledger": "{{# claims-all }}{{ id }} {{/ claims-all }}\n",
        ])
        let builder = try project.builder()
        let documents = try builder.artifacts.map { try builder.document(for: $0) }
        #expect(documents.map(\.words) == ["faster thousand", ""])
        #expect(documents.map { $0.claims.map(\.id) } == [["faster", "thousand"], []])
        let ledger = try builder.lists(after: documents).first { $0.path == "claims.html" }
        #expect(ledger?.words == "faster thousand")
    }

    @Test(
        "A section over what the incident says nothing of is left out",
        arguments: [
            "incident.notice", "incident.newest-evidence", "incident.services", "incident.tags", "summary",
            "asks",
            "detection", "limits", "timeline", "timeline-phases", "impact", "factors", "recovery",
            "went-well",
            "went-poorly", "got-lucky", "actions", "glossary", "corrections", "claims-all", "promises",
            "exhibits",
            "hypotheses", "hypothesis-matrix", "symbols", "document.steps", "document.checklist",
            "document.expected-outcome", "document.claims", "document.promises",
        ])
    func absent(name: String) throws {
        let project = SampleProject([
            "report":
                "Before\n\n{{# \(name) }}\nNever {{ incident.id }}\n{{/ \(name) }}\n\nAfter {{^ \(name) }}without{{/ \(name) }}\n"
        ])
        #expect(try project.document("report", Silent()).words == "Before\nAfter without")
    }

    @Test func `What the incident says nothing of cannot be printed outside of a section`() throws {
        do {
            _ = try SampleProject(["report": "{{ incident.notice }}\n"]).document("report", Silent())
            Issue.record("a missing value was printed")
        } catch let error as Diagnostics {
            #expect(error.all.count == 1)
            #expect(error.all.first?.place?.position == "Templates/report.md:1:4")
            #expect(
                error.all.first?.text.contains("the incident says nothing of it") == true,
                "\(error.all.map(\.text))")
        }
    }

    /// An incident of which nothing is said but what must be.
    private struct Silent: Incident {
        struct Evidence: EvidenceSet {}
        var id: String { SampleIncident().id }
        var title: String { "Silent" }
        var severity: Severity { .sev4 }
        var status: IncidentStatus { .investigating }
        var times: IncidentTimes { SampleIncident().times }
        var artifacts: [Artifact] { [artifact("report")] }
    }
}
