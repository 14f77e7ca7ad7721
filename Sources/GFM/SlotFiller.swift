internal import CMarkGFM
import Diagnostics

/// Puts the values into their slots in a tree of libcmark-gfm, and takes raw HTML out of it.
struct SlotFiller {
    let tree: ParsedTree
    let slots: [Slot]
    /// Ids of footnotes are the library's own, and would be the same in all documents of a page.
    let allowsFootnotes: Bool
    var problems: [GFMError.Problem] = []
    var droppedHTML: [DroppedHTML] = []
    /// The headings whose sections are folded away: those that stand after a comment `<!-- fold -->`.
    var folds: [OpaquePointer] = []
    /// The pictures; a node's user data is the position of its picture, from 1.
    var blocks: [Block] = []
    /// The figures shown, in order; the user data of a figure's link is its position, from 1.
    var figures: [FigureLink] = []

    var shown: [Bool]
    var linkDepth = 0
    var imageDepth = 0
    var line: Int32 = 0

    private var open: [OpaquePointer] = []
    private var hasFootnotes = false

    /// Deeper than any reader can follow; writers may walk the tree recursively.
    private static let depthLimit = 200

    init(_ tree: ParsedTree, slots: [Slot], allowsFootnotes: Bool) {
        self.tree = tree
        self.slots = slots
        self.allowsFootnotes = allowsFootnotes
        shown = Array(repeating: false, count: slots.count)
    }

    mutating func fill() {
        var current: OpaquePointer? = tree.root
        while let node = current {
            // A node may be gone once it has been read.
            let next = cmark_node_next(node)
            if enter(node) {
                open.append(node)
                if open.count > Self.depthLimit {
                    problem(.nesting, "The text nests deeper than \(Self.depthLimit)")
                    return
                }
                if let child = cmark_node_first_child(node) {
                    current = child
                    continue
                }
                leaveLast()
            }
            current = next
            while current == nil, let parent = open.last {
                current = cmark_node_next(parent)
                leaveLast()
            }
        }
        line = 0
        for index in slots.indices where !shown[index] {
            problem(
                .slotNotShown, "The value stands where no reader sees it",
                help: "Move it out of the raw HTML, the unused footnote or the link definition.", slot: index)
        }
    }

    mutating func problem(_ check: Check.Markdown, _ summary: String, help: String? = nil, slot: Int? = nil) {
        if let slot { shown[slot] = true }
        problems.append(
            GFMError.Problem(check, summary, help: help, line: line > 0 ? Int(line) : nil, slot: slot))
    }

    /// Fills a node; tells whether its children are to be filled too.
    private mutating func enter(_ node: OpaquePointer) -> Bool {
        let type = cmark_node_get_type(node)
        if type.rawValue & UInt32(CMARK_NODE_TYPE_MASK) == UInt32(CMARK_NODE_TYPE_BLOCK) {
            let start = cmark_node_get_start_line(node)
            if start > 0 { line = start }
        }
        switch type {
        case CMARK_NODE_TEXT: fillText(node)
        case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: dropBreakAtStart(node)
        case CMARK_NODE_CODE: fillLiteral(node)
        case CMARK_NODE_CODE_BLOCK:
            checkFence(node)
            fillLiteral(node)
        case CMARK_NODE_HTML_BLOCK, CMARK_NODE_HTML_INLINE: dropHTML(node)
        case CMARK_NODE_FOOTNOTE_REFERENCE: checkFootnote()
        case CMARK_NODE_LINK:
            linkDepth += 1
            fillDestination(node)
            return true
        case CMARK_NODE_IMAGE:
            imageDepth += 1
            fillDestination(node)
            return true
        default: return true
        }
        return false
    }

    private mutating func leaveLast() {
        guard let node = open.popLast() else { return }
        switch cmark_node_get_type(node) {
        case CMARK_NODE_LINK: linkDepth -= 1
        case CMARK_NODE_IMAGE: imageDepth -= 1
        case CMARK_NODE_PARAGRAPH: Self.trim(node)
        default: break
        }
    }

    private mutating func checkFence(_ node: OpaquePointer) {
        guard let info = cmark_node_get_fence_info(node),
            let slot = firstSlot(in: Parser.bytes(info))
        else { return }
        problem(
            .slotInFence, "A value stands in the language of a code block", help: "Write the language out.",
            slot: slot)
    }

    private mutating func checkFootnote() {
        guard !allowsFootnotes, !hasFootnotes else { return }
        hasFootnotes = true
        problem(
            .footnoteInPart, "A footnote stands in a document that shares its page with another",
            help: "Write the note into the text.")
    }

    private mutating func dropHTML(_ node: OpaquePointer) {
        guard let literal = cmark_node_get_literal(node) else { return }
        if let slot = firstSlot(in: Parser.bytes(literal)) {
            problem(
                .slotInHTML, "A value stands in raw HTML, which is not shown",
                help: "Write Markdown in place of the HTML.", slot: slot)
        }
        let html = String(cString: literal)
        if Self.isFold(html) {
            noteFold(node)
        } else if !Self.isComment(html) {
            droppedHTML.append(DroppedHTML(line: Int(line), html: html))
        }
        cmark_node_unlink(node)
    }

    /// The mark of a section that is folded away, which other readers of Markdown do not show.
    private static func isFold(_ html: String) -> Bool {
        html.split(whereSeparator: \.isWhitespace).elementsEqual(["<!--", "fold", "-->"])
    }

    private mutating func noteFold(_ comment: OpaquePointer) {
        guard let heading = cmark_node_next(comment), cmark_node_get_type(heading) == CMARK_NODE_HEADING,
            cmark_node_parent(comment) == tree.root
        else {
            return problem(
                .foldWithoutHeading, "No heading follows the mark of a fold",
                help: "Write `<!-- fold -->` on a line of its own before the heading of what is folded away.")
        }
        folds.append(heading)
    }

    /// Whether HTML is a comment and nothing else; words after a comment on its line would be lost with it.
    private static func isComment(_ html: String) -> Bool {
        var bytes = Array(html.utf8)
        while let last = bytes.last, last == 0x0A || last == 0x20 { bytes.removeLast() }
        let end = Array("-->".utf8)
        guard bytes.starts(with: "<!--".utf8), bytes.suffix(3) == end[...] else { return false }
        return !bytes.indices.dropLast(3).dropFirst(4).contains { bytes[$0..<$0 + 3] == end[...] }
    }

    private func firstSlot(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        var found: Int?
        SlotText.eachSlot(bytes) { _, index in
            if found == nil, slots.indices.contains(index) { found = index }
        }
        return found
    }
}
