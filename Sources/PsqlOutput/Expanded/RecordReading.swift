internal import Evidence

/// Puts the lines of one record of the expanded format together (PostgreSQL, `src/fe_utils/print.c`,
/// `print_aligned_vertical`).
struct RecordReading {
    private(set) var fields: [RecordField] = []
    /// The first place that can be read in two ways.
    private(set) var ambiguity: Range<Int>?

    /// The lines of values that go on in the next without a mark: they ended there, or were wrapped.
    private(set) var unmarked: [Range<Int>] = []

    /// Whether the line above the last one ends in a mark, of which nothing but its text shows the place.
    private(set) var isAboveMarked = false

    private let layout: RecordLayout
    private var last: RecordLine?
    /// Whether the value above has no more lines.
    private var isExhausted = false

    init(_ layout: RecordLayout) { self.layout = layout }

    /// Adds a line; false where the record has no such line.
    mutating func take(_ line: RecordLine, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        isAboveMarked = false
        if layout.style == .marked, line.nameFollows { return false }
        guard isNew(line) else { return takeMore(line, bytes) }
        guard !line.name.isEmpty, line.opening == .plain, isWhole else { return false }
        fields.append(RecordField(names: [line.name], pieces: [CellPiece(trimmed(line.value, bytes))]))
        last = line
        isExhausted = false
        return true
    }

    /// Whether the lines so far are a whole record.
    var isWhole: Bool {
        guard let last else { return true }
        if last.nameGoesOn { return false }
        return isExhausted || last.mark == nil || last.mark == CellMark.none
    }

    private func isNew(_ line: RecordLine) -> Bool {
        guard let last else { return true }
        switch layout.style {
        case .marked: return !last.nameGoesOn && !line.name.isEmpty
        case .old:
            return line.opening == .plain && !line.nameFollows && (layout.border > 0 || !line.name.isEmpty)
        }
    }

    private mutating func takeMore(_ line: RecordLine, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let last, let index = fields.indices.last else { return false }
        let isNameMore = layout.style == .marked ? last.nameGoesOn : line.nameFollows
        if isNameMore { fields[index].names.append(line.name) } else if !line.name.isEmpty { return false }
        let value = trimmed(line.value, bytes)
        if isExhausted {
            guard value.isEmpty else { return false }
        } else {
            guard let follows = follows(line, value, isNameMore, bytes) else { return false }
            switch follows {
            case .ends: isExhausted = true
            case .newline(let above):
                fields[index].pieces[fields[index].pieces.count - 1] = CellPiece(above)
                fields[index].pieces.append(
                    CellPiece(above.upperBound..<above.upperBound, replacement: [0x0A]))
                fields[index].pieces.append(CellPiece(value))
            case .wrap(let above):
                checkPadding(above, value, bytes)
                fields[index].pieces[fields[index].pieces.count - 1] = CellPiece(above)
                fields[index].pieces.append(CellPiece(value))
            }
        }
        self.last = line
        return true
    }

    private enum Following { case ends, newline(Range<Int>), wrap(Range<Int>) }

    /// How a line's value follows the one above, which is given without its mark; nil where it cannot.
    private mutating func follows(
        _ line: RecordLine, _ value: Range<Int>, _ isNameMore: Bool, _ bytes: UnsafeBufferPointer<UInt8>
    ) -> Following? {
        guard let above = last else { return nil }
        let mayEnd = isNameMore && value.isEmpty
        if layout.border > 0, layout.style == .old {
            switch line.opening {
            case .newline: return mayEnd ? .ends : .newline(trimmed(above.value, bytes))
            case .wrap: return mayEnd ? .ends : .wrap(above.value)
            default: return mayEnd ? .ends : nil
            }
        }
        if let mark = above.mark {
            switch mark {
            case .none: return mayEnd || value.isEmpty && isNameMore ? .ends : nil
            case .newline: return line.opening == .plain ? .newline(trimmed(above.value, bytes)) : nil
            case .wrap: return line.opening == .wrap ? .wrap(above.value) : nil
            }
        }
        if layout.style == .old {
            if mayEnd { return .ends }
            unmarked.append(above.value)
            return .newline(trimmed(above.value, bytes))
        }
        let text = trimmed(above.value, bytes)
        let end = layout.lastScalar(bytes, text)
        let mark = text.isEmpty ? nil : layout.mark(bytes, end)
        if line.opening == .wrap {
            isAboveMarked = mark == .wrap
            return .wrap(mark == .wrap ? text.lowerBound..<end.lowerBound : above.value)
        }
        if mayEnd, line.isExhausted || mark != .newline { return .ends }
        isAboveMarked = mark == .newline
        return mark == .newline ? .newline(trimmed(text.lowerBound..<end.lowerBound, bytes)) : nil
    }

    /// Notes where a space may be text, or the one column that was too narrow for the character after it.
    private mutating func checkPadding(
        _ above: Range<Int>, _ value: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>
    ) {
        guard ambiguity == nil, !above.isEmpty, !value.isEmpty, bytes[above.upperBound - 1] == 0x20,
            displayWidth(of: scalar(at: value.lowerBound, in: bytes, before: value.upperBound).value) == 2
        else { return }
        ambiguity = above.upperBound - 1..<above.upperBound
    }

    private func trimmed(_ range: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) -> Range<Int> {
        var upper = range.upperBound
        while upper > range.lowerBound, bytes[upper - 1] == 0x20 { upper -= 1 }
        return range.lowerBound..<upper
    }
}
