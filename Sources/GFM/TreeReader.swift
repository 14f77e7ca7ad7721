internal import CMarkGFM

/// Copies a tree of libcmark-gfm, whose slots have been filled, into a tree of ours.
struct TreeReader {
    var tree = Tree()
    /// The nodes that get ids, in order.
    var headings: [OpaquePointer] = []
    /// The tables, each with the number of headings before it.
    var tables: [(node: OpaquePointer, headings: Int)] = []
    /// The links to a place in the document.
    var anchors: [OpaquePointer] = []

    private var open: [(cmark: OpaquePointer, index: Int)] = []
    private var mergesText = false
    private var line: Int32 = 0
    private var footnotes: Int32 = 0
    private var footnoteReferences: [Int: Int] = [:]
    /// Inside of a table that a value brought, all stands on the line of the value.
    private var valueTable: OpaquePointer?
    private let extensions = Parser.extensions

    init(blocks: [Block], figures: [FigureLink], sizeHint: Int) {
        tree.blocks = blocks
        tree.figures = figures
        tree.text.reserveCapacity(sizeHint + sizeHint / 2)
        tree.nodes.reserveCapacity(sizeHint / 12 + 8)
    }

    mutating func read(_ root: OpaquePointer) {
        var current: OpaquePointer? = root
        while let node = current {
            if let index = enter(node) {
                open.append((node, index))
                if let child = cmark_node_first_child(node) {
                    current = child
                    continue
                }
                closeLast()
            }
            current = cmark_node_next(node)
            while current == nil, let parent = open.last {
                closeLast()
                current = cmark_node_next(parent.cmark)
            }
        }
    }

    // MARK: Nodes

    /// Copies a node; gives its position where its children are to be read too.
    private mutating func enter(_ node: OpaquePointer) -> Int? {
        let type = cmark_node_get_type(node)
        if type.rawValue & UInt32(CMARK_NODE_TYPE_MASK) == UInt32(CMARK_NODE_TYPE_BLOCK) {
            findLine(of: node, type)
        }
        switch type {
        case CMARK_NODE_TEXT:
            appendText(store(cmark_node_get_literal(node)))
            return nil
        case CMARK_NODE_SOFTBREAK:
            leaf(.softBreak)
            return nil
        case CMARK_NODE_LINEBREAK:
            leaf(.lineBreak)
            return nil
        case CMARK_NODE_CODE:
            let content = store(cmark_node_get_literal(node))
            leaf(.code) { $0.content = content }
            return nil
        case CMARK_NODE_EMPH: return container(.emphasis)
        case CMARK_NODE_STRONG: return container(.strong)
        case CMARK_NODE_LINK where cmark_node_get_user_data(node) != nil:
            figure(node)
            return nil
        case CMARK_NODE_LINK:
            let index = linkOrImage(.link, node)
            if let first = tree.nodes[index].content.range.first, tree.text[first] == UInt8(ascii: "#"),
                tree.nodes[index].content.range.count > 1
            {
                anchors.append(node)
            }
            return index
        case CMARK_NODE_IMAGE: return linkOrImage(.image, node)
        case CMARK_NODE_FOOTNOTE_REFERENCE:
            footnoteReference(node)
            return nil
        default: return enterBlock(node, type)
        }
    }

    private mutating func findLine(of node: OpaquePointer, _ type: cmark_node_type) {
        guard valueTable == nil else { return }
        let start = cmark_node_get_start_line(node)
        if type != CMARK_NODE_CUSTOM_BLOCK, let noted = cmark_node_get_user_data(node) {
            line = Int32(truncatingIfNeeded: Int(bitPattern: noted))
            if type.rawValue == extensions.tableType { valueTable = node }
        } else if start > 0 {
            line = start
        }
    }

    private mutating func enterBlock(_ node: OpaquePointer, _ type: cmark_node_type) -> Int? {
        switch type {
        case CMARK_NODE_DOCUMENT: return container(.document)
        case CMARK_NODE_PARAGRAPH:
            let tight =
                open.count >= 2 && tree.nodes[open[open.count - 2].index].kind == .list
                && tree.nodes[open[open.count - 2].index].flag
            return container(.paragraph) { $0.flag = tight }
        case CMARK_NODE_CUSTOM_BLOCK:
            let number = Int(bitPattern: cmark_node_get_user_data(node)) - 1
            if tree.blocks.indices.contains(number) { leaf(.block) { $0.number = Int32(number) } }
            return nil
        case CMARK_NODE_HEADING:
            headings.append(node)
            let level = UInt8(truncatingIfNeeded: cmark_node_get_heading_level(node))
            return container(.heading) { $0.level = level }
        case CMARK_NODE_LIST:
            let tight = cmark_node_get_list_tight(node) != 0
            let ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
            let number = ordered ? cmark_node_get_list_start(node) : -1
            return container(.list) {
                $0.flag = tight
                $0.number = number
            }
        case CMARK_NODE_ITEM:
            let isTask =
                extensions.taskList != nil && cmark_node_get_syntax_extension(node) == extensions.taskList
            let level: UInt8 = isTask ? (cmark_gfm_extensions_get_tasklist_item_checked(node) ? 2 : 1) : 0
            return container(.item) { $0.level = level }
        case CMARK_NODE_BLOCK_QUOTE: return container(.blockQuote)
        case CMARK_NODE_THEMATIC_BREAK:
            leaf(.thematicBreak)
            return nil
        case CMARK_NODE_CODE_BLOCK:
            codeBlock(node)
            return nil
        case CMARK_NODE_FOOTNOTE_DEFINITION:
            footnotes += 1
            let number = footnotes
            return container(.footnote) { $0.number = number }
        default: return enterTable(node, type.rawValue)
        }
    }

    private mutating func enterTable(_ node: OpaquePointer, _ type: UInt32) -> Int? {
        if type == extensions.tableType {
            tables.append((node, headings.count))
            return container(.table)
        }
        if extensions.rowTypes.contains(type) {
            let isHeader = cmark_gfm_extensions_get_table_row_is_header(node) != 0
            return container(.row) { $0.flag = isHeader }
        }
        guard type == extensions.cellType, let row = cmark_node_parent(node),
            let table = cmark_node_parent(row)
        else {
            return nil
        }
        var column = 0
        var before = cmark_node_previous(node)
        while let each = before {
            column += 1
            before = cmark_node_previous(each)
        }
        let columns = Int(cmark_gfm_extensions_get_table_columns(table))
        let mark = column < columns ? cmark_gfm_extensions_get_table_alignments(table)?[column] ?? 0 : 0
        let alignment: Table.Alignment =
            switch mark {
            case UInt8(ascii: "l"): .left
            case UInt8(ascii: "c"): .center
            case UInt8(ascii: "r"): .right
            default: .natural
            }
        return container(.cell) { $0.level = alignment.code }
    }

    @discardableResult
    private mutating func container(_ kind: Tree.Kind, _ set: (inout Tree.Node) -> Void = { _ in }) -> Int {
        leaf(kind, set)
        return tree.nodes.count - 1
    }

    private mutating func leaf(_ kind: Tree.Kind, _ set: (inout Tree.Node) -> Void = { _ in }) {
        var node = Tree.Node(kind: kind)
        node.line = line
        set(&node)
        node.end = Int32(truncatingIfNeeded: tree.nodes.count + 1)
        tree.nodes.append(node)
        mergesText = false
    }

    private mutating func closeLast() {
        guard let (cmark, index) = open.popLast() else { return }
        tree.nodes[index].end = Int32(truncatingIfNeeded: tree.nodes.count)
        mergesText = false
        if cmark == valueTable { valueTable = nil }
    }

    // MARK: Contents

    /// Adds words, to the words before them if nothing stands between.
    private mutating func appendText(_ words: Tree.TextRange) {
        guard !words.isEmpty else { return }
        let last = tree.nodes.count - 1
        if mergesText, tree.nodes[last].content.end == words.start {
            tree.nodes[last].content.end = words.end
        } else {
            leaf(.text) { $0.content = words }
            mergesText = true
        }
    }

    private mutating func codeBlock(_ node: OpaquePointer) {
        let content = store(cmark_node_get_literal(node))
        var language = store(cmark_node_get_fence_info(node))
        let text = tree.text
        language.end =
            language.range.first { text[$0] == 0x20 || text[$0] == 0x09 }.map(Int32.init) ?? language.end
        leaf(.codeBlock) {
            $0.content = content
            $0.detail = language
        }
    }

    private mutating func footnoteReference(_ node: OpaquePointer) {
        var number = 0
        if let digits = cmark_node_get_literal(node) {
            for digit in Parser.bytes(digits) where digit &- 0x30 <= 9 && number < 1_000_000 {
                number = number * 10 + Int(digit &- 0x30)
            }
        }
        footnoteReferences[number, default: 0] += 1
        let occurrence = footnoteReferences[number, default: 0]
        leaf(.footnoteReference) {
            $0.number = Int32(truncatingIfNeeded: number)
            $0.occurrence = Int32(truncatingIfNeeded: occurrence)
        }
    }

    private mutating func figure(_ node: OpaquePointer) {
        let words = store(cmark_node_first_child(node).flatMap(cmark_node_get_literal))
        let position = Int(bitPattern: cmark_node_get_user_data(node)) - 1
        leaf(.figure) {
            $0.content = words
            $0.number = Int32(truncatingIfNeeded: position)
        }
    }

    private mutating func linkOrImage(_ kind: Tree.Kind, _ node: OpaquePointer) -> Int {
        // A paragraph's line is that of its beginning; the parser also counts the lines inside it.
        line = max(line, cmark_node_get_start_line(node))
        let url = store(cmark_node_get_url(node))
        let title = store(cmark_node_get_title(node))
        return container(kind) {
            $0.content = url
            $0.detail = title
        }
    }

    private mutating func store(_ text: UnsafePointer<CChar>?) -> Tree.TextRange {
        let start = Int32(truncatingIfNeeded: tree.text.count)
        if let text { tree.text.append(contentsOf: Parser.bytes(text)) }
        return Tree.TextRange(start: start, end: Int32(truncatingIfNeeded: tree.text.count))
    }
}
