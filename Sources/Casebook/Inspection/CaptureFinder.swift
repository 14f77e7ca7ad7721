import Captures
import Diagnostics
import QueryPlans

/// Decides what a file holds, and reads all of it.
struct CaptureFinder: Sendable {
    /// The server's `log_line_prefix`, where the user gave it.
    var logLinePrefix: String?

    /// Reads a file, `-` being standard input; what cannot be read whole gives no captures but its problems.
    func inspect(_ path: String) -> InspectedFile {
        do throws(Diagnostics) {
            let file: SourceFile
            do throws(Diagnostic) {
                file = try textFile(path: path, bytes: try InputFile.bytes(of: path))
            } catch {
                throw Diagnostics(error)
            }
            var found = try captures(in: file)
            found.sort { ($0.start.range.lowerBound) < ($1.start.range.lowerBound) }
            return InspectedFile(path: path, captures: found)
        } catch {
            return InspectedFile(path: path, problems: error.all)
        }
    }

    private func captures(in file: SourceFile) throws(Diagnostics) -> [InspectedCapture] {
        if let kind = BenchmarkOutput(file) { return [.pgbench(try InspectedRun(kind, in: file))] }
        if let logLinePrefix, LogLook.isLog(file) {
            return [.log(try InspectedLog(file, prefix: logLinePrefix))]
        }
        return try plansAndTables(in: file)
    }

    /// Plans and results may follow each other in one file: a session of psql.
    private func plansAndTables(in file: SourceFile) throws(Diagnostics) -> [InspectedCapture] {
        var problems: [Diagnostic] = []
        var plans: [QueryPlan] = []
        var isWithoutPlan = false
        do throws(Diagnostics) {
            plans = try QueryPlan.plans(in: file)
        } catch {
            isWithoutPlan = error.all.allSatisfy { $0.id == "plan.none" }
            if !isWithoutPlan { problems += error.all }
        }
        let spans = plans.map(\.span.range)
        var tables: [ResultTable] = []
        do throws(Diagnostics) {
            tables = try results(in: file, besidesPlans: !isWithoutPlan)
        } catch {
            // A plan in a frame of its own is read as a plan, whatever a table would have to look like.
            problems += error.all.filter { finding in
                !plans.contains { $0.lines.contains(finding.place?.line ?? 0) }
            }
        }
        guard problems.isEmpty else { throw Diagnostics(problems) }
        tables.removeAll { $0.isFrame(of: spans) }
        guard !plans.isEmpty || !tables.isEmpty else { throw Diagnostics(nothing(in: file)) }
        return plans.map(InspectedCapture.plan) + tables.map(InspectedCapture.table)
    }

    /// The results; text that stands beside plans is never taken for CSV.
    private func results(in file: SourceFile, besidesPlans: Bool) throws(Diagnostics) -> [ResultTable] {
        guard besidesPlans else { return try parseResultTables(in: file) }
        let output = PsqlOutput(file)
        guard output.findings.isEmpty else { throw Diagnostics(output.findings) }
        return output.results
    }

    private func nothing(in file: SourceFile) -> Diagnostic {
        if LogLook.isLog(file) {
            return Diagnostic(
                "inspect.log-prefix",
                "This looks like a server log, and its log_line_prefix is not known",
                at: file.span(file.line(1)),
                expected: "--log-line-prefix with what `SHOW log_line_prefix` says on that server",
                help: "Such as: casebook inspect --log-line-prefix '%m [%p] ' postgresql.log"
            )
        }
        return Diagnostic(
            "inspect.nothing",
            "Nothing in this file is of a kind that Casebook reads",
            at: Place(path: file.path),
            expected: "what EXPLAIN, psql, pgbench or the server's log printed",
            help: "Save the program's output as it is: psql -X -o FILE."
        )
    }
}

extension QueryPlan {
    /// The lines of the file that it takes.
    fileprivate var lines: ClosedRange<Int> {
        let span = self.span
        return span.line...max(span.line, span.file.lineNumber(at: max(0, span.range.upperBound - 1)))
    }
}

extension ResultTable {
    /// Whether it is no more than the frame that psql put round a plan.
    fileprivate func isFrame(of plans: [Range<Int>]) -> Bool {
        guard columns.count == 1 else { return false }
        if columns[0].name == "QUERY PLAN" { return true }
        guard rowCount > 0 else { return false }
        let rows = span(row: 0).range.lowerBound..<span(row: rowCount - 1).range.upperBound
        return plans.contains { $0.overlaps(rows) }
    }
}

/// Whether a text looks like a server log in the plain format.
enum LogLook {
    private static let severities = ["LOG", "ERROR", "FATAL", "PANIC", "WARNING", "NOTICE", "STATEMENT"]

    /// Whether one of the first lines has a severity and two spaces after what looks like a prefix.
    ///
    /// psql prints errors of its own so, after nothing or after `psql:FILE:LINE: `: those do not count.
    static func isLog(_ file: SourceFile) -> Bool {
        for number in 1...max(1, min(file.lineCount, 5)) {
            let line = file.text(file.line(number))
            guard let mark = line.range(of: ":  "), !line.hasPrefix("psql:") else { continue }
            let before = line[..<mark.lowerBound]
            if severities.contains(where: { before.hasSuffix($0) && before.utf8.count > $0.utf8.count }) {
                return true
            }
        }
        return false
    }
}

extension String {
    /// Where a text first stands in this one.
    fileprivate func range(of text: String) -> Range<String.Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
            start = index(after: start)
        }
        return nil
    }
}
