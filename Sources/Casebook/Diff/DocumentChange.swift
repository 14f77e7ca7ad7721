import Diagnostics
import Documents
import Incidents

/// A document that reads differently, or that could not be compared.
struct DocumentChange: Sendable {
    /// A sentence that reads differently; one of both texts is nil where it is new or gone.
    struct Sentence: Sendable {
        /// The heading that it stands under; empty before the first.
        let heading: String
        let old: String?
        let new: String?
        /// The names of the figures in it that changed; of one without a name, how it is computed.
        let figures: [String]
        /// The ids of the claims that it states or links to, and of those that changed verdict over its figures.
        let claims: [String]
    }

    let template: String
    let title: String
    /// Its address in the incident's folder of the site.
    let path: String
    let sentences: [Sentence]
    /// Why it could not be filled before and now; empty where it could.
    let oldErrors: [Diagnostic]
    let newErrors: [Diagnostic]
    /// Whether it could be compared.
    let isCompared: Bool

    /// Every document that changed between two states, in the order of the navigation.
    static func between(
        _ old: IncidentState, _ new: IncidentState, figures: [FigureChange], verdicts: [VerdictChange]
    ) -> [DocumentChange] {
        let comparison = DocumentComparison(old: old, new: new, figures: figures, verdicts: verdicts)
        return new.evaluated.artifacts.compactMap { comparison.change(of: $0) }
    }
}

/// What is needed to compare the documents of two states.
private struct DocumentComparison {
    let old: IncidentState
    let new: IncidentState
    let changedFigures: Set<String>
    let verdicts: [VerdictChange]
    private let claimsByFigure: [String: [String]]

    init(old: IncidentState, new: IncidentState, figures: [FigureChange], verdicts: [VerdictChange]) {
        self.old = old
        self.new = new
        self.verdicts = verdicts
        changedFigures = Set(figures.map(\.label))
        var claims: [String: [String]] = [:]
        for verdict in verdicts {
            guard let id = verdict.id else { continue }
            for comparison in verdict.new.comparisons {
                for use in [comparison.observed] + comparison.bounds {
                    claims[use.label, default: []].append(id)
                }
            }
        }
        claimsByFigure = claims
    }

    func change(of artifact: Vocabulary<Evaluated>.Artifact) -> DocumentChange? {
        let before = old.documents.first { $0.template == artifact.template }
        let after = new.documents.first { $0.template == artifact.template }
        let sentences =
            before.flatMap { before in after.map { self.sentences(before, $0) } } ?? []
        let isCompared = before != nil && after != nil
        guard !sentences.isEmpty || !isCompared else { return nil }
        return DocumentChange(
            template: artifact.template, title: artifact.title, path: Addresses.document(artifact.template),
            sentences: sentences, oldErrors: old.unfilled[artifact.template] ?? [],
            newErrors: new.unfilled[artifact.template] ?? [], isCompared: isCompared)
    }

    private func sentences(_ before: Document, _ after: Document) -> [DocumentChange.Sentence] {
        let (left, right) = (before.sentences, after.sentences)
        let aligned = Alignment.align(left.map(\.text), right.map(\.text)) { old, new in
            likeness(left[old], right[new])
        }
        return aligned.compactMap { step in
            switch step {
            case .same: nil
            case .changed(let old, let new): sentence(left[old], right[new], in: after)
            case .removed(let old): sentence(left[old], nil, in: after)
            case .added(let new): sentence(nil, right[new], in: after)
            }
        }
    }

    private func sentence(
        _ old: DocumentSentence?, _ new: DocumentSentence?, in document: Document
    ) -> DocumentChange.Sentence {
        let uses = (new?.figures ?? []) + (old?.figures ?? [])
        let figures = distinct(uses.map(\.label)).filter(changedFigures.contains)
        let linked = (new?.claims ?? []) + (old?.claims ?? [])
        let stated = self.new.evaluated.claims.filter { claim in
            // A statement that is only a figure stands in every sentence that prints the figure.
            claim.statement.hasWords && (new?.text.contains(claim.statement.plainText) ?? false)
        }
        let resting = figures.flatMap { claimsByFigure[$0] ?? [] }.filter { id in
            document.claims.contains { $0.id == id }
        }
        return DocumentChange.Sentence(
            heading: new?.heading ?? old?.heading ?? "", old: old?.text, new: new?.text, figures: figures,
            claims: distinct(linked + stated.map(\.id) + resting))
    }
}

extension FigureUse {
    /// The figure as a list names it: by its name, or by how it is computed.
    fileprivate var label: String { name ?? quantity.derivationText }
}

extension EvaluatedProse {
    /// Whether there is a word of the author's in it.
    fileprivate var hasWords: Bool {
        fragments.contains { fragment in
            if case .text(let words) = fragment { words.contains(where: \.isLetter) } else { false }
        }
    }
}

/// The elements, each once, in the order of their first place.
private func distinct(_ elements: [String]) -> [String] {
    var seen: Set<String> = []
    return elements.filter { seen.insert($0).inserted }
}
