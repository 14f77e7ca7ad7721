import Diagnostics
import Evidence
import PsqlOutput
import TestSupport
import Testing

/// Writes cells as psql does, and reads them back.
@Suite struct RoundTripTests {
    @Test(arguments: [0, 1, 2])
    func aligned(border: Int) throws {
        var random = SeededGenerator(seed: UInt64(40 + border))
        for round in 0..<400 {
            let rows = table(&random, multiline: round.isMultiple(of: 2), multicolumn: border == 0)
            for isUnicode in [false, true] {
                let text =
                    "some text\n\(alignedText(rows, border: border, isUnicode: isUnicode))(\(rows.count - 1) rows)\n\n"
                try check(text, path: "a.txt", holds: rows)
            }
        }
    }

    @Test func expanded() throws {
        var random = SeededGenerator(seed: 50)
        for round in 0..<400 {
            var rows = table(&random, multiline: round.isMultiple(of: 2), multicolumn: false)
            // Names of several lines are not in this format's reach, and equal ones hide a lost line.
            rows[0] = rows[0].indices.map { "n\($0)\(rows[0][$0].contains("界") ? "界" : "")" }
            if rows.count > 1 { try check(expandedText(rows), path: "a.txt", holds: rows) }
        }
    }

    @Test func csv() throws {
        var random = SeededGenerator(seed: 60)
        for _ in 0..<400 {
            let rows = table(&random, multiline: true, multicolumn: true)
            for ending in ["\n", "\r\n"] {
                let text = rows.map { $0.map(csvField).joined(separator: ",") + ending }.joined()
                try check("== a, heading\(ending)\(text)", path: "a.csv", holds: rows)
            }
        }
    }

    @Test func separatedLines() throws {
        var random = SeededGenerator(seed: 70)
        for _ in 0..<200 {
            let rows = table(&random, multiline: false, multicolumn: true).map { row in
                row.map { $0.replacing("|", with: "/") }
            }
            let text = rows.dropFirst().map { $0.joined(separator: "|") + "\n" }.joined()
            guard rows.count > 1 else { continue }
            let file = SourceFile(path: "a.txt", text: text)
            let found = try parseSeparatedLines(in: file, columns: rows[0], separator: "|")
            #expect(cells(found) == Array(rows.dropFirst()))
        }
    }

    private func check(_ text: String, path: String, holds rows: [[String]]) throws {
        let found = try tables(text, path: path)
        try #require(found.count == 1, "\(text)")
        #expect(found[0].columns.map(\.name) == rows[0], "\(text)")
        #expect(cells(found[0]) == Array(rows.dropFirst()), "\(text)")
        for row in 0..<found[0].rowCount {
            for column in found[0].columns.indices {
                let cell = found[0].text(row: row, column: column)
                let span = found[0].span(row: row, column: column)
                let shown = path.hasSuffix(".csv") ? span.text.replacing("\"\"", with: "\"") : span.text
                let expected = path.hasSuffix(".csv") ? cell : String(cell.prefix { $0 != "\n" })
                #expect(shown == expected, "\(text)")
            }
        }
    }
}

private let pieces = [
    "a", "bc", "7", "4217", "-0.5", "界", "é", "🙂", "e\u{301}", "|", "+", "x y", "(1 row)", "--", "\"", ",",
    "│", "==",
    "mean_ms", ".", "…", "↵",
]

/// A header and rows of cells that begin and end with no space.
private func table(_ random: inout SeededGenerator, multiline: Bool, multicolumn: Bool) -> [[String]] {
    let width = Int.random(in: (multicolumn ? 2 : 1)...5, using: &random)
    let height = Int.random(in: 0...6, using: &random)
    return (0...height).map { row in
        (0..<width).map { column in
            var cell = ""
            // A column has a name, and a row without any cell would be a blank line.
            let least = row == 0 || column == 0 ? 1 : 0
            for _ in 0..<Int.random(in: least...4, using: &random) {
                cell += pieces[Int.random(in: 0..<pieces.count, using: &random)]
            }
            if multiline, row > 0, Int.random(in: 0..<6, using: &random) == 0 { cell += "\nmore" }
            return row == 0 ? "c\(cell)" : cell
        }
    }
}

/// The columns of a terminal that a text takes, for the characters used here.
private func width(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { sum, scalar in
        sum + (scalar == "界" || scalar == "🙂" ? 2 : (scalar == "\u{301}" ? 0 : 1))
    }
}

private func lines(_ cell: String) -> [String] {
    cell.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
}

private func padded(_ text: String, _ columns: Int, right: Bool = false) -> String {
    let padding = String(repeating: " ", count: columns - width(text))
    return right ? padding + text : text + padding
}

private func alignedText(_ rows: [[String]], border: Int, isUnicode: Bool) -> String {
    let widths = rows[0].indices.map { column in
        rows.map { lines($0[column]).map(width).max() ?? 0 }.max() ?? 0
    }
    let bar = isUnicode ? "│" : "|"
    let mark = isUnicode ? "↵" : "+"
    let dash = isUnicode ? "─" : "-"
    func line(_ cells: [String], _ marks: [Bool], right: [Bool], isHeader: Bool) -> String {
        var text = border == 2 ? bar : ""
        for column in cells.indices {
            let isLast = column == cells.count - 1
            var cell = padded(cells[column], widths[column], right: right[column])
            // psql leaves out the padding of the last column, but for a mark.
            if isLast, border < 2, !right[column], !marks[column], !isHeader { cell = cells[column] }
            switch border {
            case 0: text += cell + (marks[column] ? mark : (isLast ? "" : " "))
            default:
                text += " \(cell)" + (marks[column] ? mark : (isLast && border == 1 && !isHeader ? "" : " "))
                if !isLast || border == 2 { text += bar }
            }
        }
        return text + "\n"
    }
    func rule(_ left: String, _ middle: String, _ right: String) -> String {
        let dashes = widths.map { String(repeating: dash, count: $0 + (border == 0 ? 0 : 2)) }
        switch border {
        case 0: return dashes.joined(separator: " ") + "\n"
        case 1: return dashes.joined(separator: middle) + "\n"
        default: return left + dashes.joined(separator: middle) + right + "\n"
        }
    }
    let right = rows[0].indices.map { column in
        rows.count > 1 && rows.dropFirst().allSatisfy { Double($0[column]) != nil }
    }
    let none = rows[0].map { _ in false }
    var text = border == 2 ? rule(isUnicode ? "┌" : "+", isUnicode ? "┬" : "+", isUnicode ? "┐" : "+") : ""
    text += line(rows[0], none, right: none, isHeader: true)
    text += rule(isUnicode ? "├" : "+", isUnicode ? "┼" : "+", isUnicode ? "┤" : "+")
    for row in rows.dropFirst() {
        let parts = row.map(lines)
        let height = parts.map(\.count).max() ?? 1
        for index in 0..<height {
            text += line(
                parts.map { index < $0.count ? $0[index] : "" }, parts.map { index + 1 < $0.count },
                right: right, isHeader: false)
        }
    }
    if border == 2 { text += rule(isUnicode ? "└" : "+", isUnicode ? "┴" : "+", isUnicode ? "┘" : "+") }
    return text
}

private func expandedText(_ rows: [[String]]) -> String {
    let names = rows[0].map(width).max() ?? 0
    let values = rows.dropFirst().flatMap { $0 }.flatMap(lines).map(width).max() ?? 0
    var text = ""
    for (index, row) in rows.dropFirst().enumerated() {
        let title = "-[ RECORD \(index + 1) ]"
        let rule = String(repeating: "-", count: names + 1) + "+" + String(repeating: "-", count: values + 2)
        text += title + rule.dropFirst(title.count) + "\n"
        for (name, cell) in zip(rows[0], row) {
            let parts = lines(cell)
            for (line, part) in parts.enumerated() {
                let isMore = line + 1 < parts.count
                text += padded(line == 0 ? name : "", names) + " | "
                text += (isMore ? padded(part, values) + "+" : part) + "\n"
            }
        }
    }
    return text + "\n"
}

private func csvField(_ cell: String) -> String {
    let needsQuotes =
        cell.contains { $0 == "," || $0 == "\"" || $0 == "\n" } || cell.unicodeScalars.contains("\"")
    return needsQuotes ? "\"\(cell.replacing("\"", with: "\"\""))\"" : cell
}
