import Diagnostics
import Evidence
import PsqlOutput
import Quantities
import TestSupport
import Testing

private struct Statement: CaptureColumns {
    let query = TextColumn("query")
    let calls = Column<Count>("calls")
    let totalTime = Column<Time>("total_exec_time")
    let reset = Column<Instant>("stats_reset")
}

@Suite("What counters rose by between two snapshots")
struct CounterChangeTests {
    private func snapshot(_ calls: Int, _ time: String, reset: String = "2026-01-01 00:00:00+00") -> String {
        """
        query,calls,total_exec_time,stats_reset
        SELECT 1,\(calls),\(time),\(reset)
        SELECT 2,7,1.5,\(reset)

        """
    }

    private func change(
        _ before: String, _ after: String, watchingResets: Bool = true
    )
        -> CounterChange<Statement>
    {
        let (earlier, later) = bound(reader(["before.csv": before, "after.csv": after])) {
            (Table<Statement>("before.csv"), Table<Statement>("after.csv"))
        }
        let row = later.row(where: \.query, is: "SELECT 1")
        let old = earlier.row(where: \.query, is: "SELECT 1")
        return watchingResets ? row.since(old, unlessResetIn: \.reset) : row.since(old)
    }

    @Test("λ, W and L come of the rises, with both snapshots as their sources")
    func rises() throws {
        let load = change(snapshot(100, "2000.0"), snapshot(160, "14000.0"))
        #expect(load.calls.value == 60)
        #expect(load.totalTime.per(load.calls).value == 200)
        #expect(load.calls.derivation.text == "calls (after.csv:2) − calls (before.csv:2)")
        let bounds = try #require(load.totalTime.interval)
        #expect(abs(bounds.lower - 11_999.9) < 1e-6 && abs(bounds.upper - 12_000.1) < 1e-6)
    }

    @Test("a counter that fell was reset: nothing is stated of what it counted before")
    func fell() {
        let load = change(snapshot(100, "2000.0"), snapshot(3, "2500.0"), watchingResets: false)
        #expect(load.calls.problems.map(\.id) == ["capture.counters-reset"])
        #expect(load.calls.problems.first?.place?.position == "evidence/after.csv:2:10")
        // The other one has outgrown its old number, which only the time of the reset can tell.
        #expect(load.totalTime.value == 500)
    }

    @Test("snapshots from both sides of a reset are refused, also where the counter has outgrown its number")
    func resetBetween() {
        let load = change(snapshot(100, "2000.0"), snapshot(160, "14000.0", reset: "2026-01-04 16:00:00+00"))
        #expect(load.calls.problems.map(\.id) == ["capture.counters-reset"])
        #expect(load.calls.problems.first?.summary.contains("2026-01-04 16:00 UTC") == true)
        #expect(load.totalTime.value == nil)
    }

    @Test("a row that is in one snapshot only is told as missing")
    func missingRow() {
        let load = change("query,calls,total_exec_time,stats_reset\n", snapshot(160, "14000.0"))
        #expect(load.calls.problems.map(\.id) == ["capture.no-row"])
    }

    @Test("an equal number is a rise of nothing")
    func equal() {
        #expect(change(snapshot(5, "1.0"), snapshot(5, "1.0")).calls.value == 0)
    }
}
