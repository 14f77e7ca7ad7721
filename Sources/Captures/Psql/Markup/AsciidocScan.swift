internal import Diagnostics

extension PsqlTextScan {
    /// Whether a line begins a table of psql's asciidoc format.
    func isAsciidocTitle(_ bounds: Range<Int>, at line: Int) -> Bool {
        guard
            file.matches("[options=\"header\",cols=\"", at: bounds.lowerBound, before: bounds.upperBound)
                || file.matches("[cols=\"", at: bounds.lowerBound, before: bounds.upperBound)
        else { return false }
        return line < file.lineCount && file.bytes[file.textLine(line + 1)].elementsEqual("|====".utf8)
    }

    /// Reads a result of psql's asciidoc format (`print_asciidoc_text` and `print_asciidoc_vertical` of
    /// PostgreSQL's `src/fe_utils/print.c`), and returns the line after it.
    mutating func asciidoc(at line: Int) -> Int {
        markup(at: line + 1, endingWith: "|====") { scan throws(MarkupProblem) in
            var reader = AsciidocReader(scan, line: line)
            return try reader.table()
        }
    }
}

/// Reads one table of asciidoc that psql printed.
///
/// A `|` inside a cell is written `\|` and any other begins a cell, so that the cells are certain, also
/// those of several lines.
private struct AsciidocReader {
    let scan: PsqlTextScan
    let file: SourceFile
    let firstLine: Int
    var index: Int
    var end = 0

    init(_ scan: PsqlTextScan, line: Int) {
        self.scan = scan
        file = scan.file
        firstLine = line
        index = line + 2 <= scan.file.lineCount ? scan.file.line(line + 2).lowerBound : scan.file.bytes.count
    }

    func fail(_ expected: String) -> MarkupProblem {
        scan.markupProblem("asciidoc", at: index, expected: expected)
    }

    mutating func table() throws(MarkupProblem) -> ResultTable {
        let title = file.textLine(firstLine)
        let hasHeader = file.matches("[options=", at: title.lowerBound, before: title.upperBound)
        let shape = alignments(title)
        let endLine = try lastLine()
        end = file.line(endLine).lowerBound
        let (stated, last) = try footer(after: endLine)
        var builder = ResultBuilder(file)
        if !hasHeader, shape.first == UInt8(ascii: "h") {
            builder = try records()
        } else {
            let count = shape.count { $0 == UInt8(ascii: ",") } + 1
            if hasHeader {
                builder.columns = try header(count)
            } else {
                builder.nameColumns(count)
            }
            try rows(into: &builder)
        }
        if let stated, stated.count != builder.rowCount {
            throw scan.markupCount(stated: stated.count, found: builder.rowCount, at: stated.range)
        }
        return builder.table(.asciidoc, lines: firstLine...last, stated: stated?.count)
    }

    /// What stands between the quotes of `cols="<l,>l"`.
    private func alignments(_ title: Range<Int>) -> ArraySlice<UInt8> {
        guard let mark = file.offset(of: Array("cols=\"".utf8), in: title) else { return [] }
        let start = mark + 6
        let end = file.offset(of: UInt8(ascii: "\""), in: start..<title.upperBound) ?? title.upperBound
        return file.bytes[start..<end]
    }

    /// The line `|====` that ends the table: a cell `====` looks like it, but something follows that.
    private func lastLine() throws(MarkupProblem) -> Int {
        var candidate: Int?
        var line = firstLine + 2
        while line <= file.lineCount {
            let bounds = file.textLine(line)
            if file.bytes[bounds].elementsEqual("|====".utf8) {
                candidate = candidate ?? line
                if line == file.lineCount || file.textLine(line + 1).isEmpty { return line }
                let next = file.textLine(line + 1)
                if timingRange(file, line: next) != nil { return line }
            } else if candidate != nil, bounds.isEmpty {
                break
            }
            line += 1
        }
        guard let candidate else { throw scan.markupEnd("asciidoc", expected: "|====") }
        return candidate
    }

    /// The count of the block between two lines `....`, and the line with which the result ends.
    private func footer(
        after line: Int
    ) throws(MarkupProblem) -> (stated: (count: Int, range: Range<Int>)?, last: Int) {
        func isDots(_ number: Int) -> Bool {
            number <= file.lineCount && file.bytes[file.textLine(number)].elementsEqual("....".utf8)
        }
        guard line + 2 <= file.lineCount, file.textLine(line + 1).isEmpty, isDots(line + 2) else {
            guard line < file.lineCount || file.endsWithNewline else {
                throw scan.markupEnd("asciidoc", expected: "the end of the line")
            }
            return (nil, line)
        }
        var stated: (count: Int, range: Range<Int>)?
        var next = line + 3
        while next <= file.lineCount, !isDots(next) {
            let bounds = file.textLine(next)
            if let count = scan.statedRows(bounds) { stated = (count, bounds) }
            next += 1
        }
        guard next <= file.lineCount else { throw scan.markupEnd("asciidoc", expected: "....") }
        return (stated, next)
    }

    private mutating func header(_ count: Int) throws(MarkupProblem) -> [ResultColumn] {
        var columns: [ResultColumn] = []
        guard file.matches("^l|", at: index, before: end) else { throw fail("^l| and a column's name") }
        index += 3
        for number in 1...count {
            let isLast = number == count
            let name = try cell(endingWith: isLast ? ["\n", "\r\n"] : [" ^l"])
            columns.append(name.column(in: file))
        }
        // The mark that ended the last name belongs to the first row.
        index -= 1
        return columns
    }

    private mutating func rows(into builder: inout ResultBuilder) throws(MarkupProblem) {
        let count = builder.columns.count
        guard index < end else { return }
        guard file.bytes[index] == UInt8(ascii: "|") else { throw fail("| and the first cell") }
        index += 1
        var position = 0
        while index <= end {
            position = position % count + 1
            builder.add(try cell(endingWith: position == count ? ["\n", "\r\n"] : [" "]))
            if index > end { break }
        }
        guard position == count else {
            throw scan.markupProblem("asciidoc", at: end, expected: "\(count) cells in each row")
        }
    }

    private mutating func records() throws(MarkupProblem) -> ResultBuilder {
        var records = RecordBuilder(file)
        while index < end {
            let start = index
            if file.matches("2+^|", at: index, before: end) || file.matches("2+|", at: index, before: end) {
                let line = file.textLine(file.lineNumber(at: index))
                records.next(
                    titled: file.firstNumber(in: min(line.lowerBound + 3, line.upperBound)..<line.upperBound),
                    at: line
                )
                index = min(end, file.line(file.lineNumber(at: index) + 1).lowerBound)
                if index <= start { index = end }
                continue
            }
            guard file.matches("<l|", at: index, before: end) else { throw fail("<l| and a column's name") }
            index += 3
            let name = try cell(endingWith: [" <l", " >l"])
            let value = try cell(endingWith: [
                "\n<l", "\n2+^", "\n2+", "\n", "\r\n<l", "\r\n2+^", "\r\n2+", "\r\n",
            ])
            records.add(name, value)
            // Back to the beginning of the line whose mark ended the value.
            index = file.line(file.lineNumber(at: index - 1)).lowerBound
        }
        records.finish(at: end..<end)
        if let problem = records.problem { throw MarkupProblem(finding: problem) }
        return records.builder
    }

    /// Reads up to the next mark, before which one of some texts must stand; the longest that does.
    private mutating func cell(endingWith suffixes: [StaticString]) throws(MarkupProblem) -> CellText {
        let start = index
        var bar = start
        while true {
            guard let found = file.offset(of: UInt8(ascii: "|"), in: bar..<min(end + 1, file.bytes.count))
            else {
                throw fail("a cell that ends")
            }
            bar = found
            if found == start || file.bytes[found - 1] != UInt8(ascii: "\\") { break }
            bar = found + 1
        }
        var best: Int?
        for suffix in suffixes {
            let length = suffix.utf8CodeUnitCount
            if bar - length >= start, file.matches(suffix, at: bar - length, before: bar) {
                best = max(best ?? 0, length)
            }
        }
        guard let best else {
            index = bar
            throw fail("“\(suffixes[0])” before the mark of the next cell")
        }
        index = bar + 1
        return unescaped(start..<bar - best)
    }

    /// A cell of nothing but spaces is printed as one space, or as nothing.
    private func unescaped(_ range: Range<Int>) -> CellText {
        if range.count == 1, file.bytes[range.lowerBound] == 0x20 { return CellText(at: range.lowerBound) }
        var cell = CellText(at: range.lowerBound)
        var start = range.lowerBound
        var offset = start
        while let found = file.offset(of: UInt8(ascii: "|"), in: offset..<range.upperBound) {
            cell.keep(start..<found - 1)
            cell.put([UInt8(ascii: "|")], for: found - 1..<found + 1)
            offset = found + 1
            start = offset
        }
        cell.keep(start..<range.upperBound)
        return cell.withoutCarriageReturns(in: file)
    }
}
