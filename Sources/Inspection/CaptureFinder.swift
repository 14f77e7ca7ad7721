public import Diagnostics
public import Evidence
internal import Metrics
internal import PsqlOutput
import QueryPlans
internal import ServerLogs

/// Decides what a file holds, and reads all of it.
public struct CaptureFinder: Sendable {
    /// The server's `log_line_prefix`, where the user gave it.
    public var logLinePrefix: String?
    /// The zone of times that were printed without one.
    public var zone: TimeZoneOffset?

    public init(logLinePrefix: String? = nil, zone: TimeZoneOffset? = nil) {
        self.logLinePrefix = logLinePrefix
        self.zone = zone
    }

    /// Everything that a file holds, in the order of the text.
    ///
    /// - Throws: `inspect.nothing` where the file is of no kind that is read, and what the readers throw
    ///   where it cannot be read whole.
    public func captures(in file: SourceFile) throws(Diagnostics) -> [InspectedCapture] {
        try unsorted(file).sorted { ($0.start.range.lowerBound) < ($1.start.range.lowerBound) }
    }

    private func unsorted(_ file: SourceFile) throws(Diagnostics) -> [InspectedCapture] {
        if let kind = BenchmarkOutput(file) { return [.pgbench(try InspectedRun(kind, in: file))] }
        if ServerLogFile.isServerLog(file) { return try log(file) }
        if let metrics = try metrics(in: file) {
            return metrics.series.map { .series($0, metrics.format) }
        }
        return try plansAndTables(in: file)
    }

    private func log(_ file: SourceFile) throws(Diagnostics) -> [InspectedCapture] {
        let log = try InspectedLog(file, prefix: logLinePrefix, zone: zone)
        return [.log(log)] + log.plans.map(InspectedCapture.plan)
    }

    /// The metrics, where the file is of a monitoring system; nil where it is something else.
    ///
    /// A CSV file with a column of times is a result like any other, unless CloudWatch's console wrote it.
    private func metrics(in file: SourceFile) throws(Diagnostics) -> MetricCapture? {
        guard MetricCapture.recognises(file) else { return nil }
        let isJSON = file.bytes.first { ![0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF].contains($0) }
            .map { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "[") }
        if isJSON == true { return try parseMetrics(in: file, zone: zone) }
        do throws(Diagnostics) {
            let found = try parseMetrics(in: file, zone: zone)
            return found.format == .csv ? nil : found
        } catch {
            return nil
        }
    }

    /// Plans and results may follow each other in one file: a session of psql.
    private func plansAndTables(in file: SourceFile) throws(Diagnostics) -> [InspectedCapture] {
        var problems: [Diagnostic] = []
        var plans: [QueryPlan] = []
        let output = PsqlText(file)
        do throws(Diagnostics) {
            plans = try QueryPlan.plans(in: output)
        } catch {
            problems = error.all.filter { $0.check != .plan(.noPlan) }
        }
        // What is wrong with the frame of a plan is its reader's to say.
        problems += output.findings.filter { finding in
            finding.severity == .error
                && !plans.contains { $0.nearbyLines.contains(finding.place?.line ?? 0) }
        }
        guard problems.isEmpty else { throw Diagnostics(problems) }
        let tables = output.results.filter { table in
            // A result in the lines of a plan is no more than the plan's frame.
            let lines = output.text.lines(table.lines)
            return !plans.contains { $0.lines.overlaps(lines) }
        }
        guard !plans.isEmpty || !tables.isEmpty else {
            if logLinePrefix != nil { return try log(file) }
            throw Diagnostics(nothing(in: file))
        }
        return plans.map(InspectedCapture.plan) + tables.map(InspectedCapture.table)
    }

    private func nothing(in file: SourceFile) -> Diagnostic {
        Diagnostic(
            .machine(.nothingToInspect), "Nothing in this file is of a kind that Casebook reads",
            at: Place(path: file.path),
            expected: "what EXPLAIN, psql, pgbench, the server's log or a monitoring system printed",
            help: "Save the program's output as it is: psql -X -o FILE.")
    }
}

extension QueryPlan {
    /// The lines of the file that it takes.
    fileprivate var lines: ClosedRange<Int> {
        let span = self.span
        return span.line...max(span.line, span.file.lineNumber(at: max(0, span.range.upperBound - 1)))
    }

    /// The lines that it takes, with those of a frame before and after it.
    fileprivate var nearbyLines: ClosedRange<Int> { lines.lowerBound - 3...lines.upperBound + 2 }
}

extension SourceFile {
    /// Which lines of the original file these lines of a view are.
    fileprivate func lines(_ lines: ClosedRange<Int>) -> ClosedRange<Int> {
        let first = span(line(lines.lowerBound)).line
        return first...max(first, span(line(lines.upperBound)).line)
    }
}
