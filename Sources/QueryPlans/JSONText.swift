import Diagnostics

/// A JSON text as a flat list of values, each with the bytes it stands in (RFC 8259).
///
/// A value is followed by what it holds: an object by keys and values in turn, an array by its items.
struct JSONText {
    enum Kind: UInt8 { case object, array, string, number, yes, no, null }

    struct Value {
        let kind: Kind
        let lower: Int32
        var upper: Int32
        /// The index of the first value after this one and what it holds.
        var next: Int32
    }

    private(set) var values: [Value] = []
    /// The offset after the text.
    private(set) var end: Int

    /// The bytes of a value; of a string, those between its quotes.
    func range(_ index: Int) -> Range<Int> { Int(values[index].lower)..<Int(values[index].upper) }

    /// The key and value pairs of an object, in order.
    func members(_ index: Int) -> [(key: Int, value: Int)] {
        var pairs: [(key: Int, value: Int)] = []
        var key = index + 1
        while key < Int(values[index].next) {
            let value = key + 1
            pairs.append((key, value))
            key = Int(values[value].next)
        }
        return pairs
    }

    /// The items of an array, in order.
    func items(_ index: Int) -> [Int] {
        var found: [Int] = []
        var item = index + 1
        while item < Int(values[index].next) {
            found.append(item)
            item = Int(values[item].next)
        }
        return found
    }

    /// Reads the value that begins at an offset.
    ///
    /// - Parameter newlineMarks: whether psql's `+` or `↵` at the end of a line counts as white space.
    init(_ file: SourceFile, from start: Int, newlineMarks: Bool) throws(Diagnostic) {
        end = start
        var scanner = JSONScanner(file: file, offset: start, newlineMarks: newlineMarks)
        try scanner.value(depth: 0)
        values = scanner.values
        end = scanner.offset
    }
}

private struct JSONScanner {
    let file: SourceFile
    let bytes: [UInt8]
    let newlineMarks: Bool
    var offset: Int
    var values: [JSONText.Value] = []

    /// Deeper than any plan, and shallow enough for the stack.
    static let deepest = 512

    init(file: SourceFile, offset: Int, newlineMarks: Bool) {
        self.file = file
        bytes = file.bytes
        self.offset = offset
        self.newlineMarks = newlineMarks
    }

    mutating func value(depth: Int) throws(Diagnostic) {
        guard depth < Self.deepest else {
            throw wrong("JSON is nested more than \(Self.deepest) deep", "a plan, which is never so deep")
        }
        skipSpace()
        guard offset < bytes.count else { throw truncated("a value") }
        switch bytes[offset] {
        case UInt8(ascii: "{"): try object(depth)
        case UInt8(ascii: "["): try array(depth)
        case UInt8(ascii: "\""): try string()
        case UInt8(ascii: "t"): try word("true", .yes)
        case UInt8(ascii: "f"): try word("false", .no)
        case UInt8(ascii: "n"): try word("null", .null)
        default: try number()
        }
    }

    private mutating func object(_ depth: Int) throws(Diagnostic) {
        let index = open(.object)
        skipSpace()
        if take("}") {
            close(index)
            return
        }
        while true {
            skipSpace()
            guard offset < bytes.count else { throw truncated("a key or `}`") }
            guard bytes[offset] == UInt8(ascii: "\"") else {
                throw wrong("JSON has no key here", "a key in quotes")
            }
            try string()
            skipSpace()
            guard take(":") else { throw missing("`:` after the key") }
            try value(depth: depth + 1)
            skipSpace()
            if take("}") {
                close(index)
                return
            }
            guard take(",") else { throw missing("`,` or `}`") }
        }
    }

    private mutating func array(_ depth: Int) throws(Diagnostic) {
        let index = open(.array)
        skipSpace()
        if take("]") {
            close(index)
            return
        }
        while true {
            try value(depth: depth + 1)
            skipSpace()
            if take("]") {
                close(index)
                return
            }
            guard take(",") else { throw missing("`,` or `]`") }
        }
    }

    private mutating func string() throws(Diagnostic) {
        let opening = offset
        offset += 1
        let start = offset
        while offset < bytes.count {
            let byte = bytes[offset]
            if byte == UInt8(ascii: "\"") {
                add(.string, start..<offset)
                offset += 1
                return
            }
            guard byte >= 0x20 else {
                throw Diagnostic(
                    "plan.json",
                    "A JSON string holds a control character, or does not end on its line",
                    at: file.span(opening..<offset),
                    expected: "a closing quote on the same line",
                    help: PlanHelp.captureWhole
                )
            }
            if byte == UInt8(ascii: "\\") { try escape() } else { offset += 1 }
        }
        throw Diagnostic(
            "plan.truncated",
            "The file ends inside a JSON string",
            at: file.span(opening..<bytes.count),
            expected: "a closing quote",
            help: PlanHelp.captureWhole
        )
    }

    private mutating func escape() throws(Diagnostic) {
        guard offset + 1 < bytes.count else { throw truncated("an escaped character") }
        switch bytes[offset + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            offset += 2
        case UInt8(ascii: "u"):
            guard JSONString.hexadecimal(bytes, at: offset + 2, before: bytes.count) != nil else {
                throw wrong("A JSON escape is not four hexadecimal digits", "`\\u` and four digits")
            }
            offset += 6
        default: throw wrong("JSON has no such escape", "one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u")
        }
    }

    private mutating func number() throws(Diagnostic) {
        let start = offset
        var cursor = ByteCursor(bytes, start..<bytes.count)
        guard cursor.number() != nil else { throw wrong("JSON has no value here", "a JSON value") }
        offset = cursor.offset
        if offset < bytes.count, bytes[offset] | 0x20 == UInt8(ascii: "e") {
            offset += 1
            if !take("+") { _ = take("-") }
            let digits = offset
            while offset < bytes.count, bytes[offset] >= 0x30, bytes[offset] <= 0x39 { offset += 1 }
            guard offset > digits else { throw wrong("A JSON number has no exponent", "digits after `e`") }
        }
        add(.number, start..<offset)
    }

    private mutating func word(_ text: StaticString, _ kind: JSONText.Kind) throws(Diagnostic) {
        guard bytes.stands(text, at: offset, before: bytes.count) else {
            throw wrong("JSON has no value here", "a JSON value")
        }
        add(kind, offset..<offset + text.utf8CodeUnitCount)
        offset += text.utf8CodeUnitCount
    }

    private mutating func skipSpace() {
        while offset < bytes.count {
            switch bytes[offset] {
            case 0x20, 0x09, 0x0A, 0x0D: offset += 1
            case UInt8(ascii: "+") where newlineMarks && endsLine(offset + 1): offset += 1
            case 0xE2 where newlineMarks && bytes.stands("\u{21B5}", at: offset, before: bytes.count):
                offset += 3
            default: return
            }
        }
    }

    private func endsLine(_ offset: Int) -> Bool {
        bytes.stands("\n", at: offset, before: bytes.count)
            || bytes.stands("\r\n", at: offset, before: bytes.count)
    }

    private mutating func take(_ text: StaticString) -> Bool {
        guard bytes.stands(text, at: offset, before: bytes.count) else { return false }
        offset += text.utf8CodeUnitCount
        return true
    }

    private mutating func open(_ kind: JSONText.Kind) -> Int {
        add(kind, offset..<offset)
        offset += 1
        return values.count - 1
    }

    private mutating func close(_ index: Int) {
        values[index].upper = Int32(truncatingIfNeeded: offset)
        values[index].next = Int32(truncatingIfNeeded: values.count)
    }

    private mutating func add(_ kind: JSONText.Kind, _ range: Range<Int>) {
        values.append(
            JSONText.Value(
                kind: kind,
                lower: Int32(truncatingIfNeeded: range.lowerBound),
                upper: Int32(truncatingIfNeeded: range.upperBound),
                next: Int32(truncatingIfNeeded: values.count + 1)
            )
        )
    }

    private func missing(_ expected: String) -> Diagnostic {
        offset < bytes.count ? wrong("JSON does not go on as it should", expected) : truncated(expected)
    }

    private func truncated(_ expected: String) -> Diagnostic {
        let last = max(0, bytes.count - 1)
        return Diagnostic(
            "plan.truncated",
            "The file ends inside a JSON plan",
            at: file.span(last..<bytes.count),
            expected: expected,
            help: PlanHelp.captureWhole
        )
    }

    private func wrong(_ summary: String, _ expected: String) -> Diagnostic {
        Diagnostic(
            "plan.json",
            summary,
            at: file.span(offset..<min(offset + 1, bytes.count)),
            expected: expected,
            help: PlanHelp.captureWhole
        )
    }
}
