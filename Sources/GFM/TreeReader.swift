internal import CMarkGFM

/// Copies a tree of libcmark-gfm into a tree of ours and puts the values into their slots.
struct TreeReader {
    let slots: [Slot]
    var tree = Tree()
    var problems: [GFMError.Problem] = []
    var droppedHTML: [DroppedHTML] = []

    private var open: [(cmark: OpaquePointer, index: Int)] = []
    private var shown: [Bool]
    private var mergesText = false
    private var linkDepth = 0
    private var imageDepth = 0
    private var line: Int32 = 0
    private var footnotes: Int32 = 0
    private let extensions = Parser.extensions
    private let hasBlocks: Bool

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
        for index in slots.indices where !shown[index] {
            problem(
                "markdown.slot-not-shown",
                "The value stands where no reader sees it",
                help: "Move it out of the raw HTML, the unused footnote or the link definition.",
                slot: index
            )
        }
    }

    private mutating func problem(_ id: String, _ summary: String, help: String? = nil, slot: Int? = nil) {
        if let slot { shown[slot] = true }
        problems.append(
            GFMError.Problem(id, summary, help: help, line: line > 0 ? Int(line) : nil, slot: slot)
        )
    }

    // MARK: Nodes

    /// Copies a node; gives its position where its children are to be read too.
    private mutating func enter(_ node: OpaquePointer) -> Int? {
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

    private mutating func enterBlock(_ node: OpaquePointer, _ type: cmark_node_type) -> Int? {
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

    private mutating func enterTable(_ node: OpaquePointer, _ type: UInt32) -> Int? {
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
        guard let (_, index) = open.popLast() else { return }
        close(index)
        if tree.nodes[index].kind == .paragraph, tree.nodes.count == index + 1 { tree.nodes.removeLast() }
    }

    private mutating func close(_ index: Int) {
        tree.nodes[index].end = Int32(truncatingIfNeeded: tree.nodes.count)
        mergesText = false
        switch tree.nodes[index].kind {
        case .link: linkDepth -= 1
        case .image: imageDepth -= 1
        default: break
        }
    }

    private mutating func codeBlock(_ node: OpaquePointer) {
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

    private mutating func footnoteReference(_ node: OpaquePointer) {
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

    private mutating func dropHTML(_ node: OpaquePointer) {
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
        if !html.utf8.starts(with: "<!--".utf8) {
            droppedHTML.append(DroppedHTML(line: Int(line), html: html))
        }
    }

    private mutating func linkOrImage(_ kind: Tree.Kind, _ node: OpaquePointer) -> Int {
        let url = destination(cmark_node_get_url(node))
        let title = plain(cmark_node_get_title(node))
        return container(kind) {
            $0.content = url
            $0.detail = title
        }
    }

    // MARK: Text

    private mutating func text(of node: OpaquePointer) {
        guard let literal = cmark_node_get_literal(node) else { return }
        if hasBlocks, let slot = blockSlot(literal) {
            guard standsAlone(node) else {
                return problem(
                    "markdown.block-in-text",
                    "A picture or table stands among words",
                    help: "Give it a line of its own, outside of headings and table cells.",
                    slot: slot
                )
            }
            return splitParagraph(at: slot)
        }
        let bytes = Parser.bytes(literal)
        var start = 0
        Self.eachSlot(bytes) { offset, index in
            appendText(UnsafeBufferPointer(rebasing: bytes[start..<offset]))
            start = offset + 4
            guard slots.indices.contains(index) else { return }
            shown[index] = true
            guard case .inlines(let inlines) = slots[index] else {
                return problem(
                    "markdown.block-in-text",
                    "A picture or table stands among words",
                    help: "Give it a line of its own, outside of headings and table cells.",
                    slot: index
                )
            }
            append(inlines)
        }
        appendText(UnsafeBufferPointer(rebasing: bytes[start...]))
    }

    private mutating func appendText(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard !bytes.isEmpty else { return }
        let start = Int32(truncatingIfNeeded: tree.text.count)
        tree.text.append(contentsOf: bytes)
        appendText(from: start)
    }

    /// Makes the end of the shared text a text node, or part of the text node before it.
    private mutating func appendText(from start: Int32) {
        let end = Int32(truncatingIfNeeded: tree.text.count)
        let last = tree.nodes.count - 1
        if mergesText, tree.nodes[last].content.end == start {
            tree.nodes[last].content.end = end
        } else {
            leaf(.text) { $0.content = Tree.TextRange(start: start, end: end) }
            mergesText = true
        }
    }

    private mutating func append(_ inlines: [Inline]) {
        for inline in inlines { append(inline) }
        if inlines.isEmpty { appendText(from: Int32(truncatingIfNeeded: tree.text.count)) }
    }

    private mutating func append(_ inline: Inline) {
        switch inline {
        case .text(let text):
            let start = Int32(truncatingIfNeeded: tree.text.count)
            tree.text.append(contentsOf: text.utf8)
            appendText(from: start)
        case .code(let text):
            let content = store(text)
            leaf(.code) { $0.content = content }
        case .strong(let inner): nest(.strong, inner)
        case .emphasis(let inner): nest(.emphasis, inner)
        case .link(let inner, let url, let title):
            guard linkDepth == 0, imageDepth == 0 else { return append(inner) }
            let content = checked(destination: store(url))
            let detail = store(title)
            linkDepth += 1
            nest(.link, inner) {
                $0.content = content
                $0.detail = detail
            }
        }
    }

    private mutating func nest(
        _ kind: Tree.Kind,
        _ inner: [Inline],
        _ set: (inout Tree.Node) -> Void = { _ in }
    ) {
        let index = container(kind, set)
        append(inner)
        close(index)
    }

    private mutating func store(_ text: String) -> Tree.TextRange {
        let start = Int32(truncatingIfNeeded: tree.text.count)
        tree.text.append(contentsOf: text.utf8)
        return Tree.TextRange(start: start, end: Int32(truncatingIfNeeded: tree.text.count))
    }

    private mutating func store(_ text: UnsafePointer<CChar>) -> Tree.TextRange {
        let start = Int32(truncatingIfNeeded: tree.text.count)
        tree.text.append(contentsOf: Parser.bytes(text))
        return Tree.TextRange(start: start, end: Int32(truncatingIfNeeded: tree.text.count))
    }

    /// Stores a text in which slots can only be words.
    private mutating func plain(_ text: UnsafePointer<CChar>?) -> Tree.TextRange {
        guard let text else { return Tree.TextRange() }
        let bytes = Parser.bytes(text)
        let begin = Int32(truncatingIfNeeded: tree.text.count)
        var start = 0
        Self.eachSlot(bytes) { offset, index in
            tree.text.append(contentsOf: bytes[start..<offset])
            start = offset + 4
            guard slots.indices.contains(index) else { return }
            shown[index] = true
            if slots[index].isBlock {
                problem(
                    "markdown.block-in-text",
                    "A picture or table stands in code or in a title",
                    help: "Give it a line of its own.",
                    slot: index
                )
            }
            tree.text.append(contentsOf: slots[index].plainText.utf8)
        }
        tree.text.append(contentsOf: bytes[start...])
        return Tree.TextRange(start: begin, end: Int32(truncatingIfNeeded: tree.text.count))
    }

    // MARK: Destinations

    /// Stores where a link leads; a slot at its beginning is a whole address, elsewhere a part of one.
    private mutating func destination(_ text: UnsafePointer<CChar>?) -> Tree.TextRange {
        guard let text else { return Tree.TextRange() }
        let bytes = Parser.bytes(text)
        let begin = Int32(truncatingIfNeeded: tree.text.count)
        var start = 0
        var slot: Int?
        Self.eachSlot(bytes) { offset, index in
            tree.text.append(contentsOf: bytes[start..<offset])
            start = offset + 4
            guard slots.indices.contains(index) else { return }
            shown[index] = true
            slot = index
            let value = slots[index].plainText
            if offset == 0 {
                tree.text.append(contentsOf: value.utf8)
            } else {
                Destination.appendComponent(value, to: &tree.text)
            }
        }
        tree.text.append(contentsOf: bytes[start...])
        return checked(
            destination: Tree.TextRange(start: begin, end: Int32(truncatingIfNeeded: tree.text.count)),
            slot: slot
        )
    }

    private mutating func checked(destination: Tree.TextRange, slot: Int? = nil) -> Tree.TextRange {
        if let scheme = Destination.refusedScheme(of: tree.text[destination.range]) {
            problem(
                "markdown.link-scheme",
                "A link leads to an address of the kind `\(scheme):`",
                help:
                    "Only \(Destination.schemes.joined(separator: ", ")) and addresses within the site are allowed.",
                slot: slot
            )
        }
        return destination
    }

    // MARK: Blocks among paragraphs

    private var isFirstInSplitParagraph: Bool {
        guard let (_, index) = open.last else { return false }
        return tree.nodes[index].kind == .paragraph && tree.nodes.count == index + 1
    }

    /// The block slot that a text consists of.
    private func blockSlot(_ literal: UnsafePointer<CChar>) -> Int? {
        let bytes = Parser.bytes(literal)
        guard bytes.count == 4, let index = Slot.index(bytes[0], bytes[1], bytes[2], bytes[3]),
            slots.indices.contains(index), slots[index].isBlock
        else { return nil }
        return index
    }

    private func standsAlone(_ node: OpaquePointer) -> Bool {
        func isEdge(_ sibling: OpaquePointer?) -> Bool {
            guard let sibling else { return true }
            let type = cmark_node_get_type(sibling)
            return type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK
        }
        guard let (_, index) = open.last, tree.nodes[index].kind == .paragraph else { return false }
        return isEdge(cmark_node_previous(node)) && isEdge(cmark_node_next(node))
    }

    /// Ends the paragraph before a block, and begins another one for the words after it.
    private mutating func splitParagraph(at slot: Int) {
        guard let (cmark, index) = open.popLast() else { return }
        let paragraph = tree.nodes[index]
        if let last = tree.nodes.last, tree.nodes.count > index + 1,
            last.kind == .softBreak || last.kind == .lineBreak
        {
            tree.nodes.removeLast()
        }
        close(index)
        if tree.nodes.count == index + 1 { tree.nodes.removeLast() }
        shown[slot] = true
        switch slots[slot] {
        case .inlines: break
        case .block(let block):
            let number = Int32(truncatingIfNeeded: tree.blocks.count)
            tree.blocks.append(block)
            leaf(.block) { $0.number = number }
        case .table(let table): append(table)
        }
        open.append((cmark, container(.paragraph) { $0.flag = paragraph.flag }))
    }

    private mutating func append(_ table: Table) {
        let index = container(.table)
        appendRow(table.columns.map(\.title), table.columns, isHeader: true)
        for row in table.rows { appendRow(row, table.columns, isHeader: false) }
        close(index)
    }

    private mutating func appendRow(_ cells: [[Inline]], _ columns: [Table.Column], isHeader: Bool) {
        let row = container(.row) { $0.flag = isHeader }
        for (column, cell) in zip(columns, cells) {
            nest(.cell, cell) { $0.level = column.alignment.code }
        }
        if cells.count != columns.count {
            problem(
                "markdown.ragged-table",
                "A row of a table has \(cells.count) cells, but the table has \(columns.count) columns"
            )
        }
        close(row)
    }

    // MARK: Slots

    private func firstSlot(in text: UnsafePointer<CChar>) -> Int? {
        var found: Int?
        Self.eachSlot(Parser.bytes(text)) { _, index in
            if found == nil, slots.indices.contains(index) { found = index }
        }
        return found
    }

    private static func eachSlot(_ bytes: UnsafeBufferPointer<UInt8>, _ body: (Int, Int) -> Void) {
        var offset = 0
        while offset + 3 < bytes.count {
            guard bytes[offset] == 0xF3,
                let index = Slot.index(bytes[offset], bytes[offset + 1], bytes[offset + 2], bytes[offset + 3])
            else {
                offset += 1
                continue
            }
            body(offset, index)
            offset += 4
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
