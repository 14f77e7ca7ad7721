public import Diagnostics
public import Quantities

/// The log of single transactions that pgbench writes with `--log`.
///
/// Its lines are `client transaction latency script epoch microseconds [lag [retries]]`, times in
/// microseconds (PostgreSQL, "pgbench", Per-Transaction Logging). Several clients' files may have been
/// joined: nothing relies on the order of the lines.
public struct PgbenchLog: Sendable {
    private let transactions: PgbenchTransactions?
    private let selection: [Int]
    private let condition: String?
    /// Why the log could not be read; empty where it was.
    public let problems: [Diagnostic]

    /// Reads the log through the current reader.
    public init(_ path: String) {
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
            selection = Array(found.lines.indices)
            problems = []
        case .failure(let findings):
            transactions = nil
            selection = []
            problems = findings.all
        }
    }

    private init(_ log: PgbenchLog, selection: [Int], condition: String, problems: [Diagnostic] = []) {
        transactions = log.transactions
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
            },
            condition: window
        )
    }

    /// How long each transaction took; skipped and failed ones have no latency.
    public var latency: Readings<Time> {
        readings("latency") { line in
            line.outcome == .completed ? (Numeral.microseconds(line.latency), line.latencyRange) : nil
        }
    }

    /// How late each transaction began, with `--rate`.
    public var scheduleLag: Readings<Time> {
        readings("schedule lag") { line in line.lagRange.map { (Numeral.microseconds(line.lag), $0) } }
    }

    /// When each transaction completed, failed and skipped ones too.
    public var completed: Readings<Instant> {
        readings("completed") { line in
            (
                BoundedValue(
                    value: line.completed,
                    lower: line.completed - 5e-7,
                    upper: line.completed + 5e-7
                ),
                line.completedRange
            )
        }
    }

    /// How many transactions completed.
    public var count: Quantity<Count> { count(of: .completed, "transactions") }

    /// How many transactions were skipped for being late.
    public var skipped: Quantity<Count> { count(of: .skipped, "skipped transactions") }

    /// How many transactions failed.
    public var failed: Quantity<Count> { count(of: .failed, "failed transactions") }

    private func label(_ name: String) -> String { condition.map { "\(name) where \($0)" } ?? name }

    private func count(of outcome: PgbenchTransactions.Outcome, _ name: String) -> Quantity<Count> {
        guard problems.isEmpty, let transactions else {
            return Quantity(state: .unknown(problems), derivation: .missing(label: label(name)))
        }
        let found = selection.filter { transactions.lines[$0].outcome == outcome }
        let places = [found.first, found.count > 1 ? found.last : nil].compactMap { $0 }
        let file = transactions.file
        return Quantity(
            Double(found.count),
            derivation: .aggregate(
                name: "count",
                label: label(name),
                count: found.count,
                at: places.isEmpty
                    ? [file.span(file.textLine(1))]
                    : places.map { file.span(file.line(file.lineNumber(at: transactions.lines[$0].start))) }
            )
        )
    }

    private func readings<Unit: UnitOfMeasure>(
        _ name: String,
        _ value: (PgbenchTransactions.Line) -> (BoundedValue, Range<Int>)?
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
            label: label(name),
            file: transactions.file,
            entries: entries,
            place: transactions.file.span(transactions.file.textLine(1)),
            rowCount: selection.count
        )
    }
}

extension Numeral {
    /// A whole number of microseconds, in milliseconds.
    static func microseconds(_ value: Int) -> BoundedValue {
        Numeral(value: Double(value), halfStep: 0.5, isWhole: true).scaled(by: 0.001, isDiscrete: false)
    }
}
