import Pictures
import Testing

/// A small deterministic generator: xorshift64 (Marsaglia 2003).
struct Generator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed | 1 }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}

private let hostileFragments = [
    "<script>alert(1)</script>", "]]>", "<![CDATA[", "<!--", "-->", "\"", "'", "&", "&lt;", "&#0;",
    "</title>",
    "</svg>", "\u{0}", "\u{1}", "\u{8}", "\u{B}", "\u{1B}[31m", "\u{7F}", "\u{85}", "\u{9F}", "\u{FFFE}",
    "\u{FFFF}", "\u{202E}", "\u{2066}", "\n", "\t", "\r\n", "👩‍👩‍👧‍👦", "🏳️‍🌈", "שלום", "العربية", "漢字仮名", "e\u{301}",
    "\u{301}\u{301}\u{301}\u{301}", "\u{200B}", "\u{2028}", "url(#x)", "javascript:1", " onload=\"x\"",
    "style=\"x\"", "x", " ", "idx_reports_dedup_active_v1", "%", "{{name}}", "\u{F0000}", "",
]

@Suite struct HostileInputTests {
    @Test(arguments: 1...60)
    func textIsNeverMarkup(seed: UInt64) throws {
        var generator = Generator(seed: seed)
        var texts: [String] = []
        for _ in 0..<200 {
            let count = Int.random(in: 0...8, using: &generator)
            texts.append(
                (0..<count).map { _ in hostileFragments.randomElement(using: &generator) ?? "" }.joined())
        }
        var index = 0
        let samples = Samples(text: { _ in
            index += 1
            return texts[index % texts.count]
        })
        for (_, picture) in samples.all {
            for layout in PictureLayout.allCases {
                let root = try expectSound(picture, layout, id: texts[Int(seed)])
                #expect(root.children.first?.text == visible(picture.title))
                let drawn = root.everything.map(\.text).joined()
                #expect(!drawn.unicodeScalars.contains { $0.value == 0x202E || $0.value == 0x2066 })
            }
        }
    }

    /// What a reader may see of a text: the rule written a second time, by scalars instead of bytes.
    private func visible(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    switch scalar.value {
                    case 0x09, 0x0A, 0x0D: " "
                    case 0..<0x20, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069, 0xFFFE, 0xFFFF: "\u{FFFD}"
                    default: scalar
                    }
                }))
    }

    @Test func veryLongTextIsBounded() throws {
        let long = Samples(text: { $0 + String(repeating: "<&é\u{301}漢", count: 4000) })
        for (name, picture) in long.all {
            for layout in PictureLayout.allCases {
                let root = try expectSound(picture, layout)
                let drawn = root.everything.filter { $0.name == "text" || $0.name == "title" }.dropFirst()
                #expect(drawn.allSatisfy { $0.text.unicodeScalars.count <= 2001 }, "\(name)")
            }
        }
    }

    @Test func stackedMarksAreBounded() throws {
        let stacked = Samples(text: { $0 + String(repeating: "\u{301}", count: 50_000) })
        for (_, picture) in stacked.all { try expectSound(picture, .narrow) }
    }

    @Test(arguments: ["", "1", "a b", "x\"y", "é", "-", String(repeating: "long", count: 100)])
    func anyPrefixMakesUsableIdentifiers(_ id: String) throws {
        for (_, picture) in Samples().all {
            let root = try expectSound(picture, .wide, id: id)
            let usable = try #require(root.attributes["id"])
            #expect(usable.first?.isLetter == true && usable.allSatisfy { $0.isASCII && $0 != " " })
        }
    }

    @Test func bothDrawingsShareNoIdentifier() throws {
        for (_, picture) in Samples().all {
            let root = try StrictXML.read(picture.responsiveSVG(id: "p"))
            let ids = root.everything.compactMap { $0.attributes["id"] }
            #expect(Set(ids).count == ids.count)
            #expect(root.children.map(\.classes).map { $0.contains("picture-narrow") } == [false, true])
        }
    }

    @Test func standaloneFileHoldsItsStylesheet() throws {
        let markup = Samples().flow.standaloneSVG(id: "p", stylesheet: ".a > .b { }\n</style>")
        let style = try #require(StrictXML.read(markup).children.first)
        #expect(style.name == "style")
        #expect(style.text == ".a > .b { }\n</style>")
    }
}
