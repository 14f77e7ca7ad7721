import Diagnostics
import Evidence
import PsqlOutput
import TestSupport
import Testing

private let markup = "\(fixtures)/markup"
/// Plans in every frame, which the tests of query plans read too.
private let planFrames = "Tests/QueryPlansTests/Fixtures/frames"

/// What psql prints in the formats that are not aligned, compared with what PostgreSQL says it holds.
@Suite struct MarkupTests {
    /// Line breaks, separators, quotes, backslashes, entities and wide characters are read as they were sent.
    @Test(arguments: [
        "csv", "csv-tab", "csv-x", "html", "html-tuples", "html-x", "html-x-tuples",
    ])
    func cellsAreThoseOfTheServer(_ variant: String) throws {
        let truth = try parseResultTables(in: fixture("\(markup)/hard.json"))[0]
        let found = try parseResultTables(in: fixture("\(markup)/hard.\(variant)"))
        try #require(found.count == 1)
        let hasNames = !variant.hasSuffix("tuples") || variant.contains("-x")
        let names = truth.columns.map(\.name)
        #expect(found[0].columns.map(\.name) == (hasNames ? names : (1...7).map { "column\($0)" }))
        let expected = cells(truth).map { row in row.map { $0 == "true" ? "t" : $0 == "false" ? "f" : $0 } }
        #expect(cells(found[0]) == expected)
    }

    /// A cell that holds what stands between cells, in a format that does not mark it, is refused whole.
    @Test(arguments: ["unaligned", "unaligned-null"])
    func cellsThatCannotBeToldApartAreRefused(_ variant: String) throws {
        let file = try fixture("\(markup)/hard.\(variant)")
        #expect(
            messages { () throws(Diagnostics) in _ = try parseResultTables(in: file) }.contains("error: "))
        #expect(PsqlText(file).results.isEmpty)
    }

    @Test(arguments: [
        "csv", "csv-semi", "csv-x", "html", "unaligned", "unaligned-tab", "unaligned-x", "tuples-unaligned",
    ])
    func activity(_ variant: String) throws {
        let found = try parseResultTables(in: fixture("\(markup)/act.\(variant)"))
        try #require(found.count == 1)
        let rows = cells(found[0])
        #expect(rows.count == 6)
        #expect(rows[0] == ["9051", "", "", "", "Activity", "CheckpointerMain", "checkpointer", ""])
        #expect(rows.map { $0[6] }.last == "client backend")
        #expect(rows[5][7] == "select pid, usename, application_name, s")
        #expect(found[0].span(row: 4, column: 1).text == "postgres")
        let hasNames = !["unaligned-tab", "tuples-unaligned"].contains(variant)
        #expect(found[0].columns[7].name == (hasNames ? "query" : "column8"))
        #expect(found[0].columns[7].span?.text == (hasNames ? "query" : nil))
    }

    @Test(arguments: ["csv", "csv-semi", "html", "unaligned"])
    func emptyResult(_ variant: String) throws {
        let found = try parseResultTables(in: fixture("\(markup)/empty.\(variant)"))
        try #require(found.count == 1)
        #expect(found[0].rowCount == 0)
        let names = ["id", "plain", "a | b", "n", "big", "b", "ts", "é界", "arr", "j", "by"]
        #expect(found[0].columns.map(\.name) == names)
    }

    /// The plan inside of each frame is the text that the server sent, whatever the figures of that run.
    @Test(arguments: ["text", "json", "yaml", "xml"], ["html", "unaligned"])
    func plan(_ format: String, _ frame: String) throws {
        let output = PsqlText(try fixture("\(planFrames)/\(format).\(frame)"))
        #expect(output.findings.isEmpty)
        try #require(output.results.count == 1)
        #expect(output.results[0].columns.map(\.name) == ["QUERY PLAN"])
        let model = PsqlText(try fixture("\(planFrames)/\(format).html")).results[0]
        let view = output.results[0].unframed(column: 0)
        #expect(shape(view) == shape(model.unframed(column: 0)))
        // Each word knows its place, also after what is escaped.
        let cost = try #require(view.text(0..<view.bytes.count).firstRange(of: "6887.74"))
        let start = view.text(0..<view.bytes.count)[..<cost.lowerBound].utf8.count
        #expect(view.span(start..<start + 7).text == "6887.74")
    }

    /// Other results of the file are read, so that all findings of a file come at once.
    @Test(arguments: [
        (
            "asciidoc",
            "[options=\"header\",cols=\">l\",frame=\"none\"]\n|====\n^l|n\n>l|1\n|====\n\n....\n(1 row)\n....\n"
        ),
        ("asciidoc", "[cols=\"h,l\",frame=\"none\"]\n|====\n2+^|Record 1\n<l|n >l|1\n|====\n"),
        (
            "latex",
            "\\begin{tabular}{r}\n\\textit{n} \\\\\n\\hline\n1 \\\\\n\\end{tabular}\n\n\\noindent (1 row) \\\\\n"
        ),
        (
            "latex-longtable",
            "\\begin{longtable}{r}\n\\endhead\n\\raggedright{1} \\tabularnewline\n\\end{longtable}\n"
        ),
        ("troff-ms", ".LP\n.TS\ncenter;\nr.\n\\fIn\\fP\n_\n1\n.TE\n.DS L\n(1 row)\n.DE\n"),
    ])
    func unsupportedFormatIsRefused(_ format: String, _ printed: String) throws {
        let output = PsqlText(SourceFile(path: "a.txt", text: "\(printed)\n id \n----\n  7\n(1 row)\n"))
        #expect(output.findings.map(\.summary) == ["Results in psql's \(format) format are not supported"])
        #expect(output.findings.first?.help?.contains("psql --csv") == true)
        #expect(output.results.map(cells) == [[["7"]]])
    }

    @Test(arguments: ["json", "yaml", "xml"])
    func planInCSVWithoutHeader(_ format: String) throws {
        let output = PsqlText(try fixture("\(planFrames)/\(format).csv-tuples"))
        let model = PsqlText(try fixture("\(planFrames)/\(format).html")).results[0]
        try #require(output.results.count == 1 && output.findings.isEmpty)
        #expect(shape(output.results[0].unframed(column: 0)) == shape(model.unframed(column: 0)))
    }

    /// A capture that ends too early is refused or holds nothing, wherever it ends.
    @Test(arguments: ["html", "html-x", "json"])
    func noPartOfAResultIsTheWhole(_ variant: String) throws {
        let file = try fixture("\(markup)/hard.\(variant)")
        let end = file.bytes.lastIndex { $0 != 0x0A } ?? 0
        let text = file.text(0..<file.bytes.count)
        let mark = text.ranges(of: "\n<p>").last
        let limit = mark.map { text[..<$0.lowerBound].utf8.count } ?? end - 1
        for length in stride(from: limit, through: 1, by: -11) {
            let part = SourceFile(path: file.path, bytes: Array(file.bytes[..<length]))
            #expect(PsqlText(part).results.allSatisfy { $0.rowCount == 0 }, "\(length) bytes")
        }
    }

    @Test func carriageReturnsOfTheFileAreNotOfTheCells() throws {
        for variant in ["csv", "html"] {
            let file = try fixture("\(markup)/hard.\(variant)")
            let bytes = file.bytes.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] }
            let found = try parseResultTables(in: SourceFile(path: file.path, bytes: bytes))
            #expect(cells(found[0]) == cells(try parseResultTables(in: file)[0]), "\(variant)")
        }
    }

    /// What is no result of a query does not become one.
    @Test(arguments: [
        "lab/before/postgres.log", "lab/before/pgbench_spike.txt", "lab/before/pgbench_api_progress.txt",
        "pgbench/retries.log", "lab/fix/create_index.txt",
    ])
    func otherTextsHoldNoResult(_ path: String) throws {
        let output = PsqlText(try fixture("\(fixtures)/\(path)"))
        #expect(output.results.isEmpty && output.findings.isEmpty)
    }

    @Test(arguments: [
        "Dear all,\nwe saw, as you know,\nnothing at all.\n", "a paragraph\n\nand another; with a sign\n",
        "| a | b |\n|---|---|\n| 1 | 2 |\n", "ERROR:  relation \"x\" does not exist\nLINE 1: select 1\n",
        "{\"Plan\": {\"Node Type\": \"Result\"}}\n", "[{\"Plan\": {\"Node Type\": \"Result\"}}]\n", "{}\n",
    ])
    func proseHoldsNoResult(_ text: String) throws {
        let output = PsqlText(SourceFile(path: "a.txt", text: text))
        #expect(output.results.isEmpty && output.findings.isEmpty)
    }

    @Test func severalResultsOfSeveralFormatsInOneFile() throws {
        let html = try fixture("\(markup)/hard.html").bytes
        let unaligned = Array("id|state\n1|idle\n2|active\n(2 rows)\ncount\n7\n(1 row)\n".utf8)
        let file = SourceFile(path: "a.txt", bytes: html + unaligned + html)
        let found = try parseResultTables(in: file)
        #expect(found.map(\.layout) == [.html, .separated, .separated, .html])
        #expect(found.map(\.rowCount) == [3, 2, 1, 3])
        #expect(cells(found[1]) == [["1", "idle"], ["2", "active"]])
        #expect(found[2].columns.map(\.name) == ["count"])
    }

    private func shape(_ view: SourceFile) -> String {
        // Figures differ from run to run, and with them the spaces in front of a line's end.
        var shape = ""
        for scalar in view.text(0..<view.bytes.count).unicodeScalars {
            if ("0"..."9").contains(scalar) || scalar == "." {
                if shape.last != "9" { shape += "9" }
            } else {
                shape.unicodeScalars.append(scalar)
            }
        }
        return shape
    }
}
