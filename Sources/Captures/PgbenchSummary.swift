public import Diagnostics
public import Quantities

/// What a run of pgbench printed at its end.
///
/// The lines that pgbench writes to stderr (`pgbench: …`, `progress: …`) may stand in the same file.
public struct PgbenchSummary: Sendable {
    /// How many clients ran at once.
    public let clients: Quantity<Count>
    /// How many threads they shared.
    public let threads: Quantity<Count>
    /// How many transactions were processed.
    public let transactions: Quantity<Count>
    /// How many transactions failed; printed from version 15 on.
    public let failed: Quantity<Count>
    /// How many transactions were skipped for being late; printed with `--latency-limit`.
    public let skipped: Quantity<Count>
    /// How long the run was asked to take; printed with `--time`.
    public let duration: Quantity<Time>
    /// The mean latency; with `--rate` it counts from when a transaction was due.
    public let latencyAverage: Quantity<Time>
    /// The standard deviation of the latency; printed with `--rate`, `--progress` or `--log`.
    public let latencyStddev: Quantity<Time>
    /// How late transactions began on average; printed with `--rate`.
    public let scheduleLagAverage: Quantity<Time>
    /// How late a transaction began at most; printed with `--rate`.
    public let scheduleLagMax: Quantity<Time>
    /// The initial connection time, or with `--connect` the average of all connections.
    public let connectionTime: Quantity<Time>
    /// Transactions per second.
    public let tps: Quantity<Rate>
    /// The scripts of a run that has several, in order.
    public let scripts: [PgbenchScript]
    /// Why the summary could not be read; empty where it was.
    public let problems: [Diagnostic]

    /// Reads the summary through the current reader.
    public init(_ path: String) {
        let loaded = currentFile(path)
        var scan: PgbenchSummaryScan?
        var problems: [Diagnostic] = []
        switch loaded {
        case .failure(let reason): problems = [reason]
        case .success(let file):
            var running = PgbenchSummaryScan(file)
            running.run()
            problems = running.findings
            for finding in problems { EvidenceReader.current?.record(finding) }
            scan = running
        }
        self.problems = problems
        let found = SummaryFields(
            fields: problems.isEmpty ? scan?.fields ?? [:] : [:],
            problems: problems,
            path: EvidenceReader.current?.shownPath(path) ?? path
        )
        clients = found.quantity(.clients)
        threads = found.quantity(.threads)
        transactions = found.quantity(.transactions)
        failed = found.quantity(.failed)
        skipped = found.quantity(.skipped)
        duration = found.quantity(.duration)
        latencyAverage = found.quantity(.latencyAverage)
        latencyStddev = found.quantity(.latencyStddev)
        scheduleLagAverage = found.quantity(.scheduleLagAverage)
        scheduleLagMax = found.quantity(.scheduleLagMax)
        connectionTime = found.quantity(.connectionTime)
        tps = found.quantity(.tps)
        scripts = problems.isEmpty ? (scan?.scripts ?? []).map(PgbenchScript.init) : []
    }
}

/// One script of a run of pgbench that has several.
public struct PgbenchScript: Sendable {
    /// The script's path.
    public let name: TextReading
    /// How many of its transactions were processed.
    public let transactions: Quantity<Count>
    /// Its transactions per second.
    public let tps: Quantity<Rate>
    /// The mean latency; unknown where it ran no transaction.
    public let latencyAverage: Quantity<Time>
    /// The standard deviation of the latency; unknown where it ran no transaction.
    public let latencyStddev: Quantity<Time>

    init(_ script: PgbenchSummaryScan.Script) {
        let found = SummaryFields(fields: script.fields, problems: [], path: script.name.file.path)
        name = TextReading(script.name.text, at: script.name)
        transactions = found.quantity(.transactions)
        tps = found.quantity(.tps)
        latencyAverage = found.quantity(.latencyAverage)
        latencyStddev = found.quantity(.latencyStddev)
    }
}

private struct SummaryFields {
    let fields: [PgbenchSummaryScan.Field: PrintedField]
    let problems: [Diagnostic]
    let path: String

    /// A field that is not printed is no error of the capture: only a figure that needs it is unknown.
    func quantity<Unit: UnitOfMeasure>(_ field: PgbenchSummaryScan.Field) -> Quantity<Unit> {
        if let found = fields[field] { return found.quantity() }
        let reasons =
            problems.isEmpty
            ? [
                Diagnostic(
                    "pgbench.no-value",
                    "pgbench printed no \(field.rawValue)",
                    at: Place(path: path),
                    help: "Some lines are printed only with --rate, --progress, --time or a later version."
                )
            ] : problems
        return Quantity(state: .unknown(reasons), derivation: .missing(label: field.rawValue))
    }
}
