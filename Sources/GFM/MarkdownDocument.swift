import Diagnostics

/// A Markdown text, parsed, with values in its slots: the one form that all writers share.
///
/// It is a value without references into the parser, so it can be read from any number of threads at
/// once. The dialect is CommonMark with tables, task lists and footnotes of GitHub; strikethrough and
/// bare addresses are not links, since libcmark-gfm is not safe for concurrent use with them. Raw HTML
/// never reaches a page. A comment `<!-- fold -->` before a heading folds its section away.
public struct MarkdownDocument: Sendable {
    /// The headings, in order.
    public let headings: [Heading]

    /// Raw HTML of the text, which no writer shows; comments are not listed.
    public let droppedHTML: [DroppedHTML]

    private let page: [UInt8]

    let tree: Tree

    /// Parses a text and puts the values into their slots.
    ///
    /// `reservedIDs` are ids that the page round the document uses, so that no heading takes them.
    /// `idPrefix`, of letters, digits, `-` and `_`, is what all ids in the HTML begin with, so that several
    /// documents can share a page; footnotes can stand only in a document without one.
    public init(
        _ markdown: String, slots: [Slot] = [], reservedIDs: Set<String> = [], idPrefix: String = ""
    ) throws(GFMError) {
        try self.init(utf8: Array(markdown.utf8), slots: slots, reservedIDs: reservedIDs, idPrefix: idPrefix)
    }

    /// Parses a text that is known to be UTF-8; bytes that are not show as the replacement character.
    public init(
        utf8 markdown: [UInt8], slots: [Slot] = [], reservedIDs: Set<String> = [], idPrefix: String = ""
    ) throws(GFMError) {
        var problems = markdown.withUnsafeBufferPointer {
            Self.problems(in: $0, slotCount: slots.count, idPrefix: idPrefix)
        }
        guard problems.isEmpty else { throw GFMError(problems: problems) }
        var tree = Tree()
        var headings: [Heading] = []
        var droppedHTML: [DroppedHTML] = []
        var page: [UInt8] = []
        markdown.withUnsafeBufferPointer { text in
            Parser.withTree(text) { parsed in
                var filler = SlotFiller(parsed, slots: slots, allowsFootnotes: idPrefix.isEmpty)
                filler.fill()
                problems = filler.problems
                guard problems.isEmpty else { return }
                droppedHTML = filler.droppedHTML
                var reader = TreeReader(blocks: filler.blocks, figures: filler.figures, sizeHint: text.count)
                reader.read(parsed.root)
                headings = reader.tree.identifyHeadings(reserved: reservedIDs)
                tree = reader.tree
                let markup = PageMarkup(tree: parsed, idPrefix: idPrefix)
                for heading in filler.folds { markup.fold(heading) }
                for (node, heading) in zip(reader.headings, headings) {
                    markup.identify(node, as: heading.id)
                }
                for (node, count) in reader.tables {
                    markup.frame(node, under: count > 0 ? headings[count - 1].id : nil)
                }
                for link in reader.anchors { markup.prefixDestination(of: link) }
                page = parsed.html()
            }
        }
        guard problems.isEmpty else { throw GFMError(problems: problems) }
        self.tree = tree
        self.headings = headings
        self.droppedHTML = droppedHTML
        self.page = page
    }

    private static func problems(
        in text: UnsafeBufferPointer<UInt8>, slotCount: Int, idPrefix: String
    ) -> [GFMError.Problem] {
        guard slotCount <= Slot.limit else {
            return [
                GFMError.Problem(
                    .slots, "The document has \(slotCount) values; at most \(Slot.limit) can be shown",
                    help: "Split the document, or bring a long table in as one value.")
            ]
        }
        guard PageMarkup.isValid(idPrefix: idPrefix) else {
            return [
                GFMError.Problem(
                    .idPrefix, "The prefix of ids `\(idPrefix)` cannot stand in an address",
                    help: "Use letters, digits, `-` and `_`.")
            ]
        }
        return InputLimits.problems(in: text, slotCount: slotCount)
    }

    /// The document as libcmark-gfm writes it, in UTF-8, without a frame round it.
    public func html() -> [UInt8] { page }

    /// The words, block by block, without code blocks.
    public var plainText: String { String(decoding: tree.plainText(in: tree.nodes.indices), as: UTF8.self) }

    /// How many words there are to read; code blocks and pictures are not counted.
    public var wordCount: Int { tree.wordCount }

    /// The figures that the document shows, in reading order, each as often as it is shown.
    public var figures: [FigureLink] { tree.figures }

    /// The links, in order, also those that values brought, and those of figures.
    public var links: [Link] {
        tree.nodes.indices.compactMap { index in
            let node = tree.nodes[index]
            switch node.kind {
            case .link:
                return Link(
                    destination: tree.string(node), text: tree.words(inside: index), line: Int(node.line))
            case .figure:
                return Link(
                    destination: tree.figures[Int(node.number)].destination, text: tree.string(node),
                    line: Int(node.line))
            default: return nil
            }
        }
    }

    /// The images, in order.
    public var images: [Image] {
        tree.nodes.indices.compactMap { index in
            let node = tree.nodes[index]
            guard node.kind == .image else { return nil }
            return Image(
                source: tree.string(node), alternative: tree.words(inside: index), line: Int(node.line))
        }
    }
}

/// A heading, for tables of contents.
public struct Heading: Sendable, Hashable {
    /// From 1, the highest, to 6.
    public let level: Int
    /// Its words.
    public let text: String
    /// Its id, which no other heading of the document has.
    public let id: String
    /// The line of the Markdown, from 1.
    public let line: Int
}

/// A link of a document.
public struct Link: Sendable, Hashable {
    /// Where it leads, before percent-encoding.
    public let destination: String
    /// Its words.
    public let text: String
    /// The line of the Markdown, from 1, on which the block that holds it begins.
    public let line: Int
}

/// An image of a document.
public struct Image: Sendable, Hashable {
    /// Where it is, before percent-encoding.
    public let source: String
    /// The words for those who do not see it.
    public let alternative: String
    /// The line of the Markdown, from 1, on which the block that holds it begins.
    public let line: Int
}

/// Raw HTML that no writer shows.
public struct DroppedHTML: Sendable, Hashable {
    /// The line of the Markdown, from 1, on which the block that holds it begins.
    public let line: Int
    public let html: String
}

extension Tree {
    /// Gives each heading its words and its id.
    fileprivate mutating func identifyHeadings(reserved: Set<String>) -> [Heading] {
        var slugs = SlugMaker(reserved: reserved)
        var headings: [Heading] = []
        for index in nodes.indices where nodes[index].kind == .heading {
            let words = self.words(inside: index)
            let id = slugs.slug(for: Array(words.utf8))
            nodes[index].content = store(words)
            nodes[index].detail = store(id)
            headings.append(
                Heading(level: Int(nodes[index].level), text: words, id: id, line: Int(nodes[index].line)))
        }
        return headings
    }

    private mutating func store(_ words: String) -> TextRange {
        let start = Int32(truncatingIfNeeded: text.count)
        text.append(contentsOf: words.utf8)
        return TextRange(start: start, end: Int32(truncatingIfNeeded: text.count))
    }

    fileprivate func words(inside index: Int) -> String {
        String(decoding: plainText(in: index + 1..<Int(nodes[index].end)), as: UTF8.self)
    }

    /// Counts runs of bytes that are not white space.
    fileprivate var wordCount: Int {
        var count = 0
        var inWord = false
        for byte in plainText(in: nodes.indices, withBlocks: false) {
            let isSpace = byte == 0x20 || (0x09...0x0D).contains(byte)
            if inWord != !isSpace {
                inWord = !isSpace
                if inWord { count += 1 }
            }
        }
        return count
    }
}
