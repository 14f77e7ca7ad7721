import ArgumentParser
import Checking
import Diagnostics
import Quantities

/// `casebook check`.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Fails where the evidence does not show what the documents say.",
        discussion: """
            Does all that a build does, except writing. Ends with 1 where a claim is contradicted or cannot \
            be decided, where a promise's verdict is not the recorded one, where a number in prose has no \
            source, where the timeline runs backwards or has no source, where a document takes longer to \
            read than it promises, where an action is overdue, and where a capture is not as it was sealed or \
            as its record says; --list prints all checks. Each finding has its place, the line with a caret, and what to do.

            A finding that is a matter of judgement may stand, with a reason, by a comment on its line or \
            directly above it; it stays listed:
              // casebook: accept timeline.no-source because the pager's log was lost
              <!-- casebook: accept prose.number-without-source because … -->    in Markdown
            """)

    @OptionGroup var options: ProjectOptions

    @Option(
        help: ArgumentHelp(
            "text, as a compiler prints it; json; github, for annotations; sarif, for code scanning; junit.",
            valueName: "format"))
    var format = CheckFormat.text

    @Option(help: ArgumentHelp("Write the findings to this file.", valueName: "file"))
    var output: String?

    @Option(
        help: ArgumentHelp(
            "The address of the published site, so that json and sarif link to its page of checks.",
            valueName: "address"))
    var site: String?

    @Option(
        help: ArgumentHelp(
            "The day against which actions' due dates are held, YYYY-MM-DD; by default this day, in UTC.",
            valueName: "day"))
    var today: String?

    @Option(help: ArgumentHelp("Explain a check: what, why, how to mend, how to accept.", valueName: "check"))
    var explain: String?

    @Flag(help: "List all checks: name, severity, what is wrong; columns are separated by tabs.")
    var list = false

    func run() async throws {
        if let explain { return try Self.explain(explain) }
        if list { return Self.list() }
        let project = try options.project()
        let builder = SiteBuilder(
            project: project, incidents: try options.incidents(), isWhole: options.incidentIDs.isEmpty,
            today: try day)
        let report: CheckReport
        do throws(Diagnostics) {
            report = try await builder.report()
        } catch {
            report = CheckReport(unusable: error)
        }
        if format == .text, output == nil, let errors = report.onlyUnusableInput { throw errors }
        try show(report, of: project)
        guard report.open.isEmpty else { throw Findings(summary: report.summary) }
        guard format == .text || output != nil else { return }
        Terminal.output(
            "Checked \(count(builder.incidents.count, "incident")): the evidence shows what the documents say"
                + (report.accepted.isEmpty ? "." : "; \(count(report.accepted.count, "finding")) accepted."))
    }

    /// The day that was given, or that of the clock: nothing else of Casebook's asks what day it is.
    private var day: CalendarDate {
        get throws(UsageError) {
            guard let today else { return CalendarDate(of: .now) }
            guard let day = CalendarDate(today) else {
                throw UsageError("“\(today)” is not a day; --today takes one such as 2026-02-01.")
            }
            return day
        }
    }

    /// Writes the findings to where they are asked for: text is for people and goes where errors go.
    private func show(_ report: CheckReport, of project: Project) throws(UsageError) {
        let context = CheckReportContext(
            site: site.map { $0.hasSuffix("/") ? $0 : $0 + "/" }, folder: project.folderFromHere)
        let bytes = format.bytes(of: report, in: context)
        if let output {
            guard writeFile(bytes, to: output) else {
                throw UsageError("The findings cannot be written to \(output).")
            }
        } else if format == .text {
            Terminal.errors(bytes)
        } else {
            Terminal.output(bytes)
        }
    }

    // MARK: The registry

    private static func explain(_ name: String) throws(UsageError) {
        let registry = CheckRegistry.all
        guard let entry = registry[name] else {
            let hint =
                nearestName(to: name, among: registry.entries.map(\.id)).map { "Did you mean \($0)?" }
                ?? "`casebook check --list` prints all."
            throw UsageError("There is no check “\(name)”. \(hint)")
        }
        let parts = entry.paragraphs.map { "\($0.title):\n  \($0.text)" }
        Terminal.output(
            (["\(entry.id) (\(entry.check.severity.rawValue)): \(entry.description.summary)"] + parts)
                .joined(separator: "\n\n"))
    }

    private static func list() {
        for entry in CheckRegistry.all.entries {
            Terminal.output("\(entry.id)\t\(entry.check.severity.rawValue)\t\(entry.description.summary)")
        }
    }
}

extension CheckReport {
    /// The counts in words: `3 findings, 1 accepted`.
    var summary: String {
        let errors = open.count(where: \.isOfUnusableInput)
        let found = open.count - errors
        var parts: [String] = []
        if errors > 0 { parts.append(count(errors, "error")) }
        if found > 0 || errors == 0 { parts.append(count(found, "finding")) }
        if !accepted.isEmpty { parts.append("\(accepted.count) accepted") }
        let rest = isComplete ? "." : "; the check could not be made\(incidents.isEmpty ? "" : " of all")."
        return parts.joined(separator: ", ") + rest
    }
}

extension CheckFormat: ExpressibleByArgument {}
