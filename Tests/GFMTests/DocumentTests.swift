import Diagnostics
import GFM
import TestSupport
import Testing

@Suite struct DocumentTests {
    @Test func headingsHaveIDsThatAreUniqueAndReadable() throws {
        let document = try MarkdownDocument(
            """
            # What's *new* in `v17`?
            ## Same
            ## Same
            ### Same 2
            ## ÉTÉ — Straße 文字
            ## !!!
            ## main
            ## fn 1
            ## [A link](x) \(slot(0))

            x[^a]

            [^a]: y
            """, slots: [.text("12 ms")], reservedIDs: ["main"])
        #expect(
            document.headings.map(\.id) == [
                "whats-new-in-v17", "same", "same-2", "same-2-2", "été-straße-文字", "section", "main-2",
                "section-fn-1",
                "a-link-12-ms",
            ])
        #expect(document.headings.map(\.level) == [1, 2, 2, 3, 2, 2, 2, 2, 2])
        #expect(document.headings.first?.text == "What's new in v17?")
        #expect(document.headings.map(\.line) == Array(1...9))
    }

    @Test func idsOfSeveralDocumentsOnOnePageAreKeptApart() throws {
        let document = try MarkdownDocument(
            "# A\n\n[up](#a) [top](#) [out](b#a)\n\n|b|\n|-|\n", idPrefix: "r2-")
        let html = String(decoding: document.html(), as: UTF8.self)
        #expect(html.contains("<h1 id=\"r2-a\">A</h1>"))
        #expect(html.contains("<a href=\"#r2-a\">up</a> <a href=\"#\">top</a> <a href=\"b#a\">out</a>"))
        #expect(html.contains("aria-labelledby=\"r2-a\""))
        #expect(document.headings.map(\.id) == ["a"])
        #expect(document.links.map(\.destination) == ["#a", "#", "b#a"])
    }

    @Test func whatWouldBreakTheIDsOfAPageIsRefused() {
        #expect(
            problems("a\n\nb[^1] c[^1]\n\n[^1]: d", idPrefix: "r2-") == ["markdown.footnote-in-part line 3"])
        #expect(problems("a", idPrefix: "\"x") == ["markdown.id-prefix"])
    }

    @Test func idsOfHeadingsAndFootnotesAreKeptApart() throws {
        let html = try html("# fn one\n\n# fnref one\n\na[^one]\n\n[^one]: b")
        let ids = html.split(separator: " id=\"").dropFirst().map { $0.prefix { $0 != "\"" } }
        #expect(ids == ["section-fn-one", "section-fnref-one", "fnref-one", "fn-one"])
    }

    @Test func theLabelOfAFootnoteIsNoMarkup() throws {
        let html = try html("a[^\"onclick=x<b>]\n\n[^\"onclick=x<b>]: c")
        #expect(html.contains("<li id=\"fn-%22onclick=x%3Cb%3E\">") && !html.contains("<b>"))
    }

    @Test func wordsAreCountedWithoutCodeBlocksAndPictures() throws {
        let document = try MarkdownDocument(
            """
            # Two words

            Three *more*
            words, `code` is one.

            ```
            not counted at all
            ```

            | a | b |
            |---|---|
            | c d | |

            \(slot(0))
            """, slots: [.block(Block(html: "<svg/>", alternative: "A chart of waits"))])
        #expect(document.wordCount == 2 + 6 + 4)
        #expect(
            document.plainText == """
                Two words
                Three more words, code is one.
                a\tb\t
                c d\t\t
                A chart of waits

                """)
    }

    @Test func linksAndImagesAreListedAlsoThoseOfValues() throws {
        let document = try MarkdownDocument(
            "[a *b*](c.md)\n\n<https://d.example>\n\n![e](f.png) \(slot(0))",
            slots: [.inlines([.link([.text("12 ms")], url: "g.txt", title: "")])])
        #expect(
            document.links.map { "\($0.line) \($0.text) → \($0.destination)" } == [
                "1 a b → c.md", "3 https://d.example → https://d.example", "5 12 ms → g.txt",
            ])
        #expect(document.images.map { "\($0.line) \($0.alternative) → \($0.source)" } == ["5 e → f.png"])
    }

    @Test func droppedHTMLIsListedButCommentsAreNot() throws {
        let document = try MarkdownDocument(
            "<!-- a -->\n\n<!-- e --> f\n\nb <b>c</b>\n\n<details>\nd\n</details>")
        #expect(
            document.droppedHTML.map { "\($0.line) \($0.html)" } == [
                "3 <!-- e --> f\n", "5 <b>", "5 </b>", "7 <details>\nd\n</details>\n",
            ])
        #expect(String(decoding: document.html(), as: UTF8.self) == "<p>b c</p>\n")
    }

    @Test func aWalkEntersAndLeavesEachNode() throws {
        let document = try MarkdownDocument("2. [x] a\n\n![b](c \"d\") *e*")
        var events: [String] = []
        document.walk { event in
            switch event {
            case .enter(let node): events.append("+\(node)")
            case .leave(let node): events.append("-\(node)")
            }
        }
        #expect(
            events == [
                "+document", "+list(start: Optional(2), isTight: true)", "+item(isDone: Optional(true))",
                "+paragraph(isTight: true)", "+text(\"a\")", "-paragraph(isTight: true)",
                "-item(isDone: Optional(true))", "-list(start: Optional(2), isTight: true)",
                "+paragraph(isTight: false)", "+image(source: \"c\", title: \"d\")", "+text(\"b\")",
                "-image(source: \"c\", title: \"d\")", "+text(\" \")", "+emphasis", "+text(\"e\")",
                "-emphasis",
                "-paragraph(isTight: false)", "-document",
            ])
    }

    @Test func anEmptyTextIsAnEmptyDocument() throws {
        #expect(try MarkdownDocument("").html().isEmpty)
        #expect(try MarkdownDocument("\n \n").wordCount == 0)
    }

    @Test func manyThreadsGetTheSameBytes() async throws {
        let source = try fixture("Tests/GFMTests/Fixtures/kitchen-sink.md")
        let expected = try MarkdownDocument(utf8: source.bytes).html()
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for task in 0..<8 {
                group.addTask {
                    for round in 0..<60 {
                        let value = Slot.text("value \(task).\(round)")
                        let markdown = source.bytes + Array("\n\n\(slot(0)) **a** ~b~ | c\n".utf8)
                        let document = try MarkdownDocument(utf8: markdown, slots: [value])
                        guard try MarkdownDocument(utf8: source.bytes).html() == expected,
                            document.plainText.contains("value \(task).\(round) a ~b~ | c")
                        else { return false }
                    }
                    return true
                }
            }
            for try await isEqual in group { #expect(isEqual) }
        }
    }
}
