/// A piece of running text that a value brings with it.
public enum Inline: Sendable, Hashable {
    /// Words, shown as they are: no character of them is markup.
    case text(String)
    /// Words in the fixed-width face.
    case code(String)
    /// Words of importance.
    case strong([Inline])
    /// Stressed words.
    case emphasis([Inline])
    /// A link; the title is what a reader sees on pointing at it, such as a figure's derivation.
    case link([Inline], url: String, title: String)

    /// The words alone.
    public var plainText: String {
        switch self {
        case .text(let text), .code(let text): text
        case .strong(let inner), .emphasis(let inner), .link(let inner, _, _): inner.plainText
        }
    }
}

extension Sequence<Inline> {
    /// The words alone.
    public var plainText: String { map(\.plainText).joined() }
}

/// Markup that we made ourselves, such as an SVG figure, with words for writers that cannot show it.
public struct Block: Sendable, Hashable {
    /// HTML that goes into the page unchanged; it must never hold evidence that was not escaped.
    public var html: String
    /// The same said in words.
    public var alternative: String

    /// Makes a block of our own markup.
    public init(html: String, alternative: String) {
        self.html = html
        self.alternative = alternative
    }
}

/// A table whose cells are values.
public struct Table: Sendable, Hashable {
    /// Where the text of a column stands.
    public enum Alignment: Sendable, Hashable, CaseIterable {
        /// As the reader's language has it.
        case natural
        /// At the left.
        case left
        /// In the middle.
        case center
        /// At the right, as numbers do.
        case right
    }

    /// The head of a column.
    public struct Column: Sendable, Hashable {
        /// What the column shows.
        public var title: [Inline]
        /// Where its text stands.
        public var alignment: Alignment

        /// Makes the head of a column.
        public init(_ title: [Inline], alignment: Alignment = .natural) {
            self.title = title
            self.alignment = alignment
        }
    }

    /// The columns, left to right.
    public var columns: [Column]
    /// The rows, top to bottom; each has a cell for each column.
    public var rows: [[[Inline]]]

    /// Makes a table.
    public init(columns: [Column], rows: [[[Inline]]]) {
        self.columns = columns
        self.rows = rows
    }
}

/// What takes the place of a slot character once the Markdown round it has been parsed.
///
/// Slot `n` stands in the Markdown as the one character U+F0000 + n of plane 15, a private-use plane.
/// The parser sees a letter there, so that no value can change the structure of a document.
public enum Slot: Sendable, Hashable {
    /// Words.
    case text(String)
    /// Running text.
    case inlines([Inline])
    /// Markup of our own, alone on its line.
    case block(Block)
    /// A table, alone on its line.
    case table(Table)

    /// How many slots a document can have.
    public static let limit = 60_000

    /// The first slot's character.
    public static let firstScalar: UInt32 = 0xF0000

    /// Whether the slot is a block of its own and cannot stand in running text.
    var isBlock: Bool {
        switch self {
        case .text, .inlines: false
        case .block, .table: true
        }
    }

    /// What the slot says where only words can stand.
    var plainText: String {
        switch self {
        case .text(let text): text
        case .inlines(let inlines): inlines.plainText
        case .block(let block): block.alternative
        case .table: ""
        }
    }

    /// The slot that a byte sequence of four begins, or nil where it is no character of plane 15.
    static func index(_ first: UInt8, _ second: UInt8, _ third: UInt8, _ fourth: UInt8) -> Int? {
        guard first == 0xF3, second & 0xF0 == 0xB0, third & 0xC0 == 0x80, fourth & 0xC0 == 0x80 else {
            return nil
        }
        return Int(second & 0x0F) << 12 | Int(third & 0x3F) << 6 | Int(fourth & 0x3F)
    }

    /// Appends the UTF-8 of a slot's character.
    public static func append(_ index: Int, to bytes: inout [UInt8]) {
        bytes.append(0xF3)
        bytes.append(0xB0 | UInt8(truncatingIfNeeded: index >> 12 & 0x0F))
        bytes.append(0x80 | UInt8(truncatingIfNeeded: index >> 6 & 0x3F))
        bytes.append(0x80 | UInt8(truncatingIfNeeded: index & 0x3F))
    }
}
