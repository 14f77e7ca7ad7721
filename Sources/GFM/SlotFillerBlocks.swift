internal import CMarkGFM
import Diagnostics

/// Pictures and tables that values bring, and the paragraphs round them.
extension SlotFiller {
    /// The block slot that a text consists of.
    func blockSlot(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        guard bytes.count == 4, let index = Slot.index(bytes[0], bytes[1], bytes[2], bytes[3]),
            slots.indices.contains(index), slots[index].isBlock
        else { return nil }
        return index
    }

    func standsAlone(_ node: OpaquePointer) -> Bool {
        guard let parent = cmark_node_parent(node), cmark_node_get_type(parent) == CMARK_NODE_PARAGRAPH else {
            return false
        }
        return Self.isEdge(cmark_node_previous(node)) && Self.isEdge(cmark_node_next(node))
    }

    /// Ends the paragraph before a block, and leaves the words after it in another one.
    mutating func splitParagraph(at node: OpaquePointer, _ slot: Int) {
        guard let paragraph = cmark_node_parent(node), let before = tree.node(CMARK_NODE_PARAGRAPH) else {
            return
        }
        shown[slot] = true
        Self.setLine(line, of: before)
        place(before, before: paragraph)
        while let child = cmark_node_first_child(paragraph), child != node,
            cmark_node_append_child(before, child) != 0
        {}
        Self.trim(before)
        cmark_node_unlink(node)
        switch slots[slot] {
        case .text, .inlines: break
        case .block(let block):
            blocks.append(block)
            figures += block.figures
            guard let custom = tree.custom(CMARK_NODE_CUSTOM_BLOCK, enter: block.html) else { return }
            cmark_node_set_user_data(custom, UnsafeMutableRawPointer(bitPattern: blocks.count))
            place(custom, before: paragraph)
        case .table(let table): add(table, before: paragraph)
        }
    }

    private mutating func place(_ node: OpaquePointer, before sibling: OpaquePointer) {
        if cmark_node_insert_before(sibling, node) == 0 {
            problem(.valueNotPlaced, "A value cannot stand here")
        }
    }

    private mutating func add(_ table: Table, before sibling: OpaquePointer) {
        let ragged = table.rows.filter { $0.count != table.columns.count }
        for row in ragged {
            problem(
                .raggedTable,
                "A row of a table has \(row.count) cells, but the table has \(table.columns.count) columns")
        }
        guard ragged.isEmpty else { return }
        guard let node = tree.table(alignments: table.columns.map(\.alignment), rowCount: table.rows.count)
        else {
            return problem(.tableColumns, "A table with \(table.columns.count) columns cannot be shown")
        }
        Self.setLine(line, of: node)
        var row = cmark_node_first_child(node)
        for cells in CollectionOfOne(table.columns.map(\.title)) + table.rows {
            var cell = row.flatMap { cmark_node_first_child($0) }
            for inlines in cells {
                guard let each = cell else { break }
                append(inlines, inside: each)
                cell = cmark_node_next(each)
            }
            row = row.flatMap { cmark_node_next($0) }
        }
        place(node, before: sibling)
    }

    // MARK: Paragraphs

    /// Takes a break away that has nothing before it to end.
    func dropBreakAtStart(_ node: OpaquePointer) {
        guard cmark_node_previous(node) == nil, let parent = cmark_node_parent(node),
            cmark_node_get_type(parent) == CMARK_NODE_PARAGRAPH
        else { return }
        cmark_node_unlink(node)
    }

    /// Takes a break at the end of a paragraph away, and the paragraph too if nothing is left of it.
    static func trim(_ paragraph: OpaquePointer) {
        if let last = cmark_node_last_child(paragraph), isEdge(last) { cmark_node_unlink(last) }
        if cmark_node_first_child(paragraph) == nil { cmark_node_unlink(paragraph) }
    }

    /// Notes the line of the Markdown that a node stands for; the library lets only its parser set it.
    private static func setLine(_ line: Int32, of node: OpaquePointer) {
        cmark_node_set_user_data(node, UnsafeMutableRawPointer(bitPattern: Int(line)))
    }

    private static func isEdge(_ node: OpaquePointer?) -> Bool {
        guard let node else { return true }
        let type = cmark_node_get_type(node)
        return type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK
    }
}
