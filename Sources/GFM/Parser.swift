internal import CMarkGFM

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The parser of libcmark-gfm, as far as we use it.
///
/// Only the table and task list extensions are attached. Strikethrough and autolink rewrite a table
/// that all threads of the process share, so that parsing would not be safe for concurrent use;
/// tagfilter has nothing to do, since our writers show no raw HTML at all.
enum Parser {
    /// The extensions, and the node types that they registered when the process started using them.
    struct Extensions: @unchecked Sendable {
        let table: OpaquePointer?
        let taskList: OpaquePointer?
        let tableType: UInt32
        let rowTypes: Set<UInt32>
        let cellType: UInt32
    }

    /// Registers the extensions once; `static let` makes the other threads wait.
    static let extensions: Extensions = {
        cmark_gfm_core_extensions_ensure_registered()
        let table = cmark_find_syntax_extension("table")
        let taskList = cmark_find_syntax_extension("tasklist")
        var tableType: UInt32 = 0
        var rowTypes: Set<UInt32> = []
        var cellType: UInt32 = 0
        withTree(Array("|a|\n|-|\n|b|\n".utf8), attaching: [table]) { root in
            guard let found = cmark_node_first_child(root) else { return }
            tableType = cmark_node_get_type(found).rawValue
            var row = cmark_node_first_child(found)
            while let each = row {
                rowTypes.insert(cmark_node_get_type(each).rawValue)
                if let cell = cmark_node_first_child(each) { cellType = cmark_node_get_type(cell).rawValue }
                row = cmark_node_next(each)
            }
        }
        return Extensions(
            table: table,
            taskList: taskList,
            tableType: tableType,
            rowTypes: rowTypes,
            cellType: cellType
        )
    }()

    /// Parses a text and lends the tree; it is freed when the body returns.
    static func withTree(_ text: UnsafeBufferPointer<UInt8>, _ body: (OpaquePointer) -> Void) {
        withTree(text, attaching: [extensions.table, extensions.taskList], body)
    }

    private static func withTree(
        _ text: [UInt8],
        attaching extensions: [OpaquePointer?],
        _ body: (OpaquePointer) -> Void
    ) {
        text.withUnsafeBufferPointer { withTree($0, attaching: extensions, body) }
    }

    private static func withTree(
        _ text: UnsafeBufferPointer<UInt8>,
        attaching extensions: [OpaquePointer?],
        _ body: (OpaquePointer) -> Void
    ) {
        // The tree takes about twenty times the bytes of its text; a larger one takes further chunks.
        parse_arena_begin(65_536 + text.count * 20)
        defer { parse_arena_end() }
        var allocator = parse_arena_allocator()
        withUnsafeMutablePointer(to: &allocator) { allocator in
            parse(text, attaching: extensions, allocator, body)
        }
    }

    /// Nothing is freed piece by piece: the arena gives all of it back at once.
    private static func parse(
        _ text: UnsafeBufferPointer<UInt8>,
        attaching extensions: [OpaquePointer?],
        _ allocator: UnsafeMutablePointer<cmark_mem>,
        _ body: (OpaquePointer) -> Void
    ) {
        let options = CMARK_OPT_FOOTNOTES | CMARK_OPT_VALIDATE_UTF8
        guard let parser = cmark_parser_new_with_mem(options, allocator) else { return }
        for each in extensions { cmark_parser_attach_syntax_extension(parser, each) }
        text.withMemoryRebound(to: CChar.self) { characters in
            guard let base = characters.baseAddress else { return }
            cmark_parser_feed(parser, base, characters.count)
        }
        guard let root = cmark_parser_finish(parser) else { return }
        body(root)
    }
}

extension Parser {
    /// The bytes of a C string, without the zero at its end; valid as long as the node is not changed.
    static func bytes(_ text: UnsafePointer<CChar>) -> UnsafeBufferPointer<UInt8> {
        let count = strlen(text)
        return UnsafeRawBufferPointer(start: text, count: count).assumingMemoryBound(to: UInt8.self)
    }
}
