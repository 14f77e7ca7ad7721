import Diagnostics
import Evidence
import PsqlOutput
import Testing

/// Types on demand: each as PostgreSQL prints it, and what is not of the type is an error at its place.
@Suite struct CellTypeTests {
    private func cell(_ text: String) throws -> ResultTable {
        try parseCSV(in: SourceFile(path: "a.csv", text: "x,y\n\"\(text)\",1\n"))[0]
    }

    private func failure(_ body: () throws(Diagnostic) -> Void) -> String {
        do throws(Diagnostic) {
            try body()
            return "nothing was thrown"
        } catch {
            return error.id
        }
    }

    @Test func numbers() throws {
        #expect(try cell("9,051").integer(row: 0, column: 0) == 9051)
        #expect(try cell("-1,234,567").integer(row: 0, column: 0) == -1_234_567)
        #expect(try cell("9,051.25").number(row: 0, column: 0) == 9051.25)
        #expect(try cell("1.5e3").number(row: 0, column: 0) == 1500)
        #expect(try cell("(null)").number(row: 0, column: 0) == nil)
        for text in ["9,05", "90511,000", "1,2345", "9.051,5", "x"] {
            let table = try cell(text)
            let id = failure { () throws(Diagnostic) in _ = try table.number(row: 0, column: 0) }
            #expect(id == "capture.not-a-number", "\(text)")
        }
        for text in ["NaN", "Infinity", "-Infinity"] {
            let table = try cell(text)
            let id = failure { () throws(Diagnostic) in _ = try table.number(row: 0, column: 0) }
            #expect(id == "capture.not-finite")
        }
        let half = try cell("1.5")
        #expect(
            failure { () throws(Diagnostic) in _ = try half.integer(row: 0, column: 0) }
                == "capture.not-an-integer")
    }

    /// One interval in the four styles; the figures are those of `extract(epoch from …)` of PostgreSQL 15.
    @Test(
        arguments: [
            (
                ["1 day 02:03:04.5", "@ 1 day 2 hours 3 mins 4.5 secs", "1 2:03:04.5", "P1DT2H3M4.5S"],
                93_784.5
            ),
            (["-00:00:01.5", "@ 1.5 secs ago", "-0:00:01.5", "PT-1.5S"], -1.5),
            (
                ["-1 days +02:03:04", "@ 1 day -2 hours -3 mins -4 secs ago", "-1 +2:03:04", "P-1DT2H3M4S"],
                -79_016
            ),
            (["1 year 2 mons", "@ 1 year 2 mons", "1-2", "P1Y2M"], 36_741_600),
            (
                [
                    "1 year 2 mons -3 days +04:05:06", "@ 1 year 2 mons -3 days 4 hours 5 mins 6 secs",
                    "+1-2 -3 +4:05:06", "P1Y2M-3DT4H5M6S",
                ], 36_497_106
            ),
            (
                ["-1 years -2 mons -3 days -04:05:06", "-1-2 -3 -4:05:06", "P-1Y-2M-3DT-4H-5M-6S"],
                -37_015_506
            ),
            (["-3 days -04:05:06", "-3 4:05:06"], -273_906),
            (["00:00:00", "@ 0", "0", "PT0S"], 0), (["100:00:00", "PT100H"], 360_000),
        ] as [([String], Double)])
    func intervals(_ styles: [String], _ seconds: Double) throws {
        for text in styles {
            #expect(try cell(text).interval(row: 0, column: 0) == seconds * 1000, "\(text)")
        }
    }

    @Test(arguments: ["5", "1 week", "@ 1", "P", "PT", "1:2", "00:61:00", "P1H", "1 day 2", "day", "1-13"])
    func noIntervals(_ text: String) throws {
        let table = try cell(text)
        let id = failure { () throws(Diagnostic) in _ = try table.interval(row: 0, column: 0) }
        #expect(id == "capture.not-an-interval")
    }

    @Test func sizesSharesFlagsAndTimes() throws {
        for (text, bytes) in [
            ("512 bytes", 512), ("31 MB", 31 * 1_048_576), ("2 kB", 2048), ("1 TB", 1_099_511_627_776),
            ("7", 7),
        ] as [(String, Double)] {
            #expect(try cell(text).bytes(row: 0, column: 0) == bytes)
        }
        for text in ["12.5 %", "12.5%", "12.5"] {
            #expect(try cell(text).percent(row: 0, column: 0) == 0.125)
        }
        #expect(try cell("t").flag(row: 0, column: 0) == true)
        #expect(try cell("off").flag(row: 0, column: 0) == false)
        #expect(try cell("").flag(row: 0, column: 0) == nil)
        #expect(try cell("2026-01-04 16:15:02+01").instant(row: 0, column: 0) == 1_767_539_702)
        let naive = try cell("2026-01-04 16:15:02")
        #expect(try naive.instant(row: 0, column: 0, zone: .utc) == 1_767_543_302)
        #expect(
            failure { () throws(Diagnostic) in _ = try naive.instant(row: 0, column: 0) }
                == "capture.time-without-zone")
        let wrong = try cell("maybe")
        #expect(
            failure { () throws(Diagnostic) in _ = try wrong.flag(row: 0, column: 0) } == "capture.not-a-flag"
        )
        #expect(
            failure { () throws(Diagnostic) in _ = try wrong.bytes(row: 0, column: 0) }
                == "capture.not-a-size")
    }

    /// A figure is read from what an escape stands for, and its place is that of the bytes.
    @Test func aFigureInMarkupIsReadWithoutItsEscapes() throws {
        let text = """
            <table border="1">
              <tr><th>share</th></tr>
              <tr><td>12.5&#37;</td></tr>
              <tr><td>x&#37;</td></tr>
            </table>
            <p>(2 rows)<br />
            </p>

            """
        let table = try tables(text)[0]
        #expect(try table.percent(row: 0, column: 0) == 0.125)
        #expect(table.span(row: 0, column: 0).text == "12.5&#37;")
        do {
            _ = try table.percent(row: 1, column: 0)
            Issue.record("“x%” is no percentage")
        } catch {
            #expect(error.place?.line == 4)
        }
    }
}
