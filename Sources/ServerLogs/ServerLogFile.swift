public import Diagnostics
public import Evidence

/// A server log of PostgreSQL, in any of its three formats, or a window of a large one.
///
/// The three formats of one run give the same entries; only the plain one has times without
/// milliseconds where its prefix says `%t`.
public struct ServerLogFile: Sendable {
    let records: ServerLogRecords

    /// What is read all the same and should be looked at.
    public let warnings: [Diagnostic]

    /// Why some times are not known: their zone is an abbreviation, and none was declared.
    public let timeProblem: Diagnostic?

    /// Reads a log, whose format is found from its bytes.
    ///
    /// - Parameters:
    ///   - prefix: The server's `log_line_prefix`; nil has it found out from the lines. It counts for the
    ///     plain format only.
    ///   - zone: The server's `log_timezone` where the log shows it by an abbreviation other than UTC and
    ///     GMT; without it such entries have no time.
    /// - Throws: Everything that is no entry, up to twenty findings; `server-log.prefix-unknown` and
    ///   `server-log.prefix-ambiguous` where the prefix cannot be found out.
    public static func read(
        _ file: SourceFile, prefix: String? = nil, zone: TimeZoneOffset? = nil
    ) throws(Diagnostics) -> ServerLogFile {
        let format = try detectLogFormat(of: file, prefix: prefix, zone: zone)
        var scan = LogScan()
        file.bytes.withUnsafeBufferPointer { bytes in
            _ = format.scan(bytes, from: file.contentStart, isEnd: true, into: &scan)
        }
        return try ServerLogFile(file, format, scan)
    }

    /// Makes entries of what a scan found; throws its findings.
    init(_ file: SourceFile, _ format: LogFormat, _ scan: LogScan) throws(Diagnostics) {
        guard scan.findings.isEmpty else {
            throw Diagnostics(scan.findings.map { $0.diagnostic(in: file, format: format) })
        }
        records = ServerLogRecords(file: file, format: format, scan: scan)
        warnings = scan.warnings.map { $0.diagnostic(in: file, format: format) }
        timeProblem = scan.unknownZone.map { range in
            Diagnostic(
                .cell(.unknownZone), "The time has a zone that is not known by its abbreviation",
                at: file.span(range), expected: "UTC, or an offset such as “+01”",
                help:
                    "Declare it: ServerLog(…, zone: .east(hours: 1)); with summer time, set log_timezone = 'UTC'."
            )
        }
    }

    /// The bytes in which the entries stand.
    public var file: SourceFile { records.file }

    /// In which format it is written.
    public var destination: ServerLogDestination { records.destination }

    /// The `log_line_prefix` of the plain format, given or found out; nil for the other formats.
    public var prefix: String? { records.prefix?.written }

    /// The entries, in the order of the file.
    public var entries: Entries { Entries(records: records) }

    /// The message of an entry as a view of the file, without what the format put into it.
    ///
    /// Continued lines have lost their tabs, doubled quotes and escapes are single characters; each byte
    /// knows where in the log file it stands.
    public func message(of entry: ServerLogEntry) -> SourceFile {
        entry.view(of: .message) ?? SourceFile(path: file.path, bytes: [])
    }

    /// The entries of a log, made as they are asked for.
    public struct Entries: RandomAccessCollection, Sendable {
        let records: ServerLogRecords

        /// The number of the first entry.
        public var startIndex: Int { 0 }

        /// One more than the number of the last entry.
        public var endIndex: Int { records.records.count }

        public subscript(position: Int) -> ServerLogEntry { ServerLogEntry(records, position) }
    }
}
