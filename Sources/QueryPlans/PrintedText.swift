import Diagnostics

extension SourceFile {
    /// The text of a name, without the quotes, escapes and padding that its format needs.
    func text(_ name: PrintedName) -> String {
        switch name.spelling {
        case .plain: text(name.range)
        case .continued: withoutReturns(name.range)
        case .identifier: unquotedIdentifier(name.range)
        case .json: JSONString.text(bytes, name.range)
        case .jsonList: joined(JSONString.list(bytes, name.range))
        case .xml: XMLText.text(bytes, name.range)
        case .xmlList: joined(XMLText.list(bytes, name.range))
        }
    }

    /// `()` is what the text format prints for no keys.
    private func joined(_ items: [String]) -> String {
        items.isEmpty ? "()" : items.joined(separator: ", ")
    }

    private func withoutReturns(_ range: Range<Int>) -> String {
        var kept: [UInt8] = []
        for offset in range {
            let isReturn =
                bytes[offset] == 0x0D && offset + 1 < range.upperBound && bytes[offset + 1] == 0x0A
            if !isReturn { kept.append(bytes[offset]) }
        }
        return String(decoding: kept, as: UTF8.self)
    }

    private func unquotedIdentifier(_ range: Range<Int>) -> String {
        guard range.count >= 2, bytes[range.lowerBound] == UInt8(ascii: "\"") else {
            return text(range)
        }
        var kept: [UInt8] = []
        var offset = range.lowerBound + 1
        while offset < range.upperBound - 1 {
            let byte = bytes[offset]
            kept.append(byte)
            offset += byte == UInt8(ascii: "\"") ? 2 : 1
        }
        return String(decoding: kept, as: UTF8.self)
    }
}

extension PlanTree {
    /// The text of a name as the plan means it.
    func text(_ name: PrintedName) -> String { file.text(name) }

    /// The text, or nil where nothing was printed.
    func optionalText(_ name: PrintedName) -> String? { name.isPrinted ? text(name) : nil }

    /// The name of a property, with the group it stands in.
    func name(_ property: PropertyRecord) -> String {
        property.group.map { "\($0)/\(property.name)" } ?? property.name
    }
}

/// The inside of a JSON string.
enum JSONString {
    /// Where the string that begins here ends: the offset of the closing quote, or the limit.
    static func end(_ bytes: [UInt8], from start: Int, before limit: Int) -> Int {
        var offset = start
        while offset < limit, bytes[offset] != UInt8(ascii: "\"") {
            offset += bytes[offset] == UInt8(ascii: "\\") ? 2 : 1
        }
        return min(offset, limit)
    }

    /// The texts of the strings in a checked list, in order.
    static func list(_ bytes: [UInt8], _ range: Range<Int>) -> [String] {
        var items: [String] = []
        var offset = range.lowerBound
        while offset < range.upperBound {
            guard bytes[offset] == UInt8(ascii: "\"") else {
                offset += 1
                continue
            }
            let end = end(bytes, from: offset + 1, before: range.upperBound)
            items.append(text(bytes, offset + 1..<end))
            offset = end + 1
        }
        return items
    }

    /// Where a backslash stands that begins no escape; nil where all do.
    static func firstWrongEscape(_ bytes: [UInt8], _ range: Range<Int>) -> Int? {
        var offset = range.lowerBound
        while offset < range.upperBound {
            guard bytes[offset] == UInt8(ascii: "\\") else {
                offset += 1
                continue
            }
            guard offset + 1 < range.upperBound else { return offset }
            switch bytes[offset + 1] {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
                UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
                offset += 2
            case UInt8(ascii: "u"):
                guard hexadecimal(bytes, at: offset + 2, before: range.upperBound) != nil else {
                    return offset
                }
                offset += 6
            default: return offset
            }
        }
        return nil
    }

    /// The text that a checked string stands for (RFC 8259, section 7).
    static func text(_ bytes: [UInt8], _ range: Range<Int>) -> String {
        guard bytes[range].contains(UInt8(ascii: "\\")) else {
            return String(decoding: bytes[range], as: UTF8.self)
        }
        var text = ""
        var plain = range.lowerBound
        var offset = range.lowerBound
        while offset < range.upperBound {
            guard bytes[offset] == UInt8(ascii: "\\"), offset + 1 < range.upperBound else {
                offset += 1
                continue
            }
            text += String(decoding: bytes[plain..<offset], as: UTF8.self)
            let (scalar, length) = escape(bytes, at: offset, before: range.upperBound)
            text.unicodeScalars.append(scalar)
            offset += length
            plain = offset
        }
        return text + String(decoding: bytes[min(plain, range.upperBound)..<range.upperBound], as: UTF8.self)
    }

    private static func escape(_ bytes: [UInt8], at offset: Int, before end: Int) -> (Unicode.Scalar, Int) {
        switch bytes[offset + 1] {
        case UInt8(ascii: "n"): return ("\n", 2)
        case UInt8(ascii: "r"): return ("\r", 2)
        case UInt8(ascii: "t"): return ("\t", 2)
        case UInt8(ascii: "b"): return ("\u{8}", 2)
        case UInt8(ascii: "f"): return ("\u{C}", 2)
        case UInt8(ascii: "u"):
            let unit = hexadecimal(bytes, at: offset + 2, before: end) ?? 0xFFFD
            if (0xD800..<0xDC00).contains(unit), bytes.stands("\\u", at: offset + 6, before: end),
                let low = hexadecimal(bytes, at: offset + 8, before: end), (0xDC00..<0xE000).contains(low),
                let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
            {
                return (scalar, 12)
            }
            return (Unicode.Scalar(unit) ?? "\u{FFFD}", 6)
        default: return (Unicode.Scalar(bytes[offset + 1]), 2)
        }
    }

    /// Four hexadecimal digits, or nil.
    static func hexadecimal(_ bytes: [UInt8], at offset: Int, before end: Int) -> UInt32? {
        guard offset + 4 <= end else { return nil }
        var value: UInt32 = 0
        for byte in bytes[offset..<offset + 4] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
            value = value << 4 | UInt32(digit)
        }
        return value
    }
}
