import Captures
import Diagnostics
import Quantities

/// What of pgbench a file holds.
enum BenchmarkOutput: String, Sendable {
    /// The summary at the end of a run, with progress lines or without.
    case summary
    /// Progress lines alone.
    case progress
    /// A line for each transaction.
    case transactions
    /// A line for each interval.
    case intervals

    /// Recognises pgbench's output; nil where it is none.
    init?(_ file: SourceFile) {
        if PgbenchSummary.recognises(file) {
            self = .summary
        } else if PgbenchProgress.recognises(file) {
            self = .progress
        } else if PgbenchLog.recognises(file) {
            self = .transactions
        } else if PgbenchIntervals.recognises(file) {
            self = .intervals
        } else {
            return nil
        }
    }
}

/// The shape of a run of pgbench.
struct InspectedRun: Sendable {
    /// A figure of the run; times are in milliseconds.
    struct Figure: Sendable {
        /// What it is, as a word for programs and as words for people.
        let name: StaticString
        let label: String
        let value: Double
        let unit: String
    }

    /// What of pgbench it is.
    let kind: BenchmarkOutput
    /// Where it begins.
    let start: SourceSpan
    /// What it says, in a fixed order, as far as it is printed.
    let figures: [Figure]

    /// Reads all of it.
    init(_ kind: BenchmarkOutput, in file: SourceFile) throws(Diagnostics) {
        self.kind = kind
        start = file.span(file.line(1))
        let reader = EvidenceReader(folder: "") { _ in file.bytes }
        let read = EvidenceReader.$current.withValue(reader) { Self.read(kind, file.path) }
        guard read.problems.isEmpty else { throw Diagnostics(read.problems) }
        figures = read.figures
    }

    private static func read(_ kind: BenchmarkOutput, _ path: String) -> (
        figures: [Figure], problems: [Diagnostic]
    ) {
        switch kind {
        case .summary:
            let run = PgbenchSummary(path)
            return (summary(run), run.problems)
        case .progress:
            let lines = PgbenchProgress(path)
            let tps = lines.tps
            let all: [Figure?] = [
                figure("lines", "progress lines", tps.count),
                figure("elapsed", "elapsed", lines.elapsed.max, "ms"),
                figure("tpsMin", "tps at least", tps.min), figure("tpsMax", "tps at most", tps.max),
            ]
            return (all.compactMap(\.self), lines.problems)
        case .transactions:
            let log = PgbenchLog(path)
            let latency = log.latency
            let all: [Figure?] = [
                figure("transactions", "transactions", log.count),
                figure("failed", "failed", log.failed), figure("skipped", "skipped", log.skipped),
                figure("latencyAverage", "latency average", latency.mean, "ms"),
                figure("latencyMedian", "latency median", latency.median, "ms"),
                figure("latencyMax", "latency at most", latency.max, "ms"),
            ]
            return (all.compactMap(\.self), log.problems)
        case .intervals:
            let log = PgbenchIntervals(path)
            let all: [Figure?] = [
                figure("intervals", "intervals", log.start.count),
                figure("transactions", "transactions", log.transactions.sum),
                figure("latencyAverage", "latency average", log.latencyAverage, "ms"),
                figure("latencyMax", "latency at most", log.latencyMax.max, "ms"),
            ]
            return (all.compactMap(\.self), log.problems)
        }
    }

    private static func summary(_ run: PgbenchSummary) -> [Figure] {
        let all: [Figure?] = [
            figure("clients", "clients", run.clients), figure("threads", "threads", run.threads),
            figure("duration", "duration", run.duration, "ms"),
            figure("transactions", "transactions", run.transactions),
            figure("failed", "failed", run.failed), figure("skipped", "skipped", run.skipped),
            figure("retried", "retried", run.retried), figure("retries", "retries", run.retries),
            figure("latencyAverage", "latency average", run.latencyAverage, "ms"),
            figure("latencyStddev", "latency stddev", run.latencyStddev, "ms"),
            figure("scheduleLagAverage", "schedule lag average", run.scheduleLagAverage, "ms"),
            figure("scheduleLagMax", "schedule lag at most", run.scheduleLagMax, "ms"),
            figure("connectionTime", "connection time", run.connectionTime, "ms"),
            figure("tps", "tps", run.tps),
        ]
        return all.compactMap(\.self)
    }

    private static func figure<Unit: UnitOfMeasure>(
        _ name: StaticString,
        _ label: String,
        _ quantity: Quantity<Unit>,
        _ unit: String = ""
    ) -> Figure? {
        guard let value = quantity.value else { return nil }
        return Figure(name: name, label: label, value: value, unit: unit)
    }
}
