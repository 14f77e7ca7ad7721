public import Diagnostics
internal import Evidence
internal import Quantities

/// Where in a large log something stands, without the log's bytes.
public struct ServerLogPlace: Sendable, Hashable {
    public let line: Int
    /// The column of the first byte, from 1.
    public let column: Int
    /// The offsets of the bytes in the file on disk.
    public let bytes: Range<Int>

    init(_ span: SourceSpan) {
        line = span.line
        column = span.column
        bytes = span.rangeOnDisk
    }
}

/// What a server log holds, counted batch by batch, with the place of each figure.
public struct ServerLogSummary: Sendable {
    /// Entries that have something in common.
    public struct Tally: Sendable, Hashable {
        /// How many they are.
        public fileprivate(set) var count: Int
        /// The first of them in the file.
        public fileprivate(set) var first: ServerLogPlace
        /// The last of them in the file.
        public fileprivate(set) var last: ServerLogPlace
    }

    /// A figure of one entry.
    public struct Reading: Sendable, Hashable {
        /// Seconds since 1970 for a time, milliseconds for a duration.
        public let value: Double
        /// Where it stands.
        public let place: ServerLogPlace
    }

    /// The durations that entries begin with.
    public struct Durations: Sendable, Hashable {
        /// How many there are.
        public fileprivate(set) var count: Int
        /// Their sum in milliseconds.
        public fileprivate(set) var sum: Double
        /// The least, at its first place.
        public fileprivate(set) var least: Reading
        /// The greatest, at its first place.
        public fileprivate(set) var greatest: Reading
    }

    /// The path that the log was read by; empty before the first batch.
    public private(set) var path = ""
    /// The format of the log; nil before the first batch.
    public private(set) var destination: ServerLogDestination?
    /// The prefix of a plain log, given or found out.
    public private(set) var prefix: String?
    /// How many bytes were read.
    public private(set) var bytes = 0
    /// How many lines were read.
    public private(set) var lines = 0
    /// How many entries were read.
    public private(set) var entries = 0
    /// How many of them hold a plan that auto_explain wrote.
    public private(set) var plans = 0
    /// The earliest time.
    public private(set) var firstTime: Reading?
    /// The latest time.
    public private(set) var lastTime: Reading?
    /// The durations; nil where there are none.
    public private(set) var durations: Durations?
    /// Why some times are not known; see ``ServerLogFile/timeProblem``.
    public private(set) var timeProblem: Diagnostic?
    /// The first twenty lines to look at.
    public private(set) var warnings: [Diagnostic] = []

    private var bySeverity: [ServerLogSeverity: Tally] = [:]
    private var byState: [String: Tally] = [:]

    /// Begins an empty summary.
    public init() {}

    /// The entries of each severity that occurs, from DEBUG to PANIC.
    public var severities: [(severity: ServerLogSeverity, tally: Tally)] {
        ServerLogSeverity.allCases.compactMap { severity in bySeverity[severity].map { (severity, $0) } }
    }

    /// The entries of each SQLSTATE that occurs, sorted; empty where the log does not hold any.
    public var sqlStates: [(sqlState: String, tally: Tally)] {
        byState.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// Adds a batch of entries, or a whole log.
    public mutating func add(_ log: ServerLogFile) {
        path = log.file.path
        destination = log.destination
        prefix = log.prefix
        bytes += log.file.bytes.count
        lines += log.file.lineCount
        entries += log.records.records.count
        if timeProblem == nil { timeProblem = log.timeProblem }
        if warnings.count < LogScan.mostFindings { warnings += log.warnings }
        var batch = ServerLogBatch(log.records)
        batch.run()
        let records = log.records
        for (severity, run) in zip(ServerLogSeverity.allCases, batch.severities) {
            bySeverity[severity] = Self.joined(bySeverity[severity], run, records)
        }
        for (state, run) in zip(batch.states, batch.stateRuns) {
            byState[state] = Self.joined(byState[state], run, records)
        }
        plans += batch.plans
        if let earliest = reading(records, batch.earliest), earliest.value < firstTime?.value ?? .infinity {
            firstTime = earliest
        }
        if let latest = reading(records, batch.latest), latest.value > lastTime?.value ?? -.infinity {
            lastTime = latest
        }
        add(batch, records)
    }

    private mutating func add(_ batch: ServerLogBatch, _ records: ServerLogRecords) {
        guard let least = batch.least, let greatest = batch.greatest else { return }
        let low = Reading(value: least.value, place: ServerLogPlace(records.file.span(least.range)))
        let high = Reading(value: greatest.value, place: ServerLogPlace(records.file.span(greatest.range)))
        guard var all = durations else {
            durations = Durations(count: batch.durations, sum: batch.sum, least: low, greatest: high)
            return
        }
        all.count += batch.durations
        all.sum += batch.sum
        if low.value < all.least.value { all.least = low }
        if high.value > all.greatest.value { all.greatest = high }
        durations = all
    }

    private func reading(_ records: ServerLogRecords, _ index: Int?) -> Reading? {
        guard let index, let part = records.part(.time, of: index) else { return nil }
        return Reading(
            value: records.records[index].time, place: ServerLogPlace(records.file.span(part.range)))
    }

    private static func joined(
        _ tally: Tally?, _ run: ServerLogBatch.Run, _ records: ServerLogRecords
    ) -> Tally? {
        guard run.count > 0 else { return tally }
        let last = ServerLogPlace(records.span(of: run.last))
        guard var tally else {
            return Tally(count: run.count, first: ServerLogPlace(records.span(of: run.first)), last: last)
        }
        tally.count += run.count
        tally.last = last
        return tally
    }
}

/// Counts one batch by numbers of entries, so that places are looked up once a batch and not once an entry.
struct ServerLogBatch {
    struct Run {
        var count = 0
        var first = 0
        var last = 0

        mutating func add(_ index: Int) {
            if count == 0 { first = index }
            count += 1
            last = index
        }
    }

    private let log: ServerLogRecords
    private(set) var severities = [Run](repeating: Run(), count: ServerLogSeverity.allCases.count)
    private(set) var states: [String] = []
    private(set) var stateRuns: [Run] = []
    private(set) var earliest: Int?
    private(set) var latest: Int?
    private(set) var plans = 0
    private(set) var durations = 0
    private(set) var sum = 0.0
    private(set) var least: (value: Double, range: Range<Int>)?
    private(set) var greatest: (value: Double, range: Range<Int>)?

    private var stateNumbers: [UInt64: Int] = [:]
    private var lastState: (bits: UInt64, number: Int)?

    init(_ log: ServerLogRecords) { self.log = log }

    mutating func run() {
        for index in log.records.indices {
            let record = log.records[index]
            severities[record.severity.rank].add(index)
            if !record.time.isNaN {
                if earliest.map({ record.time < log.records[$0].time }) ?? true { earliest = index }
                if latest.map({ record.time > log.records[$0].time }) ?? true { latest = index }
            }
            addState(of: index)
            if let duration = log.duration(of: index) {
                add(duration.number.value, at: duration.range)
                if log.holdsPlan(index) { plans += 1 }
            }
        }
    }

    private mutating func add(_ duration: Double, at range: Range<Int>) {
        durations += 1
        sum += duration
        if duration < least?.value ?? .infinity { least = (duration, range) }
        if duration > greatest?.value ?? -.infinity { greatest = (duration, range) }
    }

    private mutating func addState(of index: Int) {
        let range = log.part(.sqlState, of: index)?.range
        guard range != nil || log.destination == .jsonlog else { return }
        var bits: UInt64 = 0
        if let range {
            for offset in range.prefix(8) { bits = bits << 8 | UInt64(log.file.bytes[offset]) }
        }
        if let lastState, lastState.bits == bits { return stateRuns[lastState.number].add(index) }
        let number: Int
        if let known = stateNumbers[bits] {
            number = known
        } else {
            number = states.count
            stateNumbers[bits] = number
            states.append(range.map(log.file.text) ?? successfulCompletion)
            stateRuns.append(Run())
        }
        lastState = (bits, number)
        stateRuns[number].add(index)
    }
}

extension ServerLogSeverity {
    /// The place among all severities.
    fileprivate var rank: Int {
        switch self {
        case .debug: 0
        case .info: 1
        case .notice: 2
        case .warning: 3
        case .log: 4
        case .error: 5
        case .fatal: 6
        case .panic: 7
        }
    }
}
