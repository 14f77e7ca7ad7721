/// Finds the numbers that somebody typed into prose, which no figure backs.
///
/// Dates and times of day, identifiers that hold digits (`p95`, `idx_v1`, `#4`), code, quotations,
/// link addresses, footnote marks and the numbers of a list are no measurements and pass. The scanner
/// keeps its state between pieces, so that a text may be given to it with gaps.
public struct HandTypedNumbers: Sendable {
    private var fence: UInt8?
    private var insideCode = false
    private var insideQuotation = false
    private var insideAddress = false
    private var atLineStart = true
    private var insideQuotedLine = false

    /// Starts at the beginning of a text.
    public init() {}

    /// The numbers in a sentence.
    public static func ranges(in sentence: String) -> [Range<Int>] {
        var scanner = HandTypedNumbers()
        let bytes = Array(sentence.utf8)
        return scanner.scan(bytes[...])
    }

    /// The numbers in the next piece of a Markdown text, as offsets into the array that it is a slice of.
    public mutating func scan(_ bytes: ArraySlice<UInt8>) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var index = bytes.startIndex
        while index < bytes.endIndex {
            if atLineStart, beginLine(bytes, &index) { continue }
            guard index < bytes.endIndex else { break }
            let byte = bytes[index]
            if byte == UInt8(ascii: "\n") {
                atLineStart = true
                index += 1
                continue
            }
            atLineStart = false
            if isProse, byte.isDigit {
                let token = Self.token(around: index, in: bytes)
                if Self.isMeasurement(token, in: bytes) { found.append(token) }
                index = max(token.upperBound, index + 1)
                continue
            }
            mark(byte, at: index, in: bytes)
            index += 1
        }
        return found
    }

    private var isProse: Bool {
        fence == nil && !insideCode && !insideQuotation && !insideAddress && !insideQuotedLine
    }

    /// Reads fences, quoted lines and list numbers; true where the rest of the line is dealt with.
    private mutating func beginLine(_ bytes: ArraySlice<UInt8>, _ index: inout Int) -> Bool {
        insideQuotation = false
        insideAddress = false
        insideQuotedLine = false
        var start = index
        while start < bytes.endIndex, bytes[start] == UInt8(ascii: " ") { start += 1 }
        guard start < bytes.endIndex else { return false }
        let byte = bytes[start]
        if byte == UInt8(ascii: "`") || byte == UInt8(ascii: "~"),
            bytes[start...].prefix(3).elementsEqual([byte, byte, byte])
        {
            if fence == byte { fence = nil } else if fence == nil { fence = byte }
            while start < bytes.endIndex, bytes[start] != UInt8(ascii: "\n") { start += 1 }
            index = start
            atLineStart = false
            return true
        }
        if fence == nil, byte == UInt8(ascii: "\n") { insideCode = false }
        insideQuotedLine = byte == UInt8(ascii: ">")
        if fence == nil, byte.isDigit {
            var end = start
            while end < bytes.endIndex, bytes[end].isDigit { end += 1 }
            if end + 1 < bytes.endIndex, bytes[end] == UInt8(ascii: ".") || bytes[end] == UInt8(ascii: ")"),
                bytes[end + 1] == UInt8(ascii: " ")
            {
                index = end
                atLineStart = false
                return true
            }
        }
        return false
    }

    private mutating func mark(_ byte: UInt8, at index: Int, in bytes: ArraySlice<UInt8>) {
        guard fence == nil else { return }
        switch byte {
        case UInt8(ascii: "`"): insideCode.toggle()
        case UInt8(ascii: "\"") where !insideCode: insideQuotation.toggle()
        case UInt8(ascii: "(") where !insideCode:
            if index > bytes.startIndex, bytes[index - 1] == UInt8(ascii: "]") { insideAddress = true }
        case UInt8(ascii: ")"): insideAddress = false
        case 0x9C where !insideCode && bytes[..<index].suffix(2).elementsEqual([0xE2, 0x80]):
            insideQuotation = true
        case 0x9D where bytes[..<index].suffix(2).elementsEqual([0xE2, 0x80]):
            insideQuotation = false
        default: break
        }
    }

    private static func token(around index: Int, in bytes: ArraySlice<UInt8>) -> Range<Int> {
        var start = index
        while start > bytes.startIndex, bytes[start - 1].joinsToken { start -= 1 }
        var end = index
        while end < bytes.endIndex, bytes[end].joinsToken { end += 1 }
        while end > index + 1, bytes[end - 1].isPunctuation { end -= 1 }
        return start..<end
    }

    private static func isMeasurement(_ token: Range<Int>, in bytes: ArraySlice<UInt8>) -> Bool {
        let text = bytes[token]
        guard let digit = text.firstIndex(where: \.isDigit) else { return false }
        if text[..<digit].contains(where: {
            $0.isLetter || $0 == UInt8(ascii: "#") || $0 == UInt8(ascii: "_")
        }) {
            return false
        }
        if digit > bytes.startIndex, bytes[digit - 1] == UInt8(ascii: "^") { return false }
        return !isDateOrTime(text[digit...])
    }

    /// `2026-01-04`, with a time or without, `16:15`, `16:15:02.126`, `2026-01-04T16:15Z`.
    private static func isDateOrTime(_ text: ArraySlice<UInt8>) -> Bool {
        let shape = text.map { $0.isDigit ? UInt8(ascii: "9") : $0 }
        func begins(_ pattern: String) -> Bool { shape.starts(with: Array(pattern.utf8)) }
        return begins("9999-99-99") || begins("99:99") || begins("9:99")
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (0x30...0x39).contains(self) }
    fileprivate var isLetter: Bool { (0x41...0x5A).contains(self & 0xDF) }
    fileprivate var isPunctuation: Bool {
        [UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "-"), UInt8(ascii: "/")]
            .contains(self)
    }
    fileprivate var joinsToken: Bool {
        isDigit || isLetter || isPunctuation || self == UInt8(ascii: "_") || self == UInt8(ascii: "#")
            || self == UInt8(ascii: "+") || self == UInt8(ascii: "%")
    }
}
