import Diagnostics

/// Reads a JSON text (RFC 8259) as EXPLAIN prints it, each value with the bytes it stands in.
struct JSONScan {
    private let file: SourceFile
    private let bytes: [UInt8]
    private(set) var offset: Int
    private(set) var document: PlanDocument

    /// Begins at the first byte of a value.
    init(_ file: SourceFile, from start: Int, names: PropertyNames) {
        self.file = file
        bytes = file.bytes
        offset = start
        document = PlanDocument(names: names)
    }

    /// Reads the value; `offset` is then the offset after it.
    mutating func run() throws(Diagnostic) { try value(depth: 0, name: -1, from: offset) }

    private mutating func value(depth: Int, name: Int, from start: Int) throws(Diagnostic) {
        guard depth < PlanDocument.deepest else { throw PlanDocument.tooDeep(file, at: offset) }
        skipSpace()
        guard offset < bytes.count else { throw truncated("a value") }
        let start = start < 0 ? offset : start
        switch bytes[offset] {
        case UInt8(ascii: "{"): try object(depth, name: name, from: start)
        case UInt8(ascii: "["): try array(depth, name: name, from: start)
        case UInt8(ascii: "\""):
            let range = try string()
            document.add(.text, .json, name: name, from: start, range, to: offset)
        case UInt8(ascii: "t"): try word("true", .yes, name, start)
        case UInt8(ascii: "f"): try word("false", .no, name, start)
        case UInt8(ascii: "n"): try word("null", .null, name, start)
        default: try number(name, start)
        }
    }

    private mutating func object(_ depth: Int, name: Int, from start: Int) throws(Diagnostic) {
        let index = document.add(.object, name: name, from: start, offset..<offset, to: offset)
        offset += 1
        skipSpace()
        if take("}") { return document.close(index, .object, upper: offset, to: offset) }
        while true {
            skipSpace()
            guard offset < bytes.count else { throw truncated("a key or `}`") }
            guard bytes[offset] == UInt8(ascii: "\"") else {
                throw wrong("JSON has no key here", "a key in quotes")
            }
            let start = offset
            let key = try string()
            skipSpace()
            guard take(":") else { throw missing("`:` after the key") }
            try value(depth: depth + 1, name: number(ofName: key), from: start)
            skipSpace()
            if take("}") { return document.close(index, .object, upper: offset, to: offset) }
            guard take(",") else { throw missing("`,` or `}`") }
        }
    }

    private func number(ofName range: Range<Int>) -> Int {
        bytes[range].contains(UInt8(ascii: "\\"))
            ? document.names.number(of: JSONString.text(bytes, range))
            : document.names.number(bytes, range, isTag: false)
    }

    private mutating func array(_ depth: Int, name: Int, from start: Int) throws(Diagnostic) {
        let index = document.add(.array, name: name, from: start, offset..<offset, to: offset)
        offset += 1
        skipSpace()
        if take("]") { return document.close(index, .array, upper: offset, to: offset) }
        while true {
            try value(depth: depth + 1, name: -1, from: -1)
            skipSpace()
            if take("]") { return document.close(index, .array, upper: offset, to: offset) }
            guard take(",") else { throw missing("`,` or `]`") }
        }
    }

    private mutating func string() throws(Diagnostic) -> Range<Int> {
        let opening = offset
        offset += 1
        let start = offset
        while offset < bytes.count {
            let byte = bytes[offset]
            if byte == UInt8(ascii: "\"") {
                offset += 1
                return start..<offset - 1
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

    private mutating func number(_ name: Int, _ start: Int) throws(Diagnostic) {
        let first = offset
        var cursor = ByteCursor(bytes, first..<bytes.count)
        guard cursor.number() != nil else { throw wrong("JSON has no value here", "a JSON value") }
        offset = cursor.offset
        if offset < bytes.count, bytes[offset] | 0x20 == UInt8(ascii: "e") {
            offset += 1
            if !take("+") { _ = take("-") }
            let digits = offset
            while offset < bytes.count, bytes[offset] >= 0x30, bytes[offset] <= 0x39 { offset += 1 }
            guard offset > digits else { throw wrong("A JSON number has no exponent", "digits after `e`") }
        }
        document.add(.number, name: name, from: start, first..<offset, to: offset)
    }

    private mutating func word(
        _ text: StaticString,
        _ kind: PlanDocument.Kind,
        _ name: Int,
        _ start: Int
    ) throws(Diagnostic) {
        guard bytes.stands(text, at: offset, before: bytes.count) else {
            throw wrong("JSON has no value here", "a JSON value")
        }
        let end = offset + text.utf8CodeUnitCount
        document.add(kind, name: name, from: start, offset..<end, to: end)
        offset = end
    }

    private mutating func skipSpace() {
        while offset < bytes.count {
            switch bytes[offset] {
            case 0x20, 0x09, 0x0A, 0x0D: offset += 1
            default: return
            }
        }
    }

    private mutating func take(_ text: StaticString) -> Bool {
        guard bytes.stands(text, at: offset, before: bytes.count) else { return false }
        offset += text.utf8CodeUnitCount
        return true
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
