public import GFM
public import Incidents
package import Templating

/// A filled template: what a page shows, before anybody decided on the page round it.
public struct Document: Sendable {
    /// The template that it was filled from.
    public let template: String
    /// Its address in the incident's folder.
    public let path: String
    public let title: String
    /// What the incident says of it; nil for the ledger and the lists.
    public let artifact: Vocabulary<Evaluated>.Artifact?
    /// The Markdown with a slot character for each value, as the parser got it.
    public let markdown: String
    /// The parsed text with its values.
    public let content: MarkdownDocument
    /// The figures that it prints, in reading order; one that two formats print stands there for each.
    public let figures: [FigureUse]
    /// The claims that it rests on.
    public let claims: [Vocabulary<Evaluated>.Claim]
    /// The pages that it links to, as its own address sees them, without what follows a `#`.
    let linkedPages: Set<String>
    /// The Markdown with its origins in templates; nil for a document that was put together elsewhere.
    package let origin: FilledTemplate?

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
