internal import Evidence

/// What one line of a table holds in a column.
struct CellLine {
    /// The bytes, without the padding after it; an empty one begins where the column does.
    var range: Range<Int>
    /// Where the bytes end that could be text: the place of the mark after it.
    var edge: Int
    /// What the mark after it says.
    var mark: CellMark
    /// What stands before it says how it follows what the column held in the line above.
    var opening: CellOpening
    /// Whether the padding after it shows that the column is aligned to the left.
    var isLeftAligned: Bool
    /// Whether it takes every column of the terminal that its column has, but for one space at its end.
    var isFull: Bool
}

/// What follows a cell's line (PostgreSQL, `src/fe_utils/print.c`: `nl_right`, `wrap_right`).
enum CellMark { case none, newline, wrap }

/// How a cell's line begins (`src/fe_utils/print.c`: `wrap_left`, and the bars of `old-ascii`).
enum CellOpening {
    /// Nothing says it.
    case plain
    /// It goes on with what was wrapped.
    case wrap
    /// It is another line of the cell, by a `:` of `old-ascii`.
    case newline
    /// The cell has ended, by the missing bar of `old-ascii`.
    case exhausted
}

/// Cuts the lines of an aligned table into cells.
struct AlignedCutter {
    let rule: AlignedRule
    /// The cells of the line that was cut last.
    private(set) var cells: [CellLine]
    /// Whether the last line has no bar between its columns, as further lines of a row in `old-ascii`.
    private(set) var isOldContinuation = false
    /// Whether the last column of the last line is padded for a mark that `old-ascii` prints as a space.
    private(set) var isPaddedForMark = false

    /// The columns of the terminal that are looked up in a line, in order.
    private let stops: [Int]
    /// The byte at each stop, which may lie beyond a short line.
    private var offsets: [Int]
    private let perColumn: Int

    /// What the lines to be cut are.
    enum Use {
        /// Names, where `old-ascii` puts a `+` before a further line.
        case header
        /// Rows; a value may have been edited.
        case rows
        /// Rows of a plan, which may be longer than the rule: names in plans are often replaced.
        case plan
        /// Rows whose columns are known from themselves alone.
        case rowsAlone
    }

    private let use: Use

    init(_ rule: AlignedRule, for use: Use = .rows) {
        self.rule = rule
        self.use = use
        cells = rule.segments.map { _ in
            CellLine(range: 0..<0, edge: 0, mark: .none, opening: .plain, isLeftAligned: false, isFull: false)
        }
        // Without bars: where the text begins, and the mark. With them: mark, text's end, bar.
        perColumn = rule.border == 0 ? 2 : 3
        stops = rule.segments.flatMap { segment in
            rule.border == 0
                ? [segment.lowerBound, segment.upperBound]
                : [segment.lowerBound, segment.upperBound - 1, segment.upperBound]
        }
        offsets = stops
    }

    /// Whether any cell of the last line goes on in the next.
    var continues: Bool { cells.contains { $0.mark != .none } }

    /// Cuts a line; false where it has not the table's shape.
    ///
    /// A line whose bars do not stand under the rule's joints was edited (a value that was blacked out):
    /// it is cut by its bars where there are exactly as many as the table has.
    mutating func cut(_ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>) -> Bool {
        isOldContinuation = false
        isPaddedForMark = false
        var union: UInt8 = 0
        for index in line { union |= bytes[index] }
        if union < 0x80 {
            for index in stops.indices { offsets[index] = line.lowerBound + stops[index] }
            if cutAtEdges(bytes, line) { return true }
        } else {
            for widths in DisplayWidths.allCases {
                if locate(bytes, line, widths), cutAtEdges(bytes, line) { return true }
            }
        }
        if use == .header || use == .rowsAlone { return false }
        if rule.segments.count == 1, rule.border < 2 {
            return (rule.border == 1 || use == .plan) && takeWhole(bytes, line)
        }
        return cutAtBars(bytes, line)
    }

    /// Takes a line of the only column, which has no bar at its end.
    private mutating func takeWhole(_ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>) -> Bool {
        var (lower, upper) = (line.lowerBound, line.upperBound)
        if rule.border == 1 {
            guard lower < upper, bytes[lower] == 0x20 else { return false }
            lower += 1
        }
        while upper > lower, bytes[upper - 1] == 0x20 { upper -= 1 }
        if isMark(bytes, endingAt: upper, from: lower) { return false }
        cells[0] = CellLine(
            range: lower..<upper, edge: upper, mark: .none, opening: .plain, isLeftAligned: true,
            isFull: false)
        return true
    }

    /// Finds the byte at each stop; false where a character straddles one.
    private mutating func locate(
        _ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>, _ widths: DisplayWidths
    ) -> Bool {
        var column = 0
        var stop = 0
        var index = line.lowerBound
        while index < line.upperBound, stop < stops.count {
            let lead = bytes[index]
            var width = 1
            var length = 1
            if lead >= 0x80 {
                let (value, bytes) = scalar(at: index, in: bytes, before: line.upperBound)
                width = displayWidth(of: value, widths)
                length = bytes
            }
            if width > 0 {
                if column > stops[stop] { return false }
                while stop < stops.count, column == stops[stop] {
                    offsets[stop] = index
                    stop += 1
                }
            }
            column += width
            index += length
        }
        if stop < stops.count, column > stops[stop] { return false }
        // As many bytes beyond the line as columns of the terminal are missing from it.
        for missing in stop..<stops.count { offsets[missing] = line.upperBound + stops[missing] - column }
        return true
    }

    private mutating func cutAtEdges(_ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>) -> Bool {
        guard rule.border == 0 || takeBars(bytes, line) else { return false }
        let last = rule.segments.count - 1
        for index in 0...last {
            let first = index * perColumn
            var opening = cells[index].opening
            let start: Int
            if rule.border == 0 {
                start = offsets[first]
            } else {
                let (mark, length) = leftMark(bytes, at: offsets[first], before: line.upperBound)
                switch mark {
                case .none: break
                case .wrap where use != .header && opening != .newline && opening != .exhausted:
                    opening = .wrap
                case .newline where use == .header && bytes[offsets[first]] == UInt8(ascii: "+"):
                    opening = .newline
                default: return false
                }
                start = offsets[first] + length
            }
            let lower = min(start, line.upperBound)
            let edge = offsets[first + 1]
            let upper = max(lower, min(edge, line.upperBound))
            var mark = CellMark.none
            if edge < line.upperBound {
                guard let found = rightMark(bytes, at: edge, before: line.upperBound) else { return false }
                mark = found.mark
                if index == last, rule.border < 2 {
                    guard isBlank(bytes, edge + found.length..<line.upperBound) else { return false }
                    isPaddedForMark = mark == .none && edge + 1 == line.upperBound
                }
            }
            var end = upper
            while end > lower, bytes[end - 1] == 0x20 { end -= 1 }
            cells[index] = CellLine(
                range: lower..<end, edge: upper, mark: mark, opening: opening,
                isLeftAligned: end > lower && (end < upper || edge > line.upperBound),
                isFull: edge <= line.upperBound && end > lower && end + 1 >= upper)
        }
        return true
    }

    /// Reads the bars between the columns and around them, which say in `old-ascii` how a line goes on.
    private mutating func takeBars(_ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>) -> Bool {
        let last = rule.segments.count - 1
        if rule.border == 2 {
            guard rule.outerBar.stands(at: line.lowerBound, in: bytes, before: line.upperBound),
                rule.outerBar.stands(at: offsets[offsets.count - 1], in: bytes, before: line.upperBound),
                isBlank(bytes, offsets[offsets.count - 1] + rule.outerBar.length..<line.upperBound)
            else { return false }
        }
        cells[0].opening = .plain
        guard last > 0 else { return true }
        var bars = 0
        for index in 0..<last {
            let offset = offsets[index * perColumn + 2]
            if rule.innerBar.stands(at: offset, in: bytes, before: line.upperBound) {
                cells[index + 1].opening = .plain
                bars += 1
                continue
            }
            guard !rule.isUnicode else { return false }
            switch offset < line.upperBound ? bytes[offset] : 0x20 {
            case UInt8(ascii: ":"): cells[index + 1].opening = .newline
            case UInt8(ascii: ";"): cells[index + 1].opening = .wrap
            case 0x20: cells[index + 1].opening = .exhausted
            default: return false
            }
        }
        isOldContinuation = bars == 0
        return bars == last || (bars == 0 && isPlausibleContinuation(bytes, line))
    }

    /// Whether a line without any bar is a row's further line, and not one whose bars were moved.
    private func isPlausibleContinuation(_ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>) -> Bool {
        if cells.contains(where: { $0.opening == .newline || $0.opening == .wrap }) { return true }
        let last = offsets[offsets.count - perColumn - 1]
        let lower = min(line.lowerBound + (rule.border == 2 ? 1 : 0), line.upperBound)
        let upper = max(lower, min(offsets[offsets.count - 1], line.upperBound))
        return last < line.upperBound && !bytes[lower..<upper].contains(0x7C)
    }

    private func isBlank(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool {
        range.lowerBound >= range.upperBound || bytes[range].allSatisfy { $0 == 0x20 }
    }

    private mutating func cutAtBars(_ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>) -> Bool {
        guard rule.border > 0, line.count > 0 else { return false }
        var inner = line
        if rule.border == 2 {
            let length = rule.outerBar.length
            guard rule.outerBar.stands(at: line.lowerBound, in: bytes, before: line.upperBound),
                line.count >= 2 * length,
                rule.outerBar.stands(at: line.upperBound - length, in: bytes, before: line.upperBound)
            else { return false }
            inner = line.lowerBound + length..<line.upperBound - length
        } else if bytes[line.lowerBound] != 0x20 {
            return false
        }
        var starts = [inner.lowerBound]
        var ends: [Int] = []
        var index = inner.lowerBound
        while index < inner.upperBound {
            if rule.innerBar.stands(at: index, in: bytes, before: inner.upperBound) {
                ends.append(index)
                index += rule.innerBar.length
                starts.append(index)
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
            // A mark would be lost in such a line, and with it the rows that belong together.
            if isMark(bytes, endingAt: upper, from: lower), bytes[ends[column] - 1] != 0x20 { return false }
            cells[column] = CellLine(
                range: lower..<upper, edge: upper, mark: .none, opening: .plain, isLeftAligned: false,
                isFull: false)
        }
        isOldContinuation = false
        return true
    }

    private func isMark(_ bytes: UnsafeBufferPointer<UInt8>, endingAt end: Int, from start: Int) -> Bool {
        let length = rule.isUnicode ? 3 : 1
        guard end - length >= start else { return false }
        return rightMark(bytes, at: end - length, before: end).map { $0.mark != .none } ?? false
    }

    /// What stands before a cell, and how many bytes it takes; `newline` stands for what is none.
    @inline(__always)
    private func leftMark(
        _ bytes: UnsafeBufferPointer<UInt8>, at offset: Int, before end: Int
    ) -> (mark: CellMark, length: Int) {
        guard offset < end else { return (.none, 1) }
        if bytes[offset] == 0x20 { return (.none, 1) }
        if !rule.isUnicode { return (bytes[offset] == 0x2E ? .wrap : .newline, 1) }
        return (isEllipsis(bytes, offset, end) ? .wrap : .newline, 3)
    }

    /// What stands after a cell: `+` or `↵` where it goes on, `.` or `…` where it was wrapped.
    @inline(__always)
    private func rightMark(
        _ bytes: UnsafeBufferPointer<UInt8>, at offset: Int, before end: Int
    ) -> (mark: CellMark, length: Int)? {
        if bytes[offset] == 0x20 { return (.none, 1) }
        if !rule.isUnicode {
            return bytes[offset] == 0x2B ? (.newline, 1) : (bytes[offset] == 0x2E ? (.wrap, 1) : nil)
        }
        if isEllipsis(bytes, offset, end) { return (.wrap, 3) }
        let isReturn =
            offset + 2 < end && bytes[offset] == 0xE2 && bytes[offset + 1] == 0x86
            && bytes[offset + 2] == 0xB5
        return isReturn ? (.newline, 3) : nil
    }

    private func isEllipsis(_ bytes: UnsafeBufferPointer<UInt8>, _ offset: Int, _ end: Int) -> Bool {
        offset + 2 < end && bytes[offset] == 0xE2 && bytes[offset + 1] == 0x80 && bytes[offset + 2] == 0xA6
    }
}
