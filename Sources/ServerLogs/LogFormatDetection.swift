public import Diagnostics
internal import Evidence

/// Finds out in which format a server log is written, and its `log_line_prefix` where it is a plain one.
func detectLogFormat(
    of file: SourceFile, prefix: String?, zone: TimeZoneOffset?
) throws(Diagnostics) -> LogFormat {
    try detectLogFormat(of: LogSample(file, isWhole: true), prefix: prefix, zone: zone)
}

/// Finds out the format of which a sample is.
func detectLogFormat(
    of sample: LogSample, prefix: String?, zone: TimeZoneOffset?
) throws(Diagnostics) -> LogFormat {
    if let structured = sample.structuredFormat {
        return LogFormat(destination: structured, prefix: nil, zone: zone)
    }
    do throws(Diagnostic) {
        let compiled =
            if let prefix { try LogLinePrefix(prefix) } else { try LogPrefixDetection(sample).prefix() }
        return LogFormat(destination: .stderr, prefix: compiled, zone: zone)
    } catch {
        throw Diagnostics(error)
    }
}

extension ServerLogFile {
    /// Whether a file is a server log of PostgreSQL: a cheap look at its beginning.
    ///
    /// A plain log is known by the prefixes of its first lines, which must hold a time or a process, and
    /// by the severities behind them; what psql prints of errors and notices is none.
    public static func isServerLog(_ file: SourceFile) -> Bool {
        let sample = LogSample(file, isWhole: false)
        return sample.structuredFormat != nil || LogPrefixDetection(sample).isPlausible
    }
}

/// The beginning of a file that may be a server log.
struct LogSample {
    let file: SourceFile
    /// The first lines that neither are empty nor go on with the line above them.
    let lines: [Range<Int>]

    /// Takes the first lines; of a file that may be something else, fewer.
    init(_ file: SourceFile, isWhole: Bool) {
        self.file = file
        let (mostLines, mostBytes) = isWhole ? (200, 1 << 22) : (20, 1 << 14)
        var lines: [Range<Int>] = []
        var index = file.contentStart
        let end = min(file.bytes.count, mostBytes)
        while index < end, lines.count < mostLines,
            let newline = file.offset(of: 0x0A, in: index..<file.bytes.count)
        {
            let hasReturn = newline > index && file.bytes[newline - 1] == 0x0D
            let line = index..<(hasReturn ? newline - 1 : newline)
            if !line.isEmpty, file.bytes[index] != 0x09 { lines.append(line) }
            index = newline + 1
        }
        self.lines = lines
    }

    /// The format, where it is csvlog or jsonlog.
    var structuredFormat: ServerLogDestination? {
        file.bytes.withUnsafeBufferPointer { structuredFormat($0, at: lines.first ?? 0..<0) }
    }

    private func structuredFormat(
        _ bytes: UnsafeBufferPointer<UInt8>, at line: Range<Int>
    ) -> ServerLogDestination? {
        guard !line.isEmpty else { return nil }
        if bytes[line.lowerBound] == UInt8(ascii: "{") {
            return file.offset(of: Array("\"error_severity\"".utf8), in: line) == nil ? nil : .jsonlog
        }
        guard digitValue(bytes[line.lowerBound]) != nil else { return nil }
        var scanner = CSVLogScanner(bytes, zone: nil)
        return scanner.beginsEntry(at: line.lowerBound) ? .csvlog : nil
    }

    /// The first line that begins an entry of csvlog or jsonlog, where the file does not begin with one.
    var firstStructuredLine: Range<Int>? {
        file.bytes.withUnsafeBufferPointer { bytes in
            lines.dropFirst().first { structuredFormat(bytes, at: $0) != nil }
        }
    }
}
