import ArgumentParser
import Diagnostics
import Quantities
import Site

/// `casebook build`.
struct BuildCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "build", abstract: "Builds the site.",
        discussion: """
            Reads every capture, evaluates every figure, decides every claim, fills every document, and puts \
            the site in the place of the old one in a single step. The pages of an incident are taken from the \
            old site where nothing has changed that went into them, which SHA-256 hashes prove. Where anything is wrong with the input, \
            all of it is told at once and the old site stays. Files whose bytes have not changed are not written. \
            With --incident the site is one without the others.

            A claim that the evidence contradicts does not stop a build: the page shows the verdict. \
            `casebook check` fails on it.
            """)

    @OptionGroup var options: ProjectOptions

    @Option(help: "The folder to put the site in; by default Output in the project.")
    var output: String?

    @Flag(help: "Make every page anew, whatever the old site holds.")
    var fresh = false

    func run() async throws {
        let project = try options.project()
        // Hashing the program takes as long as a fifth of an incident: it is done beside the first one.
        Task.detached { _ = ProgramDigest.current }
        let builder = SiteBuilder(
            project: project, incidents: try options.incidents(), isWhole: options.incidentIDs.isEmpty,
            program: { ProgramDigest.current }, isFresh: fresh)
        let folder = output ?? "\(project.root)/Output"
        let report = try await builder.build(into: folder)
        for warning in report.summary.warnings { Terminal.errors(warning.text) }
        let summary = report.summary
        Terminal.output(
            "Built \(count(report.incidents, "incident")) into \(output ?? "Output"): "
                + (summary.changedNothing
                    ? "nothing has changed, \(count(summary.unchanged, "file")) left as they were."
                    : "\(count(summary.written, "file")) written, \(summary.unchanged) unchanged, "
                        + "\(summary.removed) removed."))
        if !report.findings.isEmpty {
            Terminal.output("There are \(count(report.findings.count, "finding")); see `casebook check`.")
        }
    }
}
