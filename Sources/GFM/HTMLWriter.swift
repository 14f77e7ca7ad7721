/// How a document is written as HTML.
public struct HTMLOptions: Sendable, Hashable {
    /// Whether headings below the first level end with a link to themselves.
    public var headingLinks: Bool
    /// What all ids begin with, so that several documents can share a page.
    public var idPrefix: String

    /// Makes options.
    public init(headingLinks: Bool = false, idPrefix: String = "") {
        self.headingLinks = headingLinks
        self.idPrefix = idPrefix
    }
}

/// Writes a tree as HTML, without raw HTML from the text.
struct HTMLWriter {
    let tree: Tree
    let options: HTMLOptions
    var html: [UInt8] = []

    private var open: [(index: Int, end: Int)] = []
    private var footnote = 0
    private var inFootnotes = false
    private var hasBody = false
    private var lastHeading: Tree.Node?

    init(_ tree: Tree, _ options: HTMLOptions) {
        self.tree = tree
        self.options = options
        html.reserveCapacity(tree.text.count * 2 + tree.nodes.count * 8)
    }

    mutating func write() -> [UInt8] {
        tree.text.withUnsafeBufferPointer { text in
            tree.nodes.withUnsafeBufferPointer { nodes in
                var index = 0
                while index < nodes.count {
                    while let last = open.last, last.end <= index { leave(nodes, last.index) }
                    index = enter(nodes, index, text)
                }
                while let last = open.last { leave(nodes, last.index) }
            }
        }
        if inFootnotes { put("</ol>\n</section>\n") }
        return html
    }

    // MARK: Nodes

    /// Writes a node's beginning; gives the position of the node to go on with.
    private mutating func enter(
        _ nodes: UnsafeBufferPointer<Tree.Node>,
        _ index: Int,
        _ text: UnsafeBufferPointer<UInt8>
    ) -> Int {
        let node = nodes[index]
        switch node.kind {
        case .text: words(node.content, text)
        case .softBreak: put("\n")
        case .lineBreak: put("<br>\n")
        case .code:
            put("<code>")
            words(node.content, text)
            put("</code>")
        case .emphasis: put("<em>")
        case .strong: put("<strong>")
        case .link: openLink(node, text)
        case .image:
            image(index, nodes, text)
            return Int(node.end)
        case .footnoteReference: footnoteReference(node)
        default: openBlock(nodes, index, text)
        }
        if Int(node.end) > index + 1 || node.kind.isContainer { open.append((index, Int(node.end))) }
        return index + 1
    }

    private mutating func openBlock(
        _ nodes: UnsafeBufferPointer<Tree.Node>,
        _ index: Int,
        _ text: UnsafeBufferPointer<UInt8>
    ) {
        let node = nodes[index]
        switch node.kind {
        case .paragraph: if !node.flag { put("<p>") }
        case .heading:
            lastHeading = node
            put("<h")
            put(number: Int(node.level))
            put(" id=\"")
            id(node.detail, text)
            put("\">")
        case .list: openList(nodes, index)
        case .item: openItem(node)
        case .blockQuote: put("<blockquote>\n")
        case .thematicBreak: put("<hr>\n")
        case .codeBlock: codeBlock(node, text)
        case .block:
            html.append(contentsOf: tree.blocks[Int(node.number)].html.utf8)
            put("\n")
        case .table: openTable(text)
        case .row: openRow(node)
        case .cell: openCell(node)
        case .footnote: openFootnote(node)
        default: break
        }
    }

    private mutating func leave(_ nodes: UnsafeBufferPointer<Tree.Node>, _ index: Int) {
        open.removeLast()
        let node = nodes[index]
        switch node.kind {
        case .emphasis: put("</em>")
        case .strong: put("</strong>")
        case .link: put("</a>")
        case .paragraph:
            if endsFootnote(nodes, index) {
                put(" ")
                backReferences()
            }
            // A block after the words of a tight item begins a line of its own.
            put(node.flag ? "\n" : "</p>\n")
        case .heading: closeHeading(node)
        case .list: put(node.number < 0 ? "</ul>\n" : "</ol>\n")
        case .item: closeItem()
        case .blockQuote: put("</blockquote>\n")
        case .table: put(hasBody ? "</tbody>\n</table></div>\n" : "</table></div>\n")
        case .row: put(node.flag ? "</tr>\n</thead>\n" : "</tr>\n")
        case .cell: put(isInHeader(nodes) ? "</th>\n" : "</td>\n")
        case .footnote:
            if !endsWithParagraph(nodes, index) {
                backReferences()
                put("\n")
            }
            put("</li>\n")
        default: break
        }
    }

    // MARK: Headings, links, code

    private mutating func closeHeading(_ node: Tree.Node) {
        if options.headingLinks, node.level > 1 {
            put(" <a class=\"anchor\" href=\"#")
            tree.text.withUnsafeBufferPointer { text in
                address(options.idPrefix)
                HTMLText.appendAddress(UnsafeBufferPointer(rebasing: text[node.detail.range]), to: &html)
            }
            put("\" aria-label=\"Link to this section\">#</a>")
        }
        put("</h")
        put(number: Int(node.level))
        put(">\n")
    }

    private mutating func openLink(_ node: Tree.Node, _ text: UnsafeBufferPointer<UInt8>) {
        put("<a href=\"")
        let range = node.content.range
        if !options.idPrefix.isEmpty, let first = range.first, text[first] == UInt8(ascii: "#") {
            put("#")
            address(options.idPrefix)
            HTMLText.appendAddress(UnsafeBufferPointer(rebasing: text[range.dropFirst()]), to: &html)
        } else {
            HTMLText.appendAddress(UnsafeBufferPointer(rebasing: text[range]), to: &html)
        }
        title(node, text)
        put("\">")
    }

    private mutating func title(_ node: Tree.Node, _ text: UnsafeBufferPointer<UInt8>) {
        guard !node.detail.isEmpty else { return }
        put("\" title=\"")
        words(node.detail, text)
    }

    private mutating func image(
        _ index: Int,
        _ nodes: UnsafeBufferPointer<Tree.Node>,
        _ text: UnsafeBufferPointer<UInt8>
    ) {
        let node = nodes[index]
        put("<img src=\"")
        HTMLText.appendAddress(UnsafeBufferPointer(rebasing: text[node.content.range]), to: &html)
        put("\" alt=\"")
        tree.plainText(in: index + 1..<Int(node.end)).withUnsafeBufferPointer {
            HTMLText.append($0, to: &html)
        }
        title(node, text)
        put("\">")
    }

    private mutating func codeBlock(_ node: Tree.Node, _ text: UnsafeBufferPointer<UInt8>) {
        // Wide code scrolls; with a tab stop it also scrolls by keyboard.
        put("<pre tabindex=\"0\"><code")
        if !node.detail.isEmpty {
            put(" class=\"language-")
            words(node.detail, text)
            put("\"")
        }
        put(">")
        words(node.content, text)
        put("</code></pre>\n")
    }

    // MARK: Lists

    private mutating func openList(_ nodes: UnsafeBufferPointer<Tree.Node>, _ index: Int) {
        let node = nodes[index]
        guard node.number < 0 else {
            put("<ol")
            if node.number != 1 {
                put(" start=\"")
                put(number: Int(node.number))
                put("\"")
            }
            return put(">\n")
        }
        let hasTasks = index + 1 < Int(node.end) && nodes[index + 1].level > 0
        put(hasTasks ? "<ul class=\"tasks\">\n" : "<ul>\n")
    }

    private mutating func openItem(_ node: Tree.Node) {
        switch node.level {
        case 0: put("<li>")
        case 1: put("<li class=\"task\"><input type=\"checkbox\" disabled aria-label=\"Not done\"> ")
        default: put("<li class=\"task\"><input type=\"checkbox\" disabled checked aria-label=\"Done\"> ")
        }
    }

    private mutating func closeItem() {
        if html.last == 0x0A { html.removeLast() }
        put("</li>\n")
    }

    // MARK: Tables

    private mutating func openTable(_ text: UnsafeBufferPointer<UInt8>) {
        hasBody = false
        // Wide tables scroll in a frame of their own, also by keyboard; a frame that takes the focus has a name.
        put("<div class=\"table\" role=\"group\" tabindex=\"0\" aria-label=\"Table")
        if let heading = lastHeading {
            put(": ")
            words(heading.content, text)
        }
        put("\"><table>\n")
    }

    private mutating func openRow(_ node: Tree.Node) {
        if node.flag {
            put("<thead>\n")
        } else if !hasBody {
            hasBody = true
            put("<tbody>\n")
        }
        put("<tr>\n")
    }

    private mutating func openCell(_ node: Tree.Node) {
        let isHeader = open.last.map { tree.nodes[$0.index].flag } ?? false
        put(isHeader ? "<th scope=\"col\"" : "<td")
        switch Table.Alignment(code: node.level) {
        case .natural: break
        case .left: put(" class=\"left\"")
        case .center: put(" class=\"center\"")
        case .right: put(" class=\"right\"")
        }
        put(">")
    }

    private func isInHeader(_ nodes: UnsafeBufferPointer<Tree.Node>) -> Bool {
        open.last.map { nodes[$0.index].flag } ?? false
    }

    // MARK: Footnotes

    private mutating func footnoteReference(_ node: Tree.Node) {
        put("<sup class=\"footnote-ref\"><a href=\"#")
        address(options.idPrefix)
        put("fn-")
        put(number: Int(node.number))
        put("\" id=\"")
        referenceID(Int(node.number), Int(node.occurrence))
        put("\" role=\"doc-noteref\">")
        put(number: Int(node.number))
        put("</a></sup>")
    }

    private mutating func openFootnote(_ node: Tree.Node) {
        if !inFootnotes {
            inFootnotes = true
            put("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"Footnotes\">\n<ol>\n")
        }
        footnote = Int(node.number)
        put("<li id=\"")
        attribute(options.idPrefix)
        put("fn-")
        put(number: footnote)
        put("\">\n")
    }

    private func endsFootnote(_ nodes: UnsafeBufferPointer<Tree.Node>, _ index: Int) -> Bool {
        guard let parent = open.last, nodes[parent.index].kind == .footnote else { return false }
        return nodes[index].end == nodes[parent.index].end
    }

    private func endsWithParagraph(_ nodes: UnsafeBufferPointer<Tree.Node>, _ index: Int) -> Bool {
        var child = index + 1
        var last: Int?
        while child < Int(nodes[index].end) {
            last = child
            child = Int(nodes[child].end)
        }
        return last.map { nodes[$0].kind == .paragraph } ?? false
    }

    private mutating func backReferences() {
        let count = footnote < tree.footnoteReferences.count ? tree.footnoteReferences[footnote] : 0
        for occurrence in 1...max(1, count) {
            if occurrence > 1 { put(" ") }
            put("<a href=\"#")
            referenceID(footnote, occurrence)
            put("\" class=\"footnote-backref\" role=\"doc-backlink\" aria-label=\"Back to reference ")
            put(number: footnote)
            if occurrence > 1 {
                put("-")
                put(number: occurrence)
            }
            put("\">↩</a>")
        }
    }

    private mutating func referenceID(_ number: Int, _ occurrence: Int) {
        attribute(options.idPrefix)
        put("fnref-")
        put(number: number)
        if occurrence > 1 {
            put("-")
            put(number: occurrence)
        }
    }

    // MARK: Bytes

    private mutating func put(_ literal: StaticString) { HTMLText.append(literal, to: &html) }

    private mutating func put(number: Int) { html.append(contentsOf: String(number).utf8) }

    private mutating func words(_ range: Tree.TextRange, _ text: UnsafeBufferPointer<UInt8>) {
        HTMLText.append(UnsafeBufferPointer(rebasing: text[range.range]), to: &html)
    }

    private mutating func id(_ range: Tree.TextRange, _ text: UnsafeBufferPointer<UInt8>) {
        attribute(options.idPrefix)
        words(range, text)
    }

    private mutating func attribute(_ text: String) {
        guard !text.isEmpty else { return }
        Array(text.utf8).withUnsafeBufferPointer { HTMLText.append($0, to: &html) }
    }

    private mutating func address(_ text: String) {
        guard !text.isEmpty else { return }
        Array(text.utf8).withUnsafeBufferPointer { HTMLText.appendAddress($0, to: &html) }
    }
}
