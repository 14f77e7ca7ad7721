import Diagnostics
import Documents
import Evidence
import Incidents

/// An incident as one state of the project gives it: its facts and its documents, as far as they can be had.
///
/// Unlike a build, which refuses what it cannot make whole, it keeps what there is: a figure whose capture is
/// missing is unknown and shows as a dash, and what could not be read is told beside the rest.
struct IncidentState: Sendable {
    let evaluated: EvaluatedIncident
    /// The documents that could be filled, in the order of the navigation.
    let documents: [Document]
    /// Why the other ones could not be filled, by template.
    let unfilled: [String: [Diagnostic]]
    /// What could not be read or evaluated.
    let problems: [Diagnostic]
    /// The files of the evidence folder, by their paths inside it.
    let captures: [String: [UInt8]]

    /// Evaluates an incident over the files of a state, and fills its documents.
    init(_ incident: any Incident, in state: ProjectState, sources: SourceLookup) async {
        let files = state.files
        let saved = files.records(of: incident.id)
        let evaluation = incident.evaluatedGuarded(
            reading: state.evidenceReader(for: incident.id), records: saved.records, sources: sources)
        evaluated = evaluation.incident
        let folder = "Content/\(incident.id)/evidence"
        captures = Dictionary(
            files.paths(folder).compactMap { path in
                files.bytes(path).map { (String(path.dropFirst(folder.utf8.count + 1)), $0) }
            }, uniquingKeysWith: { first, _ in first })
        var problems = saved.errors + evaluation.errors
        do throws(Diagnostics) {
            let builder = try DocumentBuilder(
                evaluation.incident, templates: try TemplateSet(of: files), files: files, sources: sources,
                showsUnknown: true)
            let filled = await Self.fill(builder)
            documents = filled.compactMap(\.document)
            unfilled = Dictionary(
                filled.compactMap { $0.errors.isEmpty ? nil : ($0.template, $0.errors) },
                uniquingKeysWith: { first, _ in first })
        } catch {
            documents = []
            unfilled = Dictionary(
                evaluation.incident.artifacts.map { ($0.template, []) },
                uniquingKeysWith: { first, _ in first })
            problems += error.all
        }
        self.problems = Diagnostics(problems).all
    }

    /// The errors that a build would refuse.
    var errors: [Diagnostic] {
        Diagnostics((problems + unfilled.values.flatMap(\.self)).filter { $0.severity == .error }).all
    }

    private struct Filled: Sendable {
        let template: String
        let document: Document?
        let errors: [Diagnostic]
    }

    private static func fill(_ builder: DocumentBuilder) async -> [Filled] {
        let results = await withTaskGroup(of: (Int, Filled).self) { group in
            for (offset, artifact) in builder.artifacts.enumerated() {
                group.addTask {
                    do throws(Diagnostics) {
                        let document = try builder.document(for: artifact)
                        return (offset, Filled(template: artifact.template, document: document, errors: []))
                    } catch {
                        return (offset, Filled(template: artifact.template, document: nil, errors: error.all))
                    }
                }
            }
            var results: [(Int, Filled)] = []
            for await result in group { results.append(result) }
            return results
        }
        return results.sorted { $0.0 < $1.0 }.map(\.1)
    }
}
