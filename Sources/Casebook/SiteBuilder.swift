import Checking
import Diagnostics
import Documents
import Incidents
import Seals
import Site

/// Reads, evaluates and fills every incident of a project, on all cores, and publishes what comes of it.
struct SiteBuilder: Sendable {
    let project: Project
    let incidents: [any Incident]
    /// Whether these are all incidents of the project.
    var isWhole = true
    /// Gives the digest of the program, by which a build takes pages of the last one; nil where it takes none
    /// and leaves nothing by which the next could.
    var program: (@Sendable () -> String?)?
    /// Whether every page is made anew, whatever the last build left.
    var isFresh = false
    /// The day against which due dates are held; nil for a build, which asks no clock.
    var today: CalendarDate?

    /// What a build did.
    struct Report: Sendable {
        let incidents: Int
        /// How many incidents' pages were taken from the last build.
        let reused: Int
        let summary: OutputWriter.Summary
        /// What the documents state and the evidence does not show, and nobody accepted.
        let findings: [Diagnostic]
    }

    /// Builds the site and puts it in the place of the old one; on any error the old one stays.
    func build(into output: String) async throws(Diagnostics) -> Report {
        let shared = InputLog(of: project)
        let templates = try TemplateSet(of: shared.files)
        try refuse(unusableIDs(of: incidents, sources: project.sources))
        let reuse = program.map { IncidentReuse(project: project, program: $0, shared: shared) }
        let gathered = Gathered(templates: templates)
        let summary = try await OutputWriter(at: output).publish { sink throws(Diagnostics) in
            let changed = await changed(since: reuse, in: sink, gathered)
            let errors = await failures(of: changed) { incident throws(Diagnostics) in
                let log = InputLog(of: project)
                let prepared = try await prepare(incident, templates, log) { sink.add($0.path, $0.bytes) }
                if let stored = reuse?.toStore(prepared, of: incident, log: log) {
                    sink.add(StoredIncident.path(of: incident.id), stored.json)
                }
                sink.finish(folder: incident.id)
                await gathered.add(prepared)
            }
            try refuse(errors)
            let report = await gathered.report(on: project, isWhole: isWhole)
            for page in try siteFiles(await gathered.entries, report, templates) {
                sink.add(page.path, page.bytes)
            }
        }
        let report = await gathered.report(on: project, isWhole: isWhole)
        return Report(
            incidents: incidents.count, reused: await gathered.reused, summary: summary,
            findings: report.open.map(\.diagnostic))
    }

    /// Does all that a build does, except writing, and returns what the documents state and the evidence
    /// does not show, and nobody accepted.
    func check() async throws(Diagnostics) -> [Diagnostic] {
        let report = try await report()
        let unusable = report.findings.filter(\.isOfUnusableInput).map(\.diagnostic)
        guard unusable.isEmpty else { throw Diagnostics(unusable) }
        return report.open.map(\.diagnostic)
    }

    /// Does all that a build does, except writing, and returns what was proved, found and accepted.
    ///
    /// An incident whose input cannot be used does not keep the others from being checked: its errors stand
    /// beside their findings.
    ///
    /// - Throws: What keeps every incident from being checked.
    func report() async throws(Diagnostics) -> CheckReport {
        let templates = try TemplateSet(of: project.files)
        try refuse(unusableIDs(of: incidents, sources: project.sources))
        let gathered = Gathered(templates: templates)
        let errors = await failures(of: incidents) { incident throws(Diagnostics) in
            await gathered.add(try await prepare(incident, templates, InputLog(of: project)))
        }
        let report = await gathered.report(on: project, isWhole: isWhole && errors.isEmpty)
        guard errors.isEmpty else { return CheckReport(unusable: Diagnostics(errors), besides: report) }
        _ = try siteFiles(await gathered.entries, report, templates)
        return report
    }

    private func prepare(
        _ incident: any Incident, _ templates: TemplateSet, _ log: InputLog,
        write: (@Sendable (SiteFile) -> Void)? = nil
    ) async throws(Diagnostics) -> PreparedIncident {
        let files = log.files
        let sources = log.sources
        let saved = files.records(of: incident.id)
        let evaluation = incident.evaluatedGuarded(
            reading: files.evidenceReader(for: incident.id) { [root = project.root] in
                fileSize("\(root)/\($0)")
            }, records: saved.records, sources: sources)
        let errors = saved.errors + evaluation.errors
        guard errors.isEmpty else { throw Diagnostics(errors) }
        return try await PreparedIncident(
            evaluation, templates: templates, files: files, sources: sources,
            history: project.history(of: incident.id), today: today, write: write)
    }

    /// The incidents whose pages cannot be taken from the last build; the others are taken and gathered.
    private func changed(
        since reuse: IncidentReuse?, in sink: OutputSink, _ gathered: Gathered
    ) async -> [any Incident] {
        guard let reuse, !isFresh else { return incidents }
        let isKept = await concurrently(incidents) { incident in
            guard let stored = reuse.stored(incident, in: sink) else { return false }
            await gathered.add(stored)
            return true
        }
        return zip(incidents, isKept).filter { !$1 }.map(\.0)
    }

    /// Works on incidents, and collects what is wrong with all of them.
    private func failures(
        of incidents: [any Incident],
        in work: @escaping @Sendable (any Incident) async throws(Diagnostics) -> Void
    ) async -> [Diagnostic] {
        await concurrently(incidents) { incident -> [Diagnostic] in
            do throws(Diagnostics) {
                try await work(incident)
                return []
            } catch {
                return error.all
            }
        }.flatMap(\.self)
    }

    private func refuse(_ errors: [Diagnostic]) throws(Diagnostics) {
        guard errors.isEmpty else { throw Diagnostics(errors) }
    }

    private func siteFiles(
        _ entries: [IncidentEntry], _ report: CheckReport, _ templates: TemplateSet
    ) throws(Diagnostics) -> [SiteFile] {
        var files = [
            SiteFile(path: Stylesheet.path, bytes: Stylesheet.bytes),
            SiteFile(path: Script.path, bytes: Script.bytes),
            checksFile(of: report),
        ]
        if let index = try templates.incidentIndex(of: entries) { files.append(indexFile(index)) }
        return files
    }
}

/// What came of all incidents, gathered from the tasks that made them.
private actor Gathered {
    private(set) var entries: [IncidentEntry] = []
    /// How many incidents were taken from the last build.
    private(set) var reused = 0
    private var checked: [CheckedIncident] = []
    private var findings: [IncidentFindings]
    /// Told once and asked for twice: for the page of checks, and for the summary of a build.
    private var judged: CheckReport?

    init(templates: TemplateSet) {
        findings = [IncidentFindings(incident: nil, findings: templates.findings, declaringFiles: [])]
    }

    func add(_ prepared: PreparedIncident) {
        entries.append(prepared.entry)
        checked.append(prepared.checked)
        findings.append(prepared.findings)
        judged = nil
    }

    func add(_ stored: StoredIncident) {
        reused += 1
        entries.append(stored.entry)
        findings.append(
            IncidentFindings(
                incident: stored.entry.id, findings: stored.findings,
                declaringFiles: Set(stored.declaringFiles)))
        judged = nil
    }

    func report(on project: Project, isWhole: Bool) -> CheckReport {
        if let judged { return judged }
        let acceptances = Acceptances(
            files: project.files, sources: project.sources, swiftFiles: project.swiftFiles,
            incidents: findings.map { found in
                IncidentFindings(
                    incident: found.incident, findings: found.findings,
                    declaringFiles: Set(found.declaringFiles.map(project.relative)))
            }, isWhole: isWhole)
        let report = CheckReport(incidents: checked, findings: acceptances.judge(findings))
        judged = report
        return report
    }
}
