import Documents
import GFM
import Incidents

/// A sentence of a document as a reader sees it: of running text, a row of a table, a line of code.
struct DocumentSentence: Sendable {
    /// The words of the nearest heading above it; empty before the first.
    let heading: String
    /// The text without any markup; the cells of a row are parted by ` | `.
    let text: String
    /// The text with a mark in place of each figure: equal where only figures differ.
    let frame: String
    /// The figures that it prints, in order.
    let figures: [FigureUse]
    /// The claims that it links to, by id.
    let claims: [String]
}

extension Document {
    /// The document's sentences in the order of reading.
    var sentences: [DocumentSentence] {
        var reader = SentenceReader()
        content.walk { event in
            switch event {
            case .enter(let node): reader.enter(node)
            case .leave(let node): reader.leave(node)
            }
        }
        return reader.sentences
    }
}

/// Collects the text of each block of a document, and cuts it into sentences.
private struct SentenceReader {
    private(set) var sentences: [DocumentSentence] = []

    private var heading = ""
    private var block = SentenceText()
    private var links: [(destination: String, start: Int)] = []

    mutating func enter(_ node: MarkdownNode) {
        switch node {
        case .text(let words): block.append(words)
        case .code(let words): block.append(words, isWhole: true)
        case .softBreak, .lineBreak: block.append(" ")
        case .item(let isDone?): block.append(isDone ? "[x] " : "[ ] ")
        case .figure(let link):
            let start = block.bytes.count
            block.append(link.text)
            if let use = link.figure as? FigureUse {
                block.mark(start..<block.bytes.count, as: .figure(use))
            }
        case .link(let destination, _): links.append((destination, block.bytes.count))
        case .cell: if !block.bytes.isEmpty { block.append(" | ", isWhole: true) }
        case .codeBlock(let text, _):
            for line in text.split(separator: "\n") { add(SentenceText(line: String(line))) }
        case .block(let block):
            var words = SentenceText()
            words.append(block.alternative)
            for sentence in words.sentences { add(sentence) }
        default: break
        }
    }

    mutating func leave(_ node: MarkdownNode) {
        switch node {
        case .link:
            guard let link = links.popLast() else { return }
            close(link.destination, from: link.start)
        case .paragraph:
            for sentence in block.sentences { add(sentence) }
            block = SentenceText()
        case .heading:
            heading = String(decoding: block.bytes, as: UTF8.self)
            add(block)
            block = SentenceText()
        case .row:
            add(block)
            block = SentenceText()
        default: break
        }
    }

    private mutating func close(_ destination: String, from start: Int) {
        guard destination.hasPrefix("\(Addresses.claims)#") else { return }
        block.mark(
            start..<block.bytes.count,
            as: .claim(String(destination.dropFirst(Addresses.claims.utf8.count + 1))))
    }

    private mutating func add(_ text: SentenceText) {
        guard let sentence = text.sentence(under: heading) else { return }
        sentences.append(sentence)
    }
}

/// The text of a block, and what its parts are.
private struct SentenceText {
    enum Mark {
        case figure(FigureUse)
        case claim(String)
    }

    private(set) var bytes: [UInt8] = []
    /// Parts that no sentence ends in: code, figures and links to claims.
    private var whole: [Range<Int>] = []
    private var marks: [(range: Range<Int>, mark: Mark)] = []

    init() {}

    init(line: String) { append(line, isWhole: true) }

    mutating func append(_ words: String, isWhole: Bool = false) {
        let start = bytes.count
        bytes += words.utf8
        if isWhole { whole.append(start..<bytes.count) }
    }

    mutating func mark(_ range: Range<Int>, as mark: Mark) {
        marks.append((range, mark))
        whole.append(range)
    }

    /// The sentences of running text.
    var sentences: [SentenceText] {
        var sentences: [SentenceText] = []
        var start = 0
        for end in SentenceEnds.find(in: bytes, outside: whole) + [bytes.count] {
            sentences.append(part(start..<end))
            start = end
        }
        return sentences
    }

    private func part(_ range: Range<Int>) -> SentenceText {
        var part = SentenceText()
        part.bytes = Array(bytes[range])
        part.marks = marks.filter { range.contains($0.range.lowerBound) }.map { mark in
            let start = mark.range.lowerBound - range.lowerBound
            return (start..<min(part.bytes.count, start + mark.range.count), mark.mark)
        }
        return part
    }

    /// The sentence with its figures and claims; nil where there are no words.
    func sentence(under heading: String) -> DocumentSentence? {
        let text = Self.trimmed(bytes)
        guard !text.isEmpty else { return nil }
        var frame: [UInt8] = []
        var offset = 0
        var figures: [FigureUse] = []
        var claims: [String] = []
        for (range, mark) in marks {
            switch mark {
            case .claim(let id): if !claims.contains(id) { claims.append(id) }
            case .figure(let use):
                figures.append(use)
                frame += bytes[offset..<max(offset, range.lowerBound)]
                // A byte that is in no text.
                frame.append(0)
                offset = max(offset, range.upperBound)
            }
        }
        frame += bytes[offset...]
        return DocumentSentence(
            heading: heading, text: text, frame: Self.trimmed(frame), figures: figures, claims: claims)
    }

    private static func trimmed(_ bytes: [UInt8]) -> String {
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
        guard let first = bytes.firstIndex(where: { !isSpace($0) }),
            let last = bytes.lastIndex(where: { !isSpace($0) })
        else { return "" }
        return String(decoding: bytes[first...last], as: UTF8.self)
    }
}

/// Finds where sentences end in running text.
private enum SentenceEnds {
    /// Words with a full stop that ends no sentence.
    private static let abbreviations = ["e.g", "i.e", "vs", "cf", "approx", "incl", "resp"]

    /// The offsets after the white space that follows each sentence but the last.
    static func find(in bytes: [UInt8], outside whole: [Range<Int>]) -> [Int] {
        var ends: [Int] = []
        var index = 0
        while index < bytes.count {
            if let range = whole.first(where: { $0.contains(index) }) {
                index = range.upperBound
                continue
            }
            guard isStop(bytes[index]), !isAbbreviation(bytes[..<index]) else {
                index += 1
                continue
            }
            var end = index + 1
            while end < bytes.count, isStop(bytes[end]) || isClosing(bytes, at: end) {
                end += bytes[end] < 0x80 ? 1 : 3
            }
            var next = end
            while next < bytes.count, bytes[next] == 0x20 { next += 1 }
            if next > end, next < bytes.count, beginsSentence(bytes[next]) { ends.append(next) }
            index = max(next, index + 1)
        }
        return ends
    }

    private static func isStop(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ".") || byte == UInt8(ascii: "!") || byte == UInt8(ascii: "?")
    }

    /// A bracket or quotation mark that closes: ASCII, or ” and ’, which have three bytes.
    private static func isClosing(_ bytes: [UInt8], at index: Int) -> Bool {
        switch bytes[index] {
        case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "\""), UInt8(ascii: "'"): true
        case 0xE2:
            index + 2 < bytes.count && bytes[index + 1] == 0x80
                && (bytes[index + 2] == 0x99 || bytes[index + 2] == 0x9D)
        default: false
        }
    }

    /// Sentences begin with anything but a lower-case letter.
    private static func beginsSentence(_ byte: UInt8) -> Bool { !(0x61...0x7A).contains(byte) }

    private static func isAbbreviation(_ before: ArraySlice<UInt8>) -> Bool {
        let start = before.lastIndex { $0 == 0x20 || $0 == UInt8(ascii: "(") }.map { $0 + 1 } ?? 0
        let word = String(decoding: before[start...], as: UTF8.self).lowercased()
        return abbreviations.contains(word)
    }
}
