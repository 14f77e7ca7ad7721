internal import Diagnostics

/// The line above a record of psql's expanded format: `-[ RECORD 1 ]----+-----`.
struct RecordTitle {
    let number: Int
    let isFramed: Bool
    let lines: AlignedRule.Lines
    /// The column of the terminal in which the bar stands, or nil where the title covers it.
    let barColumn: Int?

    init?(_ file: SourceFile, _ bounds: Range<Int>) {
        let parsed: (number: Int, isFramed: Bool, isUnicode: Bool, bar: Int?)? =
            file.bytes.withUnsafeBufferPointer { bytes in
                var scalars: [UInt32] = []
                var index = bounds.lowerBound
                while index < bounds.upperBound {
                    let (value, length) = scalar(at: index, in: bytes, before: bounds.upperBound)
                    scalars.append(value)
                    index += length
                    // Only a title begins so; other long lines are not walked through.
                    if scalars.count == 2, scalars[1] != 0x5B, scalars[1] != 0x2D, scalars[1] != 0x2500 {
                        return nil
                    }
                    if scalars.count == 3, scalars[1] != 0x5B, scalars[2] != 0x5B { return nil }
                }
                let isFramed = scalars.count > 2 && scalars[2] == 0x5B
                var position = isFramed ? 2 : 1
                for expected in "[ RECORD ".unicodeScalars {
                    guard position < scalars.count, scalars[position] == expected.value else { return nil }
                    position += 1
                }
                var number = 0
                while position < scalars.count, (0x30...0x39).contains(scalars[position]),
                    number < 1_000_000_000
                {
                    number = number * 10 + Int(scalars[position] - 0x30)
                    position += 1
                }
                guard position + 1 < scalars.count, scalars[position] == 0x20, scalars[position + 1] == 0x5D
                else {
                    return nil
                }
                let joints: Set<UInt32> = [0x2B, 0x253C, 0x252C]
                let bar = scalars[(position + 2)...].firstIndex { joints.contains($0) }
                // The frame's right corner is no joint of two columns.
                let isCorner = isFramed && bar.map { $0 == scalars.count - 1 } == true
                return (number, isFramed, scalars[0] > 0x7F, isCorner ? nil : bar)
            }
        guard let parsed else { return nil }
        number = parsed.number
        isFramed = parsed.isFramed
        lines = parsed.isUnicode ? .unicode : .ascii
        barColumn = parsed.bar
    }
}

/// A record of the expanded format while it is being read.
private struct RecordLine {
    let name: Range<Int>
    var pieces: [Range<Int>]
}

extension PsqlTextScan {
    /// Reads the records from a title on, and returns the line after them.
    mutating func expanded(_ first: RecordTitle, at line: Int) -> Int {
        var records: [[RecordLine]] = []
        var next = line
        var barColumn = first.barColumn
        while next <= file.lineCount, let title = RecordTitle(file, file.textLine(next)) {
            guard title.number == records.count + 1 else {
                findings.append(badRecordNumber(title.number, after: records.count, at: next))
                return pastRecords(next + 1)
            }
            let lines = recordLines(after: next, title: title)
            barColumn = title.barColumn ?? barColumn ?? commonBar(lines, title)
            guard let bar = barColumn, let record = record(lines, title, bar: bar), !record.isEmpty else {
                findings.append(badRecord(at: min(next + 1, file.lineCount)))
                return pastRecords(next + 1)
            }
            next = lines.upperBound
            if let model = records.first, let problem = difference(record, from: model, endingAt: next - 1) {
                findings.append(problem)
                return pastRecords(next)
            }
            records.append(record)
        }
        if next <= file.lineCount, first.isFramed, let end = AlignedRule(file, file.textLine(next)),
            end.border == 2
        {
            next += 1
        } else if next <= file.lineCount, !file.textLine(next).isEmpty, statedRows(file.textLine(next)) == nil
        {
            findings.append(badRecord(at: next))
            return pastRecords(next)
        } else if next > file.lineCount, !file.endsWithNewline {
            findings.append(file.cutLastLine())
            return next
        }
        if next <= file.lineCount, let stated = statedRows(file.textLine(next)) {
            if stated != records.count { findings.append(badRecordCount(stated, records.count, at: next)) }
            next += 1
        }
        tables.append(table(records, lines: line...max(line, next - 1)))
        return next
    }

    /// The lines of a record: up to the next title, the frame's end, a blank line or the count.
    private func recordLines(after title: Int, title parsed: RecordTitle) -> Range<Int> {
        var next = title + 1
        while next <= file.lineCount {
            let bounds = file.textLine(next)
            if bounds.isEmpty || RecordTitle(file, bounds) != nil || statedRows(bounds) != nil { break }
            if parsed.isFramed, AlignedRule(file, bounds) != nil { break }
            next += 1
        }
        return title + 1..<next
    }

    /// The line's bytes inside the frame.
    private func inner(_ bounds: Range<Int>, _ title: RecordTitle) -> Range<Int> {
        guard title.isFramed else { return bounds }
        let length = title.lines == .ascii ? 1 : 3
        let isClosed = isBar(bounds.upperBound - length, bounds.upperBound, title)
        return bounds.lowerBound..<max(bounds.lowerBound, bounds.upperBound - (isClosed ? length : 0))
    }

    private func isBar(_ offset: Int, _ end: Int, _ title: RecordTitle) -> Bool {
        title.lines == .ascii
            ? file.matches("|", at: offset, before: end) : file.matches("│", at: offset, before: end)
    }

    /// The byte at a column of the terminal, or nil where the line is shorter.
    private func offset(ofColumn column: Int, in bounds: Range<Int>) -> Int? {
        file.bytes.withUnsafeBufferPointer { bytes in
            var position = 0
            var index = bounds.lowerBound
            while index < bounds.upperBound {
                let (value, length) = scalar(at: index, in: bytes, before: bounds.upperBound)
                let width = displayWidth(of: value)
                if position == column, width > 0 { return index }
                if position > column { return nil }
                position += width
                index += length
            }
            return nil
        }
    }

    /// The first column that holds a bar in every line: where the title is wider than the names.
    ///
    /// Such names are shorter than the title, so the search is short too.
    private func commonBar(_ lines: Range<Int>, _ title: RecordTitle) -> Int? {
        guard let first = lines.first else { return nil }
        let bounds = inner(file.textLine(first), title)
        return file.bytes.withUnsafeBufferPointer { bytes in
            var position = 0
            var index = bounds.lowerBound
            while index < bounds.upperBound, position < 40 {
                let (value, length) = scalar(at: index, in: bytes, before: bounds.upperBound)
                let isFirst = title.isFramed && index == bounds.lowerBound
                if !isFirst, isBar(index, bounds.upperBound, title),
                    lines.allSatisfy({ line in
                        let other = inner(file.textLine(line), title)
                        return offset(ofColumn: position, in: other).map {
                            isBar($0, other.upperBound, title)
                        } == true
                    })
                {
                    return position
                }
                position += displayWidth(of: value)
                index += length
            }
            return nil
        }
    }

    /// Splits the lines of a record at its bar; a line without a name goes on with the value above it.
    private func record(_ lines: Range<Int>, _ title: RecordTitle, bar: Int) -> [RecordLine]? {
        var record: [RecordLine] = []
        let barLength = title.lines == .ascii ? 1 : 3
        for line in lines {
            let bounds = inner(file.textLine(line), title)
            guard let offset = offset(ofColumn: bar, in: bounds), isBar(offset, bounds.upperBound, title)
            else {
                return nil
            }
            var nameStart = bounds.lowerBound
            if title.isFramed {
                guard isBar(nameStart, bounds.upperBound, title) else { return nil }
                nameStart += barLength
            }
            let name = file.trimmed(nameStart..<max(nameStart, offset))
            let start = min(offset + barLength + 1, bounds.upperBound)
            guard offset + barLength >= bounds.upperBound || file.bytes[offset + barLength] == 0x20 else {
                return nil
            }
            let value = withoutTrailingSpaces(start..<bounds.upperBound)
            if name.isEmpty {
                guard let last = record.indices.last, let piece = record[last].pieces.last,
                    let text = withoutNewlineMark(piece, title)
                else { return nil }
                record[last].pieces[record[last].pieces.count - 1] = text
                record[last].pieces.append(value)
            } else {
                record.append(RecordLine(name: name, pieces: [value]))
            }
        }
        return record
    }

    private func withoutTrailingSpaces(_ range: Range<Int>) -> Range<Int> {
        var upper = range.upperBound
        while upper > range.lowerBound, file.bytes[upper - 1] == 0x20 { upper -= 1 }
        return range.lowerBound..<upper
    }

    private func withoutNewlineMark(_ range: Range<Int>, _ title: RecordTitle) -> Range<Int>? {
        let length = title.lines == .ascii ? 1 : 3
        let upper = range.upperBound - length
        guard upper >= range.lowerBound,
            title.lines == .ascii
                ? file.matches("+", at: upper, before: range.upperBound)
                : file.matches("↵", at: upper, before: range.upperBound)
        else { return nil }
        return withoutTrailingSpaces(range.lowerBound..<upper)
    }

    private func table(_ records: [[RecordLine]], lines: ClosedRange<Int>) -> ResultTable {
        var cells: [CellRange] = []
        var pieces: [Int: [CellPiece]] = [:]
        for record in records {
            for line in record {
                if line.pieces.count > 1 { pieces[cells.count] = CellPiece.lines(line.pieces) }
                cells.append(CellRange(line.pieces[0], isComposed: line.pieces.count > 1))
            }
        }
        let columns = (records.first ?? []).map { line in
            ResultColumn(name: file.text(line.name), span: file.span(line.name))
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
}

extension PsqlTextScan {
    private func difference(
        _ record: [RecordLine],
        from model: [RecordLine],
        endingAt line: Int
    ) -> Diagnostic? {
        for (own, other) in zip(record, model) where file.bytes[own.name] != file.bytes[other.name] {
            return Diagnostic(
                "capture.record-shape",
                "The record has “\(file.text(own.name))” where the first has “\(file.text(other.name))”",
                at: file.span(own.name),
                help: "Capture it again; a line is missing, or was edited.",
                notes: [Diagnostic.Note("in the first record", at: Place(file.span(other.name)))]
            )
        }
        guard record.count != model.count else { return nil }
        let isCut = line >= file.lineCount
        return Diagnostic(
            isCut ? "capture.truncated" : "capture.record-shape",
            isCut
                ? "The capture ends in the middle of a record"
                : "The record has \(record.count) lines, the first has \(model.count)",
            at: file.span(file.textLine(line)),
            expected: record.count < model.count ? "then “\(file.text(model[record.count].name))”" : nil,
            help: "Capture it again."
        )
    }

    private func badRecord(at line: Int) -> Diagnostic {
        Diagnostic(
            "capture.record-line",
            "The line belongs to no record",
            at: file.span(file.textLine(line)),
            expected: "a column's name, “|” and its value, or a blank line after the last record",
            help: "Capture it again; a line is missing, or was edited."
        )
    }

    private func badRecordNumber(_ number: Int, after last: Int, at line: Int) -> Diagnostic {
        Diagnostic(
            "capture.record-order",
            last == 0
                ? "The first record is number \(number)"
                : "Record \(number) follows record \(last)",
            at: file.span(file.textLine(line)),
            expected: "record \(last + 1)",
            help: "Capture it again; records are missing."
        )
    }

    private func badRecordCount(_ stated: Int, _ found: Int, at line: Int) -> Diagnostic {
        Diagnostic(
            "capture.row-count",
            "The footer counts \(stated) \(stated == 1 ? "row" : "rows"), there are \(found) records",
            at: file.span(file.textLine(line)),
            help: "Capture it again; records are missing, or were added."
        )
    }
}
