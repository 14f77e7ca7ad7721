import Captures
import Diagnostics
import Quantities
import QueryPlans

/// The shape of a server log, and the plans that auto_explain wrote to it.
struct InspectedLog: Sendable {
    /// How it was written: `stderr`, `csvlog` or `jsonlog`.
    let format: String
    /// The `log_line_prefix` of the plain format, given or found out.
    let prefix: String?
    /// The first entry.
    let start: SourceSpan
    /// How many entries there are.
    let entryCount: Int
    /// The earliest time of an entry and the latest, where they have one.
    let times: (first: Timestamp, last: Timestamp)?
    /// How many entries there are of each severity that occurs, the least severe first.
    let severities: [(severity: ServerLogSeverity, count: Int)]
    /// What a reader should know though all could be read.
    let warnings: [Diagnostic]
    /// The plans of auto_explain, in order.
    let plans: [QueryPlan]

    /// Reads a log; its format is found out, and its prefix too where none is given.
    init(_ file: SourceFile, prefix: String?, zone: TimeZoneOffset?) throws(Diagnostics) {
        let log = try ServerLogFile.read(file, prefix: prefix, zone: zone)
        format = "\(log.destination)"
        self.prefix = log.prefix
        let entries = log.entries
        entryCount = entries.count
        start = entries.first?.span ?? file.span(file.line(1))
        warnings = log.warnings + (log.timeProblem.map { [$0] } ?? [])

        var counts: [ServerLogSeverity: Int] = [:]
        var plans: [QueryPlan] = []
        var problems: [Diagnostic] = []
        var span: (least: Double, greatest: Double)?
        var hasTimes = true
        for entry in entries {
            if let severity = entry.severity { counts[severity, default: 0] += 1 }
            // Where the prefix has no time, no entry has one, and each would explain that at length.
            if hasTimes {
                if let time = entry.time.value {
                    span = (min(span?.least ?? time, time), max(span?.greatest ?? time, time))
                } else if span == nil {
                    hasTimes = false
                }
            }
            guard entry.holdsPlan else { continue }
            do throws(Diagnostics) {
                plans += try QueryPlan.plans(in: log.message(of: entry))
            } catch {
                problems += error.all
            }
        }
        guard problems.isEmpty else { throw Diagnostics(problems) }
        self.plans = plans
        if let span {
            times = (
                Timestamp(secondsSinceEpoch: span.least), Timestamp(secondsSinceEpoch: span.greatest)
            )
        } else {
            times = nil
        }
        severities = ServerLogSeverity.allCases.compactMap { severity in
            counts[severity].map { (severity, $0) }
        }
    }
}
