public import Diagnostics
public import Documents
import Evidence
public import GFM
import Incidents
import Quantities

public struct SiteFile: Sendable {
    public let path: String
    public let bytes: [UInt8]

    public init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }
}

/// The pages of an incident: its documents, its lists, and a page for each capture.
public struct IncidentPages: Sendable {
    private let made: IncidentDocuments
    private let seal: PublishedSeal
    /// The pages that every page of the incident leads to.
    private let sections: [Page.Navigation.Section]

    /// What stands behind the text of a document.
    public struct Appendix: Sendable {
        let sources: MarkdownDocument?
        let derivations: MarkdownDocument?

        /// Takes the list of sources and the list of figures with their derivations.
        public init(sources: MarkdownDocument?, derivations: MarkdownDocument?) {
            self.sources = sources
            self.derivations = derivations
        }
    }

    /// A part of the incident's site, which needs none of the others to be rendered.
    public struct Part: Sendable {
        fileprivate enum Content: Sendable {
            case document(Document)
            case capture(CitedCapture)
            case seal
        }

        fileprivate let content: Content

        /// The document, where the part is one that an audience reads.
        public var document: Document? {
            guard case .document(let document) = content, document.artifact != nil else { return nil }
            return document
        }
    }

    /// Takes the documents and the evidence's seal.
    public init(documents: IncidentDocuments, seal: PublishedSeal = PublishedSeal(.none)) {
        made = documents
        self.seal = seal
        let id = documents.incident.id
        func links(where matches: (Document) -> Bool) -> [Page.Link] {
            documents.documents.filter(matches).map { Page.Link($0.title, to: "\(id)/\($0.path)") }
        }
        sections = [
            Page.Navigation.Section("Documents", links { $0.artifact != nil }),
            Page.Navigation.Section("Proof", links { $0.artifact == nil }),
        ].filter { !$0.links.isEmpty }
    }

    private var incident: EvaluatedIncident { made.incident }

    /// The parts of the incident's site; those that take longest stand first.
    public var parts: [Part] {
        made.evidence.sorted { $0.text.count > $1.text.count }.map { Part(content: .capture($0)) }
            + made.documents.map { Part(content: .document($0)) } + [Part(content: .seal)]
    }

    /// The files of a part.
    ///
    /// - Parameter appendix: What stands behind the text of a document.
    public func files(of part: Part, appendix: Appendix? = nil) throws(Diagnostics) -> [SiteFile] {
        switch part.content {
        case .document(let document): return [render(page(document, appendix))]
        case .seal: return seal.files
        case .capture(let capture):
            do throws(Diagnostic) {
                return try evidenceFiles(capture)
            } catch {
                throw Diagnostics(error)
            }
        }
    }

    private func render(_ page: Page, ofCapture capture: String? = nil) -> SiteFile {
        let note = seal.note(for: page, ofCapture: capture, inIncident: incident.id)
        return SiteFile(path: page.path, bytes: siteShell.render(page, seal: note))
    }

    private func address(_ path: String) -> String { "\(incident.id)/\(path)" }

    // MARK: Documents

    private func page(_ document: Document, _ appendix: Appendix?) -> Page {
        var body = document.content.html()
        var headings = document.content.headings.map(Page.Heading.init)
        if let derivations = appendix?.derivations {
            body += Array(
                "<details class=\"derivations\">\n<summary>Where each figure comes from</summary>\n".utf8)
            body += derivations.html() + Array("</details>\n".utf8)
        }
        if let sources = appendix?.sources {
            body += sources.html()
            headings += sources.headings.map { Page.Heading($0, idPrefix: "sources-") }
        }
        return Page(
            path: address(document.path),
            kind: document.artifact == nil
                ? (document.template == "claims-ledger" ? .ledger : .index) : .document,
            title: document.title, summary: document.artifact?.oneLine.plainText,
            incidentTitle: incident.title, banner: banner(document), body: body, headings: headings,
            navigation: navigation(from: document))
    }

    private func banner(_ document: Document) -> Page.Banner {
        Page.Banner(
            status: incident.status.rawValue, severity: incident.severity.rawValue,
            audience: document.artifact.map { $0.audiences.map(\.rawValue).joined(separator: ", ") },
            readingTime: document.artifact.map { _ in readingTime(document) }, owner: incident.owner,
            newestEvidence: newestEvidence(of: document), verdicts: verdicts(of: document), notices: notices)
    }

    private func readingTime(_ document: Document) -> String {
        let minutes = decimal(max(1, document.readingMinutes.rounded(.up)), decimals: 0)
        guard let needed = document.artifact?.timeNeeded, !needed.isReading else { return "\(minutes) min" }
        return "\(minutes) min to read, \(needed.minutes) min to work through"
    }

    /// The newest capture that the document's figures were read from, or of all where it prints none.
    private func newestEvidence(of document: Document) -> String? {
        let prefix = "Content/\(incident.id)/evidence/"
        let read = Set(document.figures.flatMap(\.quantity.sources).map { $0.file.path })
        let used = incident.captures.filter { read.contains(prefix + $0.path) }.compactMap(\.captured).max()
        return (used ?? incident.newestEvidence)?.text
    }

    private func verdicts(of document: Document) -> Page.Banner.Verdicts? {
        let claims = document.artifact == nil ? incident.claims : document.claims
        guard !claims.isEmpty else { return nil }
        func count(_ verdict: Verdict) -> Int { claims.count { $0.proof.verdict == verdict } }
        return Page.Banner.Verdicts(
            holds: count(.holds), contradicted: count(.contradicted), undecided: count(.undecided),
            ledger: Page.Link("Claims ledger", to: address(Addresses.claims)))
    }

    private var notices: [Page.Banner.Notice] {
        incident.notice.map { [Page.Banner.Notice("About this evidence", $0.plainText)] } ?? []
    }

    // MARK: Navigation

    private func navigation(from document: Document) -> Page.Navigation {
        let documents = made.documents
        let position = documents.firstIndex { $0.path == document.path }
        func neighbour(_ offset: Int) -> Page.Link? {
            guard let position, documents.indices.contains(position + offset) else { return nil }
            let other = documents[position + offset]
            return Page.Link(other.title, to: address(other.path))
        }
        return Page.Navigation(
            sections: sections, breadcrumbs: breadcrumbs, previous: neighbour(-1), next: neighbour(1))
    }

    private var breadcrumbs: [Page.Link] {
        [
            Page.Link("Incidents", to: "index.html"),
            Page.Link(incident.title, to: address(made.documents.first?.path ?? "index.html")),
        ]
    }

    // MARK: Evidence

    /// What was read from the lines of a capture; a figure that several documents show is told once.
    private func readings(of capture: CitedCapture) -> [EvidenceFile.Reading] {
        var readings: [EvidenceFile.Reading] = []
        for mark in capture.marks {
            let link = Page.Link(mark.document, to: address(mark.path))
            if let last = readings.last, last.line == mark.line, last.label == mark.figure {
                readings[readings.count - 1] = .init(
                    line: last.line, label: last.label, documents: last.documents + [link])
            } else {
                readings.append(.init(line: mark.line, label: mark.figure, documents: [link]))
            }
        }
        return readings
    }

    /// The page of a capture, its exact bytes, and those of its record.
    private func evidenceFiles(_ capture: CitedCapture) throws(Diagnostic) -> [SiteFile] {
        let raw = EvidenceFile.rawPath(of: capture.path, inIncident: incident.id)
        let page = EvidencePage(
            of: evidenceFile(capture), at: address(Addresses.capture(capture.path)), rawPath: raw)
        let navigation = Page.Navigation(
            sections: sections,
            breadcrumbs: breadcrumbs + [Page.Link("Evidence", to: address(Addresses.evidence))])
        var files = [
            render(
                try page.page(incidentTitle: incident.title, notices: notices, navigation: navigation),
                ofCapture: capture.path),
            SiteFile(path: raw, bytes: capture.bytes),
        ]
        if let record = capture.recordBytes {
            files.append(SiteFile(path: recordPath(of: capture), bytes: record))
        }
        return files
    }

    private func recordPath(of capture: CitedCapture) -> String {
        address("evidence/\(SavedRecord.path(of: capture.path))")
    }

    private func evidenceFile(_ capture: CitedCapture) -> EvidenceFile {
        var file = EvidenceFile(
            path: capture.path, bytes: capture.bytes, text: capture.text,
            capturedAt: capture.record?.captured?.text, query: capture.record?.command,
            readings: readings(of: capture))
        file.title = capture.record?.title?.plainText
        file.statement = capture.statement
        file.record = capture.record?.saved
        file.recordPath = capture.recordBytes.map { _ in recordPath(of: capture) }
        file.citations = capture.citations.map { citation in
            EvidenceFile.Citation(
                document: Page.Link(citation.document, to: address(citation.path)),
                figures: (citation.marks.filter(\.isNamed) + citation.marks.filter { !$0.isNamed })
                    .map { .init($0.figure, line: $0.line) })
        }
        file.mentions = capture.mentions.map { EvidenceFile.Mention(source: $0.source, text: $0.text) }
        return file
    }
}

extension Page.Heading {
    init(_ heading: GFM.Heading) { self.init(heading, idPrefix: "") }

    init(_ heading: GFM.Heading, idPrefix: String) {
        self.init(level: heading.level, id: idPrefix + heading.id, text: heading.text)
    }
}

/// The frame round every page.
let siteShell = PageShell(siteTitle: "Casebook", home: "index.html")

/// The page of all incidents.
public func indexFile(_ index: MarkdownDocument) -> SiteFile {
    let page = Page(
        path: "index.html", kind: .index, title: "Incidents", body: index.html(),
        headings: index.headings.map(Page.Heading.init),
        navigation: Page.Navigation(sections: [
            Page.Navigation.Section("Proof", [Page.Link("Checks", to: ChecksPage.path)])
        ]))
    return SiteFile(path: page.path, bytes: siteShell.render(page))
}
