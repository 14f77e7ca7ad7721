import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import Casebook

extension CaptureTests {
    /// From the server to the page: a query is captured, an incident reads it, its claim is decided.
    @Suite struct CapturedIncident {
        struct NoSlots: Incident {
            struct Evidence: EvidenceSet {
                let before = Table<Slots>("before/slots.csv")
                let after = Table<Slots>("after/slots.csv")
                var usedBefore: Quantity<Count> { before.first.used }
                var usedAfter: Quantity<Count> { after.first.used }
            }

            struct Slots: CaptureColumns {
                let used = Column<Count>("used")
                let holder = TextColumn("holder")
            }

            var id: String { Laboratory.id }
            var title: String { "No slots were free" }
            var severity: Severity { .sev2 }
            var status: IncidentStatus { .resolved }
            var times: IncidentTimes {
                IncidentTimes(
                    started: "2026-02-01T10:00Z", detected: "2026-02-01T10:05Z",
                    mitigated: "2026-02-01T10:20Z", resolved: "2026-02-01T11:00Z")
            }
            var summary: [Prose] { ["In use were \(\.usedBefore) slots, and then \(\.usedAfter)."] }
            var claims: [Claim] {
                [
                    Claim(
                        "freed", "After the fix \(\.usedAfter) slots were in use.",
                        test: .atMost(\.usedAfter, .count(10)), refutedBy: "More slots in use.",
                        in: ["report"])
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

        @Test func `A claim holds on what was captured, and the page says how it was`() async throws {
            try await CaptureTests.laboratory { lab in
                try await lab.sql(
                    "CREATE TABLE slots (holder text); INSERT INTO slots SELECT 'a|b' FROM generate_series(1, 57);"
                )
                try lab.query(
                    "slots", "-- Slots in use.\nSELECT count(*) AS used, max(holder) AS holder FROM slots;\n")
                try lab.folder.write("{{# summary }}\n{{ . }}\n\n{{/ summary }}\n", to: "Templates/report.md")
                for (label, change) in [("before", "SELECT 1;"), ("after", "DELETE FROM slots;")] {
                    try await lab.sql(change)
                    let result = try await lab.capture("--label", label)
                    #expect(result.status == 0, "\(result.errors)")
                }

                let builder = SiteBuilder(project: try Project(at: lab.folder.path), incidents: [NoSlots()])
                #expect(try await builder.check().map(\.text) == [])
                _ = try await builder.build(into: lab.folder.path(of: "Output"))
                let folder = "Output/\(Laboratory.id)"
                let report = try lab.folder.text(of: "\(folder)/report.html")
                #expect(report.contains("evidence/before-slots-csv.html#L2"), "\(report)")
                let page = try lab.folder.text(of: "\(folder)/evidence/before-slots-csv.html")
                let record = try lab.record("before/slots.csv")
                for fact in [
                    record.sha256, "Slots in use.", record.captured.text,
                    "PostgreSQL \(record.server?.version ?? "?")",
                    record.client ?? "?", "in a read-only transaction", "slots, labelled before",
                    "SELECT count(*) AS used, max(holder) AS holder FROM slots;",
                ] {
                    #expect(page.contains(fact), "\(fact)")
                }

                try await lab.sql("INSERT INTO slots SELECT 'x' FROM generate_series(1, 11);")
                let again = try await lab.capture("--label", "after", "--replace")
                #expect(again.status == 0, "\(again.errors)")
                #expect(try await builder.check().map(\.id) == ["claim.contradicted"])
            }
        }
    }
}
