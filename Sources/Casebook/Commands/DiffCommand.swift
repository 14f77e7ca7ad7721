import ArgumentParser
import Diagnostics
import Evidence
import Inspection

/// `casebook diff`.
struct DiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Shows what a change of evidence changes: figures, verdicts, sentences, captures.",
        discussion: """
            BASE and HEAD are revisions of git, or folders: a project, or the evidence of an incident taken \
            again. A name that begins with . or / is a folder. Without HEAD, BASE is compared with the working tree.

            Both are evaluated with this program's incidents. An incident is compiled into casebook, so what \
            is read of BASE is its evidence, prose and templates (Content and Templates); figures and claims \
            are those that are coded now. Where the Swift sources of the incidents differ too, that is said. \
            Nothing is checked out or written: git hands over the files as they were committed.

            A figure has moved where its rounding intervals have nothing in common, and changed within \
            rounding where they overlap. What cannot be read on one side is told, and its figures are unknown \
            there. Documents are compared sentence by sentence; the lists of claims, figures and captures are not.

            For a pull request:
              casebook diff "$(git merge-base origin/main HEAD)" --format markdown

            Ends with 0 whether or not something moved; with --exit-code, with 1 where something did.
            """)

    /// How the difference is written.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, markdown, json
    }

    @Argument(help: ArgumentHelp("The state before: a revision or a folder.", valueName: "base"))
    var base: String

    @Argument(help: ArgumentHelp("The state now; by default the working tree.", valueName: "head"))
    var head: String?

    @OptionGroup var options: ProjectOptions

    @Option(
        help: "How to write it: text, markdown for a comment on GitHub (at most 65,536 characters), or json.")
    var format = Format.text

    @Flag(help: "End with 1 where something moved.")
    var exitCode = false

    func run() async throws {
        let project = try options.project()
        let states = ProjectStates(project: project, incidents: try options.incidents())
        let before = try await states.state(named: base)
        var after = states.workingTree
        if let head { after = try await states.state(named: head) }
        let difference = try await ProjectDifference(
            of: states.incidents, from: before, to: after, sourceFolders: states.sourceFolders,
            sources: project.sources)
        switch format {
        case .text:
            Terminal.output(DifferenceText.bytes(of: difference, isColoured: TextReport.terminalTakesColours))
        case .markdown: Terminal.output(Array(DifferenceMarkdown.text(of: difference).utf8))
        case .json:
            var json = JSONBuffer()
            DifferenceJSON.write(difference, to: &json)
            Terminal.output(json.bytes)
        }
        if exitCode, difference.changedAnything { throw Findings(summary: "Something moved.") }
    }
}
