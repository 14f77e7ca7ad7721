import Diagnostics
import Evidence
import PsqlOutput
import Quantities
import TestSupport
import Testing

private struct Users: CaptureColumns {
    let user = Column<Count>("user_id")
    let reports = Column<Rows>("reports")
}

private struct Times: CaptureColumns {
    let at = Column<Instant>("ts")
}

private let good = """
     user_id | reports 
    ---------+---------
        4217 |   24000
           1 |   20877
    (2 rows)


    """

/// What the reader prints after a binding was made.
private func report(_ files: [String: [UInt8]], _ make: () -> Void) -> String {
    let reader = reader(bytes: files)
    EvidenceReader.$current.withValue(reader) { make() }
    return reader.diagnostics.map(\.text).joined(separator: "\n\n")
}

private func report(_ text: String, _ make: () -> Void = { _ = Table<Users>("a.txt").user.max }) -> String {
    report(["a.txt": Array(text.utf8)], make)
}

@Suite struct CaptureErrorTests {
    @Test func aGoodTableHasNoFindings() { #expect(report(good) == "") }

    @Test func missingFile() {
        #expect(
            report([:]) { _ = Table<Users>("none.txt") }
                == "evidence/none.txt: error: There is no file “none.txt” [capture.missing]")
    }

    @Test func emptyFile() {
        #expect(
            report("") == """
                evidence/a.txt: error: The capture is empty [capture.empty]
                  help: Capture it again; a command that failed often leaves an empty file.
                """)
    }

    @Test func zeroByte() {
        #expect(
            report("ab\nc\0d\n") == """
                evidence/a.txt:2:2: error: The capture holds a zero byte, so it is not text [capture.binary]
                    2 | c d
                         ^
                  help: Capture it again, or leave the file out of the evidence.
                """)
    }

    @Test func cutCompressedFile() {
        #expect(
            report(["a.txt": [0x1F, 0x8B, 8, 0]]) { _ = Table<Users>("a.txt") } == """
                evidence/a.txt: error: The gzip file ends after 4 bytes, before its data do [capture.truncated]
                  expected: compressed data up to their checksum and length
                  help: Copy or capture it again; `gzip -t` tells whether a file is whole.
                """)
    }

    @Test func latinOne() {
        let found = report(["a.txt": Array("name\nM".utf8) + [0xFC] + Array("ller\n".utf8)]) {
            _ = Table<Users>("a.txt")
        }
        #expect(
            found == """
                evidence/a.txt:2:2: error: The byte 0xFC is not UTF-8 [capture.not-utf8]
                    2 | M\u{FFFD}ller
                         ^
                  expected: text in UTF-8
                  help: Capture with PGCLIENTENCODING=UTF8, or convert the file: iconv -f LATIN1 -t UTF-8.
                """)
    }

    @Test func missingColumn() {
        #expect(
            report(good.replacing("reports ", with: "report  ")) == """
                evidence/a.txt:1:2: error: The result has no column “reports” [capture.no-column]
                    1 |  user_id | report  
                         ^~~~~~~~~~~~~~~~
                  expected: one of user_id, report
                  help: Did you mean “report”?
                """)
    }

    @Test func notANumber() {
        #expect(
            report(good.replacing("   1 |", with: "n/a. |")) == """
                evidence/a.txt:4:5: error: “n/a.” in column “user_id” is not a number [capture.not-a-number]
                    4 |     n/a. |   20877
                            ^~~~
                  expected: a number (count)
                  help: Declare the column as what it holds, or read only the rows that hold numbers.
                """)
    }

    @Test func truncatedTable() {
        #expect(
            report(String(good.prefix(68))) == """
                evidence/a.txt:4:1: error: The capture ends in the middle of a table [capture.truncated]
                    4 |        1 
                        ^~~~~~~~~
                  expected: a count such as “(2 rows)”, or a blank line
                  help: Capture it again; the file is cut.
                  note: evidence/a.txt:1:1: the table's header
                    1 |  user_id | reports 
                        ^~~~~~~~~~~~~~~~~~~
                """)
    }

    @Test func everyProperPrefixOfATableIsAnErrorOrHasNoTable() throws {
        let bytes = Array(good.utf8)
        let whole = good.utf8.count - 2
        for length in 1..<whole {
            let file = SourceFile(path: "a.txt", bytes: Array(bytes[..<length]))
            let found = (try? parseResultTables(in: file)) ?? []
            // Only the count's closing bracket makes the table whole.
            #expect(found.isEmpty, "\(length) bytes")
        }
    }

    @Test func footerDisagrees() {
        #expect(
            report(good.replacing("(2 rows)", with: "(3 rows)")) == """
                evidence/a.txt:5:1: error: The footer counts 3 rows, the table has 2 [capture.row-count]
                    5 | (3 rows)
                        ^~~~~~~~
                  help: Capture the table again; rows are missing, or were added.
                  note: evidence/a.txt:1:1: the table's header
                    1 |  user_id | reports 
                        ^~~~~~~~~~~~~~~~~~~
                """)
    }

    @Test func lineThatIsNoRow() {
        #expect(
            report(good.replacing("       1 |", with: "psql: lost |")) == """
                evidence/a.txt:4:1: error: The line is neither a row of the table above nor its end [capture.table-row]
                    4 | psql: lost |   20877
                        ^~~~~~~~~~~~~~~~~~~~
                  expected: 2 cells under the header's, a count such as “(2 rows)”, or a blank line
                  help: Capture the table again; a line of it is missing, or was edited.
                  note: evidence/a.txt:1:1: the table's header
                    1 |  user_id | reports 
                        ^~~~~~~~~~~~~~~~~~~
                """)
    }

    @Test func rowsWithoutTheirHeader() {
        #expect(
            report("   4217 |  24000\n(1 row)\n") == """
                evidence/a.txt:2:1: error: (1 row) ends no table [capture.stray-footer]
                    2 | (1 row)
                        ^~~~~~~
                  expected: a header and a rule of dashes above the rows that are counted here
                  help: The table above is damaged: capture it again.
                """)
    }

    @Test func quotedFieldWithoutEnd() {
        #expect(
            messages { () throws(Diagnostics) in
                _ = try parseResultTables(in: SourceFile(path: "a.csv", text: "a,b\n1,\"x\ny\n"))
            } == """
                a.csv:2:3: error: The quoted field that begins here has no end [capture.truncated]
                    2 | 1,"x
                          ^
                  expected: a closing quote
                  help: Capture it again; the file is cut.
                """)
    }

    @Test func csvCutInItsLastLine() {
        #expect(
            messages { () throws(Diagnostics) in
                _ = try parseResultTables(in: SourceFile(path: "a.csv", text: "a,b\n1,2"))
            } == """
                a.csv:2:3: error: The last line has no line ending, so the capture may be cut in the middle of it [capture.truncated]
                    2 | 1,2
                          ^
                  help: Capture it again; where you know that it is whole, end the last line.
                """)
    }

    @Test func csvRecordOfAnotherLength() {
        #expect(
            messages { () throws(Diagnostics) in
                _ = try parseResultTables(in: SourceFile(path: "a.csv", text: "a,b\n1,2\n1,2,3\n"))
            } == """
                a.csv:3:1: error: The record has 3 fields, its header has 2 [capture.field-count]
                    3 | 1,2,3
                        ^~~~~
                  expected: 2 fields
                  help: A line of text between two results must begin with “== ” or “-- ” (psql: \\echo).
                  note: a.csv:1:1: the header
                    1 | a,b
                        ^
                """)
    }

    @Test func timeWithoutZone() {
        #expect(
            report("ts,x\n2026-01-04 16:15:02,1\n") { _ = Table<Times>("a.txt").at.max } == """
                evidence/a.txt:2:1: error: “2026-01-04 16:15:02” in column “ts” does not say its time zone [capture.time-without-zone]
                    2 | 2026-01-04 16:15:02,1
                        ^~~~~~~~~~~~~~~~~~~
                  help: Declare it: Column<Instant>("ts", zone: .utc).
                """)
    }

    @Test func markersMustBeFoundOnceAndBeFollowedByTheirResult() throws {
        let text = "== D1 x\n\(good)== D10 y\n\(good)== E2 none\n== E3 z\n\(good)"
        func ids(_ marker: String?) -> [String] {
            let reader = reader(["a.txt": text])
            _ = bound(reader) { Table<Users>("a.txt", after: marker) }
            return reader.diagnostics.map(\.id)
        }
        #expect(ids("== D10") == [])
        #expect(ids("== E3") == [])
        #expect(ids("== D1") == ["capture.ambiguous-marker"])
        #expect(ids("== E2") == ["capture.no-result-after-marker"])
        #expect(ids("== E9") == ["capture.no-marker"])
        #expect(ids(nil) == ["capture.ambiguous-result"])
    }

    @Test func recordsOutOfOrderOrCut() {
        let record = "-[ RECORD 1 ]-\na | 1\nb | 2\n"
        #expect(report(record + "-[ RECORD 3 ]-\na | 1\nb | 2\n\n").contains("[capture.record-order]"))
        #expect(
            report(record + "-[ RECORD 2 ]-\na | 1\n").hasPrefix(
                "evidence/a.txt:5:1: error: The capture ends in the middle of a record [capture.truncated]"))
        #expect(
            report(record + "-[ RECORD 2 ]-\na | 1\nc | 2\n\n").contains("has “c” where the first has “b”"))
    }

    @Test func rowThatIsNotThereOrNotAlone() {
        struct Names: CaptureColumns {
            let name = TextColumn("name")
            let ms = Column<Time>("ms")
        }
        let reader = reader(["a.csv": "name,ms\nx,1\nx,2\n"])
        let table = bound(reader) { Table<Names>("a.csv") }
        #expect(
            table.row(where: \.name, is: "y").ms.problems.map(\.summary) == ["There is no row where name = y"]
        )
        #expect(table.row(where: \.name, is: "x").ms.problems.map(\.id) == ["capture.several-rows"])
        #expect(reader.diagnostics.map(\.id) == ["capture.no-row", "capture.several-rows"])
        #expect(table.ms.only.problems.map(\.id) == ["capture.several-values"])
    }

    @Test func aNumberThatCannotBeReadLeavesNoAggregateInPart() {
        let reader = reader(["a.csv": "user_id,reports\n1,5\n2,x\n"])
        let table = bound(reader) { Table<Users>("a.csv") }
        #expect(table.reports.sum.value == nil)
        #expect(table.reports.count.value == nil)
        #expect(table.reports.numbers == [])
        #expect(table.user.sum.value == 3)
        #expect(reader.diagnostics.map(\.id) == ["capture.not-a-number"])
    }
}
