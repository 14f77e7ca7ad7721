import GFM
import TestSupport
import Testing

/// Values that look like markup change neither the structure of a page nor their own words.
@Suite struct SlotPropertyTests {
    static let contexts = [
        "words § words", "| a | b |\n|---|---|\n| § | x |", "- one\n- § two\n- three", "# Heading §",
        "an *§* b",
        "[§](x.html)", "a `§` b", "```sql\nSELECT §;\n```", "> quoted §", "- [ ] task §",
        "note[^1]\n\n[^1]: see §",
        "[label](<§>)", "**§** and __§__", "1. §\n2. §", "§\n===", "![§](x.png)", "§", "a\n§\nb",
    ]

    static let pieces = [
        "|", "\n", "\n\n", "\r\n", "*", "**", "_", "`", "```\n", "~~~", "[", "]", "(", ")", "](x)", "![", "<",
        ">", "&",
        "&amp;", "&#0;", "\"", "'", "\\", "\\\\", "#", "# ", "- ", "+ ", "1. ", "> ", "    ", "\t", "===",
        "---", "|-|",
        "<script>", "</a>", "<!--", "-->", "javascript:", "http://a.b", "www.a.b", "a@b.c", "[^1]", "[^1]: x",
        "[x]: y",
        "{{", "}}", "\u{301}", "\u{200D}", "\u{202E}", "\u{FEFF}", "\u{85}", "\u{2028}", "é", "文", "🧑‍🚒", "a",
        "b c",
        "0", ":", ";", "!", "?", "$", "~", "^", "=", "\u{E000}", "\u{10FFFD}", "\"\u{301}", "<\u{338}",
    ]

    @Test(arguments: contexts)
    func aValueIsShownVerbatimAndChangesNothingElse(_ context: String) throws {
        var generator = SeededGenerator(seed: 1)
        let markdown = context.split(separator: "§", omittingEmptySubsequences: false).joined(
            separator: slot(0))
        let isAddress = context.contains("<§>")
        let plain = Page(try html(markdown, [.text("v")]))
        for _ in 0..<600 {
            let count = Int.random(in: 1...8, using: &generator)
            let value = (0..<count).compactMap { _ in Self.pieces.randomElement(using: &generator) }.joined()
            let document: MarkdownDocument
            do throws(GFMError) {
                document = try MarkdownDocument(markdown, slots: [.text(value)])
            } catch {
                #expect(isAddress && error.problems.map(\.id) == ["markdown.link-scheme"])
                continue
            }
            let page = Page(String(decoding: document.html(), as: UTF8.self))
            #expect(page.tags == plain.tags, "\(value.debugDescription)")
            #expect(page.shows(value, where: plain, showed: "v"), "\(value.debugDescription)")
        }
    }
}

/// A page as a browser would take it apart: tags with decoded attributes, and decoded words between them.
private struct Page {
    struct Tag: Hashable {
        let name: String
        let attributes: [String]
    }

    var tags: [Tag] = []
    var words: [[UInt8]] = [[]]
    var attributes: [[UInt8]] = []

    init(_ html: String) {
        let bytes = Array(html.utf8)
        var offset = 0
        while offset < bytes.count {
            if bytes[offset] == UInt8(ascii: "<") {
                offset = readTag(bytes, offset + 1)
                words.append([])
            } else {
                words[words.count - 1].append(bytes[offset])
                offset += 1
            }
        }
        words = words.map(Self.decoded)
    }

    private mutating func readTag(_ bytes: [UInt8], _ start: Int) -> Int {
        var offset = start
        var name: [UInt8] = []
        var names: [String] = []
        while offset < bytes.count, bytes[offset] != UInt8(ascii: ">") {
            if bytes[offset] == UInt8(ascii: "\"") {
                let end = bytes[(offset + 1)...].firstIndex(of: UInt8(ascii: "\"")) ?? bytes.count - 1
                // The id of a heading is made of its words, and is tested with the headings.
                if !(name.first == UInt8(ascii: "h") && name.dropFirst(2).starts(with: " id=".utf8)) {
                    attributes.append(Self.decoded(Array(bytes[offset + 1..<end])))
                }
                names.append(String(decoding: name, as: UTF8.self))
                name = []
                offset = end
            } else {
                name.append(bytes[offset])
            }
            offset += 1
        }
        names.append(String(decoding: name, as: UTF8.self))
        tags.append(Tag(name: names.first ?? "", attributes: Array(names.dropFirst())))
        return offset + 1
    }

    private static func decoded(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var offset = 0
        let entities: [(String, UInt8)] = [
            ("&amp;", 0x26), ("&lt;", 0x3C), ("&gt;", 0x3E), ("&quot;", 0x22), ("&#x27;", 0x27),
        ]
        while offset < bytes.count {
            if let (name, byte) = entities.first(where: { bytes[offset...].starts(with: $0.0.utf8) }) {
                result.append(byte)
                offset += name.utf8.count
            } else if bytes[offset] == UInt8(ascii: "%"), offset + 2 < bytes.count,
                let byte = UInt8(String(decoding: bytes[offset + 1...offset + 2], as: UTF8.self), radix: 16)
            {
                result.append(byte)
                offset += 3
            } else {
                result.append(bytes[offset])
                offset += 1
            }
        }
        return result
    }

    /// Whether the value stands in all places where another value stood on another page, and nothing else changed.
    func shows(_ value: String, where other: Page, showed placeholder: String) -> Bool {
        guard words.count == other.words.count, attributes.count == other.attributes.count else {
            return false
        }
        let wanted = Array(value.utf8)
        return zip(words + attributes, other.words + other.attributes).allSatisfy { mine, theirs in
            mine == Self.filled(theirs, wanted)
        }
    }

    /// What words become when the value takes the place of the lone letter `v` in them.
    private static func filled(_ words: [UInt8], _ value: [UInt8]) -> [UInt8] {
        let isLetter = { (byte: UInt8) in (byte | 0x20) &- 0x61 < 26 }
        var result: [UInt8] = []
        for (index, byte) in words.enumerated() {
            let isAlone =
                (index == 0 || !isLetter(words[index - 1]))
                && (index + 1 == words.count || !isLetter(words[index + 1]))
            if byte == UInt8(ascii: "v"), isAlone { result += value } else { result.append(byte) }
        }
        return result
    }
}
