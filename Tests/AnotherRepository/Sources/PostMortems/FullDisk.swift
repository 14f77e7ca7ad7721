import Casebook

struct FullDisk: Incident {
    struct Evidence: EvidenceSet {
        let usage = Table<Volume>("usage.csv")
        let plan = PlanCapture("plan.txt")
        var fullest: Quantity<Share> { usage.used.max }
        var slowest: Quantity<Time> { plan.executionTime }
    }

    struct Volume: CaptureColumns {
        let volume = TextColumn("volume")
        let used = Column<Share>("used_percent", in: .percent)
    }

    var id: String { "2026-03-01-full-disk" }
    var title: String { "The disk was full" }
    var severity: Severity { .sev2 }
    var status: IncidentStatus { .resolved }
    var times: IncidentTimes {
        IncidentTimes(
            started: "2026-03-01T10:00Z", detected: "2026-03-01T10:05Z", mitigated: "2026-03-01T10:20Z",
            resolved: "2026-03-01T11:00Z")
    }
    var summary: [Prose] { ["The volume was \(\.fullest) full; a query took \(\.slowest)."] }
    var figures: [Figure] { [Figure("fullest", \.fullest, "The part of the fullest volume in use")] }
    var claims: [Claim] {
        [
            Claim(
                "full", "The volume was \(\.fullest) full.", test: .atLeast(\.fullest, .percent(95)),
                refutedBy: "Free space.", in: ["report"])
        ]
    }
    var artifacts: [Artifact] {
        [
            Artifact(
                "report", "Report", for: [.everyone], .today, .reading(minutes: 1), useWhen: "Now",
                purpose: "To know", oneLine: "All on a page")
        ]
    }
}
