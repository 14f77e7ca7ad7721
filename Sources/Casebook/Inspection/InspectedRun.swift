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

    /// Recognises pgbench's output by its first lines; nil where it is none.
    init?(_ file: SourceFile) {
        var hasProgress = false
        for number in 1...max(1, min(file.lineCount, 2_000)) {
            let line = file.bytes[file.line(number)]
            if line.starts(with: "pgbench (".utf8) {
                self = .summary
                return
            }
            if line.starts(with: "progress: ".utf8) {
                hasProgress = true
            } else if !hasProgress, number > 20 {
                break
            }
        }
        if hasProgress {
            self = .progress
        } else if Self.isTransaction(file.bytes[file.line(1)]) {
            self = .transactions
        } else {
            return nil
        }
    }

    /// Whether a line is six whole numbers or more: client, transaction, latency, script, seconds, microseconds.
    private static func isTransaction(_ line: ArraySlice<UInt8>) -> Bool {
        let fields = line.split(separator: 0x20, omittingEmptySubsequences: false)
        guard (6...9).contains(fields.count) else { return false }
        return fields.enumerated().allSatisfy { index, field in
            !field.isEmpty
                && (field.allSatisfy { (0x30...0x39).contains($0) }
                    || (index == 2
                        && (field.elementsEqual("skipped".utf8) || field.elementsEqual("failed".utf8))))
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
        }
    }

    private static func summary(_ run: PgbenchSummary) -> [Figure] {
        let all: [Figure?] = [
            figure("clients", "clients", run.clients), figure("threads", "threads", run.threads),
            figure("duration", "duration", run.duration, "ms"),
            figure("transactions", "transactions", run.transactions),
            figure("failed", "failed", run.failed), figure("skipped", "skipped", run.skipped),
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
