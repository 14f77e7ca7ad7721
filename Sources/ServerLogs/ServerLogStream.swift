public import Diagnostics
public import Evidence

/// How much memory reading a large server log may take.
public struct ServerLogLimits: Sendable, Hashable {
    /// How long an entry may be, in bytes.
    public var longestEntry: Int
    /// How much memory the stream and one batch of entries may take, in bytes.
    ///
    /// An entry is held up to four times, so that none may be longer than a quarter of it.
    public var memory: Int

    /// Sets limits: 64 MB for an entry and 256 MB in all where nothing else is said.
    public init(longestEntry: Int = 64 << 20, memory: Int = 256 << 20) {
        self.longestEntry = longestEntry
        self.memory = memory
    }

    /// How many bytes are gathered before their entries are read.
    var batch: Int { max(1, min(1 << 20, memory / 8)) }

    /// How long an entry may be, by either limit.
    var longest: Int { max(1, min(longestEntry, memory / 4)) }
}

/// Reads a server log of any size, in any of the three formats, chunk by chunk.
///
/// Entries come in batches, each a window of the file whose lines keep their numbers; an entry is in one
/// batch as a whole. Memory is bounded by ``ServerLogLimits``, however large the log is, as long as the
/// batches are not kept. After an error the stream is of no further use.
public struct ServerLogStream: Sendable {
    private let path: String
    private let prefix: String?
    private let zone: TimeZoneOffset?
    private let limits: ServerLogLimits
    private var format: LogFormat?
    private var pending: [UInt8] = []
    private var line = 1
    private var offset = 0
    /// How many bytes must be there before it is worth looking for an entry.
    private var needed: Int
    /// How much the last batch held, so that the next has room for as much.
    private var room = (records: 0, parts: 0)

    /// Begins a log.
    ///
    /// - Parameters:
    ///   - path: The path that messages show.
    ///   - prefix: The server's `log_line_prefix`; nil has it found out from the first lines.
    ///   - zone: See ``ServerLogFile/read(_:prefix:zone:)``.
    ///   - limits: How much memory may be taken.
    public init(
        path: String, prefix: String? = nil, zone: TimeZoneOffset? = nil,
        limits: ServerLogLimits = ServerLogLimits()
    ) {
        self.path = path
        self.prefix = prefix
        self.zone = zone
        self.limits = limits
        needed = limits.batch
    }

    /// Takes further bytes of the log, and calls `body` with the entries that are whole by now.
    ///
    /// - Throws: What ``ServerLogFile/read(_:prefix:zone:)`` throws, `server-log.entry-over-budget` and
    ///   `server-log.over-budget`.
    public mutating func add(
        _ chunk: [UInt8], _ body: (ServerLogFile) throws(Diagnostics) -> Void
    ) throws(Diagnostics) {
        var start = 0
        while start < chunk.count {
            let end = min(chunk.count, start + max(limits.batch, needed - pending.count))
            pending += chunk[start..<end]
            start = end
            if pending.count >= needed { try drain(isEnd: false, body) }
        }
    }

    /// Ends the log, and calls `body` with its last entries.
    ///
    /// - Throws: What ``add(_:_:)`` throws, and `capture.truncated` where the last entry is cut.
    public mutating func finish(_ body: (ServerLogFile) throws(Diagnostics) -> Void) throws(Diagnostics) {
        guard !pending.isEmpty || offset == 0 else { return }
        try drain(isEnd: true, body)
    }

    private mutating func drain(
        isEnd: Bool, _ body: (ServerLogFile) throws(Diagnostics) -> Void
    ) throws(Diagnostics) {
        guard let format = try format(isEnd: isEnd) else { return try wait() }
        var scan = LogScan(records: room.records, parts: room.parts)
        let start = offset == 0 && pending.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let next = pending.withUnsafeBufferPointer {
            format.scan($0, from: start, isEnd: isEnd, into: &scan)
        }
        guard next > start || isEnd || !scan.findings.isEmpty else { return try wait() }
        let window = try window(upTo: scan.findings.isEmpty ? next : wholeCharacters(isEnd: isEnd))
        let batch = try ServerLogFile(window, format, scan)
        let taken = pending.capacity + window.bytes.count + window.lineCount * 4 + scan.footprint
        guard taken <= limits.memory else { throw Diagnostics(overBudget(taken)) }
        line += window.lineCount
        offset += next
        pending.removeFirst(next)
        needed = limits.batch
        room = (scan.records.count * 5 / 4, scan.parts.count * 5 / 4)
        try body(batch)
    }

    private mutating func format(isEnd: Bool) throws(Diagnostics) -> LogFormat? {
        if let format { return format }
        // A window that ends within a character is no text; the sample has whole lines alone.
        let sample = LogSample(SourceFile(path: path, bytes: pending), isWhole: true)
        guard isEnd || !sample.lines.isEmpty else { return nil }
        if isEnd { _ = try window(upTo: pending.count) }
        format = try detectLogFormat(of: sample, prefix: prefix, zone: zone)
        return format
    }

    /// The bytes up to an offset as a window of the file.
    private func window(upTo end: Int) throws(Diagnostics) -> SourceFile {
        let bytes = Array(pending[..<end])
        let window = SourceFile(path: path, bytes: bytes, firstLine: line, firstOffset: offset)
        do throws(Diagnostic) { try checkText(of: window) } catch { throw Diagnostics(error) }
        return window
    }

    /// How many of the bytes are whole characters: the last one may go on in the next chunk.
    private func wholeCharacters(isEnd: Bool) -> Int {
        let lead = pending.suffix(4).lastIndex { $0 & 0xC0 != 0x80 }
        guard !isEnd, let lead, pending[lead] >= 0xC0 else { return pending.count }
        let length = pending[lead] >= 0xF0 ? 4 : pending[lead] >= 0xE0 ? 3 : 2
        return lead + length > pending.count ? lead : pending.count
    }

    /// Waits for twice as many bytes: looking again after each chunk would take the square of the time.
    private mutating func wait() throws(Diagnostics) {
        guard pending.count < limits.longest else { throw Diagnostics(entryOverBudget()) }
        needed = min(pending.count * 2, limits.longest)
    }

    private func entryOverBudget() -> Diagnostic {
        let head = SourceFile(
            path: path, bytes: Array(pending.prefix(200)), firstLine: line, firstOffset: offset)
        return Diagnostic(
            .serverLog(.entryOverBudget), "The entry that begins here is longer than \(limits.longest) bytes",
            at: head.span(0..<1),
            expected:
                "an entry of at most \(limits.longestEntry) bytes, and of a quarter of the memory, \(limits.memory) bytes",
            help:
                "Raise ServerLogLimits, or cut the entry out where it is not needed; a quote may be missing.")
    }

    private func overBudget(_ taken: Int) -> Diagnostic {
        Diagnostic(
            .serverLog(.overBudget), "Reading on from here takes \(taken) bytes of memory",
            at: Place(path: path, line: line), expected: "at most \(limits.memory) bytes",
            help: "Raise ServerLogLimits.memory, or cut the log to the time of the incident.")
    }
}

extension ServerLogStream {
    /// Reads a log to its end.
    ///
    /// - Parameters:
    ///   - chunk: Gives the next bytes, as many as it likes, and nil at the end.
    ///   - body: Takes the batches in order.
    /// - Throws: What ``add(_:_:)`` and ``finish(_:)`` throw, and what the closures throw.
    public mutating func read(
        chunks chunk: () throws(Diagnostics) -> [UInt8]?, _ body: (ServerLogFile) throws(Diagnostics) -> Void
    ) throws(Diagnostics) {
        while let bytes = try chunk() { try add(bytes, body) }
        try finish(body)
    }
}
