internal import Diagnostics
internal import Evidence

/// Where in the lines of the expanded format the names end and the values begin.
struct RecordLayout {
    /// How a line says that its value goes on in the next.
    enum Style {
        /// By a mark after it (`ascii`, `unicode`).
        case marked
        /// By the bar of the next line (`old-ascii`).
        case old
    }

    let border: Int
    let isUnicode: Bool
    let style: Style
    /// The column of the terminal of the bar, or, without bars, of the space before the value.
    let split: Int
    /// Whether a mark or a space stands before each name, and after it where there is no bar.
    var hasMarkBeforeName = false
    var hasMarkAfterName = false

    /// Whether a name of several lines is expected.
    var hasMarks: Bool { hasMarkBeforeName || hasMarkAfterName }

    /// Whether a layout splits the lines as this one does, and only has other marks.
    func isPlainer(than other: RecordLayout) -> Bool {
        split == other.split && hasMarkBeforeName == other.hasMarkBeforeName
            && hasMarkAfterName == other.hasMarkAfterName
    }
}

/// A line of a record, split.
struct RecordLine {
    var name: Range<Int>
    /// Whether the name goes on in the next line, and whether it follows one that did in `old-ascii`.
    var nameGoesOn = false
    var nameFollows = false
    /// The value, with what may be padding and a mark after it.
    var value: Range<Int>
    var opening = CellOpening.plain
    /// The mark after the value, where a frame shows its place; nil where there is none.
    var mark: CellMark?
    /// Whether the line ends right after the bar: psql then has no more of the value to print.
    var isExhausted = false
}

/// A column of one record: the lines of its name and those of its value.
struct RecordField {
    var names: [Range<Int>]
    var pieces: [CellPiece]
}

extension RecordLayout {
    /// Splits a line, or nil where it has not this layout.
    func split(_ bytes: UnsafeBufferPointer<UInt8>, _ bounds: Range<Int>, isPaddingKept: Bool) -> RecordLine?
    {
        let end = bounds.upperBound
        guard let at = offset(ofColumn: split, bytes, bounds) else {
            // The last lines of a name that is longer than its value end before it; elsewhere the spaces
            // before a value without text were lost.
            let isNameMore = hasMarkBeforeName || hasMarkAfterName
            guard border == 0, isNameMore || !isPaddingKept else { return nil }
            var line = RecordLine(name: withoutSpaces(bytes, bounds), value: end..<end)
            line.isExhausted = isNameMore
            if hasMarkBeforeName, bytes[line.name].first == 0x2B, line.name.lowerBound == bounds.lowerBound {
                line.nameFollows = true
                line.name = withoutSpaces(bytes, bounds.lowerBound + 1..<end)
            }
            if hasMarkAfterName, bytes[line.name].last == 0x2B { return nil }
            return line.name.isEmpty ? nil : line
        }
        var nameStart = bounds.lowerBound
        var nameEnd = at.offset
        var line = RecordLine(name: end..<end, value: end..<end)
        if border == 2 {
            guard let bar = bar(bytes, nameStart, end) else { return nil }
            nameStart += bar.length
        }
        if border == 2 || hasMarkBeforeName {
            guard nameStart < end, bytes[nameStart] == 0x20 || bytes[nameStart] == 0x2B else { return nil }
            line.nameFollows = bytes[nameStart] == 0x2B
            nameStart += 1
        }
        if border > 0 || hasMarkAfterName {
            let length = at.previous < nameEnd ? nameEnd - at.previous : 0
            guard length > 0, at.previous >= nameStart else { return nil }
            if bytes[at.previous] != 0x20 {
                guard mark(bytes, at.previous..<nameEnd) == .newline else { return nil }
                line.nameGoesOn = true
            }
            nameEnd = at.previous
        }
        line.name = withoutSpaces(bytes, nameStart..<max(nameStart, nameEnd))
        var start = at.offset
        if border > 0 {
            guard let bar = bar(bytes, start, end) else { return nil }
            line.opening = bar.opening
            start += bar.length
        }
        var valueEnd = end
        if border == 2 {
            while valueEnd > start, bytes[valueEnd - 1] == 0x20 { valueEnd -= 1 }
            let length = isUnicode ? 3 : 1
            guard valueEnd - length > start, bar(bytes, valueEnd - length, valueEnd) != nil else {
                return nil
            }
            valueEnd -= length
            let last = lastScalar(bytes, start..<valueEnd)
            if bytes[last.lowerBound] == 0x20 {
                line.mark = CellMark.none
            } else {
                line.mark = mark(bytes, last)
            }
            guard line.mark != nil else { return nil }
            valueEnd = last.lowerBound
        }
        if start < valueEnd {
            let length = scalar(at: start, in: bytes, before: end).length
            if bytes[start] != 0x20 {
                guard mark(bytes, start..<start + length) == .wrap, line.opening == .plain else { return nil }
                line.opening = .wrap
            }
            start += length
        } else {
            line.isExhausted = true
        }
        line.value = min(start, valueEnd)..<valueEnd
        return line
    }

    /// The byte at a column of the terminal, and at the column before it; nil where the line is shorter.
    private func offset(
        ofColumn column: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ bounds: Range<Int>
    ) -> (offset: Int, previous: Int)? {
        if column > 0, bounds.count > column,
            bytes[bounds.lowerBound..<bounds.lowerBound + column].allSatisfy({ $0 < 0x80 })
        {
            let offset = bounds.lowerBound + column
            return border == 0 || bar(bytes, offset, bounds.upperBound) != nil ? (offset, offset - 1) : nil
        }
        for widths in DisplayWidths.allCases {
            var position = 0
            var previous = bounds.lowerBound
            var index = bounds.lowerBound
            while index < bounds.upperBound, position <= column {
                let (value, length) = scalar(at: index, in: bytes, before: bounds.upperBound)
                let width = displayWidth(of: value, widths)
                if width > 0 {
                    if position == column {
                        if border == 0 || bar(bytes, index, bounds.upperBound) != nil {
                            return (index, previous)
                        }
                        break
                    }
                    previous = index
                }
                position += width
                index += length
            }
        }
        return nil
    }

    /// What bar stands at an offset.
    func bar(
        _ bytes: UnsafeBufferPointer<UInt8>, _ offset: Int, _ end: Int
    ) -> (opening: CellOpening, length: Int)? {
        guard offset < end else { return nil }
        if isUnicode {
            let isBar =
                AlignedRule.Bar.single.stands(at: offset, in: bytes, before: end)
                || AlignedRule.Bar.double.stands(at: offset, in: bytes, before: end)
            return isBar ? (.plain, 3) : nil
        }
        switch bytes[offset] {
        case UInt8(ascii: "|"): return (.plain, 1)
        case UInt8(ascii: ":") where style == .old: return (.newline, 1)
        case UInt8(ascii: ";") where style == .old: return (.wrap, 1)
        default: return nil
        }
    }

    /// The mark that a character is.
    func mark(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> CellMark? {
        if isUnicode {
            if bytes[range].elementsEqual("↵".utf8) { return .newline }
            return bytes[range].elementsEqual("…".utf8) ? .wrap : nil
        }
        guard range.count == 1, style == .marked || border == 0 else {
            return range.count == 1 && bytes[range.lowerBound] == 0x2B ? .newline : nil
        }
        switch bytes[range.lowerBound] {
        case UInt8(ascii: "+"): return .newline
        case UInt8(ascii: "."): return .wrap
        default: return nil
        }
    }

    func lastScalar(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Range<Int> {
        var start = max(range.lowerBound, range.upperBound - 1)
        while start > range.lowerBound, bytes[start] & 0xC0 == 0x80 { start -= 1 }
        return start..<range.upperBound
    }
}
