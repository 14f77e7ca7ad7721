import Diagnostics
import Evidence
import PsqlOutput
import Quantities
import ServerLogs
import TestSupport
import Testing

@Suite struct ResultTableTests {
    /// Every psql and CSV capture of the lab, as what was read of it.
    @Test(arguments: [
        "lab/data_distribution.txt", "lab/data_distribution.csv", "lab/evidence_chain.txt",
        "lab/evidence_chain.csv", "lab/business_context.txt", "lab/business_context_expanded.txt",
        "lab/repeat_timings.csv", "lab/sweep.csv", "lab/schema_and_sizes_before.txt",
        "lab/rewrite_equivalence.txt", "lab/environment.txt", "lab/e6_hypopg.txt",
        "lab/before/activity_200ms.csv", "lab/before/e1_pg_stat_statements.csv",
        "lab/before/e1_pg_stat_statements.txt", "lab/before/e1_pg_stat_statements_expanded.txt",
        "lab/before/healthcheck.csv", "lab/before/peak_psql.txt", "lab/fix/invalid_index_demo.txt",
        "lab/fix/verify.txt", "lab/fix/write_cost_before.txt", "lab/fix/progress_50ms.csv",
    ])
    func capture(_ path: String) throws {
        let file = try fixture("\(fixtures)/\(path)")
        var digest = ""
        for table in try parseResultTables(in: file) {
            digest +=
                "\(table.layout) \(table.lines) rows \(table.rowCount) stated \(table.statedRowCount.map(String.init) ?? "-")\n"
            for column in table.columns.indices {
                let name = table.columns[column]
                digest += "  \(name.name) @\(name.span.map { "\($0.line):\($0.column)" } ?? "-")"
                for row in Set([0, table.rowCount - 1]).sorted() where row >= 0 && row < table.rowCount {
                    let span = table.span(row: row, column: column)
                    digest += " | \(table.text(row: row, column: column)) @\(span.line):\(span.column)"
                }
                digest += "\n"
            }
        }
        let golden = "golden/\(path.replacing("/", with: "-")).txt"
        #expect(try Golden(golden, in: "PsqlOutputTests").difference(from: digest) == nil)
    }

    /// The same result in each format of psql holds the same cells.
    @Test(arguments: [
        "aligned", "border0", "border2", "unicode", "unicode-b2", "expanded", "expanded-b2",
        "expanded-unicode", "footeroff", "title", "timing",
    ])
    func format(_ variant: String) throws {
        let truth = try parseCSV(in: fixture("\(fixtures)/psql/act.csv"))[0]
        let found = try parseResultTables(in: fixture("\(fixtures)/psql/act.\(variant)"))
        #expect(found.count == 1)
        #expect(found[0].columns.map(\.name) == truth.columns.map(\.name))
        #expect(found[0].rowCount == truth.rowCount)
        // Each was captured on its own: what sleeps may sleep elsewhere, what has no process number may not change.
        let types = try #require(truth.column(named: "backend_type"))
        #expect(cells(found[0]).map { $0[types] } == cells(truth).map { $0[types] })
        #expect(cells(found[0]).map { $0[7] } == cells(truth).map { $0[7] })
    }

    @Test(arguments: [
        "aligned", "border0", "border2", "unicode", "unicode-b2", "footeroff", "title", "timing",
    ])
    func emptyResult(_ variant: String) throws {
        let found = try parseResultTables(in: fixture("\(fixtures)/psql/empty.\(variant)"))
        #expect(found.count == 1)
        #expect(found[0].rowCount == 0)
        #expect(found[0].columns.map(\.name).contains("é界"))
        #expect(found[0].columns.map(\.name).contains("a | b"))
    }

    /// Four times the rows take about four times as long: growing the arrays row by row once took sixteen.
    @Test func readingTakesTimeInProportionToTheRows() throws {
        func time(rows: Int) throws -> Duration {
            let text =
                " a | b \n---+---\n" + String(repeating: " 1 | 2\n", count: rows) + "(\(rows) rows)\n\n"
            let file = SourceFile(path: "a.txt", text: text)
            var best = Duration.seconds(3600)
            for _ in 0..<3 {
                let start = ContinuousClock.now
                let found = try parseResultTables(in: file)
                best = min(best, ContinuousClock.now - start)
                #expect(found.map(\.rowCount) == [rows])
            }
            return best
        }
        let small = try time(rows: 20_000)
        #expect(try time(rows: 80_000) < small * 10)
    }

    /// Lines that look like rules, and a log line full of what could end a name, take no time to speak of.
    @Test(.timeLimit(.minutes(1))) func hostileTextIsReadQuickly() throws {
        #expect(try tables(String(repeating: "x\n---\n", count: 30_000)).isEmpty)
        let line = "2026-01-04 16:15:02.126 UTC [7] " + String(repeating: "@/ ", count: 300) + "\n"
        let reader = reader(["a.log": String(repeating: line, count: 20)])
        let log = bound(reader) { ServerLog("a.log", prefix: "%m [%p] %u@%d/%a %h %r %e ").entries }
        #expect(log.count.value == nil)
        #expect(reader.diagnostics.count == 20)
    }
}
