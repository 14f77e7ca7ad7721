/// A word of a sentence, or what stands between two words: a number, a value or a mark.
struct ProseToken {
    /// The word in lower case, with an apostrophe or a hyphen inside of it; nil where it is no word.
    let word: String?
    let range: Range<Int>

    func isWord(among words: Set<String>) -> Bool { word.map(words.contains) ?? false }
}

/// Cuts prose into sentences, and each of them into tokens.
struct ProseTokens {
    private let bytes: [UInt8]
    private var index = 0
    private var end = 0

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The tokens of each sentence, list item, table cell and heading.
    static func sentences(in bytes: [UInt8]) -> [[ProseToken]] {
        var scanner = ProseTokens(bytes)
        return scanner.ranges().map { scanner.tokens(in: $0) }.filter { !$0.isEmpty }
    }

    private func ranges() -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start = 0
        for index in bytes.indices where endsSentence(index) {
            ranges.append(start..<index)
            start = index + 1
        }
        ranges.append(start..<bytes.count)
        return ranges
    }

    /// A full stop, an exclamation or question mark before white space; a bar of a table; a line after which
    /// a list item, a heading or nothing follows.
    private func endsSentence(_ index: Int) -> Bool {
        let next = index + 1 < bytes.count ? bytes[index + 1] : newline
        switch bytes[index] {
        case UInt8(ascii: "."): return (next == 0x20 || next == newline) && !isAbbreviation(index)
        case UInt8(ascii: "!"), UInt8(ascii: "?"): return next == 0x20 || next == newline
        case UInt8(ascii: "|"): return true
        case newline:
            let line = bytes[(index + 1)...].drop { $0 == 0x20 }
            guard let first = line.first else { return true }
            let marks: [UInt8] = [
                newline, UInt8(ascii: "#"), UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "+"),
            ]
            return marks.contains(first)
                || first.isDigit && line.drop(while: \.isDigit).starts(with: ". ".utf8)
        default: return false
        }
    }

    /// Whether the full stop is that of `e.g.` or `approx.`, behind which a sentence goes on.
    private func isAbbreviation(_ index: Int) -> Bool {
        let follows = bytes[(index + 1)...].first { $0 > 0x20 }
        guard let follows, !(0x41...0x5A).contains(follows) else { return false }
        return [" a.m", " p.m", " approx", " ca", " vs", " e.g", " i.e"].contains { ending in
            bytes[..<index].suffix(ending.utf8.count).elementsEqual(ending.utf8) { $0 | 0x20 == $1 | 0x20 }
        }
    }

    private mutating func tokens(in range: Range<Int>) -> [ProseToken] {
        index = range.lowerBound
        end = range.upperBound
        var tokens: [ProseToken] = []
        while index < end {
            let start = index
            let byte = bytes[index]
            var word: String?
            if byte == HandTypedNumbers.gap {
                // A tag of Markdown and a piece of code are many bytes and one gap.
                while index < end, bytes[index] == HandTypedNumbers.gap { index += 1 }
            } else if byte.isDigit {
                while index < end, bytes[index].isDigit || isSeparator { index += 1 }
            } else if byte.isLetter || byte >= 0x80 {
                word = skipDash() ? nil : takeWord()
            } else {
                index += 1
                if byte <= 0x20 || byte == UInt8(ascii: "*") || byte == UInt8(ascii: "_") { continue }
            }
            tokens.append(ProseToken(word: word, range: start..<index))
        }
        return tokens
    }

    /// `–`, `—`, the hyphen that does not break and the minus sign.
    private mutating func skipDash() -> Bool {
        for dash in ["–", "—", "‑", "−"] where bytes[index..<end].starts(with: dash.utf8) {
            index += dash.utf8.count
            return true
        }
        return false
    }

    private mutating func takeWord() -> String {
        let start = index
        while index < end, bytes[index].isLetter || bytes[index] >= 0x80 || isJoint { index += 1 }
        let text = String(decoding: bytes[start..<index], as: UTF8.self).lowercased()
        // Nearly every word is without one, and a search costs more than all else here.
        let hasApostrophe = bytes[start..<index].contains(0xE2)
        return hasApostrophe ? text.replacing("’", with: "'") : text
    }

    /// An apostrophe or a hyphen between two letters.
    private var isJoint: Bool {
        guard bytes[index] == UInt8(ascii: "'") || bytes[index] == UInt8(ascii: "-") else { return false }
        return index + 1 < end && bytes[index + 1].isLetter
    }

    /// What joins the digits of a number, a date or a time of day.
    private var isSeparator: Bool {
        [UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "-")].contains(bytes[index])
            && index + 1 < end && bytes[index + 1].isDigit
    }
}

private let newline = UInt8(ascii: "\n")

extension UInt8 {
    var isDigit: Bool { (0x30...0x39).contains(self) }
    var isLetter: Bool { (0x41...0x5A).contains(self & 0xDF) }
}
