import Diagnostics
import Evidence
import PsqlOutput
import Quantities
import TestSupport
import Testing

private struct Activity: CaptureColumns {
    let at = Column<Instant>("ts", zone: .utc)
    let active = Column<Count>("active")
    let oldest = Column<Time>("oldest_dedup_s", in: .seconds)
}

private struct Timings: CaptureColumns {
    let name = TextColumn("name")
    let method = TextColumn("method")
    let ms = Column<Time>("ms")
}

private struct Second: CaptureColumns {
    let at = Column<Instant>("t", onDate: "2026-01-04", zone: .utc)
    let arrived = Column<Count>("arrived")
    let mean = Column<Time>("mean_ms")
    let cpu = Column<Share>("cpu_pct")
    let ok = FlagColumn("probe_ok")
}

private struct PowerUser: CaptureColumns {
    let user = Column<Count>("user_id")
    let share = Column<Share>("pct_incomplete", in: .percent)
}

private struct Fingerprint: CaptureColumns {
    let total = Column<Rows>("total")
    let hash = TextColumn("hash")
}

private struct Size: CaptureColumns {
    let index = TextColumn("index")
    let valid = FlagColumn("indisvalid")
    let size = Column<Bytes>("size")
}

private struct Session: CaptureColumns {
    let began = Column<Instant>("backend_start")
    let running = Column<Time>("running", in: .interval)
}

@Suite struct TableTests {
    @Test func aggregatesOfACSVFile() throws {
        let reader = reader()
        let table = bound(reader) { Table<Activity>("lab/before/activity_200ms.csv") }
        #expect(reader.diagnostics == [])
        let most = table.active.max
        #expect(most.value == 50)
        #expect(most.interval?.isExact == true)
        guard case .aggregate("max", "active", let count, let spans) = most.derivation else {
            Issue.record("\(most.derivation)")
            return
        }
        #expect(count == table.rows.count)
        #expect(spans.map(\.text) == ["50"])
        #expect(spans[0].file.path == "evidence/lab/before/activity_200ms.csv")
        let peak = table.row(ofMax: \.oldest)
        #expect(peak.oldest.value == 11978)
        #expect(peak.oldest.interval == Interval(11977.5, 11978.5))
        #expect(table.at.first.value == Timestamp("2026-01-04T16:14:51.035Z").secondsSinceEpoch)
        #expect(table.count.value == Double(table.rows.count))
        #expect(table.first.at.derivation.directSource?.text == "2026-01-04 16:14:51.035")
    }

    @Test func windowsAreHalfOpen() {
        let table = bound(reader()) { Table<Second>("lab/evidence_chain.txt", after: "== E4") }
        let from = Quantity<Instant>(
            Timestamp("2026-01-04T16:15:00Z").secondsSinceEpoch, derivation: .constant("a"))
        let to = Quantity<Instant>(
            Timestamp("2026-01-04T16:15:20Z").secondsSinceEpoch, derivation: .constant("b"))
        let spike = table.rows(from: from, to: to, by: \.at)
        #expect(spike.count.value == 20)
        #expect(spike.arrived.sum.value == 548)
        #expect(spike.first.at.derivation.directSource?.text == "16:15:00")
        #expect(spike.last.at.derivation.directSource?.text == "16:15:19")
        #expect(
            spike.arrived.sum.derivation.text
                == "sum of arrived where 2026-01-04 16:15 UTC ≤ t < 2026-01-04 16:15:20 UTC, n = 20 (evidence_chain.txt:27, evidence_chain.txt:46)"
        )
    }

    @Test func emptyCellsAreLeftOutAndUnknownWhenRead() {
        let reader = reader()
        let table = bound(reader) { Table<Second>("lab/evidence_chain.csv", after: "== E4") }
        #expect(table.count.value == 30)
        #expect(table.mean.count.value == 24)
        #expect(table.first.mean.value == nil)
        #expect(
            table.first.mean.problems.first?.text == """
                evidence/lab/evidence_chain.csv:15:14: error: The cell in column “mean_ms” is empty [capture.empty-cell]
                   15 | 16:14:55,0,0,,10,3,3,47,0.203,0,100,35,0,t,28
                                     ^
                """)
        #expect(table.rows(where: \.ok, is: false).count.value == 8)
        #expect(table.cpu.max.value == 1)
        #expect(reader.diagnostics == [])
    }

    @Test func medianAndPercentileAreWhatWasPrinted() {
        let table = bound(reader()) { Table<Timings>("lab/repeat_timings.csv") }
            .rows(where: \.name, is: "before").rows(where: \.method, is: "explain_analyze")
        let sorted = table.ms.numbers.sorted()
        #expect(sorted.count == 15)
        #expect(table.ms.median.value == sorted[7])
        #expect(table.ms.percentile(50).value == sorted[7])
        #expect(table.ms.percentile(95).value == sorted[14])
        #expect(table.ms.percentile(0).value == sorted[0])
        #expect(table.ms.percentile(100).value == sorted[14])
        #expect(table.ms.min.value == 71.15)
        #expect(table.ms.median.derivation.sources.map(\.text) == ["87.967"])
        let even = bound(reader(["a.csv": "name,method,ms\na,b,1.0\na,b,4.0\na,b,2.0\na,b,3.0\n"])) {
            Table<Timings>("a.csv")
        }
        #expect(even.ms.median.value == 2.5)
        #expect(even.ms.median.derivation.sources.map(\.text) == ["2.0", "3.0"])
        #expect(even.ms.percentile(25).value == 1)
        #expect(even.ms.percentile(26).value == 2)
        #expect(even.ms.mean.value == 2.5)
        let bounds = even.ms.mean.interval
        #expect(bounds.map { abs($0.lower - 2.45) < 1e-12 && abs($0.upper - 2.55) < 1e-12 } == true)
        #expect(even.ms.percentile(101).problems.map(\.id) == ["capture.percentile-range"])
    }

    @Test func expandedResultWithoutRowsHasEveryColumnAndNone() {
        let reader = reader(["none.txt": "== running\n(0 rows)\n\n"])
        let table = bound(reader) { Table<Size>("none.txt", after: "== running") }
        #expect(table.count.value == 0)
        #expect(table.size.max.value == nil)
        #expect(reader.diagnostics == [])
    }

    @Test func sumOfNoRowsIsZeroAndTheOthersAreUnknown() {
        let table = bound(reader(["a.csv": "name,method,ms\na,b,1.0\n"])) { Table<Timings>("a.csv") }
        let none = table.rows(where: \.name, is: "z")
        #expect(none.count.value == 0)
        #expect(none.ms.sum.value == 0)
        #expect(none.ms.max.value == nil)
        #expect(none.ms.only.value == nil)
        #expect(
            none.ms.max.problems.first?.text == """
                evidence/a.csv:1:13: error: There is no value of ms where name = z to take the max of [capture.no-values]
                    1 | name,method,ms
                                    ^~
                  help: No row was selected.
                """)
    }

    @Test func percentagesSizesIntervalsAndZones() {
        let reader = reader()
        let users = bound(reader) { Table<PowerUser>("lab/data_distribution.txt", after: "== D1") }
        #expect(users.first.share.value == 0.423)
        #expect(users.first.share.interval.map { abs($0.lower - 0.4225) < 1e-12 } == true)
        let sizes = bound(reader) { Table<Size>("lab/fix/invalid_index_demo.txt") }
        let megabytes = sizes.row(where: \.index, is: "reports.reports_pkey").size
        #expect(megabytes.value == 33_554_432)
        #expect(megabytes.interval == Interval(31.5 * 1_048_576, 32.5 * 1_048_576))
        #expect(sizes.row(where: \.index, contains: "dedup_active").size.interval?.isExact == true)
        #expect(sizes.row(where: \.index, contains: "dedup_active").valid.value == false)
        let session = bound(reader) { Table<Session>("lab/before/peak_psql.txt") }
        #expect(session.first.running.value == 6853.329)
        #expect(session.first.began.value == Timestamp("2026-01-04T16:15:06.162757Z").secondsSinceEpoch)
        #expect(session.first.began.derivation.directSource?.text == "2026-01-04 16:15:06.162757+00")
        #expect(reader.diagnostics == [])
    }

    @Test func linesWithoutAHeader() {
        let reader = reader()
        let names = ["total", "incomplete", "largest", "largest_incomplete", "hash"]
        let table = bound(reader) {
            Table<Fingerprint>("lab/data_fingerprint.txt", columnsInOrder: names, separator: "|")
        }
        #expect(table.only.total.value == 1_500_000)
        #expect(table.only.hash.text == "2c15d72fefb32b472a5503e78851ddeb")
        #expect(table.only.hash.span?.column == 28)
        #expect(reader.diagnostics == [])
    }

    @Test func conditionsOnNumbersAndTexts() {
        let table = bound(reader()) { Table<Timings>("lab/repeat_timings.csv") }
        let before = table.rows(where: \.name, is: "before")
        #expect(before.rows(where: \.ms, .above(118)).count.value == 3)
        #expect(
            before.rows(where: \.ms, .between(117.961, 118.483)).ms.numbers == [117.961, 118.483, 118.268])
        #expect(before.rows(where: \.ms, .below(0)).count.value == 0)
        #expect(table.rows(where: \.name, hasPrefix: "before_").name.distinct.first == "before_rewrite_only")
        #expect(
            Array(table.rows(where: \.name, contains: "rewrite_only").method.distinct) == [
                "explain_analyze", "client_timing",
            ])
    }

    @Test func withoutAReaderABindingIsAbsent() {
        let table = Table<Timings>("a.csv")
        #expect(table.count.value == nil)
        #expect(table.ms.max.problems.map(\.id) == ["evidence.no-reader"])
        #expect(table.first.ms.problems.map(\.id) == ["evidence.no-reader"])
        #expect(table.row(where: \.name, is: "x").name.problems.map(\.id) == ["evidence.no-reader"])
    }

    @Test func eachFileIsReadOnce() {
        nonisolated(unsafe) var reads: [String] = []
        let reader = EvidenceReader(folder: "e") { path in
            reads.append(path)
            return Array("name,method,ms\na,b,1\n".utf8)
        }
        for _ in 0..<3 { _ = bound(reader) { Table<Timings>("a.csv") } }
        #expect(reader.file("a.csv") === reader.file("a.csv"))
        #expect(reads == ["a.csv"])
        #expect(reader.filesRead.map(\.path) == ["e/a.csv"])
    }

    @Test func carriageReturnsAndByteOrderMarks() throws {
        let text = "\u{FEFF} name | ms  \r\n------+-----\r\n x    | 1.5\r\n(1 row)\r\n"
        let found = try tables(text)
        #expect(found.map { cells($0) } == [[["x", "1.5"]]])
        #expect(found[0].columns[0].name == "name")
        let csv = try tables("\u{FEFF}name,ms\r\n\"a\r\nb\",1\r\n", path: "a.csv")
        // The line endings of the file are those of whoever copied it, in a cell too.
        #expect(cells(csv[0]) == [["a\nb", "1"]])
        #expect(csv[0].columns[0].name == "name")
    }

    @Test func cellsOfSeveralLinesAndBarsInCells() throws {
        let text = """
             a  |   b    | 界 
            ----+--------+----
             x +| p | q  | 中
             y  |        | 
             z  | r +    | 文
            (2 rows)


            """
        let table = try tables(text)[0]
        #expect(cells(table) == [["x\ny", "p | q", "中"], ["z", "r +", "文"]])
        #expect(table.span(row: 0, column: 0).text == "x")
        let expanded = "-[ RECORD 1 ]--\nname | one    +\n     | two\nms   | 1+\n\n"
        #expect(try cells(tables(expanded)[0]) == [["one\ntwo", "1+"]])
    }
}
