public import Diagnostics
public import Evidence
public import Quantities

/// The log of intervals that pgbench writes with `--log --aggregate-interval`.
///
/// A line is `start transactions`, then the sum, sum of squares, least and greatest of the latencies and of
/// the lags in microseconds, then `skipped retried retries serialization_failures deadlock_failures`
/// (PostgreSQL, "pgbench", Aggregated Logging). Up to version 14 a line ends after the latencies, the lags or
/// the skipped ones. With several threads there are several files, each with its own part of an interval.
public struct PgbenchIntervals: Sendable {
    private let file: SourceFile?
    private let rows: [[Range<Int>]]
    /// Why the log could not be read; empty where it was.
    public let problems: [Diagnostic]

    private enum Field: Int {
        case start, transactions, latencySum, latencySquares, latencyMin, latencyMax
        case lagSum, lagSquares, lagMin, lagMax, skipped, retried, retries, serialization, deadlock
    }

    /// Whether a file looks like a log of intervals; only its first line is looked at.
    public static func recognises(_ file: SourceFile) -> Bool {
        file.lineCount > 0 && intervalFields(file, file.textLine(1)) != nil
    }

    /// Reads the log through the current reader.
    public init(_ path: String) {
        var rows: [[Range<Int>]] = []
        var findings: [Diagnostic] = []
        var source: SourceFile?
        switch currentFile(path) {
        case .failure(let reason): findings = [reason]
        case .success(let file):
            source = file
            if !file.endsWithNewline { findings.append(file.cutLastLine()) }
            for line in 1...max(1, file.lineCount) where findings.count < 20 {
                let bounds = file.textLine(line)
                let fields = intervalFields(file, bounds)
                if let fields, fields.count == rows.first?.count ?? fields.count {
                    rows.append(fields)
                } else if findings.isEmpty || line < file.lineCount {
                    findings.append(Self.notAnInterval(file, bounds, expected: rows.first?.count))
                }
            }
            for finding in findings { EvidenceReader.current?.record(finding) }
        }
        file = source
        problems = findings
        self.rows = findings.isEmpty ? rows : []
    }

    /// When each interval began.
    public var start: Readings<Instant> { readings("interval", .start, scale: 1) }

    /// How many transactions ended in each interval; skipped and failed ones do not count.
    public var transactions: Readings<Count> { readings("transactions", .transactions, scale: 1) }

    /// The sum of the latencies in each interval.
    public var latencySum: Readings<Time> { readings("latency sum", .latencySum, scale: 0.001) }

    /// The least latency in each interval; an interval without transactions has none.
    public var latencyMin: Readings<Time> {
        readings("least latency", .latencyMin, scale: 0.001, ofTransactions: true)
    }

    /// The greatest latency in each interval; an interval without transactions has none.
    public var latencyMax: Readings<Time> {
        readings("greatest latency", .latencyMax, scale: 0.001, ofTransactions: true)
    }

    /// The mean latency of all transactions: the sum of the latencies over their number.
    public var latencyAverage: Quantity<Time> { latencySum.sum.per(transactions.sum) }

    /// The sum of the lags in each interval, with `--rate`.
    public var scheduleLagSum: Readings<Time> { readings("schedule lag sum", .lagSum, scale: 0.001) }

    /// The greatest lag in each interval, with `--rate`; an interval without transactions has none.
    public var scheduleLagMax: Readings<Time> {
        readings("greatest schedule lag", .lagMax, scale: 0.001, ofTransactions: true)
    }

    /// How many transactions were skipped in each interval, with `--rate` and `--latency-limit`.
    public var skipped: Readings<Count> { readings("skipped transactions", .skipped, scale: 1) }

    /// How many transactions were tried again in each interval, with `--max-tries`.
    public var retried: Readings<Count> { readings("retried transactions", .retried, scale: 1) }

    /// How often a transaction was tried again in each interval, with `--max-tries`.
    public var retries: Readings<Count> { readings("retries", .retries, scale: 1) }

    /// How many serialization failures there were in each interval, with `--failures-detailed`.
    ///
    /// Unknown where all are 0: pgbench writes 0 without that option too, whatever failed.
    public var serializationFailures: Readings<Count> { failures("serialization failures", .serialization) }

    /// How many deadlocks there were in each interval, with `--failures-detailed`.
    ///
    /// Unknown where no failure of either kind is written: pgbench writes 0 without that option too.
    public var deadlockFailures: Readings<Count> { failures("deadlock failures", .deadlock) }

    private func failures(_ label: String, _ field: Field) -> Readings<Count> {
        let all: [Readings<Count>] = [.serialization, .deadlock].map { readings(label, $0, scale: 1) }
        guard problems.isEmpty, let file, all.allSatisfy({ $0.numbers.allSatisfy { $0 == 0 } }) else {
            return readings(label, field, scale: 1)
        }
        return Readings(
            label: label,
            absent: [
                Diagnostic(
                    .pgbench(.noValue),
                    "The log tells no \(label): without --failures-detailed it holds zeros",
                    at: Place(path: file.path), help: "pgbench's summary counts all failures.")
            ])
    }

    /// The numbers of a column; what a version does not print is no number of any line.
    private func readings<Unit: UnitOfMeasure>(
        _ label: String, _ field: Field, scale: Double, ofTransactions: Bool = false
    ) -> Readings<Unit> {
        guard problems.isEmpty, let file else { return Readings(label: label, absent: problems) }
        var entries: [Readings<Unit>.Entry] = []
        file.bytes.withUnsafeBufferPointer { bytes in
            for (row, fields) in rows.enumerated() where field.rawValue < fields.count {
                if ofTransactions, wholeNumeral(in: bytes, fields[1])?.value == 0 { continue }
                guard let number = wholeNumeral(in: bytes, fields[field.rawValue]) else { continue }
                entries.append(
                    Readings<Unit>.Entry(
                        number: number.scaled(by: scale, isDiscrete: true),
                        range: CellRange(fields[field.rawValue]), row: row))
            }
        }
        return Readings(
            label: label, file: file, entries: entries, place: file.span(file.textLine(1)),
            rowCount: rows.count)
    }

    private static func notAnInterval(
        _ file: SourceFile, _ bounds: Range<Int>, expected count: Int?
    ) -> Diagnostic {
        Diagnostic(
            .pgbench(.interval), "The line is no interval of pgbench's log", at: file.span(bounds),
            expected: count.map { "\($0) whole numbers" }
                ?? "a time, a number of transactions, and the sum, squares, least and greatest of latencies",
            help: "A log written without --aggregate-interval holds transactions: use PgbenchLog.")
    }
}

/// The whole numbers of a line that is an interval; nil where it is none.
private func intervalFields(_ file: SourceFile, _ bounds: Range<Int>) -> [Range<Int>]? {
    var fields: [Range<Int>] = []
    var start = bounds.lowerBound
    while true {
        let end = file.offset(of: 0x20, in: start..<bounds.upperBound) ?? bounds.upperBound
        guard end > start, end - start <= 40,
            file.bytes[start..<end].allSatisfy({ digitValue($0) != nil })
        else { return nil }
        fields.append(start..<end)
        guard end < bounds.upperBound else { break }
        start = end + 1
    }
    // A time has nine digits or more, which no client's number has.
    guard [6, 10, 11, 15].contains(fields.count), fields[0].count >= 9 else { return nil }
    return fields
}
