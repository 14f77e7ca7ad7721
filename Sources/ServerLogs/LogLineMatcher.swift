internal import Evidence

/// Splits the lines of a plain server log by a prefix.
struct LogLineMatcher {
    private let prefix: LogLinePrefix
    private let bytes: UnsafeBufferPointer<UInt8>
    /// Whether `%m` must have milliseconds and `%t` none, by which they are told apart.
    private let isExact: Bool
    private var clock: LogClock
    private var end = 0
    private var toSkip = 0
    private var budget = 0
    /// How many attempts all lines took together.
    private(set) var attempts = 0

    private static let mostAttempts = 20_000

    /// The parts of the prefix of the last line.
    private(set) var parts: [LogPart] = []
    /// The time of the last line.
    private(set) var time: LogClock.Reading?
    /// The process of the last line, or 0.
    private(set) var process: Int32 = 0
    /// What stands before the message of the last line.
    private(set) var label = LogLabel.severity(.log)
    /// Where the message of the last line begins.
    private(set) var message = 0
    /// How far into the last line its prefix could be followed.
    private(set) var reached = 0

    init(
        _ prefix: LogLinePrefix, _ bytes: UnsafeBufferPointer<UInt8>, zone: TimeZoneOffset?,
        isExact: Bool = false
    ) {
        self.isExact = isExact
        self.prefix = prefix
        self.bytes = bytes
        clock = LogClock(bytes, zone: zone)
    }

    /// Whether a line has the prefix and, behind it, a severity or the name of a detail.
    ///
    /// Texts in the prefix end at the first place that lets the rest of the line match; `skipping` asks
    /// for a later way to read it. Attempts are bounded, so that no line can take long.
    mutating func match(_ line: Range<Int>, skipping: Int = 0) -> Bool {
        end = line.upperBound
        parts.removeAll(keepingCapacity: true)
        time = nil
        process = 0
        toSkip = skipping
        budget = Self.mostAttempts
        reached = line.lowerBound
        let isMatched = match(step: 0, at: line.lowerBound)
        attempts += Self.mostAttempts - budget
        return isMatched
    }

    private mutating func match(step: Int, at position: Int) -> Bool {
        guard budget > 0 else { return false }
        budget -= 1
        reached = max(reached, position)
        guard step < prefix.steps.count else { return matchLabel(at: position) }
        switch prefix.steps[step] {
        case .stop: return matchLabel(at: position) || match(step: step + 1, at: position)
        case .literal(let text):
            return isLiteral(text, at: position) && match(step: step + 1, at: position + text.count)
        case .field(let escape): return match(escape, step: step, at: position)
        }
    }

    private mutating func match(_ escape: LogLinePrefix.Escape, step: Int, at position: Int) -> Bool {
        switch escape.shape {
        case .text: return matchText(escape, step: step, at: position)
        case .host, .hostAndPort: return matchHost(escape, step: step, at: position)
        default: break
        }
        // A value that is not there is printed as spaces.
        var start = position
        if escape.width > 0 {
            while start < end, start - position < escape.width, bytes[start] == 0x20 { start += 1 }
        }
        guard let next = token(escape, at: start) else { return false }
        let hadTime = time
        let hadProcess = process
        guard take(escape, start..<next) else { return false }
        parts.append(LogPart(escape.field, start..<next))
        if match(step: step + 1, at: afterPadding(escape, from: start, to: next)) { return true }
        parts.removeLast()
        time = hadTime
        process = hadProcess
        return false
    }

    /// Where the spaces end that fill up a value on its right.
    private func afterPadding(_ escape: LogLinePrefix.Escape, from start: Int, to next: Int) -> Int {
        guard escape.width < 0 else { return next }
        var index = next
        while index < end, index - start < -escape.width, bytes[index] == 0x20 { index += 1 }
        return index
    }

    /// Where a value ends whose form tells it, or nil where none begins.
    private mutating func token(_ escape: LogLinePrefix.Escape, at start: Int) -> Int? {
        switch escape.shape {
        case .time:
            guard let read = clock.read(at: start, before: end),
                !isExact || (read.step < 1) == (escape.letter == UInt8(ascii: "m"))
            else { return nil }
            if escape.field == .time { time = read }
            return read.end
        case .epoch:
            let seconds = run(from: start, digitValue)
            guard seconds > start, seconds < end, bytes[seconds] == UInt8(ascii: ".") else { return nil }
            let next = run(from: seconds + 1, digitValue)
            return next > seconds + 1 ? next : nil
        case .digits:
            let next = run(from: start, digitValue)
            return next > start ? next : nil
        case .optionalDigits: return run(from: start, digitValue)
        case .integer:
            let isSigned = start < end && bytes[start] == UInt8(ascii: "-")
            let next = run(from: isSigned ? start + 1 : start, digitValue)
            return next > start + (isSigned ? 1 : 0) ? next : nil
        case .session:
            let seconds = run(from: start, hexadecimalValue)
            guard seconds > start, seconds < end, bytes[seconds] == UInt8(ascii: ".") else { return nil }
            let next = run(from: seconds + 1, hexadecimalValue)
            return next > seconds + 1 ? next : nil
        case .virtualTransaction:
            let backend = run(from: start, digitValue)
            guard backend > start else { return start }
            guard backend < end, bytes[backend] == UInt8(ascii: "/") else { return nil }
            let next = run(from: backend + 1, digitValue)
            return next > backend + 1 ? next : nil
        case .sqlState: return isSQLState(bytes, start..<min(end, start + 5)) ? start + 5 : nil
        case .host, .hostAndPort, .text: return nil
        }
    }

    private func run(from start: Int, _ value: (UInt8) -> Int?) -> Int {
        var index = start
        while index < end, value(bytes[index]) != nil { index += 1 }
        return index
    }

    private mutating func take(_ escape: LogLinePrefix.Escape, _ range: Range<Int>) -> Bool {
        switch escape.shape {
        case .digits where escape.field == .process:
            guard range.count < 11 else { return false }
            var value = 0
            for index in range { value = value * 10 + (digitValue(bytes[index]) ?? 0) }
            process = Int32(truncatingIfNeeded: value)
        case .epoch:
            guard let read = wholeNumeral(in: bytes, range) else { return false }
            time = LogClock.Reading(
                seconds: read.value, step: read.halfStep * 2, end: range.upperBound, hasUnknownZone: false)
        default: break
        }
        return true
    }

    /// A host can hold colons, and the prefix too: the longest that lets the rest match is taken.
    private mutating func matchHost(_ escape: LogLinePrefix.Escape, step: Int, at position: Int) -> Bool {
        var start = position
        if escape.width > 0 {
            while start < end, start - position < escape.width, bytes[start] == 0x20 { start += 1 }
        }
        if bytes.begins(with: "[local]", at: start, before: end) {
            return matchHost(escape, start..<start + 7, port: nil, step: step)
        }
        var next = start
        while next < end, isHostByte(bytes[next]) { next += 1 }
        if escape.shape == .hostAndPort, next > start, next < end, bytes[next] == UInt8(ascii: "(") {
            let port = next + 1..<run(from: next + 1, digitValue)
            if !port.isEmpty, port.upperBound < end, bytes[port.upperBound] == UInt8(ascii: ")"),
                matchHost(escape, start..<next, port: port, step: step)
            {
                return true
            }
        }
        while next >= start {
            if isEnd(of: step, at: next), matchHost(escape, start..<next, port: nil, step: step) {
                return true
            }
            next -= 1
        }
        return false
    }

    private mutating func matchHost(
        _ escape: LogLinePrefix.Escape, _ host: Range<Int>, port: Range<Int>?, step: Int
    ) -> Bool {
        let count = parts.count
        if !host.isEmpty { parts.append(LogPart(escape.field, host)) }
        if let port { parts.append(LogPart(.remotePort, port)) }
        let next = port.map { $0.upperBound + 1 } ?? host.upperBound
        if match(step: step + 1, at: afterPadding(escape, from: host.lowerBound, to: next)) { return true }
        parts.removeSubrange(count...)
        return false
    }

    private func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "%"):
            true
        default: isLetter(byte) || digitValue(byte) != nil
        }
    }

    private mutating func matchText(_ escape: LogLinePrefix.Escape, step: Int, at position: Int) -> Bool {
        var next = position
        while next <= min(end, position + 1024) {
            if isEnd(of: step, at: next) {
                let range = withoutSpaces(bytes, position..<next)
                if !range.isEmpty { parts.append(LogPart(escape.field, range)) }
                if match(step: step + 1, at: next) { return true }
                if !range.isEmpty { parts.removeLast() }
            }
            guard budget > 0 else { return false }
            budget -= 1
            next += 1
        }
        return false
    }

    private func isLiteral(_ literal: Range<Int>, at position: Int) -> Bool {
        guard position + literal.count <= end else { return false }
        for offset in 0..<literal.count
        where bytes[position + offset] != prefix.literals[literal.lowerBound + offset] { return false }
        return true
    }

    /// Whether what follows a field can begin here.
    private func isEnd(of step: Int, at position: Int) -> Bool {
        guard step + 1 < prefix.steps.count else {
            return LogLabel.read(bytes, at: position, before: end) != nil
        }
        guard case .literal(let text) = prefix.steps[step + 1] else { return true }
        return isLiteral(text, at: position)
    }

    private mutating func matchLabel(at position: Int) -> Bool {
        guard let (label, next) = LogLabel.read(bytes, at: position, before: end) else { return false }
        guard toSkip == 0 else {
            toSkip -= 1
            return false
        }
        self.label = label
        message = next
        return true
    }
}

/// Whether a range holds an SQLSTATE: five digits and capital letters.
func isSQLState(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool {
    guard range.count == 5 else { return false }
    return range.allSatisfy { digitValue(bytes[$0]) != nil || (0x41...0x5A).contains(bytes[$0]) }
}
