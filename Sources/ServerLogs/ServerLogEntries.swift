public import Diagnostics
public import Evidence
public import Quantities

/// Some entries of a server log, in the order of the file.
///
/// DETAIL, HINT, CONTEXT, STATEMENT and QUERY lines belong to the entry above them and do not count.
public struct ServerLogEntries: Sendable {
    private let log: ServerLogRecords?
    private let selection: [Int]
    private let conditions: [String]
    /// Why there are no entries to speak of; empty where there are.
    public let problems: [Diagnostic]

    init(log: ServerLogRecords?, problems: [Diagnostic]) {
        self.log = log
        self.problems = problems
        selection = Array(0..<(log?.records.count ?? 0))
        conditions = []
    }

    private init(
        _ entries: ServerLogEntries, _ condition: String, problems: [Diagnostic] = [],
        where holds: (ServerLogRecords, Int) -> Bool
    ) {
        let problems = entries.problems + problems
        log = entries.log
        self.problems = problems
        conditions = entries.conditions + [condition]
        selection =
            if let log = entries.log, problems.isEmpty {
                entries.selection.filter { holds(log, $0) }
            } else {
                []
            }
    }

    public func with(severity: ServerLogSeverity) -> ServerLogEntries {
        ServerLogEntries(self, "severity = \(severity.rawValue)") { log, index in
            log.records[index].severity == severity
        }
    }

    /// The entries with an SQLSTATE, such as `53300`; the prefix must hold `%e`.
    public func with(sqlState: String) -> ServerLogEntries {
        with("SQLSTATE", sqlState, .sqlState)
    }

    /// The entries of a user; the prefix must hold `%u`.
    public func with(user: String) -> ServerLogEntries { with("user", user, .user) }

    /// The entries of a database; the prefix must hold `%d`.
    public func with(database: String) -> ServerLogEntries { with("database", database, .database) }

    /// The entries of an application name; the prefix must hold `%a`.
    public func with(application: String) -> ServerLogEntries {
        with("application", application, .application)
    }

    public func with(messageContaining text: String) -> ServerLogEntries {
        let needle = Array(text.utf8)
        return ServerLogEntries(self, "message contains \(text)") { log, index in
            guard !needle.isEmpty, let part = log.part(.message, of: index) else { return needle.isEmpty }
            if log.file.offset(of: needle, in: part.range) != nil, part.form == .verbatim { return true }
            guard part.form != .verbatim else { return false }
            let message = log.view(of: part)
            return message.offset(of: needle, in: 0..<message.bytes.count) != nil
        }
    }

    /// The entries from one instant on and before another.
    public func from(_ start: Quantity<Instant>, to end: Quantity<Instant>) -> ServerLogEntries {
        guard let from = start.value, let to = end.value else {
            return ServerLogEntries(self, "in a window", problems: start.problems + end.problems) { _, _ in
                false
            }
        }
        let window =
            "\(Timestamp(secondsSinceEpoch: from).text) ≤ time < \(Timestamp(secondsSinceEpoch: to).text)"
        return ServerLogEntries(self, window) { log, index in
            log.time(of: index).map { $0.value >= from && $0.value < to } ?? false
        }
    }

    private func with(_ name: String, _ text: String, _ field: ServerLogField) -> ServerLogEntries {
        ServerLogEntries(self, "\(name) = \(text)", problems: missing(field).map { [$0] } ?? []) {
            log,
            index in
            guard let part = log.part(field, of: index) else {
                return text.isEmpty
                    || (field == .sqlState && log.destination == .jsonlog && text == successfulCompletion)
            }
            if part.form == .verbatim { return log.file.bytes[part.range].elementsEqual(text.utf8) }
            return log.text(of: part) == text
        }
    }

    /// Why nothing can be said of a field: the log's prefix has it not, so that a count would be a false 0.
    private func missing(_ field: ServerLogField) -> Diagnostic? {
        guard let log, let prefix = log.prefix, !prefix.holds(field),
            !log.parts.contains(where: { $0.field == field })
        else { return nil }
        let escape =
            switch field {
            case .user: "%u"
            case .database: "%d"
            case .application: "%a"
            default: "%e"
            }
        return Diagnostic(
            .serverLog(.noField), "The log_line_prefix “\(prefix.written)” has no \(escape)",
            at: Place(path: log.file.path),
            help: "Capture with \(escape) in log_line_prefix, or csvlog or jsonlog.")
    }

    /// How many entries there are, with the first and the last.
    public var count: Quantity<Count> {
        guard problems.isEmpty, let log else {
            return Quantity(state: .unknown(problems), derivation: .missing(label: label("log entries")))
        }
        let ends = [selection.first, selection.count > 1 ? selection.last : nil].compactMap { $0 }
        return Quantity(
            Double(selection.count),
            derivation: .aggregate(
                name: "count", label: label("log entries"), count: selection.count,
                at: ends.isEmpty
                    ? [log.file.span(log.file.contentStart..<log.file.bytes.count)]
                    : ends.map { log.span(of: $0) }))
    }

    /// The times of the entries, where the prefix holds `%m`, `%t` or `%n`.
    public var times: Readings<Instant> {
        readings("time") { log, index in
            guard let time = log.time(of: index), let part = log.part(.time, of: index) else { return nil }
            return (time, part.range)
        }
    }

    /// The durations that `log_min_duration_statement` and auto_explain write: `duration: 3579.035 ms`.
    public var durations: Readings<Time> {
        readings("duration") { log, index in
            log.duration(of: index).map { ($0.number.scaled(by: 1, isDiscrete: false), $0.range) }
        }
    }

    /// Every entry.
    public var all: [ServerLogEntry] {
        log.map { log in selection.map { ServerLogEntry(log, $0) } } ?? []
    }

    /// The entry that stands first in the file; absent where there is none.
    public var first: ServerLogEntry { entry(selection.first) }

    /// The entry that stands last in the file; absent where there is none.
    public var last: ServerLogEntry { entry(selection.last) }

    private func entry(_ index: Int?) -> ServerLogEntry {
        if let log, let index { return ServerLogEntry(log, index) }
        let place = log.map { Place(path: $0.file.path) }
        let none = Diagnostic(.serverLog(.noEntry), "There are no \(label("log entries"))", at: place)
        return ServerLogEntry(absent: problems.isEmpty ? [none] : problems)
    }

    private func label(_ name: String) -> String {
        conditions.isEmpty ? name : "\(name) where \(conditions.joined(separator: " and "))"
    }

    private func readings<Unit: UnitOfMeasure>(
        _ name: String, _ value: (ServerLogRecords, Int) -> (BoundedValue, Range<Int>)?
    ) -> Readings<Unit> {
        guard problems.isEmpty, let log else { return Readings(label: label(name), absent: problems) }
        var entries: [Readings<Unit>.Entry] = []
        for (position, index) in selection.enumerated() {
            guard let (number, range) = value(log, index) else { continue }
            entries.append(Readings<Unit>.Entry(number: number, range: CellRange(range), row: position))
        }
        return Readings(
            label: label(name), file: log.file, entries: entries, place: log.file.span(log.file.textLine(1)),
            rowCount: selection.count)
    }
}
