internal import Diagnostics
internal import Evidence

/// Something wrong in the bytes of a server log, before it is known which file they are a window of.
struct LogFinding: Sendable {
    enum Kind: Sendable, Hashable {
        case notALine
        case orphan
        case interleaved
        case cutLastLine
        case ambiguousLine
        case openQuote
        case strayQuote
        case columnCount(Int)
        case changedColumnCount(Int, before: Int)
        case column(ServerLogField)
        case json(String)
        case missingKey(String)
        case unknownSeverity
    }

    let kind: Kind
    let range: Range<Int>

    init(_ kind: Kind, _ range: Range<Int>) {
        self.kind = kind
        self.range = range
    }

    /// The finding as it is told.
    func diagnostic(in file: SourceFile, format: LogFormat) -> Diagnostic {
        let place = file.span(range)
        switch kind {
        case .notALine: return notALine(file, format)
        case .orphan:
            return Diagnostic(
                .capture(.truncated), "The log begins in the middle of an entry", at: place,
                help: "Cut the log at the beginning of an entry.")
        case .interleaved:
            return Diagnostic(
                .serverLog(.interleaved),
                "The line adds to an entry of another process than the one above it", at: place,
                expected: "lines of one process, one below the other",
                help:
                    "Lines of several processes are mixed. Capture with logging_collector = on, or csvlog or jsonlog."
            )
        case .cutLastLine: return file.cutLastLine()
        case .ambiguousLine:
            return Diagnostic(
                .serverLog(.ambiguousLine),
                "The line can be split in two ways; a name in it may imitate a log line", at: place,
                help:
                    "The shortest names were read. Capture csvlog or jsonlog, where names cannot imitate anything."
            )
        case .openQuote:
            return Diagnostic(
                .capture(.truncated), "The quoted field that begins here has no end", at: place,
                expected: "a closing quote", help: "Cut the log between two entries.")
        case .strayQuote:
            return Diagnostic(
                .table(.csvQuote), "A quote and other characters share a field", at: place,
                expected: "a field that is quoted as a whole, with quotes inside it doubled",
                help: "The log may begin in the middle of an entry; cut it between two entries.")
        case .columnCount(let found):
            return Diagnostic(
                .serverLog(.columnCount), "The entry has \(found) \(found == 1 ? "column" : "columns")",
                at: place,
                expected: "the 23, 24 or 26 columns of csvlog (PostgreSQL 9.0 to 12, 13, and 14 or later)",
                help: "The log may begin in the middle of an entry; cut it between two entries.")
        case .changedColumnCount(let found, let before):
            return Diagnostic(
                .serverLog(.columnCount), "The entry has \(found) columns, those above it have \(before)",
                at: place, expected: "\(before) columns",
                help: "Logs of two versions of PostgreSQL are read as two files.")
        case .column(let field): return wrongColumn(field, at: place)
        case .json(let expected):
            return Diagnostic(
                .serverLog(.json), "The line is no entry of jsonlog", at: place, expected: expected,
                help: "The log may be cut, or other lines be mixed with it; keep whole lines of PostgreSQL's."
            )
        case .missingKey(let key):
            return Diagnostic(
                .serverLog(.json), "The line has no “\(key)”, so it is no entry of jsonlog", at: place,
                expected: "an object as PostgreSQL 15 and later write it")
        case .unknownSeverity:
            return Diagnostic(
                .serverLog(.severity), "“\(file.text(range))” is no severity in English", at: place,
                expected: "LOG, ERROR, FATAL, PANIC, WARNING, NOTICE, INFO or DEBUG1 to DEBUG5",
                help: Self.localizedHelp)
        }
    }

    static let localizedHelp =
        "Severities are read in English only: set lc_messages = 'C' on the server before the next capture."

    private func wrongColumn(_ field: ServerLogField, at place: SourceSpan) -> Diagnostic {
        let (name, expected): (String, String) =
            switch field {
            case .time: ("time", "a time such as 2026-01-04 16:15:02.126 UTC")
            case .process: ("process number", "a whole number")
            case .sqlState: ("SQLSTATE", "five digits and capital letters")
            default: ("value", "what PostgreSQL writes there")
            }
        return Diagnostic(
            .serverLog(.value), "“\(place.text)” is no \(name)", at: place, expected: expected,
            help: "The log may be cut or altered here; capture it again.")
    }

    private func notALine(_ file: SourceFile, _ format: LogFormat) -> Diagnostic {
        let prefix = format.prefix?.written ?? ""
        let help: String
        if file.matches(" ", at: range.lowerBound, before: range.upperBound) {
            help =
                "A message goes on behind a tab; where tabs became spaces, copy the log file itself, not what a terminal shows of it."
        } else if Self.hasForeignLabel(file, range) {
            help = Self.localizedHelp
        } else {
            help = "SHOW log_line_prefix on the server that wrote the log says what it was."
        }
        return Diagnostic(
            .serverLog(.line), "The line does not begin with the log_line_prefix", at: file.span(range),
            expected: "“\(prefix)” and a severity, or a tab where a message goes on", help: help)
    }

    /// Whether a line holds a word in capitals and `:  ` as before a message, such as `FEHLER:  `.
    static func hasForeignLabel(_ file: SourceFile, _ range: Range<Int>) -> Bool {
        guard let colon = file.offset(of: Array(":  ".utf8), in: range) else { return false }
        var start = colon
        while start > range.lowerBound, isLetter(file.bytes[start - 1]) || file.bytes[start - 1] >= 0x80 {
            start -= 1
        }
        guard colon - start > 2 else { return false }
        let isKnown = file.bytes.withUnsafeBufferPointer {
            LogLabel.read($0, at: start, before: range.upperBound) != nil
        }
        return !isKnown && !file.bytes[start..<colon].contains { (0x61...0x7A).contains($0) }
    }
}
