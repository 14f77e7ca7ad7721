public import Diagnostics
public import Quantities

/// One entry of a server log, or the lack of one.
public struct ServerLogEntry: Sendable {
    private let lines: ServerLogLines?
    private let index: Int
    /// Why there is no entry; empty where there is.
    public let problems: [Diagnostic]

    init(_ lines: ServerLogLines, _ index: Int) {
        self.lines = lines
        self.index = index
        problems = []
    }

    init(absent problems: [Diagnostic]) {
        lines = nil
        index = 0
        self.problems = problems
    }

    /// When it was written; the server cuts the time at the last printed digit.
    public var time: Quantity<Instant> {
        guard let lines, let time = lines.entries[index].parts.time else {
            return Quantity(state: .unknown(reasons("%m")), derivation: .missing(label: "log time"))
        }
        return Quantity(
            time.value,
            within: time.interval,
            derivation: .reading(label: "log time", at: lines.file.span(lines.entries[index].parts.timeRange))
        )
    }

    /// How severe it is, or nil where the entry is absent.
    public var severity: ServerLogSeverity? { lines?.entries[index].parts.severity }

    /// The number of the server process, or nil where it is not known.
    public var process: Int? { lines.map { $0.entries[index].parts.process }.flatMap { $0 == 0 ? nil : $0 } }

    /// The user; empty for processes without a session.
    public var user: TextReading { text(\.user) }

    /// The database; empty for processes without a session.
    public var database: TextReading { text(\.database) }

    /// The application's name, which its client chose.
    public var application: TextReading { text(\.application) }

    /// The SQLSTATE, such as `53300`.
    public var sqlState: TextReading { text(\.sqlState) }

    /// The message, all of its lines, without the tabs that mark them.
    public var message: TextReading {
        guard let lines else { return TextReading(absent: problems) }
        return lines.reading(lines.entries[index].message)
    }

    /// A line that adds to the entry, such as `DETAIL` or `STATEMENT`, or nil where there is none.
    public func detail(_ name: String) -> TextReading? {
        guard let lines else { return nil }
        return lines.details[lines.entries[index].details].first { $0.name == name }.map {
            lines.reading($0.text)
        }
    }

    /// From the prefix to the end of the message, or nil where the entry is absent.
    public var span: SourceSpan? { lines?.span(of: index) }

    private func text(_ field: KeyPath<ServerLogLines.Fields, Range<Int>>) -> TextReading {
        guard let lines else { return TextReading(absent: problems) }
        let range = lines.entries[index].parts[keyPath: field]
        return TextReading(lines.file.text(range), at: lines.file.span(range))
    }

    private func reasons(_ escape: String) -> [Diagnostic] {
        guard problems.isEmpty else { return problems }
        return [
            Diagnostic(
                "server-log.no-field",
                "The declared log_line_prefix has no \(escape)",
                at: lines.map { Place(path: $0.file.path) }
            )
        ]
    }
}

extension ServerLogLines {
    /// From an entry's prefix to the end of its message.
    func span(of index: Int) -> SourceSpan {
        file.span(entries[index].parts.start..<entries[index].message.upperBound)
    }

    /// A message's text without the tabs and line endings that the log adds.
    func reading(_ range: Range<Int>) -> TextReading {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(range.count)
        var isAtStart = false
        for index in range {
            let byte = file.bytes[index]
            if byte == 0x0D, index + 1 < range.upperBound, file.bytes[index + 1] == 0x0A { continue }
            if byte != 0x09 || !isAtStart { bytes.append(byte) }
            isAtStart = byte == 0x0A
        }
        return TextReading(String(decoding: bytes, as: UTF8.self), at: file.span(range))
    }
}
