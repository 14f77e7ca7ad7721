internal import Diagnostics
internal import Evidence

/// Where `old-ascii` prints the lines of a cell as it prints rows, what the rest of the capture says of them.
///
/// It has no mark for a cell that goes on in the only column, or in any column without bars. Two things
/// tell: the column is then padded, which psql omits at the end of other lines; and the footer counts rows.
extension AlignedTable {
    /// Joins the lines that make up a row; false where it cannot be told which do.
    ///
    /// - Parameter isPaddingKept: Whether the spaces at the ends of lines are still there.
    mutating func joinLines(_ stated: Int?, isPaddingKept: Bool, _ file: SourceFile) -> Bool {
        guard areRowsUncertain, rowCount > 0 else { return true }
        let isTold = !paddedRows.isEmpty && paddedRows.last != rowCount - 1
        guard let stated else {
            if !isTold { return rowCount < 2 || isPlan || !mayBeLines }
            return width == 1 && join(after: Set(paddedRows), file, isPlan: isPlan && groupCount > 1)
        }
        guard stated < rowCount, stated > 0 else { return true }
        if isTold, groupCount == stated {
            return join(after: Set(paddedRows), file, isPlan: isPlan && stated > 1)
        }
        if !isTold, isPaddingKept, width == 1, rule.border < 2 { return true }
        if stated == 1 { return join(after: Set(0..<rowCount - 1), file, isPlan: false) }
        guard isPlan else { return false }
        let full = Set((0..<rowCount - 1).filter { isFull($0, file) })
        return full.count == rowCount - stated && join(after: full, file, isPlan: true)
    }

    /// Whether nothing speaks against lines of one cell: in a frame, all of them are padded.
    private var mayBeLines: Bool { rule.border == 2 || (isOldHeader && width > 1) }

    private var groupCount: Int { rowCount - paddedRows.count }

    /// Whether the table is what `EXPLAIN` prints, whose rows hold no newline in the text format.
    var isPlan: Bool { width == 1 && columns.first?.name == "QUERY PLAN" }

    private func isFull(_ row: Int, _ file: SourceFile) -> Bool {
        (0..<width).contains { column in
            let range = cells[row * width + column].range
            return !range.isEmpty
                && file.displayWidth(of: range) + 1
                    >= rule.textColumns(column).count
        }
    }

    private mutating func join(after continued: Set<Int>, _ file: SourceFile, isPlan isText: Bool) -> Bool {
        var joined: [CellRange] = []
        var parts: [Int: [CellPiece]] = [:]
        let isWrapped =
            isText
            && continued.allSatisfy { row in
                file.displayWidth(of: cells[row].range) + 2 >= rule.textColumns(0).count
            }
        for row in 0..<rowCount {
            let isMore = row > 0 && continued.contains(row - 1)
            // A line that fills its column may have been wrapped there as well.
            if isMore, !isWrapped, !isPlan, isFull(row - 1, file) { return false }
            for column in 0..<width {
                let range = cells[row * width + column].range
                guard isMore else {
                    joined.append(CellRange(range))
                    continue
                }
                let position = joined.count - width + column
                var own = parts[position] ?? [CellPiece(joined[position].range)]
                if isWrapped, let last = own.last?.range {
                    let missing = rule.textColumns(0).count - file.displayWidth(of: last)
                    own[own.count - 1] = CellPiece(last.lowerBound..<last.upperBound + max(0, missing))
                } else if let end = own.last?.range.upperBound {
                    own.append(CellPiece(end..<end, replacement: [0x0A]))
                }
                own.append(CellPiece(range))
                parts[position] = own
            }
        }
        // Of several columns, those that end sooner are blank below.
        for (position, own) in parts {
            var own = own
            while own.count > 1, let last = own.last, last.range.isEmpty { own.removeLast() }
            parts[position] = own.count > 1 ? own : nil
        }
        cells = joined
        pieces = parts
        return true
    }
}

extension SourceFile {
    /// How many columns of the terminal a range of bytes takes.
    func displayWidth(of range: Range<Int>) -> Int {
        bytes.withUnsafeBufferPointer { bytes in
            var width = 0
            var index = range.lowerBound
            while index < range.upperBound {
                let (value, length) = scalar(at: index, in: bytes, before: range.upperBound)
                width += PsqlOutput.displayWidth(of: value)
                index += length
            }
            return width
        }
    }
}
