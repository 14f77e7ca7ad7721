internal import CMarkGFM

/// A tree of libcmark-gfm, to be changed and rendered while the parser lends it.
struct ParsedTree {
    let root: OpaquePointer
    let parser: OpaquePointer
    let allocator: UnsafeMutablePointer<cmark_mem>

    /// The page that libcmark-gfm writes for the tree.
    func html() -> [UInt8] {
        let extensions = cmark_parser_get_syntax_extensions(parser)
        guard let page = cmark_render_html_with_mem(root, Parser.options, extensions, allocator) else {
            return []
        }
        return Array(Parser.bytes(page))
    }

    /// Makes a node that stands nowhere yet.
    func node(_ type: cmark_node_type) -> OpaquePointer? { cmark_node_new_with_mem(type, allocator) }

    /// Makes a node that is written as markup of our own round what is inside it.
    func custom(_ type: cmark_node_type, enter: String, leave: String = "") -> OpaquePointer? {
        guard let node = node(type) else { return nil }
        Self.withCString(Array(enter.utf8)) { _ = cmark_node_set_on_enter(node, $0) }
        if !leave.isEmpty { Self.withCString(Array(leave.utf8)) { _ = cmark_node_set_on_exit(node, $0) } }
        return node
    }

    /// The renderer's time grows with the square of a row's cells.
    private static let columnLimit = 1_000

    /// Makes a table with empty cells.
    ///
    /// It is parsed from a text, since newer versions of the library keep a cell's column in a field that
    /// only the parser sets, and align a cell by it.
    func table(alignments: [Table.Alignment], rowCount: Int) -> OpaquePointer? {
        guard (1...Self.columnLimit).contains(alignments.count) else { return nil }
        let row = "|" + String(repeating: " |", count: alignments.count) + "\n"
        var text = row + "|"
        for alignment in alignments {
            switch alignment {
            case .natural: text += "-|"
            case .left: text += ":-|"
            case .center: text += ":-:|"
            case .right: text += "-:|"
            }
        }
        text += "\n" + String(repeating: row, count: rowCount)
        let parsed = Array(text.utf8).withUnsafeBufferPointer {
            Parser.parse($0, attaching: [Parser.extensions.table], allocator)
        }
        guard let parsed, let table = cmark_node_first_child(parsed.root),
            cmark_node_get_type(table).rawValue == Parser.extensions.tableType
        else { return nil }
        cmark_node_unlink(table)
        return table
    }

    /// Moves all that is inside a node to the end of another one.
    static func moveChildren(of node: OpaquePointer, into other: OpaquePointer) {
        while let child = cmark_node_first_child(node), cmark_node_append_child(other, child) != 0 {}
    }

    /// Lends bytes as a C string, which cannot hold a zero.
    static func withCString(_ bytes: [UInt8], _ body: (UnsafePointer<CChar>) -> Void) {
        var text = bytes
        if text.contains(0) { text = Array(text.map { $0 == 0 ? [0xEF, 0xBF, 0xBD] : [$0] }.joined()) }
        text.append(0)
        text.withUnsafeBufferPointer { buffer in
            buffer.withMemoryRebound(to: CChar.self) { characters in
                if let base = characters.baseAddress { body(base) }
            }
        }
    }
}
