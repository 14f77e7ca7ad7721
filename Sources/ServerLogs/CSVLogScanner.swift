internal import Evidence

/// Reads a server log in PostgreSQL's csvlog format (`src/backend/utils/error/csvlog.c`).
struct CSVLogScanner {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var clock: LogClock
    private var columnCount = 0
    private var cells: [Cell] = []

    private struct Cell {
        let range: Range<Int>
        let isQuoted: Bool
        let isDoubled: Bool
    }

    private enum Outcome {
        case record(end: Int, next: Int)
        /// The bytes end before the record does.
        case open(quote: Int?)
        case strayQuote(Int)
    }

    init(_ bytes: UnsafeBufferPointer<UInt8>, zone: TimeZoneOffset?) {
        self.bytes = bytes
        clock = LogClock(bytes, zone: zone)
        cells.reserveCapacity(ServerLogField.csvColumns.count)
    }

    /// See ``LogFormat/scan(_:from:isEnd:into:)``.
    ///
    /// Behind a record that cannot be split, the next line with an entry's columns is not looked for: a
    /// quote that is missing would make of each message's text an entry.
    mutating func run(from start: Int, isEnd: Bool, into scan: inout LogScan) -> Int {
        var index = start
        while index < bytes.count, !scan.isFull {
            cells.removeAll(keepingCapacity: true)
            switch split(from: index) {
            case .record(let end, let next):
                if end > index { take(index..<end, &scan) }
                index = next
            case .open(let quote):
                guard isEnd else { return index }
                let finding =
                    quote.map { LogFinding(.openQuote, $0..<$0 + 1) }
                    ?? LogFinding(.cutLastLine, bytes.count - 1..<bytes.count)
                scan.findings.append(finding)
                return bytes.count
            case .strayQuote(let place):
                scan.findings.append(LogFinding(.strayQuote, place..<place + 1))
                return index
            }
        }
        return index
    }

    /// Whether the bytes from an offset on are an entry, or the beginning of one that was cut.
    mutating func beginsEntry(at start: Int) -> Bool {
        cells.removeAll(keepingCapacity: true)
        _ = split(from: start)
        guard cells.count >= 13, let time = clock.read(at: start, before: cells[0].range.upperBound) else {
            return false
        }
        return time.end == cells[0].range.upperBound && isSQLState(bytes, cells[12].range)
            && processNumber(bytes, cells[3].range) != nil
    }

    /// Splits the record that begins at an offset.
    private mutating func split(from start: Int) -> Outcome {
        var index = start
        while true {
            let lower = index
            if index < bytes.count, bytes[index] == UInt8(ascii: "\"") {
                var isDoubled = false
                index += 1
                while true {
                    guard let quote = bytes.position(of: UInt8(ascii: "\""), from: index, before: bytes.count)
                    else { return .open(quote: lower) }
                    index = quote + 1
                    // Whether the quote closes the field is told by the byte behind it.
                    guard index < bytes.count else { return .open(quote: nil) }
                    guard bytes[index] == UInt8(ascii: "\"") else { break }
                    isDoubled = true
                    index += 1
                }
                cells.append(Cell(range: lower + 1..<index - 1, isQuoted: true, isDoubled: isDoubled))
                if bytes[index] == 0x0D { index += 1 }
                guard index < bytes.count else { return .open(quote: nil) }
            } else {
                while index < bytes.count, bytes[index] != UInt8(ascii: ","), bytes[index] != 0x0A {
                    if bytes[index] == UInt8(ascii: "\"") { return .strayQuote(index) }
                    index += 1
                }
                guard index < bytes.count else { return .open(quote: nil) }
                let isReturn = bytes[index] == 0x0A && index > lower && bytes[index - 1] == 0x0D
                cells.append(
                    Cell(range: lower..<(isReturn ? index - 1 : index), isQuoted: false, isDoubled: false))
            }
            switch bytes[index] {
            case UInt8(ascii: ","): index += 1
            case 0x0A:
                let end = index > start && bytes[index - 1] == 0x0D ? index - 1 : index
                return .record(end: end, next: index + 1)
            default: return .strayQuote(index)
            }
        }
    }

    private mutating func take(_ record: Range<Int>, _ scan: inout LogScan) {
        guard cells.count >= 22, cells.count != 25 else {
            scan.findings.append(LogFinding(.columnCount(cells.count), firstLine(of: record)))
            return
        }
        guard columnCount == 0 || cells.count == columnCount else {
            scan.findings.append(
                LogFinding(.changedColumnCount(cells.count, before: columnCount), firstLine(of: record)))
            return
        }
        columnCount = cells.count
        guard let time = clock.read(at: cells[0].range.lowerBound, before: cells[0].range.upperBound),
            time.end == cells[0].range.upperBound
        else { return scan.findings.append(LogFinding(.column(.time), cells[0].range)) }
        guard let severity = LogLabel.severity(bytes, cells[11].range) else {
            return scan.findings.append(LogFinding(.unknownSeverity, cells[11].range))
        }
        guard isSQLState(bytes, cells[12].range) else {
            return scan.findings.append(LogFinding(.column(.sqlState), cells[12].range))
        }
        guard let process = processNumber(bytes, cells[3].range) else {
            return scan.findings.append(LogFinding(.column(.process), cells[3].range))
        }
        scan.begin(at: record.lowerBound)
        let last = scan.records.count - 1
        scan.records[last].end = Int32(truncatingIfNeeded: record.upperBound)
        scan.records[last].severity = severity
        scan.records[last].process = process
        if time.hasUnknownZone {
            if scan.unknownZone == nil { scan.unknownZone = cells[0].range }
        } else {
            scan.records[last].time = time.seconds
            scan.records[last].timeStep = Float(time.step)
        }
        for (column, cell) in cells.enumerated() where !cell.range.isEmpty || column == 13 || column > 25 {
            add(cell, column: column, &scan)
        }
    }

    private func add(_ cell: Cell, column: Int, _ scan: inout LogScan) {
        guard column < ServerLogField.csvColumns.count else {
            scan.parts.append(LogPart(.unknown, cell.range, cell.isDoubled ? .doubled : .verbatim))
            return
        }
        let field = ServerLogField.csvColumns[column]
        if field == .remoteHost, let colon = portColon(in: cell.range) {
            scan.parts.append(LogPart(.remoteHost, cell.range.lowerBound..<colon))
            scan.parts.append(LogPart(.remotePort, colon + 1..<cell.range.upperBound))
        } else {
            scan.parts.append(LogPart(field, cell.range, cell.isDoubled ? .doubled : .verbatim))
        }
    }

    /// The colon before a port: the last one, with digits behind it.
    private func portColon(in range: Range<Int>) -> Int? {
        var index = range.upperBound
        while index > range.lowerBound, digitValue(bytes[index - 1]) != nil { index -= 1 }
        guard index < range.upperBound, index > range.lowerBound, bytes[index - 1] == UInt8(ascii: ":") else {
            return nil
        }
        return index - 1
    }

    private func firstLine(of record: Range<Int>) -> Range<Int> {
        let end = bytes.position(of: 0x0A, from: record.lowerBound, before: record.upperBound)
        return record.lowerBound..<(end ?? record.upperBound)
    }
}

/// The number of a process that fills a range, or nil where it is none.
func processNumber(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int32? {
    guard !range.isEmpty, range.count < 11 else { return nil }
    var value = 0
    for index in range {
        guard let digit = digitValue(bytes[index]) else { return nil }
        value = value * 10 + digit
    }
    return Int32(exactly: value)
}
