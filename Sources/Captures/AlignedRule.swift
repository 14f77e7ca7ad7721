internal import Diagnostics

/// The rule under the header of an aligned table: the one line that says where every column begins.
struct AlignedRule {
    /// What a joint or a bar of the table looks like.
    enum Lines { case ascii, unicode }

    /// How the cells are set apart: 0 by a space, 1 by a bar, 2 by a bar and a frame.
    let border: Int
    let lines: Lines
    /// The columns' dashes, in columns of the terminal.
    let segments: [Range<Int>]
    /// The width of the rule, in columns of the terminal.
    let width: Int

    /// Reads a line as a rule, or nil where it is none.
    init?(_ file: SourceFile, _ bounds: Range<Int>) {
        var range = bounds
        while range.upperBound > range.lowerBound, file.bytes[range.upperBound - 1] == 0x20 {
            range = range.lowerBound..<range.upperBound - 1
        }
        let parsed:
            (segments: [Range<Int>], width: Int, spaces: Bool, joints: Bool, framed: Bool, unicode: Bool)? =
                file.bytes.withUnsafeBufferPointer { bytes in
                    var segments: [Range<Int>] = []
                    var start: Int? = 0
                    var column = 0
                    var (spaces, joints, framed, unicode) = (false, false, false, false)
                    var index = range.lowerBound
                    while index < range.upperBound {
                        let (value, length) = scalar(at: index, in: bytes, before: range.upperBound)
                        switch value {
                        case 0x2D, 0x2500:
                            if start == nil { start = column }
                        case 0x20, 0x2B, 0x253C, 0x252C, 0x2534, 0x251C, 0x2524, 0x250C, 0x2510, 0x2514,
                            0x2518:
                            if value == 0x20 { spaces = true } else { joints = true }
                            if column == 0 {
                                framed = true
                            } else if let begin = start, begin < column {
                                segments.append(begin..<column)
                            } else {
                                return nil
                            }
                            start = nil
                        default: return nil
                        }
                        if value > 0x7F { unicode = true }
                        column += 1
                        index += length
                    }
                    if let begin = start, begin < column { segments.append(begin..<column) }
                    return (segments, column, spaces, joints, framed, unicode)
                }
        guard let parsed, !parsed.segments.isEmpty, !(parsed.spaces && parsed.joints) else { return nil }
        if parsed.framed, parsed.spaces { return nil }
        border = parsed.framed ? 2 : (parsed.spaces ? 0 : 1)
        lines = parsed.unicode ? .unicode : .ascii
        segments = parsed.segments
        width = parsed.width
    }

    /// The same columns, set apart by a space.
    init(withoutBars rule: AlignedRule) {
        border = 0
        lines = rule.lines
        segments = rule.segments
        width = rule.width
    }

    var bar: UInt32 { lines == .ascii ? 0x7C : 0x2502 }
}

/// What one line of a table holds in a column.
struct CellLine {
    /// The bytes, without the padding after it; an empty one begins where the column does.
    var range: Range<Int>
    /// Whether the cell goes on in the next line.
    var continues = false
    /// Whether the padding after it shows that the column is aligned to the left.
    var isLeftAligned = false
}

/// Cuts the lines of an aligned table into cells.
struct AlignedCutter {
    let rule: AlignedRule
    /// The cells of the line that was cut last.
    private(set) var cells: [CellLine]
    /// Whether the line was cut by its bars, since somebody had edited it.
    private(set) var isWrapped = false

    private var lowers: [Int]
    private var uppers: [Int]

    init(_ rule: AlignedRule) {
        self.rule = rule
        cells = rule.segments.map { _ in CellLine(range: 0..<0) }
        lowers = rule.segments.map { _ in 0 }
        uppers = lowers
    }

    /// Whether any cell of the last line goes on in the next.
    var continues: Bool { cells.contains(where: \.continues) }

    /// Cuts a line; false where it has not the table's shape.
    ///
    /// A line whose bars do not stand under the rule's joints was edited (a value that was blacked out):
    /// it is cut by its bars where there are exactly as many as the table has.
    mutating func cut(_ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>) -> Bool {
        isWrapped = false
        let isCut = locate(bytes, line) && cutAtEdges(bytes, line)
        return isCut || (!isWrapped && cutAtBars(bytes, line))
    }

    /// Finds the byte at which each column begins and ends, which may lie beyond a short line; false where a character straddles an edge.
    private mutating func locate(_ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>) -> Bool {
        var union: UInt8 = 0
        for index in line { union |= bytes[index] }
        if union < 0x80 {
            for (index, segment) in rule.segments.enumerated() {
                lowers[index] = min(line.lowerBound + segment.lowerBound, line.upperBound)
                uppers[index] = line.lowerBound + segment.upperBound
            }
            return true
        }
        for index in lowers.indices { lowers[index] = line.upperBound }
        var column = 0
        var segment = 0
        var isInside = false
        var index = line.lowerBound
        while index < line.upperBound, segment < rule.segments.count {
            let (value, length) = scalar(at: index, in: bytes, before: line.upperBound)
            let width = displayWidth(of: value)
            if width > 0 {
                if !isInside, column >= rule.segments[segment].lowerBound {
                    guard column == rule.segments[segment].lowerBound else { return false }
                    lowers[segment] = index
                    isInside = true
                }
                if isInside, column >= rule.segments[segment].upperBound {
                    guard column == rule.segments[segment].upperBound else { return false }
                    uppers[segment] = index
                    isInside = false
                    segment += 1
                    if segment < rule.segments.count, column == rule.segments[segment].lowerBound { continue }
                }
            }
            column += width
            index += length
        }
        for index in segment..<rule.segments.count {
            // As many bytes beyond the line as columns of the terminal are missing from it.
            uppers[index] = line.upperBound + max(0, rule.segments[index].upperBound - column)
        }
        return true
    }

    private mutating func cutAtEdges(_ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>) -> Bool {
        let last = rule.segments.count - 1
        if rule.border == 2, !isBar(bytes, line.lowerBound, line.upperBound) { return false }
        if rule.border == 1, line.lowerBound < line.upperBound, rule.lines == .ascii,
            bytes[line.lowerBound] != 0x20, bytes[line.lowerBound] != 0x2E
        {
            return false
        }
        for index in 0...last {
            let end = min(uppers[index], line.upperBound)
            if rule.border == 2 || (rule.border == 1 && index < last) {
                guard isBar(bytes, uppers[index], line.upperBound) else { return false }
            }
            var lower = lowers[index]
            var upper = end
            var continues = false
            if rule.border == 0 {
                // The space after the dashes is the cell's mark, if the line comes so far.
                let mark = mark(bytes, at: uppers[index], before: line.upperBound)
                if mark == .wrapped { isWrapped = true }
                if mark == .none || mark == .wrapped { return false }
                continues = mark == .newline
                if index == last, uppers[index] < line.upperBound,
                    uppers[index] + markLength(mark) < line.upperBound
                {
                    return false
                }
            } else {
                guard lower >= end || bytes[lower] == 0x20 else {
                    isWrapped = bytes[lower] == 0x2E || bytes[lower] == 0xE2
                    return false
                }
                lower = min(lower + 1, end)
                if uppers[index] <= line.upperBound, upper > lower {
                    let mark = markBefore(bytes, upper)
                    if mark == .wrapped { isWrapped = true }
                    guard mark == .space || mark == .newline else { return false }
                    continues = mark == .newline
                    upper -= markLength(mark)
                }
                if index == last, rule.border == 1, uppers[index] < line.upperBound { return false }
            }
            let edge = upper
            while upper > lower, bytes[upper - 1] == 0x20 { upper -= 1 }
            cells[index] = CellLine(
                range: lower..<max(lower, upper),
                continues: continues,
                isLeftAligned: upper > lower && (upper < edge || uppers[index] > line.upperBound + 1)
            )
        }
        return true
    }

    private mutating func cutAtBars(_ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>) -> Bool {
        guard rule.border > 0, line.count > 0 else { return false }
        var inner = line
        let barLength = rule.lines == .ascii ? 1 : 3
        if rule.border == 2 {
            guard isBar(bytes, line.lowerBound, line.upperBound), line.count >= 2 * barLength,
                isBar(bytes, line.upperBound - barLength, line.upperBound)
            else { return false }
            inner = line.lowerBound + barLength..<line.upperBound - barLength
        } else if bytes[line.lowerBound] != 0x20 {
            return false
        }
        var starts = [inner.lowerBound]
        var ends: [Int] = []
        var index = inner.lowerBound
        while index < inner.upperBound {
            if isBar(bytes, index, inner.upperBound) {
                ends.append(index)
                starts.append(index + barLength)
                index += barLength
            } else {
                index += 1
            }
        }
        ends.append(inner.upperBound)
        guard ends.count == rule.segments.count else { return false }
        for (column, (lower, upper)) in zip(starts, ends).enumerated() {
            var (lower, upper) = (lower, upper)
            while lower < upper, bytes[lower] == 0x20 { lower += 1 }
            while upper > lower, bytes[upper - 1] == 0x20 { upper -= 1 }
            cells[column] = CellLine(range: lower..<upper)
        }
        return true
    }

    private func isBar(_ bytes: UnsafeBufferPointer<UInt8>, _ offset: Int, _ end: Int) -> Bool {
        if rule.lines == .ascii { return offset < end && bytes[offset] == 0x7C }
        return offset + 2 < end && bytes[offset] == 0xE2 && bytes[offset + 1] == 0x94
            && bytes[offset + 2] == 0x82
    }

    private enum Mark { case space, newline, wrapped, none }

    private func markLength(_ mark: Mark) -> Int {
        rule.lines == .unicode && (mark == .newline || mark == .wrapped) ? 3 : 1
    }

    /// What stands after a cell without bars: `+` or `↵` where it goes on, `.` or `…` where it was wrapped.
    private func mark(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int, before end: Int) -> Mark {
        guard offset < end else { return .space }
        if bytes[offset] == 0x20 { return .space }
        if rule.lines == .ascii {
            return bytes[offset] == 0x2B ? .newline : (bytes[offset] == 0x2E ? .wrapped : .none)
        }
        guard offset + 2 < end, bytes[offset] == 0xE2 else { return .none }
        return multibyteMark(bytes, offset)
    }

    /// What stands in the padding before a bar.
    private func markBefore(_ bytes: UnsafeBufferPointer<UInt8>, _ upper: Int) -> Mark {
        let byte = bytes[upper - 1]
        if byte == 0x20 { return .space }
        if rule.lines == .ascii { return byte == 0x2B ? .newline : (byte == 0x2E ? .wrapped : .none) }
        guard upper >= 3, bytes[upper - 3] == 0xE2 else { return .none }
        return multibyteMark(bytes, upper - 3)
    }

    private func multibyteMark(_ bytes: UnsafeBufferPointer<UInt8>, _ offset: Int) -> Mark {
        switch (bytes[offset + 1], bytes[offset + 2]) {
        case (0x86, 0xB5): .newline
        case (0x80, 0xA6): .wrapped
        default: .none
        }
    }
}
