import Diagnostics
import Evidence
import Pgbench
import PsqlOutput
import Quantities
import TestSupport
import Testing

@Suite struct PgbenchTests {
    @Test func summaryOfARateLimitedRun() {
        let reader = reader()
        let run = bound(reader) { PgbenchSummary("lab/before/pgbench_spike.txt") }
        #expect(reader.diagnostics == [])
        #expect(run.clients.value == 450)
        #expect(run.threads.value == 30)
        #expect(run.transactions.value == 209)
        #expect(run.failed.value == 0)
        #expect(run.duration.value == 20_000)
        #expect(run.duration.interval?.isExact == true)
        #expect(run.latencyAverage.value == 5123.687)
        #expect(run.latencyAverage.interval == Interval(5123.6865, 5123.6875))
        #expect(run.latencyStddev.value == 1923.814)
        #expect(run.scheduleLagAverage.value == 217.968)
        #expect(run.scheduleLagMax.value == 4028.685)
        #expect(run.connectionTime.value == 170.317)
        #expect(run.tps.value == 8.848504)
        #expect(run.tps.derivation.text == "tps (pgbench_spike.txt:15)")
        #expect(run.scripts.count == 10)
        #expect(run.scripts[0].name.text == "tmp/pgb/extract_01.sql")
        #expect(run.scripts[0].transactions.value == 18)
        #expect(run.scripts[0].latencyAverage.value == 8872.249)
    }

    @Test(arguments: [
        "lab/before/pgbench_api.txt", "lab/before/pgbench_calm.txt", "lab/pgbench_pool_of_5_before.txt",
    ])
    func summariesAreUnderstoodToTheLastLine(_ path: String) {
        let reader = reader()
        let run = bound(reader) { PgbenchSummary(path) }
        #expect(reader.diagnostics == [])
        #expect((run.tps.value ?? 0) > 0)
    }

    @Test func whatWasNotPrintedIsUnknownButNoError() {
        let reader = reader([
            "a.txt":
                "pgbench (15.18)\nnumber of transactions actually processed: 9\ntps = 3.5 (without initial connection time)\n"
        ])
        let run = bound(reader) { PgbenchSummary("a.txt") }
        #expect(reader.diagnostics == [])
        #expect(run.latencyStddev.problems.map(\.id) == ["pgbench.no-value"])
        #expect(run.tps.value == 3.5)
    }

    @Test func summaryErrors() {
        func ids(_ text: String) -> [String] {
            let reader = reader(["a.txt": text])
            _ = bound(reader) { PgbenchSummary("a.txt") }
            return reader.diagnostics.map { "\($0.place?.position ?? "") \($0.id)" }
        }
        #expect(ids("pgbench (15.18)\nnumber of clients: 1\n") == ["evidence/a.txt:2:1 capture.truncated"])
        #expect(ids("pgbench (15.18)\nnumber of clients: x\n") == ["evidence/a.txt:2:1 pgbench.line"])
        #expect(ids("hello\n") == ["evidence/a.txt:1:1 pgbench.line"])
        #expect(ids("pgbench: setting random seed to 1\n") == ["evidence/a.txt pgbench.no-summary"])
        #expect(ids("pgbench (15)\npgbench (15)\n") == ["evidence/a.txt:2:1 pgbench.several-summaries"])
    }

    @Test func transactionLog() {
        let reader = reader()
        let log = bound(reader) { PgbenchLog("lab/before/pgbench_spike.log") }
        #expect(reader.diagnostics == [])
        #expect(log.count.value == 209)
        #expect(log.latency.count.value == 209)
        #expect(log.latency.first.value == 856.418)
        #expect(log.latency.first.interval.map { abs($0.halfWidth - 0.0005) < 1e-9 } == true)
        #expect(log.scheduleLag.first.value == 9.861)
        #expect(log.completed.first.value == 1_767_543_300.958573)
        #expect(log.completed.first.derivation.directSource?.text == "1767543300 958573")
        let from = Quantity<Instant>(1_767_543_300, derivation: .constant("from"))
        let to = Quantity<Instant>(1_767_543_310, derivation: .constant("to"))
        let early = log.transactions(from: from, to: to)
        let times = early.completed.numbers
        #expect(times.count > 10 && times.allSatisfy { $0 >= 1_767_543_300 && $0 < 1_767_543_310 })
        #expect(early.count.value == log.completed.numbers.count { $0 < 1_767_543_310 }.asDouble)
    }

    /// The mean of the log is what the summary of the same run prints.
    @Test func logAgreesWithSummary() {
        let reader = reader()
        let (log, summary) = bound(reader) {
            (PgbenchLog("lab/before/pgbench_spike.log"), PgbenchSummary("lab/before/pgbench_spike.txt"))
        }
        #expect(log.count.value == summary.transactions.value)
        #expect(log.latency.mean.value.map { ($0 * 1000).rounded() / 1000 } == summary.latencyAverage.value)
        #expect(log.scheduleLag.max.value == summary.scheduleLagMax.value)
    }

    @Test func skippedFailedAndDamagedLines() {
        let reader = reader([
            "a.log":
                "0 1 856418 0 1767543300 958573\n0 2 skipped 0 1767543301 1\n0 3 serialization 0 1767543302 2\n",
            "b.log": "0 1 856418 0 1767543300 958573\n0 1 x 0 1767543300 958573\n",
            "c.log": "1767543300 25 1000 20000 30 50\n",
        ])
        let log = bound(reader) { PgbenchLog("a.log") }
        #expect(log.count.value == 1)
        #expect(log.skipped.value == 1)
        #expect(log.failed.value == 1)
        #expect(log.latency.count.value == 1)
        _ = bound(reader) { (PgbenchLog("b.log"), PgbenchLog("c.log")) }
        #expect(
            reader.diagnostics.map { $0.place?.position } == ["evidence/b.log:2:1", "evidence/c.log:1:1"])
    }

    @Test func progressLines() {
        let reader = reader()
        let progress = bound(reader) { PgbenchProgress("lab/before/pgbench_api_progress.txt") }
        #expect(reader.diagnostics == [])
        #expect(progress.elapsed.first.value == 1000)
        #expect(progress.tps.values[2].value == 74.9)
        #expect(progress.latency.max.value.map { $0 > 10 } == true)
        #expect(progress.latencyStddev.first.value == 1.206)
        #expect(progress.failed.sum.value == 0)
        #expect(progress.scheduleLag.first.value == 0.21)
        #expect(progress.scheduleLag.first.derivation.directSource?.text == "0.210")
    }

    @Test func timingLines() {
        let timing = bound(reader()) { PsqlTiming("lab/fix/create_index.txt") }
        #expect(timing.times.only.value == 3497.757)
        #expect(timing.times.only.derivation.directSource?.text == "3497.757")
    }
}

extension Int {
    var asDouble: Double { Double(self) }
}
