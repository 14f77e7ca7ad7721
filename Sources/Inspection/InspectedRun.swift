public import Diagnostics
import Evidence
import Pgbench
internal import Quantities

/// What of pgbench a file holds.
public enum BenchmarkOutput: String, Sendable {
    /// The summary at the end of a run, with progress lines or without.
    case summary
    /// Progress lines alone.
    case progress
    /// A line for each transaction.
    case transactions
    /// A line for each interval.
    case intervals

    /// Recognises pgbench's output; nil where it is none.
    public init?(_ file: SourceFile) {
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
public struct InspectedRun: Sendable {
    /// A figure of the run; times are in milliseconds.
    public struct Figure: Sendable {
        /// What it is, as a word for programs.
        public let name: StaticString
        /// What it is, in words for people.
        public let label: String
        public let value: Double
        /// Its unit, empty where it is a mere count.
        public let unit: String
        /// The line that it was read from; nil where it was computed from several.
        public let line: Int?
    }

    /// Numbers of the run in the order in which they were printed.
    public struct Course: Sendable {
        /// What was measured and its unit, such as `Latency, ms`.
        public let label: String
        /// When, in seconds: from the start of the run, or since 1970 where ``isClock`` says so.
        ///
        /// Empty where the numbers have no times of their own.
        public let times: [Double]
        /// Whether the times are of the clock.
        public let isClock: Bool
        public let values: [Double]
    }

    /// What of pgbench it is.
    public let kind: BenchmarkOutput
    /// Where it begins.
    public let start: SourceSpan
    /// What it says, in a fixed order, as far as it is printed.
    public let figures: [Figure]
    /// How it went over time, where that is printed.
    public let courses: [Course]

    /// Reads all of it.
    init(_ kind: BenchmarkOutput, in file: SourceFile) throws(Diagnostics) {
        self.kind = kind
        start = file.span(file.line(1))
        let reader = EvidenceReader(folder: "") { _ in file.bytes }
        let read = EvidenceReader.$current.withValue(reader) {
            Self.read(kind, file.path, isProgress: PgbenchProgress.recognises(file))
        }
        guard read.problems.isEmpty else { throw Diagnostics(read.problems) }
        figures = read.figures
        courses = read.courses
    }

    private typealias Read = (figures: [Figure], courses: [Course], problems: [Diagnostic])

    private static func read(_ kind: BenchmarkOutput, _ path: String, isProgress: Bool) -> Read {
        switch kind {
        case .summary:
            let run = PgbenchSummary(path)
            // With --progress the summary stands after the lines of progress.
            let progress = run.problems.isEmpty && isProgress ? PgbenchProgress(path) : nil
            return (summary(run), progress.map(courses) ?? [], run.problems + (progress?.problems ?? []))
        case .progress:
            let lines = PgbenchProgress(path)
            let tps = lines.tps
            let all: [Figure?] = [
                figure("lines", "progress lines", tps.count),
                figure("elapsed", "elapsed", lines.elapsed.max, "ms"),
                figure("tpsMin", "tps at least", tps.min), figure("tpsMax", "tps at most", tps.max),
            ]
            return (all.compactMap(\.self), courses(lines), lines.problems)
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
            let courses = [
                Course("Latency, ms", latency.numbers, at: log.completed.numbers, isClock: true)
            ]
            return (all.compactMap(\.self), courses, log.problems)
        case .intervals:
            let log = PgbenchIntervals(path)
            let all: [Figure?] = [
                figure("intervals", "intervals", log.start.count),
                figure("transactions", "transactions", log.transactions.sum),
                figure("latencyAverage", "latency average", log.latencyAverage, "ms"),
                figure("latencyMax", "latency at most", log.latencyMax.max, "ms"),
            ]
            let times = log.start.numbers
            let courses = [
                Course("Transactions in each interval", log.transactions.numbers, at: times, isClock: true),
                Course("Longest latency, ms", log.latencyMax.numbers, at: times, isClock: true),
            ]
            return (all.compactMap(\.self), courses, log.problems)
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
        _ name: StaticString, _ label: String, _ quantity: Quantity<Unit>, _ unit: String = ""
    ) -> Figure? {
        guard let value = quantity.value else { return nil }
        let sources = quantity.derivation.sources
        return Figure(
            name: name, label: label, value: value, unit: unit,
            line: sources.count == 1 ? sources.first?.line : nil)
    }

    private static func courses(_ lines: PgbenchProgress) -> [Course] {
        let isClock = lines.elapsed.numbers.isEmpty
        let times = isClock ? lines.time.numbers : lines.elapsed.numbers.map { $0 / 1_000 }
        return [
            Course("Transactions per second", lines.tps.numbers, at: times, isClock: isClock),
            Course("Mean latency, ms", lines.latency.numbers, at: times, isClock: isClock),
            Course("Failed transactions", lines.failed.numbers, at: times, isClock: isClock),
        ].filter { !$0.times.isEmpty && $0.values.contains { $0 != 0 } }
    }
}

extension InspectedRun.Course {
    /// Pairs numbers with times; where there are not as many, the numbers stand alone.
    fileprivate init(_ label: String, _ values: [Double], at times: [Double], isClock: Bool) {
        self.init(
            label: label, times: times.count == values.count ? times : [], isClock: isClock, values: values)
    }
}
