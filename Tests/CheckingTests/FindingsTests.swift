import Diagnostics
import Incidents
import Quantities
import TestSupport
import Testing

@testable import Checking
@testable import SampleIncidents

@Suite struct FindingsTests {
    @Test func `Every finding names its place, what was expected and what to do`() throws {
        let evaluation = Laboratory.evaluate(ContradictedIncident(), sources: Laboratory.sources)
        #expect(evaluation.errors.isEmpty, "\(evaluation.errors.map(\.text))")
        let text = evaluation.findings(sources: Laboratory.sources).map(\.text).joined(separator: "\n") + "\n"
        #expect(try Golden("findings.txt", in: "CheckingTests").difference(from: text) == nil)
    }

    @Test func `Findings are those that the evidence does not show, and no others`() {
        let findings = Laboratory.findings(ContradictedIncident(), sources: Laboratory.sources)
        #expect(
            findings.map(\.id).sorted() == [
                "action.no-due-date", "action.no-owner", "claim.contradicted", "claim.holds",
                "claim.undecided",
                "hypothesis.contradicted", "prose.number-without-source", "prose.number-without-source",
                "prose.number-without-source", "timeline.no-source", "timeline.out-of-order",
            ])
        #expect(!findings.contains { $0.text.contains("1,000x") }, "a recorded verdict is no finding")
        let contradicted = findings.first { $0.id == "claim.contradicted" }
        #expect(contradicted?.expected == "at least 1,000× (measured 693×)")
        #expect(
            contradicted?.notes.compactMap(\.place?.position) == [
                "Content/slow-query/evidence/notes.txt:1:9", "Content/slow-query/evidence/notes.txt:2:8",
            ])
    }

    @Test func `Without the author's sources findings still name file and line`() {
        let findings = Laboratory.findings(ContradictedIncident())
        let claim = findings.first { $0.id == "claim.contradicted" }
        #expect(claim?.place?.path.hasSuffix("ContradictedIncident.swift") == true)
        #expect((claim?.place?.line ?? 0) > 0)
    }

    @Test func `An incident without fault has no findings`() {
        let evaluation = Laboratory.evaluate(Faultless())
        #expect(evaluation.errors.isEmpty)
        let findings = evaluation.findings(sources: .none)
        #expect(findings.isEmpty, "\(findings.map(\.text))")
        #expect(evaluation.incident.claims.map(\.proof.verdict) == [.holds, .contradicted])
        #expect(evaluation.incident.hypotheses.map(\.proof.verdict) == [.contradicted])
    }

    private struct Faultless: LaboratoryIncident {
        typealias Evidence = LaboratoryEvidence
        var claims: [Claim] {
            [
                Claim(
                    "faster", "It is \(\.speedUp) faster.", test: .atLeast(\.speedUp, .times(200)),
                    refutedBy: "A smaller ratio.", in: ["executive-summary"]),
                .promise(
                    "thousand", "1,000x faster", by: "a colleague", measured: "\(\.speedUp)",
                    test: .atLeast(\.speedUp, .times(1000)), verdict: .contradicted, meaning: "Less.", in: []),
            ]
        }
        var hypotheses: [Hypothesis] {
            [
                Hypothesis(
                    "It was slow all along", "It was not", test: .below(\.before, .milliseconds(10)),
                    verdict: .contradicted, exhibits: [1: .inconsistent])
            ]
        }
        var exhibits: [Exhibit] {
            [Exhibit(1, "The time", "It fell", claims: ["faster"], captures: ["notes.txt"])]
        }
        var timeline: [TimelineEntry] {
            [
                TimelineEntry(
                    at: "2026-02-01T11:00+01:00", .impact, "It began", source: .testimony("a developer")),
                TimelineEntry(at: .measured(\.firstWait), .impact, "The first waited"),
                TimelineEntry(
                    at: "2026-02-01T10:01Z", .impact, "Seen at the same time", source: .capture("waits.csv")),
                TimelineEntry(at: "2026-02-01T10:05Z", .detection, "It had taken \(\.longestWait)"),
            ]
        }
    }
}
