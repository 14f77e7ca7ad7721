import GFM
import Testing

/// Figures in a document: each keeps its identity, wherever it stands.
@Suite struct FigureTests {
    private final class Measurement: Sendable {}

    private let measurements = (Measurement(), Measurement())

    private var first: FigureLink {
        FigureLink(measurements.0, text: "7", destination: "a.html#L2", title: "active (a.csv:2)")
    }

    /// Another figure of the same line with the same words.
    private var second: FigureLink {
        FigureLink(measurements.1, text: "7", destination: "a.html#L2", title: "active (a.csv:2)")
    }

    @Test func twoFiguresWithTheSameWordsAndAddressStayTwo() throws {
        let document = try MarkdownDocument(
            "\(slot(0)) of \(slot(1))", slots: [.inlines([.figure(second)]), .inlines([.figure(first)])])
        #expect(document.figures == [second, first])
        #expect(document.figures != [first, second])
        let link = "<a href=\"a.html#L2\" title=\"active (a.csv:2)\">7</a>"
        #expect(String(decoding: document.html(), as: UTF8.self) == "<p>\(link) of \(link)</p>\n")
        var walked: [FigureLink] = []
        document.walk { event in
            if case .enter(.figure(let link)) = event { walked.append(link) }
        }
        #expect(walked == [second, first])
        #expect(document.plainText == "7 of 7\n")
    }

    @Test(arguments: [
        ("# \(slot(0))", true), ("| \(slot(0)) |\n|-|\n", true), ("- **\(slot(0))**", true),
        ("[\(slot(0))](b.html)", false), ("![\(slot(0))](b.png)", false), ("`\(slot(0))`", false),
        ("```\n\(slot(0))\n```", false), ("[b](b.html?q=\(slot(0)))", false),
    ])
    func aFigureIsListedAlsoWhereOnlyItsWordsCanStand(_ markdown: String, isLink: Bool) throws {
        let document = try MarkdownDocument(markdown, slots: [.inlines([.strong([.figure(first)])])])
        #expect(document.figures == [first])
        #expect(document.links.contains { $0.destination == "a.html#L2" && $0.text == "7" } == isLink)
        #expect(String(decoding: document.html(), as: UTF8.self).contains("7"))
    }

    @Test func theFiguresOfATableAndOfACaptionAreListedInTheOrderOfReading() throws {
        let table = Table(
            columns: [Table.Column([.text("a")])], rows: [[[.figure(first)]], [[.figure(second)]]])
        let picture = Block(html: "<svg/>", alternative: "A picture", figures: [second])
        let document = try MarkdownDocument(
            "\(slot(1))\n\n\(slot(0))\n\n\(slot(2))",
            slots: [.table(table), .block(picture), .inlines([.figure(first)])])
        #expect(document.figures == [second, first, second, first])
    }
}
