import Diagnostics
import Evidence
import Pgbench
import Quantities
import TestSupport
import Testing

extension AgainstPostgreSQL {
    /// What pgbench prints and logs agrees with itself and with the rows that it left in the database.
    @Suite struct Pgbench {
        @Test("summary, log and history table count the same transactions")
        func transactions() async throws {
            let server = try AgainstPostgreSQL.server()
            try await TemporaryFolder.with { folder in
                _ = try await server.run("pgbench", "-i", "-q", "-s", "1", "-n")
                let run = try await server.run(
                    "pgbench", "-n", "-c", "4", "-j", "2", "-t", "150", "-l", "-P", "1", "-r", in: folder.path
                )
                let history = Double(
                    try await server.psql("-At", "-c", "SELECT count(*) FROM pgbench_history").dropLast())
                let lines = try folder.files().map { try folder.text(of: $0) }.joined()
                let files = [
                    "summary.txt": run.errors + run.text, "transactions.log": lines, "stdout.txt": run.text,
                ]
                let (both, findings) = reading(files) {
                    (
                        PgbenchSummary("summary.txt"), PgbenchLog("transactions.log"),
                        PgbenchSummary("stdout.txt")
                    )
                }
                let (summary, log, alone) = both
                #expect(findings.isEmpty)
                #expect(history == 600)
                #expect(summary.transactions.value == 600)
                #expect(alone.transactions.value == 600)
                #expect(log.count.value == 600)
                #expect(summary.clients.value == 4)
                #expect(summary.threads.value == 2)
                #expect(summary.failed.value == 0)
                let mean = try #require(log.latency.mean.value)
                let printed = try #require(summary.latencyAverage.interval)
                // The log rounds each latency to a microsecond, the summary its mean to one.
                #expect(mean > printed.lower - 0.002 && mean < printed.upper + 0.002, "\(mean), \(printed)")
            }
        }

        @Test("late transactions that were skipped are told apart, at a set rate")
        func skipped() async throws {
            let server = try AgainstPostgreSQL.server()
            try await TemporaryFolder.with { folder in
                try folder.write("SELECT pg_sleep(0.02);\n", to: "sleep.sql")
                let run = try await server.run(
                    "pgbench", "-n", "-c", "1", "-T", "1", "-R", "200", "-L", "30", "-l", "-f", "sleep.sql",
                    in: folder.path)
                let lines = try folder.files().filter { $0 != "sleep.sql" }.map { try folder.text(of: $0) }
                    .joined()
                let ((summary, log), findings) = reading([
                    "summary.txt": run.text, "transactions.log": lines,
                ]) { (PgbenchSummary("summary.txt"), PgbenchLog("transactions.log")) }
                #expect(findings.isEmpty)
                let skipped = try #require(summary.skipped.value)
                #expect(skipped > 0)
                #expect(log.skipped.value == skipped)
                #expect(log.count.value == summary.transactions.value)
                #expect((summary.scheduleLagMax.value ?? 0) > 0)
                let longest = try #require(log.scheduleLag.max.value)
                let printed = try #require(summary.scheduleLagMax.interval)
                #expect(longest > printed.lower - 0.002 && longest < printed.upper + 0.002)
            }
        }

        /// Scripts that conflict with one another, so that there are failures and retries to read.
        @Test("failures, retries, scripts and statements add up, and the logs agree; also compressed")
        func everyOption() async throws {
            let server = try AgainstPostgreSQL.server()
            try await TemporaryFolder.with { folder in
                _ = try await server.psql(
                    "-c", "CREATE TABLE conflict AS SELECT id, 0 AS n FROM generate_series(1, 5) AS id")
                try folder.write(
                    """
                    \\set id random(1, 5)
                    BEGIN ISOLATION LEVEL SERIALIZABLE;
                    UPDATE conflict SET n = n + 1 WHERE id = :id;
                    SELECT sum(n) FROM conflict;
                    COMMIT;

                    """, to: "conflict.sql")
                try folder.write("SELECT count(*) FROM conflict;\n", to: "look.sql")
                let run = try await server.run(
                    "pgbench", "-n", "-M", "prepared", "-c", "8", "-j", "2", "-T", "2", "-P", "1", "-r", "-l",
                    "--max-tries=2", "--failures-detailed", "-f", "conflict.sql@3", "-f", "look.sql",
                    in: folder.path)
                let logs = try folder.files().filter { $0.hasPrefix("pgbench_log") }
                _ = try await Command("gzip", arguments: ["-9"] + logs, in: folder.path).succeed()
                var members: [UInt8] = []
                for log in logs { members += try folder.bytes(of: "\(log).gz") }
                let files = [
                    "summary.txt": Array((run.errors + run.text).utf8), "transactions.log.gz": members,
                ]
                let reader = EvidenceReader(folder: "evidence") { path throws(Diagnostic) in
                    guard let bytes = files[path] else { throw Diagnostic(.program(.failed), path) }
                    return bytes
                }
                let (summary, log, progress) = EvidenceReader.$current.withValue(reader) {
                    (
                        PgbenchSummary("summary.txt"),
                        PgbenchLog("transactions.log.gz", seventhColumn: .retries),
                        PgbenchProgress("summary.txt")
                    )
                }
                #expect(reader.diagnostics == [])
                #expect(log.count.value == summary.transactions.value)
                #expect(log.failed.value == summary.failed.value)
                #expect(log.serializationFailures.value == summary.serializationFailures.value)
                #expect(log.deadlockFailures.value == summary.deadlockFailures.value)
                #expect(log.retries.sum.value == summary.retries.value)
                #expect((summary.failed.value ?? 0) > 0 && (summary.retries.value ?? 0) > 0)
                #expect(summary.queryMode.text == "prepared")
                #expect(summary.maxTries.value == 2)
                #expect(summary.scripts.map(\.name.text) == ["conflict.sql", "look.sql"])
                #expect(summary.scripts.map(\.weight.value) == [3, 1])
                for (index, script) in summary.scripts.enumerated() {
                    let own = log.transactions(ofScript: index)
                    #expect(own.count.value == script.transactions.value)
                    #expect(own.failed.value == script.failed.value)
                    // A transaction that the end of the run cut short is told of by its statements alone.
                    let retries = script.statements.compactMap(\.retries.value).reduce(0, +)
                    let told = try #require(script.retries.value)
                    #expect(retries >= told && retries <= told + 8)
                }
                #expect(summary.scripts[0].statements.count == 5)
                #expect(progress.tps.numbers.count >= 1)
                let retried = progress.retried.sum.value ?? 0
                #expect(retried <= summary.retried.value ?? 0)
            }
        }

        @Test("the intervals of a log add up to the run")
        func intervals() async throws {
            let server = try AgainstPostgreSQL.server()
            try await TemporaryFolder.with { folder in
                try folder.write("SELECT pg_sleep(0.02);\n", to: "sleep.sql")
                let run = try await server.run(
                    "pgbench", "-n", "-c", "1", "-T", "3", "-R", "100", "-L", "40", "-l",
                    "--aggregate-interval=1", "-f", "sleep.sql", in: folder.path)
                let lines = try folder.files().filter { $0 != "sleep.sql" }.map { try folder.text(of: $0) }
                    .joined()
                let ((summary, log), findings) = reading([
                    "summary.txt": run.text, "intervals.log": lines,
                ]) { (PgbenchSummary("summary.txt"), PgbenchIntervals("intervals.log")) }
                #expect(findings.isEmpty)
                // The log holds whole intervals alone: the last, broken one is in the summary only.
                let transactions = try #require(log.transactions.sum.value)
                #expect(transactions > 0 && transactions <= summary.transactions.value ?? 0)
                let skipped = try #require(log.skipped.sum.value)
                #expect(skipped > 0 && skipped <= summary.skipped.value ?? 0)
                #expect((log.latencyMin.min.value ?? 0) >= 20)
                let mean = try #require(log.latencyAverage.value)
                #expect(mean >= log.latencyMin.min.value ?? .infinity)
                #expect(mean <= log.latencyMax.max.value ?? 0)
                #expect(
                    log.scheduleLagMax.max.value ?? .infinity <= summary.scheduleLagMax.interval?.upper ?? 0)
                let begun = log.start.numbers
                #expect(zip(begun, begun.dropFirst()).allSatisfy { $1 == $0 + 1 })
            }
        }
    }
}
