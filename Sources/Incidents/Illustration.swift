public import Evidence
public import Quantities

extension Vocabulary {
    /// What a capture shows, and how it came about.
    public struct CaptureRecord: Sendable {
        /// Its path in the evidence folder.
        public let path: String
        /// What it shows, in a line; nil where nobody says.
        public let title: S.Text?
        /// What was run: SQL, a command, or the path of an SQL file beside the evidence folder.
        public let command: String?
        public let captured: Timestamp?
        /// The record that lies beside the capture; nil where none does.
        public let saved: SavedRecord?
        /// Where it was declared; nil where the record beside the capture is all there is.
        public let site: DeclarationSite?

        init(
            path: String, title: S.Text?, command: String?, captured: Timestamp?, saved: SavedRecord?,
            site: DeclarationSite?
        ) {
            self.path = path
            self.title = title
            self.command = command
            self.captured = captured
            self.saved = saved
            self.site = site
        }

        /// Says what a capture shows.
        ///
        /// How it came about stands in the record beside it; of one that somebody
        /// saved by hand, `from` says what was run, and `at` when.
        public init(
            _ path: String, _ title: S.Text, from command: String? = nil, at captured: Timestamp? = nil,
            file: StaticString = #filePath, line: UInt = #line
        ) {
            self.init(
                path: path, title: title, command: command, captured: captured, saved: nil,
                site: DeclarationSite(file: file, line: line))
        }
    }

    /// A picture drawn from the evidence, which documents show by its name: `{{ pictures.cascade }}`.
    public struct Illustration: Sendable {
        /// The name: lower-case letters, digits and `-`.
        public let name: String
        /// A sentence that says what to see in it.
        public let caption: S.Text
        /// The captures it is drawn from, by path in the evidence folder.
        public let captures: [String]
        public let drawing: S.Drawing
        /// Where it was declared.
        public let site: DeclarationSite

        /// Draws a picture from the evidence.
        public init(
            _ name: String, _ caption: S.Text, from captures: [String], file: StaticString = #filePath,
            line: UInt = #line, _ drawing: S.Drawing
        ) {
            self.name = name
            self.caption = caption
            self.captures = captures
            self.drawing = drawing
            site = DeclarationSite(file: file, line: line)
        }
    }

    /// A table filled from the evidence, which documents show by its name: `{{ tables.power-users }}`.
    public struct DataTable: Sendable {
        /// The name: lower-case letters, digits and `-`.
        public let name: String
        /// The headings of the columns.
        public let columns: [String]
        public let rows: S.Cells
        /// Where it was declared.
        public let site: DeclarationSite

        /// Fills a table from the evidence.
        public init(
            _ name: String, _ columns: [String], file: StaticString = #filePath, line: UInt = #line,
            _ rows: S.Cells
        ) {
            self.name = name
            self.columns = columns
            self.rows = rows
            site = DeclarationSite(file: file, line: line)
        }
    }
}

/// A cell of a table: a figure, a text of a capture, or the author's words.
public struct Cell: Sendable {
    enum Content: Sendable {
        case figure(AnyQuantity)
        case words(EvaluatedProse)
    }

    let content: Content

    private init(_ content: Content) { self.content = content }

    private init(_ fragments: [EvaluatedProse.Fragment]) { content = .words(EvaluatedProse(fragments)) }

    public static func figure<Unit: UnitOfMeasure>(
        _ quantity: Quantity<Unit>, _ format: Format<Unit>? = nil
    )
        -> Cell
    {
        Cell(.figure(AnyQuantity(quantity, format: format)))
    }

    /// A text that stands in a capture.
    public static func reading(_ reading: TextReading) -> Cell { Cell([.reading(reading)]) }

    /// Words of the author's; digits in them are checked like any prose.
    public static func words(_ words: String) -> Cell { Cell([.text(words)]) }

    /// A name that may hold digits, set as code.
    public static func code(_ name: String) -> Cell { Cell([.code(name)]) }

    /// Nothing to say in this row.
    public static var none: Cell { Cell([]) }
}
