public import Diagnostics
import Evidence
public import GFM
public import Incidents
import Quantities
package import Templating

/// Fills the templates of an incident: facts in, documents out.
public struct DocumentBuilder: Sendable {
    let incident: EvaluatedIncident
    private let templates: TemplateSet
    private let narrative: Narrative
    let presenter: Presenter
    private let facts: Record
    let record: IncidentRecord
    let evidence: [EvidenceBytes]
    private let sources: SourceLookup

    /// The pieces of the incident's own text, for checks of their words.
    package var narrativeTexts: [Template] { narrative.texts }

    /// Reads the incident's prose and gathers its facts.
    ///
    /// - Parameters:
    ///   - incident: The one set of facts.
    ///   - templates: The templates of the project.
    ///   - files: The files of the project; `Content/<id>/` is read.
    ///   - sources: Finds the author's own source files, to show lines of them in messages.
    ///   - showsUnknown: Whether a figure without a value shows as a dash and a capture may be missing; for
    ///     comparisons only, since a site must refuse both.
    public init(
        _ incident: EvaluatedIncident, templates: TemplateSet, files: ProjectFiles,
        sources: SourceLookup = .none, showsUnknown: Bool = false
    ) throws(Diagnostics) {
        let folder = "Content/\(incident.id)"
        let evidenceFolder = "\(folder)/evidence"
        self.incident = incident
        self.templates = templates
        self.sources = sources
        narrative = Narrative(folder: "\(folder)/narrative", files: files)
        presenter = Presenter(evidenceFolder: evidenceFolder, showsUnknown: showsUnknown)
        var errors = narrative.errors
        var evidence: [EvidenceBytes] = []
        let read = Dictionary(
            incident.filesRead.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
        for path in files.paths(evidenceFolder) where !SavedRecord.isRecord(path) {
            do throws(Diagnostic) {
                guard let bytes = read[path]?.stored ?? files.bytes(path) else { continue }
                let name = String(path.dropFirst(evidenceFolder.count + 1))
                let command = incident.captures.first { $0.path == name }?.command
                evidence.append(
                    EvidenceBytes(
                        path: name, bytes: bytes, text: read[path]?.bytes ?? shownText(of: bytes, path: path),
                        digest: try SHA256(of: bytes).hexadecimal,
                        record: files.bytes(SavedRecord.path(of: path)),
                        statement: command.flatMap { Self.file(named: $0, in: folder, files) }))
            } catch {
                errors.append(error)
            }
        }
        if !showsUnknown {
            errors += incident.captureErrors(
                known: evidence.map(\.path), in: evidenceFolder, sources: sources)
        }
        guard errors.isEmpty else { throw Diagnostics(errors) }
        self.evidence = evidence
        record = IncidentRecord(
            incident: incident, presenter: presenter,
            digests: Dictionary(
                evidence.map { ($0.path, $0.digest) }, uniquingKeysWith: { first, _ in first }),
            sizes: Dictionary(
                evidence.map { ($0.path, $0.bytes.count) }, uniquingKeysWith: { first, _ in first }),
            sql: Self.sqlFiles(in: "\(folder)/sql", files: files),
            rawCaptures: Dictionary(
                evidence.map { (Addresses.slug($0.path), $0.text) }, uniquingKeysWith: { first, _ in first }))
        facts = Record(record.values())
    }

    /// The file of the incident that a capture's command names, such as `sql/sampler.sql`.
    private static func file(named command: String, in folder: String, _ files: ProjectFiles) -> [UInt8]? {
        guard command.hasSuffix(".sql"), command.utf8.allSatisfy({ $0 > 0x20 }),
            !command.split(separator: "/").contains("..")
        else { return nil }
        return files.bytes("\(folder)/\(command)")
    }

    private static func sqlFiles(in folder: String, files: ProjectFiles) -> [String: String] {
        var texts: [String: String] = [:]
        for path in files.paths(folder) where path.hasSuffix(".sql") {
            guard let bytes = files.bytes(path) else { continue }
            texts[Addresses.slug(String(path.dropFirst(folder.count + 1).dropLast(4)))] = textForFence(bytes)
        }
        return texts
    }

    /// The documents that the incident asks for, in the order of the navigation.
    public var artifacts: [Vocabulary<Evaluated>.Artifact] { incident.artifacts }

    /// Fills the template of an artifact.
    public func document(for artifact: Vocabulary<Evaluated>.Artifact) throws(Diagnostics) -> Document {
        let claims = incident.claims.filter { $0.documents.contains(artifact.template) }
        var own = record.artifact(artifact)
        own["claims"] = .list(claims.filter { !$0.isPromise }.map(record.claim))
        own["promises"] = record.promises(claims)
        return try document(
            artifact.template, path: Addresses.document(artifact.template), title: artifact.title,
            artifact: artifact, claims: claims, facts: Record(["document": .record(Record(own))]).over(facts))
    }

    /// The pages that list every claim, figure and capture, made after the documents that they refer to.
    ///
    /// - Parameter evidence: What ``captures(citedBy:)`` gave for the same documents, where that is at hand.
    public func lists(
        after documents: [Document], citing evidence: [CitedCapture]? = nil
    ) throws(Diagnostics) -> [Document] {
        var made: [Document] = []
        var errors: [Diagnostic] = []
        func make(_ template: String, _ path: String, _ title: String, _ facts: Record) {
            guard templates.hasTemplate(template) else { return }
            do throws(Diagnostics) {
                made.append(
                    try document(template, path: path, title: title, artifact: nil, claims: [], facts: facts))
            } catch {
                errors += error.all
            }
        }
        make("claims-ledger", Addresses.claims, "Claims ledger", facts)
        make(
            "evidence-index", Addresses.evidence, "Evidence",
            Record(["capture-folders": record.captureFolders(evidence ?? captures(citedBy: documents))]).over(
                facts))
        // Last, since the other lists print figures too, and link to them here.
        let all = Record(["figures-all": allFigures(in: documents + made)]).over(facts)
        make("figures", Addresses.figures, "Figures", all)
        guard errors.isEmpty else { throw Diagnostics(errors) }
        return [Addresses.claims, Addresses.figures, Addresses.evidence].compactMap { path in
            made.first { $0.path == path }
        }
    }

    private func document(
        _ template: String, path: String, title: String, artifact: Vocabulary<Evaluated>.Artifact?,
        claims: [Vocabulary<Evaluated>.Claim], facts: Record
    ) throws(Diagnostics) -> Document {
        let place = artifact.map { sources.place($0.site) }
        let found: Template
        do throws(Diagnostic) {
            found = try templates.template(template, neededBy: place)
        } catch {
            throw Diagnostics(error)
        }
        let library = try templates.library(for: template, narrative: narrative)
        let filled = try found.fill(with: facts, partials: library)
        let content = try filled.document()
        var seen: Set<FigureLink> = []
        let figures = content.figures.compactMap { link in
            seen.insert(link).inserted ? link.figure as? FigureUse : nil
        }
        return Document(
            template: template, path: path, title: title, artifact: artifact, markdown: filled.markdown,
            content: content, figures: figures, claims: claims,
            linkedPages: Set(content.links.map { String($0.destination.prefix { $0 != "#" }) }),
            origin: filled)
    }

    /// The captures that a document's figures were read from and that it links to, as its list of sources.
    public func sources(of document: Document) throws(Diagnostics) -> MarkdownDocument? {
        let read = document.figures.flatMap(\.quantity.sources).map { $0.file.path }
        let linked = document.linkedPages
        let folder = presenter.evidenceFolder + "/"
        let paths = evidence.map(\.path).filter { path in
            read.contains(folder + path) || linked.contains(Addresses.capture(path))
        }
        guard !paths.isEmpty, templates.hasPartial("sources") else { return nil }
        let facts = Record(["sources": .list(paths.map(record.captureRecord))]).over(facts)
        let library = try templates.library(for: document.template, narrative: narrative)
        guard let partial = library["sources"] else { return nil }
        return try partial.fill(with: facts, partials: library).document(idPrefix: "sources-")
    }

    /// Each figure that a document prints, with how it came about, in the order of the text.
    ///
    /// It serves who cannot point at a figure: who reads on paper, or touches a screen.
    public func derivations(of document: Document) throws(Diagnostics) -> MarkdownDocument? {
        guard document.artifact != nil, templates.hasPartial("derivations") else { return nil }
        var seen: Set<String> = []
        let printed = document.figures.filter { use in
            seen.insert("\(Addresses.anchor(of: use)) \(use.text)").inserted
        }
        guard !printed.isEmpty else { return nil }
        let entries = printed.map { use in
            Value.record(
                Record([
                    "figure": .inlines([presenter.inline(use, text: use.text)]),
                    "name": use.name.map { .text($0) } ?? .absent,
                    "derivation": .inlines(presenter.inlines(use.quantity.derivation)),
                ]))
        }
        let facts = Record(["derivations": .list(entries)]).over(facts)
        let library = try templates.library(for: document.template, narrative: narrative)
        guard let partial = library["derivations"] else { return nil }
        return try partial.fill(with: facts, partials: library).document(idPrefix: "derivations-")
    }

    private func allFigures(in documents: [Document]) -> Value {
        let users = Documents.users(ofFiguresIn: documents)
        let named = incident.figures.map { figure in
            listed(figure.number, figure.name, figure.meaning, figure.symbol, users[figure.name] ?? [])
        }
        let printed = documents.flatMap(\.figures) + incident.figures.flatMap(\.meaning.figures)
        let unnamed = printed.filter {
            $0.name == nil && presenter.address(of: $0).hasPrefix(Addresses.figures)
        }
        let byAnchor = Dictionary(unnamed.map { (Addresses.anchor(of: $0), $0) }) { first, second in
            first.text <= second.text ? first : second
        }
        let others = byAnchor.sorted { $0.key < $1.key }.map { anchor, use in
            listed(
                use, anchor, EvaluatedProse([.text("Computed where it is used")]), nil, users[anchor] ?? [])
        }
        return .list(named + others)
    }

    private func listed(
        _ use: FigureUse, _ anchor: String, _ meaning: EvaluatedProse, _ symbol: String?,
        _ users: [DocumentReference]
    ) -> Value {
        .record(
            Record([
                "name": .text(anchor),
                "anchor": .text(anchor),
                "meaning": presenter.value(meaning),
                "value": .text(use.text),
                "symbol": symbol.map(Value.text) ?? .absent,
                "derivation": .inlines(presenter.inlines(use.quantity.derivation)),
                "used-in": .list(
                    users.map { user in
                        .record(
                            Record(["link": .inlines([.link([.text(user.title)], url: user.path, title: "")])]
                            ))
                    }),
            ]))
    }
}

/// A file of the evidence folder: what lies on disk, and what is shown of it.
struct EvidenceBytes: Sendable {
    let path: String
    let bytes: [UInt8]
    let text: [UInt8]
    let digest: String
    let record: [UInt8]?
    let statement: [UInt8]?
}

/// What a page shows of a file that no figure was read from.
///
/// One that cannot be unpacked is only handed over: nothing is stated of what it holds.
private func shownText(of bytes: [UInt8], path: String) -> [UInt8] {
    do throws(Diagnostic) {
        return try decompressed(bytes, path: path)
    } catch {
        return bytes
    }
}
