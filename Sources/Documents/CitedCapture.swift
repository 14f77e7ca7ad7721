public import Incidents

/// A capture as its page shows it: its bytes, how it came about, and who relies on it.
public struct CitedCapture: Sendable {
    /// A line that a figure was read from.
    public struct Mark: Sendable, Hashable {
        public let line: Int
        /// The figure with its name, as the line's mark says it.
        public let figure: String
        /// Whether the figure has a name of its own.
        public let isNamed: Bool
        /// The document's title.
        public let document: String
        /// The document's address in the incident's folder.
        public let path: String
    }

    /// A document that reads figures from the capture or links to it.
    public struct Citation: Sendable {
        /// The document's title.
        public let document: String
        /// The document's address in the incident's folder.
        public let path: String
        /// The figures that it prints of this capture, by line.
        public let marks: [Mark]
    }

    /// A part of the incident that names the capture.
    public struct Mention: Sendable, Hashable {
        /// What names it, such as `Exhibit 3`.
        public let source: String
        /// What that says.
        public let text: String
    }

    /// Its path in the evidence folder.
    public let path: String
    /// Its bytes as they lie on disk.
    public let bytes: [UInt8]
    /// The bytes whose lines are counted: the same, or what they hold where they are compressed.
    public let text: [UInt8]
    /// The bytes' SHA-256 in hexadecimal digits.
    public let digest: String
    /// How it came about, where the incident says so.
    public let record: Vocabulary<Evaluated>.CaptureRecord?
    /// The bytes of the record that lies beside it; nil where none does.
    public let recordBytes: [UInt8]?
    /// What the file holds that ``record`` names as its command, such as an SQL file; nil where it names none.
    public let statement: [UInt8]?
    /// The lines that figures were read from, sorted.
    public let marks: [Mark]
    /// The documents that cite it, in the order of the navigation.
    public let citations: [Citation]
    /// The exhibits, timeline entries and pictures that name it.
    public let mentions: [Mention]
}

extension CitedCapture.Mark: Comparable {
    /// Sorts by line, then by figure and document.
    public static func < (left: Self, right: Self) -> Bool {
        (left.line, left.figure, left.document) < (right.line, right.figure, right.document)
    }
}
