internal import CMarkGFM

/// Pictures and tables that values bring.
extension TreeReader {
    /// Whether a block has just been taken out of a paragraph, so that the break after it has nothing to end.
    var isFirstInSplitParagraph: Bool { tree.nodes.count == splitEnd && open.last?.index == splitEnd - 1 }

    /// The block slot that a text consists of.
    func blockSlot(_ literal: UnsafePointer<CChar>) -> Int? {
        let bytes = Parser.bytes(literal)
        guard bytes.count == 4, let index = Slot.index(bytes[0], bytes[1], bytes[2], bytes[3]),
            slots.indices.contains(index), slots[index].isBlock
        else { return nil }
        return index
    }

    func standsAlone(_ node: OpaquePointer) -> Bool {
        func isEdge(_ sibling: OpaquePointer?) -> Bool {
            guard let sibling else { return true }
            let type = cmark_node_get_type(sibling)
            return type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK
        }
        guard let (_, index) = open.last, tree.nodes[index].kind == .paragraph else { return false }
        return isEdge(cmark_node_previous(node)) && isEdge(cmark_node_next(node))
    }

    /// Ends the paragraph before a block, and begins another one for the words after it.
    mutating func splitParagraph(at slot: Int) {
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
        case .text, .inlines: break
        case .block(let block):
            let number = Int32(truncatingIfNeeded: tree.blocks.count)
            tree.blocks.append(block)
            leaf(.block) { $0.number = number }
        case .table(let table): append(table)
        }
        open.append((cmark, container(.paragraph) { $0.flag = paragraph.flag }))
        splitEnd = tree.nodes.count
    }

    mutating func append(_ table: Table) {
        let index = container(.table)
        appendRow(table.columns.map(\.title), table.columns, isHeader: true)
        for row in table.rows { appendRow(row, table.columns, isHeader: false) }
        close(index)
    }

    mutating func appendRow(_ cells: [[Inline]], _ columns: [Table.Column], isHeader: Bool) {
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
