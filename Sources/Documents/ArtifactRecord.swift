import GFM
import Incidents
import Quantities
import Templating

extension IncidentRecord {
    /// A link to a document of the incident, or nil where it makes none of that name.
    func documentLink(_ template: String) -> Inline? {
        incident.artifacts.first { $0.template == template }.map { artifact in
            .link([.text(artifact.title)], url: Addresses.document(template), title: "")
        }
    }

    /// The names that have to do with documents and named figures.
    func artifactValues() -> [String: Value] {
        let links = Dictionary(
            incident.artifacts.compactMap { artifact in
                documentLink(artifact.template).map { (artifact.template, Value.inlines([$0])) }
            }, uniquingKeysWith: { first, _ in first })
        let figures = Dictionary(
            incident.figures.map { ($0.name, presenter.value($0.number)) },
            uniquingKeysWith: { first, _ in first })
        return [
            "artifacts": .list(incident.artifacts.map { .record(Record(artifact($0))) }),
            "documents": .record(Record(links)),
            "phases": .list(
                ArtifactPhase.allCases.compactMap { phase in
                    let artifacts = incident.artifacts.filter { $0.phase == phase }
                    guard !artifacts.isEmpty else { return nil }
                    return .record(
                        Record([
                            "phase": .text(phase.rawValue),
                            "artifacts": .list(artifacts.map { .record(Record(artifact($0))) }),
                        ]))
                }),
            "figures": .record(Record(figures)),
            "symbols": .list(incident.figures.filter { $0.symbol != nil }.map(symbol)),
        ].merging(argumentValues()) { first, _ in first }
    }

    /// What an artifact is, as templates see it: the document's own and each one in the list of all.
    func artifact(_ artifact: Vocabulary<Evaluated>.Artifact) -> [String: Value] {
        [
            "title": .text(artifact.title),
            "template": .text(artifact.template),
            "link": documentLink(artifact.template).map { .inlines([$0]) } ?? .text(artifact.title),
            "audience": .text(artifact.audiences.map(\.rawValue).joined(separator: ", ")),
            "phase": .text(artifact.phase.rawValue),
            "time-needed": .text(artifact.timeNeeded.text),
            "use-when": presenter.value(artifact.useWhen),
            "purpose": presenter.value(artifact.purpose),
            "one-line": presenter.value(artifact.oneLine),
            "steps": presenter.value(artifact.steps),
            "checklist": .list(
                artifact.checklist.map { item in
                    .record(
                        Record([
                            "task": presenter.value(item.task), "done-when": presenter.value(item.doneWhen),
                        ]))
                }),
            "expected-outcome": artifact.expectedOutcome.map { presenter.value($0) } ?? .absent,
        ]
    }

    private func symbol(_ figure: NamedFigure) -> Value {
        .record(
            Record([
                "symbol": .text(figure.symbol ?? ""),
                "name": .text(figure.name),
                "meaning": presenter.value(figure.meaning),
                "value": presenter.value(figure.number),
            ]))
    }
}
