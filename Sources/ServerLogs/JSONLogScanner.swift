internal import Evidence

/// Reads a server log in PostgreSQL's jsonlog format (`src/backend/utils/error/jsonlog.c`).
///
/// Keys that are not known are kept by their names; objects and lists, which PostgreSQL does not write,
/// as they stand.
struct JSONLogScanner {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var clock: LogClock
    private var index = 0
    private var end = 0
    private var expectedKey = 0

    private struct Failure: Error { let finding: LogFinding }

    init(_ bytes: UnsafeBufferPointer<UInt8>, zone: TimeZoneOffset?) {
        self.bytes = bytes
        clock = LogClock(bytes, zone: zone)
    }

    /// See ``LogFormat/scan(_:from:isEnd:into:)``.
    mutating func run(from start: Int, isEnd: Bool, into scan: inout LogScan) -> Int {
        var next = start
        while next < bytes.count, !scan.isFull {
            guard let newline = bytes.position(of: 0x0A, from: next, before: bytes.count) else {
                guard isEnd else { return next }
                scan.findings.append(LogFinding(.cutLastLine, bytes.count - 1..<bytes.count))
                return bytes.count
            }
            let line = next..<(newline > next && bytes[newline - 1] == 0x0D ? newline - 1 : newline)
            next = newline + 1
            guard !withoutSpaces(bytes, line).isEmpty else { continue }
            let records = scan.records.count
            let parts = scan.parts.count
            do throws(Failure) {
                try take(line, &scan)
            } catch {
                scan.records.removeSubrange(records...)
                scan.parts.removeSubrange(parts...)
                scan.findings.append(error.finding)
            }
        }
        return next
    }

    private mutating func take(_ line: Range<Int>, _ scan: inout LogScan) throws(Failure) {
        scan.begin(at: line.lowerBound)
        let first = scan.parts.count
        index = line.lowerBound
        end = line.upperBound
        expectedKey = 0
        try members(&scan)
        guard index == end else { throw expected("the end of the line") }
        let last = scan.records.count - 1
        scan.records[last].end = Int32(truncatingIfNeeded: line.upperBound)
        var seen = (time: false, severity: false, message: false)
        for part in scan.parts[first...] {
            switch part.field {
            case .time:
                guard let time = clock.read(at: part.range.lowerBound, before: part.range.upperBound),
                    time.end == part.range.upperBound
                else { throw Failure(finding: LogFinding(.column(.time), part.range)) }
                seen.time = true
                if time.hasUnknownZone {
                    if scan.unknownZone == nil { scan.unknownZone = part.range }
                } else {
                    scan.records[last].time = time.seconds
                    scan.records[last].timeStep = Float(time.step)
                }
            case .severity:
                guard let severity = LogLabel.severity(bytes, part.range) else {
                    throw Failure(finding: LogFinding(.unknownSeverity, part.range))
                }
                scan.records[last].severity = severity
                seen.severity = true
            case .process:
                guard let process = processNumber(bytes, part.range) else {
                    throw Failure(finding: LogFinding(.column(.process), part.range))
                }
                scan.records[last].process = process
            case .sqlState:
                guard isSQLState(bytes, part.range) else {
                    throw Failure(finding: LogFinding(.column(.sqlState), part.range))
                }
            case .message: seen.message = true
            default: break
            }
        }
        guard seen.time else { throw Failure(finding: LogFinding(.missingKey("timestamp"), line)) }
        guard seen.severity else { throw Failure(finding: LogFinding(.missingKey("error_severity"), line)) }
        if !seen.message { scan.parts.append(LogPart(.message, line.upperBound..<line.upperBound)) }
    }

    /// Reads an object's members up to its closing brace.
    private mutating func members(_ scan: inout LogScan) throws(Failure) {
        skipSpaces()
        guard take(UInt8(ascii: "{")) else { throw expected("an object, “{”") }
        skipSpaces()
        var isFirst = true
        while !take(UInt8(ascii: "}")) {
            if !isFirst {
                guard take(UInt8(ascii: ",")) else { throw expected("“,” or “}”") }
                skipSpaces()
            }
            isFirst = false
            let (key, isKeyEscaped) = try string()
            skipSpaces()
            guard take(UInt8(ascii: ":")) else { throw expected("“:”") }
            skipSpaces()
            try member(key, isKeyEscaped: isKeyEscaped, &scan)
            skipSpaces()
        }
        skipSpaces()
    }

    private mutating func member(_ key: Range<Int>, isKeyEscaped: Bool, _ scan: inout LogScan) throws(Failure)
    {
        let known = isKeyEscaped ? nil : field(of: key)
        let start = index
        guard index < end else { throw expected("a value") }
        let value: Range<Int>
        var form = LogPart.Form.verbatim
        switch bytes[index] {
        case UInt8(ascii: "\""):
            let (range, isEscaped) = try string()
            value = range
            form = isEscaped ? .escaped : .verbatim
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            try nested()
            value = start..<index
        default:
            try scalar()
            value = start..<index
            if bytes.begins(with: "null", at: value.lowerBound, before: value.upperBound), value.count == 4 {
                return
            }
        }
        if let known {
            let first = Int(scan.records[scan.records.count - 1].firstPart)
            guard !scan.parts[first...].contains(where: { $0.field == known }) else {
                throw Failure(finding: LogFinding(.json("each key once"), key))
            }
            scan.parts.append(LogPart(known, value, form))
        } else {
            scan.parts.append(LogPart(.unknownName, key, isKeyEscaped ? .escaped : .verbatim))
            scan.parts.append(LogPart(.unknown, value, form))
        }
    }

    /// The field of a key; PostgreSQL writes them in one order, so that the next known one is tried first.
    private mutating func field(of key: Range<Int>) -> ServerLogField? {
        let keys = ServerLogField.jsonKeys
        for offset in 0..<keys.count {
            let position =
                expectedKey + offset < keys.count ? expectedKey + offset : expectedKey + offset - keys.count
            let candidate = keys[position]
            if candidate.key.utf8CodeUnitCount == key.count,
                bytes.begins(with: candidate.key, at: key.lowerBound, before: key.upperBound)
            {
                expectedKey = position + 1 < keys.count ? position + 1 : 0
                return candidate.field
            }
        }
        return nil
    }

    /// Reads a string and gives what is between its quotes.
    private mutating func string() throws(Failure) -> (Range<Int>, isEscaped: Bool) {
        guard take(UInt8(ascii: "\"")) else { throw expected("a string") }
        let start = index
        var isEscaped = false
        while index < end {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") {
                index += 1
                return (start..<index - 1, isEscaped)
            }
            if byte == UInt8(ascii: "\\") {
                isEscaped = true
                guard let next = JSONEscape.end(bytes, at: index, before: end) else {
                    throw expected("one of the escapes of JSON")
                }
                index = next
            } else if byte < 0x20 {
                throw expected("an escape: JSON has no bare control characters")
            } else {
                index += 1
            }
        }
        throw Failure(finding: LogFinding(.json("the closing quote of the string"), start - 1..<end))
    }

    /// Steps over an object or a list.
    private mutating func nested() throws(Failure) {
        var depth = 0
        let start = index
        while index < end {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                _ = try string()
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            default: break
            }
            index += 1
            if depth == 0 { return }
        }
        throw Failure(finding: LogFinding(.json("the end of the value"), start..<end))
    }

    /// Steps over a number, `true`, `false` or `null`.
    private mutating func scalar() throws(Failure) {
        let start = index
        while index < end {
            let byte = bytes[index]
            let isPart =
                isLetter(byte) || digitValue(byte) != nil || byte == UInt8(ascii: "-")
                || byte == UInt8(ascii: "+") || byte == UInt8(ascii: ".")
            guard isPart else { break }
            index += 1
        }
        let range = start..<index
        let isWord =
            switch range.count {
            case 4:
                bytes.begins(with: "true", at: start, before: index)
                    || bytes.begins(with: "null", at: start, before: index)
            case 5: bytes.begins(with: "false", at: start, before: index)
            default: false
            }
        guard isWord || wholeNumeral(in: bytes, range) != nil else {
            index = start
            throw expected("a value")
        }
    }

    private mutating func skipSpaces() {
        while index < end, bytes[index] == 0x20 || bytes[index] == 0x09 { index += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard index < end, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    private func expected(_ what: String) -> Failure {
        let place = min(index, max(end - 1, 0))
        return Failure(finding: LogFinding(.json(what), place..<min(place + 1, end)))
    }
}
