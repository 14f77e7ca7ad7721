import GFM
import TestSupport
import Testing

@Suite struct LimitTests {
    static func many(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

    @Test(arguments: [
        ("size", many("a", 1_000_001), "markdown.size"),
        ("columns of one line", "a\n\n" + many("|", 129), "markdown.columns line 3"),
        ("a line of pipes", many("|", 42_000), "markdown.columns line 1"),
        (
            "cells that are filled up", many("|a", 100) + "\n" + many("|-", 100) + "\n" + many("b\n", 2_000),
            "markdown.cells line 1981"
        ),
        ("brackets", many("![[]()", 30_000), "markdown.brackets line 1"),
        ("lists in one line", many("   -", 10_000), "markdown.nesting line 1"),
        ("numbered lists in one line", many("1. ", 10_000), "markdown.nesting line 1"),
        ("quotes", "a\n" + many(">", 101) + "b", "markdown.nesting line 2"),
        (
            "lists by indentation", (0..<110).map { many("  ", $0) + "- a\n" }.joined(),
            "markdown.nesting line 101"
        ),
        ("marks", many("*a_", 2_001), "markdown.marks line 1"),
        ("nested emphasis", many("*a **a ", 150) + many("b** b*", 150), "markdown.nesting line 1"),
        ("delimiter rows", "a|b\n" + many("|-\n", 201), "markdown.delimiter-rows line 202"),
        (
            "links to a long address", "[a]: " + many("b", 50_000) + "\n\n" + many("[a]\n\n", 2_000),
            "markdown.link-definitions line 4002"
        ),
    ])
    func whatWouldTakeTheParserTooLongIsRefused(_ name: String, _ markdown: String, _ problem: String) {
        let clock = ContinuousClock()
        let took = clock.measure { #expect(problems(markdown) == [problem]) }
        #expect(took < .seconds(2))
    }

    @Test(arguments: [
        many("| a | b | c | d | e | f | g | h |\n|---|---|---|---|---|---|---|---|\n", 1)
            + many("| 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 |\n", 1_000),
        many("> ", 20) + "deep quote",
        many("- item with a [link](https://example.org/a) and *stress*\n", 900),
        many("A paragraph of ten words, which is what people write. ", 10_000),
        "```\n" + many("column_a | column_b | column_c\n", 800) + "```\n",
    ])
    func whatPeopleWriteIsFarBelowTheLimits(_ markdown: String) {
        #expect(problems(markdown).isEmpty)
    }

    @Test func everyLimitThatIsPassedIsReported() {
        let text = Self.many("|", 200) + "\n\n" + Self.many("[", 2_001)
        #expect(problems(text) == ["markdown.columns line 1", "markdown.brackets line 3"])
    }

    /// Texts made of the pieces of the language, cut and repeated: none may crash or hang the parser.
    @Test func mutatedTextsAreParsedOrRefused() throws {
        var generator = SeededGenerator(seed: 7)
        let clock = ContinuousClock()
        let pieces =
            SlotPropertyTests.pieces + [
                slot(0), "\n", "\n", "    ", "|a|b|\n|-|-|\n|c|d|\n", "[^1]: x\n", "[^1]",
            ]
        for _ in 0..<1_500 {
            var text = ""
            for _ in 0..<Int.random(in: 1...30, using: &generator) {
                let piece = pieces.randomElement(using: &generator) ?? ""
                text += String(
                    repeating: piece, count: Int.random(in: 0...9, using: &generator) == 0 ? 40 : 1)
            }
            let started = clock.now
            do throws(GFMError) {
                let document = try MarkdownDocument(text, slots: [.text("<v>")])
                let html = String(decoding: document.html(), as: UTF8.self)
                #expect(
                    !html.contains("<v>") && !html.contains("<script") && !html.contains("href=\"javascript"))
                document.walk { _ in }
            } catch {
                #expect(!error.problems.isEmpty)
            }
            #expect(clock.now - started < .seconds(2), "\(text.debugDescription)")
        }
    }

    @Test func bytesThatAreNotUTF8AreReplacedAndNotPassedOn() throws {
        let document = try MarkdownDocument(utf8: [0x61, 0xFF, 0xF3, 0xB0, 0x62, 0x00, 0xC3])
        #expect(String(validating: document.html(), as: UTF8.self) != nil)
    }
}
