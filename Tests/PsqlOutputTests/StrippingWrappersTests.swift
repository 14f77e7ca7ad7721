import Diagnostics
import Evidence
import PsqlOutput
import TestSupport
import Testing

/// Captures that came through a mail, a browser, a graphical client or a terminal.
@Suite struct StrippingWrappersTests {
    private static let capture = """
        lab=# EXPLAIN SELECT 1;
                          QUERY PLAN                   
        -----------------------------------------------
         Nested Loop  (cost=0.29..8.60 rows=10 width=8)
           ->  Result  (cost=0.00..0.01 rows=1 width=4)
        (2 rows)

         id |  name  
        ----+--------
          1 | a  b
         22 | é界
        (2 rows)


        """

    private func check(_ text: String, _ comment: Comment, isView: Bool = true) throws {
        let file = SourceFile(path: "a.txt", text: text)
        let output = PsqlText(file)
        #expect(output.findings.isEmpty, comment)
        try #require(output.results.count == 2, comment)
        #expect(
            output.results.map { cells($0) }
                == PsqlText(SourceFile(path: "a", text: Self.capture)).results.map { cells($0) }, comment)
        #expect((output.text !== file) == isView, comment)
        let cell = output.results[1].span(row: 1, column: 1)
        #expect(cell.file === file && cell.text == "é界", comment)
        #expect(try tables(text).map { $0.rowCount } == [2, 2], comment)
    }

    private func eachLine(_ body: (Substring) -> String) -> String {
        Self.capture.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map {
            body($0) + "\n"
        }.joined()
    }

    @Test func aCaptureThatWearsNothingIsReadAsItIs() throws {
        try check(Self.capture, "as it is", isView: false)
        try check(Self.capture.replacing("\n", with: "\r\n"), "CRLF", isView: false)
    }

    @Test func byteOrderMark() throws {
        try check("\u{FEFF}" + Self.capture, "mark")
        let output = PsqlText(SourceFile(path: "a.txt", text: "\u{FEFF}" + Self.capture))
        #expect(output.text.bytes.first == UInt8(ascii: "l"))
    }

    @Test(arguments: ["> ", ">", ">> ", "> > ", ">>>"])
    func mail(_ mark: String) throws {
        try check(eachLine { mark + $0 }, "\(mark)")
        try check(
            eachLine { $0.isEmpty ? mark.hasSuffix(" ") ? String(mark.dropLast()) : mark : mark + $0 },
            "\(mark), trimmed")
        try check(
            "On Monday a DBA wrote:\n" + eachLine { mark + $0 } + "\nThanks!\n", "\(mark) inside a mail")
    }

    @Test func quotesAroundEachLine() throws {
        try check(eachLine { "'\($0)'" }, "single")
        try check(eachLine { "\"\($0.replacing("\"", with: "\"\""))\"" }, "double")
        let rows = "\"a\",\"b\"\n\"1\",\"2\"\n"
        #expect(try tables(rows, path: "a.csv").map { cells($0) } == [[["1", "2"]]])
        #expect(PsqlText(SourceFile(path: "a.txt", text: rows)).text.bytes == Array(rows.utf8))
    }

    @Test func noBreakSpaces() throws {
        try check(Self.capture.replacing(" ", with: "\u{A0}"), "every space")
        try check(Self.capture.replacing("  ", with: "\u{A0} "), "every other space")
        let kept = Self.capture.replacing("a  b", with: "a\u{A0}b ")
        let output = PsqlText(SourceFile(path: "a.txt", text: kept))
        #expect(output.results[1].text(row: 0, column: 1) == "a\u{A0}b")
    }

    /// Breaks lines as a terminal of so many columns does.
    private func broken(_ text: String, at width: Int) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            var rest = Array(line)
            var lines: [String] = []
            while rest.count > width {
                lines.append(String(rest.prefix(width)))
                rest.removeFirst(width)
            }
            return (lines + [String(rest)]).joined(separator: "\n")
        }.joined(separator: "\n")
    }

    @Test(arguments: [20, 30, 40])
    func terminal(width: Int) throws {
        let text = Self.capture.replacing("lab=# EXPLAIN SELECT 1;\n", with: "")
        let file = SourceFile(path: "a.txt", text: broken(text, at: width))
        let output = PsqlText(file)
        let whole = PsqlText(SourceFile(path: "a.txt", text: text))
        #expect(
            output.findings.isEmpty && output.results.count == 2,
            "\(output.findings.map(\.text))\n\(output.text.text(0..<output.text.bytes.count))")
        #expect(output.results.map { cells($0) } == whole.results.map { cells($0) })
        // Without the count nothing shows that the lines were joined rightly.
        let uncounted = SourceFile(
            path: "a.txt", text: broken(text.replacing("(2 rows)\n", with: ""), at: width))
        #expect(PsqlText(uncounted).text === uncounted)
    }

    @Test func plansOutsideOfFramesAreNoTables() {
        for text in [
            "Seq Scan on t  (cost=0.00..1.01 rows=1 width=4)\n  Filter: ((a || '+'::text) = 'x | y'::text)\n\n",
            " Seq Scan on t  (cost=0.00..1.01 rows=1 width=4)\n   Filter: ((a || b) = 'x | y'::text)\n\n",
            "[\n  {\n    \"Plan\": {\n      \"Node Type\": \"Result\"\n    }\n  }\n]\n\n",
            "- Plan:\n    Node Type: \"Result\"\n    Filter: \"(a | b)\"\n\n",
            "<explain xmlns=\"http://www.postgresql.org/2009/explain\">\n  <Query>\n  </Query>\n</explain>\n\n",
            "Notes\n-----\nThis is no table, and longer than its heading.\n\n",
            "  SELECT a | b\n    FROM t;\n\n", "  SELECT a | b FROM t;\n\n", "* Item 1\nname value\n\n",
        ] {
            let output = PsqlText(SourceFile(path: "a.txt", text: text))
            #expect(output.results.isEmpty && output.findings.isEmpty, "\(text)")
        }
    }
}
