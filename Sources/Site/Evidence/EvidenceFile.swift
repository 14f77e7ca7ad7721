public import Evidence

/// A captured file as its page shows it: the bytes, how they came to be, and what was read from them.
public struct EvidenceFile: Sendable {
    /// A value that a document took from a line.
    public struct Reading: Sendable {
        public let line: Int
        /// What was read there, such as "Execution time before".
        public let label: String
        /// The documents that show it.
        public let documents: [Page.Link]

        public init(line: Int, label: String, documents: [Page.Link]) {
            self.line = line
            self.label = label
            self.documents = documents
        }
    }

    /// A document that cites it.
    public struct Citation: Sendable {
        /// A figure that the document prints of the capture.
        public struct Figure: Sendable {
            /// The figure with its name, such as `execution-before: 101.2 ms`.
            public let label: String
            /// The line that it was read from.
            public let line: Int

            public init(_ label: String, line: Int) {
                self.label = label
                self.line = line
            }
        }

        public let document: Page.Link
        /// Its figures, those with a name first.
        public let figures: [Figure]

        /// Describes a document that cites the capture.
        public init(document: Page.Link, figures: [Figure]) {
            self.document = document
            self.figures = figures
        }
    }

    /// A part of the incident that names it.
    public struct Mention: Sendable {
        /// What names it, such as `Exhibit 3`.
        public let source: String
        /// What that says.
        public let text: String

        public init(source: String, text: String) {
            self.source = source
            self.text = text
        }
    }

    /// The path relative to the incident's evidence, such as `incident_before/activity.csv`.
    public let path: String
    /// The bytes as they lie on disk.
    public let bytes: [UInt8]
    /// The bytes whose lines are shown: the same, or what they hold where they are compressed.
    public let text: [UInt8]
    /// What it shows, in a line.
    public var title: String?
    /// When it was captured, in words.
    public var capturedAt: String?
    /// The SQL or the command that printed it, or the path of an SQL file.
    public var query: String?
    /// What the file holds that ``query`` names.
    public var statement: [UInt8]?
    /// How it came about, as whatever captured it wrote down.
    public var record: SavedRecord?
    /// Where the exact bytes of the record stand in the site.
    public var recordPath: String?
    /// The values that documents took from it.
    public var readings: [Reading]
    /// The documents that cite it.
    public var citations: [Citation] = []
    /// The exhibits, timeline entries and pictures that name it.
    public var mentions: [Mention] = []

    /// Describes a capture; `text` is what the bytes hold where they are compressed.
    public init(
        path: String, bytes: [UInt8], text: [UInt8]? = nil, capturedAt: String? = nil, query: String? = nil,
        readings: [Reading] = []
    ) {
        self.path = path
        self.bytes = bytes
        self.text = text ?? bytes
        self.capturedAt = capturedAt
        self.query = query
        self.readings = readings
    }

    /// Whether it can be shown as lines; a compressed file or a picture can only be handed over.
    public var isText: Bool {
        let signatures: [[UInt8]] = [
            [0x1F, 0x8B], [0x28, 0xB5, 0x2F, 0xFD], [0xFD, 0x37, 0x7A, 0x58, 0x5A], [0x42, 0x5A, 0x68],
            [0x50, 0x4B, 0x03, 0x04], [0x89, 0x50, 0x4E, 0x47], Array("PGDMP".utf8),
        ]
        guard !signatures.contains(where: { text.starts(with: $0) }) else { return false }
        let start = text.prefix(4_096)
        let controls = start.count { $0 < 0x20 && !(0x09...0x0D).contains($0) && $0 != 0x1B }
        return controls * 10 <= start.count
    }
}

extension EvidenceFile {
    /// Where the exact bytes of a capture can be fetched, such as `spike/evidence/explain_before.txt`.
    ///
    /// Only names that every server and browser treats as inert data are kept; others get `.txt`, so
    /// that captured HTML, XML or SVG is never run, nor a captured `.htaccess` obeyed.
    public static func rawPath(of capture: String, inIncident folder: String) -> String {
        let inert: Set<String> = [
            "txt", "log", "csv", "tsv", "json", "yaml", "yml", "sql", "md", "out", "gz", "zst", "xz", "bz2",
            "zip",
            "png", "dump",
        ]
        let name = capture.split(separator: "/").last ?? ""
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        let isInert =
            parts.count > 1 && parts.first != "" && inert.contains(parts[parts.count - 1].lowercased())
        return "\(folder)/evidence/\(capture)\(isInert ? "" : ".txt")"
    }
}
