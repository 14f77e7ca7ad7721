internal import CMarkGFM

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The parser of libcmark-gfm, as far as we use it.
///
/// Only the table, task list and tag filter extensions are attached. Strikethrough and autolink rewrite
/// a table that all threads of the process share, so that parsing would not be safe for concurrent use.
enum Parser {
    /// The extensions, and the node types that they registered when the process started using them.
    struct Extensions: @unchecked Sendable {
        let table: OpaquePointer?
        let taskList: OpaquePointer?
        let tagFilter: OpaquePointer?
        let tableType: UInt32
        let rowTypes: Set<UInt32>
        let cellType: UInt32

        var all: [OpaquePointer?] { [table, taskList, tagFilter] }
    }

    /// What the parser and the renderer are asked for: never raw HTML, nor addresses that run a script.
    static let options = CMARK_OPT_FOOTNOTES | CMARK_OPT_VALIDATE_UTF8

    /// Registers the extensions once; `static let` makes the other threads wait.
    static let extensions: Extensions = {
        cmark_gfm_core_extensions_ensure_registered()
        let table = cmark_find_syntax_extension("table")
        var tableType: UInt32 = 0
        var rowTypes: Set<UInt32> = []
        var cellType: UInt32 = 0
        Array("|a|\n|-|\n|b|\n".utf8).withUnsafeBufferPointer { text in
            withTree(text, attaching: [table]) { tree in
                guard let found = cmark_node_first_child(tree.root) else { return }
                tableType = cmark_node_get_type(found).rawValue
                var row = cmark_node_first_child(found)
                while let each = row {
                    rowTypes.insert(cmark_node_get_type(each).rawValue)
                    if let cell = cmark_node_first_child(each) {
                        cellType = cmark_node_get_type(cell).rawValue
                    }
                    row = cmark_node_next(each)
                }
            }
        }
        return Extensions(
            table: table, taskList: cmark_find_syntax_extension("tasklist"),
            tagFilter: cmark_find_syntax_extension("tagfilter"), tableType: tableType, rowTypes: rowTypes,
            cellType: cellType)
    }()

    /// Parses a text and lends the tree; it is freed when the body returns.
    static func withTree(_ text: UnsafeBufferPointer<UInt8>, _ body: (ParsedTree) -> Void) {
        withTree(text, attaching: extensions.all, body)
    }

    private static func withTree(
        _ text: UnsafeBufferPointer<UInt8>, attaching extensions: [OpaquePointer?],
        _ body: (ParsedTree) -> Void
    ) {
        // The tree and the page take about this much of the text; a larger one takes further chunks.
        parse_arena_begin(65_536 + text.count * 24)
        defer { parse_arena_end() }
        var allocator = parse_arena_allocator()
        withUnsafeMutablePointer(to: &allocator) { allocator in
            if let tree = parse(text, attaching: extensions, allocator) { body(tree) }
        }
    }

    /// Nothing is freed piece by piece: the arena gives all of it back at once.
    static func parse(
        _ text: UnsafeBufferPointer<UInt8>, attaching extensions: [OpaquePointer?],
        _ allocator: UnsafeMutablePointer<cmark_mem>
    ) -> ParsedTree? {
        guard let parser = cmark_parser_new_with_mem(options, allocator) else { return nil }
        for each in extensions { cmark_parser_attach_syntax_extension(parser, each) }
        text.withMemoryRebound(to: CChar.self) { characters in
            guard let base = characters.baseAddress else { return }
            cmark_parser_feed(parser, base, characters.count)
        }
        guard let root = cmark_parser_finish(parser) else { return nil }
        return ParsedTree(root: root, parser: parser, allocator: allocator)
    }

    /// The bytes of a C string, without the zero at its end; valid as long as the node is not changed.
    static func bytes(_ text: UnsafePointer<CChar>) -> UnsafeBufferPointer<UInt8> {
        let count = strlen(text)
        return UnsafeRawBufferPointer(start: text, count: count).assumingMemoryBound(to: UInt8.self)
    }
}
