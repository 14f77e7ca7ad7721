internal import Diagnostics
internal import Evidence

/// The lines of a transaction log of pgbench, as numbers and offsets.
final class PgbenchTransactions: Sendable {
    enum Outcome: Sendable { case completed, skipped, failed, serializationFailure, deadlockFailure }

    struct Line: Sendable {
        fileprivate(set) var start = 0
        fileprivate(set) var outcome = Outcome.completed
        /// Microseconds.
        fileprivate(set) var latency = 0
        fileprivate(set) var latencyRange = 0..<0
        /// The script's number, counted from 0.
        fileprivate(set) var script = 0
        /// Seconds since 1970-01-01T00:00:00Z.
        fileprivate(set) var completed = 0.0
        fileprivate(set) var completedRange = 0..<0
        /// What stands after the six columns that every log has, at most two.
        fileprivate(set) var further: (first: Int, second: Int) = (0, 0)
        fileprivate(set) var furtherRanges: (first: Range<Int>, second: Range<Int>) = (0..<0, 0..<0)
    }

    let file: SourceFile
    let lines: [Line]
    /// How many columns stand after the six that every log has.
    let furtherColumns: Int

    init(file: SourceFile, lines: [Line], furtherColumns: Int) {
        self.file = file
        self.lines = lines
        self.furtherColumns = furtherColumns
    }

    /// What the seventh column of seven must be; nil where both are possible.
    ///
    /// pgbench skips transactions only at a set rate. And a retry takes at least one exchange with the
    /// server, of which there are no more than 50,000 in a second: more retries than that in the time of a
    /// transaction are none, but microseconds.
    var deducedColumn: PgbenchLog.FurtherColumn? {
        let isLag = lines.contains { line in
            line.outcome == .skipped || (line.outcome == .completed && line.further.first * 20 > line.latency)
        }
        return isLag ? .scheduleLag : nil
    }
}

/// Reads a transaction log; throws every line that is none, up to twenty.
func parsePgbenchLog(in file: SourceFile) throws(Diagnostics) -> PgbenchTransactions {
    guard file.endsWithNewline else { throw Diagnostics(file.cutLastLine()) }
    var lines: [PgbenchTransactions.Line] = []
    var findings: [Diagnostic] = []
    var columns: Int?
    lines.reserveCapacity(file.lineCount)
    file.bytes.withUnsafeBufferPointer { bytes in
        for number in 1...file.lineCount where findings.count < 20 {
            let bounds = file.textLine(number)
            guard let (line, count) = logLine(bytes, bounds) else {
                findings.append(notATransaction(file, bounds))
                continue
            }
            lines.append(line)
            if count != columns ?? count {
                findings.append(otherColumns(file, bounds, count, columns ?? count))
            }
            columns = columns ?? count
        }
    }
    guard findings.isEmpty else { throw Diagnostics(findings) }
    return PgbenchTransactions(file: file, lines: lines, furtherColumns: (columns ?? 6) - 6)
}

private func notATransaction(_ file: SourceFile, _ bounds: Range<Int>) -> Diagnostic {
    Diagnostic(
        .pgbench(.logLine), "The line is no transaction of pgbench's log", at: file.span(bounds),
        expected: "client, transaction, latency, script, seconds, microseconds, and perhaps lag and retries",
        help: "A log written with --aggregate-interval holds no single transactions: use PgbenchIntervals.")
}

private func otherColumns(_ file: SourceFile, _ bounds: Range<Int>, _ count: Int, _ first: Int) -> Diagnostic
{
    Diagnostic(
        .pgbench(.logColumns), "The line has \(count) columns, those before it have \(first)",
        at: file.span(bounds), expected: "\(first) columns",
        help: "Keep the logs of runs with other options in files of their own.",
        notes: [Diagnostic.Note("the first line", at: Place(file.span(file.textLine(1))))])
}

/// Whether a line is a transaction of pgbench's log.
func isPgbenchTransaction(_ file: SourceFile, _ bounds: Range<Int>) -> Bool {
    file.bytes.withUnsafeBufferPointer { logLine($0, bounds) != nil }
}

private func logLine(
    _ bytes: UnsafeBufferPointer<UInt8>, _ bounds: Range<Int>
) -> (line: PgbenchTransactions.Line, columns: Int)? {
    var line = PgbenchTransactions.Line()
    line.start = bounds.lowerBound
    var index = bounds.lowerBound
    var field = 0
    var seconds = 0
    var secondsStart = 0
    while index < bounds.upperBound {
        let start = index
        var value = 0
        var isNumber = true
        while index < bounds.upperBound, bytes[index] != 0x20 {
            if let digit = digitValue(bytes[index]), value < 1_000_000_000_000_000 {
                value = value * 10 + digit
            } else {
                isNumber = false
            }
            index += 1
        }
        guard index > start else { return nil }
        let range = start..<index
        switch field {
        case 2 where !isNumber:
            switch String(decoding: bytes[range], as: UTF8.self) {
            case "skipped": line.outcome = .skipped
            case "failed": line.outcome = .failed
            case "serialization": line.outcome = .serializationFailure
            case "deadlock": line.outcome = .deadlockFailure
            default: return nil
            }
        case _ where !isNumber: return nil
        case 0:
            // A log of intervals begins with a time, which no client's number reaches.
            guard value < 100_000_000 else { return nil }
        case 1: break
        case 2:
            line.latency = value
            line.latencyRange = range
        case 3: line.script = value
        case 4:
            seconds = value
            secondsStart = start
        case 5:
            guard value < 1_000_000 else { return nil }
            line.completed = Double(seconds) + Double(value) / 1_000_000
            line.completedRange = secondsStart..<index
        case 6:
            line.further.first = value
            line.furtherRanges.first = range
        case 7:
            line.further.second = value
            line.furtherRanges.second = range
        default: return nil
        }
        field += 1
        if index < bounds.upperBound {
            index += 1
            // A space at the end is followed by no field.
            guard index < bounds.upperBound else { return nil }
        }
    }
    return field >= 6 ? (line, field) : nil
}
