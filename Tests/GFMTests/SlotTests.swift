import GFM
import Testing

@Suite struct SlotTests {
    static let link = Slot.inlines([
        .text("took "), .link([.strong([.text("12 ms")])], url: "../a.txt#L3", title: "a.txt:3 \"x\""),
    ])

    struct Place: Sendable {
        let markdown: String
        let html: String
    }

    @Test(arguments: [
        Place(
            markdown: "A § b",
            html: """
                <p>A took <a href="../a.txt#L3" title="a.txt:3 &quot;x&quot;"><strong>12 ms</strong></a> b</p>

                """),
        Place(markdown: "`x §`", html: "<p><code>x took 12 ms</code></p>\n"),
        Place(
            markdown: "```sql\n§ §\n```",
            html: "<pre><code class=\"language-sql\">took 12 ms took 12 ms\n</code></pre>\n"),
        Place(markdown: "[a § b](c)", html: "<p><a href=\"c\">a took <strong>12 ms</strong> b</a></p>\n"),
        Place(markdown: "![a § b](c)", html: "<p><img src=\"c\" alt=\"a took 12 ms b\" /></p>\n"),
        Place(markdown: "[a](b \"the §\")", html: "<p><a href=\"b\" title=\"the took 12 ms\">a</a></p>\n"),
    ])
    func aLinkIsALinkWhereLinksCanBeAndWordsElsewhere(_ place: Place) throws {
        let markdown = place.markdown.split(separator: "§", omittingEmptySubsequences: false)
            .joined(separator: slot(0))
        #expect(try html(markdown, [Self.link]) == place.html)
    }

    @Test func allKindsOfInlinesAreShown() throws {
        let value = Slot.inlines([
            .emphasis([.text("a")]), .code("b<"), .strong([.text("c"), .emphasis([.text("d")])]), .text(" e"),
        ])
        #expect(
            try html(slot(0), [value])
                == "<p><em>a</em><code>b&lt;</code><strong>c<em>d</em></strong> e</p>\n")
    }

    @Test(arguments: [
        (
            "[a](<§>)", "https://example.org/x y?q=1&r=\"2\"#f",
            "https://example.org/x%20y?q=1&amp;r=%222%22#f"
        ),
        ("[a](https://example.org/?q=§)", "a&b=c d/é?#", "https://example.org/?q=a%26b%3Dc%20d/%C3%A9%3F%23"),
        ("[a](§)", "../up'(1).html", "../up&#x27;(1).html"),
        ("[a](§)", "java\tscript:alert(1)", "java%09script:alert(1)"),
        ("[a](§)", " javascript:alert(1)", "%20javascript:alert(1)"),
        ("[a](x/§)", "javascript:alert(1)", "x/javascript%3Aalert%281%29"),
    ])
    func aDestinationIsFilledAndEncoded(_ markdown: String, _ address: String, _ expected: String) throws {
        let text = markdown.split(separator: "§", omittingEmptySubsequences: false).joined(separator: slot(0))
        #expect(try html(text, [.text(address)]) == "<p><a href=\"\(expected)\">a</a></p>\n")
    }

    @Test(arguments: [
        "javascript:alert(1)", "JavaScript:x", "vbscript:x", "data:text/html,x", "file:///etc/passwd",
        "x-y.z+1:q",
    ])
    func anAddressThatCouldRunAScriptIsRefused(_ address: String) {
        #expect(problems("x\n\n[a](\(slot(0)))", [.text(address)]) == ["markdown.link-scheme line 3 slot 0"])
        #expect(problems("[a](<\(address)>)") == ["markdown.link-scheme line 1"])
        #expect(
            problems(slot(0), [.inlines([.link([.text("a")], url: address, title: "")])])
                == ["markdown.link-scheme line 1"])
    }

    static let picture = Slot.block(Block(html: "<svg/>", alternative: "A chart"))
    static let table = Slot.table(
        Table(
            columns: [Table.Column([.text("a|b")]), Table.Column([.code("<c>")], alignment: .right)],
            rows: [[[.text("1\n2")], []]]))

    @Test(arguments: [
        ("§", "<svg/>\n"),
        ("before\n§\nafter", "<p>before</p>\n<svg/>\n<p>after</p>\n"),
        ("§\n§\n\nafter", "<svg/>\n<svg/>\n<p>after</p>\n"),
        ("\\\n§\\\nafter", "<svg/>\n<p>after</p>\n"),
        ("> §", "<blockquote>\n<svg/>\n</blockquote>\n"),
        ("- one\n  §\n- two", "<ul>\n<li>one\n<svg/>\n</li>\n<li>two</li>\n</ul>\n"),
        ("- one\n\n  §\n\n- two", "<ul>\n<li>\n<p>one</p>\n<svg/>\n</li>\n<li>\n<p>two</p>\n</li>\n</ul>\n"),
    ])
    func aPictureHasALineOfItsOwn(_ markdown: String, _ expected: String) throws {
        let parts = markdown.split(separator: "§", omittingEmptySubsequences: false)
        var text = String(parts[0])
        for (index, part) in parts.dropFirst().enumerated() { text += slot(index) + part }
        #expect(try html(text, Array(repeating: Self.picture, count: parts.count - 1)) == expected)
    }

    @Test(arguments: [
        "a § b", "# §", "`§`", "| a |\n|---|\n| § |", "*§*", "![§](x)", "[a](b \"§\")", "    §", "§ x\n===",
    ])
    func aPictureAmongWordsIsAnError(_ markdown: String) {
        let text = markdown.split(separator: "§", omittingEmptySubsequences: false).joined(separator: slot(0))
        #expect(problems(text, [Self.picture]).map { $0.prefix(22) } == ["markdown.block-in-text"])
        #expect(problems(text, [Self.table]).map { $0.prefix(22) } == ["markdown.block-in-text"])
    }

    @Test func aTableOfValuesIsATable() throws {
        #expect(
            try html("## Waits\n\n\(slot(0))", [Self.table]) == """
                <h2 id="waits">Waits</h2>
                <div class="table" role="group" tabindex="0" aria-labelledby="waits">
                <table>
                <thead>
                <tr>
                <th>a|b</th>
                <th align="right"><code>&lt;c&gt;</code></th>
                </tr>
                </thead>
                <tbody>
                <tr>
                <td>1
                2</td>
                <td align="right"></td>
                </tr>
                </tbody>
                </table>
                </div>

                """)
    }

    @Test(arguments: [Table.Alignment.natural, .left, .center, .right])
    func eachCellOfATableOfValuesStandsAsItsColumnDoes(_ alignment: Table.Alignment) throws {
        let cells: [[Inline]] = [[.text("*1*|")], [.link([.text("2")], url: "w.csv", title: "")], []]
        let table = Table(
            columns: cells.map { Table.Column($0) } + [Table.Column([.code("x")], alignment: alignment)],
            rows: Array(repeating: cells + [[.text("y")]], count: 3))
        let document = try MarkdownDocument("a\n\n> \(slot(0))\n\n[b](c)", slots: [.table(table)])
        let html = String(decoding: document.html(), as: UTF8.self)
        let attribute = alignment == .natural ? "" : " align=\"\(alignment)\""
        let rows = html.split(separator: "<tr>").dropFirst()
        #expect(rows.count == 4)
        #expect(rows.first?.contains("<th\(attribute)><code>x</code></th>") == true)
        for row in rows.dropFirst() {
            #expect(
                row.hasPrefix(
                    """

                    <td>*1*|</td>
                    <td><a href="w.csv">2</a></td>
                    <td></td>
                    <td\(attribute)>y</td>
                    </tr>

                    """))
        }
        // What stands in the table is on the line of its value.
        #expect(document.links.map(\.line) == Array(repeating: 3, count: 4) + [5])
        var cellAlignments: [Table.Alignment] = []
        document.walk { if case .enter(.cell(let each)) = $0 { cellAlignments.append(each) } }
        #expect(
            cellAlignments
                == (0..<4).flatMap { _ in [Table.Alignment.natural, .natural, .natural, alignment] })
    }

    @Test(arguments: [0, 1_001])
    func aTableWithoutColumnsOrWithFarTooManyIsAnError(_ count: Int) {
        let columns = Array(repeating: Table.Column([.text("a")]), count: count)
        #expect(
            problems(slot(0), [.table(Table(columns: columns, rows: []))])
                == ["markdown.table-columns line 1"])
    }

    @Test func wordsRoundAPictureKeepTheirLine() throws {
        let document = try MarkdownDocument(
            "x\n\n[a](b)\n\(slot(0))\n[c](d)\n\(slot(0))\n", slots: [Self.picture])
        #expect(document.links.map(\.line) == [3, 5])
    }

    @Test(arguments: ["§", "`§`", "    §", "[a](b \"§\")", "![§](x)"])
    func whatAPageCannotHoldIsReplaced(_ markdown: String) throws {
        let text = markdown.split(separator: "§", omittingEmptySubsequences: false).joined(separator: slot(0))
        let value = "v\0w\u{1}\u{1B}[0m\u{7F}x\ty"
        #expect(try html(text, [.text(value)]).contains("v\u{FFFD}w\u{FFFD}\u{FFFD}[0m\u{FFFD}x\ty"))
        #expect(try html("a &#1; \u{C}b") == "<p>a \u{FFFD} \u{FFFD}b</p>\n")
    }

    @Test func aRaggedTableIsAnErrorAndNotCut() {
        let table = Slot.table(
            Table(columns: [Table.Column([.text("a")])], rows: [[[.text("1")], [.text("2")]]]))
        #expect(problems("x\n\n\(slot(0))", [table]) == ["markdown.ragged-table line 3"])
    }

    @Test(arguments: [
        ("a\n\n```§\nx\n```", "markdown.slot-in-fence line 3 slot 0"),
        ("<div>§</div>", "markdown.slot-in-html line 1 slot 0"),
        ("a <b title=\"§\">", "markdown.slot-in-html line 1 slot 0"),
        ("<!-- § -->", "markdown.slot-in-html line 1 slot 0"),
        ("a\n\n[x§]: y", "markdown.slot-not-shown slot 0"),
        ("a\n\n[^1]: unused §", "markdown.slot-not-shown slot 0"),
        ("a", "markdown.slot-not-shown slot 0"),
        ("", "markdown.slot-not-shown slot 0"),
    ])
    func aValueThatNoReaderSeesIsAnError(_ markdown: String, _ problem: String) {
        let text = markdown.split(separator: "§", omittingEmptySubsequences: false).joined(separator: slot(0))
        #expect(problems(text, [.text("v")]) == [problem])
    }

    @Test func aSlotCharacterWithoutASlotIsRefused() {
        #expect(problems("a\nb \(slot(1))", [.text("v")]).first == "markdown.private-use line 2")
        #expect(problems("\u{FFFFD}") == ["markdown.private-use line 1"])
    }

    @Test func aSlotCharacterInAValueIsNoSlot() throws {
        #expect(try html(slot(0), [.text("a\(slot(0))b")]) == "<p>a\u{FFFD}b</p>\n")
    }

    @Test func tooManySlotsAreRefused() {
        let slots = Array(repeating: Slot.text("v"), count: Slot.limit + 1)
        #expect(problems("x", slots) == ["markdown.slots"])
    }

    @Test func theLastSlotIsFound() throws {
        let all = Array(repeating: Slot.text(""), count: Slot.limit - 1) + [Slot.text("last")]
        let text = (0..<Slot.limit).map(slot).joined()
        #expect(try html(text, all) == "<p>last</p>\n")
    }
}
