internal import Evidence

/// Reads a server log in PostgreSQL's plain format, `log_destination = stderr`.
///
/// Lines that begin with a tab go on with the text above them (`elog.c`, `append_with_tabs`).
struct PlainLogScanner {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var matcher: LogLineMatcher
    /// The part that a line with a tab goes on with.
    private var openPart: Int?
    private var messagePart = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>, prefix: LogLinePrefix, zone: TimeZoneOffset?) {
        self.bytes = bytes
        matcher = LogLineMatcher(prefix, bytes, zone: zone)
    }

    /// See ``LogFormat/scan(_:from:isEnd:into:)``.
    mutating func run(from start: Int, isEnd: Bool, into scan: inout LogScan) -> Int {
        var index = start
        openPart = nil
        while index < bytes.count, !scan.isFull {
            guard let newline = bytes.position(of: 0x0A, from: index, before: bytes.count) else {
                if isEnd { scan.findings.append(LogFinding(.cutLastLine, bytes.count - 1..<bytes.count)) }
                break
            }
            let hasReturn = newline > index && bytes[newline - 1] == 0x0D
            take(index..<(hasReturn ? newline - 1 : newline), &scan)
            index = newline + 1
        }
        guard !isEnd else {
            finish(&scan)
            return bytes.count
        }
        return scan.dropLast() ?? start
    }

    private mutating func take(_ line: Range<Int>, _ scan: inout LogScan) {
        if line.isEmpty || bytes[line.lowerBound] == 0x09 {
            // A message may hold empty lines; editors take the tab away from those.
            guard let openPart else {
                scan.findings.append(LogFinding(line.isEmpty ? .notALine : .orphan, line))
                return
            }
            scan.parts[openPart].upper = Int32(truncatingIfNeeded: line.upperBound)
            scan.parts[openPart].form = .tabbed
            scan.records[scan.records.count - 1].end = Int32(truncatingIfNeeded: line.upperBound)
            return
        }
        guard matcher.match(line) else {
            scan.findings.append(LogFinding(.notALine, line))
            return
        }
        switch matcher.label {
        case .severity(let severity): begin(severity, line, &scan)
        case .detail(let field): add(field, line, &scan)
        }
        warnOfImitation(line, &scan)
    }

    private mutating func begin(_ severity: ServerLogSeverity, _ line: Range<Int>, _ scan: inout LogScan) {
        finish(&scan)
        scan.begin(at: line.lowerBound)
        let last = scan.records.count - 1
        scan.records[last].severity = severity
        scan.records[last].process = matcher.process
        scan.records[last].end = Int32(truncatingIfNeeded: line.upperBound)
        if let time = matcher.time {
            if time.hasUnknownZone {
                if scan.unknownZone == nil {
                    scan.unknownZone = matcher.parts.first { $0.field == .time }?.range
                }
            } else {
                scan.records[last].time = time.seconds
                scan.records[last].timeStep = Float(time.step)
            }
        }
        scan.parts += matcher.parts
        messagePart = scan.parts.count
        openPart = messagePart
        scan.parts.append(LogPart(.message, matcher.message..<line.upperBound))
    }

    private mutating func add(_ field: ServerLogField, _ line: Range<Int>, _ scan: inout LogScan) {
        guard let last = scan.records.indices.last, openPart != nil else {
            scan.findings.append(LogFinding(.orphan, line))
            return
        }
        guard scan.records[last].process == matcher.process else {
            scan.findings.append(LogFinding(.interleaved, line))
            return
        }
        scan.records[last].end = Int32(truncatingIfNeeded: line.upperBound)
        openPart = scan.parts.count
        scan.parts.append(LogPart(field, matcher.message..<line.upperBound))
        if field == .location { takeState(&scan) }
    }

    /// With `log_error_verbosity = verbose` the SQLSTATE stands before the message.
    ///
    /// Such an entry has a `LOCATION` as well, by which it is known.
    private mutating func takeState(_ scan: inout LogScan) {
        let message = scan.parts[messagePart]
        let state = message.range.lowerBound..<message.range.lowerBound + 5
        guard message.range.count >= 7, isSQLState(bytes, state),
            bytes.begins(with: ": ", at: state.upperBound, before: message.range.upperBound)
        else { return }
        scan.parts[messagePart] = LogPart(
            .message, state.upperBound + 2..<message.range.upperBound, message.form)
        let first = Int(scan.records[scan.records.count - 1].firstPart)
        if !scan.parts[first...].contains(where: { $0.field == .sqlState }) {
            scan.parts.append(LogPart(.sqlState, state))
            // A LOCATION has one line, so that the part behind it is not the open one.
            openPart = scan.parts.count - 2
        }
    }

    /// Takes the place in the statement off the end of the message: csvlog and jsonlog have it apart.
    private mutating func finish(_ scan: inout LogScan) {
        guard openPart != nil else { return }
        openPart = nil
        let message = scan.parts[messagePart]
        var start = message.range.upperBound
        while start > message.range.lowerBound, digitValue(bytes[start - 1]) != nil { start -= 1 }
        let label: StaticString = " at character "
        let end = start - label.utf8CodeUnitCount
        guard start < message.range.upperBound, message.range.upperBound - start < 10,
            end >= message.range.lowerBound, bytes.begins(with: label, at: end, before: start)
        else { return }
        scan.parts[messagePart] = LogPart(.message, message.range.lowerBound..<end, message.form)
        let hasInternalQuery = scan.parts[messagePart...].contains { $0.field == .internalQuery }
        let field: ServerLogField = hasInternalQuery ? .internalPosition : .cursorPosition
        scan.parts.append(LogPart(field, start..<message.range.upperBound))
    }

    /// A name in the prefix can hold what looks like the rest of a line.
    private mutating func warnOfImitation(_ line: Range<Int>, _ scan: inout LogScan) {
        guard scan.warnings.count < LogScan.mostFindings else { return }
        var index = matcher.message
        while let colon = bytes.position(of: UInt8(ascii: ":"), from: index, before: line.upperBound - 2) {
            index = colon + 1
            guard bytes[colon + 1] == 0x20, bytes[colon + 2] == 0x20 else { continue }
            var word = colon
            while word > matcher.message, isLetter(bytes[word - 1]) || digitValue(bytes[word - 1]) != nil {
                word -= 1
            }
            guard LogLabel.read(bytes, at: word, before: line.upperBound) != nil else { continue }
            if matcher.match(line, skipping: 1) {
                scan.warnings.append(LogFinding(.ambiguousLine, line))
            }
            return
        }
    }
}
