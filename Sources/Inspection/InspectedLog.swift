public import Diagnostics
public import Evidence
public import Quantities
public import QueryPlans
public import ServerLogs

/// The shape of a server log, and the plans that auto_explain wrote to it.
///
/// It is taken batch by batch, so that the size of the log does not matter.
public struct InspectedLog: Sendable {
    /// The first entry.
    public private(set) var start: SourceSpan
    /// The plans of auto_explain, in order.
    public private(set) var plans: [QueryPlan] = []
    /// What it holds, counted.
    public private(set) var summary = ServerLogSummary()
    /// The entries; nil where the log was too large to be read as a whole.
    public let whole: ServerLogFile?

    private var problems: [Diagnostic] = []

    /// Reads a log; its format is found out, and its prefix too where none is given.
    init(_ file: SourceFile, prefix: String?, zone: TimeZoneOffset?) throws(Diagnostics) {
        start = file.span(file.line(1))
        let log = try ServerLogFile.read(file, prefix: prefix, zone: zone)
        whole = log
        add(log)
        guard problems.isEmpty else { throw Diagnostics(problems) }
    }

    /// Reads a log chunk by chunk, in memory that is bounded by ``ServerLogLimits`` and the plans in it.
    ///
    /// - Parameter next: Gives the next bytes, or nil at the end.
    public init(
        path: String, prefix: String?, zone: TimeZoneOffset?, chunks next: () throws(Diagnostics) -> [UInt8]?
    ) throws(Diagnostics) {
        whole = nil
        var stream = ServerLogStream(path: path, prefix: prefix, zone: zone)
        start = SourceFile(path: path, bytes: []).span(0..<0)
        while let chunk = try next() {
            try stream.add(chunk) { batch throws(Diagnostics) in add(batch) }
        }
        try stream.finish { batch throws(Diagnostics) in add(batch) }
        guard problems.isEmpty else { throw Diagnostics(problems) }
    }

    /// How it was written: `stderr`, `csvlog` or `jsonlog`.
    public var format: String { summary.destination.map { "\($0)" } ?? "" }

    /// The `log_line_prefix` of the plain format, given or found out.
    public var prefix: String? { summary.prefix }

    /// How many entries there are.
    public var entryCount: Int { summary.entries }

    /// What a reader should know though all could be read.
    public var warnings: [Diagnostic] { summary.warnings + [summary.timeProblem].compactMap { $0 } }

    /// The earliest time of an entry and the latest, where they have one.
    public var times: (first: Timestamp, last: Timestamp)? {
        guard let first = summary.firstTime, let last = summary.lastTime else { return nil }
        return (Timestamp(secondsSinceEpoch: first.value), Timestamp(secondsSinceEpoch: last.value))
    }

    /// How many entries there are of each severity that occurs, the least severe first.
    public var severities: [(severity: ServerLogSeverity, count: Int)] {
        summary.severities.map { ($0.severity, $0.tally.count) }
    }

    private mutating func add(_ log: ServerLogFile) {
        if summary.entries == 0, let first = log.entries.first?.span { start = first }
        let before = summary.plans
        summary.add(log)
        guard summary.plans > before else { return }
        for entry in log.entries where entry.holdsPlan {
            do throws(Diagnostics) {
                plans += try QueryPlan.plans(in: log.message(of: entry))
            } catch {
                problems += error.all
            }
        }
    }
}
