import Captures
import Incidents
import Quantities

struct Sample: Incident {
    struct Evidence: EvidenceSet {
        let before = Quantity<Time>.assumed(100, because: "sample")
        let after = Quantity<Time>.assumed(2, because: "sample")
        var speedUp: Quantity<Ratio> { before / after }
    }
    var id: String { "2026-01-01-sample" }
    var title: String { "Sample" }
    var severity: Severity { .sev2 }
    var status: IncidentStatus { .resolved }
    var times: IncidentTimes {
        IncidentTimes(
            started: "2026-01-04T16:15Z",
            detected: "2026-01-04T16:16Z",
            mitigated: "2026-01-04T16:17Z",
            resolved: "2026-01-04T16:18Z"
        )
    }
    var summary: [Prose] { ["The query took \(\.before, .milliseconds) and now \(\.after)."] }
    var claims: [Claim] {
        [
            Claim(
                "faster",
                "The query is \(\.speedUp, .about) faster.",
                test: .atLeast(\.speedUp, .times(40)),
                refutedBy: "A median ratio below 40.",
                in: ["executive-summary"]
            ),
            .promise(
                "200x",
                "200x faster",
                by: "the artifact guide",
                measured: "\(\.speedUp)",
                test: .all([
                    .atLeast(\.speedUp, .times(200)),
                    .between(\.after, .milliseconds(1), and: .milliseconds(20)),
                ]),
                verdict: .contradicted,
                meaning: "It is less.",
                in: ["executive-summary"]
            ),
        ]
    }
    var timeline: [TimelineEntry] {
        [TimelineEntry(at: "2026-01-04T16:15Z", .impact, "It began", source: .capture("a.txt"))]
    }
    var actions: [ActionItem] {
        [ActionItem("Do it", owner: "DBA", due: "2026-02-01", .high, .prevent, doneWhen: "It is done")]
    }
    var impact: [Impact] { [Impact("Time", \.after, of: \.before)] }
    var artifacts: [Artifact] {
        [
            Artifact(
                "executive-summary",
                "Executive summary",
                for: [.leadership],
                .today,
                .reading(minutes: 1),
                useWhen: "Now",
                purpose: "To know",
                oneLine: "All in a page"
            )
        ]
    }
}
