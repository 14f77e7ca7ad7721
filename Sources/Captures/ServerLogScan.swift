internal import Diagnostics

/// The entries of a server log, as numbers and offsets.
final class ServerLogLines: Sendable {
    struct Entry: Sendable {
        let parts: Fields
        /// From the message's first byte to the end of its last line.
        var message: Range<Int>
        /// Its details are these of ``ServerLogLines/details``.
        var details: Range<Int>
    }

    /// What the prefix said.
    struct Fields: Sendable {
        let start: Int
        let time: BoundedValue?
        let timeRange: Range<Int>
        let process: Int
        let user: Range<Int>
        let database: Range<Int>
        let application: Range<Int>
        let sqlState: Range<Int>
        let severity: ServerLogSeverity
    }

    struct Detail: Sendable {
        let name: String
        var text: Range<Int>
    }

    let file: SourceFile
    let entries: [Entry]
    let details: [Detail]

    init(file: SourceFile, entries: [Entry], details: [Detail]) {
        self.file = file
        self.entries = entries
        self.details = details
    }
}

/// Reads a server log in PostgreSQL's plain format (`log_destination = stderr`).
///
/// Lines that begin with a tab go on with the message above them. Returns the entries and warnings;
/// throws every line that is no entry, up to twenty.
func parseServerLog(
    in file: SourceFile,
    prefix: LogLinePrefix,
    zone: TimeZoneOffset?
) throws(Diagnostics) -> (lines: ServerLogLines, warnings: [Diagnostic]) {
    guard file.endsWithNewline else { throw Diagnostics(file.cutLastLine()) }
    var scan = ServerLogScan(file, prefix: prefix.written)
    file.bytes.withUnsafeBufferPointer { bytes in
        var matcher = LogLineMatcher(prefix, bytes, zone: zone)
        for number in 1...file.lineCount where scan.findings.count < 20 {
            scan.take(file.textLine(number), &matcher, bytes)
        }
    }
    guard scan.findings.isEmpty else { throw Diagnostics(scan.findings) }
    return (ServerLogLines(file: file, entries: scan.entries, details: scan.details), scan.warnings)
}

private struct ServerLogScan {
    private let file: SourceFile
    private let prefix: String
    var entries: [ServerLogLines.Entry] = []
    var details: [ServerLogLines.Detail] = []
    var findings: [Diagnostic] = []
    var warnings: [Diagnostic] = []
    private var isInDetail = false

    init(_ file: SourceFile, prefix: String) {
        self.file = file
        self.prefix = prefix
        entries.reserveCapacity(file.lineCount)
    }

    mutating func take(
        _ bounds: Range<Int>,
        _ matcher: inout LogLineMatcher,
        _ bytes: UnsafeBufferPointer<UInt8>
    ) {
        if !bounds.isEmpty, bytes[bounds.lowerBound] == 0x09 {
            goOn(bounds)
            return
        }
        guard let parts = matcher.match(bounds) else {
            // A message may hold empty lines, which carry no tab.
            if bounds.isEmpty, !entries.isEmpty { goOn(bounds) } else { findings.append(notALine(bounds)) }
            return
        }
        if parts.hasUnknownZone {
            findings.append(unknownZone(bounds))
            return
        }
        if file.offset(of: Array(":  ".utf8), in: parts.message..<bounds.upperBound) != nil,
            matcher.match(bounds, skipping: 1) != nil
        {
            warnings.append(ambiguous(bounds))
        }
        let message = parts.message..<bounds.upperBound
        switch parts.label {
        case .severity(let severity):
            isInDetail = false
            entries.append(
                ServerLogLines.Entry(
                    parts: ServerLogLines.Fields(
                        start: bounds.lowerBound,
                        time: parts.time,
                        timeRange: parts.timeRange,
                        process: parts.process,
                        user: parts.user,
                        database: parts.database,
                        application: parts.application,
                        sqlState: parts.sqlState,
                        severity: severity
                    ),
                    message: message,
                    details: details.count..<details.count
                )
            )
        case .detail(let name):
            guard let last = entries.indices.last else {
                findings.append(orphan(bounds))
                return
            }
            isInDetail = true
            details.append(ServerLogLines.Detail(name: name, text: message))
            entries[last].details = entries[last].details.lowerBound..<details.count
        }
    }

    private mutating func goOn(_ bounds: Range<Int>) {
        if isInDetail, let last = details.indices.last {
            details[last].text = details[last].text.lowerBound..<bounds.upperBound
        } else if let last = entries.indices.last {
            entries[last].message = entries[last].message.lowerBound..<bounds.upperBound
        } else {
            findings.append(orphan(bounds))
        }
    }

    private func notALine(_ bounds: Range<Int>) -> Diagnostic {
        Diagnostic(
            "server-log.line",
            "The line does not begin with the declared log_line_prefix",
            at: file.span(bounds),
            expected: "“\(prefix)” and a severity, or a tab where a message goes on",
            help: "SHOW log_line_prefix on the server that wrote the log says what it was."
        )
    }

    private func orphan(_ bounds: Range<Int>) -> Diagnostic {
        Diagnostic(
            "capture.truncated",
            "The log begins in the middle of an entry",
            at: file.span(bounds),
            help: "Cut the log at the beginning of an entry."
        )
    }

    private func unknownZone(_ bounds: Range<Int>) -> Diagnostic {
        Diagnostic(
            "capture.unknown-zone",
            "The time has a zone that is not known by its abbreviation",
            at: file.span(bounds.lowerBound..<min(bounds.upperBound, bounds.lowerBound + 30)),
            expected: "UTC, or an offset such as “+01”",
            help:
                "Declare it: ServerLog(…, zone: .east(hours: 1)); with summer time, set log_timezone = 'UTC'."
        )
    }

    private func ambiguous(_ bounds: Range<Int>) -> Diagnostic {
        Diagnostic(
            "server-log.ambiguous-line",
            "The line can be split in two ways; a name in it may imitate a log line",
            at: file.span(bounds),
            severity: .warning,
            help:
                "The shortest names were read. Capture csvlog or jsonlog, where names cannot imitate anything."
        )
    }
}
