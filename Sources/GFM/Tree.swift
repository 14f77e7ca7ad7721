/// A parsed document: its nodes in reading order, and the text that they share.
///
/// It is flat, so that a document is two allocations and a writer is a loop, and it is a value, so
/// that documents can be shared between threads without a lock.
struct Tree: Sendable {
    var nodes: [Node] = []
    var text: [UInt8] = []
    var blocks: [Block] = []
    /// The figures shown, in reading order; one that stands where only words can has no node of its own.
    var figures: [FigureLink] = []

    struct TextRange: Sendable {
        var start: Int32 = 0
        var end: Int32 = 0

        var isEmpty: Bool { start == end }
        var range: Range<Int> { Int(start)..<Int(end) }
    }

    enum Kind: UInt8, Sendable {
        case document, blockQuote, list, item, codeBlock, paragraph, heading, thematicBreak
        case footnote, table, row, cell, block
        case text, softBreak, lineBreak, code, emphasis, strong, link, figure, image, footnoteReference

        /// Whether the kind can have nodes inside it.
        var isContainer: Bool {
            switch self {
            case .codeBlock, .thematicBreak, .block, .text, .softBreak, .lineBreak, .code, .figure,
                .footnoteReference:
                false
            default: true
            }
        }
    }

    struct Node: Sendable {
        var kind: Kind
        /// A heading's level, a cell's alignment, or whether an item is a task (1) that is done (2).
        var level: UInt8 = 0
        /// A tight list or a paragraph in one, or a table's first row.
        var flag = false
        /// A list's first number or -1, a footnote's number, or the position in `blocks` or `figures`.
        var number: Int32 = -1
        /// Which of the references to its footnote this one is, from 1.
        var occurrence: Int32 = 0
        var line: Int32 = 0
        /// The position after the last node inside this one.
        var end: Int32 = 0
        /// The words, or a destination.
        var content = TextRange()
        /// A heading's id, a title, or a code block's language.
        var detail = TextRange()
    }

    func string(_ range: TextRange) -> String { String(decoding: text[range.range], as: UTF8.self) }

    func string(_ node: Node) -> String { string(node.content) }

    /// The words inside a node, without code blocks; blocks end with a newline and cells with a tab.
    func plainText(in range: Range<Int>, withBlocks: Bool = true) -> [UInt8] {
        var words: [UInt8] = []
        var open: [(kind: Kind, end: Int32)] = []
        for index in range {
            let node = nodes[index]
            while let last = open.last, Int(last.end) <= index {
                end(last.kind, &words)
                open.removeLast()
            }
            switch node.kind {
            case .text, .code, .figure: words.append(contentsOf: text[node.content.range])
            case .softBreak, .lineBreak: words.append(UInt8(ascii: " "))
            case .block where withBlocks:
                words.append(contentsOf: blocks[Int(node.number)].alternative.utf8)
                words.append(UInt8(ascii: "\n"))
            case .paragraph, .heading, .cell, .row: open.append((node.kind, node.end))
            default: break
            }
        }
        while let last = open.popLast() { end(last.kind, &words) }
        return words
    }

    private func end(_ kind: Kind, _ words: inout [UInt8]) {
        switch kind {
        case .cell: words.append(UInt8(ascii: "\t"))
        default: words.append(UInt8(ascii: "\n"))
        }
    }
}

extension Table.Alignment {
    /// The alignment in a node.
    var code: UInt8 {
        switch self {
        case .natural: 0
        case .left: 1
        case .center: 2
        case .right: 3
        }
    }

    /// Reads it back.
    init(code: UInt8) { self = code < 4 ? Self.allCases[Int(code)] : .natural }
}
