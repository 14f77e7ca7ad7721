internal import Diagnostics

/// The lines of one record, under its title or rule.
struct RecordBlock {
    let title: Int?
    let lines: Range<Int>
}

extension PsqlTextScan {
    /// Reads the records from a title on, and returns the line after them; nil where it is none.
    mutating func expanded(_ first: RecordTitle, at line: Int) -> Int? {
        var blocks: [RecordBlock] = []
        var next = line
        var barColumn: Int?
        while next <= file.lineCount, let title = RecordTitle(file, file.textLine(next)) {
            guard title.border == first.border, title.isUnicode == first.isUnicode else { break }
            guard title.number == blocks.count + 1 else {
                guard first.isCertain else { return nil }
                findings.append(badRecordNumber(title.number, after: blocks.count, at: next))
                return pastRecords(next + 1)
            }
            barColumn = barColumn ?? title.barColumn
            let lines = recordLines(after: next, first)
            blocks.append(RecordBlock(title: next, lines: lines))
            next = lines.upperBound
        }
        if let problem = missingEnd(of: blocks, first, at: &next) {
            guard first.isCertain else { return nil }
            findings.append(problem)
            return pastRecords(next)
        }
        guard let lowest = blocks.last?.lines.upperBound else { return nil }
        let layouts = layouts(blocks, border: first.border, isUnicode: first.isUnicode, barColumn: barColumn)
        guard let read = read(blocks, layouts, isCertain: first.isCertain) else {
            return first.isCertain ? pastRecords(lowest) : nil
        }
        if next <= file.lineCount, let stated = statedRows(file.textLine(next)) {
            next += 1
            if stated != read.count {
                findings.append(badRecordCount(stated, read.count, at: next - 1))
                return next
            }
        }
        if !read.isEmpty { tables.append(recordTable(read, lines: line...max(line, next - 1))) }
        return next
    }

    /// What is wrong with the end of the records; a frame's last rule is passed.
    private func missingEnd(of blocks: [RecordBlock], _ first: RecordTitle, at next: inout Int) -> Diagnostic?
    {
        if first.border == 2 {
            guard next <= file.lineCount else { return cutRecords(at: file.lineCount) }
            guard let end = AlignedRule(file, file.textLine(next)), end.border == 2 else {
                return badRecord(at: next)
            }
            next += 1
            return nil
        }
        guard next <= file.lineCount else { return cutRecords(at: file.lineCount) }
        let bounds = file.textLine(next)
        return file.isBlank(bounds) || statedRows(bounds) != nil ? nil : badRecord(at: next)
    }

    /// The lines of a record: up to the next title, the frame's end, a blank line or the count.
    private func recordLines(after title: Int, _ first: RecordTitle) -> Range<Int> {
        var next = title + 1
        while next <= file.lineCount {
            let bounds = file.textLine(next)
            if bounds.isEmpty || statedRows(bounds) != nil { break }
            if first.border == 2, AlignedRule(file, bounds) != nil { break }
            if let title = RecordTitle(file, bounds), title.border == first.border { break }
            next += 1
        }
        return title + 1..<next
    }

    /// Reads records by the layout that fits all of them; what is wrong is added to the findings.
    mutating func read(_ blocks: [RecordBlock], _ layouts: [RecordLayout], isCertain: Bool)
        -> [[RecordField]]?
    {
        var layouts = layouts
        for block in blocks where layouts.count > 1 {
            let fitting = layouts.filter { record(block, $0).isWhole }
            if fitting.isEmpty { break }
            layouts = fitting
        }
        if layouts.count > 1 { layouts = layouts.filter { hasSameNames(blocks, $0) } }
        if layouts.count > 1, let plan = layouts.first(where: { isPlan(blocks, $0) }) { layouts = [plan] }
        // A line may be split in two ways by layouts that differ in nothing that the lines show.
        guard let layout = layouts.first, layouts.dropFirst().allSatisfy({ $0.split == layout.split }) else {
            guard isCertain, let first = blocks.first else { return nil }
            findings.append(
                layouts.isEmpty
                    ? badRecord(at: min(first.lines.lowerBound, file.lineCount))
                    : uncertainSplit(first, layouts)
            )
            return nil
        }
        var records: [[RecordField]] = []
        for block in blocks {
            let found = record(block, layout)
            let end = block.lines.upperBound - 1
            if found.isWhole || !records.isEmpty, let model = records.first,
                let problem = difference(found.fields, from: model, endingAt: end, isWhole: found.isWhole)
            {
                if isCertain { findings.append(problem) }
                return nil
            }
            guard found.isWhole, !found.fields.isEmpty else {
                if isCertain { findings.append(badRecord(at: min(found.line, file.lineCount))) }
                return nil
            }
            if let place = found.ambiguity {
                if isCertain { findings.append(uncertainValue(place)) }
                return nil
            }
            records.append(found.fields)
        }
        return records
    }

    private struct FoundRecord {
        var fields: [RecordField]
        var isWhole: Bool
        /// The line that does not fit, where one does not.
        var line: Int
        var ambiguity: Range<Int>?
    }

    private func record(_ block: RecordBlock, _ layout: RecordLayout) -> FoundRecord {
        let isPaddingKept = block.title.map { file.bytes[file.textLine($0)].last == 0x20 } ?? true
        var reading = RecordReading(layout)
        for line in block.lines {
            let bounds = file.textLine(line)
            let isTaken = file.bytes.withUnsafeBufferPointer { bytes in
                layout.split(bytes, bounds, isPaddingKept: isPaddingKept).map { reading.take($0, bytes) }
                    ?? false
            }
            if !isTaken {
                return FoundRecord(fields: reading.fields, isWhole: false, line: line, ambiguity: nil)
            }
        }
        return FoundRecord(
            fields: reading.fields,
            isWhole: reading.isWhole && !reading.fields.isEmpty,
            line: block.lines.upperBound - 1,
            ambiguity: reading.ambiguity
        )
    }

    private func hasSameNames(_ blocks: [RecordBlock], _ layout: RecordLayout) -> Bool {
        guard let model = blocks.first.map({ record($0, layout).fields.map(name) }) else { return false }
        return blocks.dropFirst().allSatisfy { record($0, layout).fields.map(name) == model }
    }

    private func isPlan(_ blocks: [RecordBlock], _ layout: RecordLayout) -> Bool {
        blocks.first.map { record($0, layout).fields.map(name) } == ["QUERY PLAN"]
    }

    private func name(_ field: RecordField) -> String { field.names.map(file.text).joined(separator: "\n") }

    func recordTable(_ records: [[RecordField]], lines: ClosedRange<Int>) -> ResultTable {
        var cells: [CellRange] = []
        var pieces: [Int: [CellPiece]] = [:]
        for record in records {
            for field in record {
                let parts = file.trimmedAtEnds(field.pieces)
                if parts.count > 1 { pieces[cells.count] = parts }
                cells.append(CellRange(parts[0].range, isComposed: parts.count > 1))
            }
        }
        let columns = (records.first ?? []).map { field in
            ResultColumn(name: name(field), span: file.span(field.names[0]))
        }
        return ResultTable(
            file: file,
            layout: .expanded,
            columns: columns,
            rowCount: records.count,
            lines: lines,
            statedRowCount: nil,
            cells: cells,
            pieces: pieces
        )
    }

    /// The line after the next blank one: one finding for each result is enough.
    private func pastRecords(_ line: Int) -> Int {
        var next = line
        while next <= file.lineCount, !file.textLine(next).isEmpty { next += 1 }
        return next
    }

    private func difference(
        _ record: [RecordField],
        from model: [RecordField],
        endingAt line: Int,
        isWhole: Bool
    ) -> Diagnostic? {
        for (own, other) in zip(record, model) where name(own) != name(other) {
            return otherName(own.names[0], name(own), other.names[0], name(other))
        }
        guard record.count != model.count, isWhole else { return nil }
        return otherCount(
            record.count,
            model.count,
            then: model.dropFirst(record.count).first.map(name),
            at: line
        )
    }
}

extension SourceFile {
    /// The parts of a cell without the spaces at the ends of its lines, which may be padding.
    func trimmedAtEnds(_ parts: [CellPiece]) -> [CellPiece] {
        var parts = parts
        var isAtEnd = true
        for index in parts.indices.reversed() {
            if parts[index].replacement != nil {
                isAtEnd = true
                continue
            }
            guard isAtEnd else { continue }
            let range = parts[index].range
            var upper = range.upperBound
            while upper > range.lowerBound, bytes[upper - 1] == 0x20 { upper -= 1 }
            parts[index] = CellPiece(range.lowerBound..<upper)
            isAtEnd = upper == range.lowerBound
        }
        return parts
    }
}
