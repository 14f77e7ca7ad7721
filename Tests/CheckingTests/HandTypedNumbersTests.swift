import TestSupport
import Testing

@testable import Checking

@Suite struct HandTypedNumbersTests {
    struct Example: Sendable, CustomTestStringConvertible {
        let text: String
        let found: [String]

        init(_ text: String, finds found: String...) {
            self.text = text
            self.found = found
        }

        var testDescription: String { text.debugDescription }
    }

    static let measurements = [
        Example("It took 200 ms.", finds: "200"),
        Example("200x faster", finds: "200x"),
        Example("It is 99.95 % less", finds: "99.95"),
        Example("It is 95% less", finds: "95%"),
        Example("151,472 rows", finds: "151,472"),
        Example("0.036 ms, then 12.5.", finds: "0.036", "12.5"),
        Example("a drop of -5 ms or −7 ms", finds: "-5", "7"),
        Example("+3 ms", finds: "+3"),
        Example("5-20 ms, or 5–20 ms", finds: "5-20", "5", "20"),
        Example("~200ms (549 of 900)", finds: "200ms", "549", "900"),
        Example("n=48", finds: "48"),
        Example("in 2026", finds: "2026"),
        Example("the 1st and 2nd", finds: "1st", "2nd"),
        Example("1:1000 and 16:75 are no times", finds: "1:1000", "16:75"),
        Example("2026-01-04123", finds: "2026-01-04123"),
        Example("| 12 | 34 |", finds: "12", "34"),
        Example("## 7 reasons", finds: "7"),
        Example("- 8 rows\n* 9 rows", finds: "8", "9"),
        Example("**10** *11* _12_ _13 rows_", finds: "10", "11", "12", "13"),
        Example("[12 rows](page.html)", finds: "12"),
        Example("[^1]: It took 30 ms.", finds: "30"),
        Example("1. It took 31 ms.\n2. And 32 ms.", finds: "31", "32"),
    ]

    static let names = [
        "on 2026-01-04 at 16:15, 9:05 and 16:15:02.126", "2026-01-04T16:15Z", "2026-01-04T17:15:02.5+01:00",
        "from 16:15 to 16:20, 16:15-16:20, 16:15Z", "p95, E4, idx_v1, D1–D4", "see #4 and exhibit #12",
        "pg_stat_statements_1 on x86 with utf8 in UTF-8 and SHA-256", "https://example.com/200/3?b4",
        "`LIMIT 100`", "``a ` 100``", "a `b` c `1`",
        "```\n100\n```", "```sql\nLIMIT 100\n```\n", "~~~\n```\n100\n~~~", "````\n```\n100\n```\n````",
        "   ```\n100\n   ```", "```\nnever closed: 100",
        "he said \"it took 200 ms\"", "“200 times faster”, they promised", "(\"99.95 %\")",
        "“200 times\nfaster”", "> 200 ms, they said\n> and 300", "1. First\n2. Second\n3) Third",
        "3. A list may begin anywhere", "[page](https://example.com/200)", "[a](b-2.html \"3\")",
        "[1]: https://example.com/200", "<https://example.com/?a=200>", "said so[^1]", "one, two, three", "",
    ]

    @Test("Measurements are found", arguments: measurements)
    func finds(example: Example) {
        #expect(Self.numbers(in: example.text) == example.found)
    }

    @Test("Names, times, code and quotations pass", arguments: names)
    func passes(text: String) {
        #expect(Self.numbers(in: text).isEmpty)
    }

    @Test(
        "What is opened and not closed hides nothing",
        arguments: [
            Example("a stray ` and 200 ms", finds: "200"),
            Example("a stray ` and\n200 ms\n\nand ` later", finds: "200"),
            Example("said “ and 200 ms", finds: "200"),
            Example("said \" and 200 ms", finds: "200"),
            Example("a 5\" disk took 200 ms, a 6\" one 300", finds: "5", "200", "6", "300"),
            Example("he said \"it was\n100 ms\" and then 200 ms passed", finds: "200"),
            Example("[a](never closed\n200", finds: "200"),
            Example("```code``` on one line\n200 ms\n```x```", finds: "200"),
            Example("````\n```\n````\n200", finds: "200"),
            Example("which was\n549. Then it fell", finds: "549"),
            Example("``` `\n200", finds: "200"),
        ])
    func hidesNothing(example: Example) {
        #expect(Self.numbers(in: example.text) == example.found)
    }

    @Test(
        "A value between two pieces is no number, no line's beginning and no end of a quotation",
        arguments: [
            Example("It read {} rows and 5 more", finds: "5"),
            Example("{} > 5 ms", finds: "5"),
            Example("{}\n> 5 ms"),
            Example("{} 1. 5", finds: "1", "5"),
            Example("1. {} took 5", finds: "5"),
            Example("he said “{} of 5” and 6", finds: "6"),
            Example("he said \"{} of 5\" and 6", finds: "6"),
            Example("`{}, 5` and 6", finds: "6"),
            Example("```\n{}\n5\n```\n6", finds: "6"),
            Example("[a]({}/5) 6", finds: "6"),
            Example("{}\" and 5 \"quoted 7\"", finds: "5"),
        ])
    func values(example: Example) {
        #expect(Self.numbers(in: example.text) == example.found)
    }

    @Test func `Digits are found wherever words stand round them, and nowhere in code`() {
        var random = SeededGenerator(seed: 2026)
        let words = [
            "it", "took", "rows", "and", "“so”", "`code 1`", "p95", "\"q 2\"", "16:15", "[l](u3)", "—", "é",
        ]
        for _ in 0..<2_000 {
            var text = ""
            var typed: [String] = []
            for _ in 0..<Int.random(in: 1...12, using: &random) {
                let separator = ["\n", " ", " ", " "].randomElement(using: &random) ?? " "
                if Bool.random(using: &random) {
                    text += words.randomElement(using: &random) ?? ""
                } else {
                    let number = "\(Int.random(in: 10...99_999, using: &random))"
                    text += number
                    typed.append(number)
                }
                text += separator
            }
            #expect(Self.numbers(in: text) == typed, "\(text.debugDescription)")
        }
    }

    @Test func `Any bytes are scanned, and what is found holds a digit and does not overlap`() {
        var random = SeededGenerator(seed: 7)
        let alphabet = Array("0129 .,:-\n\n`~\"“”()[]<>^#_{}ax%|".utf8) + [0xE2, 0x80, 0x00, 0xFF]
        for _ in 0..<5_000 {
            let count = Int.random(in: 0...60, using: &random)
            let bytes = (0..<count).map { _ in alphabet.randomElement(using: &random) ?? 0 }
            let cut = Int.random(in: 0...count, using: &random)
            let second = Int.random(in: min(cut + 1, count)...count, using: &random)
            let found = HandTypedNumbers.scan(bytes, pieces: [0..<cut, second..<count]).numbers
            for range in found {
                #expect(bytes[range].contains { (0x30...0x39).contains($0) })
                #expect(range.upperBound <= cut || range.lowerBound >= second, "inside of a value")
            }
            #expect(zip(found, found.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound })
        }
    }

    @Test func `A long text is scanned in the time that its length asks for`() {
        let clock = ContinuousClock()
        for hostile in ["`", "“", "\"", "[](", "``` ", "1. ", "<http"] {
            let text = Array(String(repeating: hostile, count: 30_000).utf8)
            let time = clock.measure { _ = HandTypedNumbers.scan(text, pieces: [0..<text.count]) }
            #expect(time < .seconds(5), "\(hostile)")
        }
    }

    /// The numbers that are found; `{}` stands for a value.
    private static func numbers(in text: String) -> [String] {
        let bytes = Array(text.utf8)
        var pieces: [Range<Int>] = []
        var start = 0
        while let value = bytes[start...].firstRange(of: Array("{}".utf8)) {
            pieces.append(start..<value.lowerBound)
            start = value.upperBound
        }
        pieces.append(start..<bytes.count)
        let found = HandTypedNumbers.scan(bytes, pieces: pieces).numbers
        if pieces.count == 1 { #expect(HandTypedNumbers.ranges(in: text) == found) }
        return found.map { String(decoding: bytes[$0], as: UTF8.self) }
    }
}
