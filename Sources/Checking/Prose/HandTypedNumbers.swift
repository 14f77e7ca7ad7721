/// Finds the numbers that somebody typed into prose, which no figure backs.
///
/// Dates and times of day, identifiers that hold digits (`p95`, `idx_v1`, `#4`), code, quotations,
/// link addresses, footnote marks and the numbers of a list are no measurements and pass. What is
/// opened and never closed in its paragraph (a back-tick, a quotation mark) hides nothing.
struct HandTypedNumbers: Sendable {
    /// Stands for a value between two pieces of prose; it is no word, no space and no line's beginning.
    static let gap: UInt8 = 0x1A

    private let bytes: [UInt8]
    private var found: [Range<Int>] = []
    private var hidden: [Range<Int>] = []
    private var fence: (mark: UInt8, length: Int)?
    private var listNumber: Int?
    private var isParagraph = false
    private var hiddenUntil = 0
    /// Up to where no closing mark stands, by mark: nothing is looked for twice.
    private var absentUntil: [[UInt8]: Int] = [:]

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The numbers in a sentence, as offsets of its UTF-8 bytes.
    static func ranges(in sentence: String) -> [Range<Int>] {
        let bytes = Array(sentence.utf8)
        return scan(bytes, pieces: [0..<bytes.count]).numbers
    }

    /// The numbers in those pieces of a Markdown text that somebody typed, and the author's own words in them;
    /// between the pieces stand values.
    ///
    /// In the words, what is code, a quotation, an address or no prose at all is replaced by ``gap``, and so is
    /// what stands between the pieces.
    static func scan(_ text: [UInt8], pieces: [Range<Int>]) -> (numbers: [Range<Int>], ownWords: [UInt8]) {
        var masked = text.map { $0 == newline ? newline : gap }
        for piece in pieces { masked.replaceSubrange(piece, with: text[piece]) }
        var scanner = HandTypedNumbers(masked)
        scanner.scan()
        for range in scanner.hidden {
            for index in range where masked[index] != newline { masked[index] = gap }
        }
        return (scanner.found, masked)
    }

    private mutating func scan() {
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: newline) ?? bytes.count
            if let prose = beginLine(start..<end) {
                scan(prose..<end)
            } else {
                hidden.append(start..<end)
            }
            start = end + 1
        }
    }

    // MARK: Lines

    /// Where the prose of a line begins; nil where the line holds none.
    private mutating func beginLine(_ line: Range<Int>) -> Int? {
        guard let first = bytes[line].firstIndex(where: { !$0.isBlank }) else {
            isParagraph = false
            return nil
        }
        let mark = bytes[first]
        let run = bytes[first..<line.upperBound].prefix { $0 == mark }.count
        let rest = bytes[(first + run)..<line.upperBound]
        if let open = fence {
            if mark == open.mark, run >= open.length, rest.allSatisfy(\.isBlank) { fence = nil }
            return nil
        }
        if run >= 3, mark == UInt8(ascii: "~") || (mark == UInt8(ascii: "`") && !rest.contains(mark)) {
            fence = (mark, run)
            isParagraph = false
            return nil
        }
        if mark == UInt8(ascii: ">") || isLinkDefinition(first..<line.upperBound) { return nil }
        let prose = afterListNumber(first..<line.upperBound) ?? first
        isParagraph = true
        return prose
    }

    /// A number inside a paragraph begins a list only where it is the first or follows the last one.
    private mutating func afterListNumber(_ line: Range<Int>) -> Int? {
        let digits = bytes[line].prefix(while: \.isDigit)
        guard let number = Int(String(decoding: digits, as: UTF8.self)), digits.count <= 9,
            digits.endIndex + 1 < line.upperBound,
            [UInt8(ascii: "."), UInt8(ascii: ")")].contains(bytes[digits.endIndex]),
            bytes[digits.endIndex + 1].isBlank
        else { return nil }
        let follows = listNumber.map { number == $0 || number == $0 + 1 } ?? false
        guard !isParagraph || number == 1 || follows else { return nil }
        listNumber = number
        return digits.endIndex
    }

    /// `[name]: address`.
    private func isLinkDefinition(_ line: Range<Int>) -> Bool {
        guard bytes[line.lowerBound] == UInt8(ascii: "["),
            let close = bytes[line].firstIndex(of: UInt8(ascii: "]")), close + 1 < line.upperBound
        else { return false }
        return bytes[close + 1] == UInt8(ascii: ":") && bytes[line.lowerBound + 1] != UInt8(ascii: "^")
    }

    // MARK: Prose

    private mutating func scan(_ line: Range<Int>) {
        var index = max(line.lowerBound, hiddenUntil)
        while index < line.upperBound {
            if bytes[index].isDigit {
                let token = token(around: index, in: line)
                if isMeasurement(token) { found.append(token) }
                index = token.upperBound
            } else if let end = endOfHidden(at: index) {
                hiddenUntil = end
                hidden.append(index..<end)
                index = end
            } else {
                index +=
                    bytes[index] == UInt8(ascii: "`")
                    ? bytes[index...].prefix { $0 == bytes[index] }.count : 1
            }
        }
    }

    /// The end of the code, quotation or address that begins here; nil where none does.
    private mutating func endOfHidden(at index: Int) -> Int? {
        switch bytes[index] {
        case UInt8(ascii: "`"): endOfCode(at: index)
        case UInt8(ascii: "\""): opensQuotation(index) ? end(of: [UInt8(ascii: "\"")], from: index + 1) : nil
        case 0xE2 where bytes[index...].starts(with: "“".utf8): end(of: Array("”".utf8), from: index + 1)
        case UInt8(ascii: "(") where index > 0 && bytes[index - 1] == UInt8(ascii: "]"):
            end(of: [UInt8(ascii: ")")], from: index + 1)
        case UInt8(ascii: "<") where bytes[index...].dropFirst().starts(with: Array("http".utf8)):
            end(of: [UInt8(ascii: ">")], from: index + 1)
        default: nil
        }
    }

    /// Code ends at a run of as many back-ticks as it began with.
    private mutating func endOfCode(at start: Int) -> Int? {
        let tick = UInt8(ascii: "`")
        let mark = Array(bytes[start...].prefix { $0 == tick })
        var from = start + mark.count
        while let found = end(of: mark, from: from) {
            let more = bytes[found...].prefix { $0 == tick }.count
            if more == 0 { return found }
            from = found + more
        }
        absentUntil[mark] = paragraphEnd(from: start)
        return nil
    }

    /// A straight mark behind a word, a value or a full stop closes a quotation, or stands for inches.
    private func opensQuotation(_ index: Int) -> Bool {
        guard index > 0 else { return true }
        let before = bytes[index - 1]
        return !before.isDigit && !before.isLetter && before != Self.gap
            && !".,;:!?)]}%".utf8.contains(before)
    }

    /// The end of the next such mark in the paragraph.
    private mutating func end(of mark: [UInt8], from start: Int) -> Int? {
        guard start >= absentUntil[mark] ?? 0 else { return nil }
        var index = start
        while index < bytes.count, !isParagraphEnd(index) {
            if bytes[index] == mark[0], bytes[index...].starts(with: mark) { return index + mark.count }
            index += 1
        }
        absentUntil[mark] = index
        return nil
    }

    private func paragraphEnd(from start: Int) -> Int {
        var index = start
        while index < bytes.count, !isParagraphEnd(index) { index += 1 }
        return index
    }

    private func isParagraphEnd(_ index: Int) -> Bool {
        guard bytes[index] == newline else { return false }
        return bytes[(index + 1)...].first { !$0.isBlank } == newline
    }

    // MARK: Tokens

    private func token(around index: Int, in line: Range<Int>) -> Range<Int> {
        var start = index
        while start > line.lowerBound, bytes[start - 1].joinsToken { start -= 1 }
        var end = index
        while end < line.upperBound, bytes[end].joinsToken { end += 1 }
        // An underscore at an end is emphasis, inside it joins the words of a name.
        while start < index, bytes[start] == UInt8(ascii: "_") { start += 1 }
        while end > index + 1, bytes[end - 1].isPunctuation || bytes[end - 1] == UInt8(ascii: "_") {
            end -= 1
        }
        return start..<end
    }

    private func isMeasurement(_ token: Range<Int>) -> Bool {
        let text = bytes[token]
        guard let digit = text.firstIndex(where: \.isDigit) else { return false }
        let isName = text[..<digit].contains {
            $0.isLetter || $0 == UInt8(ascii: "#") || $0 == UInt8(ascii: "_")
        }
        if (isName && !isQualified(text[..<digit])) || (digit > 0 && bytes[digit - 1] == UInt8(ascii: "^")) {
            return false
        }
        return !isDateOrTime(text[digit...])
    }

    /// Whether the letters before the digits say how far off the number is, as in `sub-200 ms`.
    private func isQualified(_ prefix: ArraySlice<UInt8>) -> Bool {
        let qualifiers = [
            "sub-", "over-", "under-", "near-", "nearly-", "almost-", "about-", "around-", "roughly-",
        ]
        return qualifiers.contains { String(decoding: prefix, as: UTF8.self).lowercased() == $0 }
    }

    /// `2026-01-04`, with a time or without, `16:15`, `16:15:02.126`, `2026-01-04T16:15Z`.
    private func isDateOrTime(_ text: ArraySlice<UInt8>) -> Bool {
        var rest = text
        let hasDate = rest.take("9999-99-99")
        if hasDate, !rest.take("T") { return !rest.contains(where: \.isDigit) }
        guard rest.take("29:59") || rest.take("9:59") else { return false }
        if rest.take(":59"), rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst().drop(while: \.isDigit)
        }
        if rest.take("+") || rest.take("-") { _ = rest.take("99:59") || rest.take("9999") || rest.take("99") }
        return !rest.contains(where: \.isDigit)
    }
}

private let newline = UInt8(ascii: "\n")

extension ArraySlice<UInt8> {
    /// Takes a shape from the front: a 9 stands for any digit, a 5 and a 2 for the tens of minutes and hours.
    fileprivate mutating func take(_ shape: String) -> Bool {
        let matches =
            count >= shape.utf8.count
            && zip(self, shape.utf8).allSatisfy { byte, wanted in
                switch wanted {
                case UInt8(ascii: "9"): byte.isDigit
                case UInt8(ascii: "5"), UInt8(ascii: "2"): (UInt8(ascii: "0")...wanted).contains(byte)
                default: byte == wanted
                }
            }
        if matches { removeFirst(shape.utf8.count) }
        return matches
    }
}

extension UInt8 {
    fileprivate var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0D }
    fileprivate var isPunctuation: Bool {
        [UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "-"), UInt8(ascii: "/")]
            .contains(self)
    }
    fileprivate var joinsToken: Bool {
        isDigit || isLetter || isPunctuation || self == UInt8(ascii: "_") || self == UInt8(ascii: "#")
            || self == UInt8(ascii: "+") || self == UInt8(ascii: "%")
    }
}
