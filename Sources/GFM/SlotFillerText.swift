internal import CMarkGFM
import Diagnostics

/// Words, code and addresses, and the values that stand in them.
extension SlotFiller {
    /// Where new nodes go.
    enum Position {
        case before(OpaquePointer)
        case inside(OpaquePointer)
    }

    mutating func fillText(_ node: OpaquePointer) {
        guard let literal = cmark_node_get_literal(node) else { return }
        let bytes = Parser.bytes(literal)
        guard SlotText.needsChange(bytes) else { return }
        if let slot = blockSlot(bytes) {
            return standsAlone(node) ? splitParagraph(at: node, slot) : blockInText(slot)
        }
        var words: [UInt8] = []
        var start = 0
        SlotText.eachSlot(bytes) { offset, index in
            SlotText.append(bytes[start..<offset], to: &words)
            start = offset + 4
            guard slots.indices.contains(index) else { return }
            shown[index] = true
            switch slots[index] {
            case .text(let text): SlotText.append(text.utf8, to: &words)
            case .inlines(let inlines): append(inlines, at: .before(node), &words)
            case .block, .table: blockInText(index)
            }
        }
        SlotText.append(bytes[start...], to: &words)
        ParsedTree.withCString(words) { _ = cmark_node_set_literal(node, $0) }
    }

    /// Fills code, in which slots can only be words.
    mutating func fillLiteral(_ node: OpaquePointer) {
        guard let literal = cmark_node_get_literal(node), let filled = plain(Parser.bytes(literal)) else {
            return
        }
        ParsedTree.withCString(filled) { _ = cmark_node_set_literal(node, $0) }
    }

    mutating func blockInText(_ slot: Int) {
        problem(
            .blockInText, "A picture or table stands among words",
            help: "Give it a line of its own, outside of headings, table cells and code.", slot: slot)
    }

    /// The words with values in their slots, or nil where they stay as they are.
    private mutating func plain(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        guard SlotText.needsChange(bytes) else { return nil }
        var words: [UInt8] = []
        var start = 0
        SlotText.eachSlot(bytes) { offset, index in
            SlotText.append(bytes[start..<offset], to: &words)
            start = offset + 4
            guard slots.indices.contains(index) else { return }
            shown[index] = true
            if slots[index].isBlock { blockInText(index) }
            figures += slots[index].figures
            SlotText.append(slots[index].plainText.utf8, to: &words)
        }
        SlotText.append(bytes[start...], to: &words)
        return words
    }

    // MARK: Running text

    /// Fills an empty node with running text.
    mutating func append(_ inlines: [Inline], inside node: OpaquePointer) {
        var words: [UInt8] = []
        append(inlines, at: .inside(node), &words)
        flush(&words, .inside(node))
    }

    /// Adds running text; words that nothing follows yet are left in `words`.
    private mutating func append(_ inlines: [Inline], at position: Position, _ words: inout [UInt8]) {
        for inline in inlines {
            switch inline {
            case .text(let text): SlotText.append(text.utf8, to: &words)
            case .code(let text):
                guard let node = add(CMARK_NODE_CODE, position, &words) else { continue }
                var code: [UInt8] = []
                SlotText.append(text.utf8, to: &code)
                ParsedTree.withCString(code) { _ = cmark_node_set_literal(node, $0) }
            case .strong(let inner):
                if let node = add(CMARK_NODE_STRONG, position, &words) { append(inner, inside: node) }
            case .emphasis(let inner):
                if let node = add(CMARK_NODE_EMPH, position, &words) { append(inner, inside: node) }
            case .link(let inner, let url, let title):
                guard linkDepth == 0, imageDepth == 0 else {
                    append(inner, at: position, &words)
                    continue
                }
                guard let node = add(CMARK_NODE_LINK, position, &words) else { continue }
                setLink(node, url: url, title: title)
                linkDepth += 1
                append(inner, inside: node)
                linkDepth -= 1
            case .figure(let figure): append(figure, at: position, &words)
            }
        }
    }

    private mutating func append(_ figure: FigureLink, at position: Position, _ words: inout [UInt8]) {
        figures.append(figure)
        guard linkDepth == 0, imageDepth == 0 else { return SlotText.append(figure.text.utf8, to: &words) }
        guard let node = add(CMARK_NODE_LINK, position, &words) else { return }
        setLink(node, url: figure.destination, title: figure.title)
        cmark_node_set_user_data(node, UnsafeMutableRawPointer(bitPattern: figures.count))
        var text: [UInt8] = []
        SlotText.append(figure.text.utf8, to: &text)
        flush(&text, .inside(node))
    }

    /// Adds a node after the words that come before it.
    private mutating func add(
        _ type: cmark_node_type, _ position: Position, _ words: inout [UInt8]
    ) -> OpaquePointer? {
        flush(&words, position)
        guard let node = tree.node(type) else { return nil }
        let isPlaced =
            switch position {
            case .before(let sibling): cmark_node_insert_before(sibling, node) != 0
            case .inside(let parent): cmark_node_append_child(parent, node) != 0
            }
        if !isPlaced { problem(.valueNotPlaced, "A value cannot stand here") }
        return isPlaced ? node : nil
    }

    private mutating func flush(_ words: inout [UInt8], _ position: Position) {
        guard !words.isEmpty else { return }
        var none: [UInt8] = []
        if let node = add(CMARK_NODE_TEXT, position, &none) {
            ParsedTree.withCString(words) { _ = cmark_node_set_literal(node, $0) }
        }
        words = []
    }

    // MARK: Addresses

    /// Fills an address; a slot at its beginning is a whole address, elsewhere a part of one.
    mutating func fillDestination(_ node: OpaquePointer) {
        // A paragraph's line is that of its beginning; the parser also counts the lines inside it.
        line = max(line, cmark_node_get_start_line(node))
        if let title = cmark_node_get_title(node), let filled = plain(Parser.bytes(title)) {
            ParsedTree.withCString(filled) { _ = cmark_node_set_title(node, $0) }
        }
        guard let url = cmark_node_get_url(node) else { return }
        let bytes = Parser.bytes(url)
        guard SlotText.needsChange(bytes) else { return check(destination: Array(bytes)) }
        var address: [UInt8] = []
        var start = 0
        var slot: Int?
        SlotText.eachSlot(bytes) { offset, index in
            address.append(contentsOf: bytes[start..<offset])
            start = offset + 4
            guard slots.indices.contains(index) else { return }
            shown[index] = true
            slot = index
            figures += slots[index].figures
            if offset == 0 {
                SlotText.append(slots[index].plainText.utf8, to: &address)
            } else {
                Destination.appendComponent(slots[index].plainText, to: &address)
            }
        }
        address.append(contentsOf: bytes[start...])
        check(destination: address, slot: slot)
        ParsedTree.withCString(address) { _ = cmark_node_set_url(node, $0) }
    }

    private mutating func setLink(_ node: OpaquePointer, url: String, title: String) {
        var address: [UInt8] = []
        SlotText.append(url.utf8, to: &address)
        check(destination: address)
        ParsedTree.withCString(address) { _ = cmark_node_set_url(node, $0) }
        guard !title.isEmpty else { return }
        var words: [UInt8] = []
        SlotText.append(title.utf8, to: &words)
        ParsedTree.withCString(words) { _ = cmark_node_set_title(node, $0) }
    }

    private mutating func check(destination: [UInt8], slot: Int? = nil) {
        guard let scheme = Destination.refusedScheme(of: destination[...]) else { return }
        problem(
            .linkScheme, "A link leads to an address of the kind `\(scheme):`",
            help:
                "Only \(Destination.schemes.joined(separator: ", ")) and addresses within the site are allowed.",
            slot: slot)
    }
}
