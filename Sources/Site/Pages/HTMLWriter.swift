import Quantities

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Builds HTML as bytes, and keeps text apart from markup.
///
/// Markup can only come from literals in the source and from fragments that were rendered elsewhere;
/// everything else passes through the escape, byte by byte: a combining mark that follows a quotation
/// mark cannot hide it, as it can from code that looks at characters.
struct HTMLWriter {
    private(set) var bytes: [UInt8] = []

    init(reserving capacity: Int = 0) { bytes.reserveCapacity(capacity) }

    /// Appends markup that stands in the source.
    mutating func markup(_ literal: StaticString) {
        literal.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    /// Appends HTML that another stage rendered and that is trusted.
    mutating func fragment(_ html: [UInt8]) { bytes.append(contentsOf: html) }

    /// Appends text; within a quoted attribute too.
    mutating func text(_ text: String) {
        var text = text
        text.withUTF8 { buffer in
            for byte in buffer { append(escaping: byte) }
        }
    }

    /// Appends a stretch of a capture, whose every byte has to show.
    mutating func capture(_ text: UnsafeBufferPointer<UInt8>) { EvidenceLines.append(text, to: &bytes) }

    /// Appends what a capture says, whose every byte has to show.
    mutating func captured(_ text: String) {
        var text = text
        text.withUTF8 { capture($0) }
    }

    /// Appends as much of what a capture says as so many bytes hold, and says how much more there is.
    mutating func captured(_ text: String, atMost limit: Int) {
        guard text.utf8.count > limit else { return captured(text) }
        // A character of several bytes is kept whole.
        var end = text.utf8.index(text.startIndex, offsetBy: limit)
        while text.utf8[end] & 0xC0 == 0x80 { end = text.utf8.index(before: end) }
        let shown = text[..<end]
        captured(String(shown))
        markup("… <small class=\"more\">")
        self.text("\(decimal(Double(text.utf8.count - shown.utf8.count), decimals: 0)) more bytes")
        markup("</small>")
    }

    /// Appends a number.
    mutating func number(_ value: Int) { bytes.append(contentsOf: String(value).utf8) }

    /// Appends an attribute with its leading space and its quotes.
    mutating func attribute(_ name: StaticString, _ value: String) {
        markup(" ")
        markup(name)
        markup("=\"")
        text(value)
        markup("\"")
    }

    private mutating func append(escaping byte: UInt8) {
        switch byte {
        case 0x26: markup("&amp;")
        case 0x3C: markup("&lt;")
        case 0x3E: markup("&gt;")
        case 0x22: markup("&quot;")
        case 0x27: markup("&#39;")
        // HTML has no place for them, escaped or not.
        case 0x00...0x08, 0x0B, 0x0C, 0x0E...0x1F, 0x7F: markup("\u{FFFD}")
        default: bytes.append(byte)
        }
    }
}
