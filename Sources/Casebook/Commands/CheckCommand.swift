import ArgumentParser
import Diagnostics

/// `casebook check`.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Fails where the evidence does not show what the documents say.",
        discussion: """
            Does all that a build does, except writing. Ends with 1 where a claim is contradicted or cannot \
            be decided, where a promise's verdict is not the recorded one, where a number in prose has no \
            source, where the timeline runs backwards or has no source, where a document takes longer to read \
            than it promises, and where a capture is not as it was sealed or as its record says. Each finding has its place, the line with a caret, and what to do.
            """
    )

    @OptionGroup var options: ProjectOptions

    func run() async throws {
        let builder = SiteBuilder(project: try options.project(), incidents: try options.incidents())
        let findings = try await builder.check()
        guard findings.isEmpty else {
            Terminal.errors(findings.map(\.text).joined(separator: "\n"))
            throw Findings(summary: "\(count(findings.count, "finding")).")
        }
        Terminal.output(
            "Checked \(count(builder.incidents.count, "incident")): the evidence shows what the documents say."
        )
    }
}
