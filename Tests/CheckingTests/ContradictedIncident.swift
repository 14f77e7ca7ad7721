import Evidence
import Incidents
import PsqlOutput
import Quantities

@testable import SampleIncidents

/// An incident in which every kind of finding occurs; Fixtures/findings.txt shows what is said of each.
struct ContradictedIncident: LaboratoryIncident {
    typealias Evidence = LaboratoryEvidence
    var summary: [Prose] {
        [
            "It took \(\.before) and is \(\.speedUp) faster, \(asWritten: "200×") was promised.",
            "Typed by hand: 9,999 rows.",
        ]
    }
    var timeline: [TimelineEntry] {
        [
            TimelineEntry(at: .measured(\.firstWait), .impact, "The first waited"),
            TimelineEntry(at: "2026-02-01T10:05Z", .detection, "Somebody noticed"),
            TimelineEntry(at: "2026-02-01T10:00Z", .impact, "It began", source: .testimony("a developer")),
        ]
    }
    var claims: [Claim] {
        [
            Claim(
                "faster", "It is \(\.speedUp) faster.", test: .atLeast(\.speedUp, .times(1000)),
                refutedBy: "A smaller ratio.", in: ["executive-summary"]),
            Claim(
                "exact", "It takes \(\.after).", test: .equals(\.after, .milliseconds(1)),
                refutedBy: "Another time.", in: ["executive-summary"]),
            .promise(
                "two-hundred", "200x faster", by: "a colleague", measured: "\(\.speedUp)",
                test: .atLeast(\.speedUp, .times(200)), verdict: .contradicted,
                meaning: "More than promised.", in: ["executive-summary"]),
            .promise(
                "thousand", "1,000x faster", by: "a colleague", measured: "\(\.speedUp)",
                test: .atLeast(\.speedUp, .times(1000)), verdict: .contradicted,
                meaning: "Less than promised, which is recorded and so no finding.", in: ["executive-summary"]
            ),
        ]
    }
    var hypotheses: [Hypothesis] {
        [
            Hypothesis(
                "It was slow all along", "It was not", test: .below(\.before, .milliseconds(10)),
                verdict: .holds, exhibits: [:]),
            Hypothesis(
                "It became slow", "It did", test: .above(\.before, .milliseconds(10)), verdict: .holds,
                exhibits: [:]),
        ]
    }
    var actions: [ActionItem] {
        [
            ActionItem("Watch it", owner: "", due: "2026-02-08", .high, .detect, doneWhen: "It is watched"),
            ActionItem("Test it", owner: "QA", due: "2026-02-30", .low, .prevent, doneWhen: "It is tested"),
        ]
    }
    var tables: [DataTable] {
        [
            DataTable("waits", ["Who", "Over 5 ms"]) { evidence in
                evidence.waits.rows.map { [.reading($0.label), .words("yes, by 17 ms")] }
            }
        ]
    }
}
