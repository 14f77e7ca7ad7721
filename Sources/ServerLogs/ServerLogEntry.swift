public import Diagnostics
public import Evidence
public import Quantities

/// One entry of a server log, or the lack of one.
public struct ServerLogEntry: Sendable {
    private let log: ServerLogRecords?
    private let index: Int
    /// Why there is no entry; empty where there is.
    public let problems: [Diagnostic]

    init(_ log: ServerLogRecords, _ index: Int) {
        self.log = log
        self.index = index
        problems = []
    }

    init(absent problems: [Diagnostic]) {
        log = nil
        index = 0
        self.problems = problems
    }

    /// When it was written; the server cuts the time at the last printed digit.
    public var time: Quantity<Instant> {
        guard let log, let time = log.time(of: index), let part = log.part(.time, of: index) else {
            return Quantity(state: .unknown(reasons("%m")), derivation: .missing(label: "log time"))
        }
        return Quantity(
            time.value, within: time.interval,
            derivation: .reading(label: "log time", at: log.file.span(part.range)))
    }

    /// When it was written, in seconds since 1970-01-01T00:00:00Z, without its place; quicker than ``time``.
    public var secondsSinceEpoch: Double? { log?.time(of: index)?.value }

    /// How severe it is, or nil where the entry is absent.
    public var severity: ServerLogSeverity? { log?.records[index].severity }

    /// The number of the server process, or nil where it is not known.
    public var process: Int? {
        guard let log, log.records[index].process != 0 else { return nil }
        return Int(log.records[index].process)
    }

    /// The user; empty for processes without a session.
    public var user: TextReading { text(.user) }

    /// The database; empty for processes without a session.
    public var database: TextReading { text(.database) }

    /// The application's name, which its client chose.
    public var application: TextReading { text(.application) }

    /// The session: when its process began and which it was, in hexadecimal.
    public var sessionID: TextReading { text(.sessionID) }

    /// The query identifier, as pg_stat_statements has it; `0` where there is none.
    public var queryID: TextReading { text(.queryID) }

    /// The kind of the process, such as `client backend`.
    public var backendType: TextReading { text(.backendType) }

    /// The SQLSTATE, such as `53300`.
    ///
    /// jsonlog leaves out `00000`, which is read as such where the entry begins.
    public var sqlState: TextReading {
        guard let log, log.destination == .jsonlog, log.part(.sqlState, of: index) == nil else {
            return text(.sqlState)
        }
        return TextReading(successfulCompletion, at: log.startSpan(of: index))
    }

    /// The message, all of its lines, without the tabs, quotes and escapes of the format.
    public var message: TextReading { text(.message) }

    /// What adds to the message, or nil where nothing does.
    public var detail: TextReading? { reading(of: .detail) }

    /// What to do about it, or nil where nothing is said.
    public var hint: TextReading? { reading(of: .hint) }

    /// In which functions, statements and lines the server was, or nil.
    public var context: TextReading? { reading(of: .context) }

    /// The client's statement that brought the entry about, or nil.
    public var statement: TextReading? { reading(of: .statement) }

    /// A field as it was printed, or nil where it was not.
    public func reading(of field: ServerLogField) -> TextReading? {
        guard let log, let part = log.part(field, of: index) else { return nil }
        return TextReading(log.text(of: part), at: log.file.span(part.range))
    }

    /// A field as a view of the file, in which each byte knows its place; nil where it was not printed.
    public func view(of field: ServerLogField) -> SourceFile? {
        guard let log, let part = log.part(field, of: index) else { return nil }
        return log.view(of: part)
    }

    /// A line of the plain format that adds to the entry, such as `DETAIL` or `STATEMENT`; nil where there is none.
    public func detail(_ name: String) -> TextReading? {
        LogLabel.field(named: name).flatMap(reading(of:))
    }

    /// The fields that are not known here, by the names that jsonlog gives them.
    ///
    /// Columns of a later csvlog have no names; they are called `column 27` and on.
    public var unknownFields: [(name: String, value: TextReading)] {
        guard let log else { return [] }
        var found: [(name: String, value: TextReading)] = []
        var name: String?
        var column = ServerLogField.csvColumns.count
        for part in log.parts(of: index) {
            switch part.field {
            case .unknownName: name = log.text(of: part)
            case .unknown:
                column += 1
                found.append(
                    (
                        name ?? "column \(column)",
                        TextReading(log.text(of: part), at: log.file.span(part.range))
                    ))
                name = nil
            default: break
            }
        }
        return found
    }

    /// Whether the message holds a plan that auto_explain wrote.
    public var holdsPlan: Bool { log?.holdsPlan(index) ?? false }

    /// From its first byte to the end of its last line, or nil where the entry is absent.
    public var span: SourceSpan? { log?.span(of: index) }

    private func text(_ field: ServerLogField) -> TextReading {
        guard let log else { return TextReading(absent: problems) }
        return reading(of: field) ?? TextReading("", at: log.startSpan(of: index))
    }

    private func reasons(_ escape: String) -> [Diagnostic] {
        guard problems.isEmpty else { return problems }
        return [
            Diagnostic(
                .serverLog(.noField), "The log_line_prefix has no \(escape)",
                at: log.map { Place(path: $0.file.path) })
        ]
    }
}

/// The SQLSTATE of what is no error.
let successfulCompletion = "00000"

extension ServerLogRecords {
    /// An entry's time, which lies up to one step behind the printed one.
    func time(of index: Int) -> BoundedValue? {
        let record = records[index]
        guard !record.time.isNaN else { return nil }
        return BoundedValue(
            value: record.time, lower: record.time, upper: record.time + Double(record.timeStep))
    }

    /// Where an entry begins: the place of what it says by leaving it out.
    func startSpan(of index: Int) -> SourceSpan {
        let start = Int(records[index].start)
        return file.span(start..<start)
    }

    /// The duration that a message begins with, in milliseconds, and where it stands.
    ///
    /// `log_min_duration_statement`, `log_duration` and auto_explain write it: `duration: 3579.035 ms`.
    func duration(of index: Int) -> (number: Numeral, range: Range<Int>)? {
        guard let message = part(.message, of: index)?.range,
            file.matches("duration: ", at: message.lowerBound, before: message.upperBound)
        else { return nil }
        let range = numeralRange(file, at: message.lowerBound + 10, before: message.upperBound)
        guard file.matches(" ms", at: range.upperBound, before: message.upperBound),
            let number = file.bytes.withUnsafeBufferPointer({ wholeNumeral(in: $0, range) })
        else { return nil }
        return (number, range)
    }

    /// Whether a message is a duration and a plan.
    func holdsPlan(_ index: Int) -> Bool {
        guard let message = part(.message, of: index)?.range, let duration = duration(of: index) else {
            return false
        }
        return file.matches(" ms  plan:", at: duration.range.upperBound, before: message.upperBound)
    }
}
