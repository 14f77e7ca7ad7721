internal import Diagnostics

/// What PostgreSQL's `log_line_prefix` puts before each line of its log.
///
/// The escapes are those of PostgreSQL's manual, "Error Reporting and Logging".
struct LogLinePrefix: Sendable {
    /// What an escape stands for, as far as it is read; the others are stepped over.
    enum Field: Sendable { case time, epoch, process, user, database, application, sqlState, other }

    enum Step: Sendable {
        case literal([UInt8])
        case field(Field)
        /// `%q`: processes without a session print nothing from here on.
        case stop
    }

    let written: String
    let steps: [Step]

    /// Reads a setting; throws the escape that is none.
    init(_ written: String) throws(Diagnostic) {
        self.written = written
        var steps: [Step] = []
        var literal: [UInt8] = []
        var bytes = Array(written.utf8)[...]
        while let byte = bytes.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                literal.append(byte)
                continue
            }
            while let next = bytes.first, next == UInt8(ascii: "-") || digitValue(next) != nil {
                bytes.removeFirst()
            }
            guard let letter = bytes.popFirst() else { throw Self.unknownEscape("%", written) }
            if letter == UInt8(ascii: "%") {
                literal.append(letter)
                continue
            }
            guard let step = Self.step(letter) else {
                throw Self.unknownEscape("%\(Character(Unicode.Scalar(letter)))", written)
            }
            if !literal.isEmpty { steps.append(.literal(literal)) }
            literal = []
            steps.append(step)
        }
        if !literal.isEmpty { steps.append(.literal(literal)) }
        self.steps = steps
    }

    private static func step(_ letter: UInt8) -> Step? {
        switch Character(Unicode.Scalar(letter)) {
        case "m", "t": .field(.time)
        case "n": .field(.epoch)
        case "p": .field(.process)
        case "u": .field(.user)
        case "d": .field(.database)
        case "a": .field(.application)
        case "e": .field(.sqlState)
        case "q": .stop
        case "r", "h", "b", "P", "i", "c", "l", "s", "v", "x", "Q", "L": .field(.other)
        default: nil
        }
    }

    private static func unknownEscape(_ escape: String, _ written: String) -> Diagnostic {
        Diagnostic(
            "server-log.prefix",
            "log_line_prefix “\(written)” has the unknown escape “\(escape)”",
            expected: "the setting as the server has it: SHOW log_line_prefix"
        )
    }
}

/// The parts of a log line's prefix, and where its message begins.
struct LogLineParts {
    var time: BoundedValue?
    var timeRange = 0..<0
    var process = 0
    var user = 0..<0
    var database = 0..<0
    var application = 0..<0
    var sqlState = 0..<0
    var label = LogLabel.severity(.log)
    var message = 0
    var hasUnknownZone = false
}

/// Splits the lines of a log by a prefix.
struct LogLineMatcher {
    let prefix: LogLinePrefix
    let zone: TimeZoneOffset?
    private let bytes: UnsafeBufferPointer<UInt8>
    private var end = 0
    private var parts = LogLineParts()
    private var toSkip = 0
    private var budget = 0

    init(_ prefix: LogLinePrefix, _ bytes: UnsafeBufferPointer<UInt8>, zone: TimeZoneOffset?) {
        self.prefix = prefix
        self.bytes = bytes
        self.zone = zone
    }

    /// The parts of a line, or nil where it has not the prefix.
    ///
    /// Texts in the prefix end at the first place that lets the rest of the line match; `skipping` asks
    /// for a later way to read it. Attempts are bounded, so that no line can take long.
    mutating func match(_ line: Range<Int>, skipping: Int = 0) -> LogLineParts? {
        end = line.upperBound
        parts = LogLineParts()
        toSkip = skipping
        budget = 20_000
        return match(step: 0, at: line.lowerBound) ? parts : nil
    }

    private mutating func match(step: Int, at position: Int) -> Bool {
        guard budget > 0 else { return false }
        budget -= 1
        guard step < prefix.steps.count else { return matchLabel(at: position) }
        switch prefix.steps[step] {
        case .stop: return matchLabel(at: position) || match(step: step + 1, at: position)
        case .literal(let text):
            return isLiteral(text, at: position) && match(step: step + 1, at: position + text.count)
        case .field(.time):
            guard let next = time(at: position) else { return false }
            return match(step: step + 1, at: next)
        case .field(let field):
            var next = position
            while next <= min(end, position + 1024) {
                if isEnd(of: step, at: next), take(field, position..<next), match(step: step + 1, at: next) {
                    return true
                }
                guard budget > 0 else { return false }
                budget -= 1
                next += 1
            }
            return false
        }
    }

    private func isLiteral(_ text: [UInt8], at position: Int) -> Bool {
        guard position + text.count <= end else { return false }
        for (offset, byte) in text.enumerated() where bytes[position + offset] != byte { return false }
        return true
    }

    /// Whether what follows a field can begin here.
    private func isEnd(of step: Int, at position: Int) -> Bool {
        guard step + 1 < prefix.steps.count, case .literal(let text) = prefix.steps[step + 1] else {
            return true
        }
        return isLiteral(text, at: position)
    }

    private mutating func take(_ field: LogLinePrefix.Field, _ range: Range<Int>) -> Bool {
        let range = withoutSpaces(bytes, range)
        switch field {
        case .time, .other: break
        case .process:
            guard !range.isEmpty, range.count < 11 else { return false }
            var value = 0
            for index in range {
                guard let digit = digitValue(bytes[index]) else { return false }
                value = value * 10 + digit
            }
            parts.process = value
        case .epoch:
            guard let read = wholeNumeral(in: bytes, range), read.value >= 0 else { return false }
            parts.time = truncated(read.value, step: read.halfStep * 2)
            parts.timeRange = range
        case .user: parts.user = range
        case .database: parts.database = range
        case .application: parts.application = range
        case .sqlState:
            guard range.count == 5 else { return false }
            for index in range where digitValue(bytes[index]) == nil && !isCapital(bytes[index]) {
                return false
            }
            parts.sqlState = range
        }
        return true
    }

    private func isCapital(_ byte: UInt8) -> Bool { byte >= 0x41 && byte <= 0x5A }

    /// The server cuts a time at its last printed digit, it does not round (`src/backend/utils/error/elog.c`,
    /// `get_formatted_log_time`): the true time is up to one step later.
    private func truncated(_ seconds: Double, step: Double) -> BoundedValue {
        BoundedValue(value: seconds, lower: seconds, upper: seconds + step)
    }

    /// Reads `2026-01-04 16:15:02.126 UTC`.
    private mutating func time(at position: Int) -> Int? {
        var scan = ClockScan(bytes, position..<end)
        guard let day = scan.date(), scan.take(0x20), let clock = scan.clock(), clock.halfStep < 1,
            scan.take(0x20)
        else { return nil }
        let start = scan.index
        var next = start
        while next < end,
            isLetter(bytes[next]) || digitValue(bytes[next]) != nil
                || [0x2B, 0x2D, 0x3A].contains(bytes[next])
        {
            next += 1
        }
        guard next > start else { return nil }
        let offset: Int
        var name = ClockScan(bytes, start..<next)
        do throws(ClockProblem) {
            offset = try name.zone() ?? 0
        } catch {
            parts.hasUnknownZone = zone == nil
            offset = zone?.minutes ?? 0
        }
        let seconds = Double(day.number * 86_400 - offset * 60) + clock.seconds
        parts.time = truncated(seconds, step: clock.halfStep * 2)
        parts.timeRange = position..<next
        return next
    }

    private mutating func matchLabel(at position: Int) -> Bool {
        guard let (label, next) = LogLabel.read(bytes, at: position, before: end) else { return false }
        guard toSkip == 0 else {
            toSkip -= 1
            return false
        }
        parts.label = label
        parts.message = next
        return true
    }
}

/// What stands before a message: how severe it is, or what of the entry before it the line adds.
enum LogLabel: Sendable, Hashable {
    case severity(ServerLogSeverity)
    case detail(String)

    /// Reads `FATAL:  ` and the like.
    static func read(
        _ bytes: UnsafeBufferPointer<UInt8>,
        at position: Int,
        before end: Int
    ) -> (label: LogLabel, next: Int)? {
        var index = position
        while index < end, index - position < 12, isLetter(bytes[index]) || digitValue(bytes[index]) != nil {
            index += 1
        }
        guard index > position, index + 2 < end + 1, index < end, bytes[index] == UInt8(ascii: ":"),
            index + 1 == end || bytes[index + 1] == 0x20
        else { return nil }
        guard let label = known[String(decoding: bytes[position..<index], as: UTF8.self)] else { return nil }
        var next = index + 1
        while next < end, next < index + 3, bytes[next] == 0x20 { next += 1 }
        return (label, next)
    }

    private static let known: [String: LogLabel] = {
        var labels: [String: LogLabel] = [:]
        for severity in ServerLogSeverity.allCases { labels[severity.rawValue] = .severity(severity) }
        for name in ["DETAIL", "HINT", "CONTEXT", "STATEMENT", "QUERY", "LOCATION", "BACKTRACE"] {
            labels[name] = .detail(name)
        }
        for level in 1...5 { labels["DEBUG\(level)"] = .severity(.debug) }
        return labels
    }()
}
