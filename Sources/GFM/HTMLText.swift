/// Escaping for HTML, byte by byte: a combining mark after a quotation mark must not hide it.
enum HTMLText {
    /// Appends words, for use between tags and inside quoted attributes.
    static func append(_ text: UnsafeBufferPointer<UInt8>, to html: inout [UInt8]) {
        var start = 0
        for (offset, byte) in text.enumerated() {
            guard let escaped = replacement(for: byte) else { continue }
            html.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<offset]))
            append(escaped, to: &html)
            start = offset + 1
        }
        html.append(contentsOf: UnsafeBufferPointer(rebasing: text[start...]))
    }

    @inline(__always)
    private static func replacement(for byte: UInt8) -> StaticString? {
        if byte > 0x3E { return byte == 0x7F ? "\u{FFFD}" : nil }
        switch byte {
        case UInt8(ascii: "&"): return "&amp;"
        case UInt8(ascii: "<"): return "&lt;"
        case UInt8(ascii: ">"): return "&gt;"
        case UInt8(ascii: "\""): return "&quot;"
        // A browser would read a bare carriage return as a newline.
        case 0x0D: return "&#13;"
        case 0x09, 0x0A: return nil
        // HTML has no way to write the other control characters.
        case 0..<0x20: return "\u{FFFD}"
        default: return nil
        }
    }

    /// Appends an address, for use inside a quoted attribute: what an address cannot hold is percent-encoded.
    static func appendAddress(_ text: UnsafeBufferPointer<UInt8>, to html: inout [UInt8]) {
        for byte in text {
            switch byte {
            case UInt8(ascii: "&"): append("&amp;", to: &html)
            case UInt8(ascii: "'"): append("&#39;", to: &html)
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"),
                UInt8(ascii: "~"), UInt8(ascii: "/"), UInt8(ascii: "!"), UInt8(ascii: "#"), UInt8(ascii: "$"),
                UInt8(ascii: "%"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "*"), UInt8(ascii: "+"),
                UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: ";"), UInt8(ascii: "="), UInt8(ascii: "?"),
                UInt8(ascii: "@"):
                html.append(byte)
            default: appendPercentEncoded(byte, to: &html)
            }
        }
    }

    static func appendPercentEncoded(_ byte: UInt8, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "%"))
        for digit in [byte >> 4, byte & 0x0F] {
            bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "A") + digit - 10)
        }
    }

    @inline(__always)
    static func append(_ literal: StaticString, to html: inout [UInt8]) {
        html.append(
            contentsOf: UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount)
        )
    }
}
