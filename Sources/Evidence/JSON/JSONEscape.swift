package import Diagnostics

/// An escape in a string of JSON: a backslash and what follows it (RFC 8259, section 7).
package struct JSONEscape: Sendable {
    /// What it stands for; U+FFFD for one half of a surrogate pair without the other.
    package let scalar: Unicode.Scalar
    /// Where it ends: that of a surrogate pair, behind the second half.
    package let end: Int

    /// Decodes the escape at a position; nil where none stands there.
    package init?(_ bytes: UnsafeBufferPointer<UInt8>, at position: Int, before limit: Int) {
        guard let end = Self.end(bytes, at: position, before: limit) else { return nil }
        if let plain = Self.plain(bytes[position + 1]) {
            self.end = end
            scalar = Unicode.Scalar(plain)
            return
        }
        let unit = Self.codeUnit(bytes, endingAt: end)
        if unit & 0xFC00 == 0xD800, let pairEnd = Self.end(bytes, at: end, before: limit), pairEnd == end + 6
        {
            let low = Self.codeUnit(bytes, endingAt: pairEnd)
            if low & 0xFC00 == 0xDC00 {
                self.end = pairEnd
                scalar = Unicode.Scalar(0x1_0000 + (unit & 0x3FF) << 10 + (low & 0x3FF)) ?? "\u{FFFD}"
                return
            }
        }
        self.end = end
        scalar = Unicode.Scalar(unit) ?? "\u{FFFD}"
    }

    /// Where the escape at a position ends, or nil where it is none; each half of a surrogate pair is one.
    package static func end(_ bytes: UnsafeBufferPointer<UInt8>, at position: Int, before limit: Int) -> Int?
    {
        guard position + 1 < limit, bytes[position] == backslash else { return nil }
        if plain(bytes[position + 1]) != nil { return position + 2 }
        guard bytes[position + 1] == UInt8(ascii: "u"), position + 6 <= limit else { return nil }
        return (position + 2..<position + 6).allSatisfy { hexadecimalValue(bytes[$0]) != nil }
            ? position + 6 : nil
    }

    fileprivate static let backslash = UInt8(ascii: "\\")

    private static func codeUnit(_ bytes: UnsafeBufferPointer<UInt8>, endingAt end: Int) -> UInt32 {
        bytes[end - 4..<end].reduce(0) { $0 << 4 | UInt32(hexadecimalValue($1) ?? 0) }
    }

    private static func plain(_ letter: UInt8) -> UInt8? {
        switch letter {
        case UInt8(ascii: "\""), backslash, UInt8(ascii: "/"): letter
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: nil
        }
    }
}

extension SourceFile {
    /// Calls `body` with each stretch of the inside of a JSON string, in order.
    ///
    /// A stretch stands for itself, or is an escape that stands for a character. With these the text and
    /// every view of it have their places. A backslash that begins no escape stands for itself.
    package func forEachJSONStretch(
        in range: Range<Int>, _ body: (_ stretch: Range<Int>, _ escaped: Unicode.Scalar?) -> Void
    ) {
        var plain = range.lowerBound
        var next = plain
        while let mark = offset(of: JSONEscape.backslash, in: next..<range.upperBound) {
            let escape = bytes.withUnsafeBufferPointer {
                JSONEscape($0, at: mark, before: range.upperBound)
            }
            next = mark + 1
            guard let escape else { continue }
            if plain < mark { body(plain..<mark, nil) }
            body(mark..<escape.end, escape.scalar)
            plain = escape.end
            next = plain
        }
        if plain < range.upperBound { body(plain..<range.upperBound, nil) }
    }

    /// The text of the inside of a JSON string.
    package func jsonText(_ range: Range<Int>) -> String {
        guard offset(of: JSONEscape.backslash, in: range) != nil else { return text(range) }
        var units: [UInt8] = []
        units.reserveCapacity(range.count)
        forEachJSONStretch(in: range) { stretch, escaped in
            if let escaped { units += escaped.utf8 } else { units += bytes[stretch] }
        }
        return String(decoding: units, as: UTF8.self)
    }
}
