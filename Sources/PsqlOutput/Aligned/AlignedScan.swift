internal import Diagnostics
internal import Evidence

extension PsqlTextScan {
    /// Reads the aligned table to which a rule belongs, and returns the line after it; nil where it is none.
    mutating func aligned(_ found: AlignedRule, at line: Int) -> Int? {
        if found.border == 2 { return framedRecords(found, at: line) ?? framed(found, at: line) }
        if let next = resultWithoutColumns(found, at: line) { return next }
        guard line - 1 > lastTaken else { return nil }
        let isSingle = found.border == 1 && found.segments.count == 1
        guard let rule = isSingle ? ruleFitting(found, at: line) : found else { return nil }
        guard let header = AlignedHeader(file, rule, endingAt: line - 1, after: lastTaken) else {
            let bounds = file.textLine(line - 1)
            if rule.border != 1 || isSingle || file.isBlank(bounds) { return nil }
            findings.append(badHeader(bounds))
            return skipped(from: line + 1)
        }
        if rule.border == 0, !isSingle, !isCentered(header, rule, at: line - 1), !hasCount(under: line) {
            return nil
        }
        var table = AlignedTable(rule: rule, firstLine: header.firstLine, hasHeader: true)
        table.takeNames(header.names, file)
        table.isOldHeader = header.isOld
        return rows(table, from: line + 1)
    }

    /// `SELECT;` prints dashes without a column, and counts its rows.
    private func resultWithoutColumns(_ rule: AlignedRule, at line: Int) -> Int? {
        guard rule.segments.count == 1, rule.width == 2, line < file.lineCount,
            statedRows(file.textLine(line + 1)) != nil,
            line == 1 || file.isBlank(file.textLine(line - 1)) || file.textLine(line - 1).count > 2
        else { return nil }
        return line + 2
    }

    /// Whether each name stands in the middle of its column, as psql puts it, or has the whole of it.
    private func isCentered(_ header: AlignedHeader, _ rule: AlignedRule, at line: Int) -> Bool {
        guard header.firstLine == line else { return true }
        var cutter = AlignedCutter(rule, for: .header)
        let bounds = file.textLine(line)
        guard file.bytes.withUnsafeBufferPointer({ cutter.cut($0, bounds) }) else { return false }
        return zip(cutter.cells, rule.segments).allSatisfy { file.isCentered($0, $1.count) }
    }

    /// Reads a table in a frame, whose first rule stands above the header.
    private mutating func framed(_ rule: AlignedRule, at line: Int) -> Int? {
        var next = line + 1
        var cutter = AlignedCutter(rule, for: .header)
        var second: AlignedRule?
        while next <= file.lineCount {
            let bounds = file.textLine(next)
            if let found = AlignedRule(file, bounds), found.border == 2, found.segments == rule.segments {
                second = found
                break
            }
            guard file.bytes.withUnsafeBufferPointer({ cutter.cut($0, bounds) }) else {
                if next == line + 1 { return nil }
                findings.append(badHeader(bounds))
                return skipped(from: next)
            }
            next += 1
        }
        guard next > line + 1 else { return nil }
        guard let second else {
            findings.append(truncated(header: line + 1, after: next - 1))
            return next
        }
        guard let header = AlignedHeader(file, rule, lines: line + 1...next - 1) else {
            findings.append(badHeader(file.textLine(line + 1)))
            return skipped(from: next)
        }
        // The joints between the columns are those of the rule below the header.
        var table = AlignedTable(rule: second, firstLine: header.firstLine, hasHeader: true)
        table.takeNames(header.names, file)
        table.isOldHeader = header.isOld
        return rows(table, from: next + 1)
    }

    /// Reads the rows of a table from a line on, and returns the line after its end.
    mutating func rows(_ start: AlignedTable, from first: Int) -> Int {
        var table = start
        var cutter = AlignedCutter(table.rule, for: table.isPlan ? .plan : .rows)
        var line = first
        var stated: Int?
        var isClosed = false
        /// The table as it was before a blank line that may end it, or be a row of blanks.
        var beforeBlank: (table: AlignedTable, line: Int)?
        while line <= file.lineCount {
            let bounds = file.textLine(line)
            if let count = statedRows(bounds), !table.isContinuing, !isRow(bounds, count, line, table) {
                stated = count
                isClosed = true
                line += 1
                break
            }
            if !isClosed, isGap(bounds, line, table), !table.isContinuing {
                guard
                    table.rule.border == 0
                        || (table.rule.border == 1 && (table.width == 1 || !bounds.isEmpty))
                else {
                    isClosed = true
                    break
                }
                if beforeBlank == nil { beforeBlank = (table, line) }
            }
            if table.rule.border == 2 || beforeBlank != nil, !isClosed, !table.isContinuing,
                let end = AlignedRule(file, bounds)
            {
                if beforeBlank != nil { break }
                if end.border == 2, end.segments == table.rule.segments, end.position != .top {
                    isClosed = true
                    line += 1
                    continue
                }
            }
            if isClosed { break }
            let isTaken = file.bytes.withUnsafeBufferPointer { bytes in
                cutter.cut(bytes, bounds) && table.take(cutter, bytes)
            }
            guard isTaken else {
                if beforeBlank != nil { break }
                if isDescriptionFooter(bounds), !table.isContinuing {
                    isClosed = true
                    break
                }
                findings.append(badRow(bounds, line, table))
                return skipped(from: line)
            }
            line += 1
        }
        if let before = beforeBlank, !isWhole(table, stated) {
            if mayGoOn(before.table, after: before.line) {
                findings.append(uncertainEnd(before.table, at: before.line))
                return skipped(from: before.line + 1)
            }
            return finish(before.table, endingBefore: before.line, stated: nil)
        }
        guard isClosed else {
            findings.append(truncated(header: table.firstLine, after: min(line, file.lineCount)))
            return line
        }
        return finish(table, endingBefore: line, stated: stated)
    }

    /// Keeps a table that has come to its end, unless it cannot be whole.
    private mutating func finish(_ table: AlignedTable, endingBefore line: Int, stated: Int?) -> Int {
        var table = table
        let found = table.rowCount
        guard table.joinLines(stated, isPaddingKept: isPaddingKept(table), file) else {
            findings.append(uncertainRows(stated, found, table, at: line - 1))
            return line
        }
        if let place = table.ambiguity {
            findings.append(uncertainWrap(place, table))
        } else if let stated, stated != table.rowCount {
            findings.append(wrongRowCount(stated, table.rowCount, at: line - 1, table))
        } else {
            tables.append(table.finished(file, lastLine: line - 1, stated: stated))
        }
        return line
    }

    /// Whether what follows a blank line may be more rows of the only column, which has no bar.
    private func mayGoOn(_ table: AlignedTable, after blank: Int) -> Bool {
        guard table.rule.border == 0, table.width == 1 else { return false }
        var cutter = AlignedCutter(table.rule, for: .rowsAlone)
        var next = blank + 1
        while next <= file.lineCount {
            let bounds = file.textLine(next)
            // One blank line ends a result.
            if bounds.isEmpty, next == blank + 1 { return true }
            if bounds.isEmpty { break }
            let isRow = file.bytes.withUnsafeBufferPointer { cutter.cut($0, bounds) }
            if !isRow || AlignedRule(file, bounds) != nil || timingRange(file, line: bounds) != nil {
                return false
            }
            next += 1
        }
        return next > blank + 1
    }

    private func isPaddingKept(_ table: AlignedTable) -> Bool {
        file.bytes[file.textLine(table.firstLine)].last == 0x20
    }

    /// Whether a table has as many rows as its footer counts.
    private func isWhole(_ table: AlignedTable, _ stated: Int?) -> Bool {
        guard let stated else { return false }
        var table = table
        return table.joinLines(stated, isPaddingKept: isPaddingKept(table), file) && table.rowCount == stated
    }

    /// Whether a line that looks like a count is a row of a table without bars: more rows follow it.
    private func isRow(_ bounds: Range<Int>, _ count: Int, _ line: Int, _ table: AlignedTable) -> Bool {
        guard table.rule.border == 0, count != table.rowCount, line < file.lineCount else { return false }
        var cutter = AlignedCutter(table.rule)
        return !file.isBlank(file.textLine(line + 1))
            && file.bytes.withUnsafeBufferPointer { cutter.cut($0, bounds) }
    }

    /// Whether a line is blank; spaces at the end of a cut file may be the beginning of a row.
    private func isGap(_ bounds: Range<Int>, _ line: Int, _ table: AlignedTable) -> Bool {
        if bounds.isEmpty { return true }
        let isCut = line == file.lineCount && !file.endsWithNewline
        if line < file.lineCount, table.rule.border == 1, table.width > 1, file.isBlank(bounds) {
            // A blank line of the first column, in `old-ascii`: another line of the row follows it.
            var cutter = AlignedCutter(table.rule)
            let next = file.textLine(line + 1)
            let goesOn = file.bytes.withUnsafeBufferPointer { cutter.cut($0, bounds) && cutter.cut($0, next) }
            if goesOn, cutter.isOldContinuation { return false }
        }
        return table.rule.border > 0 && table.width > 1 && !isCut && file.isBlank(bounds)
    }

    /// The line after a damaged table: one finding for each table is enough.
    func skipped(from line: Int) -> Int {
        var next = line
        while next <= file.lineCount {
            let bounds = file.textLine(next)
            next += 1
            if bounds.isEmpty || statedRows(bounds) != nil { break }
        }
        return next
    }
}
