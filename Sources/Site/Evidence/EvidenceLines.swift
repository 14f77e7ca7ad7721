#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Writes the bytes of a capture as HTML text in which nothing can hide and nothing can act.
///
/// Bytes that are no UTF-8 show as `\xFF`, control characters as their pictures (␛), and characters that
/// are invisible or turn the reading order round as their code points (U+202E).
enum EvidenceLines {
    /// Splits at line feeds, as `SourceFile` does: a line feed at the very end begins no further line.
    static func forEach(
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ body: (_ number: Int, _ line: UnsafeBufferPointer<UInt8>) -> Void
    ) {
        guard let base = bytes.baseAddress else { return }
        var start = 0
        var number = 1
        while start < bytes.count {
            let newline = memchr(base + start, 0x0A, bytes.count - start)
            let end = newline.map { UnsafeRawPointer(base).distance(to: UnsafeRawPointer($0)) } ?? bytes.count
            var length = end - start
            // The carriage return of a line ending from Windows is no character of the line.
            if newline != nil, length > 0, base[end - 1] == 0x0D { length -= 1 }
            body(number, UnsafeBufferPointer(start: base + start, count: length))
            start = end + 1
            number += 1
        }
    }

    /// Appends text, escaped; what is harmless is copied in stretches.
    static func append(_ text: UnsafeBufferPointer<UInt8>, to html: inout [UInt8]) {
        var stretch = 0
        var index = 0
        while true {
            index = firstSpecial(in: text, from: index)
            guard index < text.count else { break }
            let byte = text[index]
            var length = 1
            if byte >= 0x80 {
                length = sequenceLength(text, index)
                if length > 0, !deceives(text, index, length) {
                    index += length
                    continue
                }
            }
            html.append(contentsOf: UnsafeBufferPointer(rebasing: text[stretch..<index]))
            switch length {
            case 0:
                appendVisible("\\x\(hexadecimal(UInt32(byte), digits: 2))", to: &html)
                length = 1
            case 1: appendASCII(byte, to: &html)
            default: appendVisible("U+\(hexadecimal(scalar(text, index, length), digits: 4))", to: &html)
            }
            index += length
            stretch = index
        }
        html.append(contentsOf: UnsafeBufferPointer(rebasing: text[stretch...]))
    }

    /// The first byte that cannot be copied as it is; eight at a time, since most text is plain.
    private static func firstSpecial(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        guard let base = text.baseAddress else { return 0 }
        var index = start
        while index + 8 <= text.count {
            let word = UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self)
            if mayHoldSpecial(word) {
                let end = index + 8
                while index < end, isPlain(base[index]) { index += 1 }
                if index < end { return index }
            } else {
                index += 8
            }
        }
        while index < text.count, isPlain(base[index]) { index += 1 }
        return index
    }

    /// Whether one of eight bytes is special, with tabs among them; never misses one.
    private static func mayHoldSpecial(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        // A byte becomes zero where it equals what is sought, and the subtraction then borrows into its
        // high bit. Each pair of characters differs in one bit, which is masked out.
        let quoteOrAmpersand = (word & ~(ones * 0x04)) ^ (ones * 0x22)
        let apostrophe = word ^ (ones * 0x27)
        let angle = (word & ~(ones * 0x02)) ^ (ones * 0x3C)
        var found = word | (word &+ ones)
        found |= (word &- ones * 0x20) & ~word
        found |= (quoteOrAmpersand &- ones) & ~quoteOrAmpersand
        found |= (apostrophe &- ones) & ~apostrophe
        found |= (angle &- ones) & ~angle
        return found & highs != 0
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x26, 0x3C, 0x3E, 0x22, 0x27: false
        case 0x09, 0x20...0x7E: true
        default: false
        }
    }

    private static func appendASCII(_ byte: UInt8, to html: inout [UInt8]) {
        switch byte {
        case 0x26: html.append(contentsOf: "&amp;".utf8)
        case 0x3C: html.append(contentsOf: "&lt;".utf8)
        case 0x3E: html.append(contentsOf: "&gt;".utf8)
        case 0x22: html.append(contentsOf: "&quot;".utf8)
        case 0x27: html.append(contentsOf: "&#39;".utf8)
        default:
            // The block of control pictures follows the order of the characters that it shows.
            let picture = Unicode.Scalar(byte == 0x7F ? 0x2421 : 0x2400 + UInt32(byte)) ?? "\u{FFFD}"
            appendVisible(String(picture), to: &html)
        }
    }

    private static func appendVisible(_ text: String, to html: inout [UInt8]) {
        html.append(contentsOf: "<span class=\"byte\">".utf8)
        html.append(contentsOf: text.utf8)
        html.append(contentsOf: "</span>".utf8)
    }

    private static func hexadecimal(_ value: UInt32, digits: Int) -> String {
        let text = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
    }

    /// The length of the well-formed UTF-8 sequence at an index (Unicode 16, table 3-7), or 0.
    private static func sequenceLength(_ text: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int {
        let first = text[index]
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch first {
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: length = 3
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: length = 4
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: return 0
        }
        guard index + length <= text.count, second.contains(text[index + 1]) else { return 0 }
        for offset in 2..<max(2, length) where text[index + offset] & 0xC0 != 0x80 { return 0 }
        return length
    }

    private static func scalar(_ text: UnsafeBufferPointer<UInt8>, _ index: Int, _ length: Int) -> UInt32 {
        var value = UInt32(text[index]) & (length == 2 ? 0x1F : length == 3 ? 0x0F : 0x07)
        for offset in 1..<length { value = value << 6 | UInt32(text[index + offset] & 0x3F) }
        return value
    }

    /// Whether a character is unseen, or changes where others are seen.
    ///
    /// Joiners (U+200C, U+200D) stay: words and emoji need them.
    private static func deceives(_ text: UnsafeBufferPointer<UInt8>, _ index: Int, _ length: Int) -> Bool {
        switch text[index] {
        case 0xC2, 0xD8, 0xE1, 0xE2, 0xE3, 0xEF, 0xF3: break
        default: return false
        }
        switch scalar(text, index, length) {
        case 0x80...0x9F, 0xAD, 0x061C, 0x115F...0x1160, 0x17B4...0x17B5, 0x180E, 0x200B, 0x200E...0x200F,
            0x2028...0x202E, 0x2060...0x206F, 0x3164, 0xFEFF, 0xFFA0, 0xFFF9...0xFFFB, 0xE0000...0xE007F:
            return true
        default: return false
        }
    }
}
