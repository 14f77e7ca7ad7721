import GFM
import Testing

@Suite struct FoldTests {
    private func html(_ markdown: String) throws -> String {
        String(decoding: try MarkdownDocument(markdown).html(), as: UTF8.self)
    }

    @Test func `A section whose heading is marked opens and closes without script`() throws {
        let page = try html(
            """
            ## Question

            Ask.

            <!-- fold -->
            ## Answer

            First.

            ### Detail

            | a |
            |---|
            | 1 |

            ## After
            """)
        let opened = try #require(page.firstRange(of: "<details class=\"folded\">"))
        let closed = try #require(page.firstRange(of: "</details>"))
        let fold = page[opened.upperBound..<closed.lowerBound]
        #expect(page[..<opened.lowerBound].contains("Ask."))
        #expect(fold.contains("<summary>\n<h2 id=\"answer\">Answer</h2>\n</summary>"))
        #expect(fold.contains("<p>First.</p>"))
        #expect(fold.contains("<h3 id=\"detail\">Detail</h3>"))
        #expect(fold.contains("<table>"))
        #expect(page[closed.upperBound...].contains("<h2 id=\"after\">After</h2>"))
    }

    @Test func `Other writers see the section where it stands`() throws {
        let document = try MarkdownDocument("<!-- fold -->\n\n## Answer\n\nFirst.\n")
        #expect(document.headings.map(\.id) == ["answer"])
        #expect(document.droppedHTML.isEmpty)
        var words: [String] = []
        document.walk { event in
            if case .enter(.text(let text)) = event { words.append(text) }
        }
        #expect(words == ["Answer", "First."])
    }

    @Test func `The last section can be folded, and footnotes stay outside`() throws {
        let page = try html("<!-- fold -->\n## Answer\n\nFirst.[^1]\n\n[^1]: Note.\n")
        let closed = try #require(page.firstRange(of: "</details>"))
        #expect(page[..<closed.lowerBound].contains("First."))
        #expect(page[closed.upperBound...].contains("Note."))
    }

    @Test(arguments: [
        "<!-- fold -->\n\nNo heading.\n", "> <!-- fold -->\n> ## In a quote\n", "<!-- fold -->\n",
    ])
    func `A mark without a heading after it is refused`(markdown: String) throws {
        let error = #expect(throws: GFMError.self) { try MarkdownDocument(markdown) }
        #expect(error?.problems.map(\.id) == ["markdown.fold-without-heading"])
    }

    @Test func `Other comments fold nothing`() throws {
        #expect(try !html("<!-- a fold -->\n## Heading\n").contains("<details"))
    }
}
