public import Diagnostics
public import Evidence
public import Quantities

/// The lines that pgbench prints while it runs, with `--progress`.
public struct PgbenchProgress: Sendable {
    /// When each line was printed, since the start of the run; not known with `--progress-timestamp`.
    public let elapsed: Readings<Time>
    /// When each line was printed; known with `--progress-timestamp`.
    public let time: Readings<Instant>
    /// Transactions per second since the line before.
    public let tps: Readings<Rate>
    /// The mean latency since the line before; a line without transactions has none.
    public let latency: Readings<Time>
    /// The standard deviation of the latency since the line before.
    public let latencyStddev: Readings<Time>
    /// How many transactions failed since the line before.
    public let failed: Readings<Count>
    /// How late transactions began on average, with `--rate`.
    public let scheduleLag: Readings<Time>
    /// How many transactions were skipped for being late, with `--rate` and `--latency-limit`.
    public let skipped: Readings<Count>
    /// How many transactions were tried more than once, with `--max-tries`.
    public let retried: Readings<Count>
    /// How often a transaction was tried again, with `--max-tries`.
    public let retries: Readings<Count>
    /// Why the lines could not be read; empty where they were.
    public let problems: [Diagnostic]

    /// Whether a file looks like progress reports; only its first lines are looked at.
    public static func recognises(_ file: SourceFile) -> Bool {
        (1...max(1, min(file.lineCount, 20))).contains { line in
            let bounds = file.textLine(line)
            return file.matches("progress: ", at: bounds.lowerBound, before: bounds.upperBound)
        }
    }

    /// Reads the lines through the current reader; the summary may stand in the same file.
    public init(_ path: String) {
        var columns = ProgressColumns()
        var findings: [Diagnostic] = []
        var source: SourceFile?
        switch currentFile(path) {
        case .failure(let reason): findings = [reason]
        case .success(let file):
            source = file
            findings = Self.read(file, into: &columns)
            for finding in findings { EvidenceReader.current?.record(finding) }
        }
        problems = findings
        let (file, rows) = (source, columns.rows)
        func readings<Unit: UnitOfMeasure>(
            _ label: String, _ entries: [Readings<Unit>.Entry]
        ) -> Readings<Unit> {
            guard findings.isEmpty else { return Readings(label: label, absent: findings) }
            return Readings(
                label: label, file: file, entries: entries, place: file.map { $0.span($0.textLine(1)) },
                rowCount: rows)
        }
        elapsed = readings("progress", columns.elapsed)
        time = readings("progress", columns.time)
        tps = readings("progress tps", columns.tps)
        latency = readings("progress latency", columns.latency)
        latencyStddev = readings("progress latency stddev", columns.latencyStddev)
        failed = readings("progress failed", columns.failed)
        scheduleLag = readings("progress schedule lag", columns.scheduleLag)
        skipped = readings("progress skipped", columns.skipped)
        retried = readings("progress retried", columns.retried)
        retries = readings("progress retries", columns.retries)
    }

    private static func read(_ file: SourceFile, into columns: inout ProgressColumns) -> [Diagnostic] {
        for line in 1...max(1, file.lineCount) {
            let bounds = file.textLine(line)
            guard file.matches("progress: ", at: bounds.lowerBound, before: bounds.upperBound) else {
                continue
            }
            if line == file.lineCount, !file.endsWithNewline { return [file.cutLastLine()] }
            guard columns.take(file, bounds) else {
                return [
                    Diagnostic(
                        .pgbench(.progress), "The line is no progress report of pgbench",
                        at: file.span(bounds),
                        expected: "“progress: 1.0 s, 58.0 tps, lat 0.939 ms stddev 1.206, 0 failed”")
                ]
            }
        }
        guard columns.rows == 0 else { return [] }
        return [
            Diagnostic(
                .pgbench(.noProgress), "The capture holds no progress report of pgbench",
                at: Place(path: file.path), help: "Run pgbench with --progress=1 and keep its stderr.")
        ]
    }
}

private struct ProgressColumns {
    var elapsed: [Readings<Time>.Entry] = []
    var time: [Readings<Instant>.Entry] = []
    var tps: [Readings<Rate>.Entry] = []
    var latency: [Readings<Time>.Entry] = []
    var latencyStddev: [Readings<Time>.Entry] = []
    var failed: [Readings<Count>.Entry] = []
    var scheduleLag: [Readings<Time>.Entry] = []
    var skipped: [Readings<Count>.Entry] = []
    var retried: [Readings<Count>.Entry] = []
    var retries: [Readings<Count>.Entry] = []
    var rows = 0

    /// Reads `progress: 1.0 s, 58.0 tps, lat 0.939 ms stddev 1.206, 0 failed, lag 0.210 ms, 3 skipped, 0
    /// retried, 0 retries`.
    mutating func take(_ file: SourceFile, _ bounds: Range<Int>) -> Bool {
        var parts: [Range<Int>] = []
        var start = bounds.lowerBound + 10
        while let comma = file.offset(of: Array(", ".utf8), in: start..<bounds.upperBound) {
            parts.append(start..<comma)
            start = comma + 2
        }
        parts.append(start..<bounds.upperBound)
        guard parts.count >= 3, takeTime(file, parts[0]),
            let rate = entry(file, parts[1], before: " tps", Rate.self, 1),
            let mean = takeLatency(file, parts[2])
        else { return false }
        tps.append(rate)
        // Where no transaction ended, pgbench prints zeros for means of nothing.
        let hasEnded = rate.number.value > 0 || mean > 0
        if !hasEnded, latency.last?.row == rows { latency.removeLast() }
        if !hasEnded, latencyStddev.last?.row == rows { latencyStddev.removeLast() }
        for part in parts[3...] {
            if file.matches("lag ", at: part.lowerBound, before: part.upperBound) {
                let printed = part.lowerBound + 4..<part.upperBound
                if file.matches("NaN ms", at: printed.lowerBound, before: printed.upperBound) { continue }
                guard let lag = entry(file, printed, before: " ms", Time.self, 1) else { return false }
                if hasEnded { scheduleLag.append(lag) }
            } else if let count = entry(file, part, before: " failed", Count.self, 1) {
                failed.append(count)
            } else if let count = entry(file, part, before: " skipped", Count.self, 1) {
                skipped.append(count)
            } else if let count = entry(file, part, before: " retried", Count.self, 1) {
                retried.append(count)
            } else if let count = entry(file, part, before: " retries", Count.self, 1) {
                retries.append(count)
            } else {
                return false
            }
        }
        rows += 1
        return true
    }

    /// A time since the start has one decimal, a time since 1970 three (`printProgressReport`).
    private mutating func takeTime(_ file: SourceFile, _ part: Range<Int>) -> Bool {
        guard let point = file.offset(of: UInt8(ascii: "."), in: part) else { return false }
        if part.upperBound - point == 4 + " s".utf8.count {
            guard let instant = entry(file, part, before: " s", Instant.self, 1) else { return false }
            time.append(instant)
        } else {
            guard let passed = entry(file, part, before: " s", Time.self, 1000) else { return false }
            elapsed.append(passed)
        }
        return true
    }

    /// Reads `lat 0.939 ms stddev 1.206` and gives the mean; nil where it is none.
    ///
    /// A deviation of one transaction is `NaN`, and in some versions the mean of none is too.
    private mutating func takeLatency(_ file: SourceFile, _ part: Range<Int>) -> Double? {
        guard file.matches("lat ", at: part.lowerBound, before: part.upperBound) else { return nil }
        let value = part.lowerBound + 4
        if file.matches("NaN ms stddev NaN", at: value, before: part.upperBound) { return 0 }
        let range = numeralRange(file, at: value, before: part.upperBound)
        guard let mean = entry(file, range, before: "", Time.self, 1),
            file.matches(" ms stddev ", at: range.upperBound, before: part.upperBound)
        else { return nil }
        latency.append(mean)
        let deviation = range.upperBound + 11..<part.upperBound
        if file.matches("NaN", at: deviation.lowerBound, before: deviation.upperBound), deviation.count == 3 {
            return mean.number.value
        }
        guard let read = entry(file, deviation, before: "", Time.self, 1) else { return nil }
        latencyStddev.append(read)
        return mean.number.value
    }

    private func entry<Unit: UnitOfMeasure>(
        _ file: SourceFile, _ part: Range<Int>, before suffix: StaticString, _ unit: Unit.Type,
        _ scale: Double
    ) -> Readings<Unit>.Entry? {
        let end = part.upperBound - suffix.utf8CodeUnitCount
        guard end > part.lowerBound, file.matches(suffix, at: end, before: part.upperBound) else {
            return nil
        }
        let number = file.bytes.withUnsafeBufferPointer { wholeNumeral(in: $0, part.lowerBound..<end) }
        guard let number else { return nil }
        return Readings<Unit>.Entry(
            number: number.scaled(by: scale, isDiscrete: Unit.isDiscrete),
            range: CellRange(part.lowerBound..<end), row: rows)
    }
}
