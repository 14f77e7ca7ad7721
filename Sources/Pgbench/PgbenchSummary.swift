public import Diagnostics
public import Evidence
public import Quantities

/// What a run of pgbench printed at its end.
///
/// The lines that pgbench writes to stderr (`pgbench: …`, `progress: …`) may stand in the same file. A run
/// that clients left before its end is refused (`pgbench.aborted`): its results are incomplete.
public struct PgbenchSummary: Sendable {
    /// pgbench's version; printed from version 14 on.
    public let version: TextReading
    /// The script's name, or `multiple scripts`.
    public let transactionType: TextReading
    /// The protocol: `simple`, `extended` or `prepared`.
    public let queryMode: TextReading
    /// The scale of pgbench's own tables.
    public let scalingFactor: Quantity<Count>
    /// How many clients ran at once.
    public let clients: Quantity<Count>
    /// How many threads they shared.
    public let threads: Quantity<Count>
    /// How often a transaction is tried; printed from version 15 on.
    public let maxTries: Quantity<Count>
    /// How many transactions each client was asked for; printed with `--transactions`.
    public let transactionsPerClient: Quantity<Count>
    /// How long the run was asked to take; printed with `--time`.
    public let duration: Quantity<Time>
    /// How many transactions were processed; from version 15 on without those that failed.
    public let transactions: Quantity<Count>
    /// How many transactions failed; printed from version 15 on.
    public let failed: Quantity<Count>
    /// How many failed for a serialization error; printed with `--failures-detailed`.
    public let serializationFailures: Quantity<Count>
    /// How many failed for a deadlock; printed with `--failures-detailed`.
    public let deadlockFailures: Quantity<Count>
    /// How many were tried more than once; printed with `--max-tries`.
    public let retried: Quantity<Count>
    /// How often a transaction was tried again; printed with `--max-tries`.
    public let retries: Quantity<Count>
    /// How many transactions were skipped for being late; printed with `--rate` and `--latency-limit`.
    public let skipped: Quantity<Count>
    /// The limit of `--latency-limit`.
    public let latencyLimit: Quantity<Time>
    /// How many transactions took longer than the limit; printed with `--latency-limit`.
    public let aboveLatencyLimit: Quantity<Count>
    /// The mean latency; with `--rate` it counts from when a transaction was due.
    public let latencyAverage: Quantity<Time>
    /// The standard deviation of the latency; printed with `--rate`, `--progress` or `--latency-limit`.
    public let latencyStddev: Quantity<Time>
    /// How late transactions began on average; printed with `--rate`.
    public let scheduleLagAverage: Quantity<Time>
    /// How late a transaction began at most; printed with `--rate`.
    public let scheduleLagMax: Quantity<Time>
    /// The initial connection time, or with `--connect` the average of all connections.
    public let connectionTime: Quantity<Time>
    /// Transactions per second; before version 14 without the time that connecting took.
    public let tps: Quantity<Rate>
    /// The statements of a run of one script, in order; printed with `--report-per-command`.
    public let statements: [PgbenchStatement]
    /// The scripts of a run that has several, in order.
    public let scripts: [PgbenchScript]
    /// Why the summary could not be read; empty where it was.
    public let problems: [Diagnostic]

    /// Whether a file looks like the output of a run with its summary; only its first lines are looked at.
    public static func recognises(_ file: SourceFile) -> Bool {
        for line in 1...max(1, min(file.lineCount, 2_000)) {
            let bounds = file.textLine(line)
            if file.matches("pgbench (", at: bounds.lowerBound, before: bounds.upperBound)
                || file.matches("transaction type: ", at: bounds.lowerBound, before: bounds.upperBound)
            {
                return true
            }
            let isStderr = (["pgbench: ", "progress: ", "starting vacuum", "end."] as [StaticString])
                .contains { file.matches($0, at: bounds.lowerBound, before: bounds.upperBound) }
            guard isStderr || bounds.isEmpty else { return false }
        }
        return false
    }

    /// Reads the summary through the current reader.
    public init(_ path: String) {
        let loaded = currentFile(path)
        var scan: PgbenchSummaryScan?
        var problems: [Diagnostic] = []
        switch loaded {
        case .failure(let reason): problems = [reason]
        case .success(let file):
            var running = PgbenchSummaryScan(file)
            running.read()
            problems = running.findings
            for finding in problems { EvidenceReader.current?.record(finding) }
            scan = running
        }
        self.problems = problems
        let found = SummaryFields(
            section: problems.isEmpty ? scan?.run : nil, texts: problems.isEmpty ? scan?.texts ?? [:] : [:],
            problems: problems, path: EvidenceReader.current?.shownPath(path) ?? path)
        version = found.text("version")
        transactionType = found.text("transaction type")
        queryMode = found.text("query mode")
        scalingFactor = found.quantity(.scalingFactor)
        clients = found.quantity(.clients)
        threads = found.quantity(.threads)
        maxTries = found.quantity(.maxTries)
        transactionsPerClient = found.quantity(.perClient)
        duration = found.quantity(.duration)
        transactions = found.quantity(.transactions)
        failed = found.quantity(.failed)
        serializationFailures = found.quantity(.serializationFailures)
        deadlockFailures = found.quantity(.deadlockFailures)
        retried = found.quantity(.retried)
        retries = found.quantity(.retries)
        skipped = found.quantity(.skipped)
        latencyLimit = found.quantity(.latencyLimit)
        aboveLatencyLimit = found.quantity(.aboveLimit)
        latencyAverage = found.quantity(.latencyAverage)
        latencyStddev = found.quantity(.latencyStddev)
        scheduleLagAverage = found.quantity(.scheduleLagAverage)
        scheduleLagMax = found.quantity(.scheduleLagMax)
        connectionTime = found.quantity(.connectionTime)
        tps = found.quantity(.tps)
        statements = found.statements
        scripts = problems.isEmpty ? (scan?.scripts ?? []).compactMap(PgbenchScript.init) : []
    }
}

/// One script of a run of pgbench that has several.
public struct PgbenchScript: Sendable {
    /// The script's path, or the name of one of pgbench's own between `<` and `>`.
    public let name: TextReading
    /// How often it is chosen, in proportion to the others' weights.
    public let weight: Quantity<Count>
    /// How many of its transactions were processed; from version 15 on without those that failed.
    public let transactions: Quantity<Count>
    /// Its transactions per second.
    public let tps: Quantity<Rate>
    /// How many of its transactions failed; printed from version 15 on.
    public let failed: Quantity<Count>
    /// How many of its transactions were tried more than once; printed with `--max-tries`.
    public let retried: Quantity<Count>
    /// How often one of its transactions was tried again; printed with `--max-tries`.
    public let retries: Quantity<Count>
    /// How many of its transactions were skipped for being late; printed with `--latency-limit`.
    public let skipped: Quantity<Count>
    /// The mean latency; unknown where it ran no transaction.
    public let latencyAverage: Quantity<Time>
    /// The standard deviation of the latency; unknown where it ran no transaction.
    public let latencyStddev: Quantity<Time>
    /// Its statements, in order; printed with `--report-per-command`.
    public let statements: [PgbenchStatement]

    init?(_ script: PgbenchSummaryScan.Section) {
        guard let name = script.name else { return nil }
        let found = SummaryFields(section: script, texts: [:], problems: [], path: name.file.path)
        self.name = TextReading(name.text, at: name)
        weight = found.quantity(.weight)
        transactions = found.quantity(.transactions)
        tps = found.quantity(.tps)
        failed = found.quantity(.failed)
        retried = found.quantity(.retried)
        retries = found.quantity(.retries)
        skipped = found.quantity(.skipped)
        latencyAverage = found.quantity(.latencyAverage)
        latencyStddev = found.quantity(.latencyStddev)
        statements = found.statements
    }
}

private struct SummaryFields {
    let section: PgbenchSummaryScan.Section?
    let texts: [String: SourceSpan]
    let problems: [Diagnostic]
    let path: String

    var statements: [PgbenchStatement] { (section?.statements ?? []).map(PgbenchStatement.init) }

    func text(_ name: String) -> TextReading {
        texts[name].map { TextReading($0.text, at: $0) } ?? TextReading(absent: reasons(name))
    }

    /// A field that is not printed is no error of the capture: only a figure that needs it is unknown.
    func quantity<Unit: UnitOfMeasure>(_ field: PgbenchSummaryScan.Field) -> Quantity<Unit> {
        if let found = section?.fields[field] { return found.quantity() }
        return Quantity(state: .unknown(reasons(field.rawValue)), derivation: .missing(label: field.rawValue))
    }

    private func reasons(_ name: String) -> [Diagnostic] {
        guard problems.isEmpty else { return problems }
        return [
            Diagnostic(
                .pgbench(.noValue), "pgbench printed no \(name)", at: Place(path: path),
                help: "Some lines are printed only with --rate, --progress, --time or a later version.")
        ]
    }
}
