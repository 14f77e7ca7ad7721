internal import Diagnostics

extension PsqlTextScan {
    /// Reads a result of psql's troff-ms format (`print_troff_ms_text` and `print_troff_ms_vertical` of
    /// PostgreSQL's `src/fe_utils/print.c`), and returns the line after it.
    mutating func troff(at line: Int) -> Int {
        markup(at: line, endingWith: ".TE") { scan throws(MarkupProblem) in
            try TroffReader(scan, line: line).table()
        }
    }
}

/// Reads one table of troff's tbl that psql printed: a tab between cells, a line for each row.
private struct TroffReader {
    let scan: PsqlTextScan
    let file: SourceFile
    let firstLine: Int
    let endLine: Int

    init(_ scan: PsqlTextScan, line: Int) throws(MarkupProblem) {
        self.scan = scan
        file = scan.file
        firstLine = line
        var end: Int?
        var next = line + 1
        while next < scan.file.lineCount, end == nil {
            if scan.file.bytes[scan.file.textLine(next)].elementsEqual(".TE".utf8),
                scan.file.bytes[scan.file.textLine(next + 1)].elementsEqual(".DS L".utf8)
            {
                end = next
            }
            next += 1
        }
        guard let end else { throw scan.markupEnd("troff-ms", expected: ".TE and .DS L") }
        endLine = end
    }

    private func isLine(_ line: Int, _ text: StaticString) -> Bool {
        let bounds = file.textLine(line)
        return bounds.count == text.utf8CodeUnitCount
            && file.matches(text, at: bounds.lowerBound, before: bounds.upperBound)
    }

    private func starts(_ line: Int, _ mark: StaticString) -> Bool {
        let bounds = file.textLine(line)
        return file.matches(mark, at: bounds.lowerBound, before: bounds.upperBound)
    }

    private func fail(_ line: Int, _ expected: String) -> MarkupProblem {
        scan.markupProblem("troff-ms", at: file.textLine(line).lowerBound, expected: expected)
    }

    func table() throws(MarkupProblem) -> ResultTable {
        let (stated, last) = try footer()
        guard firstLine + 2 <= endLine, starts(firstLine + 1, "center") else {
            throw fail(firstLine + 1, "center; or center box;")
        }
        var builder = ResultBuilder(file)
        let format = firstLine + 2
        if isLine(format, "c s.") || isLine(format, "c l;") || format == endLine {
            builder = try records(from: format)
        } else {
            try rows(from: format, stated: stated?.count, into: &builder)
        }
        if let stated, stated.count != builder.rowCount {
            throw scan.markupCount(stated: stated.count, found: builder.rowCount, at: stated.range)
        }
        return builder.table(.troff, lines: firstLine...last, stated: stated?.count)
    }

    /// The count between `.DS L` and `.DE`, and the last line.
    private func footer() throws(MarkupProblem) -> (stated: (count: Int, range: Range<Int>)?, last: Int) {
        var stated: (count: Int, range: Range<Int>)?
        var line = endLine + 2
        while line <= file.lineCount, !isLine(line, ".DE") {
            if let count = scan.statedRows(file.textLine(line)) { stated = (count, file.textLine(line)) }
            line += 1
        }
        guard line <= file.lineCount else { throw scan.markupEnd("troff-ms", expected: ".DE") }
        return (stated, line)
    }

    private func rows(
        from format: Int,
        stated: Int?,
        into builder: inout ResultBuilder
    ) throws(MarkupProblem) {
        let shape = file.bytes[file.textLine(format)]
        guard shape.last == UInt8(ascii: ".") else { throw fail(format, "the columns, such as “l | r.”") }
        let count = shape.count { $0 == UInt8(ascii: "l") || $0 == UInt8(ascii: "r") }
        var line = format + 1
        builder.nameColumns(count)
        if line < endLine, starts(line, "\\fI") {
            let grid = SeparatedGrid(file: file, separator: [0x09], columnCount: count)
            let names = grid.fields(file.textLine(line))
            guard names.count == count else { throw fail(line, "the names of \(count) columns") }
            var columns: [ResultColumn] = []
            for name in names {
                guard name.count >= 6, file.matches("\\fI", at: name.lowerBound, before: name.upperBound),
                    file.matches("\\fP", at: name.upperBound - 3, before: name.upperBound)
                else { throw fail(line, "\\fI, a column's name and \\fP") }
                columns.append(decoded(name.lowerBound + 3..<name.upperBound - 3).column(in: file))
            }
            builder.columns = columns
            guard isLine(line + 1, "_") else { throw fail(line + 1, "_") }
            line += 2
        }
        let grid = SeparatedGrid(file: file, separator: [0x09], columnCount: builder.columns.count)
        // A column of lines that nobody counted may have cells of several lines; of a plan it is no matter.
        let isCertain =
            stated != nil || grid.columnCount > 1 || endLine - line < 2 || builder.columns[0].span == nil
            || builder.columns[0].name == planColumn
        let rows =
            (isCertain ? grid.rows(in: line..<endLine, stated: stated) : nil)
            ?? (builder.columns[0].name == planColumn
                ? stated.flatMap { grid.rowsByQuotes(in: line..<endLine, stated: $0) } : nil)
        guard let rows else {
            throw MarkupProblem(
                finding: scan.ambiguousRows(
                    line..<endLine,
                    columns: builder.columns.count,
                    separator: "a tab",
                    stated: stated
                )
            )
        }
        for cell in rows.joined() { builder.add(decoded(cell)) }
    }

    private func records(from format: Int) throws(MarkupProblem) -> ResultBuilder {
        var records = RecordBuilder(file)
        var line = format
        let isTitled = !isLine(format, "c l;")
        if !isTitled { line += 1 }
        while line < endLine {
            if starts(line, "\\fIRecord ") || isControl(line) {
                if starts(line, "\\fIRecord ") {
                    let title = file.textLine(line)
                    records.next(titled: file.firstNumber(in: title), at: title)
                } else if !isTitled {
                    records.separate(at: file.textLine(line), isRule: isLine(line, "_"))
                }
                line += 1
                continue
            }
            let bounds = file.textLine(line)
            guard let tab = file.offset(of: 0x09, in: bounds) else {
                throw fail(line, "a column's name, a tab and its value")
            }
            let name = decoded(bounds.lowerBound..<tab)
            var end = line
            while end + 1 < endLine, file.offset(of: 0x09, in: file.textLine(end + 1)) == nil,
                !isRecordEnd(end + 1, isTitled: isTitled)
            {
                end += 1
            }
            if records.begins(name) { records.separate(at: bounds, isRule: false) }
            records.add(name, decoded(tab + 1..<file.textLine(end).upperBound))
            line = end + 1
        }
        records.finish(at: file.textLine(endLine))
        if let problem = records.problem { throw MarkupProblem(finding: problem) }
        return records.builder
    }

    private func isControl(_ line: Int) -> Bool {
        isLine(line, "_") || isLine(line, ".T&") || isLine(line, "c s.") || isLine(line, "c l.")
            || isLine(line, "c | l.")
    }

    /// Whether the marks between two records begin at a line.
    private func isRecordEnd(_ line: Int, isTitled: Bool) -> Bool {
        guard isTitled else { return isLine(line, "_") }
        let mark = isLine(line, "_") ? line + 1 : line
        return isLine(mark, ".T&") && isLine(mark + 1, "c s.") && starts(mark + 2, "\\fIRecord ")
    }

    /// A cell's text, as `troff_ms_escaped_print` wrote it.
    private func decoded(_ range: Range<Int>) -> CellText {
        var cell = CellText(at: range.lowerBound)
        var start = range.lowerBound
        var search = start
        while let found = file.offset(of: UInt8(ascii: "\\"), in: search..<range.upperBound) {
            search = found + 1
            guard file.matches("\\(rs", at: found, before: range.upperBound) else { continue }
            cell.keep(start..<found)
            search = found + 4
            cell.put([UInt8(ascii: "\\")], for: found..<search)
            start = search
        }
        cell.keep(start..<range.upperBound)
        return cell.withoutCarriageReturns(in: file)
    }
}

/// The header over a plan that `EXPLAIN` prints.
let planColumn = "QUERY PLAN"

extension PsqlTextScan {
    /// What is wrong where lines cannot be divided into rows and cells with certainty.
    func ambiguousRows(
        _ lines: Range<Int>,
        columns: Int,
        separator: String,
        stated: Int?
    ) -> Diagnostic {
        let first = file.textLine(lines.lowerBound)
        return Diagnostic(
            .table(.ambiguousRows),
            "The \(lines.count) lines cannot be divided with certainty into "
                + (stated.map { "\($0) rows" } ?? "rows")
                + " of \(columns) \(columns == 1 ? "cell" : "cells")",
            at: file.span(first),
            expected: columns == 1
                ? "a line for each row" : "\(columns) cells in each line, with \(separator) between them",
            help: "A cell holds a line break or \(separator): capture it with psql --csv, which marks them."
        )
    }
}
