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
    /// A link; the title is what a reader sees on pointing at it.
    case link([Inline], url: String, title: String)
    /// A figure with a link to where it comes from.
    case figure(FigureLink)

    /// The words alone.
    public var plainText: String {
        switch self {
        case .text(let text), .code(let text): text
        case .strong(let inner), .emphasis(let inner), .link(let inner, _, _): inner.plainText
        case .figure(let link): link.text
        }
    }
}

/// A figure in running text: its words, where it comes from, and which figure it is.
///
/// HTML shows it as a link. Where no link can stand (in a link, an image, code or an address) only the
/// words are shown, but the figure is still among ``MarkdownDocument/figures``.
public struct FigureLink: Sendable, Hashable {
    /// The figure in the format of this place, such as `821×`.
    public let text: String
    /// The line that it was read from, or its derivation.
    public let destination: String
    /// What a reader sees on pointing at it: the derivation.
    public let title: String
    /// The figure itself, whose type is the caller's.
    public let figure: any AnyObject & Sendable

    public init(_ figure: any AnyObject & Sendable, text: String, destination: String, title: String) {
        self.figure = figure
        self.text = text
        self.destination = destination
        self.title = title
    }

    /// Links are equal where they show the same object with the same words.
    public static func == (left: Self, right: Self) -> Bool {
        left.figure === right.figure && left.text == right.text && left.destination == right.destination
            && left.title == right.title
    }

    /// Hashes the figure and the words.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(ObjectIdentifier(figure))
        hasher.combine(text)
    }
}

extension Sequence<Inline> {
    /// The words alone.
    public var plainText: String { map(\.plainText).joined() }

    /// The figures, in order.
    public var figures: [FigureLink] {
        flatMap { inline -> [FigureLink] in
            switch inline {
            case .figure(let link): [link]
            case .strong(let inner), .emphasis(let inner), .link(let inner, _, _): inner.figures
            case .text, .code: []
            }
        }
    }
}

/// Markup that we made ourselves, such as an SVG figure, with words for writers that cannot show it.
public struct Block: Sendable, Hashable {
    /// HTML that goes into the page unchanged; it must never hold evidence that was not escaped.
    public var html: String
    /// The same said in words.
    public var alternative: String
    /// The figures that the markup shows, such as those of a picture's caption.
    public var figures: [FigureLink]

    /// Makes a block of our own markup.
    public init(html: String, alternative: String, figures: [FigureLink] = []) {
        self.html = html
        self.alternative = alternative
        self.figures = figures
    }
}

/// A table whose cells are values.
public struct Table: Sendable, Hashable {
    /// Where the text of a column stands.
    public enum Alignment: Sendable, Hashable, CaseIterable {
        /// As the reader's language has it.
        case natural
        case left
        /// In the middle.
        case center
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

    /// The figures that it shows.
    var figures: [FigureLink] {
        switch self {
        case .text, .table: []
        case .inlines(let inlines): inlines.figures
        case .block(let block): block.figures
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
