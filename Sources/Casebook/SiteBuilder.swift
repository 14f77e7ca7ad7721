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
    /// The day against which due dates are held; nil for a build, which asks no clock.
    var today: CalendarDate?

    /// What a build did.
    struct Report: Sendable {
        let incidents: Int
        let summary: OutputWriter.Summary
        /// What the documents state and the evidence does not show, and nobody accepted.
        let findings: [Diagnostic]
    }

    /// Builds the site and puts it in the place of the old one; on any error the old one stays.
    func build(into output: String) async throws(Diagnostics) -> Report {
        let templates = try TemplateSet(of: project.files)
        try refuseUnusableIncidents()
        let gathered = Gathered(templates: templates)
        let summary = try await OutputWriter(at: output).publish { sink throws(Diagnostics) in
            try await forEachIncident { incident throws(Diagnostics) in
                let prepared = try await prepare(incident, templates)
                for page in try prepared.files() { sink.add(page.path, page.bytes) }
                await gathered.add(prepared)
            }
            let report = await gathered.report(on: project, isWhole: isWhole)
            for page in try siteFiles(await gathered.entries, report, templates) {
                sink.add(page.path, page.bytes)
            }
        }
        let report = await gathered.report(on: project, isWhole: isWhole)
        return Report(
            incidents: incidents.count,
            summary: summary,
            findings: report.open.map(\.diagnostic)
        )
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
        try refuseUnusableIncidents()
        let gathered = Gathered(templates: templates)
        let errors = await failures { incident throws(Diagnostics) in
            await gathered.add(try await prepare(incident, templates))
        }
        let report = await gathered.report(on: project, isWhole: isWhole && errors.isEmpty)
        guard errors.isEmpty else { return CheckReport(unusable: Diagnostics(errors), besides: report) }
        _ = try siteFiles(await gathered.entries, report, templates)
        return report
    }

    private func prepare(
        _ incident: any Incident,
        _ templates: TemplateSet
    ) async throws(Diagnostics) -> PreparedIncident {
        let saved = project.files.records(of: incident.id)
        let evaluation = incident.evaluatedGuarded(
            reading: project.evidenceReader(for: incident.id),
            records: saved.records,
            sources: project.sources
        )
        let errors = saved.errors + evaluation.errors
        guard errors.isEmpty else { throw Diagnostics(errors) }
        return try await PreparedIncident(
            evaluation,
            templates: templates,
            files: project.files,
            sources: project.sources,
            history: project.history(of: incident.id),
            today: today
        )
    }

    /// Works on every incident, and throws what is wrong with all of them.
    private func forEachIncident(
        _ work: @escaping @Sendable (any Incident) async throws(Diagnostics) -> Void
    ) async throws(Diagnostics) {
        let failures = await failures(of: work)
        guard failures.isEmpty else { throw Diagnostics(failures) }
    }

    /// Runs at most as many incidents at once as there are cores, and collects what is wrong with all of them.
    private func failures(
        of work: @escaping @Sendable (any Incident) async throws(Diagnostics) -> Void
    ) async -> [Diagnostic] {
        await withTaskGroup(of: [Diagnostic].self) { group in
            var failures: [Diagnostic] = []
            for (offset, incident) in incidents.enumerated() {
                if offset >= coreCount { failures += await group.next() ?? [] }
                group.addTask {
                    do throws(Diagnostics) {
                        try await work(incident)
                        return []
                    } catch {
                        return error.all
                    }
                }
            }
            for await more in group { failures += more }
            return failures
        }
    }

    private func refuseUnusableIncidents() throws(Diagnostics) {
        let errors = unusableIDs(of: incidents, sources: project.sources)
        guard errors.isEmpty else { throw Diagnostics(errors) }
    }

    private func siteFiles(
        _ entries: [IncidentEntry],
        _ report: CheckReport,
        _ templates: TemplateSet
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

    func report(on project: Project, isWhole: Bool) -> CheckReport {
        if let judged { return judged }
        let acceptances = Acceptances(project: project, incidents: findings, isWhole: isWhole)
        let report = CheckReport(incidents: checked, findings: acceptances.judge(findings))
        judged = report
        return report
    }
}
