import Diagnostics
import Evidence

extension SourceFile {
    /// The text of a name, without the quotes, escapes and padding that its format needs.
    func text(_ name: PrintedName) -> String {
        switch name.spelling {
        case .plain: text(name.range)
        case .continued: withoutReturns(name.range)
        case .identifier: unquotedIdentifier(name.range)
        case .json: jsonText(name.range)
        case .jsonList: joined(JSONString.list(self, name.range))
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
    static func list(_ file: SourceFile, _ range: Range<Int>) -> [String] {
        var items: [String] = []
        var offset = range.lowerBound
        while offset < range.upperBound {
            guard file.bytes[offset] == UInt8(ascii: "\"") else {
                offset += 1
                continue
            }
            let end = end(file.bytes, from: offset + 1, before: range.upperBound)
            items.append(file.jsonText(offset + 1..<end))
            offset = end + 1
        }
        return items
    }

    /// Where a backslash stands that begins no escape; nil where all do.
    static func firstWrongEscape(_ bytes: [UInt8], _ range: Range<Int>) -> Int? {
        bytes.withUnsafeBufferPointer { bytes in
            var offset = range.lowerBound
            while offset < range.upperBound {
                if bytes[offset] != UInt8(ascii: "\\") {
                    offset += 1
                } else if let end = JSONEscape.end(bytes, at: offset, before: range.upperBound) {
                    offset = end
                } else {
                    return offset
                }
            }
            return nil
        }
    }
}
