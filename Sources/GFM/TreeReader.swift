internal import CMarkGFM

/// Copies a tree of libcmark-gfm into a tree of ours and puts the values into their slots.
struct TreeReader {
    let slots: [Slot]
    var tree = Tree()
    var problems: [GFMError.Problem] = []
    var droppedHTML: [DroppedHTML] = []

    var open: [(cmark: OpaquePointer, index: Int)] = []
    var shown: [Bool]
    var mergesText = false
    var linkDepth = 0
    var imageDepth = 0
    var line: Int32 = 0
    var footnotes: Int32 = 0
    var splitEnd = 0
    let extensions = Parser.extensions
    let hasBlocks: Bool

    /// Deeper than any reader can follow; writers may walk the tree recursively.
    static let depthLimit = 200

    init(slots: [Slot], sizeHint: Int) {
        self.slots = slots
        shown = Array(repeating: false, count: slots.count)
        hasBlocks = slots.contains(where: \.isBlock)
        tree.text.reserveCapacity(sizeHint + sizeHint / 2)
        tree.nodes.reserveCapacity(sizeHint / 12 + 8)
    }

    mutating func read(_ root: OpaquePointer) {
        var current: OpaquePointer? = root
        while let node = current {
            if let index = enter(node) {
                open.append((node, index))
                if open.count > Self.depthLimit {
                    problem("markdown.nesting", "The text nests deeper than \(Self.depthLimit)")
                    return
                }
                if let child = cmark_node_first_child(node) {
                    current = child
                    continue
                }
                closeLast()
            }
            current = cmark_node_next(node)
            while current == nil, let parent = open.last {
                closeLast()
                current = parent.cmark == root ? nil : cmark_node_next(parent.cmark)
                if parent.cmark == root { break }
            }
        }
        line = 0
        for index in slots.indices where !shown[index] {
            problem(
                "markdown.slot-not-shown",
                "The value stands where no reader sees it",
                help: "Move it out of the raw HTML, the unused footnote or the link definition.",
                slot: index
            )
        }
    }

    mutating func problem(_ id: String, _ summary: String, help: String? = nil, slot: Int? = nil) {
        if let slot { shown[slot] = true }
        problems.append(
            GFMError.Problem(id, summary, help: help, line: line > 0 ? Int(line) : nil, slot: slot)
        )
    }

    // MARK: Nodes

    /// Copies a node; gives its position where its children are to be read too.
    mutating func enter(_ node: OpaquePointer) -> Int? {
        let type = cmark_node_get_type(node)
        let start = cmark_node_get_start_line(node)
        if type.rawValue & UInt32(CMARK_NODE_TYPE_MASK) == UInt32(CMARK_NODE_TYPE_BLOCK), start > 0 {
            line = start
        }
        switch type {
        case CMARK_NODE_TEXT:
            text(of: node)
            return nil
        case CMARK_NODE_SOFTBREAK:
            if !isFirstInSplitParagraph { leaf(.softBreak) }
            return nil
        case CMARK_NODE_LINEBREAK:
            if !isFirstInSplitParagraph { leaf(.lineBreak) }
            return nil
        case CMARK_NODE_CODE:
            let content = plain(cmark_node_get_literal(node))
            leaf(.code) { $0.content = content }
            return nil
        case CMARK_NODE_EMPH: return container(.emphasis)
        case CMARK_NODE_STRONG: return container(.strong)
        case CMARK_NODE_LINK:
            linkDepth += 1
            return linkOrImage(.link, node)
        case CMARK_NODE_IMAGE:
            imageDepth += 1
            return linkOrImage(.image, node)
        case CMARK_NODE_FOOTNOTE_REFERENCE:
            footnoteReference(node)
            return nil
        case CMARK_NODE_HTML_BLOCK, CMARK_NODE_HTML_INLINE:
            dropHTML(node)
            return nil
        default: return enterBlock(node, type)
        }
    }

    mutating func enterBlock(_ node: OpaquePointer, _ type: cmark_node_type) -> Int? {
        switch type {
        case CMARK_NODE_DOCUMENT: return container(.document)
        case CMARK_NODE_PARAGRAPH:
            let tight =
                open.count >= 2 && tree.nodes[open[open.count - 2].index].kind == .list
                && tree.nodes[open[open.count - 2].index].flag
            return container(.paragraph) { $0.flag = tight }
        case CMARK_NODE_HEADING:
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

    mutating func enterTable(_ node: OpaquePointer, _ type: UInt32) -> Int? {
        if type == extensions.tableType { return container(.table) }
        if extensions.rowTypes.contains(type) {
            let isHeader = cmark_gfm_extensions_get_table_row_is_header(node) != 0
            return container(.row) { $0.flag = isHeader }
        }
        guard type == extensions.cellType, let row = cmark_node_parent(node),
            let table = cmark_node_parent(row)
        else {
            problem("markdown.unknown-node", "The parser gave a node of an unknown kind")
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
    mutating func container(_ kind: Tree.Kind, _ set: (inout Tree.Node) -> Void = { _ in }) -> Int {
        leaf(kind, set)
        return tree.nodes.count - 1
    }

    mutating func leaf(_ kind: Tree.Kind, _ set: (inout Tree.Node) -> Void = { _ in }) {
        var node = Tree.Node(kind: kind)
        node.line = line
        set(&node)
        node.end = Int32(truncatingIfNeeded: tree.nodes.count + 1)
        tree.nodes.append(node)
        mergesText = false
    }

    mutating func closeLast() {
        guard let (_, index) = open.popLast() else { return }
        close(index)
        if tree.nodes[index].kind == .paragraph, tree.nodes.count == index + 1 { tree.nodes.removeLast() }
    }

    mutating func close(_ index: Int) {
        tree.nodes[index].end = Int32(truncatingIfNeeded: tree.nodes.count)
        mergesText = false
        switch tree.nodes[index].kind {
        case .link: linkDepth -= 1
        case .image: imageDepth -= 1
        default: break
        }
    }

    mutating func codeBlock(_ node: OpaquePointer) {
        let content = plain(cmark_node_get_literal(node))
        var language = Tree.TextRange()
        if let info = cmark_node_get_fence_info(node) {
            if let slot = firstSlot(in: info) {
                problem(
                    "markdown.slot-in-fence",
                    "A value stands in the language of a code block",
                    help: "Write the language out.",
                    slot: slot
                )
            } else {
                language = store(info)
                let text = tree.text
                language.end =
                    language.range.first { text[$0] == 0x20 || text[$0] == 0x09 }.map(Int32.init)
                    ?? language.end
            }
        }
        leaf(.codeBlock) {
            $0.content = content
            $0.detail = language
        }
    }

    mutating func footnoteReference(_ node: OpaquePointer) {
        var number = 0
        if let digits = cmark_node_get_literal(node) {
            for digit in Parser.bytes(digits) where digit &- 0x30 <= 9 && number < 1_000_000 {
                number = number * 10 + Int(digit &- 0x30)
            }
        }
        while tree.footnoteReferences.count <= number { tree.footnoteReferences.append(0) }
        tree.footnoteReferences[number] += 1
        let occurrence = tree.footnoteReferences[number]
        leaf(.footnoteReference) {
            $0.number = Int32(truncatingIfNeeded: number)
            $0.occurrence = Int32(truncatingIfNeeded: occurrence)
        }
    }

    mutating func dropHTML(_ node: OpaquePointer) {
        guard let literal = cmark_node_get_literal(node) else { return }
        if let slot = firstSlot(in: literal) {
            problem(
                "markdown.slot-in-html",
                "A value stands in raw HTML, which is not shown",
                help: "Write Markdown in place of the HTML.",
                slot: slot
            )
        }
        let html = String(cString: literal)
        if !Self.isComment(html) {
            droppedHTML.append(DroppedHTML(line: Int(line), html: html))
        }
    }

    /// Whether HTML is a comment and nothing else; words after a comment on its line would be lost with it.
    private static func isComment(_ html: String) -> Bool {
        var bytes = Array(html.utf8)
        while let last = bytes.last, last == 0x0A || last == 0x20 { bytes.removeLast() }
        let end = Array("-->".utf8)
        guard bytes.starts(with: "<!--".utf8), bytes.suffix(3) == end[...] else { return false }
        return !bytes.indices.dropLast(3).dropFirst(4).contains { bytes[$0..<$0 + 3] == end[...] }
    }

    mutating func linkOrImage(_ kind: Tree.Kind, _ node: OpaquePointer) -> Int {
        // A paragraph's line is that of its beginning; the parser also counts the lines inside it.
        line = max(line, cmark_node_get_start_line(node))
        let url = destination(cmark_node_get_url(node))
        let title = plain(cmark_node_get_title(node))
        return container(kind) {
            $0.content = url
            $0.detail = title
        }
    }
}
