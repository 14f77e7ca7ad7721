import Diagnostics
import Incidents
import Quantities
import Testing

@testable import Checking
@testable import SampleIncidents

/// Harm that an incident declares, against its own times.
@Suite struct CheckImpactTests {
    /// An incident whose harm was counted in a capture of that time; it began at 10:00.
    private struct Counted: LaboratoryIncident {
        typealias Evidence = LaboratoryEvidence
        var captured: Timestamp = "2026-02-01T10:30Z"
        var impact: [Impact] { [Impact("Calls waited", \.waiters, of: \.waiters)] }
        var captures: [CaptureRecord] { [CaptureRecord("waits.csv", "Waits", from: "by hand", at: captured)] }
        init() {}
        init(_ captured: Timestamp) { self.captured = captured }
    }

    @Test func `Harm is counted in what was captured since the start`() {
        func early(_ captured: Timestamp) -> [String] {
            Laboratory.findings(Counted(captured)).map(\.id)
        }
        #expect(early("2026-02-01T09:30Z") == ["timeline.evidence-before-start"])
        #expect(early("2026-02-01T10:00Z") == [])
        #expect(early("2026-02-01T11:30+01:00") == [], "10:30 in another zone")
    }
}
