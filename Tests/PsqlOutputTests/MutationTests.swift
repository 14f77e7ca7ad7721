import Diagnostics
import Evidence
import Pgbench
import PsqlOutput
import Quantities
import ServerLogs
import TestSupport
import Testing

private struct AnyColumns: CaptureColumns {}

/// Damaged captures are read or refused, never a crash, and never more rows than lines.
@Suite struct MutationTests {
    @Test(arguments: [
        "lab/data_distribution.txt", "lab/evidence_chain.csv", "lab/business_context_expanded.txt",
        "lab/before/peak_psql.txt", "psql/act.border0", "psql/act.border2", "psql/act.unicode-b2",
        "psql/act.expanded-b2", "psql/act.expanded-unicode", "psql/act.csv", "psql/empty.unicode",
        "lab/before/e1_pg_stat_statements.csv", "lab/fix/invalid_index_demo.txt",
    ])
    func tables(_ path: String) throws {
        let bytes = try fixture("\(fixtures)/\(path)").bytes
        var random = SeededGenerator(seed: UInt64(path.utf8.count))
        var refused = 0
        for _ in 0..<300 {
            let file = SourceFile(path: path, bytes: damaged(bytes, &random))
            do throws(Diagnostics) {
                for table in try parseResultTables(in: file) {
                    #expect(table.lines.upperBound <= max(1, file.lineCount))
                    for row in 0..<table.rowCount {
                        for column in table.columns.indices {
                            let range = table.range(row: row, column: column)
                            #expect(range.lowerBound >= 0 && range.upperBound <= file.bytes.count)
                            _ = table.text(row: row, column: column)
                        }
                    }
                }
            } catch {
                refused += 1
                #expect(error.all.allSatisfy { !$0.text.isEmpty && $0.place?.path == path })
            }
        }
        #expect(refused > 0)
    }

    @Test(arguments: [
        "lab/before/postgres.log", "lab/before/pgbench_spike.log", "lab/before/pgbench_spike.txt",
        "lab/before/pgbench_api_progress.txt", "lab/environment.txt", "lab/fix/create_index.txt",
    ])
    func others(_ path: String) throws {
        let whole = try fixture("\(fixtures)/\(path)").bytes
        let bytes = Array(whole.prefix(12_000))
        var random = SeededGenerator(seed: UInt64(path.utf8.count))
        var refused = 0
        for _ in 0..<200 {
            let reader = reader(bytes: ["a": damaged(bytes, &random)])
            bound(reader) {
                let log = ServerLog("a", prefix: "%m [%p] %q%u@%d/%a %e ").entries
                _ = log.all.map { ($0.message, $0.user, $0.time, $0.span?.text) }
                _ = log.durations.max
                _ = PgbenchLog("a").latency.percentile(95)
                _ = PgbenchSummary("a").tps
                _ = PgbenchProgress("a").latency.max
                _ = PsqlTiming("a").times.sum
                _ = TextCapture("a").number(after: "e", as: Count.self)
                _ = Table<AnyColumns>("a", columnsInOrder: ["a", "b"], separator: "|").count
                return ()
            }
            refused += reader.diagnostics.isEmpty ? 0 : 1
            #expect(reader.diagnostics.allSatisfy { !$0.text.isEmpty })
        }
        #expect(refused > 0)
    }

    private func damaged(_ bytes: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<6, using: &random) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.removeSubrange(place...)
            case 2: bytes.removeSubrange(place..<min(bytes.count, place + 40))
            case 3: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 40)], at: place)
            case 4:
                let marks = Array("|+-\n\r\"( \t".utf8) + [0xE2, 0x94, 0]
                bytes[place] = marks[Int.random(in: 0..<marks.count, using: &random)]
            default: bytes.swapAt(place, Int.random(in: 0..<bytes.count, using: &random))
            }
        }
        return bytes
    }
}
