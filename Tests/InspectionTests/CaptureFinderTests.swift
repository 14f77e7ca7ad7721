import Diagnostics
import Evidence
import Inspection
import PsqlOutput
import QueryPlans
import ServerLogs
import TestSupport
import Testing

/// What a file holds is found out from the file alone.
@Suite struct CaptureFinderTests {
    private func captures(_ text: String) throws -> [InspectedCapture] {
        try CaptureFinder().captures(in: SourceFile(path: "x", text: text))
    }

    private func kinds(_ text: String) throws -> [String] {
        try captures(text).map {
            switch $0 {
            case .plan: "plan"
            case .table: "table"
            case .log: "log"
            case .pgbench(let run): "pgbench \(run.kind.rawValue)"
            case .series: "series"
            }
        }
    }

    @Test func `Each kind of capture is told from the others`() throws {
        #expect(try kinds("a,b\n1,2\n") == ["table"])
        #expect(try kinds("2026-01-04 16:15:02.126 UTC [22645] LOG:  ready\n") == ["log"])
        #expect(
            try kinds("progress: 1.0 s, 58.0 tps, lat 0.939 ms stddev 1.206, 0 failed\n")
                == ["pgbench progress"])
        #expect(
            try kinds("1767543291 44 1128 35560 5 160\n1767543296 43 1000 20000 4 150\n") == [
                "pgbench intervals"
            ])
        let plan = try fixture("Tests/InspectionTests/Fixtures/explain_before.txt")
        #expect(try kinds(String(decoding: plan.bytes, as: UTF8.self)) == ["plan"])
    }

    @Test func `Plans and results of one session come in the order of the text`() throws {
        let plan = String(
            decoding: try fixture("Tests/InspectionTests/Fixtures/explain_before.txt").bytes, as: UTF8.self)
        let table = " a | b \n---+---\n 1 | 2\n(1 row)\n\n"
        let found = try captures(table + plan + "\n" + table)
        #expect(found.map(\.start.line) == found.map(\.start.line).sorted())
        #expect(try kinds(table + plan + "\n" + table) == ["table", "plan", "table"])
    }

    @Test func `Of a damaged file nothing is returned but what is wrong`() {
        #expect(throws: Diagnostics.self) { try captures("a,b\n1,2,3\n") }
        do throws(Diagnostics) {
            _ = try CaptureFinder().captures(in: SourceFile(path: "x", text: "Nothing at all.\n\nNo.\n"))
            Issue.record("text for people was taken for a capture")
        } catch {
            #expect(error.all.map(\.id) == ["inspect.nothing"])
        }
    }

    @Test func `The course of a run has its times and its values`() throws {
        let lines = (1...5).map {
            "progress: \($0).0 s, \($0 * 10).0 tps, lat 0.939 ms stddev 1.206, 0 failed\n"
        }
        guard case .pgbench(let run) = try #require(captures(lines.joined()).first) else {
            Issue.record("it is no run of pgbench")
            return
        }
        let tps = try #require(run.courses.first)
        #expect(tps.label == "Transactions per second" && !tps.isClock)
        #expect(tps.times == [1, 2, 3, 4, 5] && tps.values == [10, 20, 30, 40, 50])
        #expect(run.courses.map(\.label) == ["Transactions per second", "Mean latency, ms"])
    }

    @Test func `A plan says how far its estimates were off, and what took the time`() throws {
        let file = try fixture("Tests/InspectionTests/Fixtures/explain_before.txt")
        guard case .plan(let plan) = try #require(CaptureFinder().captures(in: file).first) else {
            Issue.record("it is no plan")
            return
        }
        let inspected = InspectedPlan(plan)
        let dominating = try #require(inspected.dominating)
        let shares = plan.nodes.compactMap { inspected.share(of: $0) }
        #expect(shares.count == plan.nodes.count)
        #expect(shares[dominating] == shares.max())
        #expect(abs(shares.reduce(0, +) - 1) < 0.01)
        #expect(inspected.rows(of: plan.root).given == "1 row")
    }
}
