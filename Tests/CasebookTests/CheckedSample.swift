@testable import Casebook

/// A project whose incident has findings of several kinds, some of them accepted.
///
/// Its Swift source is a file of the project, so that findings and comments stand in lines that tests know.
enum CheckedSample {
    static let source = "Sources/Cases/SlowOrders.swift"
    static let template = "Templates/executive-summary.md"
    static let why = "Content/2026-02-01-slow-query/narrative/why.md"

    /// The lines that the sites of ``SlowOrders`` name.
    static let swift = """
        struct SlowOrders: Incident {
            struct Evidence: EvidenceSet {
                // casebook: accept metric.without-number because nothing ran in the first minute
                let load = MetricSeries("load.csv", Column<Count>("active"))
            }
            var timeline: [TimelineEntry] {
                [
                    // casebook: accept timeline.no-source because the pager's log was lost
                    TimelineEntry(at: "2026-02-01T10:05Z", .detection, "The pager rang."),
                    TimelineEntry(at: "2026-02-01T10:06Z", .detection, "Somebody answered."),
                    TimelineEntry(at: "2026-02-01T10:01Z", .impact, "„Orders“ 🐌 took 12 minutes: 100%, <b>"),
                ]
            }
            var claims: [Claim] { [Claim("faster", "It is faster."), .promise("thousand", "1,000x")] }
            var actions: [ActionItem] {
                [ActionItem("Add an index", due: "soon")]  // casebook: accept action.no-due-date because it is done
            }
        }

        """

    static let files = SampleProject.files.merging([
        source: swift,
        "\(SampleProject.evidence)/load.csv":
            "time,active\n2026-02-01T10:00:00Z,NaN\n2026-02-01T10:01:00Z,7\n",
        why: """
        ## Why

        <!-- casebook: accept prose.number-without-source because the vendor told us on the telephone -->
        It read {{ figures.rows-read }} rows, and 31 others.

        """,
    ]) { _, new in new }

    static func project(_ changes: [String: String] = [:]) throws -> SampleProject {
        try SampleProject(files.merging(changes) { _, new in new })
    }
}

/// The incident of ``CheckedSample``.
struct SlowOrders: Incident {
    struct Evidence: EvidenceSet {
        let before = PlanCapture("before.txt")
        let after = PlanCapture("after.txt")
        let load = MetricSeries("load.csv", Column<Count>("active"))
        var speedUp: Quantity<Ratio> { before.executionTime / after.executionTime }
        var rowsRead: Quantity<Rows> { before.rowsExamined }
        var peak: Quantity<Count> { load.max }
    }

    var id: String { "2026-02-01-slow-query" }
    var title: String { "Orders were slow" }
    var severity: Severity { .sev3 }
    var status: IncidentStatus { .resolved }
    var times: IncidentTimes {
        IncidentTimes(
            started: "2026-02-01T10:00Z", detected: "2026-02-01T10:05Z", mitigated: "2026-02-01T10:20Z",
            resolved: "2026-02-01T11:00Z", file: "Sources/Cases/SlowOrders.swift", line: 1)
    }
    var summary: [Prose] { ["The query is \(\.speedUp) faster; at most \(\.peak) ran."] }
    var timeline: [TimelineEntry] {
        [
            TimelineEntry(
                at: "2026-02-01T10:05Z", .detection, "The pager rang.",
                file: "Sources/Cases/SlowOrders.swift", line: 9),
            TimelineEntry(
                at: "2026-02-01T10:06Z", .detection, "Somebody answered.",
                file: "Sources/Cases/SlowOrders.swift", line: 10),
            TimelineEntry(
                at: "2026-02-01T10:01Z", .impact, "„Orders“ 🐌 took 12 minutes: 100%, <b>",
                source: .testimony("a user"), file: "Sources/Cases/SlowOrders.swift", line: 11),
        ]
    }
    var figures: [Figure] {
        [
            Figure(
                "rows-read", \.rowsRead, "Rows that the old plan read",
                file: "Sources/Cases/SlowOrders.swift", line: 1)
        ]
    }
    var claims: [Claim] {
        [
            Claim(
                "faster", "It is \(\.speedUp) faster.", test: .atLeast(\.speedUp, .times(1000)),
                refutedBy: "A smaller ratio.", in: ["executive-summary"],
                file: "Sources/Cases/SlowOrders.swift", line: 14),
            .promise(
                "thousand", "1,000x", by: "a colleague", measured: "\(\.speedUp)",
                test: .atLeast(\.speedUp, .times(1000)), verdict: .contradicted,
                meaning: "Less than hoped for.", in: ["executive-summary"],
                file: "Sources/Cases/SlowOrders.swift", line: 14),
        ]
    }
    var actions: [ActionItem] {
        [
            ActionItem(
                "Add an index", owner: "", due: "soon", .high, .prevent, doneWhen: "It is there.",
                file: "Sources/Cases/SlowOrders.swift", line: 16)
        ]
    }
    var artifacts: [Artifact] {
        [
            Artifact(
                "executive-summary", "Executive summary", for: [.leadership], .today, .reading(minutes: 1),
                useWhen: "Now", purpose: "To know", oneLine: "All on a page",
                file: "Sources/Cases/SlowOrders.swift", line: 1)
        ]
    }
}
