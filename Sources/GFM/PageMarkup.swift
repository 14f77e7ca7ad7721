internal import CMarkGFM

/// What a page has beyond the markup of libcmark-gfm: ids of headings, and frames in which tables scroll.
struct PageMarkup {
    let tree: ParsedTree
    let idPrefix: String

    /// Whether a prefix can stand in an attribute and in an address as it is.
    static func isValid(idPrefix: String) -> Bool {
        idPrefix.utf8.allSatisfy { byte in
            (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == UInt8(ascii: "-")
                || byte == UInt8(ascii: "_")
        }
    }

    /// Gives a heading its id.
    ///
    /// The library writes a line end on both sides of a custom block's markup, but not of a custom inline's,
    /// so the words stand in an inline inside of a block without markup.
    func identify(_ heading: OpaquePointer, as id: String) {
        let level = cmark_node_get_heading_level(heading)
        guard let block = tree.node(CMARK_NODE_CUSTOM_BLOCK),
            let inline = tree.custom(
                CMARK_NODE_CUSTOM_INLINE, enter: "<h\(level) id=\"\(idPrefix)\(id)\">", leave: "</h\(level)>")
        else { return }
        ParsedTree.moveChildren(of: heading, into: inline)
        cmark_node_append_child(block, inline)
        cmark_node_insert_before(heading, block)
        cmark_node_unlink(heading)
    }

    /// Folds a section away: its heading opens it, without script, by keyboard too.
    ///
    /// It ends before the next heading that is not below its own, or where the document does.
    func fold(_ heading: OpaquePointer) {
        guard
            let fold = tree.custom(
                CMARK_NODE_CUSTOM_BLOCK, enter: "<details class=\"folded\">", leave: "</details>"),
            let summary = tree.custom(CMARK_NODE_CUSTOM_BLOCK, enter: "<summary>", leave: "</summary>")
        else { return }
        let level = cmark_node_get_heading_level(heading)
        cmark_node_insert_before(heading, fold)
        while let next = cmark_node_next(heading), !ends(next, sectionOfLevel: level) {
            cmark_node_append_child(fold, next)
        }
        cmark_node_append_child(summary, heading)
        cmark_node_prepend_child(fold, summary)
    }

    private func ends(_ node: OpaquePointer, sectionOfLevel level: Int32) -> Bool {
        switch cmark_node_get_type(node) {
        case CMARK_NODE_HEADING: cmark_node_get_heading_level(node) <= level
        case CMARK_NODE_FOOTNOTE_DEFINITION: true
        default: false
        }
    }

    /// Puts a frame round a table, which scrolls also by keyboard; what takes the focus has a name.
    func frame(_ table: OpaquePointer, under heading: String?) {
        let name = heading.map { "aria-labelledby=\"\(idPrefix)\($0)\"" } ?? "aria-label=\"Table\""
        guard
            let frame = tree.custom(
                CMARK_NODE_CUSTOM_BLOCK, enter: "<div class=\"table\" role=\"group\" tabindex=\"0\" \(name)>",
                leave: "</div>")
        else { return }
        cmark_node_insert_before(table, frame)
        cmark_node_append_child(frame, table)
    }

    /// Makes an address within the document lead to the id with its prefix.
    func prefixDestination(of link: OpaquePointer) {
        guard !idPrefix.isEmpty, let url = cmark_node_get_url(link) else { return }
        let address = Array("#\(idPrefix)".utf8) + Parser.bytes(url).dropFirst()
        ParsedTree.withCString(address) { _ = cmark_node_set_url(link, $0) }
    }
}
