package import Diagnostics

/// A JSON text as a flat list of values, each with the bytes it stands in (RFC 8259, read strictly).
///
/// A value is followed by what it holds: an object by keys and values in turn, an array by its items.
/// Values are named by their indices; the text's own value is the first.
package struct JSONText: Sendable {
    /// What a value is.
    package enum Kind: UInt8, Sendable {
        /// `{ … }`
        case object
        /// `[ … ]`
        case array
        /// `" … "`
        case string
        /// A number.
        case number
        /// `true`
        case yes
        /// `false`
        case no
        /// `null`
        case null
    }

    struct Value: Sendable {
        let kind: Kind
        let lower: Int32
        var upper: Int32
        /// The index of the first value after this one and what it holds.
        var next: Int32
    }

    /// The file that holds it.
    package let file: SourceFile
    private let values: [Value]
    /// The offset after the text.
    package let end: Int

    /// Reads the value that begins at an offset.
    ///
    /// - Parameters:
    ///   - file: What holds it.
    ///   - start: Where it begins, or the white space before it.
    ///   - newlineMarks: whether psql's `+` or `↵` at the end of a line counts as white space.
    package init(_ file: SourceFile, from start: Int, newlineMarks: Bool = false) throws(JSONFailure) {
        self.file = file
        (values, end) = try file.bytes.withUnsafeBufferPointer { (bytes) throws(JSONFailure) in
            var scanner = JSONScanner(file: file, bytes: bytes, offset: start, newlineMarks: newlineMarks)
            try scanner.value(depth: 0)
            return (scanner.values, scanner.offset)
        }
    }

    /// What a value is.
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
        let range = range(index)
        guard values[index].kind == .string, file.offset(of: UInt8(ascii: "\\"), in: range) != nil else {
            return file.text(range)
        }
        return file.bytes.withUnsafeBufferPointer { unescaped($0, range) }
    }
}

/// Why a text is no JSON: the reader that asked for it says what that means for the capture.
package struct JSONFailure: Error, Sendable {
    /// Whether the text ended where it should have gone on.
    package let isTruncated: Bool
    /// What is wrong, in one sentence.
    package let summary: String
    /// What would have been right.
    package let expected: String
    /// Where.
    package let span: SourceSpan

    /// The finding about a capture that should be JSON.
    package func diagnostic(help: String) -> Diagnostic {
        Diagnostic(
            isTruncated ? "capture.truncated" : "capture.json",
            summary,
            at: span,
            expected: expected,
            help: help
        )
    }
}

/// The text of a string's bytes; half of a surrogate pair shows as the replacement character.
private func unescaped(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> String {
    var units: [UInt8] = []
    units.reserveCapacity(range.count)
    var index = range.lowerBound
    while index < range.upperBound {
        let byte = bytes[index]
        guard byte == UInt8(ascii: "\\") else {
            units.append(byte)
            index += 1
            continue
        }
        index += 2
        switch bytes[index - 1] {
        case UInt8(ascii: "b"): units.append(0x08)
        case UInt8(ascii: "f"): units.append(0x0C)
        case UInt8(ascii: "n"): units.append(0x0A)
        case UInt8(ascii: "r"): units.append(0x0D)
        case UInt8(ascii: "t"): units.append(0x09)
        case UInt8(ascii: "u"):
            var code = hexadecimalDigits(bytes, at: index, before: range.upperBound) ?? 0xFFFD
            index += 4
            if (0xD800..<0xDC00).contains(code), index + 6 <= range.upperBound,
                bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u"),
                let low = hexadecimalDigits(bytes, at: index + 2, before: range.upperBound),
                (0xDC00..<0xE000).contains(low)
            {
                code = 0x1_0000 + (code - 0xD800) << 10 + (low - 0xDC00)
                index += 6
            }
            units.append(contentsOf: String(Unicode.Scalar(code) ?? "\u{FFFD}").utf8)
        default: units.append(bytes[index - 1])
        }
    }
    return String(decoding: units, as: UTF8.self)
}

private func hexadecimalDigits(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int, before end: Int) -> UInt32?
{
    guard start + 4 <= end else { return nil }
    var value: UInt32 = 0
    for byte in bytes[start..<start + 4] {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt32(byte & 0x0F)
        case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"):
            value = value << 4 | UInt32((byte & 0x0F) + 9)
        default: return nil
        }
    }
    return value
}

private struct JSONScanner {
    let file: SourceFile
    let bytes: UnsafeBufferPointer<UInt8>
    var offset: Int
    let newlineMarks: Bool
    var values: [JSONText.Value] = []

    /// Deeper than any capture, and shallow enough for the stack.
    static let deepest = 512

    mutating func value(depth: Int) throws(JSONFailure) {
        guard depth < Self.deepest else {
            throw wrong("JSON is nested more than \(Self.deepest) deep", "a text that is never so deep")
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
        while offset < bytes.count {
            switch bytes[offset] {
            case UInt8(ascii: "\""):
                add(.string, opening + 1..<offset)
                offset += 1
                return
            case 0..<0x20:
                throw JSONFailure(
                    isTruncated: false,
                    summary: "A JSON string holds a control character, or does not end on its line",
                    expected: "a closing quote on the same line",
                    span: file.span(opening..<offset)
                )
            case UInt8(ascii: "\\"): try escape()
            default: offset += 1
            }
        }
        throw JSONFailure(
            isTruncated: true,
            summary: "The file ends inside a JSON string",
            expected: "a closing quote",
            span: file.span(opening..<bytes.count)
        )
    }

    private mutating func escape() throws(JSONFailure) {
        guard offset + 1 < bytes.count else { throw truncated("an escaped character") }
        switch bytes[offset + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            offset += 2
        case UInt8(ascii: "u"):
            guard offset + 6 <= bytes.count else { throw truncated("four hexadecimal digits") }
            guard hexadecimalDigits(bytes, at: offset + 2, before: bytes.count) != nil else {
                throw wrong("A JSON escape is not four hexadecimal digits", "`\\u` and four digits")
            }
            offset += 6
        default: throw wrong("JSON has no such escape", "one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u")
        }
    }

    private mutating func number() throws(JSONFailure) {
        let start = offset
        _ = take("-")
        let leading = offset
        try digits("a digit")
        guard bytes[leading] != UInt8(ascii: "0") || offset == leading + 1 else {
            throw JSONFailure(
                isTruncated: false,
                summary: "A JSON number begins with a zero",
                expected: "a number without leading zeros",
                span: file.span(start..<offset)
            )
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
            case UInt8(ascii: "+") where newlineMarks && endsLine(offset + 1): offset += 1
            case 0xE2 where newlineMarks && file.matches("\u{21B5}", at: offset, before: bytes.count):
                offset += 3
            default: return
            }
        }
    }

    private func endsLine(_ offset: Int) -> Bool {
        file.matches("\n", at: offset, before: bytes.count)
            || file.matches("\r\n", at: offset, before: bytes.count)
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

    private func missing(_ expected: String) -> JSONFailure {
        offset < bytes.count ? wrong("JSON does not go on as it should", expected) : truncated(expected)
    }

    private func truncated(_ expected: String) -> JSONFailure {
        JSONFailure(
            isTruncated: true,
            summary: "The file ends inside a JSON text",
            expected: expected,
            span: file.span(max(0, bytes.count - 1)..<bytes.count)
        )
    }

    private func wrong(_ summary: String, _ expected: String) -> JSONFailure {
        JSONFailure(
            isTruncated: false,
            summary: summary,
            expected: expected,
            span: file.span(offset..<min(offset + 1, bytes.count))
        )
    }
}
