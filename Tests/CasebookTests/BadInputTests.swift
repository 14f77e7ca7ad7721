import Diagnostics
import Testing

@testable import Casebook

@Suite("Bad input gives one clear error, and the old site stays")
struct BadInputTests {
    /// Damages a project that was built once, and expects an error and the old site.
    private func expect(
        _ id: String, at place: String?, incidents: [any Incident] = [SlowQuery()],
        damage: (SampleProject) throws -> Void = { _ in }
    ) async throws {
        let project = try SampleProject()
        try await project.build()
        let before = try project.output()
        #expect(!before.isEmpty)
        try damage(project)
        let errors = try await project.errors(incidents)
        #expect(errors.map(\.id) == [id], "\(errors.map(\.text))")
        if let place {
            #expect(errors.first?.place?.position.hasSuffix(place) == true, "\(errors.map(\.text))")
        }
        #expect(errors.allSatisfy { $0.help != nil || $0.expected != nil }, "\(errors.map(\.text))")
        #expect(try project.output() == before)
    }

    private let csv = "\(SampleProject.evidence)/waits.csv"

    @Test func missingCapture() async throws {
        try await expect("capture.missing", at: "waits.csv") { try $0.remove(csv) }
    }

    @Test func emptyCapture() async throws {
        try await expect("capture.empty", at: "waits.csv") { try $0.write("", to: csv) }
    }

    @Test func binaryCapture() async throws {
        try await expect("capture.binary", at: nil) { try $0.write([0x6C, 0x00, 0x01, 0x02, 0x0A], to: csv) }
    }

    @Test func captureInAnotherEncoding() async throws {
        try await expect("capture.not-utf8", at: "waits.csv:2:3") {
            try $0.write(Array("label,waited_ms\nfi".utf8) + [0xE9] + Array("rst,12.5\n".utf8), to: csv)
        }
    }

    @Test func truncatedPlan() async throws {
        let path = "\(SampleProject.evidence)/before.txt"
        try await expect("capture.truncated", at: nil) { project in
            let lines = try project.text(path).split(separator: "\n", omittingEmptySubsequences: false)
            try project.write(lines.prefix(5).joined(separator: "\n"), to: path)
        }
    }

    @Test func captureThatIsNotWhatItsDeclarationSays() async throws {
        try await expect("capture.no-column", at: "waits.csv:1:1") {
            try $0.write("label,waited\nfirst,12.5\n", to: csv)
        }
    }

    @Test func cellThatIsNoNumber() async throws {
        try await expect("capture.not-a-number", at: "waits.csv:3:8") {
            try $0.write("label,waited_ms\nfirst,12.5\nsecond,long\n", to: csv)
        }
    }

    private let template = "Templates/executive-summary.md"

    @Test func unknownNameInTemplate() async throws {
        try await expect("template.unknown-name", at: "executive-summary.md:2:4") {
            try $0.write("Hello\n{{ sumary }}\n", to: template)
        }
    }

    @Test func unclosedSection() async throws {
        try await expect("template.unclosed-section", at: "executive-summary.md:1:1") {
            try $0.write("{{# summary }}\n{{ . }}\n", to: template)
        }
    }

    @Test func partialThatIncludesItself() async throws {
        try await expect("template.partial-cycle", at: nil) { project in
            try project.write("{{> ring }}\n", to: template)
            try project.write("{{> ring }}\n", to: "Templates/partials/ring.md")
        }
    }

    @Test func wrongFormat() async throws {
        try await expect("template.unknown-format", at: "executive-summary.md:1:23") {
            try $0.write("{{ figures.speed-up | milliseconds }}\n", to: template)
        }
    }

    @Test func missingTemplate() async throws {
        try await expect("template.missing", at: nil) { try $0.remove(template) }
    }

    @Test func endBeforeStart() async throws {
        try await expect("incident.times-run-backwards", at: nil, incidents: [Backwards()])
    }

    @Test func timeWithoutZone() async throws {
        try await expect("incident.invalid-time", at: nil, incidents: [Zoneless()])
    }

    @Test func twoIncidentsWithOneID() async throws {
        try await expect("incident.duplicate-id", at: nil, incidents: [SlowQuery(), SlowQuery()])
    }

    @Test func unsafeID() async throws {
        try await expect("incident.unsafe-id", at: nil, incidents: [Escaping()])
    }

    @Test func allErrorsAreToldTogether() async throws {
        let project = try SampleProject()
        try project.remove(csv)
        try project.write("nothing\n", to: "\(SampleProject.evidence)/after.txt")
        let errors = try await project.errors()
        #expect(Set(errors.compactMap(\.place?.path)).count == 2, "\(errors.map(\.text))")
    }
}

/// An incident like the sample's, with other times or another id.
private protocol Variant: Incident where Evidence == SlowQuery.Evidence {}

extension Variant {
    var title: String { "Variant" }
    var severity: Severity { .sev4 }
    var status: IncidentStatus { .resolved }
    var artifacts: [Artifact] { SlowQuery().artifacts }
    var figures: [Figure] { SlowQuery().figures }
}

private struct Backwards: Variant {
    var id: String { SlowQuery().id }
    var times: IncidentTimes {
        IncidentTimes(
            started: "2026-02-01T10:00Z", detected: "2026-02-01T10:05Z", mitigated: "2026-02-01T10:20Z",
            resolved: "2026-02-01T09:00Z")
    }
}

private struct Zoneless: Variant {
    var id: String { SlowQuery().id }
    var times: IncidentTimes {
        IncidentTimes(
            started: "2026-02-01T10:00", detected: "2026-02-01T10:05Z", mitigated: "2026-02-01T10:20Z",
            resolved: "2026-02-01T11:00Z")
    }
}

private struct Escaping: Variant {
    var id: String { "../elsewhere" }
    var times: IncidentTimes { SlowQuery().times }
}
