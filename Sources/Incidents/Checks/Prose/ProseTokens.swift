import Quantities

/// A piece of a sentence that the checks of prose look at.
struct ProseToken {
    /// What it is.
    enum Kind: Equatable {
        /// A word in lower case; an apostrophe or a hyphen inside belongs to it.
        case word(String)
        /// A number.
        case number(Double)
        /// A time of day, in milliseconds from midnight, and how exactly it is stated.
        case clock(milliseconds: Double, step: Double)
        /// A day, `YYYY-MM-DD`.
        case date
        /// A figure or anything else that is not the author's own word.
        case gap
        /// A mark; dashes of any length are one mark, `-`.
        case mark(Character)
    }

    let kind: Kind
    let range: Range<Int>

    var word: String? { if case .word(let word) = kind { word } else { nil } }
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

    /// Whether the full stop is that of `a.m.`, `p.m.` or `approx.`, behind which a sentence goes on.
    private func isAbbreviation(_ index: Int) -> Bool {
        let follows = bytes[(index + 1)...].first { $0 > 0x20 }
        guard let follows, !(0x41...0x5A).contains(follows) || isZone(after: index) else { return false }
        return [" a.m", " p.m", "0am", "0pm", " approx", " ca", " vs", " e.g", " i.e"].contains { ending in
            let ending = Array(ending.utf8)
            let start = index - ending.count
            guard start >= 0 else { return false }
            return zip(bytes[start..<index], ending).allSatisfy { byte, wanted in
                wanted == UInt8(ascii: "0") ? byte.isDigit : byte == wanted || byte == wanted & 0xDF
            }
        }
    }

    /// Whether capital letters alone follow a full stop, as in `2:30 p.m. UTC`.
    private func isZone(after index: Int) -> Bool {
        let word = bytes[(index + 1)...].drop { $0 == 0x20 }.prefix { $0.isLetter }
        return (3...4).contains(word.count) && word.allSatisfy { (0x41...0x5A).contains($0) }
    }

    private mutating func tokens(in range: Range<Int>) -> [ProseToken] {
        index = range.lowerBound
        end = range.upperBound
        var tokens: [ProseToken] = []
        while index < end {
            let start = index
            guard let kind = next() else { continue }
            tokens.append(ProseToken(kind: kind, range: start..<index))
        }
        return tokens
    }

    private mutating func next() -> ProseToken.Kind? {
        let byte = bytes[index]
        if byte == HandTypedNumbers.gap {
            // A tag of Markdown and a piece of code are many bytes and one gap.
            while index < end, bytes[index] == HandTypedNumbers.gap { index += 1 }
            return .gap
        }
        if byte.isDigit { return date() ?? clock() ?? number() }
        if byte.isLetter || byte >= 0x80 { return dash() ?? word() }
        index += 1
        if byte <= 0x20 || byte == UInt8(ascii: "*") || byte == UInt8(ascii: "_") { return nil }
        return .mark(Character(Unicode.Scalar(byte)))
    }

    /// `–`, `—` and the no-break space, which stand for a hyphen and a space.
    private mutating func dash() -> ProseToken.Kind? {
        for dash in ["–", "—", "‑", "−"] where bytes[index..<end].starts(with: dash.utf8) {
            index += dash.utf8.count
            return .mark("-")
        }
        return nil
    }

    private mutating func word() -> ProseToken.Kind? {
        let start = index
        while index < end, bytes[index].isLetter || bytes[index] >= 0x80 || isJoint { index += 1 }
        let text = String(decoding: bytes[start..<index], as: UTF8.self).lowercased()
        // Nearly every word is without one, and a search costs more than all else here.
        let hasApostrophe = bytes[start..<index].contains(0xE2)
        return .word(hasApostrophe ? text.replacing("’", with: "'") : text)
    }

    /// An apostrophe or a hyphen between two letters.
    private var isJoint: Bool {
        guard bytes[index] == UInt8(ascii: "'") || bytes[index] == UInt8(ascii: "-") else { return false }
        return index + 1 < end && bytes[index + 1].isLetter
    }

    private mutating func date() -> ProseToken.Kind? {
        let shape: StaticString = "9999-99-99"
        guard matches(shape) else { return nil }
        index += shape.utf8CodeUnitCount
        if index < end, bytes[index] == UInt8(ascii: "T") { index += 1 }
        return .date
    }

    private mutating func clock() -> ProseToken.Kind? {
        let hours = matches("99:99") ? 2 : matches("9:99") ? 1 : 0
        guard hours > 0 else { return nil }
        let hour = value(hours)
        index += 1
        let minute = value(2)
        guard hour < 24, minute < 60 else { return .mark(":") }
        var time = Double(hour * 60 + minute) * 60_000
        var step = 60_000.0
        if matches(":99") {
            index += 1
            time += Double(value(2)) * 1000
            step = 1000
            if index + 1 < end, bytes[index] == UInt8(ascii: "."), bytes[index + 1].isDigit {
                index += 1
                while index < end, bytes[index].isDigit {
                    step /= 10
                    time += Double(bytes[index] - 0x30) * step
                    index += 1
                }
            }
        }
        if index < end, bytes[index] == UInt8(ascii: "Z") { index += 1 }
        if (1...12).contains(hour), let isAfternoon = halfOfDay() {
            time += Double((isAfternoon ? 12 : 0) - (hour == 12 ? 12 : 0)) * 3_600_000
        }
        return .clock(milliseconds: time, step: step)
    }

    /// Takes `AM`, `pm`, `a.m.` or ` p.m.`; whether it is the afternoon.
    private mutating func halfOfDay() -> Bool? {
        var next = index
        while next < end, bytes[next] == 0x20 { next += 1 }
        guard next + 1 < end else { return nil }
        let letter = bytes[next] | 0x20
        guard letter == UInt8(ascii: "a") || letter == UInt8(ascii: "p") else { return nil }
        let hasPoint = bytes[next + 1] == UInt8(ascii: ".")
        let second = next + (hasPoint ? 2 : 1)
        guard second < end, bytes[second] | 0x20 == UInt8(ascii: "m"),
            second + 1 == end || !(bytes[second + 1].isLetter || bytes[second + 1].isDigit)
        else { return nil }
        index = second + 1
        if hasPoint, index < end, bytes[index] == UInt8(ascii: ".") { index += 1 }
        return letter == UInt8(ascii: "p")
    }

    private mutating func number() -> ProseToken.Kind? {
        var text = ""
        while index < end, bytes[index].isDigit || isSeparator {
            if bytes[index] != UInt8(ascii: ",") { text.unicodeScalars.append(Unicode.Scalar(bytes[index])) }
            index += 1
        }
        if index + 1 < end, bytes[index] == UInt8(ascii: "-"), bytes[index + 1].isLetter { index += 1 }
        return .number(Double(text) ?? .nan)
    }

    private var isSeparator: Bool {
        (bytes[index] == UInt8(ascii: ".") || bytes[index] == UInt8(ascii: ","))
            && index + 1 < end && bytes[index + 1].isDigit
    }

    private mutating func value(_ digits: Int) -> Int {
        var value = 0
        for _ in 0..<digits {
            value = value * 10 + Int(bytes[index] - 0x30)
            index += 1
        }
        return value
    }

    /// Whether digits stand where the shape has a 9, and its other characters where it has them, with no
    /// further digit behind.
    private func matches(_ shape: StaticString) -> Bool {
        let count = shape.utf8CodeUnitCount
        guard index + count <= end else { return false }
        let fits = shape.withUTF8Buffer { shape in
            zip(shape, bytes[index...]).allSatisfy { wanted, byte in
                wanted == UInt8(ascii: "9") ? byte.isDigit : byte == wanted
            }
        }
        return fits && (index + count == end || !bytes[index + count].isDigit)
    }
}

private let newline = UInt8(ascii: "\n")

extension UInt8 {
    var isDigit: Bool { (0x30...0x39).contains(self) }
    var isLetter: Bool { (0x41...0x5A).contains(self & 0xDF) }
}
