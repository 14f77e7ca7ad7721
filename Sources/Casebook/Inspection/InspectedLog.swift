import Captures
import Diagnostics
import Quantities
import QueryPlans

/// The shape of a server log, and the plans that auto_explain wrote to it.
///
/// It is taken batch by batch, so that the size of the log does not matter.
struct InspectedLog: Sendable {
    /// How it was written: `stderr`, `csvlog` or `jsonlog`.
    private(set) var format = ""
    /// The `log_line_prefix` of the plain format, given or found out.
    private(set) var prefix: String?
    /// The first entry.
    private(set) var start: SourceSpan
    /// How many entries there are.
    private(set) var entryCount = 0
    /// What a reader should know though all could be read.
    private(set) var warnings: [Diagnostic] = []
    /// The plans of auto_explain, in order.
    private(set) var plans: [QueryPlan] = []

    private var counts: [ServerLogSeverity: Int] = [:]
    private var span: (least: Double, greatest: Double)?
    private var hasTimes = true
    private var problems: [Diagnostic] = []

    /// Reads a log; its format is found out, and its prefix too where none is given.
    init(_ file: SourceFile, prefix: String?, zone: TimeZoneOffset?) throws(Diagnostics) {
        start = file.span(file.line(1))
        add(try ServerLogFile.read(file, prefix: prefix, zone: zone))
        guard problems.isEmpty else { throw Diagnostics(problems) }
    }

    /// Reads a log chunk by chunk, in memory that is bounded by ``ServerLogLimits`` and the plans in it.
    init(chunksOf path: String, prefix: String?, zone: TimeZoneOffset?) throws(Diagnostics) {
        let chunks = try FileChunks(path)
        var stream = ServerLogStream(path: path, prefix: prefix, zone: zone)
        start = SourceFile(path: path, bytes: []).span(0..<0)
        while let chunk = try chunks.next() {
            try stream.add(chunk) { batch throws(Diagnostics) in add(batch) }
        }
        try stream.finish { batch throws(Diagnostics) in add(batch) }
        guard problems.isEmpty else { throw Diagnostics(problems) }
    }

    /// The earliest time of an entry and the latest, where they have one.
    var times: (first: Timestamp, last: Timestamp)? {
        span.map { (Timestamp(secondsSinceEpoch: $0.least), Timestamp(secondsSinceEpoch: $0.greatest)) }
    }

    /// How many entries there are of each severity that occurs, the least severe first.
    var severities: [(severity: ServerLogSeverity, count: Int)] {
        ServerLogSeverity.allCases.compactMap { severity in counts[severity].map { (severity, $0) } }
    }

    private mutating func add(_ log: ServerLogFile) {
        let entries = log.entries
        if entryCount == 0, let first = entries.first?.span { start = first }
        format = "\(log.destination)"
        prefix = log.prefix
        entryCount += entries.count
        // What is unusual of one batch is unusual of all: it is told once.
        for warning in log.warnings + [log.timeProblem].compactMap({ $0 })
        where !warnings.contains(where: { $0.id == warning.id }) {
            warnings.append(warning)
        }
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
    }
}
