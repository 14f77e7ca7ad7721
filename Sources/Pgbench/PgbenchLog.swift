public import Diagnostics
public import Evidence
public import Quantities

/// The log of single transactions that pgbench writes with `--log`.
///
/// Its lines are `client transaction latency script epoch microseconds [lag] [retries]`, times in
/// microseconds (PostgreSQL, "pgbench", Per-Transaction Logging). Several clients' files may have been
/// joined: nothing relies on the order of the lines. With `--sampling-rate` a log holds a part of the
/// transactions, and does not tell which part.
public struct PgbenchLog: Sendable {
    /// What a column after the sixth holds.
    public enum FurtherColumn: String, Sendable, Hashable {
        /// How late the transaction began, with `--rate`.
        case scheduleLag = "schedule lag"
        /// How often it was tried again, with `--max-tries`.
        case retries
    }

    private let transactions: PgbenchTransactions?
    private let seventhColumn: FurtherColumn?
    private let selection: [Int]
    private let condition: String?
    /// Why the log could not be read; empty where it was.
    public let problems: [Diagnostic]

    /// Whether a file looks like a log of transactions; only its first line is looked at.
    public static func recognises(_ file: SourceFile) -> Bool {
        file.lineCount > 0 && isPgbenchTransaction(file, file.textLine(1))
    }

    /// Reads the log through the current reader.
    ///
    /// A log does not tell what a seventh column of seven holds: it is the lag of a run with `--rate`, or the
    /// retries of one with `--max-tries`. Where the numbers do not tell either, it must be said here.
    public init(_ path: String, seventhColumn: FurtherColumn? = nil) {
        condition = nil
        let result: Result<PgbenchTransactions, Diagnostics> = currentFile(path).mapError { Diagnostics($0) }
            .flatMap { file in
                do throws(Diagnostics) {
                    return .success(try parsePgbenchLog(in: file))
                } catch {
                    for finding in error.all { EvidenceReader.current?.record(finding) }
                    return .failure(error)
                }
            }
        switch result {
        case .success(let found):
            transactions = found
            self.seventhColumn = seventhColumn ?? found.deducedColumn
            selection = Array(found.lines.indices)
            problems = []
        case .failure(let findings):
            transactions = nil
            self.seventhColumn = seventhColumn
            selection = []
            problems = findings.all
        }
    }

    private init(_ log: PgbenchLog, selection: [Int], condition: String, problems: [Diagnostic] = []) {
        transactions = log.transactions
        seventhColumn = log.seventhColumn
        self.selection = selection
        self.condition = log.condition.map { "\($0) and \(condition)" } ?? condition
        self.problems = log.problems + problems
    }

    /// The transactions that completed from one instant on and before another.
    public func transactions(from start: Quantity<Instant>, to end: Quantity<Instant>) -> PgbenchLog {
        let unknown = start.problems + end.problems
        guard let from = start.value, let to = end.value, unknown.isEmpty, let transactions else {
            return PgbenchLog(self, selection: [], condition: "in a window", problems: unknown)
        }
        let window =
            "\(Timestamp(secondsSinceEpoch: from).text) ≤ completed < \(Timestamp(secondsSinceEpoch: to).text)"
        return PgbenchLog(
            self,
            selection: selection.filter {
                let completed = transactions.lines[$0].completed
                return completed >= from && completed < to
            }, condition: window)
    }

    /// The transactions of a script, counted from 0 in the order in which they were given.
    public func transactions(ofScript script: Int) -> PgbenchLog {
        PgbenchLog(
            self, selection: selection.filter { transactions?.lines[$0].script == script },
            condition: "script = \(script)")
    }

    /// How long each transaction took; skipped and failed ones have no latency.
    public var latency: Readings<Time> {
        readings("latency") { line in
            line.outcome == .completed ? (Numeral.microseconds(line.latency), line.latencyRange) : nil
        }
    }

    /// How late each transaction began, with `--rate`; skipped and failed ones have no lag.
    public var scheduleLag: Readings<Time> {
        further("schedule lag", .scheduleLag) { line, number, range in
            line.outcome == .completed ? (Numeral.microseconds(number), range) : nil
        }
    }

    /// How often each transaction was tried again, with `--max-tries`; failed ones too.
    public var retries: Readings<Count> {
        further("retries", .retries) { line, number, range in
            let value = Double(number)
            return line.outcome == .skipped
                ? nil : (BoundedValue(value: value, lower: value, upper: value), range)
        }
    }

    /// When each transaction completed, failed and skipped ones too.
    public var completed: Readings<Instant> {
        readings("completed") { line in
            (
                BoundedValue(
                    value: line.completed, lower: line.completed - 5e-7, upper: line.completed + 5e-7),
                line.completedRange
            )
        }
    }

    /// How many transactions completed.
    public var count: Quantity<Count> { count("transactions") { $0 == .completed } }

    /// How many transactions were skipped for being late.
    public var skipped: Quantity<Count> { count("skipped transactions") { $0 == .skipped } }

    /// How many transactions failed, for whatever reason.
    public var failed: Quantity<Count> {
        count("failed transactions") { $0 != .completed && $0 != .skipped }
    }

    /// How many transactions failed for a serialization error; told apart with `--failures-detailed`.
    public var serializationFailures: Quantity<Count> {
        count("serialization failures") { $0 == .serializationFailure }
    }

    /// How many transactions failed for a deadlock; told apart with `--failures-detailed`.
    public var deadlockFailures: Quantity<Count> {
        count("deadlock failures") { $0 == .deadlockFailure }
    }

    private func label(_ name: String) -> String { condition.map { "\(name) where \($0)" } ?? name }

    private func count(_ name: String, _ counts: (PgbenchTransactions.Outcome) -> Bool) -> Quantity<Count> {
        guard problems.isEmpty, let transactions else {
            return Quantity(state: .unknown(problems), derivation: .missing(label: label(name)))
        }
        let found = selection.filter { counts(transactions.lines[$0].outcome) }
        let places = [found.first, found.count > 1 ? found.last : nil].compactMap { $0 }
        let file = transactions.file
        return Quantity(
            Double(found.count),
            derivation: .aggregate(
                name: "count", label: label(name), count: found.count,
                at: places.isEmpty
                    ? [file.span(file.textLine(1))]
                    : places.map { file.span(file.line(file.lineNumber(at: transactions.lines[$0].start))) }))
    }

    /// The numbers of a column after the sixth; unknown where it cannot be told which one it is.
    private func further<Unit: UnitOfMeasure>(
        _ name: String, _ column: FurtherColumn,
        _ value: (PgbenchTransactions.Line, Int, Range<Int>) -> (BoundedValue, Range<Int>)?
    ) -> Readings<Unit> {
        guard problems.isEmpty, let transactions else {
            return Readings(label: label(name), absent: problems)
        }
        switch transactions.furtherColumns {
        case 1 where seventhColumn == nil:
            return Readings(label: label(name), absent: [ambiguous(transactions)])
        case 1 where seventhColumn == column, 2 where column == .scheduleLag:
            return readings(name) { value($0, $0.further.first, $0.furtherRanges.first) }
        case 2: return readings(name) { value($0, $0.further.second, $0.furtherRanges.second) }
        default: return readings(name) { _ in nil }
        }
    }

    private func ambiguous(_ transactions: PgbenchTransactions) -> Diagnostic {
        let range = transactions.lines.first?.furtherRanges.first ?? 0..<0
        return Diagnostic(
            .pgbench(.ambiguousColumn),
            "The seventh column is the lag of a run with --rate, or the retries of one with --max-tries",
            at: transactions.file.span(range),
            help: "Say which: PgbenchLog(…, seventhColumn: .scheduleLag), or .retries.")
    }

    private func readings<Unit: UnitOfMeasure>(
        _ name: String, _ value: (PgbenchTransactions.Line) -> (BoundedValue, Range<Int>)?
    ) -> Readings<Unit> {
        guard problems.isEmpty, let transactions else {
            return Readings(label: label(name), absent: problems)
        }
        var entries: [Readings<Unit>.Entry] = []
        entries.reserveCapacity(selection.count)
        for (position, index) in selection.enumerated() {
            guard let (number, range) = value(transactions.lines[index]) else { continue }
            entries.append(Readings<Unit>.Entry(number: number, range: CellRange(range), row: position))
        }
        return Readings(
            label: label(name), file: transactions.file, entries: entries,
            place: transactions.file.span(transactions.file.textLine(1)), rowCount: selection.count)
    }
}

extension Numeral {
    /// A whole number of microseconds, in milliseconds.
    static func microseconds(_ value: Int) -> BoundedValue {
        Numeral(value: Double(value), scale: 0).scaled(by: 0.001, isDiscrete: false)
    }
}
