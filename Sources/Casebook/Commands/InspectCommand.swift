import ArgumentParser
import Diagnostics

/// `casebook inspect`.
struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Shows what was read of a file: plans, results, logs, benchmarks.",
        discussion: """
            Needs no project. Reads what EXPLAIN, psql, pgbench and the server's log printed, in whatever way \
            it was saved, and prints every capture in the order of the text: a plan as a tree with times and \
            shares, anything else as its shape. A file that cannot be read whole is refused, with the place \
            and what to do; the other files are still read, and the exit code is 1.
            """
    )

    @Argument(help: ArgumentHelp("The files; `-` is standard input.", valueName: "file"))
    var files: [String]

    @Flag(help: "Print one line of JSON for each file.")
    var json = false

    @Option(
        help: ArgumentHelp(
            "The server's log_line_prefix, for a log of the plain format.",
            valueName: "prefix"
        )
    )
    var logLinePrefix: String?

    func run() throws {
        let finder = CaptureFinder(logLinePrefix: logLinePrefix)
        var failures = 0
        var buffer = JSONBuffer()
        for path in files {
            let file = finder.inspect(path)
            if !file.problems.isEmpty { failures += 1 }
            guard json else {
                show(file)
                continue
            }
            InspectionJSON.write(file, to: &buffer)
            if buffer.bytes.count > 1 << 18 {
                Terminal.output(buffer.bytes)
                buffer.removeAll()
            }
        }
        Terminal.output(buffer.bytes)
        if failures > 0 {
            throw Findings(summary: "\(failures) of \(count(files.count, "file")) could not be read.")
        }
    }

    /// Prints what was read, or says on standard error why nothing was.
    private func show(_ file: InspectedFile) {
        var report = TextReport(isColoured: TextReport.terminalTakesColours)
        InspectionText.write(file, to: &report)
        Terminal.output(report.bytes)
        guard !file.problems.isEmpty else { return }
        Terminal.errors(VisibleText.lines(file.problems.map(\.text).joined(separator: "\n")))
    }
}
