import Diagnostics

/// Reads the XML that EXPLAIN prints, each value with the bytes it stands in.
///
/// It is the part of XML that ExplainPropertyText and its kin in PostgreSQL's explain_format.c write:
/// elements without attributes, but for the namespace of the outermost, that hold either elements or text.
struct XMLScan {
    /// An element whose end has not been seen.
    private struct Open {
        let value: Int
        let tag: Range<Int>
        /// Where its text would begin.
        let inside: Int
        var hasElements = false
    }

    private let file: SourceFile
    private let bytes: [UInt8]
    private(set) var offset: Int
    private(set) var document: PlanDocument
    private var open: [Open] = []

    /// Begins at the `<` of the outermost element, or of an XML declaration before it.
    init(_ file: SourceFile, from start: Int, names: PropertyNames) {
        self.file = file
        bytes = file.bytes
        offset = start
        document = PlanDocument(names: names)
    }

    /// Reads the outermost element; `offset` is then the offset after it.
    mutating func run() throws(Diagnostic) {
        if bytes.stands("<?xml ", at: offset, before: bytes.count) {
            guard let end = bytes.firstIndex(of: "?>", in: offset..<bytes.count) else { throw truncated() }
            offset = end + 2
            skipSpace()
        }
        repeat {
            let start = offset
            guard offset < bytes.count else { throw truncated() }
            guard bytes[offset] == UInt8(ascii: "<") else {
                throw wrong(offset..<offset + 1, "`<` and the name of an element")
            }
            if bytes.stands("</", at: offset, before: bytes.count) {
                try close()
            } else {
                try openElement(from: start)
            }
        } while !open.isEmpty
    }

    private mutating func openElement(from start: Int) throws(Diagnostic) {
        guard open.count < PlanDocument.deepest else { throw PlanDocument.tooDeep(file, at: start) }
        offset += 1
        let tag = try name()
        if open.isEmpty { try skipAttributes() }
        while offset < bytes.count, bytes[offset] == 0x20 { offset += 1 }
        if let last = open.indices.last { open[last].hasElements = true }
        let number = document.names.number(bytes, tag, isTag: true)
        let index = document.add(.null, name: number, from: start, tag, to: offset)
        if take("/>") {
            document.close(index, .null, upper: tag.upperBound, to: offset)
        } else {
            guard take(">") else { throw wrongHere("`>`") }
            open.append(Open(value: index, tag: tag, inside: offset))
        }
        try findTag()
    }

    /// ` xmlns="http://www.postgresql.org/2009/explain"`.
    private mutating func skipAttributes() throws(Diagnostic) {
        while take(" ") {
            guard offset < bytes.count, isNameByte(bytes[offset]) else { return }
            _ = try name()
            guard take("=\"") else { throw wrongHere("`=` and a value in quotes") }
            while offset < bytes.count, bytes[offset] != UInt8(ascii: "\""),
                bytes[offset] != UInt8(ascii: "<")
            {
                offset += 1
            }
            guard take("\"") else { throw wrongHere("a closing quote") }
        }
    }

    private mutating func close() throws(Diagnostic) {
        let start = offset
        offset += 2
        let tag = try name()
        guard take(">") else { throw wrongHere("`>`") }
        guard let top = open.popLast(), bytes[tag].elementsEqual(bytes[top.tag]) else {
            throw wrong(start..<offset, open.last.map { "`</\(file.text($0.tag))>`" } ?? "no further end")
        }
        if top.hasElements {
            document.close(top.value, .object, upper: start, to: offset)
            document.startAtFirstChild(top.value)
            if isList(top.value, tag: top.tag) {
                document.close(top.value, .array, upper: start, to: offset)
            }
        } else {
            let text = top.inside..<start
            document.close(top.value, .array, upper: start, to: offset)
            // An element over several lines with nothing in it is an empty list.
            if text.isEmpty || !bytes[text].allSatisfy(isSpace) || !bytes[text].contains(0x0A) {
                document.set(top.value, kind(of: text), .xml, text)
            } else {
                document.set(top.value, .array, .plain, text)
            }
        }
        if !open.isEmpty { try findTag() }
    }

    private func kind(of text: Range<Int>) -> PlanDocument.Kind {
        bytes.equals("true", text) ? .yes : (bytes.equals("false", text) ? .no : .text)
    }

    /// Whether all that an element holds is of one name: `Item`, or its own in the singular.
    private func isList(_ index: Int, tag: Range<Int>) -> Bool {
        let children = document.children(index)
        guard let first = children.first(where: { _ in true }) else { return true }
        let name = document.name(first)
        let own = document.name(index)
        let isOne = name == "Item" || own == name + "s" || (own == "explain" && name == "Query")
        return isOne && children.allSatisfy { document.name($0) == name }
    }

    /// Goes on to the next tag, over text that must be of the innermost element alone.
    private mutating func findTag() throws(Diagnostic) {
        guard let top = open.last else { return }
        let start = offset
        while offset < bytes.count, bytes[offset] != UInt8(ascii: "<") {
            if bytes[offset] == UInt8(ascii: "&") {
                guard let entity = XMLText.entity(bytes, at: offset, before: bytes.count) else {
                    throw wrong(offset..<offset + 1, "`&amp;`, `&lt;`, `&gt;` or another known entity")
                }
                offset += entity.length
            } else {
                offset += 1
            }
        }
        guard offset < bytes.count else { throw truncated() }
        let isBetween = top.hasElements || !bytes.stands("</", at: offset, before: bytes.count)
        guard isBetween, let stray = (start..<offset).first(where: { !isSpace(bytes[$0]) }) else { return }
        throw wrong(
            stray..<stray + 1, "`<` and the name of an element, or the end of `\(file.text(top.tag))`")
    }

    // MARK: Parts

    private mutating func name() throws(Diagnostic) -> Range<Int> {
        let start = offset
        while offset < bytes.count, isNameByte(bytes[offset]) { offset += 1 }
        guard offset > start else { throw wrongHere("the name of an element") }
        return start..<offset
    }

    private func isNameByte(_ byte: UInt8) -> Bool {
        (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
            || (byte >= 0x30 && byte <= 0x39) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
            || byte == UInt8(ascii: ".")
    }

    private func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    private mutating func skipSpace() {
        while offset < bytes.count, isSpace(bytes[offset]) { offset += 1 }
    }

    private mutating func take(_ text: StaticString) -> Bool {
        guard bytes.stands(text, at: offset, before: bytes.count) else { return false }
        offset += text.utf8CodeUnitCount
        return true
    }

    private func truncated() -> Diagnostic {
        Diagnostic(
            .plan(.truncated), "The text ends inside an XML plan",
            at: file.span(max(0, bytes.count - 1)..<bytes.count),
            expected: open.last.map { "`</\(file.text($0.tag))>`" } ?? "an element",
            help: PlanHelp.captureWhole)
    }

    private func wrongHere(_ expected: String) -> Diagnostic {
        offset < bytes.count ? wrong(offset..<offset + 1, expected) : truncated()
    }

    private func wrong(_ range: Range<Int>, _ expected: String) -> Diagnostic {
        Diagnostic(
            .plan(.xml), "This is not XML as EXPLAIN prints it",
            at: file.span(range.lowerBound..<min(range.upperBound, bytes.count)), expected: expected,
            help: PlanHelp.captureWhole)
    }
}

/// The text of an XML element.
enum XMLText {
    /// The character that an entity stands for, and how many bytes it takes; nil where it is none.
    static func entity(
        _ bytes: [UInt8], at offset: Int, before end: Int
    ) -> (scalar: Unicode.Scalar, length: Int)? {
        for (name, scalar) in named where bytes.stands(name, at: offset, before: end) {
            return (scalar, name.utf8CodeUnitCount)
        }
        guard bytes.stands("&#", at: offset, before: end) else { return nil }
        var next = offset + 2
        let isHexadecimal = next < end && bytes[next] == UInt8(ascii: "x")
        if isHexadecimal { next += 1 }
        let first = next
        var value: UInt32 = 0
        while next < end, next - first < 7,
            let digit = Character(Unicode.Scalar(bytes[next])).hexDigitValue, isHexadecimal || digit < 10
        {
            value = value * (isHexadecimal ? 16 : 10) + UInt32(digit)
            next += 1
        }
        guard next > first, next < end, bytes[next] == UInt8(ascii: ";"), let scalar = Unicode.Scalar(value)
        else { return nil }
        return (scalar, next + 1 - offset)
    }

    private static let named: [(StaticString, Unicode.Scalar)] = [
        ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"), ("&quot;", "\""), ("&apos;", "'"),
    ]

    /// The text that checked bytes stand for: entities resolved, line endings made newlines.
    static func text(_ bytes: [UInt8], _ range: Range<Int>) -> String {
        var text = ""
        var plain = range.lowerBound
        var offset = range.lowerBound
        while offset < range.upperBound {
            if bytes[offset] == UInt8(ascii: "&"),
                let entity = entity(bytes, at: offset, before: range.upperBound)
            {
                text += String(decoding: bytes[plain..<offset], as: UTF8.self)
                text.unicodeScalars.append(entity.scalar)
                offset += entity.length
                plain = offset
            } else if bytes.stands("\r\n", at: offset, before: range.upperBound) {
                text += String(decoding: bytes[plain..<offset], as: UTF8.self)
                offset += 1
                plain = offset
            } else {
                offset += 1
            }
        }
        return text + String(decoding: bytes[plain..<range.upperBound], as: UTF8.self)
    }

    /// The texts of the elements that a checked range holds, with commas between them.
    static func list(_ bytes: [UInt8], _ range: Range<Int>) -> [String] {
        var items: [String] = []
        var offset = range.lowerBound
        while let start = bytes.firstIndex(of: ">", in: offset..<range.upperBound),
            let end = bytes.firstIndex(of: "</", in: start + 1..<range.upperBound)
        {
            items.append(text(bytes, start + 1..<end))
            offset = (bytes.firstIndex(of: ">", in: end..<range.upperBound) ?? range.upperBound - 1) + 1
        }
        return items
    }
}
