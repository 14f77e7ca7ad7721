/// A captured file as its page shows it: the bytes, how they came to be, and what was read from them.
public struct EvidenceFile: Sendable {
    /// A value that a document took from a line.
    public struct Reading: Sendable {
        /// The line, from 1.
        public let line: Int
        /// What was read there, such as "Execution time before".
        public let label: String
        /// The documents that show it.
        public let documents: [Page.Link]

        /// Describes a value.
        public init(line: Int, label: String, documents: [Page.Link]) {
            self.line = line
            self.label = label
            self.documents = documents
        }
    }

    /// The path relative to the incident's evidence, such as `incident_before/activity.csv`.
    public let path: String
    /// The bytes as they lie on disk.
    public let bytes: [UInt8]
    /// The bytes whose lines are shown: the same, or what they hold where they are compressed.
    public let text: [UInt8]
    /// When it was captured, in words.
    public let capturedAt: String?
    /// What it was captured with, such as "psql 17.2".
    public let capturedWith: String?
    /// What it was captured from, such as "PostgreSQL 17.2 on the lab's server".
    public let capturedFrom: String?
    /// The SQL or the command that printed it.
    public let query: String?
    /// The values that documents took from it.
    public let readings: [Reading]

    /// Describes a capture; `text` is what the bytes hold where they are compressed.
    public init(
        path: String,
        bytes: [UInt8],
        text: [UInt8]? = nil,
        capturedAt: String? = nil,
        capturedWith: String? = nil,
        capturedFrom: String? = nil,
        query: String? = nil,
        readings: [Reading] = []
    ) {
        self.path = path
        self.bytes = bytes
        self.text = text ?? bytes
        self.capturedAt = capturedAt
        self.capturedWith = capturedWith
        self.capturedFrom = capturedFrom
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
