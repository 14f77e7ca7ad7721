package import Diagnostics

/// A JSON text as a flat list of values, each with the bytes it stands in (RFC 8259, read strictly).
///
/// A value is followed by what it holds: an object by keys and values in turn, an array by its items.
/// Values are named by their indices; the text's own value is the first.
package struct JSONText: Sendable {
    package enum Kind: UInt8, Sendable {
        /// `{ … }`
        case object
        /// `[ … ]`
        case array
        /// `" … "`
        case string
        case number
        /// `true`
        case yes
        /// `false`
        case no
        /// `null`
        case null
    }

    /// One of the values, as it is kept.
    package struct Value: Sendable {
        package let kind: Kind
        /// Whether it is a string with escapes in it.
        package let isEscaped: Bool
        /// The offset of its first byte; of a string, of the first after the quote.
        package let lower: Int32
        /// The offset after its last byte; of a string, that of the closing quote.
        package fileprivate(set) var upper: Int32
        /// The index of the first value after this one and what it holds.
        package fileprivate(set) var next: Int32
    }

    /// The file that holds it.
    package let file: SourceFile
    /// Every value, in the order in which they begin.
    package let values: [Value]
    /// The offset after the text.
    package let end: Int

    /// Reads the value that begins at an offset.
    ///
    /// - Parameters:
    ///   - file: What holds it.
    ///   - start: Where it begins, or the white space before it.
    package init(_ file: SourceFile, from start: Int) throws(JSONFailure) {
        self.file = file
        (values, end) = try file.bytes.withUnsafeBufferPointer { (bytes) throws(JSONFailure) in
            var scanner = JSONScanner(file: file, bytes: bytes, offset: start)
            try scanner.value(depth: 0)
            return (scanner.values, scanner.offset)
        }
    }

    package func kind(_ index: Int) -> Kind { values[index].kind }

    /// The bytes of a value; of a string, those between its quotes.
    package func range(_ index: Int) -> Range<Int> { Int(values[index].lower)..<Int(values[index].upper) }

    /// Where a value stands; see ``range(_:)``.
    package func span(_ index: Int) -> SourceSpan { file.span(range(index)) }

    /// The key and value pairs of an object, in order; none of another value.
    package func members(_ index: Int) -> [(key: Int, value: Int)] {
        guard values[index].kind == .object else { return [] }
        var pairs: [(key: Int, value: Int)] = []
        var key = index + 1
        while key < Int(values[index].next) {
            pairs.append((key, key + 1))
            key = Int(values[key + 1].next)
        }
        return pairs
    }

    /// The items of an array, in order; none of another value.
    package func items(_ index: Int) -> [Int] {
        guard values[index].kind == .array else { return [] }
        var found: [Int] = []
        var item = index + 1
        while item < Int(values[index].next) {
            found.append(item)
            item = Int(values[item].next)
        }
        return found
    }

    /// The text of a string, escapes resolved; of another value, its bytes.
    package func text(_ index: Int) -> String {
        values[index].isEscaped ? file.jsonText(range(index)) : file.text(range(index))
    }
}

/// Why a text is no JSON: the reader that asked for it says what that means for the capture.
package struct JSONFailure: Error, Sendable {
    /// In which way a text is no JSON.
    package enum Kind: Sendable {
        /// It ends where it should go on.
        case truncated
        /// It is written otherwise.
        case malformed
        /// Its values hold each other deeper than any capture's.
        case tooDeep
    }

    /// In which way.
    package let kind: Kind
    /// What is wrong, in one sentence.
    package let summary: String
    /// What would have been right.
    package let expected: String
    package let span: SourceSpan

    /// The finding about a capture that should be JSON.
    package func diagnostic(help: String) -> Diagnostic {
        Diagnostic(
            kind == .truncated ? .capture(.truncated) : .capture(.json), summary, at: span,
            expected: expected, help: help)
    }
}

private struct JSONScanner {
    let file: SourceFile
    let bytes: UnsafeBufferPointer<UInt8>
    var offset: Int
    var values: [JSONText.Value] = []

    /// Deeper than any capture, and shallow enough for the stack.
    static let deepest = 512

    mutating func value(depth: Int) throws(JSONFailure) {
        guard depth < Self.deepest else {
            throw wrong(
                "JSON is nested more than \(Self.deepest) deep", "a text that is never so deep", .tooDeep)
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
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number()
        default: throw wrong("JSON has no value here", "a JSON value")
        }
    }

    private mutating func object(_ depth: Int) throws(JSONFailure) {
        let index = open(.object)
        skipSpace()
        if take("}") { return close(index) }
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
            if take("}") { return close(index) }
            guard take(",") else { throw missing("`,` or `}`") }
        }
    }

    private mutating func array(_ depth: Int) throws(JSONFailure) {
        let index = open(.array)
        skipSpace()
        if take("]") { return close(index) }
        while true {
            try value(depth: depth + 1)
            skipSpace()
            if take("]") { return close(index) }
            guard take(",") else { throw missing("`,` or `]`") }
        }
    }

    private mutating func string() throws(JSONFailure) {
        let opening = offset
        offset += 1
        var isEscaped = false
        while offset < bytes.count {
            switch bytes[offset] {
            case UInt8(ascii: "\""):
                add(.string, opening + 1..<offset, isEscaped: isEscaped)
                offset += 1
                return
            case 0..<0x20:
                throw JSONFailure(
                    kind: .malformed,
                    summary: "A JSON string holds a control character, or does not end on its line",
                    expected: "a closing quote on the same line", span: file.span(opening..<offset))
            case UInt8(ascii: "\\"):
                isEscaped = true
                try escape()
            default: offset += 1
            }
        }
        throw JSONFailure(
            kind: .truncated, summary: "The file ends inside a JSON string", expected: "a closing quote",
            span: file.span(opening..<bytes.count))
    }

    private mutating func escape() throws(JSONFailure) {
        if let end = JSONEscape.end(bytes, at: offset, before: bytes.count) {
            offset = end
            return
        }
        guard offset + 1 < bytes.count else { throw truncated("an escaped character") }
        guard bytes[offset + 1] == UInt8(ascii: "u") else {
            throw wrong("JSON has no such escape", "one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u")
        }
        let digits = bytes[offset + 2..<min(offset + 6, bytes.count)]
        guard digits.allSatisfy({ hexadecimalValue($0) != nil }) else {
            throw wrong("A JSON escape is not four hexadecimal digits", "`\\u` and four digits")
        }
        throw truncated("four hexadecimal digits")
    }

    private mutating func number() throws(JSONFailure) {
        let start = offset
        _ = take("-")
        let leading = offset
        try digits("a digit")
        guard bytes[leading] != UInt8(ascii: "0") || offset == leading + 1 else {
            throw JSONFailure(
                kind: .malformed, summary: "A JSON number begins with a zero",
                expected: "a number without leading zeros", span: file.span(start..<offset))
        }
        if take(".") { try digits("a digit after the point") }
        if offset < bytes.count, bytes[offset] | 0x20 == UInt8(ascii: "e") {
            offset += 1
            if !take("+") { _ = take("-") }
            try digits("digits after `e`")
        }
        add(.number, start..<offset)
    }

    private mutating func digits(_ expected: String) throws(JSONFailure) {
        let start = offset
        while offset < bytes.count, (0x30...0x39).contains(bytes[offset]) { offset += 1 }
        guard offset > start else { throw missing(expected) }
    }

    private mutating func word(_ text: StaticString, _ kind: JSONText.Kind) throws(JSONFailure) {
        let start = offset
        for byte in UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount) {
            guard offset < bytes.count else { throw truncated("`\(text)`") }
            guard bytes[offset] == byte else { throw wrong("JSON has no value here", "`\(text)`") }
            offset += 1
        }
        add(kind, start..<offset)
    }

    private mutating func skipSpace() {
        while offset < bytes.count {
            switch bytes[offset] {
            case 0x20, 0x09, 0x0A, 0x0D: offset += 1
            default: return
            }
        }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard offset < bytes.count, bytes[offset] == UInt8(ascii: character) else { return false }
        offset += 1
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

    private mutating func add(_ kind: JSONText.Kind, _ range: Range<Int>, isEscaped: Bool = false) {
        values.append(
            JSONText.Value(
                kind: kind, isEscaped: isEscaped, lower: Int32(truncatingIfNeeded: range.lowerBound),
                upper: Int32(truncatingIfNeeded: range.upperBound),
                next: Int32(truncatingIfNeeded: values.count + 1)))
    }

    private func missing(_ expected: String) -> JSONFailure {
        offset < bytes.count ? wrong("JSON does not go on as it should", expected) : truncated(expected)
    }

    private func truncated(_ expected: String) -> JSONFailure {
        JSONFailure(
            kind: .truncated, summary: "The file ends inside a JSON text", expected: expected,
            span: file.span(max(0, bytes.count - 1)..<bytes.count))
    }

    private func wrong(
        _ summary: String, _ expected: String, _ kind: JSONFailure.Kind = .malformed
    ) -> JSONFailure {
        JSONFailure(
            kind: kind, summary: summary, expected: expected,
            span: file.span(offset..<min(offset + 1, bytes.count)))
    }
}
