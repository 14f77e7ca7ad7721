internal import Diagnostics
internal import Evidence

extension PsqlTextScan {
    /// Reads a file of nothing but lines with the same separator and no count: tuples only, without a
    /// footer, or expanded.
    mutating func separatedFile() {
        guard file.endsWithNewline else { return }
        let groups = groups()
        // A sign that is in every line is the separator before one that leaves lines over.
        let separators = fieldSeparators(of: "|\t;^,\u{1F}")
        let inEveryLine = separators.filter { separator in
            groups.joined().joined().allSatisfy { file.offset(of: separator, in: file.textLine($0)) != nil }
        }
        for separator in inEveryLine + separators {
            guard file.offset(of: separator, in: file.contentStart..<file.bytes.count) != nil else {
                continue
            }
            var found: [ResultTable] = []
            var problem: Diagnostic?
            var isWhole = true
            for group in groups where isWhole && problem == nil {
                switch read(group, separator) {
                case .table(let table): found.append(table)
                case .problem(let finding): problem = finding
                case .neither: isWhole = false
                }
            }
            guard isWhole, problem != nil || !found.isEmpty else {
                // Lines that another sign divides evenly are not divided by this one.
                if separator.count == 1, separator != [UInt8(ascii: ",")], dividesEvenly(separator) { return }
                continue
            }
            if let problem { findings.append(problem) } else { tables = found }
            return
        }
    }

    private func dividesEvenly(_ separator: [UInt8]) -> Bool {
        let grid = SeparatedGrid(file: file, separator: separator, columnCount: 2)
        let count = grid.separators(in: file.textLine(1))
        return count > 0
            && (1...file.lineCount).allSatisfy { grid.separators(in: file.textLine($0)) == count }
    }

    private enum GroupReading {
        case table(ResultTable)
        case problem(Diagnostic)
        case neither
    }

    /// The parts of the file between headings, each as its blocks of lines between blank ones.
    private func groups() -> [[Range<Int>]] {
        var groups: [[Range<Int>]] = []
        var blocks: [Range<Int>] = []
        var start: Int?
        func close(_ end: Int, _ blocks: inout [Range<Int>]) {
            if let first = start { blocks.append(first..<end) }
            start = nil
        }
        for line in 1...max(1, file.lineCount) {
            let bounds = file.textLine(line)
            if isHeading(bounds) {
                close(line, &blocks)
                if !blocks.isEmpty { groups.append(blocks) }
                blocks = []
            } else if bounds.isEmpty {
                close(line, &blocks)
            } else if start == nil {
                start = line
            }
        }
        close(file.lineCount + 1, &blocks)
        if !blocks.isEmpty { groups.append(blocks) }
        return groups
    }

    private func read(_ group: [Range<Int>], _ separator: [UInt8]) -> GroupReading {
        var blocks = group[...]
        // A title stands above records, and a blank line between.
        if let title = blocks.first, blocks.count > 2, title.count == 1,
            file.offset(of: separator, in: file.textLine(title.lowerBound)) == nil
        {
            blocks.removeFirst()
        }
        guard let first = blocks.first else { return .neither }
        let line = file.textLine(first.lowerBound)
        if blocks.count > 1 {
            // With spaces round it a sign is more likely a part of a name, such as `a | b`.
            guard !separator.contains(0x20), let end = file.offset(of: separator, in: line) else {
                return .neither
            }
            let name = file.bytes[line.lowerBound..<end + separator.count]
            guard isFieldName(line.lowerBound..<end),
                // A further blank line would be the end of a value.
                zip(blocks, blocks.dropFirst()).allSatisfy({ $0.upperBound + 1 == $1.lowerBound }),
                blocks.last?.upperBound == file.lineCount + 1 || !endsBlank(blocks),
                blocks.allSatisfy({ file.bytes[file.textLine($0.lowerBound)].starts(with: name) })
            else { return .neither }
            return expandedLines(Array(blocks), separator)
        }
        // Prose has commas too.
        return separator.contains(UInt8(ascii: ",")) ? .neither : lines(first, separator)
    }

    /// Whether a blank line stands under the last record, which does the same.
    private func endsBlank(_ blocks: ArraySlice<Range<Int>>) -> Bool {
        guard let end = blocks.last?.upperBound, end <= file.lineCount else { return false }
        return file.textLine(end).isEmpty
    }

    /// Records of lines `name|value`, with a blank line between them; a line without a separator goes on
    /// with the value above it.
    private func expandedLines(_ blocks: [Range<Int>], _ separator: [UInt8]) -> GroupReading {
        var records = RecordBuilder(file)
        for block in blocks {
            var line = block.lowerBound
            while line < block.upperBound {
                let bounds = file.textLine(line)
                guard let mark = file.offset(of: separator, in: bounds) else { return .neither }
                var end = line
                while end + 1 < block.upperBound,
                    file.offset(of: separator, in: file.textLine(end + 1)) == nil
                {
                    end += 1
                }
                let value = CellText(mark + separator.count..<file.textLine(end).upperBound)
                records.add(CellText(bounds.lowerBound..<mark), value.withoutCarriageReturns(in: file))
                line = end + 1
            }
            records.separate(at: file.textLine(block.upperBound - 1))
        }
        if let problem = records.problem { return .problem(problem) }
        let lines = blocks[0].lowerBound...blocks[blocks.count - 1].upperBound - 1
        return .table(records.builder.table(.separated, lines: lines, stated: nil))
    }

    /// Lines with the same number of fields: with names in the first, or rows alone.
    private func lines(_ lines: Range<Int>, _ separator: [UInt8]) -> GroupReading {
        let probe = SeparatedGrid(file: file, separator: separator, columnCount: 2)
        let count = probe.separators(in: file.textLine(lines.lowerBound)) + 1
        guard count > 1 else { return .neither }
        let grid = SeparatedGrid(file: file, separator: separator, columnCount: count)
        guard let rows = grid.rows(in: lines, stated: nil), let first = rows.first,
            !first.contains(where: hasEdgeSpace), !first.contains(where: isLogMessage),
            rows.allSatisfy({ holdsNone(of: separator, $0) })
        else { return .neither }
        var builder = ResultBuilder(file)
        switch headerKind(rows) {
        case .names: builder.columns = first.map { CellText($0).column(in: file) }
        case .row:
            // Lines that all begin with a tab are indented.
            if separator == [0x09], rows.allSatisfy({ $0[0].isEmpty }) { return .neither }
            // A single line with ` | ` may be one cell as well.
            if rows.count == 1, separator.contains(0x20) { return .neither }
            // Without names, two signs side by side are more likely an empty field.
            if separator.count > 1, separator.allSatisfy({ $0 == separator[0] }) { return .neither }
            builder.nameColumns(count)
        case .unknown: return .problem(ambiguousHeader(lines, first))
        }
        for row in builder.columns[0].span == nil ? rows[...] : rows.dropFirst() {
            for cell in row { builder.add(CellText(cell)) }
        }
        return .table(builder.table(.separated, lines: lines.lowerBound...lines.upperBound - 1, stated: nil))
    }

    /// What the first of some lines is.
    enum HeaderKind {
        case names
        case row
        case unknown
    }

    /// Whether the first of some lines names the columns.
    ///
    /// It does where a column's other cells are all values of a kind that no name is; it does not where
    /// one of its fields can be no name. Two columns of which the first holds names may be a record of
    /// `\x` too.
    func headerKind(_ rows: [[Range<Int>]]) -> HeaderKind {
        guard let first = rows.first else { return .unknown }
        if first.count == 2, rows.allSatisfy({ isFieldName($0[0]) }) {
            // Names that all differ are those of one record, and such that come again those of several.
            let keys = rows.map { file.text($0[0]) }
            let width = keys.dropFirst().firstIndex(of: keys[0]) ?? keys.count
            if Set(keys).count == width { return .unknown }
        }
        let names = Set(first.map { file.text($0) })
        if names.count < first.count || !first.allSatisfy(isFieldName) { return .row }
        let isContrasted = first.indices.contains { column in
            let cells = rows.dropFirst().map { $0[column] }.filter { !$0.isEmpty }
            return !cells.isEmpty && cells.allSatisfy { !isFieldName($0) }
        }
        return isContrasted ? .names : .unknown
    }

    /// Whether a field can be the name of a column, and is no number, time, truth value or array.
    func isFieldName(_ range: Range<Int>) -> Bool {
        isSoundName(range) && isFieldName(file.bytes[range])
    }

    /// Whether bytes can be the name of a column, and are no value of another type than text.
    func isFieldName(_ bytes: some Collection<UInt8>) -> Bool {
        guard bytes.count <= 63, let first = bytes.first else { return false }
        switch first {
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return bytes.count > 1
        case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."):
            return bytes.dropFirst().first.flatMap(digitValue) == nil
        case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "("), UInt8(ascii: "<"), UInt8(ascii: "\\"):
            return false
        default:
            return digitValue(first) == nil && first > 0x20 && bytes.contains { $0 >= 0x80 || isLetter($0) }
        }
    }

    private func hasEdgeSpace(_ range: Range<Int>) -> Bool {
        guard let first = file.bytes[range].first, let last = file.bytes[range].last else { return false }
        return first == 0x20 || last == 0x20
    }

    /// Whether a field is the message of a server log whose prefix has separators in it.
    private func isLogMessage(_ range: Range<Int>) -> Bool {
        file.offset(of: Array(":  ".utf8), in: range) != nil
    }

    private func ambiguousHeader(_ lines: Range<Int>, _ first: [Range<Int>]) -> Diagnostic {
        Diagnostic(
            .table(.ambiguousHeader),
            first.count == 2
                ? "These lines may be rows of two columns, or the columns of one row"
                : "The first line may name the columns, or be a row",
            at: file.span(file.textLine(lines.lowerBound)),
            expected: "a count such as “(\(lines.count - 1) rows)” under the rows",
            help: "Capture it with the footer, or with psql --csv.")
    }
}
