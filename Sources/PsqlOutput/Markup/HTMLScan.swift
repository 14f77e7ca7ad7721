internal import Diagnostics
internal import Evidence

extension PsqlTextScan {
    /// Reads a result of psql's HTML format (`print_html_text` and `print_html_vertical` of PostgreSQL's
    /// `src/fe_utils/print.c`), and returns the line after it.
    mutating func html(at line: Int) -> Int {
        markup(at: line, endingWith: "</table>") { scan throws(MarkupProblem) in
            var reader = HTMLTableReader(scan, line: line)
            return try reader.table()
        }
    }
}

/// Reads one `<table>` that psql printed.
private struct HTMLTableReader {
    let scan: PsqlTextScan
    let file: SourceFile
    let firstLine: Int
    var cursor: MarkupCursor

    init(_ scan: PsqlTextScan, line: Int) {
        self.scan = scan
        file = scan.file
        firstLine = line
        cursor = MarkupCursor(scan.file, at: scan.file.textLine(line).lowerBound)
    }

    func fail(_ expected: String) -> MarkupProblem {
        scan.markupProblem("HTML", at: cursor.index, expected: expected)
    }

    mutating func table() throws(MarkupProblem) -> ResultTable {
        guard cursor.skip(past: UInt8(ascii: ">")) != nil else { throw fail("<table border=\"1\">") }
        cursor.skipSpace()
        if cursor.take("<caption>") {
            _ = try text(until: "</caption>")
            cursor.skipSpace()
        }
        var records: RecordBuilder?
        var builder = ResultBuilder(file)
        while !cursor.take("</table>") {
            let start = cursor.index
            let row = try row()
            if row.isRecordTitle {
                var current = records ?? RecordBuilder(file)
                current.next(
                    titled: row.cells.first.flatMap { file.firstNumber(in: $0.range(in: file)) },
                    at: start..<cursor.index)
                records = current
            } else if row.headings.count == 1, row.cells.count == 1 {
                guard records != nil else { throw fail("a record's title above its columns") }
                records?.add(row.headings[0], row.cells[0])
            } else if row.cells.isEmpty, builder.columns.isEmpty, records == nil {
                builder.columns = row.headings.map { $0.column(in: file) }
            } else {
                guard row.headings.isEmpty, records == nil else { throw fail("a row of cells") }
                if builder.columns.isEmpty { builder.nameColumns(row.cells.count) }
                guard row.cells.count == builder.columns.count else {
                    throw scan.markupProblem(
                        "HTML", at: start,
                        expected: "a row of \(builder.columns.count) cells; it has \(row.cells.count)")
                }
                row.cells.forEach { builder.add($0) }
            }
            cursor.skipSpace()
        }
        let end = cursor.index
        if var current = records {
            current.finish(at: end - 1..<end)
            if let problem = current.problem { throw MarkupProblem(finding: problem) }
            builder = current.builder
        }
        let stated = try footer()
        if let stated, stated.count != builder.rowCount {
            throw scan.markupCount(stated: stated.count, found: builder.rowCount, at: stated.range)
        }
        let lastLine = file.lineNumber(at: max(0, cursor.index - 1))
        return builder.table(.html, lines: firstLine...max(firstLine, lastLine), stated: stated?.count)
    }

    private struct Row {
        var headings: [CellText] = []
        var cells: [CellText] = []
        var isRecordTitle = false
    }

    private mutating func row() throws(MarkupProblem) -> Row {
        guard cursor.take("<tr") else { throw fail("<tr> or </table>") }
        guard cursor.skip(past: UInt8(ascii: ">")) != nil else { throw fail("<tr>") }
        var row = Row()
        cursor.skipSpace()
        while !cursor.take("</tr>") {
            if cursor.take("<th") {
                guard cursor.skip(past: UInt8(ascii: ">")) != nil else { throw fail("<th>") }
                row.headings.append(try text(until: "</th>"))
            } else if cursor.take("<td") {
                let start = cursor.index
                guard let close = cursor.skip(past: UInt8(ascii: ">")) else { throw fail("<td>") }
                if file.offset(of: Array("colspan".utf8), in: start..<close) != nil {
                    row.isRecordTitle = true
                }
                row.cells.append(try text(until: "</td>"))
            } else {
                throw fail("<td>, <th> or </tr>")
            }
            cursor.skipSpace()
        }
        return row
    }

    /// Reads up to an end tag; psql prints a cell of nothing but spaces as `&nbsp; `.
    private mutating func text(until end: StaticString) throws(MarkupProblem) -> CellText {
        var cell = CellText(at: cursor.index)
        let start = cursor.index
        while !cursor.take(end) {
            guard !cursor.isAtEnd else { throw scan.markupEnd("HTML", expected: "\(end)") }
            let index = cursor.index
            switch file.bytes[index] {
            case UInt8(ascii: "&"):
                guard let entity = entity() else { throw fail("an entity such as &amp;") }
                cell.put(entity, for: index..<cursor.index)
            case UInt8(ascii: "<"):
                guard cursor.take("<br />") || cursor.take("<br>") || cursor.take("<br/>") else {
                    throw fail("\(end)")
                }
                _ = cursor.take("\r")
                _ = cursor.take("\n")
                cell.put([0x0A], for: index..<cursor.index)
            default:
                cursor.index += 1
                while cursor.index < cursor.end,
                    file.bytes[cursor.index] != UInt8(ascii: "&"),
                    file.bytes[cursor.index] != UInt8(ascii: "<")
                {
                    cursor.index += 1
                }
                cell.keep(index..<cursor.index)
            }
        }
        let content = start..<cursor.index - end.utf8CodeUnitCount
        if content.count == 7, file.matches("&nbsp; ", at: start, before: content.upperBound) {
            return CellText(at: start)
        }
        return cell
    }

    private static let entities: [(name: StaticString, text: [UInt8])] = [
        ("&amp;", [0x26]), ("&lt;", [0x3C]), ("&gt;", [0x3E]), ("&quot;", [0x22]), ("&nbsp;", [0x20]),
        ("&apos;", [0x27]),
    ]

    private mutating func entity() -> [UInt8]? {
        for entity in Self.entities where cursor.take(entity.name) { return entity.text }
        var probe = cursor
        guard probe.take("&#") else { return nil }
        let isHexadecimal = probe.take("x") || probe.take("X")
        let start = probe.index
        guard let close = probe.skip(past: UInt8(ascii: ";")), (1...7).contains(close - start),
            let value = UInt32(file.text(start..<close), radix: isHexadecimal ? 16 : 10),
            let scalar = Unicode.Scalar(value)
        else { return nil }
        cursor = probe
        return scalar == "\u{A0}" ? [0x20] : Array(String(scalar).utf8)
    }

    /// The count of `<p>(6 rows)<br />`, which psql prints after the table; other footers are passed over.
    private mutating func footer() throws(MarkupProblem) -> (count: Int, range: Range<Int>)? {
        var probe = cursor
        probe.skipSpace()
        guard probe.take("<p>") else {
            // psql ends what it prints with a newline, and its footer begins the next line.
            guard file.endsWithNewline else {
                throw scan.markupEnd("HTML", expected: "a line ending, or <p>")
            }
            return nil
        }
        cursor = probe
        var stated: (count: Int, range: Range<Int>)?
        while !cursor.take("</p>") {
            guard !cursor.isAtEnd else { throw scan.markupEnd("HTML", expected: "</p>") }
            let start = cursor.index
            while !cursor.isAtEnd, file.bytes[cursor.index] != UInt8(ascii: "<"),
                file.bytes[cursor.index] != 0x0A
            {
                cursor.index += 1
            }
            if let count = scan.statedRows(start..<cursor.index) { stated = (count, start..<cursor.index) }
            if !cursor.take("<br />") {
                guard cursor.take("\n") || file.matches("</p>", at: cursor.index, before: cursor.end) else {
                    throw fail("<br /> or </p>")
                }
            }
            cursor.skipSpace()
        }
        return stated
    }
}
