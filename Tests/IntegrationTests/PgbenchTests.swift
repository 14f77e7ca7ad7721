import Captures
import Diagnostics
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
                    "pgbench",
                    "-n",
                    "-c",
                    "4",
                    "-j",
                    "2",
                    "-t",
                    "150",
                    "-l",
                    "-P",
                    "1",
                    "-r",
                    in: folder.path
                )
                let history = Double(
                    try await server.psql("-At", "-c", "SELECT count(*) FROM pgbench_history").dropLast()
                )
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
                    "pgbench",
                    "-n",
                    "-c",
                    "1",
                    "-T",
                    "1",
                    "-R",
                    "200",
                    "-L",
                    "30",
                    "-l",
                    "-f",
                    "sleep.sql",
                    in: folder.path
                )
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
    }
}
