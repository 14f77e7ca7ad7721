import Diagnostics
import Evidence
import PsqlOutput
import TestSupport
import Testing

/// Formats without marks: read where the bytes leave one way to read them, refused elsewhere.
@Suite struct SeparatedTests {
    private func ids(_ text: String, path: String = "a.txt") -> [String] {
        PsqlText(SourceFile(path: path, text: text)).findings.map(\.id)
    }

    @Test(arguments: ["|", "\t", ";", ",", "^", "||", " | ", "::", "@@", "\u{1F}"])
    func theCountProvesTheSeparator(_ mark: String) throws {
        let rows = [["id", "state", "n"], ["1", "idle in transaction", ""], ["2", "", "-0.5"]]
        let text = rows.map { $0.joined(separator: mark) + "\n" }.joined() + "(2 rows)\n"
        let found = try tables("My title\n" + text)
        try #require(found.count == 1)
        #expect(found[0].columns.map(\.name) == rows[0])
        #expect(cells(found[0]) == Array(rows.dropFirst()))
        #expect(found[0].lines == 2...5)
    }

    @Test func aCellOfSeveralLinesIsReadWhereTheCountLeavesOneWay() throws {
        let inner = try tables("id|note|n\n1|one\ntwo|5\n2||6\n(2 rows)\n")
        #expect(cells(inner[0]) == [["1", "one\ntwo", "5"], ["2", "", "6"]])
        #expect(cells(try tables("id|note\n1|one\ntwo\n(1 row)\n")[0]) == [["1", "one\ntwo"]])
        // The second line ends the first row or begins the second.
        #expect(ids("id|note\n1|one\ntwo\n2|x\n(2 rows)\n") == ["capture.ambiguous-rows"])
        #expect(ids("id|note\n1|a|b\n2|x\n(2 rows)\n") != [])
        #expect(ids("note\none\ntwo\nthree\n(2 rows)\n") != [])
        // The first line of the row would be a header of two columns, were the real one not above it.
        #expect(ids("id\tnote\tn\n7\tone\n\t5\n(1 row)\n") == ["capture.ambiguous-rows"])
        #expect(ids("id::a,b::n\n1::x,y::2\n(1 row)\n") == ["capture.ambiguous-rows"])
    }

    @Test func aNameMayHoldTheSeparatorBetweenSpaces() throws {
        let found = try tables("id|a | b|n\n1|x|2\n(1 row)\n")
        #expect(found[0].columns.map(\.name) == ["id", "a | b", "n"])
    }

    @Test func rowsWithoutACountAreRead() throws {
        let rows = try tables("1|idle|t\n2||f\n")
        #expect(rows[0].columns.map(\.name) == ["column1", "column2", "column3"])
        #expect(rows[0].columns.allSatisfy { $0.span == nil })
        #expect(cells(rows[0]) == [["1", "idle", "t"], ["2", "", "f"]])
        let named = try tables("id|state|ok\n1|idle|t\n2||f\n")
        #expect(named[0].columns.map(\.name) == ["id", "state", "ok"])
        // Nothing tells whether these are names.
        #expect(ids("alice|idle|psql\nbob|active|psql\n") == ["capture.ambiguous-header"])
        #expect(ids("alice|5\nbob|6\n") == ["capture.ambiguous-header"])
    }

    @Test func recordsWithABlankLineBetween() throws {
        let found = try tables("id|1\nnote|a|b\nn|\n\nid|2\nnote|x\ny\nn|7\n")
        #expect(found[0].columns.map(\.name) == ["id", "note", "n"])
        #expect(cells(found[0]) == [["1", "a|b", ""], ["2", "x\ny", "7"]])
        #expect(ids("id|1\nn|3\n\nid|2\n\nid|3\nn|4\n") == ["capture.record-shape"])
    }

    @Test(arguments: [",", ";", "\t"])
    func csvOfAnySeparator(_ mark: String) throws {
        let rows = [["id", "note"], ["1", "\"a\(mark)b\nc \"\"q\"\"\""], ["2", ""]]
        let text = rows.map { $0.joined(separator: mark) + "\n" }.joined()
        let found = try tables(text)
        #expect(cells(found[0]) == [["1", "a\(mark)b\nc \"q\""], ["2", ""]])
    }

    @Test func expandedCSV() throws {
        let found = try tables("pid,1\nquery,\"a\nb\"\npid,2\nquery,\n")
        #expect(found[0].columns.map(\.name) == ["pid", "query"])
        #expect(cells(found[0]) == [["1", "a\nb"], ["2", ""]])
        #expect(ids("pid,1\nquery,a\npid,2\nquery,b\npid,3\n") == ["capture.record-shape"])
    }

    @Test func csvWithoutAHeader() throws {
        let found = try tables("1,idle,\n2,active,\"x,y\"\n")
        #expect(found[0].columns.map(\.name) == ["column1", "column2", "column3"])
        #expect(cells(found[0]) == [["1", "idle", ""], ["2", "active", "x,y"]])
        let file = SourceFile(path: "a.csv", text: "a,b\nc,d\n")
        #expect(cells(try parseCSV(in: file, hasHeader: false)[0]) == [["a", "b"], ["c", "d"]])
    }

    @Test func aHeadingThatMayBeARowIsRefused() {
        #expect(ids("a,b\n1,2\n== x,y\n3,4\n") == ["capture.ambiguous-heading"])
    }

    @Test func jsonRows() throws {
        let found = try tables(
            #"[{"id": 1, "t": "a\n\"b\" \u00e9\ud83d\ude42", "j": {"x": [1, "]"]}}, {"id": 2, "t": null}]"#
                + "\n")
        #expect(found[0].columns.map(\.name) == ["id", "t", "j"])
        #expect(cells(found[0]) == [["1", "a\n\"b\" é🙂", #"{"x": [1, "]"]}"#], ["2", "", ""]])
        #expect(found[0].nullity(row: 1, column: 1) == .null)
        #expect(found[0].nullity(row: 0, column: 1) == .value)
        #expect(found[0].span(row: 0, column: 2).text == #"{"x": [1, "]"]}"#)
        #expect(cells(try tables("{\"a\":1}\n{\"a\":2}\n")[0]) == [["1"], ["2"]])
    }

    @Test func nullsAreToldFromEmptyTextsWhereTheCaptureTells() throws {
        let unmarked = try tables("id|a\n1|\n(1 row)\n")[0]
        #expect(unmarked.nullity(row: 0, column: 1) == .ambiguous)
        #expect(unmarked.nullity(row: 0, column: 0) == .value)
        #expect(NullReading(unmarked, marker: "-")[0, 1] == .value)
        #expect(NullReading(unmarked, marker: "")[0, 1] == .null)
        for marker in NullReading.usualMarkers {
            let marked = try tables("id|a|b\n1||\(marker)\n(1 row)\n")[0]
            #expect(marked.nullity(row: 0, column: 1) == .value, "\(marker)")
            #expect(marked.nullity(row: 0, column: 2) == .null, "\(marker)")
        }
        // COPY quotes an empty text and leaves a null out.
        let copied = try tables("id,a,b\n1,,\"\"\n")[0]
        #expect(copied.nullity(row: 0, column: 1) == .null)
        #expect(copied.nullity(row: 0, column: 2) == .value)
    }

    @Test func anEmptyTextWarnsThatItMayBeANull() throws {
        struct Names: CaptureColumns {
            let name = TextColumn("name")
            let ok = FlagColumn("ok")
        }
        let reader = reader(["a.csv": "name,ok\n,t\n", "b.csv": "name,ok\n,(null)\n"])
        let open = bound(reader) { Table<Names>("a.csv").only.name }
        #expect(open.nullity == .ambiguous && open.text == "")
        #expect(open.problems.map(\.id) == ["capture.ambiguous-null"])
        #expect(open.problems.map(\.severity) == [.warning])
        let marked = bound(reader) { Table<Names>("b.csv").only }
        #expect(marked.name.nullity == .value && marked.name.problems.isEmpty)
        #expect(marked.ok.problems.map(\.id) == ["capture.empty-cell"])
        #expect(reader.diagnostics.isEmpty)
    }

    @Test func linesThatAreIndentedByATabAreNoTable() throws {
        let text = "\tSeq Scan on t  (cost=0.00..1.00 rows=1 width=4)\n\t  Filter: (a = 1)\n"
        #expect(try tables(text).isEmpty)
    }
}
