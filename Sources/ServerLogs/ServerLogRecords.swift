internal import Diagnostics
internal import Evidence

/// A part of an entry: which it is, and from where to where it stands.
struct LogPart: Sendable {
    /// How the text of the part stands in the file.
    enum Form: UInt8, Sendable {
        case verbatim
        /// With a tab at the beginning of each line but the first.
        case tabbed
        /// With doubled quotes, as in CSV.
        case doubled
        /// With the escapes of JSON.
        case escaped
    }

    let lower: Int32
    var upper: Int32
    var field: ServerLogField
    var form: Form

    init(_ field: ServerLogField, _ range: Range<Int>, _ form: Form = .verbatim) {
        lower = Int32(truncatingIfNeeded: range.lowerBound)
        upper = Int32(truncatingIfNeeded: range.upperBound)
        self.field = field
        self.form = form
    }

    var range: Range<Int> { Int(lower)..<Int(upper) }
}

/// An entry of a server log, as numbers and offsets.
struct LogRecord: Sendable {
    /// From its first byte to the end of its last line.
    let start: Int32
    var end: Int32
    /// Its parts are those from here to where the next record's begin.
    let firstPart: Int32
    var process: Int32 = 0
    /// When it was written, in seconds since 1970; NaN where that is not known.
    var time = Double.nan
    /// The last printed digit of the time, in seconds.
    var timeStep: Float = 0
    var severity = ServerLogSeverity.log

    init(start: Int, firstPart: Int) {
        self.start = Int32(truncatingIfNeeded: start)
        end = self.start
        self.firstPart = Int32(truncatingIfNeeded: firstPart)
    }
}

/// What a scan of some bytes of a server log found.
struct LogScan: Sendable {
    var records: [LogRecord] = []
    var parts: [LogPart] = []
    var findings: [LogFinding] = []
    var warnings: [LogFinding] = []
    /// Where a time stands whose zone is not known.
    var unknownZone: Range<Int>?
    /// How many findings are told before the scan gives up.
    static let mostFindings = 20

    var isFull: Bool { findings.count >= Self.mostFindings }

    /// Begins a scan, with room for so many records and parts.
    init(records: Int = 0, parts: Int = 0) {
        self.records.reserveCapacity(records)
        self.parts.reserveCapacity(parts)
    }

    /// Begins an entry.
    mutating func begin(at start: Int) { records.append(LogRecord(start: start, firstPart: parts.count)) }

    /// Takes the last entry back, which goes on in bytes that are not there yet.
    mutating func dropLast() -> Int? {
        guard let last = records.popLast() else { return nil }
        parts.removeSubrange(Int(last.firstPart)...)
        return Int(last.start)
    }

    /// The memory that it takes, in bytes.
    var footprint: Int {
        records.capacity * MemoryLayout<LogRecord>.stride + parts.capacity * MemoryLayout<LogPart>.stride
    }
}

/// The entries of a server log over the bytes in which they stand.
final class ServerLogRecords: Sendable {
    let file: SourceFile
    let destination: ServerLogDestination
    /// The prefix of the plain format, given or detected.
    let prefix: LogLinePrefix?
    let records: [LogRecord]
    let parts: [LogPart]

    init(file: SourceFile, format: LogFormat, scan: LogScan) {
        self.file = file
        destination = format.destination
        prefix = format.prefix
        records = scan.records
        parts = scan.parts
    }

    /// The parts of an entry, in the order in which they stand.
    func parts(of index: Int) -> ArraySlice<LogPart> {
        let end = index + 1 < records.count ? Int(records[index + 1].firstPart) : parts.count
        return parts[Int(records[index].firstPart)..<end]
    }

    /// A part of an entry, or nil where it is not printed.
    func part(_ field: ServerLogField, of index: Int) -> LogPart? {
        let end = index + 1 < records.count ? Int(records[index + 1].firstPart) : parts.count
        for position in Int(records[index].firstPart)..<end where parts[position].field == field {
            return parts[position]
        }
        return nil
    }

    /// From an entry's first byte to the end of its last line.
    func span(of index: Int) -> SourceSpan {
        file.span(Int(records[index].start)..<Int(records[index].end))
    }

    /// The text of a part, without what the format put into it.
    func text(of part: LogPart) -> String {
        guard part.form != .verbatim else { return file.text(part.range) }
        guard part.form != .escaped else { return file.jsonText(part.range) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(part.range.count)
        forEachPiece(of: part) { range, replacement in
            if let replacement { bytes += replacement } else { bytes += file.bytes[range] }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    func view(of part: LogPart) -> SourceFile {
        var builder = SourceViewBuilder(of: file)
        builder.reserve(part.range.count)
        forEachPiece(of: part) { range, replacement in
            if let replacement { builder.append(replacement, for: range) } else { builder.append(range) }
        }
        return builder.view()
    }

    /// Calls `body` with each stretch of a part, and with what it stands for where it does not stand for itself.
    private func forEachPiece(of part: LogPart, _ body: (Range<Int>, [UInt8]?) -> Void) {
        let range = part.range
        switch part.form {
        case .verbatim: body(range, nil)
        case .tabbed: forEachLine(range, body)
        case .doubled:
            forEachMark(UInt8(ascii: "\""), in: range) { verbatim, mark in
                body(verbatim, nil)
                guard let mark else { return mark }
                body(mark..<mark + 1, nil)
                return mark + 2
            }
        case .escaped:
            file.forEachJSONStretch(in: range) { stretch, escaped in
                body(stretch, escaped.map { Array($0.utf8) })
            }
        }
    }

    /// Lines go on behind a newline and the tab that PostgreSQL puts after it.
    private func forEachLine(_ range: Range<Int>, _ body: (Range<Int>, [UInt8]?) -> Void) {
        var start = range.lowerBound
        while let newline = file.offset(of: 0x0A, in: start..<range.upperBound) {
            let isCRLF = newline > start && file.bytes[newline - 1] == 0x0D
            body(start..<(isCRLF ? newline - 1 : newline), nil)
            body(newline..<newline + 1, nil)
            start = newline + 1
            if start < range.upperBound, file.bytes[start] == 0x09 { start += 1 }
        }
        body(start..<range.upperBound, nil)
    }

    /// Calls `body` with the bytes up to each mark and the mark, and goes on where `body` says.
    private func forEachMark(_ mark: UInt8, in range: Range<Int>, _ body: (Range<Int>, Int?) -> Int?) {
        var start = range.lowerBound
        while start < range.upperBound {
            let found = file.offset(of: mark, in: start..<range.upperBound)
            guard let next = body(start..<(found ?? range.upperBound), found) else { return }
            start = next
        }
    }
}

/// The format of a server log, and what is needed to read it.
struct LogFormat: Sendable {
    let destination: ServerLogDestination
    let prefix: LogLinePrefix?
    let zone: TimeZoneOffset?

    /// Scans bytes from an offset on.
    ///
    /// Returns where the first entry begins that is not whole; where `isEnd` says that no further bytes
    /// come, that is the end, or there is a finding.
    func scan(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, isEnd: Bool, into scan: inout LogScan
    ) -> Int {
        switch destination {
        case .csvlog:
            var scanner = CSVLogScanner(bytes, zone: zone)
            return scanner.run(from: start, isEnd: isEnd, into: &scan)
        case .jsonlog:
            var scanner = JSONLogScanner(bytes, zone: zone)
            return scanner.run(from: start, isEnd: isEnd, into: &scan)
        case .stderr:
            guard let prefix else { return start }
            var scanner = PlainLogScanner(bytes, prefix: prefix, zone: zone)
            return scanner.run(from: start, isEnd: isEnd, into: &scan)
        }
    }
}
