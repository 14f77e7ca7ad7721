import Diagnostics
import Evidence
import Foundation
import PsqlOutput
import Quantities
import TestSupport
import Testing

extension CaptureTests {
    /// A query that is repeated: on time, counted, in one table.
    @Suite struct Series {
        @Test func `A series has its samples on time, and a sample without rows is a row`() async throws {
            try await CaptureTests.laboratory { lab in
                try lab.query(
                    "odd",
                    """
                    SELECT n, 'a;b' AS text -- the end of it
                      FROM generate_series(1, 2) AS n
                     WHERE extract(epoch FROM clock_timestamp())::bigint % 2 = 1; -- every other second
                    """)
                let result = try await lab.capture("--every", "100ms", "--for", "2500ms")
                #expect(result.status == 0, "\(result.errors)")
                let table = try lab.table("odd.csv")
                #expect(table.columns.map(\.name) == ["sampled_at", "n", "text"])
                let sampling = try #require(try lab.record("odd.csv").sampling)
                #expect(sampling.samples + sampling.missed == 25)
                #expect(sampling.samples >= 15, "\(sampling)")
                #expect((sampling.interval, sampling.duration) == (0.1, 2.5))
                let times = (0..<table.rowCount).map {
                    Timestamp(stringLiteral: table.text(row: $0, column: 0))
                }
                #expect(times.allSatisfy { $0.isValid })
                #expect(times == times.sorted())
                #expect(Set(times).count == sampling.samples)
                let span =
                    try #require(times.last).secondsSinceEpoch - (try #require(times.first).secondsSinceEpoch)
                #expect(span > 2.0 && span < 3.5)
                let empty = (0..<table.rowCount).filter { table.nullity(row: $0, column: 1) == .null }
                #expect(!empty.isEmpty && empty.count < table.rowCount)
            }
        }

        @Test func `A late sample is not made up for, but counted`() async throws {
            try await CaptureTests.laboratory { lab in
                try lab.query("slow", "SELECT 1 AS one FROM pg_sleep(0.25);")
                let result = try await lab.capture("--every", "100ms", "--for", "1s")
                #expect(result.status == 0, "\(result.errors)")
                let sampling = try #require(try lab.record("slow.csv").sampling)
                #expect((2...4).contains(sampling.samples), "\(sampling)")
                #expect(sampling.samples + sampling.missed == 10)
                #expect(try lab.table("slow.csv").rowCount == sampling.samples)
                #expect(result.text.contains("\(sampling.missed) missed"), "\(result.text)")

                let limited = try await lab.capture(
                    "--every", "200ms", "--for", "1s", "--statement-timeout", "50ms", "--replace")
                #expect(limited.status == 1)
                #expect(limited.errors.contains("[capture.no-sample]"), "\(limited.errors)")
            }
        }

        @Test func `What cannot be sampled is refused, and a failing sample ends the series`() async throws {
            try await CaptureTests.laboratory { lab in
                try lab.query("two", "SELECT 1;\nSELECT 2;\n")
                try lab.query("broken", "SELECT y FROM pg_class;")
                let two = try await lab.capture("--query", "two", "--every", "1s", "--for", "5s")
                #expect(two.errors.contains("two.sql:2:1: error: two cannot be sampled"), "\(two.errors)")
                let broken = try await lab.capture("--query", "broken", "--every", "1s", "--for", "60s")
                #expect(broken.status == 1)
                #expect(broken.errors.contains("broken.sql:1:8: error: "), "\(broken.errors)")
                let fast = try await lab.capture("--query", "broken", "--every", "10ms", "--for", "60s")
                #expect(fast.errors.contains("at least --every 50ms"), "\(fast.errors)")
                #expect(try lab.files() == [])
            }
        }
    }
}

extension CaptureTests {
    /// A reset is the whole server's, so that these run one after another.
    @Suite(.serialized) struct Counters {
        @Test func `Snapshots with a reset between them are refused, with both times`() async throws {
            try await CaptureTests.laboratory { lab in
                try await lab.sql(
                    "CREATE EXTENSION IF NOT EXISTS pg_stat_statements; SELECT pg_stat_statements_reset();")
                try await lab.sql("SELECT 'counted';")
                try lab.query(
                    "statements",
                    "SELECT userid, dbid, toplevel, queryid, calls FROM pg_stat_statements ORDER BY queryid;")
                let before = try await lab.capture("--label", "before")
                #expect(before.status == 0, "\(before.errors)")
                let during = try await lab.capture("--label", "during")
                #expect(during.status == 0, "\(during.errors)")
                let first = try #require(
                    try lab.record("before/statements.csv").statisticsReset["pg_stat_statements"])
                #expect(
                    try lab.record("during/statements.csv").statisticsReset["pg_stat_statements"] == first)

                try await lab.sql("SELECT pg_stat_statements_reset();")
                let second = Timestamp(
                    stringLiteral: try await lab.sql(
                        "SELECT to_json(stats_reset) #>> '{}' FROM pg_stat_statements_info;"
                    )
                    .trimmingCharacters(in: .newlines))
                let after = try await lab.capture("--label", "after")
                #expect(after.status == 1)
                #expect(after.errors.contains("[capture.statistics-reset]"))
                #expect(
                    after.errors.contains(first.text) && after.errors.contains(second.text), "\(after.errors)"
                )
                #expect(after.errors.hasSuffix("2 errors; nothing was saved.\n"), "\(after.errors)")
                #expect(try !lab.files().contains { $0.hasPrefix("after") })
            }
        }

        @Test func `Counters of a statement that fell are refused too, though the view knows of no reset`()
            async throws
        {
            try await CaptureTests.laboratory { lab in
                try await lab.sql("CREATE EXTENSION IF NOT EXISTS pg_stat_statements;")
                for _ in 0..<3 { try await lab.sql("SELECT 1 AS fallen, 2 AS two;") }
                try lab.query(
                    "fallen",
                    """
                    SELECT userid, dbid, toplevel, queryid, calls FROM pg_stat_statements
                     WHERE query LIKE 'SELECT $1 AS fallen%';
                    """)
                let before = try await lab.capture("--label", "before")
                #expect(before.status == 0, "\(before.errors)")
                let id = try lab.table("before/fallen.csv").text(row: 0, column: 3)
                try await lab.sql(
                    "SELECT pg_stat_statements_reset(0, 0, \(id)); SELECT 1 AS fallen, 2 AS two;")
                let after = try await lab.capture("--label", "after")
                #expect(after.status == 1)
                #expect(after.errors.contains("went from 3 to 1"), "\(after.errors)")
                #expect(try !lab.files().contains { $0.hasPrefix("after") })
            }
        }
    }
}
