import Diagnostics
import Evidence
import Foundation
import Pgbench
import Quantities
import TestSupport
import Testing

/// What pgbench 15 printed of runs with many options, and what older versions print.
@Suite struct PgbenchRunTests {
    @Test(
        "every line of a summary is read",
        arguments: [
            "fails", "multi", "rate2", "lim", "limit", "report", "conntimes", "empty", "partrun",
        ])
    func golden(_ name: String) throws {
        let reader = reader()
        let path = "pgbench/\(name).txt"
        let run = bound(reader) { PgbenchSummary(path) }
        #expect(reader.diagnostics == [])
        #expect(PgbenchSummary.recognises(try fixture("\(fixtures)/\(path)")))
        var lines: [String] = []
        func add<Unit: UnitOfMeasure>(_ name: String, _ quantity: Quantity<Unit>, _ indent: String = "") {
            guard let value = quantity.value else { return }
            let span = quantity.derivation.directSource
            let place = span.map { "\($0.line):\($0.column)" } ?? "?"
            lines.append("\(indent)\(name) = \(value) (\(span?.text ?? "?") at \(place))")
        }
        func add(_ statements: [PgbenchStatement]) {
            for statement in statements {
                lines.append("  statement \(statement.text.text) at \(statement.text.span?.line ?? 0)")
                add("latency", statement.latency, "    ")
                add("failures", statement.failures, "    ")
                add("retries", statement.retries, "    ")
            }
        }
        lines.append("\(run.version.text), \(run.transactionType.text), \(run.queryMode.text)")
        add("scaling factor", run.scalingFactor)
        add("clients", run.clients)
        add("threads", run.threads)
        add("max tries", run.maxTries)
        add("per client", run.transactionsPerClient)
        add("duration", run.duration)
        add("transactions", run.transactions)
        add("failed", run.failed)
        add("serialization failures", run.serializationFailures)
        add("deadlock failures", run.deadlockFailures)
        add("retried", run.retried)
        add("retries", run.retries)
        add("skipped", run.skipped)
        add("latency limit", run.latencyLimit)
        add("above the limit", run.aboveLatencyLimit)
        add("latency average", run.latencyAverage)
        add("latency stddev", run.latencyStddev)
        add("schedule lag average", run.scheduleLagAverage)
        add("schedule lag max", run.scheduleLagMax)
        add("connection time", run.connectionTime)
        add("tps", run.tps)
        add(run.statements)
        for script in run.scripts {
            lines.append("script \(script.name.text) at \(script.name.span?.line ?? 0)")
            add("weight", script.weight, "  ")
            add("transactions", script.transactions, "  ")
            add("tps", script.tps, "  ")
            add("failed", script.failed, "  ")
            add("retried", script.retried, "  ")
            add("retries", script.retries, "  ")
            add("skipped", script.skipped, "  ")
            add("latency average", script.latencyAverage, "  ")
            add("latency stddev", script.latencyStddev, "  ")
            add(script.statements)
        }
        let golden = Golden("golden/pgbench/\(name).txt", in: "PgbenchTests")
        #expect(try golden.difference(from: lines.joined(separator: "\n") + "\n") == nil)
    }

    /// A cut just after a whole list of statements' line cannot be seen: only fewer statements are left.
    @Test("a summary that was cut anywhere before its statements is refused", arguments: ["multi", "rate2"])
    func cut(_ name: String) throws {
        let bytes = try fixture("\(fixtures)/pgbench/\(name).txt").bytes
        let text = String(decoding: bytes, as: UTF8.self)
        let last = try #require(text.range(of: " - latency stddev", options: .backwards))
        let end = text.utf8.distance(from: text.startIndex, to: last.upperBound)
        for count in 1..<end {
            let reader = reader(bytes: ["a": Array(bytes[..<count])])
            let run = bound(reader) { PgbenchSummary("a") }
            #expect(run.tps.value == nil && run.scripts.isEmpty, "\(count) bytes")
            #expect(!reader.diagnostics.isEmpty)
        }
    }

    @Test("a run that clients left before its end is refused")
    func aborted() {
        func findings(_ text: String) -> [String] {
            let reader = reader(["a.txt": text])
            let run = bound(reader) { PgbenchSummary("a.txt") }
            #expect(run.tps.value == nil)
            return reader.diagnostics.map { "\($0.place?.position ?? "") \($0.summary)" }
        }
        let told = reader()
        _ = bound(told) { PgbenchSummary("pgbench/aborted.txt") }
        #expect(told.diagnostics.map(\.id) == ["pgbench.aborted"])
        #expect(
            findings(
                """
                pgbench (15.20)
                number of transactions actually processed: 35/40
                number of failed transactions: 4 (10.000%)
                tps = 4166.221558 (without initial connection time)

                """) == ["evidence/a.txt:2:47 Only 39 of 40 transactions ended: clients were aborted"])
    }

    @Test("before version 14 there is no version, and there are two rates")
    func olderVersions() {
        let old = """
            starting vacuum...end.
            transaction type: <builtin: TPC-B (sort of)>
            scaling factor: 1
            query mode: simple
            number of clients: 10
            number of threads: 2
            number of transactions per client: 100
            number of transactions actually processed: 1000/1000
            latency average = 7.010 ms
            latency stddev = 2.710 ms
            tps = 1419.352120 (including connections establishing)
            tps = 1432.177610 (excluding connections establishing)
            statement latencies in milliseconds:
                     0.002  \\set aid random(1, 100000 * :scale)
                     0.076  BEGIN;

            """
        let lines = old.split(separator: "\n", omittingEmptySubsequences: false)
        let reader = reader([
            "a.txt": old, "b.txt": lines[..<11].joined(separator: "\n") + "\n",
            "c.txt": old + old,
        ])
        let run = bound(reader) { PgbenchSummary("a.txt") }
        #expect(reader.diagnostics == [])
        #expect(run.tps.value == 1432.17761)
        #expect(run.version.problems.map(\.id) == ["pgbench.no-value"])
        #expect(run.statements.map(\.text.text) == ["\\set aid random(1, 100000 * :scale)", "BEGIN;"])
        #expect(run.statements[1].latency.value == 0.076)
        #expect(run.statements[1].failures.problems.map(\.id) == ["pgbench.no-value"])
        _ = bound(reader) { (PgbenchSummary("b.txt"), PgbenchSummary("c.txt")) }
        #expect(
            reader.diagnostics.map { "\($0.place?.position ?? "") \($0.id)" } == [
                "evidence/b.txt:11:1 capture.truncated", "evidence/c.txt:17:1 pgbench.several-summaries",
            ])
    }

    @Test("progress: what stands for nothing is left out, and times since 1970 are told apart")
    func progress() {
        let reader = reader()
        let (slow, dated) = bound(reader) {
            (PgbenchProgress("pgbench/slow_progress.txt"), PgbenchProgress("pgbench/timestamps.txt"))
        }
        #expect(reader.diagnostics == [])
        #expect(slow.tps.numbers == [0, 0, 1, 0])
        // The zeros of lines without a transaction are no latencies.
        #expect(slow.latency.numbers == [2501.653])
        #expect(slow.latency.only.derivation.text == "progress latency (slow_progress.txt:3)")
        #expect(slow.latencyStddev.numbers == [])
        #expect(slow.scheduleLag.numbers == [0.132])
        #expect(slow.skipped.sum.value == 10)
        #expect(slow.elapsed.numbers == [1000, 2000, 3000, 4000])
        #expect(dated.elapsed.numbers == [])
        #expect(dated.time.numbers == [1_795_377_659.94, 1_795_377_660.94])
        let retrying = bound(reader) { PgbenchProgress("pgbench/fails.txt") }
        #expect(retrying.retried.numbers == [2383, 2478])
        #expect(retrying.retries.numbers == [4450, 4627])
        #expect(retrying.failed.sum.value == 3697)
    }

    @Test("a log tells lag from retries, or says that it cannot")
    func furtherColumns() {
        let reader = reader([
            "lag.log": "0 1 20802 0 1767543300 1 77\n0 2 37282 0 1767543300 9 17036\n",
            "skipped.log": "0 1 20802 0 1767543300 1 77\n0 2 skipped 0 1767543300 9 0\n",
            "mixed.log": "0 1 20802 0 1767543300 1 77\n0 2 37282 0 1767543300 9\n",
            "failed.log":
                "0 1 serialization 0 1767543300 1 2\n0 2 deadlock 1 1767543300 9 2\n0 3 500 1 1767543300 9 1\n",
        ])
        bound(reader) {
            let lag = PgbenchLog("lag.log")
            #expect(lag.scheduleLag.numbers == [0.077, 17.036])
            #expect(lag.retries.numbers == [])
            let skipped = PgbenchLog("skipped.log")
            // A transaction that was skipped has no lag, though a zero is printed.
            #expect(skipped.scheduleLag.numbers == [0.077])
            let retries = PgbenchLog("pgbench/retries.log")
            #expect(retries.scheduleLag.max.problems.map(\.id) == ["pgbench.ambiguous-column"])
            #expect(retries.retries.max.problems.map(\.id) == ["pgbench.ambiguous-column"])
            #expect(retries.count.value == 12)
            let failed = PgbenchLog("failed.log", seventhColumn: .retries)
            #expect(failed.retries.numbers == [2, 2, 1])
            #expect(failed.scheduleLag.numbers == [])
            #expect(failed.failed.value == 2)
            #expect(failed.serializationFailures.value == 1)
            #expect(failed.deadlockFailures.value == 1)
            #expect(failed.transactions(ofScript: 1).retries.sum.value == 3)
            let both = PgbenchLog("pgbench/lag_and_retries.log")
            #expect(both.scheduleLag.first.value == 0.083)
            #expect(both.retries.sum.value == 0)
            #expect(reader.diagnostics == [])
            #expect(PgbenchLog("mixed.log").problems.map(\.id) == ["pgbench.log-columns"])
        }
    }

    @Test("a log of intervals")
    func intervals() {
        let reader = reader([
            "old.log": "1767543300 0 0 0 0 0\n1767543301 2 3000 5000000 1000 2000\n",
            "cut.log": "1767543300 2 3000 5000000 1000 20",
            "two.log": "1767543300 2 3000 5000000 1000 2000\n1767543301 2 3000 5000000 1000\n",
        ])
        bound(reader) {
            let log = PgbenchIntervals("pgbench/intervals.log")
            #expect(log.start.numbers.prefix(2) == [1_795_377_646, 1_795_377_647])
            #expect(log.transactions.values[1].value == 100)
            #expect(log.latencySum.values[1].value == 1435.597)
            #expect(log.latencyMin.values[1].value == 0.179)
            #expect(log.latencyMax.max.value == 45.659)
            #expect(log.scheduleLagMax.values[1].value == 20.826)
            #expect(log.skipped.values[2].value == 4)
            #expect(log.serializationFailures.sum.problems.map(\.id) == ["pgbench.no-value"])
            let failing = PgbenchIntervals("pgbench/intervals_failures.log")
            #expect(failing.retried.values[0].value == 517)
            #expect(failing.serializationFailures.values[0].value == 445)
            #expect(failing.deadlockFailures.sum.value == 0)
            let old = PgbenchIntervals("old.log")
            #expect(old.latencyMin.numbers == [1])
            #expect(old.latencyAverage.value == 1.5)
            #expect(old.scheduleLagSum.numbers == [])
            #expect(reader.diagnostics == [])
            #expect(PgbenchIntervals("cut.log").problems.map(\.id) == ["capture.truncated"])
            #expect(PgbenchIntervals("two.log").problems.map(\.id) == ["pgbench.interval"])
            #expect(PgbenchIntervals("pgbench/retries.log").problems.first?.id == "pgbench.interval")
        }
    }

    @Test("each capture of pgbench is recognised as what it is")
    func recognised() throws {
        let file = try fixture("\(fixtures)/pgbench/intervals.log")
        #expect(PgbenchIntervals.recognises(file) && !PgbenchLog.recognises(file))
        let transactions = try fixture("\(fixtures)/pgbench/retries.log")
        #expect(!PgbenchIntervals.recognises(transactions) && PgbenchLog.recognises(transactions))
        #expect(PgbenchProgress.recognises(try fixture("\(fixtures)/pgbench/timestamps.txt")))
        #expect(!PgbenchSummary.recognises(file))
    }
}
