internal import Diagnostics

extension PsqlTextScan {
    /// Reads the aligned table to which a rule belongs, and returns the line after it; nil where it is none.
    mutating func aligned(_ found: AlignedRule, at line: Int) -> Int? {
        if found.border == 2 { return framed(found, at: line) }
        guard line - 1 > lastTaken else { return nil }
        let header = file.textLine(line - 1)
        guard let rule = ruleFitting(found, header: header, at: line) else { return nil }
        var cutter = AlignedCutter(rule)
        let isHeader = file.bytes.withUnsafeBufferPointer { cutter.cut($0, header) }
        guard isHeader, !file.isBlank(header) else {
            if rule.border != 1 || rule.segments.count == 1 { return nil }
            findings.append(badHeader(header, line))
            return skipped(from: line + 1)
        }
        var first = line - 1
        while first - 1 > lastTaken {
            let above = file.textLine(first - 1)
            let isAbove = file.bytes.withUnsafeBufferPointer { cutter.cut($0, above) }
            guard isAbove, cutter.continues else { break }
            first -= 1
        }
        return rows(AlignedTable(rule: rule, header: first...line - 1), from: line + 1)
    }

    /// A rule of one column looks the same with and without bars: the header and the rows tell.
    private mutating func ruleFitting(_ rule: AlignedRule, header: Range<Int>, at line: Int) -> AlignedRule? {
        guard rule.border == 1, rule.segments.count == 1 else { return rule }
        let width = displayWidth(of: header)
        let isPadded = file.bytes[header].first == 0x20
        guard width > 0, width <= rule.width,
            !file.matches("--", at: header.lowerBound, before: header.upperBound)
        else { return nil }
        let end = endOfRows(after: line)
        // Where the text ends first, only the header's padding speaks for a table.
        guard isPadded || end <= file.lineCount else { return nil }
        let hasBars =
            isPadded
            && (line + 1..<end).allSatisfy { next in
                let bounds = file.textLine(next)
                return bounds.isEmpty || file.bytes[bounds.lowerBound] == 0x20
            }
        return hasBars ? rule : AlignedRule(withoutBars: rule)
    }

    /// The line at which the rows under a rule end: a count, a blank line, or the one after the last.
    ///
    /// It is kept until it is passed, so that a text full of dashes is walked through once.
    private mutating func endOfRows(after line: Int) -> Int {
        if knownEnd > line { return knownEnd }
        var next = line + 1
        while next <= file.lineCount {
            let bounds = file.textLine(next)
            if bounds.isEmpty || statedRows(bounds) != nil { break }
            next += 1
        }
        knownEnd = next
        return next
    }

    private func displayWidth(of bounds: Range<Int>) -> Int {
        file.bytes.withUnsafeBufferPointer { bytes in
            var width = 0
            var index = bounds.lowerBound
            while index < bounds.upperBound {
                let (value, length) = scalar(at: index, in: bytes, before: bounds.upperBound)
                width += Captures.displayWidth(of: value)
                index += length
            }
            return width
        }
    }

    /// Reads a table in a frame, whose first rule stands above the header.
    private mutating func framed(_ rule: AlignedRule, at line: Int) -> Int? {
        var next = line + 1
        var cutter = AlignedCutter(rule)
        while next <= file.lineCount {
            let bounds = file.textLine(next)
            if let second = AlignedRule(file, bounds), second.border == 2, second.segments == rule.segments {
                break
            }
            guard file.bytes.withUnsafeBufferPointer({ cutter.cut($0, bounds) }) else {
                if next == line + 1 { return nil }
                findings.append(badHeader(bounds, next))
                return skipped(from: next)
            }
            next += 1
        }
        guard next > line + 1, next <= file.lineCount else {
            if next == line + 1 { return nil }
            findings.append(truncated(header: line + 1, after: next - 1))
            return next
        }
        return rows(AlignedTable(rule: rule, header: line + 1...next - 1), from: next + 1)
    }

    private mutating func rows(_ start: AlignedTable, from first: Int) -> Int {
        var table = start
        var cutter = AlignedCutter(table.rule)
        table.takeHeader(file, &cutter)
        var line = first
        var stated: Int?
        var isClosed = false
        while line <= file.lineCount {
            let bounds = file.textLine(line)
            if let count = statedRows(bounds), !table.isContinuing {
                stated = count
                isClosed = true
                line += 1
                break
            }
            if isGap(bounds, line, table) {
                isClosed = !table.isContinuing
                break
            }
            if table.rule.border == 2, !isClosed, let end = AlignedRule(file, bounds), end.border == 2 {
                isClosed = true
                line += 1
                continue
            }
            if isClosed { break }
            let isRow = file.bytes.withUnsafeBufferPointer { bytes in
                cutter.cut(bytes, bounds) && table.take(cutter.cells)
            }
            guard isRow else {
                if isDescriptionFooter(bounds), !table.isContinuing {
                    isClosed = true
                    break
                }
                findings.append(badRow(bounds, line, table, isWrapped: cutter.isWrapped))
                return skipped(from: line)
            }
            line += 1
        }
        guard isClosed else {
            findings.append(truncated(header: table.header.lowerBound, after: min(line, file.lineCount)))
            return line
        }
        if let stated, stated != table.rowCount {
            findings.append(wrongRowCount(stated, table.rowCount, at: line - 1, table))
        }
        tables.append(table.finished(file, lastLine: line - 1, stated: stated))
        return line
    }

    /// Whether a line is blank; spaces at the end of a cut file may be the beginning of a row.
    private func isGap(_ bounds: Range<Int>, _ line: Int, _ table: AlignedTable) -> Bool {
        if bounds.isEmpty { return true }
        let isCut = line == file.lineCount && !file.endsWithNewline
        return table.rule.segments.count > 1 && !isCut && file.isBlank(bounds)
    }

    /// The line after a damaged table: one finding for each table is enough.
    private func skipped(from line: Int) -> Int {
        var next = line
        while next <= file.lineCount {
            let bounds = file.textLine(next)
            next += 1
            if bounds.isEmpty || statedRows(bounds) != nil { break }
        }
        return next
    }
}

extension PsqlTextScan {
    private func headerNote(_ line: Int) -> Diagnostic.Note {
        Diagnostic.Note("the table's header", at: Place(file.span(file.textLine(line))))
    }

    private func badHeader(_ bounds: Range<Int>, _ line: Int) -> Diagnostic {
        Diagnostic(
            "capture.table-header",
            "The header does not stand over the rule of dashes below it",
            at: file.span(file.trimmed(bounds)),
            expected: "a “|” over each “+” of the rule",
            help: "Capture the table again; editing has moved its columns."
        )
    }

    private func badRow(_ bounds: Range<Int>, _ line: Int, _ table: AlignedTable, isWrapped: Bool)
        -> Diagnostic
    {
        if isWrapped { return unsupported("wrapped format", bounds, "\\pset format aligned") }
        if line == file.lineCount, !file.endsWithNewline {
            return truncated(header: table.header.lowerBound, after: line)
        }
        return Diagnostic(
            "capture.table-row",
            "The line is neither a row of the table above nor its end",
            at: file.span(bounds),
            expected:
                "\(table.rule.segments.count) cells under the header's, a count such as “(2 rows)”, or a blank line",
            help: "Capture the table again; a line of it is missing, or was edited.",
            notes: [headerNote(table.header.lowerBound)]
        )
    }

    private func truncated(header: Int, after line: Int) -> Diagnostic {
        Diagnostic(
            "capture.truncated",
            "The capture ends in the middle of a table",
            at: file.span(file.textLine(line)),
            expected: "a count such as “(2 rows)”, or a blank line",
            help: "Capture it again; the file is cut.",
            notes: [headerNote(header)]
        )
    }

    private func wrongRowCount(_ stated: Int, _ found: Int, at line: Int, _ table: AlignedTable) -> Diagnostic
    {
        Diagnostic(
            "capture.row-count",
            "The footer counts \(stated) \(stated == 1 ? "row" : "rows"), the table has \(found)",
            at: file.span(file.trimmed(file.textLine(line))),
            help: "Capture the table again; rows are missing, or were added.",
            notes: [headerNote(table.header.lowerBound)]
        )
    }
}

/// The cells of an aligned table while it is being read.
struct AlignedTable {
    let rule: AlignedRule
    let header: ClosedRange<Int>

    private var columns: [ResultColumn] = []
    private var cells: [CellRange] = []
    private var pieces: [Int: [CellPiece]] = [:]
    private var isLeftAligned: [Bool]
    private var open: [Bool]
    private(set) var isContinuing = false

    init(rule: AlignedRule, header: ClosedRange<Int>) {
        self.rule = rule
        self.header = header
        isLeftAligned = rule.segments.map { _ in false }
        open = isLeftAligned
    }

    var rowCount: Int { cells.count / rule.segments.count }

    /// Reads the names of the columns; a name may take several lines.
    mutating func takeHeader(_ file: SourceFile, _ cutter: inout AlignedCutter) {
        var names = rule.segments.map { _ in "" }
        var ranges: [Range<Int>?] = rule.segments.map { _ in nil }
        var isOpen = rule.segments.map { _ in true }
        for line in header {
            let bounds = file.textLine(line)
            guard file.bytes.withUnsafeBufferPointer({ cutter.cut($0, bounds) }) else { continue }
            for (index, cell) in cutter.cells.enumerated() where isOpen[index] {
                let range = file.trimmed(cell.range)
                names[index] += ranges[index] == nil ? file.text(range) : "\n\(file.text(range))"
                ranges[index] = ranges[index] ?? range
                isOpen[index] = cell.continues
            }
        }
        columns = zip(names, ranges).map { name, range in ResultColumn(name: name, span: range.map(file.span))
        }
    }

    /// Adds a line's cells: a row, or more lines of the row before; false where they continue nothing.
    mutating func take(_ line: [CellLine]) -> Bool {
        let isContinuation = isContinuing
        isContinuing = false
        for (index, cell) in line.enumerated() {
            if cell.isLeftAligned { isLeftAligned[index] = true }
            let range = cell.range
            if !isContinuation {
                cells.append(CellRange(range))
            } else if open[index] {
                let position = cells.count - line.count + index
                if pieces[position] == nil {
                    pieces[position] = [CellPiece(cells[position].range)]
                    cells[position] = CellRange(cells[position].range, isComposed: true)
                }
                let above = pieces[position]?.last?.range
                pieces[position]? += CellPiece.lines([range], after: above)
            } else if !range.isEmpty {
                return false
            }
            open[index] = cell.continues && (!isContinuation || open[index])
            if open[index] { isContinuing = true }
        }
        return true
    }

    /// The table, with leading spaces cut where they are the padding of a column aligned to the right.
    func finished(_ file: SourceFile, lastLine: Int, stated: Int?) -> ResultTable {
        var cells = cells
        let width = rule.segments.count
        file.bytes.withUnsafeBufferPointer { bytes in
            for column in 0..<width where !isLeftAligned[column] {
                var index = column
                while index < cells.count {
                    var range = cells[index].range
                    if !range.isEmpty, bytes[range.lowerBound] == 0x20, !cells[index].isComposed {
                        while !range.isEmpty, bytes[range.lowerBound] == 0x20 {
                            range = range.lowerBound + 1..<range.upperBound
                        }
                        cells[index] = CellRange(range)
                    }
                    index += width
                }
            }
        }
        return ResultTable(
            file: file,
            layout: .aligned,
            columns: columns,
            rowCount: rowCount,
            lines: header.lowerBound...max(header.upperBound, lastLine),
            statedRowCount: stated,
            cells: cells,
            pieces: pieces
        )
    }
}
