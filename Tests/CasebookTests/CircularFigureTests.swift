import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import Casebook

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// An incident whose figures need each other by way of a function, used in one of its parts.
private struct FullDisk: Incident {
    struct Evidence: EvidenceSet {
        var sound: Quantity<Ratio> { .assumed(1, because: "a test needs one") }
        var first: Quantity<Ratio> { second / sound }
        var second: Quantity<Ratio> { through(first) }

        private func through(_ value: Quantity<Ratio>) -> Quantity<Ratio> { value * sound }
    }

    var part = "none"

    init() {}

    init(part: String) { self.part = part }

    var id: String { "2026-03-01-full-disk" }
    var title: String { "The disk was full" }
    var severity: Severity { .sev3 }
    var status: IncidentStatus { .resolved }
    var times: IncidentTimes { SlowQuery().times }
    var artifacts: [Artifact] { [] }
    var summary: [Prose] { part == "text" ? ["It was \(\.second) full."] : ["It was full."] }
    var figures: [Figure] {
        [Figure("good", \.sound, "One")] + (part == "figure" ? [Figure("full", \.first, "How full")] : [])
    }
    var claims: [Claim] {
        part == "claim"
            ? [Claim("full", "It was full.", test: .atLeast(\.second, .times(1)), refutedBy: "Less.", in: [])]
            : []
    }

    func evaluate() -> Evaluation {
        evaluatedGuarded(
            reading: EvidenceReader(folder: "") { path throws(Diagnostic) in
                throw Diagnostic(.capture(.missing), path)
            }, records: [], sources: .none)
    }
}

@Suite("A figure that is computed from itself")
struct CircularFigureTests {
    @Test(
        "ends the process with 1 and names the incident and the figure or claim that was evaluated",
        arguments: ["figure", "claim", "text"])
    func named(part: String) async throws {
        let result = await #expect(processExitsWith: .exitCode(1), observing: [\.standardErrorContent]) {
            [part] in
            _ = FullDisk(part: part).evaluate()
        }
        let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        let name = ["figure": "figure “full”", "claim": "claim “full”", "text": "texts, tables and pictures"]
        #expect(
            text.contains(
                "error: Evaluating the \(name[part] ?? "") of the incident “2026-03-01-full-disk” never ends"),
            "\(text)")
        #expect(text.contains("Tests/CasebookTests/"), "\(text)")
        #expect(text.hasSuffix("1 error; nothing was written.\n"), "\(text)")
    }

    @Test("is not what a small stack of the shell's is reported as")
    func smallStack() async throws {
        #expect(FullDisk().evaluate().errors == [])
        let project = try SampleProject()
        let result = try await Command(
            "sh", "-c", "ulimit -s 256; exec '\(buildFolder)/casebook' check --root '\(repositoryRoot)'",
            in: project.root
        ).run()
        #expect(!result.errors.contains("figure.circular"), "\(result.errors)")
        #expect(result.status == 0, "\(result.status) \(result.errors)")
    }
}
