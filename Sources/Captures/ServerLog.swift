public import Diagnostics
public import Quantities

/// How severe an entry of the server log is.
public enum ServerLogSeverity: String, Sendable, Hashable, CaseIterable {
    /// For developers: DEBUG1 to DEBUG5.
    case debug = "DEBUG"
    /// Asked for by a user.
    case info = "INFO"
    /// May be helpful to a user.
    case notice = "NOTICE"
    /// Warns of a likely problem.
    case warning = "WARNING"
    /// For administrators: slow statements, checkpoints, connections.
    case log = "LOG"
    /// Ended a command.
    case error = "ERROR"
    /// Ended a session, or refused it.
    case fatal = "FATAL"
    /// Ended every session.
    case panic = "PANIC"
}

/// A server log in PostgreSQL's plain format, `log_destination = stderr`.
public struct ServerLog: Sendable {
    /// Every entry, in the order of the file.
    public let entries: ServerLogEntries

    /// Reads the log through the current reader.
    ///
    /// `prefix` is the server's `log_line_prefix`. `zone` is the server's `log_timezone` where the log
    /// shows it by an abbreviation other than UTC and GMT.
    public init(_ path: String, prefix: String, zone: TimeZoneOffset? = nil) {
        var found: ServerLogLines?
        var problems: [Diagnostic] = []
        switch currentFile(path) {
        case .failure(let reason): problems = [reason]
        case .success(let file):
            do throws(Diagnostics) {
                let compiled: LogLinePrefix
                do throws(Diagnostic) {
                    compiled = try LogLinePrefix(prefix)
                } catch {
                    throw Diagnostics(error)
                }
                let parsed = try parseServerLog(in: file, prefix: compiled, zone: zone)
                found = parsed.lines
                for warning in parsed.warnings { EvidenceReader.current?.record(warning) }
            } catch {
                problems = error.all
                for finding in problems { EvidenceReader.current?.record(finding) }
            }
        }
        entries = ServerLogEntries(lines: found, problems: problems)
    }
}

/// Some entries of a server log, in the order of the file.
///
/// DETAIL, HINT, CONTEXT, STATEMENT and QUERY lines belong to the entry above them and do not count.
public struct ServerLogEntries: Sendable {
    private let lines: ServerLogLines?
    private let selection: [Int]
    private let conditions: [String]
    /// Why there are no entries to speak of; empty where there are.
    public let problems: [Diagnostic]

    init(lines: ServerLogLines?, problems: [Diagnostic]) {
        self.lines = lines
        self.problems = problems
        selection = Array(0..<(lines?.entries.count ?? 0))
        conditions = []
    }

    private init(
        _ entries: ServerLogEntries,
        _ condition: String,
        problems: [Diagnostic] = [],
        where holds: (ServerLogLines, ServerLogLines.Entry) -> Bool
    ) {
        let problems = entries.problems + problems
        lines = entries.lines
        self.problems = problems
        conditions = entries.conditions + [condition]
        selection =
            if let lines = entries.lines, problems.isEmpty {
                entries.selection.filter { holds(lines, lines.entries[$0]) }
            } else {
                []
            }
    }

    /// The entries of a severity.
    public func with(severity: ServerLogSeverity) -> ServerLogEntries {
        ServerLogEntries(self, "severity = \(severity.rawValue)") { _, entry in
            entry.parts.severity == severity
        }
    }

    /// The entries with an SQLSTATE, such as `53300`; the prefix must hold `%e`.
    public func with(sqlState: String) -> ServerLogEntries {
        with("SQLSTATE", sqlState, \.sqlState)
    }

    /// The entries of a user; the prefix must hold `%u`.
    public func with(user: String) -> ServerLogEntries { with("user", user, \.user) }

    /// The entries of a database; the prefix must hold `%d`.
    public func with(database: String) -> ServerLogEntries { with("database", database, \.database) }

    /// The entries of an application name; the prefix must hold `%a`.
    public func with(application: String) -> ServerLogEntries {
        with("application", application, \.application)
    }

    /// The entries whose message contains a text.
    public func with(messageContaining text: String) -> ServerLogEntries {
        let needle = Array(text.utf8)
        return ServerLogEntries(self, "message contains \(text)") { lines, entry in
            needle.isEmpty || lines.file.offset(of: needle, in: entry.message) != nil
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
        return ServerLogEntries(self, window) { _, entry in
            entry.parts.time.map { $0.value >= from && $0.value < to } ?? false
        }
    }

    private func with(
        _ name: String,
        _ text: String,
        _ field: KeyPath<ServerLogLines.Fields, Range<Int>>
    ) -> ServerLogEntries {
        ServerLogEntries(self, "\(name) = \(text)") { lines, entry in
            lines.file.bytes[entry.parts[keyPath: field]].elementsEqual(text.utf8)
        }
    }

    /// How many entries there are, with the first and the last.
    public var count: Quantity<Count> {
        guard problems.isEmpty, let lines else {
            return Quantity(state: .unknown(problems), derivation: .missing(label: label("log entries")))
        }
        let ends = [selection.first, selection.count > 1 ? selection.last : nil].compactMap { $0 }
        return Quantity(
            Double(selection.count),
            derivation: .aggregate(
                name: "count",
                label: label("log entries"),
                count: selection.count,
                at: ends.isEmpty
                    ? [lines.file.span(lines.file.contentStart..<lines.file.bytes.count)]
                    : ends.map { lines.span(of: $0) }
            )
        )
    }

    /// The times of the entries, where the prefix holds `%m`, `%t` or `%n`.
    public var times: Readings<Instant> {
        readings("time") { entry in
            entry.parts.time.map { ($0, entry.parts.timeRange) }
        }
    }

    /// The durations that `log_min_duration_statement` and auto_explain write: `duration: 3579.035 ms`.
    public var durations: Readings<Time> {
        readings("duration") { [lines] entry in
            guard let file = lines?.file,
                file.matches("duration: ", at: entry.message.lowerBound, before: entry.message.upperBound)
            else { return nil }
            let range = numeralRange(
                file,
                at: entry.message.lowerBound + 10,
                before: entry.message.upperBound
            )
            guard file.matches(" ms", at: range.upperBound, before: entry.message.upperBound),
                let number = file.bytes.withUnsafeBufferPointer({ wholeNumeral(in: $0, range) })
            else { return nil }
            return (number.scaled(by: 1, isDiscrete: false), range)
        }
    }

    /// Every entry.
    public var all: [ServerLogEntry] {
        lines.map { lines in selection.map { ServerLogEntry(lines, $0) } } ?? []
    }

    /// The entry that stands first in the file; absent where there is none.
    public var first: ServerLogEntry { entry(selection.first) }

    /// The entry that stands last in the file; absent where there is none.
    public var last: ServerLogEntry { entry(selection.last) }

    private func entry(_ index: Int?) -> ServerLogEntry {
        if let lines, let index { return ServerLogEntry(lines, index) }
        let place = lines.map { Place(path: $0.file.path) }
        let none = Diagnostic("server-log.no-entry", "There are no \(label("log entries"))", at: place)
        return ServerLogEntry(absent: problems.isEmpty ? [none] : problems)
    }

    private func label(_ name: String) -> String {
        conditions.isEmpty ? name : "\(name) where \(conditions.joined(separator: " and "))"
    }

    private func readings<Unit: UnitOfMeasure>(
        _ name: String,
        _ value: (ServerLogLines.Entry) -> (BoundedValue, Range<Int>)?
    ) -> Readings<Unit> {
        guard problems.isEmpty, let lines else { return Readings(label: label(name), absent: problems) }
        var entries: [Readings<Unit>.Entry] = []
        for (position, index) in selection.enumerated() {
            guard let (number, range) = value(lines.entries[index]) else { continue }
            entries.append(Readings<Unit>.Entry(number: number, range: CellRange(range), row: position))
        }
        return Readings(
            label: label(name),
            file: lines.file,
            entries: entries,
            place: lines.file.span(lines.file.textLine(1)),
            rowCount: selection.count
        )
    }
}
