/// Follows SQL over its lines, so far that what is quoted or a comment is told from the rest.
///
/// After "Lexical Structure" in PostgreSQL's documentation: `'…'`, `E'…'`, `"…"`, `$tag$…$tag$`, `--` up to
/// the end of the line and `/* … */`, which nest.
struct StatementLexer {
    private enum State: Equatable {
        case plain
        case quoted(UInt8, escapes: Bool)
        case dollar(Range<Int>)
        case comment(depth: Int)
    }

    private let bytes: [UInt8]
    private var state = State.plain

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Whether a quoted text or a comment goes on after what was read.
    var isOpen: Bool { state != .plain }

    /// Reads a line, and returns the offset of the first `;` in it that ends a statement.
    mutating func read(_ line: Range<Int>) -> Int? {
        var offset = line.lowerBound
        let end = line.upperBound
        var semicolon: Int?
        while offset < end {
            let byte = bytes[offset]
            switch state {
            case .plain:
                if byte == UInt8(ascii: ";"), semicolon == nil { semicolon = offset }
                if bytes.stands("--", at: offset, before: end) { return semicolon }
                offset = open(byte, at: offset, line)
            case .quoted(let quote, let escapes):
                if byte == quote { state = .plain }
                offset += escapes && byte == UInt8(ascii: "\\") ? 2 : 1
            case .dollar(let tag):
                let ends =
                    byte == UInt8(ascii: "$") && offset + tag.count <= end
                    && bytes[offset..<offset + tag.count].elementsEqual(bytes[tag])
                if ends { state = .plain }
                offset += ends ? tag.count : 1
            case .comment(let depth):
                if bytes.stands("*/", at: offset, before: end) {
                    state = depth > 1 ? .comment(depth: depth - 1) : .plain
                    offset += 2
                } else if bytes.stands("/*", at: offset, before: end) {
                    state = .comment(depth: depth + 1)
                    offset += 2
                } else {
                    offset += 1
                }
            }
        }
        return semicolon
    }

    private mutating func open(_ byte: UInt8, at offset: Int, _ line: Range<Int>) -> Int {
        switch byte {
        case UInt8(ascii: "\""): state = .quoted(byte, escapes: false)
        case UInt8(ascii: "'"):
            let escapes = PlanLiteral.isEscapeMark(bytes, before: offset, from: line.lowerBound)
            state = .quoted(byte, escapes: escapes)
        case UInt8(ascii: "/") where bytes.stands("/*", at: offset, before: line.upperBound):
            state = .comment(depth: 1)
            return offset + 2
        case UInt8(ascii: "$"):
            // `a$1` and `a$b` are parts of a name.
            if offset > line.lowerBound, isWordByte(bytes[offset - 1]) { return offset + 1 }
            var end = offset + 1
            while end < line.upperBound, isWordByte(bytes[end]) { end += 1 }
            let startsWithDigit = end > offset + 1 && bytes[offset + 1] >= 0x30 && bytes[offset + 1] <= 0x39
            guard end < line.upperBound, bytes[end] == UInt8(ascii: "$"), !startsWithDigit else {
                return offset + 1
            }
            state = .dollar(offset..<end + 1)
            return end + 1
        default: break
        }
        return offset + 1
    }

    private func isWordByte(_ byte: UInt8) -> Bool {
        let letter = byte | 0x20
        return (letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "z")) || (byte >= 0x30 && byte <= 0x39)
            || byte == UInt8(ascii: "_") || byte >= 0x80
    }
}
