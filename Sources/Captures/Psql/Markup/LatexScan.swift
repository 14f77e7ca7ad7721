internal import Diagnostics

extension PsqlTextScan {
    /// Reads a result of psql's latex format (`print_latex_text` and `print_latex_vertical` of
    /// PostgreSQL's `src/fe_utils/print.c`), and returns the line after it.
    mutating func latex(at line: Int) -> Int {
        markup(at: line, endingWith: "\\end{tabular}") { scan throws(MarkupProblem) in
            try LatexReader(scan, line: line, endMark: "\\end{tabular}").tabular()
        }
    }

    /// Reads a result of psql's latex-longtable format (`print_latex_longtable_text` of PostgreSQL's
    /// `src/fe_utils/print.c`), and returns the line after it.
    mutating func latexLongtable(at line: Int) -> Int {
        markup(at: line, endingWith: "\\end{longtable}") { scan throws(MarkupProblem) in
            try LatexReader(scan, line: line, endMark: "\\end{longtable}").longtable()
        }
    }
}

/// Reads one table of LaTeX that psql printed.
///
/// A newline inside a cell is written `\\` and every other backslash of a cell as a command, so that each
/// row, or of a longtable each cell, is one line of the file.
private struct LatexReader {
    let scan: PsqlTextScan
    let file: SourceFile
    let firstLine: Int
    let endLine: Int

    init(_ scan: PsqlTextScan, line: Int, endMark: StaticString) throws(MarkupProblem) {
        self.scan = scan
        file = scan.file
        firstLine = line
        var next = line + 1
        while next <= scan.file.lineCount {
            let bounds = scan.file.textLine(next)
            if bounds.count == endMark.utf8CodeUnitCount,
                scan.file.matches(endMark, at: bounds.lowerBound, before: bounds.upperBound)
            {
                break
            }
            next += 1
        }
        guard next <= scan.file.lineCount else { throw scan.markupEnd("LaTeX", expected: "\(endMark)") }
        endLine = next
    }

    private func starts(_ bounds: Range<Int>, _ mark: StaticString) -> Bool {
        file.matches(mark, at: bounds.lowerBound, before: bounds.upperBound)
    }

    private func fail(_ bounds: Range<Int>, _ expected: String) -> MarkupProblem {
        scan.markupProblem("LaTeX", at: bounds.lowerBound, expected: expected)
    }

    func tabular() throws(MarkupProblem) -> ResultTable {
        let shape = columnShape()
        var builder = ResultBuilder(file)
        if shape.first == UInt8(ascii: "c") {
            builder = try records()
        } else {
            builder.nameColumns(shape.count)
            for line in firstLine + 1..<endLine {
                let bounds = file.textLine(line)
                if starts(bounds, "\\hline") { continue }
                if starts(bounds, "\\textit{") {
                    let names = try fields(bounds, count: shape.count)
                    builder.columns = try headings(names, mark: "\\textit{", closing: 1)
                } else {
                    try fields(bounds, count: shape.count).forEach { builder.add(decoded($0)) }
                }
            }
        }
        let (stated, last) = try footer()
        if let stated, stated.count != builder.rowCount {
            throw scan.markupCount(stated: stated.count, found: builder.rowCount, at: stated.range)
        }
        return builder.table(.latex, lines: firstLine...last, stated: stated?.count)
    }

    func longtable() throws(MarkupProblem) -> ResultTable {
        let count = columnShape().count
        var builder = ResultBuilder(file)
        builder.nameColumns(count)
        var hasHeader = false
        for line in firstLine + 1..<endLine {
            let bounds = file.textLine(line)
            if starts(bounds, "\\small\\textbf{\\textit{") {
                if hasHeader { continue }
                hasHeader = true
                let names = try fields(bounds, count: count)
                builder.columns = try headings(names, mark: "\\small\\textbf{\\textit{", closing: 2)
            } else if starts(bounds, "\\raggedright{") {
                let isLast = (builder.cells.count + 1) % count == 0
                let suffix: StaticString = isLast ? "} \\tabularnewline" : "}"
                let upper = bounds.upperBound - suffix.utf8CodeUnitCount
                guard file.matches(suffix, at: upper, before: bounds.upperBound) else {
                    throw fail(bounds, "a cell that ends with “\(suffix)”")
                }
                builder.add(decoded(bounds.lowerBound + 13..<upper))
            } else if !isRule(bounds) {
                throw fail(bounds, "\\raggedright{ and a cell")
            }
        }
        guard builder.cells.count % count == 0 else {
            throw fail(file.textLine(endLine), "\(count) cells in each row")
        }
        guard file.endsWithNewline || endLine < file.lineCount else {
            throw scan.markupEnd("LaTeX", expected: "the end of the line")
        }
        return builder.table(.latex, lines: firstLine...endLine, stated: nil)
    }

    /// Whether a line of a longtable holds nothing of its rows.
    private func isRule(_ bounds: Range<Int>) -> Bool {
        if file.bytes[bounds].elementsEqual("&".utf8) { return true }
        let marks: [StaticString] = [
            "\\toprule", "\\midrule", "\\bottomrule", "\\endfirsthead", "\\endhead", "\\endfoot",
            "\\endlastfoot", "\\caption[", "\\hline", " \\hline",
        ]
        return marks.contains { starts(bounds, $0) }
    }

    /// The letters of the columns in `{l | r | p{0.3\textwidth}}`.
    private func columnShape() -> [UInt8] {
        let bounds = file.textLine(firstLine)
        var depth = 0
        var letters: [UInt8] = []
        var groups = 0
        for byte in file.bytes[bounds] {
            switch byte {
            case UInt8(ascii: "{"):
                depth += 1
                if depth == 1 { groups += 1 }
            case UInt8(ascii: "}"): depth -= 1
            case UInt8(ascii: "l"), UInt8(ascii: "r"), UInt8(ascii: "c"), UInt8(ascii: "p"):
                if groups == 2, depth == 1 { letters.append(byte) }
            default: break
            }
        }
        return letters.isEmpty ? [UInt8(ascii: "l")] : letters
    }

    /// Splits a row at ` & `, which no cell holds unescaped.
    private func fields(_ bounds: Range<Int>, count: Int) throws(MarkupProblem) -> [Range<Int>] {
        let end = bounds.upperBound - 3
        guard end >= bounds.lowerBound, file.matches(" \\\\", at: end, before: bounds.upperBound) else {
            throw fail(bounds, "a row that ends with “ \\\\”")
        }
        var fields: [Range<Int>] = []
        var start = bounds.lowerBound
        let mark = Array(" & ".utf8)
        while let found = file.offset(of: mark, in: start..<end) {
            fields.append(start..<found)
            start = found + 3
        }
        fields.append(start..<end)
        guard fields.count == count else {
            throw fail(bounds, "\(count) cells; the row has \(fields.count)")
        }
        return fields
    }

    private func headings(
        _ names: [Range<Int>],
        mark: StaticString,
        closing: Int
    ) throws(MarkupProblem) -> [ResultColumn] {
        var columns: [ResultColumn] = []
        for name in names {
            let lower = name.lowerBound + mark.utf8CodeUnitCount
            let upper = name.upperBound - closing
            guard starts(name, mark), lower <= upper, file.bytes[upper] == UInt8(ascii: "}") else {
                throw fail(name, "\(mark) and a column's name")
            }
            columns.append(decoded(lower..<upper).column(in: file))
        }
        return columns
    }

    private func records() throws(MarkupProblem) -> ResultBuilder {
        var records = RecordBuilder(file)
        var isTitled = false
        for line in firstLine + 1..<endLine {
            let bounds = file.textLine(line)
            if starts(bounds, "\\multicolumn{2}") {
                isTitled = true
                let title = bounds.lowerBound + 15..<max(bounds.lowerBound + 15, bounds.upperBound)
                records.next(titled: file.firstNumber(in: title), at: bounds)
                continue
            }
            if starts(bounds, "\\hline") {
                // It stands round each title, and between records that have none.
                let next = file.textLine(line + 1)
                if !isTitled, !starts(next, "\\multicolumn{2}") { records.separate(at: bounds, isRule: true) }
                continue
            }
            let pair = try fields(bounds, count: 2)
            let name = decoded(pair[0])
            if records.begins(name) { records.separate(at: bounds, isRule: false) }
            records.add(name, decoded(pair[1]))
        }
        records.finish(at: file.textLine(endLine))
        if let problem = records.problem { throw MarkupProblem(finding: problem) }
        return records.builder
    }

    /// The count of `\noindent (6 rows) \\`, which stands under the table, and the last line.
    private func footer() throws(MarkupProblem) -> (stated: (count: Int, range: Range<Int>)?, last: Int) {
        let line = endLine + 2
        guard line <= file.lineCount, file.textLine(endLine + 1).isEmpty,
            starts(file.textLine(line), "\\noindent")
        else {
            throw line <= file.lineCount
                ? fail(file.textLine(endLine + 1), "a blank line and \\noindent")
                : scan.markupEnd("LaTeX", expected: "\\noindent")
        }
        var stated: (count: Int, range: Range<Int>)?
        var last = line
        var bounds = file.textLine(line)
        bounds = min(bounds.lowerBound + 10, bounds.upperBound)..<bounds.upperBound
        while !bounds.isEmpty {
            let upper = bounds.upperBound - 3
            guard upper >= bounds.lowerBound, file.matches(" \\\\", at: upper, before: bounds.upperBound)
            else { throw fail(bounds, "a footer that ends with “ \\\\”") }
            if let count = scan.statedRows(bounds.lowerBound..<upper) {
                stated = (count, bounds.lowerBound..<upper)
            }
            guard last < file.lineCount else { break }
            last += 1
            bounds = file.textLine(last)
        }
        guard file.endsWithNewline || last < file.lineCount else {
            throw scan.markupEnd("LaTeX", expected: "the end of the line")
        }
        return (stated, last)
    }

    private static let commands: [(name: StaticString, text: UInt8)] = [
        ("\\\\", 0x0A), ("\\textless{}", 0x3C), ("\\textgreater{}", 0x3E), ("\\textbackslash{}", 0x5C),
        ("\\textbar{}", 0x7C), ("\\textasciitilde{}", 0x7E), ("\\textasciicircum{}", 0x5E),
        ("\\backslash", 0x5C), ("\\^{}", 0x5E), ("\\~{}", 0x7E), ("\\#", 0x23), ("\\$", 0x24),
        ("\\%", 0x25), ("\\&", 0x26), ("\\_", 0x5F), ("\\{", 0x7B), ("\\}", 0x7D),
    ]

    /// A cell's text, as `latex_escaped_print` wrote it.
    private func decoded(_ range: Range<Int>) -> CellText {
        var cell = CellText(at: range.lowerBound)
        var start = range.lowerBound
        var search = start
        while let found = file.offset(of: UInt8(ascii: "\\"), in: search..<range.upperBound) {
            search = found + 1
            guard
                let command = Self.commands.first(where: {
                    file.matches($0.name, at: found, before: range.upperBound)
                })
            else { continue }
            cell.keep(start..<found)
            search = found + command.name.utf8CodeUnitCount
            cell.put([command.text], for: found..<search)
            start = search
        }
        cell.keep(start..<range.upperBound)
        return cell
    }
}
