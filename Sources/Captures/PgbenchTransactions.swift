internal import Diagnostics

/// The lines of a transaction log of pgbench, as numbers and offsets.
final class PgbenchTransactions: Sendable {
    enum Outcome: Sendable { case completed, skipped, failed }

    struct Line: Sendable {
        fileprivate(set) var start = 0
        fileprivate(set) var outcome = Outcome.completed
        /// Microseconds.
        fileprivate(set) var latency = 0
        fileprivate(set) var latencyRange = 0..<0
        /// Seconds since 1970-01-01T00:00:00Z.
        fileprivate(set) var completed = 0.0
        fileprivate(set) var completedRange = 0..<0
        /// Microseconds.
        fileprivate(set) var lag = 0
        fileprivate(set) var lagRange: Range<Int>?
    }

    let file: SourceFile
    let lines: [Line]

    init(file: SourceFile, lines: [Line]) {
        self.file = file
        self.lines = lines
    }
}

/// Reads a transaction log; throws every line that is none, up to twenty.
func parsePgbenchLog(in file: SourceFile) throws(Diagnostics) -> PgbenchTransactions {
    guard file.endsWithNewline else { throw Diagnostics(file.cutLastLine()) }
    var lines: [PgbenchTransactions.Line] = []
    var findings: [Diagnostic] = []
    lines.reserveCapacity(file.lineCount)
    file.bytes.withUnsafeBufferPointer { bytes in
        for number in 1...file.lineCount {
            let bounds = file.textLine(number)
            if let line = logLine(bytes, bounds) {
                lines.append(line)
            } else if findings.count < 20 {
                findings.append(
                    Diagnostic(
                        "pgbench.log-line",
                        "The line is no transaction of pgbench's log",
                        at: file.span(bounds),
                        expected:
                            "client, transaction, latency, script, seconds, microseconds, and perhaps lag",
                        help: "A log written with --aggregate-interval holds no single transactions."
                    )
                )
            }
        }
    }
    guard findings.isEmpty else { throw Diagnostics(findings) }
    return PgbenchTransactions(file: file, lines: lines)
}

private func logLine(_ bytes: UnsafeBufferPointer<UInt8>, _ bounds: Range<Int>) -> PgbenchTransactions.Line? {
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
            case "failed", "serialization", "deadlock": line.outcome = .failed
            default: return nil
            }
        case _ where !isNumber: return nil
        case 0:
            // A log of intervals begins with a time, which no client's number reaches.
            guard value < 100_000_000 else { return nil }
        case 2:
            line.latency = value
            line.latencyRange = range
        case 4:
            seconds = value
            secondsStart = start
        case 5:
            guard value < 1_000_000 else { return nil }
            line.completed = Double(seconds) + Double(value) / 1_000_000
            line.completedRange = secondsStart..<index
        case 6:
            line.lag = value
            line.lagRange = range
        case 1, 3, 7: break
        default: return nil
        }
        field += 1
        if index < bounds.upperBound {
            index += 1
            // A space at the end is followed by no field.
            guard index < bounds.upperBound else { return nil }
        }
    }
    return field >= 6 ? line : nil
}
