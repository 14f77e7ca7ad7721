import ArgumentParser
import Diagnostics
import Evidence
import Inspection
import Quantities
import QueryPlans

/// `casebook inspect`.
struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect", abstract: "Shows what was read of a file: plans, results, logs, benchmarks.",
        discussion: """
            Needs no project. Reads what EXPLAIN, psql, pgbench and the server's log printed, in whatever way \
            it was saved, and prints every capture in the order of the text: a plan as a tree with times and \
            shares, anything else as its shape. A file that cannot be read whole is refused, with the place \
            and what to do; the other files are still read, and the exit code is 1.

            With --against, the plans of two files are compared: their nodes are aligned by what they read, \
            not by where they stand, and each is the same, changed, added or removed.
            """)

    @Argument(help: ArgumentHelp("The files; `-` is standard input.", valueName: "file"))
    var files: [String]

    @Flag(help: "Print one line of JSON for each file.")
    var json = false

    @Option(
        help: ArgumentHelp(
            "The server's log_line_prefix, where it cannot be found out from a log of the plain format.",
            valueName: "prefix"))
    var logLinePrefix: String?

    @Option(
        help: ArgumentHelp(
            "The zone of times without one, or with an abbreviation: UTC or an offset such as +02:00.",
            valueName: "zone"), transform: TimeZoneOffset.parsed)
    var timeZone: TimeZoneOffset?

    @Option(
        help: ArgumentHelp(
            "Compare the plan in FILE, taken as the earlier one, with the plan in this file.",
            valueName: "file"))
    var against: String?

    @Option(help: ArgumentHelp("Which plan of FILE to compare, from 1.", valueName: "number"))
    var plan: Int?

    @Option(help: ArgumentHelp("Which plan of the other file to compare, from 1.", valueName: "number"))
    var againstPlan: Int?

    func run() throws {
        let files = self.files.flatMap(ArgumentGrouping.split)
        let finder = CaptureFinder(logLinePrefix: logLinePrefix, zone: timeZone)
        if let against {
            guard files.count == 1 else {
                throw UsageError(
                    "--against compares one file with another; \(files.count) are named before it.")
            }
            return try PlanPairing(finder: finder, json: json).compare(
                (files[0], plan), (against, againstPlan))
        }
        guard plan == nil, againstPlan == nil else {
            throw UsageError("--plan and --against-plan choose what --against compares; it is not given.")
        }
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
        Terminal.problems(of: file)
    }
}

/// The comparison of a plan in one file with a plan in another.
private struct PlanPairing {
    let finder: CaptureFinder
    let json: Bool

    func compare(_ earlier: (path: String, number: Int?), _ later: (path: String, number: Int?)) throws {
        guard earlier.path != "-" || later.path != "-" else {
            throw UsageError("Standard input can be read once only.")
        }
        let files = [finder.inspect(earlier.path), finder.inspect(later.path)]
        var buffer = JSONBuffer()
        let failed = files.filter { !$0.problems.isEmpty }
        guard failed.isEmpty else {
            for file in failed {
                if json { InspectionJSON.write(file, to: &buffer) } else { Terminal.problems(of: file) }
            }
            Terminal.output(buffer.bytes)
            throw Findings(summary: "\(failed.count) of 2 files could not be read.")
        }
        let comparison = PlanComparison(
            before: try plan(in: files[0], earlier.number, option: "--plan"),
            after: try plan(in: files[1], later.number, option: "--against-plan"))
        guard !json else {
            ComparisonJSON.write(comparison, before: earlier.path, after: later.path, to: &buffer)
            return Terminal.output(buffer.bytes)
        }
        var report = TextReport(isColoured: TextReport.terminalTakesColours)
        ComparisonText(comparison).write(before: earlier.path, after: later.path, to: &report)
        Terminal.output(report.bytes)
    }

    /// The plan that is meant: the one that was chosen, or the only one.
    private func plan(in file: InspectedFile, _ number: Int?, option: String) throws -> QueryPlan {
        let plans = file.plans
        if let number, plans.indices.contains(number - 1) { return plans[number - 1] }
        if number == nil, plans.count == 1 { return plans[0] }
        guard !plans.isEmpty else {
            throw UsageError("\(VisibleText.line(file.path)) holds no plan to compare.")
        }
        let list = plans.enumerated().map { index, plan in
            VisibleText.line("  \(index + 1): line \(plan.line), \(plan.root.title)")
        }
        let path = VisibleText.line(file.path)
        throw UsageError(
            (number.map { "\(path) holds no plan \($0); there are:" }
                ?? "\(path) holds \(plans.count) plans; choose one with \(option):") + "\n"
                + list.joined(separator: "\n"))
    }
}

extension Terminal {
    /// Says on standard error why a file could not be read; what a capture says stays harmless.
    fileprivate static func problems(of file: InspectedFile) {
        guard !file.problems.isEmpty else { return }
        errors(VisibleText.lines(file.problems.map(\.text).joined(separator: "\n")))
    }
}

extension TimeZoneOffset {
    /// Reads `UTC`, `+02:00`, `-5` or `+0530`.
    fileprivate static func parsed(_ text: String) throws -> TimeZoneOffset {
        if text == "UTC" || text == "Z" { return .utc }
        let digits = text.dropFirst().filter { $0 != ":" }
        guard let sign = text.first, sign == "+" || sign == "-", digits.count <= 4, let number = Int(digits),
            text.dropFirst().allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ":") })
        else { throw ValidationError("it is neither UTC nor an offset from it, such as +02:00") }
        let (hours, minutes) = digits.count <= 2 ? (number, 0) : (number / 100, number % 100)
        guard hours <= 18, minutes < 60 else { throw ValidationError("no zone is that far from UTC") }
        return sign == "-" ? .east(hours: -hours, minutes: -minutes) : .east(hours: hours, minutes: minutes)
    }
}
