import Diagnostics
import Evidence
import PsqlOutput
import TestSupport
import Testing

/// Writes cells as psql's `src/fe_utils/print.c` does, and reads them back: the same, or refused.
@Suite struct MarkupRoundTripTests {
    @Test(arguments: Format.allCases)
    func cellsComeBackOrAreRefused(_ format: Format) throws {
        var random = SeededGenerator(seed: 700 + UInt64(format.rawValue.utf8.count))
        var refused = 0
        for round in 0..<300 {
            let isPlain = round.isMultiple(of: 2)
            let rows = table(&random, isPlain: isPlain, format)
            let text = "== heading\n" + format.print(rows) + (round.isMultiple(of: 3) ? "\n== end\n" : "")
            let file = SourceFile(path: "a.txt", text: text)
            let output = PsqlText(file)
            guard let found = output.results.first else {
                refused += 1
                #expect(!output.findings.isEmpty, "\(text)")
                // Only what the format itself leaves open may be refused.
                #expect(!isPlain && format.leavesOpen, "\(text)")
                continue
            }
            #expect(output.results.count == 1 && output.findings.isEmpty, "\(text)")
            #expect(found.columns.map(\.name) == rows[0], "\(text)")
            #expect(cells(found) == Array(rows.dropFirst()), "\(text)")
            for row in 0..<found.rowCount {
                for column in found.columns.indices {
                    let cell = found.text(row: row, column: column)
                    guard cell.utf8.allSatisfy({ isUnescaped($0) }) else { continue }
                    #expect(found.span(row: row, column: column).text == cell, "\(text)")
                }
            }
        }
        #expect((refused > 0) == format.leavesOpen)
    }

    private func isUnescaped(_ byte: UInt8) -> Bool {
        byte >= 0x80 || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF)
    }

    /// A header and rows; every other table holds what stands between cells, and line breaks.
    private func table(_ random: inout SeededGenerator, isPlain: Bool, _ format: Format) -> [[String]] {
        let width = Int.random(in: 2...4, using: &random)
        let height = Int.random(in: 1...4, using: &random)
        return (0...height).map { row in
            (0..<width).map { column in
                if row == 0 { return names[Int.random(in: 0..<names.count, using: &random)] + "\(column)" }
                let pieces = isPlain ? plain : plain + hard
                let cell = (0..<Int.random(in: 0...3, using: &random)).map { _ in
                    pieces[Int.random(in: 0..<pieces.count, using: &random)]
                }.joined()
                // HTML prints a cell of spaces like an empty one.
                return cell.allSatisfy { $0 == " " || $0 == "\t" } ? "" : cell
            }
        }
    }
}

private let names = ["id", "state", "a<b", "é界", "n%_", "x&y", "{c}"]
private let plain = ["a", "b c", "7", "-0.5", "界", "é", "🙂", "(x)", "t", "\"q\"", "'"]
private let hard = [
    "|", "\t", "\n", "\\", "&", "<b>", "&amp;", "{", "}", "_", "%", "$", "#", "~", "^", "\\|", "\\\\",
    "</td>", "(1 row)", " ", "<br />", "\n\n",
]

/// The formats of `\pset format`, as they are printed with a border of 1.
enum Format: String, CaseIterable {
    case html, htmlRecords, unaligned

    /// Whether cells can hold what the format does not mark.
    var leavesOpen: Bool { self == .unaligned }

    func print(_ rows: [[String]]) -> String {
        let body = rows.dropFirst()
        let count = "(\(body.count) \(body.count == 1 ? "row" : "rows"))"
        switch self {
        case .html:
            return "<table border=\"1\">\n  <tr>\n"
                + rows[0].map { "    <th align=\"center\">\(html($0))</th>\n" }.joined() + "  </tr>\n"
                + body.map { "  <tr valign=\"top\">\n" + $0.map(htmlCell).joined() + "  </tr>\n" }.joined()
                + "</table>\n<p>\(count)<br />\n</p>\n"
        case .htmlRecords:
            let records = body.enumerated().map { index, row in
                "\n  <tr><td colspan=\"2\" align=\"center\">Record \(index + 1)</td></tr>\n"
                    + zip(rows[0], row).map { name, cell in
                        "  <tr valign=\"top\">\n    <th>\(html(name))</th>\n\(htmlCell(cell))  </tr>\n"
                    }.joined()
            }
            return "<table border=\"1\">\n" + records.joined() + "</table>\n\n"
        case .unaligned:
            return rows.map { $0.joined(separator: "|") + "\n" }.joined() + "\(count)\n"
        }
    }

    private func html(_ text: String) -> String {
        let lead = text.prefix { $0 == " " }.count
        return String(repeating: "&nbsp;", count: lead)
            + text.dropFirst(lead).replacing("&", with: "&amp;").replacing("<", with: "&lt;")
            .replacing(">", with: "&gt;").replacing("\"", with: "&quot;").replacing("\n", with: "<br />\n")
    }

    private func htmlCell(_ text: String) -> String {
        "    <td align=\"left\">\(text.isEmpty ? "&nbsp; " : html(text))</td>\n"
    }
}
