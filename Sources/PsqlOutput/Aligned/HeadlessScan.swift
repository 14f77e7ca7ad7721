internal import Diagnostics
internal import Evidence

/// Results of `\pset tuples_only`, which have neither a header nor a count: only what all lines of a block
/// have in common shows that they are a table.
extension PsqlTextScan {
    /// Reads a table without a header that begins in a line, and returns the line after it.
    mutating func withoutHeader(at line: Int, _ bounds: Range<Int>) -> Int? {
        guard line >= untitledEnd, mayBegin(bounds) else { return nil }
        var next = line
        let isIndented = file.bytes[bounds.lowerBound] == 0x20
        while next <= file.lineCount, !file.textLine(next).isEmpty {
            // Names stand over a rule, and no rows; titles stand over records.
            let bounds = file.textLine(next)
            if isIndented && mayBeRule(bounds) || RecordTitle(file, bounds) != nil {
                untitledEnd = next
                return nil
            }
            next += 1
        }
        // psql prints a blank line after the last row; a block without it may be cut.
        let isClosed = next <= file.lineCount
        if file.bytes[bounds.lowerBound] == UInt8(ascii: "|") || isBoxBar(bounds) {
            if let end = framedRows(line..<next) { return end }
        } else if isClosed {
            let lines = firstLine(of: line)..<next
            if let found = rowsAlone(lines) ?? recordsAlone(lines) ?? markedText(lines) {
                tables.append(found)
                return next
            }
        }
        untitledEnd = next
        return nil
    }

    /// The line at which a block begins that shows in a line to be a table.
    private func firstLine(of line: Int) -> Int {
        var first = line
        while first - 1 > lastTaken {
            let above = file.textLine(first - 1)
            guard file.bytes[above].first == 0x20 else { break }
            first -= 1
        }
        return first
    }

    /// Whether a line has a bar between spaces, or ends in the mark of a line that goes on.
    private func mayBegin(_ bounds: Range<Int>) -> Bool {
        let bytes = file.bytes
        switch bytes[bounds.upperBound - 1] {
        case UInt8(ascii: "+"), UInt8(ascii: "."):
            if bytes[bounds.lowerBound] != UInt8(ascii: "+") { return true }
        case 0xB5, 0xA6: return true
        default: break
        }
        if file.offset(of: UInt8(ascii: "|"), in: bounds) != nil { return true }
        var start = bounds.lowerBound
        while let found = file.offset(of: 0xE2, in: start..<bounds.upperBound) {
            if isBoxBar(found..<bounds.upperBound) { return true }
            start = found + 1
        }
        return false
    }

    private func mayBeRule(_ bounds: Range<Int>) -> Bool {
        let first = file.bytes[bounds.lowerBound]
        return (first == UInt8(ascii: "-") || first == 0xE2) && AlignedRule(file, bounds) != nil
    }

    private func isBoxBar(_ bounds: Range<Int>) -> Bool {
        file.matches("│", at: bounds.lowerBound, before: bounds.upperBound)
            || file.matches("║", at: bounds.lowerBound, before: bounds.upperBound)
    }

    // MARK: - Rows

    /// Reads rows between bars: ` a | b`.
    private func rowsAlone(_ lines: Range<Int>) -> ResultTable? {
        guard let first = lines.first else { return nil }
        let bounds = file.textLine(first)
        guard file.bytes[bounds.lowerBound] == 0x20 else { return nil }
        for bar in [AlignedRule.Bar.single, .double, .ascii] {
            let columns = commonBars(bar, lines)
            guard !columns.isEmpty else { continue }
            let width = lines.map { file.displayWidth(of: file.textLine($0)) }.max() ?? 0
            var segments: [Range<Int>] = []
            var start = 0
            for column in columns {
                segments.append(start..<column)
                start = column + 1
            }
            guard segments.allSatisfy({ $0.count > 1 }) else { continue }
            // The last column ends where its marks stand, which are the end of the longest lines.
            func read(to end: Int) -> ResultTable? {
                guard end >= start + 2 else { return nil }
                let rule = AlignedRule(border: 1, bar: bar, segments: segments + [start..<end], width: end)
                return table(rule, lines, isMarked: nil)
            }
            // What ends the longest lines is a mark, or the text of the last column.
            let marked = read(to: width)
            if let marked, marked.pieces.isEmpty { return marked }
            let plain = read(to: width + 1)
            guard let marked, let plain else { return marked ?? plain }
            return hasSameCells(marked, plain) ? marked : nil
        }
        return nil
    }

    private func hasSameCells(_ one: ResultTable, _ other: ResultTable) -> Bool {
        let last = one.columns.count - 1
        return one.rowCount == other.rowCount
            && (0..<one.rowCount).allSatisfy {
                one.text(row: $0, column: last) == other.text(row: $0, column: last)
            }
    }

    /// Reads the only column's text where marks show that its lines go on: `[      +`.
    private func markedText(_ lines: Range<Int>) -> ResultTable? {
        guard lines.count > 1, !lines.contains(where: { mayBeRule(file.textLine($0)) }) else { return nil }
        for bar in [AlignedRule.Bar.ascii, .single, .double] where !commonBars(bar, lines).isEmpty {
            return nil
        }
        let width = lines.map { file.displayWidth(of: file.textLine($0)) }.max() ?? 0
        guard width > 2 else { return nil }
        let start = file.textLine(lines.lowerBound)
        guard isAfterStatement(lines.lowerBound), let first = file.bytes[start].first else { return nil }
        // A first column that is not this one would be blank, or a text of another kind.
        let isPlanText = ["[", "{", "<explain", "- Plan"].contains { file.bytes[start].starts(with: $0.utf8) }
        let isIndentedText = first == 0x20 && start.count > 1 && file.bytes[start.lowerBound + 1] != 0x20
        for bar in [AlignedRule.Bar.ascii, .single] {
            let bordered = AlignedRule(border: 1, bar: bar, segments: [0..<width], width: width)
            if isIndentedText, let table = table(bordered, lines, isMarked: true) { return table }
            // Without the space before each line, only one cell that all lines make up is certain.
            let plain = AlignedRule(border: 0, bar: bar, segments: [0..<width - 1], width: width - 1)
            if isPlanText, let table = table(plain, lines, isMarked: true), table.rowCount == 1 {
                return table
            }
        }
        return nil
    }

    /// Whether psql may have begun to print a result in a line: after a blank one, a result or an echoed statement.
    private func isAfterStatement(_ line: Int) -> Bool {
        guard line - 1 > lastTaken, line > 1 else { return true }
        let above = file.trimmed(file.textLine(line - 1))
        return above.isEmpty || file.bytes[above].last == UInt8(ascii: ";")
            || file.bytes[above].first == UInt8(ascii: "=")
    }

    /// Reads rows in a frame, which has no first line without a header.
    private mutating func framedRows(_ lines: Range<Int>) -> Int? {
        guard let last = lines.first(where: { AlignedRule(file, file.textLine($0))?.border == 2 }),
            let rule = AlignedRule(file, file.textLine(last)),
            rule.position == .bottom || rule.position == .anywhere,
            let table = table(rule, lines.lowerBound..<last, isMarked: nil)
        else { return nil }
        tables.append(table)
        return last + 1
    }

    /// The table that lines are, if all of them have the shape of a rule's columns.
    private func table(_ rule: AlignedRule, _ lines: Range<Int>, isMarked: Bool?) -> ResultTable? {
        var table = AlignedTable(rule: rule, firstLine: lines.lowerBound, hasHeader: false)
        table.nameColumns()
        var cutter = AlignedCutter(rule, for: .rowsAlone)
        for line in lines {
            let bounds = file.textLine(line)
            let isTaken = file.bytes.withUnsafeBufferPointer { bytes in
                cutter.cut(bytes, bounds) && table.take(cutter, bytes)
            }
            guard isTaken else { return nil }
        }
        guard !table.isContinuing, table.ambiguity == nil, lines.count > 1 || isPadded(cutter) else {
            return nil
        }
        if let isMarked, isMarked != (table.style == .marked) { return nil }
        guard table.joinLines(nil, isPaddingKept: true, file) else { return nil }
        return table.finished(file, lastLine: lines.upperBound - 1, stated: nil)
    }

    /// Whether the cells of the only line stand as psql puts them: one space before a text.
    ///
    /// It keeps an indented line of SQL with a `|` from being a row.
    private func isPadded(_ cutter: AlignedCutter) -> Bool {
        cutter.cells.allSatisfy { cell in
            let text = file.trimmed(cell.range)
            return text.lowerBound == cell.range.lowerBound
                || (file.bytes[text].contains { digitValue($0) != nil } && !file.bytes[text].contains(0x20))
        }
    }

    /// The columns of the terminal at which a bar stands in every line, between spaces.
    private func commonBars(_ bar: AlignedRule.Bar, _ lines: Range<Int>) -> [Int] {
        var common: [Int]?
        for line in lines {
            let found = bars(bar, file.textLine(line))
            // Further lines of a row have no bar in `old-ascii`.
            if found.isEmpty, bar == .ascii, common != nil { continue }
            common = common.map { $0.filter(found.contains) } ?? found
            if common?.isEmpty == true { return [] }
        }
        return common ?? []
    }

    /// Whether a cell may begin at an offset: with a space, or the mark of a wrapped line.
    private func isOpening(_ bytes: UnsafeBufferPointer<UInt8>, _ offset: Int, _ end: Int) -> Bool {
        offset >= end || [0x20, 0x2E, 0x2026].contains(scalar(at: offset, in: bytes, before: end).value)
    }

    private func bars(_ bar: AlignedRule.Bar, _ bounds: Range<Int>) -> [Int] {
        file.bytes.withUnsafeBufferPointer { bytes in
            var found: [Int] = []
            var column = 0
            var index = bounds.lowerBound
            var previous: UInt32 = 0x20
            while index < bounds.upperBound {
                let (value, length) = scalar(at: index, in: bytes, before: bounds.upperBound)
                let isAfterSpace = [0x20, 0x2B, 0x2E, 0x21B5, 0x2026].contains(previous)
                if isAfterSpace, bar.stands(at: index, in: bytes, before: bounds.upperBound),
                    isOpening(bytes, index + length, bounds.upperBound)
                {
                    found.append(column)
                }
                previous = value
                column += displayWidth(of: value)
                index += length
            }
            return found
        }
    }

    // MARK: - Records

    /// Reads records without titles, which a rule sets apart: `name | value`.
    private mutating func recordsAlone(_ lines: Range<Int>) -> ResultTable? {
        guard lines.count > 1, let first = lines.first, file.bytes[file.textLine(first)].first != 0x20 else {
            return nil
        }
        var blocks: [RecordBlock] = []
        var start = lines.lowerBound
        var barColumn: Int?
        for line in lines {
            guard let rule = AlignedRule(file, file.textLine(line)), rule.border == 1 else { continue }
            guard rule.segments.count == 2, line > start,
                barColumn == nil || barColumn == rule.segments[0].upperBound
            else { return nil }
            barColumn = rule.segments[0].upperBound
            blocks.append(RecordBlock(title: nil, lines: start..<line))
            start = line + 1
        }
        guard start < lines.upperBound else { return nil }
        blocks.append(RecordBlock(title: nil, lines: start..<lines.upperBound))
        for isUnicode in [false, true] {
            let layouts = layouts(blocks, border: 1, isUnicode: isUnicode, barColumn: barColumn)
            if let records = read(blocks, layouts, isCertain: false), !hasRuleOfText(records) {
                return recordTable(records, lines: lines.lowerBound...lines.upperBound - 1)
            }
        }
        return nil
    }

    /// Whether what would be a name is the rule of a table that other tools write.
    private func hasRuleOfText(_ records: [[RecordField]]) -> Bool {
        records[0].contains { field in
            file.bytes[field.names[0]].allSatisfy { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "=") }
        }
    }

    /// Reads records in a frame without titles: two columns between rules, and no header among them.
    mutating func framedRecords(_ rule: AlignedRule, at line: Int) -> Int? {
        guard rule.segments.count == 2 else { return nil }
        var blocks: [RecordBlock] = []
        var start = line + 1
        var next = line + 1
        while next <= file.lineCount {
            let bounds = file.textLine(next)
            if let end = AlignedRule(file, bounds), end.border == 2, end.segments == rule.segments,
                next > start
            {
                blocks.append(RecordBlock(title: nil, lines: start..<next))
                start = next + 1
            } else if !rule.outerBar.stands(at: bounds, file) {
                break
            }
            next += 1
        }
        guard start == next, !blocks.isEmpty,
            next > file.lineCount || file.isBlank(file.textLine(next)),
            blocks.count != 2 || blocks[0].lines.count > 1 || blocks[1].lines.count < 64
        else { return nil }
        // A header and one row read as two records of one line: the first name then stands for itself.
        if blocks.count == 2, blocks[0].lines.count == 1, !isLeftAligned(blocks[0].lines.lowerBound, rule) {
            return nil
        }
        let split = rule.segments[0].upperBound
        let layouts = layouts(blocks, border: 2, isUnicode: rule.isUnicode, barColumn: split)
        guard let records = read(blocks, layouts, isCertain: false) else { return nil }
        tables.append(recordTable(records, lines: line...next - 1))
        return next
    }

    /// Whether both texts of a line begin where their columns do.
    private func isLeftAligned(_ line: Int, _ rule: AlignedRule) -> Bool {
        var cutter = AlignedCutter(rule, for: .header)
        let bounds = file.textLine(line)
        guard file.bytes.withUnsafeBufferPointer({ cutter.cut($0, bounds) }) else { return false }
        return cutter.cells.allSatisfy { file.bytes[$0.range].first != 0x20 }
    }
}

extension AlignedRule.Bar {
    /// Whether a line begins with it.
    fileprivate func stands(at line: Range<Int>, _ file: SourceFile) -> Bool {
        file.bytes.withUnsafeBufferPointer { stands(at: line.lowerBound, in: $0, before: line.upperBound) }
    }
}
