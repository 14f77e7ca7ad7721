public import Diagnostics
public import Quantities

/// The lines that pgbench prints while it runs, with `--progress`.
public struct PgbenchProgress: Sendable {
    /// When each line was printed, since the start of the run.
    public let elapsed: Readings<Time>
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
    /// Why the lines could not be read; empty where they were.
    public let problems: [Diagnostic]

    /// Reads the lines through the current reader; the summary may stand in the same file.
    public init(_ path: String) {
        var columns = ProgressColumns()
        var findings: [Diagnostic] = []
        var source: SourceFile?
        switch currentFile(path) {
        case .failure(let reason): findings = [reason]
        case .success(let file):
            source = file
            for line in 1...max(1, file.lineCount) where findings.isEmpty {
                let bounds = file.textLine(line)
                guard file.matches("progress: ", at: bounds.lowerBound, before: bounds.upperBound) else {
                    continue
                }
                if line == file.lineCount, !file.endsWithNewline {
                    findings.append(file.cutLastLine())
                } else if !columns.take(file, bounds) {
                    findings.append(
                        Diagnostic(
                            "pgbench.progress",
                            "The line is no progress report of pgbench",
                            at: file.span(bounds),
                            expected: "“progress: 1.0 s, 58.0 tps, lat 0.939 ms stddev 1.206, 0 failed”"
                        )
                    )
                }
            }
            if findings.isEmpty, columns.rows == 0 {
                findings.append(
                    Diagnostic(
                        "pgbench.no-progress",
                        "The capture holds no progress report of pgbench",
                        at: Place(path: file.path),
                        help: "Run pgbench with --progress=1 and keep its stderr."
                    )
                )
            }
            for finding in findings { EvidenceReader.current?.record(finding) }
        }
        problems = findings
        let (file, rows) = (source, columns.rows)
        func readings<Unit: UnitOfMeasure>(
            _ label: String,
            _ entries: [Readings<Unit>.Entry]
        ) -> Readings<Unit> {
            guard findings.isEmpty else { return Readings(label: label, absent: findings) }
            return Readings(
                label: label,
                file: file,
                entries: entries,
                place: file.map { $0.span($0.textLine(1)) },
                rowCount: rows
            )
        }
        elapsed = readings("progress", columns.elapsed)
        tps = readings("progress tps", columns.tps)
        latency = readings("progress latency", columns.latency)
        latencyStddev = readings("progress latency stddev", columns.latencyStddev)
        failed = readings("progress failed", columns.failed)
        scheduleLag = readings("progress schedule lag", columns.scheduleLag)
    }
}

private struct ProgressColumns {
    var elapsed: [Readings<Time>.Entry] = []
    var tps: [Readings<Rate>.Entry] = []
    var latency: [Readings<Time>.Entry] = []
    var latencyStddev: [Readings<Time>.Entry] = []
    var failed: [Readings<Count>.Entry] = []
    var scheduleLag: [Readings<Time>.Entry] = []
    var rows = 0

    /// Reads `progress: 1.0 s, 58.0 tps, lat 0.939 ms stddev 1.206, 0 failed, lag 0.210 ms`.
    mutating func take(_ file: SourceFile, _ bounds: Range<Int>) -> Bool {
        var parts: [Range<Int>] = []
        var start = bounds.lowerBound + 10
        while let comma = file.offset(of: Array(", ".utf8), in: start..<bounds.upperBound) {
            parts.append(start..<comma)
            start = comma + 2
        }
        parts.append(start..<bounds.upperBound)
        guard parts.count >= 3, let time = entry(file, parts[0], before: " s", Time.self, 1000),
            let rate = entry(file, parts[1], before: " tps", Rate.self, 1),
            takeLatency(file, parts[2])
        else { return false }
        elapsed.append(time)
        tps.append(rate)
        for part in parts[3...] {
            if let count = entry(file, part, before: " failed", Count.self, 1) {
                failed.append(count)
            } else if file.matches("lag ", at: part.lowerBound, before: part.upperBound),
                let lag = entry(file, part.lowerBound + 4..<part.upperBound, before: " ms", Time.self, 1)
            {
                scheduleLag.append(lag)
            } else if entry(file, part, before: " skipped", Count.self, 1) == nil,
                entry(file, part, before: " retried", Count.self, 1) == nil,
                entry(file, part, before: " retries", Count.self, 1) == nil
            {
                return false
            }
        }
        rows += 1
        return true
    }

    private mutating func takeLatency(_ file: SourceFile, _ part: Range<Int>) -> Bool {
        guard file.matches("lat ", at: part.lowerBound, before: part.upperBound) else { return false }
        let value = part.lowerBound + 4
        if file.matches("NaN ms", at: value, before: part.upperBound) { return true }
        let range = numeralRange(file, at: value, before: part.upperBound)
        guard let mean = entry(file, range, before: "", Time.self, 1),
            file.matches(" ms stddev ", at: range.upperBound, before: part.upperBound),
            let deviation = entry(file, range.upperBound + 11..<part.upperBound, before: "", Time.self, 1)
        else { return false }
        latency.append(mean)
        latencyStddev.append(deviation)
        return true
    }

    private func entry<Unit: UnitOfMeasure>(
        _ file: SourceFile,
        _ part: Range<Int>,
        before suffix: StaticString,
        _ unit: Unit.Type,
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
            range: CellRange(part.lowerBound..<end),
            row: rows
        )
    }
}
