public import GFM
public import Incidents
import Templating

/// A filled template: what a page shows, before anybody decided on the page round it.
public struct Document: Sendable {
    /// The template that it was filled from.
    public let template: String
    /// Its address in the incident's folder.
    public let path: String
    /// Its title.
    public let title: String
    /// What the incident says of it; nil for the ledger and the lists.
    public let artifact: Vocabulary<Evaluated>.Artifact?
    /// The Markdown with a slot character for each value, as the parser got it.
    public let markdown: String
    /// The parsed text with its values.
    public let content: MarkdownDocument
    /// The figures that it prints.
    public let figures: [FigureUse]
    /// The claims that it rests on.
    public let claims: [Vocabulary<Evaluated>.Claim]
    /// The Markdown with its origins in templates; nil for a document that was put together elsewhere.
    let origin: FilledTemplate?

    /// Minutes of reading at 238 words a minute, the mean of 190 studies (Brysbaert 2019).
    public var readingMinutes: Double { Double(content.wordCount) / wordsPerMinute }
}

/// How many English words an adult reads silently in a minute: Brysbaert, "How many words do we read
/// per minute?", Journal of Memory and Language 109, 2019.
public let wordsPerMinute: Double = 238

/// The documents of an incident, with what is wrong with them.
public struct IncidentDocuments: Sendable {
    /// The facts that all of them read.
    public let incident: EvaluatedIncident
    /// The documents, in the order of the navigation, then the lists.
    public let documents: [Document]
    /// The captures, by path in the evidence folder.
    public let evidence: [CitedCapture]

    /// Brings an incident's facts, documents and captures together.
    public init(incident: EvaluatedIncident, documents: [Document], evidence: [CitedCapture]) {
        self.incident = incident
        self.documents = documents
        self.evidence = evidence
    }
}

/// A capture as its page shows it.
public struct CitedCapture: Sendable {
    /// A line that a figure was read from.
    public struct Mark: Sendable, Hashable {
        /// The line, from 1.
        public let line: Int
        /// The figure as a document prints it.
        public let figure: String
        /// The document's title.
        public let document: String
        /// The document's address in the incident's folder.
        public let path: String
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
    /// The lines that figures were read from, sorted.
    public let marks: [Mark]
}
