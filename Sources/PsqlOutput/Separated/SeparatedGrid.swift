internal import Diagnostics
internal import Evidence

/// Divides lines into the rows and cells of a format that puts one text between cells, one between rows,
/// and marks neither inside of a cell.
///
/// Where the number of rows is stated it is the proof: rows × (columns − 1) separators leave none for the
/// inside of a cell, and of the line endings one for each row ends it. Nil is what cannot be told.
struct SeparatedGrid {
    let file: SourceFile
    let separator: [UInt8]
    let columnCount: Int

    /// How often the separator stands in a range.
    func separators(in range: Range<Int>) -> Int {
        var count = 0
        var start = range.lowerBound
        while let found = file.offset(of: separator, in: start..<range.upperBound) {
            count += 1
            start = found + separator.count
        }
        return count
    }

    /// The rows of some lines, each as the bytes of its cells, or nil where they cannot be told apart.
    func rows(in lines: Range<Int>, stated: Int?) -> [[Range<Int>]]? {
        guard let stated else { return oneLineRows(in: lines) }
        if stated == 0 { return lines.isEmpty ? [] : nil }
        guard lines.count >= stated else { return nil }
        if stated == 1 {
            let whole = bounds(lines)
            let cells = fields(whole)
            return cells.count == columnCount ? [cells] : nil
        }
        if lines.count == stated, let rows = oneLineRows(in: lines) { return rows }
        guard columnCount > 1 else { return nil }
        return rowsOfSeveralLines(in: lines, stated: stated)
    }

    private func bounds(_ lines: Range<Int>) -> Range<Int> {
        file.textLine(lines.lowerBound).lowerBound..<file.textLine(lines.upperBound - 1).upperBound
    }

    private func oneLineRows(in lines: Range<Int>) -> [[Range<Int>]]? {
        var rows: [[Range<Int>]] = []
        rows.reserveCapacity(lines.count)
        for line in lines {
            let cells = fields(file.textLine(line))
            guard cells.count == columnCount else { return nil }
            rows.append(cells)
        }
        return rows
    }

    /// Splits a range at every separator.
    func fields(_ range: Range<Int>) -> [Range<Int>] {
        guard columnCount > 1 else { return [range] }
        var fields: [Range<Int>] = []
        var start = range.lowerBound
        while let found = file.offset(of: separator, in: start..<range.upperBound) {
            fields.append(start..<found)
            start = found + separator.count
        }
        fields.append(start..<range.upperBound)
        return fields
    }

    /// Rows of which some have cells of several lines: between the last separator of one row and the
    /// first of the next there must be one line ending alone, or nobody can say which of them ends it.
    private func rowsOfSeveralLines(in lines: Range<Int>, stated: Int) -> [[Range<Int>]]? {
        var rows: [[Range<Int>]] = []
        var start = lines.lowerBound
        var found = 0
        for line in lines {
            let count = separators(in: file.textLine(line))
            if found == columnCount - 1, count > 0 || line == lines.upperBound {
                // The row above is whole, and this line begins the next.
                rows.append(fields(bounds(start..<line)))
                start = line
                found = count
            } else if found == columnCount - 1, line > start {
                // A line without a separator between two rows: of the last cell, or of the first.
                guard rows.count == stated - 1 else { return nil }
            } else {
                found += count
            }
            guard found < columnCount else { return nil }
        }
        guard found == columnCount - 1 else { return nil }
        rows.append(fields(bounds(start..<lines.upperBound)))
        guard rows.count == stated, rows.allSatisfy({ $0.count == columnCount }) else { return nil }
        return rows
    }

    /// The rows of one column of text plans: a literal that is open at the end of a line goes on in the next.
    func rowsByQuotes(in lines: Range<Int>, stated: Int) -> [[Range<Int>]]? {
        var rows: [[Range<Int>]] = []
        var start = lines.lowerBound
        var isOpen = false
        for line in lines {
            for byte in file.bytes[file.textLine(line)] where byte == UInt8(ascii: "'") { isOpen.toggle() }
            guard !isOpen else { continue }
            rows.append([bounds(start..<line + 1)])
            start = line + 1
        }
        return !isOpen && rows.count == stated ? rows : nil
    }
}

extension PsqlTextScan {
    /// What is wrong where lines cannot be divided into rows and cells with certainty.
    func ambiguousRows(_ lines: Range<Int>, columns: Int, separator: String, stated: Int?) -> Diagnostic {
        let first = file.textLine(lines.lowerBound)
        return Diagnostic(
            .table(.ambiguousRows),
            "The \(lines.count) lines cannot be divided with certainty into "
                + (stated.map { "\($0) rows" } ?? "rows")
                + " of \(columns) \(columns == 1 ? "cell" : "cells")", at: file.span(first),
            expected: columns == 1
                ? "a line for each row" : "\(columns) cells in each line, with \(separator) between them",
            help: "A cell holds a line break or \(separator): capture it with psql --csv, which marks them.")
    }
}
