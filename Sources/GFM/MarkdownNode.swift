/// A node of a document, as writers other than HTML see it.
public enum MarkdownNode: Sendable, Hashable {
    /// The whole document.
    case document
    /// A quotation.
    case blockQuote
    /// A list; `start` is the first number of an ordered one. Paragraphs in a tight list have no space between.
    case list(start: Int?, isTight: Bool)
    /// An item of a list; `isDone` is nil unless it is a task.
    case item(isDone: Bool?)
    /// A code block and its language, which may be empty.
    case codeBlock(String, language: String)
    /// A paragraph; one in a tight list is written without the markup of a paragraph.
    case paragraph(isTight: Bool)
    case heading(level: Int, id: String)
    /// A line between parts.
    case thematicBreak
    /// The text of a footnote; all stand at the end of the document.
    case footnote(number: Int)
    case table
    /// A row of a table; the first is the header.
    case row(isHeader: Bool)
    /// A cell of a row.
    case cell(Table.Alignment)
    /// Markup of our own, with words for writers that cannot show it.
    case block(Block)
    /// Words.
    case text(String)
    /// The end of a line in the source, which a writer may show as a space.
    case softBreak
    /// The end of a line.
    case lineBreak
    /// Words in the fixed-width face.
    case code(String)
    /// Stressed words.
    case emphasis
    /// Words of importance.
    case strong
    case link(destination: String, title: String)
    /// A figure, which stands for the words of the link too; no node is inside it.
    case figure(FigureLink)
    /// An image; the nodes inside it are the words for those who do not see it.
    case image(source: String, title: String)
    /// The mark of a footnote; `occurrence` counts from 1 those that lead to the same footnote.
    case footnoteReference(number: Int, occurrence: Int)
}

/// A step of a walk through a document.
public enum MarkdownEvent: Sendable, Hashable {
    /// The beginning of a node; what is inside it follows.
    case enter(MarkdownNode)
    /// The end of a node that can have others inside it.
    case leave(MarkdownNode)
}

extension MarkdownDocument {
    /// Walks through the document in reading order.
    public func walk<Failure: Error>(_ visit: (MarkdownEvent) throws(Failure) -> Void) throws(Failure) {
        var open: [(node: MarkdownNode, end: Int)] = []
        for index in tree.nodes.indices {
            while let last = open.last, last.end <= index {
                open.removeLast()
                try visit(.leave(last.node))
            }
            let node = tree.node(at: index)
            try visit(.enter(node))
            if tree.nodes[index].kind.isContainer { open.append((node, Int(tree.nodes[index].end))) }
        }
        while let last = open.popLast() { try visit(.leave(last.node)) }
    }
}

extension Tree {
    fileprivate func node(at index: Int) -> MarkdownNode {
        let node = nodes[index]
        return switch node.kind {
        case .document: .document
        case .blockQuote: .blockQuote
        case .list: .list(start: node.number < 0 ? nil : Int(node.number), isTight: node.flag)
        case .item: .item(isDone: node.level == 0 ? nil : node.level == 2)
        case .codeBlock: .codeBlock(string(node), language: string(node.detail))
        case .paragraph: .paragraph(isTight: node.flag)
        case .heading: .heading(level: Int(node.level), id: string(node.detail))
        case .thematicBreak: .thematicBreak
        case .footnote: .footnote(number: Int(node.number))
        case .table: .table
        case .row: .row(isHeader: node.flag)
        case .cell: .cell(Table.Alignment(code: node.level))
        case .block: .block(blocks[Int(node.number)])
        case .text: .text(string(node))
        case .softBreak: .softBreak
        case .lineBreak: .lineBreak
        case .code: .code(string(node))
        case .emphasis: .emphasis
        case .strong: .strong
        case .link: .link(destination: string(node), title: string(node.detail))
        case .figure: .figure(figures[Int(node.number)])
        case .image: .image(source: string(node), title: string(node.detail))
        case .footnoteReference:
            .footnoteReference(number: Int(node.number), occurrence: Int(node.occurrence))
        }
    }
}
