import ArgumentParser
import Diagnostics
import Documents
import Evidence
import Inspection

/// `casebook figures`.
struct FiguresCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "figures",
        abstract: "Lists the figures with their values, derivations, sources and documents.",
        discussion: """
            For each figure that an incident names: its value in the usual format, the interval that the \
            rounding of what was printed leaves, what it is, how it was computed, the file, line and column \
            of each capture that it was read from, and the documents that print it.

            With --json, a line for each: {"incident", "name", "meaning", "value", "text", "unit", "lower", \
            "upper", "derivation", "sources": [{"path", "line", "column", "text"}], "documents": [{"title", \
            "path"}]}; value, lower and upper are in the unit, which is milliseconds for times and a \
            fraction of 1 for shares. Columns count bytes.
            """)

    @OptionGroup var options: ProjectOptions

    @Option(help: ArgumentHelp("Only the figure of this name.", valueName: "name"))
    var figure: String?

    @Flag(help: "Also the figures without a name that documents print.")
    var all = false

    @Flag(help: "Print one line of JSON for each figure.")
    var json = false

    func run() async throws {
        let project = try options.project()
        let incidents = try options.incidents()
        var lists: [FigureList] = []
        var errors: [Diagnostic] = []
        for incident in incidents {
            let state = await IncidentState(
                incident, in: ProjectState("the working tree", project), sources: project.sources)
            errors += state.errors
            lists.append(FigureList(state, includesUnnamed: all))
        }
        guard errors.isEmpty else { throw Diagnostics(errors) }
        if let figure { lists = try lists.compactMap { try $0.only(figure, of: lists) } }
        guard json else {
            var report = TextReport(isColoured: TextReport.terminalTakesColours)
            for list in lists { FigureText.write(list, isDetailed: figure != nil, to: &report) }
            return Terminal.output(report.bytes)
        }
        var buffer = JSONBuffer()
        for list in lists { FigureJSON.write(list, to: &buffer) }
        Terminal.output(buffer.bytes)
    }
}
