internal import Diagnostics
internal import Evidence

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
    mutating func read(
        _ blocks: [RecordBlock], _ layouts: [RecordLayout], isCertain: Bool
    )
        -> [[RecordField]]?
    {
        // Where they differ in their marks alone, the first that fits is the plainest.
        let isOneSplit = layouts.dropFirst().allSatisfy { $0.isPlainer(than: layouts[0]) }
        if isOneSplit, let plainest = layouts.first, case .success(let records) = records(blocks, plainest) {
            return records
        }
        var layouts = layouts
        for block in blocks where layouts.count > 1 {
            let fitting = layouts.filter { record(block, $0).isWhole }
            if fitting.isEmpty { break }
            layouts = fitting
        }
        if layouts.count > 1 {
            let fitting = layouts.filter { hasSameNames(blocks, $0) }
            let plans = fitting.filter { isPlan(blocks, $0) }
            let plan = plans.first { $0.style == .marked } ?? plans.first
            layouts = plan.map { [$0] } ?? (fitting.isEmpty ? [layouts[0]] : likeliest(fitting, blocks))
        }
        // A line may be split in two ways by layouts that differ in nothing that the lines show.
        guard let layout = layouts.first, layouts.count == 1 else {
            guard isCertain, let first = blocks.first else { return nil }
            findings.append(
                layouts.isEmpty
                    ? badRecord(at: min(first.lines.lowerBound, file.lineCount))
                    : uncertainSplit(first, layouts))
            return nil
        }
        switch records(blocks, layout) {
        case .success(let records): return records
        case .failure(let problem):
            if isCertain { findings.append(problem) }
            return nil
        }
    }

    /// Reads every record by one layout, or says what is wrong with the first that has another.
    private func records(
        _ blocks: [RecordBlock], _ layout: RecordLayout
    ) -> Result<[[RecordField]], Diagnostic> {
        var records: [[RecordField]] = []
        var unmarked: [Range<Int>] = []
        var marked: [Int] = []
        for block in blocks {
            let found = record(block, layout)
            let end = block.lines.upperBound - 1
            if found.isWhole || !records.isEmpty, let model = records.first,
                let problem = difference(found.fields, from: model, endingAt: end, isWhole: found.isWhole)
            {
                return .failure(problem)
            }
            guard found.isWhole, !found.fields.isEmpty else {
                return .failure(badRecord(at: min(found.line, file.lineCount)))
            }
            if let place = found.ambiguity { return .failure(uncertainValue(place)) }
            records.append(found.fields)
            unmarked += found.unmarked
            marked += found.markedLines
        }
        if let line = misplacedMark(marked, blocks) { return .failure(badRecord(at: line)) }
        // A plan in one record is JSON, YAML or XML, whose readers refuse a line that was broken.
        let isPlan = records.count == 1 && records[0].map(name) == ["QUERY PLAN"]
        if !isPlan, let place = unmarked.first(where: { file.displayWidth(of: $0) + 1 >= widest(records) }) {
            return .failure(uncertainValue(place))
        }
        return .success(records)
    }

    /// The line whose last character cannot be a mark: marks stand in one column, right of every text.
    private func misplacedMark(_ marked: [Int], _ blocks: [RecordBlock]) -> Int? {
        guard let first = marked.first else { return nil }
        let column = file.displayWidth(of: file.withoutPadding(file.textLine(first)))
        let others = Set(marked)
        for block in blocks {
            for line in block.lines {
                let width = file.displayWidth(of: file.withoutPadding(file.textLine(line)))
                if others.contains(line) ? width != column : width >= column { return line }
            }
        }
        return nil
    }

    /// Whether the spaces at the ends of lines are still there: without borders a title is padded, unless
    /// it is as wide as the lines.
    func isPaddingKept(_ block: RecordBlock) -> Bool {
        guard let title = block.title else { return true }
        let bounds = file.textLine(title)
        guard file.bytes[bounds].last != 0x20 else { return true }
        return block.lines.allSatisfy { file.textLine($0).count <= bounds.count + 2 }
    }

    /// The width of the column of values: psql wraps lines that are as wide.
    private func widest(_ records: [[RecordField]]) -> Int {
        records.joined().flatMap(\.pieces).map { file.displayWidth(of: $0.range) }.max() ?? 0
    }

    private struct FoundRecord {
        var fields: [RecordField]
        var isWhole: Bool
        /// The line that does not fit, where one does not.
        var line: Int
        var ambiguity: Range<Int>?
        var unmarked: [Range<Int>] = []
        var markedLines: [Int] = []
    }

    private func record(_ block: RecordBlock, _ layout: RecordLayout) -> FoundRecord {
        let isPaddingKept = isPaddingKept(block)
        var reading = RecordReading(layout)
        var markedLines: [Int] = []
        for line in block.lines {
            let bounds = file.textLine(line)
            let isTaken = file.bytes.withUnsafeBufferPointer { bytes in
                layout.split(bytes, bounds, isPaddingKept: isPaddingKept).map { reading.take($0, bytes) }
                    ?? false
            }
            if !isTaken {
                return FoundRecord(fields: reading.fields, isWhole: false, line: line, ambiguity: nil)
            }
            if reading.isAboveMarked { markedLines.append(line - 1) }
        }
        return FoundRecord(
            fields: reading.fields, isWhole: reading.isWhole && !reading.fields.isEmpty,
            line: block.lines.upperBound - 1, ambiguity: reading.ambiguity, unmarked: reading.unmarked,
            markedLines: markedLines)
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
            file: file, layout: .expanded, columns: columns, rowCount: records.count, lines: lines,
            statedRowCount: nil, cells: cells, pieces: pieces)
    }

    /// The line after the next blank one: one finding for each result is enough.
    private func pastRecords(_ line: Int) -> Int {
        var next = line
        while next <= file.lineCount, !file.textLine(next).isEmpty { next += 1 }
        return next
    }

    private func difference(
        _ record: [RecordField], from model: [RecordField], endingAt line: Int, isWhole: Bool
    ) -> Diagnostic? {
        for (own, other) in zip(record, model) where name(own) != name(other) {
            return otherName(own.names[0], name(own), other.names[0], name(other))
        }
        guard record.count != model.count, isWhole else { return nil }
        return otherCount(
            record.count, model.count, then: model.dropFirst(record.count).first.map(name), at: line)
    }
}

extension SourceFile {
    /// The range without the spaces at its end.
    func withoutPadding(_ range: Range<Int>) -> Range<Int> {
        var upper = range.upperBound
        while upper > range.lowerBound, bytes[upper - 1] == 0x20 { upper -= 1 }
        return range.lowerBound..<upper
    }

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
