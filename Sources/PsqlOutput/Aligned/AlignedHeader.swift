internal import Diagnostics
internal import Evidence

/// The lines above a rule that name the columns.
struct AlignedHeader {
    let names: [(text: String, range: Range<Int>)]
    let firstLine: Int
    /// Whether it is known to be of `old-ascii`: by its marks, or by the space that is missing at its end.
    let isOld: Bool

    /// Reads the lines that end above a rule; nil where they do not stand over its columns.
    ///
    /// A name of several lines has a `+` after each but the last; in `old-ascii` before each but the first.
    init?(_ file: SourceFile, _ rule: AlignedRule, endingAt last: Int, after taken: Int) {
        var cutter = AlignedCutter(rule, for: .header)
        var lines: [[CellLine]] = []
        func cut(_ line: Int) -> [CellLine]? {
            let bounds = file.textLine(line)
            let isCut = file.bytes.withUnsafeBufferPointer { cutter.cut($0, bounds) }
            return isCut && !cutter.isOldContinuation ? cutter.cells : nil
        }
        guard last > taken, !file.isBlank(file.textLine(last)), let lowest = cut(last) else { return nil }
        lines.append(lowest)
        var first = last
        let isOld = lowest.contains { $0.opening == .newline || $0.mark == .newline }
        while first - 1 > taken {
            if isOld, !lines[0].contains(where: { $0.opening == .newline || $0.mark == .newline }) { break }
            guard let above = cut(first - 1) else { break }
            if !isOld, !above.contains(where: { $0.mark == .newline }) { break }
            // A title above the names may have a “+” where a mark would stand.
            guard
                zip(above, rule.segments.indices).allSatisfy({
                    file.isCentered($0, rule.textColumns($1).count)
                })
            else { break }
            lines.insert(above, at: 0)
            first -= 1
        }
        let isUnmarked =
            rule.border == 0 && !rule.isUnicode && file.displayWidth(of: file.textLine(last)) == rule.width
        while isUnmarked, rule.segments.count == 1, first - 1 > taken,
            file.displayWidth(of: file.textLine(first - 1)) == rule.width
        {
            // Only names are padded, not titles; one that has no padding may be either.
            guard file.bytes[file.textLine(first - 1)].last == 0x20, let above = cut(first - 1) else {
                return nil
            }
            lines.insert(above, at: 0)
            first -= 1
        }
        guard let names = Self.names(lines, isOld: isOld || isUnmarked, file) else { return nil }
        self.names = names
        firstLine = first
        self.isOld = isOld || isUnmarked
    }

    /// Reads the lines of a header between two rules, which are known.
    init?(_ file: SourceFile, _ rule: AlignedRule, lines: ClosedRange<Int>) {
        var cutter = AlignedCutter(rule, for: .header)
        var cut: [[CellLine]] = []
        for line in lines {
            let bounds = file.textLine(line)
            guard file.bytes.withUnsafeBufferPointer({ cutter.cut($0, bounds) }), !cutter.isOldContinuation
            else {
                return nil
            }
            cut.append(cutter.cells)
        }
        let isOld = cut.last?.contains { $0.opening == .newline } ?? false
        for (above, below) in zip(cut, cut.dropFirst()) {
            let isJoined =
                isOld
                ? below.allSatisfy { $0.opening == .newline } : above.contains { $0.mark == .newline }
            guard isJoined else { return nil }
        }
        guard let names = Self.names(cut, isOld: isOld, file) else { return nil }
        self.names = names
        self.isOld = isOld
        firstLine = lines.lowerBound
    }

    private static func names(
        _ lines: [[CellLine]], isOld: Bool, _ file: SourceFile
    ) -> [(text: String, range: Range<Int>)]? {
        guard let top = lines.first else { return nil }
        var names: [(text: String, range: Range<Int>)] = []
        for column in top.indices {
            var parts: [Range<Int>] = []
            for line in lines {
                parts.append(file.trimmed(line[column].range))
                if !isOld, line[column].mark != .newline { break }
            }
            // In the old style the lines of a name that has ended are blank.
            while isOld, parts.count > 1, parts.last?.isEmpty == true { parts.removeLast() }
            names.append((parts.map(file.text).joined(separator: "\n"), parts[0]))
        }
        return names
    }
}

extension SourceFile {
    /// Whether a name stands in the middle of its column, as psql puts it.
    func isCentered(_ cell: CellLine, _ width: Int) -> Bool {
        let text = trimmed(cell.range)
        return !text.isEmpty
            && text.lowerBound - cell.range.lowerBound == (width - displayWidth(of: text)) / 2
    }
}

extension PsqlTextScan {
    /// A rule of one column looks the same with and without bars: the header and the rows tell.
    ///
    /// psql centres a name (`src/fe_utils/print.c`), so that a line of text over dashes is none, unless
    /// rows are counted below it, or it names a plan.
    mutating func ruleFitting(_ rule: AlignedRule, at line: Int) -> AlignedRule? {
        let header = file.textLine(line - 1)
        let width = file.displayWidth(of: header)
        var text = file.trimmed(header)
        // In `old-ascii` a name's further line begins with a mark.
        if text.lowerBound == header.lowerBound, file.bytes[header].first == UInt8(ascii: "+"),
            width == rule.width
        {
            text = file.trimmed(text.lowerBound + 1..<header.upperBound)
        }
        let name = file.displayWidth(of: text)
        let lead = text.lowerBound - header.lowerBound
        guard name > 0, name <= rule.width,
            !file.matches("--", at: header.lowerBound, before: header.upperBound)
        else { return nil }
        let end = endOfRows(after: line)
        let isPadded = lead > 0 || text.upperBound < header.upperBound
        let isCentered = lead == (rule.width - name) / 2 && width <= rule.width + 1
        let isPlan = file.bytes[text].elementsEqual("QUERY PLAN".utf8)
        guard isPadded && isCentered || isPlan || isCounted(end) else { return nil }
        return hasBars(rule, name: name, width: isPlan ? 0 : width, rows: line + 1..<end, isPlan: isPlan)
            ? rule : AlignedRule(withoutBars: rule)
    }

    /// Whether rows are counted in a line.
    private func isCounted(_ line: Int) -> Bool {
        line <= file.lineCount && statedRows(file.textLine(line)) != nil
    }

    /// Whether the rows under a rule are counted.
    mutating func hasCount(under line: Int) -> Bool { isCounted(endOfRows(after: line)) }

    private func hasBars(_ rule: AlignedRule, name: Int, width: Int, rows: Range<Int>, isPlan: Bool) -> Bool {
        guard name + 2 <= rule.width, width <= rule.width else { return false }
        for row in rows {
            let bounds = file.textLine(row)
            guard let first = file.bytes[bounds].first else { continue }
            let isWrapped =
                first == UInt8(ascii: ".")
                || file.matches("…", at: bounds.lowerBound, before: bounds.upperBound)
            guard first == 0x20 || isWrapped else { return false }
            // Between bars a text ends before the rule does, and only a mark stands under its last dash.
            if !isPlan, bounds.count >= rule.width, file.displayWidth(of: bounds) >= rule.width,
                !endsInMark(bounds)
            {
                return false
            }
        }
        return true
    }

    private func endsInMark(_ bounds: Range<Int>) -> Bool {
        let last = file.bytes[bounds.upperBound - 1]
        return last == 0x20 || last == UInt8(ascii: "+") || last == UInt8(ascii: ".")
            || file.matches("↵", at: bounds.upperBound - 3, before: bounds.upperBound)
            || file.matches("…", at: bounds.upperBound - 3, before: bounds.upperBound)
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
}
