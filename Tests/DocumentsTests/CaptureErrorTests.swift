import Diagnostics
import Incidents
import Quantities
import Testing

@testable import SampleIncidents

/// Captures whose pages cannot be made, or are not there.
@Suite struct CaptureErrorTests {
    private func errors(_ incident: some Incident, also files: [String: String] = [:]) -> [Diagnostic] {
        do {
            _ = try SampleProject(["report": "Text\n", "summary": "Text\n"], also: files).builder(incident)
            return []
        } catch {
            return error.all
        }
    }

    @Test(
        "Two captures that would have one page are one error that names both",
        arguments: [
            ("a.b", "a-b"), ("Log.txt", "log.txt"), ("fix/one.txt", "fix_one.txt"), ("é.txt", "ü.txt"),
        ])
    func collision(first: String, second: String) {
        let folder = SampleProject.evidence
        let errors = errors(
            SampleIncident(), also: ["\(folder)/\(first)": "one\n", "\(folder)/\(second)": "two\n"])
        #expect(errors.map(\.id) == ["capture.address-collision"])
        #expect(
            errors.first?.summary.contains(first) == true && errors.first?.summary.contains(second) == true)
        #expect(errors.first?.help != nil)
    }

    @Test func `A reference to a capture that is not there names the nearest one`() {
        let errors = errors(Misspelt())
        #expect(errors.map(\.id) == Array(repeating: "incident.unknown-capture", count: 4))
        #expect(
            Set(errors.map { "\($0.summary), \($0.expected ?? "")" }) == [
                "There is no capture “note.txt”, did you mean “notes.txt”?",
                "There is no capture “wait.csv”, did you mean “waits.csv”?",
                "There is no capture “notes.text”, did you mean “notes.txt”?",
                "There is no capture “elsewhere.log”, a file of that name in the incident's evidence folder",
            ])
        #expect(errors.allSatisfy { $0.place?.path.hasSuffix("CaptureErrorTests.swift") == true })
    }

    private struct Misspelt: Incident {
        typealias Evidence = SampleEvidence
        var id: String { SampleIncident().id }
        var title: String { "Misspelt" }
        var severity: Severity { .sev4 }
        var status: IncidentStatus { .investigating }
        var times: IncidentTimes { SampleIncident().times }
        var timeline: [TimelineEntry] {
            [TimelineEntry(at: "2026-02-01T10:00Z", .impact, "It began", source: .capture("note.txt"))]
        }
        var exhibits: [Exhibit] {
            [Exhibit(1, "One", "One", claims: [], captures: ["wait.csv", "notes.txt"])]
        }
        var captures: [CaptureRecord] {
            [CaptureRecord("notes.text", "Notes", from: "by hand", at: "2026-02-01T10:00Z")]
        }
        var illustrations: [Illustration] {
            [Illustration("other", "Something", from: ["elsewhere.log"]) { _ in Square() }]
        }
        var artifacts: [Artifact] { [artifact("report")] }
    }
}
