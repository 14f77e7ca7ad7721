import Checking
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
    /// Whether its pages depend on what git knows of its evidence.
    let dependsOnHistory: Bool

    /// Fills all documents, writes the pages and makes the checks, on all cores.
    ///
    /// - Parameters:
    ///   - today: The day against which due dates are held; without it they are not.
    ///   - write: Takes each file of the site as soon as it is rendered; without it no page is.
    init(
        _ evaluation: Evaluation, templates: TemplateSet, files: ProjectFiles, sources: SourceLookup,
        history: EvidenceHistory? = nil, today: CalendarDate? = nil,
        write: (@Sendable (SiteFile) -> Void)? = nil
    ) async throws(Diagnostics) {
        let incident = evaluation.incident
        let builder = try DocumentBuilder(incident, templates: templates, files: files, sources: sources)
        let documents = try await Self.fill(builder)
        let evidence = builder.captures(citedBy: documents)
        let lists = try builder.lists(after: documents, citing: evidence)
        let seal = try await IncidentSeal(of: incident, captures: evidence, files: files, history: history)
        dependsOnHistory = seal.dependsOnHistory
        entry = IncidentEntry(incident)
        let made = IncidentDocuments(incident: incident, documents: documents + lists, evidence: evidence)
        let checker = IncidentChecker(incident, sources: sources)
        let pages = IncidentPages(documents: made, seal: seal.published)
        let jobs = [Job.incident, .documents, .leaks] + (write == nil ? [] : pages.parts.map(Job.pages))
        let found = try await Self.each(of: jobs) { (job) throws(Diagnostics) -> [Diagnostic] in
            switch job {
            case .incident: return checker.findings()
            case .documents: return checker.findings(in: made)
            case .leaks: return checker.leaks(in: made)
            case .pages(let part):
                let appendix = try Self.appendix(of: part, builder)
                for file in try pages.files(of: part, appendix: appendix) { write?(file) }
                return []
            }
        }
        findings = IncidentFindings(
            incident: incident.id,
            findings: evaluation.warnings + builder.findings + found.joined() + seal.findings
                + (today.map(checker.overdueActions) ?? []), declaringFiles: incident.declaringFiles)
        checked = CheckedIncident(incident, sources: sources)
    }

    /// What is done at once after the documents are filled.
    private enum Job: Sendable {
        case incident
        case documents
        case leaks
        case pages(IncidentPages.Part)
    }

    private static func appendix(
        of part: IncidentPages.Part, _ builder: DocumentBuilder
    ) throws(Diagnostics) -> IncidentPages.Appendix? {
        guard let document = part.document else { return nil }
        return IncidentPages.Appendix(
            sources: try builder.sources(of: document), derivations: try builder.derivations(of: document))
    }

    private static func fill(_ builder: DocumentBuilder) async throws(Diagnostics) -> [Document] {
        try await each(of: builder.artifacts) { (artifact) throws(Diagnostics) in
            try builder.document(for: artifact)
        }
    }

    /// What comes of each value, in their order, or all that is wrong with any of them.
    private static func each<Value: Sendable, Made: Sendable>(
        of values: [Value], _ work: @escaping @Sendable (Value) throws(Diagnostics) -> Made
    ) async throws(Diagnostics) -> [Made] {
        let results = await concurrently(values) { value -> Result<Made, Diagnostics> in
            do throws(Diagnostics) {
                return .success(try work(value))
            } catch {
                return .failure(error)
            }
        }
        var made: [Made] = []
        var errors: [Diagnostic] = []
        for result in results {
            switch result {
            case .success(let value): made.append(value)
            case .failure(let error): errors += error.all
            }
        }
        guard errors.isEmpty else { throw Diagnostics(errors) }
        return made
    }
}
