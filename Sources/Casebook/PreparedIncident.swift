import Diagnostics
import Documents
import Incidents
import Seals
import Site

/// An incident whose documents are filled and whose findings are known.
struct PreparedIncident: Sendable {
    /// What the index of incidents says of it.
    let entry: IncidentEntry
    /// What its documents state and the evidence does not show.
    let findings: IncidentFindings
    /// What was proved of it.
    let checked: CheckedIncident

    private let pages: IncidentPages

    /// Fills all documents, on all cores.
    ///
    /// - Parameter today: The day against which due dates are held; without it they are not.
    init(
        _ evaluation: Evaluation,
        templates: TemplateSet,
        files: ProjectFiles,
        sources: SourceLookup,
        history: EvidenceHistory? = nil,
        today: CalendarDate? = nil
    ) async throws(Diagnostics) {
        let incident = evaluation.incident
        let builder = try DocumentBuilder(
            incident,
            templates: templates,
            files: files,
            sources: sources
        )
        let documents = try await Self.fill(builder)
        let evidence = builder.captures(citedBy: documents)
        let lists = try builder.lists(after: documents, citing: evidence)
        let seal = try await IncidentSeal(of: incident, captures: evidence, files: files, history: history)
        entry = IncidentEntry(incident)
        let made = IncidentDocuments(
            incident: incident,
            documents: documents + lists,
            evidence: evidence
        )
        pages = IncidentPages(
            documents: made,
            appendices: try documents.map { document throws(Diagnostics) in
                IncidentPages.Appendix(
                    sources: try builder.sources(of: document),
                    derivations: try builder.derivations(of: document)
                )
            },
            seal: seal.published
        )
        findings = IncidentFindings(
            incident: incident.id,
            findings: evaluation.findings + builder.findings + documents.compactMap(\.lengthFinding)
                + builder.findings(in: made) + builder.leaks(in: made) + seal.findings
                + (today.map(builder.overdueActions) ?? []),
            declaringFiles: incident.declaringFiles
        )
        checked = CheckedIncident(incident, sources: sources)
    }

    /// The pages and captures as files of the site.
    func files() throws(Diagnostics) -> [SiteFile] { try pages.files() }

    private static func fill(_ builder: DocumentBuilder) async throws(Diagnostics) -> [Document] {
        typealias Filled = Result<(Int, Document), Diagnostics>
        let results = await withTaskGroup(of: Filled.self) { group in
            for (offset, artifact) in builder.artifacts.enumerated() {
                group.addTask {
                    do throws(Diagnostics) {
                        return .success((offset, try builder.document(for: artifact)))
                    } catch {
                        return .failure(error)
                    }
                }
            }
            var results: [Filled] = []
            for await result in group { results.append(result) }
            return results
        }
        var documents: [(Int, Document)] = []
        var errors: [Diagnostic] = []
        for result in results {
            switch result {
            case .success(let filled): documents.append(filled)
            case .failure(let failure): errors += failure.all
            }
        }
        guard errors.isEmpty else { throw Diagnostics(errors) }
        return documents.sorted { $0.0 < $1.0 }.map(\.1)
    }
}
