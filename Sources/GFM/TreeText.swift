internal import CMarkGFM

/// Words, and the values that stand among them.
extension TreeReader {
    mutating func text(of node: OpaquePointer) {
        guard let literal = cmark_node_get_literal(node) else { return }
        if hasBlocks, let slot = blockSlot(literal) {
            guard standsAlone(node) else {
                return blockInText(slot)
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
            switch slots[index] {
            case .text(let text): append(.text(text))
            case .inlines(let inlines): append(inlines)
            case .block, .table: blockInText(index)
            }
        }
        appendText(UnsafeBufferPointer(rebasing: bytes[start...]))
    }

    mutating func blockInText(_ slot: Int) {
        problem(
            "markdown.block-in-text",
            "A picture or table stands among words",
            help: "Give it a line of its own, outside of headings, table cells and code.",
            slot: slot
        )
    }

    mutating func appendText(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard !bytes.isEmpty else { return }
        let start = Int32(truncatingIfNeeded: tree.text.count)
        tree.text.append(contentsOf: bytes)
        appendText(from: start)
    }

    /// Makes the end of the shared text a text node, or part of the text node before it.
    mutating func appendText(from start: Int32) {
        let end = Int32(truncatingIfNeeded: tree.text.count)
        let last = tree.nodes.count - 1
        if mergesText, tree.nodes[last].content.end == start {
            tree.nodes[last].content.end = end
        } else {
            leaf(.text) { $0.content = Tree.TextRange(start: start, end: end) }
            mergesText = true
        }
    }

    mutating func append(_ inlines: [Inline]) {
        for inline in inlines { append(inline) }
        if inlines.isEmpty { appendText(from: Int32(truncatingIfNeeded: tree.text.count)) }
    }

    mutating func append(_ inline: Inline) {
        switch inline {
        case .text(let text):
            appendText(from: store(text).start)
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

    mutating func nest(
        _ kind: Tree.Kind,
        _ inner: [Inline],
        _ set: (inout Tree.Node) -> Void = { _ in }
    ) {
        let index = container(kind, set)
        append(inner)
        close(index)
    }

    mutating func store(_ text: String) -> Tree.TextRange {
        let start = Int32(truncatingIfNeeded: tree.text.count)
        appendValue(text)
        return Tree.TextRange(start: start, end: Int32(truncatingIfNeeded: tree.text.count))
    }

    /// Appends a value's words; a slot character in them would be a slot to a later reader, so it is replaced.
    mutating func appendValue(_ text: String) {
        let start = tree.text.count
        tree.text.append(contentsOf: text.utf8)
        var offset = start
        while offset + 3 < tree.text.count {
            guard tree.text[offset] == 0xF3, tree.text[offset + 1] >= 0xB0 else {
                offset += 1
                continue
            }
            tree.text.replaceSubrange(offset..<offset + 4, with: "\u{FFFD}".utf8)
        }
    }

    mutating func store(_ text: UnsafePointer<CChar>) -> Tree.TextRange {
        let start = Int32(truncatingIfNeeded: tree.text.count)
        tree.text.append(contentsOf: Parser.bytes(text))
        return Tree.TextRange(start: start, end: Int32(truncatingIfNeeded: tree.text.count))
    }

    /// Stores a text in which slots can only be words.
    mutating func plain(_ text: UnsafePointer<CChar>?) -> Tree.TextRange {
        guard let text else { return Tree.TextRange() }
        let bytes = Parser.bytes(text)
        let begin = Int32(truncatingIfNeeded: tree.text.count)
        var start = 0
        Self.eachSlot(bytes) { offset, index in
            tree.text.append(contentsOf: bytes[start..<offset])
            start = offset + 4
            guard slots.indices.contains(index) else { return }
            shown[index] = true
            if slots[index].isBlock { blockInText(index) }
            appendValue(slots[index].plainText)
        }
        tree.text.append(contentsOf: bytes[start...])
        return Tree.TextRange(start: begin, end: Int32(truncatingIfNeeded: tree.text.count))
    }

    func firstSlot(in text: UnsafePointer<CChar>) -> Int? {
        var found: Int?
        Self.eachSlot(Parser.bytes(text)) { _, index in
            if found == nil, slots.indices.contains(index) { found = index }
        }
        return found
    }

    static func eachSlot(_ bytes: UnsafeBufferPointer<UInt8>, _ body: (Int, Int) -> Void) {
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
