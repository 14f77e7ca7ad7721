import Diagnostics
import Evidence
import Inspection
import Quantities

/// What Casebook reads in a capture, as it stands beside the raw lines: trees, tables, charts, summaries.
///
/// A capture that cannot be read says why; that is a finding of the build only where a figure needs it.
struct EvidenceReading {
    /// How much of a capture is shown, so that a page stays small whatever it is of; the lines show all of it.
    enum Limit {
        static let captures = 12
        static let rows = 200
        static let nodes = 200
        static let problems = 5
    }

    private let captures: [InspectedCapture]
    private let problems: [Diagnostic]

    init(of file: EvidenceFile) {
        do throws(Diagnostics) {
            let text: SourceFile
            do throws(Diagnostic) {
                text = try textFile(path: file.path, bytes: file.text)
            } catch {
                throw Diagnostics(error)
            }
            captures = try CaptureFinder().captures(in: text)
            problems = []
        } catch {
            captures = []
            problems = error.all
        }
    }

    /// Whether it stands beside the lines where the page is wide; tables need the width themselves.
    var isBesideLines: Bool {
        !captures.isEmpty
            && captures.allSatisfy {
                switch $0 {
                case .plan: true
                case .pgbench(let run): run.kind == .summary || run.kind == .progress
                case .table, .log, .series: false
                }
            }
    }

    /// Writes the reading with its heading.
    func write(to html: inout HTMLWriter) {
        html.markup("<h2 id=\"reading\">What Casebook reads in it</h2>\n")
        guard problems.isEmpty else { return explain(&html) }
        var rows = Limit.rows
        var nodes = Limit.nodes
        let series = SeriesReading(captures)
        series?.write(to: &html)
        for (index, capture) in captures.prefix(Limit.captures).enumerated() {
            switch capture {
            case .plan(let plan):
                let reading = PlanReading(plan)
                heading("Plan", index, capture, &html)
                reading.write(to: &html, atMost: &nodes)
            case .table(let table):
                let reading = TableReading(table, number: index + 1)
                if captures.count > 1 { heading("Result", index, capture, &html) }
                reading.write(to: &html, atMost: &rows)
            case .log(let log): LogReading(log).write(to: &html)
            case .pgbench(let run): RunReading(run).write(to: &html)
            case .series: break
            }
            for warning in capture.warnings.prefix(Limit.problems) { note(warning, &html) }
        }
        let hidden = series == nil ? captures.dropFirst(Limit.captures) : []
        guard let first = hidden.first else { return }
        html.markup("<p class=\"note\">")
        html.text(decimal(Double(hidden.count), decimals: 0))
        html.markup(" more are read in it, from line ")
        html.lineLink(first.start.line)
        html.markup(" on; the lines show them.</p>\n")
    }

    private func heading(
        _ kind: StaticString, _ index: Int, _ capture: InspectedCapture, _ html: inout HTMLWriter
    ) {
        html.markup("<h3 id=\"reading-")
        html.number(index + 1)
        html.markup("\">")
        html.markup(kind)
        html.markup(" at line ")
        html.lineLink(capture.start.line)
        html.markup("</h3>\n")
    }

    // MARK: What cannot be read

    private func explain(_ html: inout HTMLWriter) {
        if problems.count == 1, problems[0].check == .machine(.nothingToInspect) {
            html.markup("<p>It is text for people: no plan, result, log, benchmark or series.</p>\n")
            return
        }
        html.markup("<p>It cannot be read whole, and no part of it is shown as if it were all:</p>\n<ul>\n")
        for problem in problems.prefix(Limit.problems) {
            html.markup("<li>")
            write(problem, &html)
            html.markup("</li>\n")
        }
        html.markup("</ul>\n")
        guard problems.count > Limit.problems else { return }
        html.markup("<p class=\"note\">")
        html.number(problems.count - Limit.problems)
        html.markup(" more stand in it.</p>\n")
    }

    private func note(_ warning: Diagnostic, _ html: inout HTMLWriter) {
        html.markup("<p class=\"note\">")
        write(warning, &html)
        html.markup("</p>\n")
    }

    private func write(_ problem: Diagnostic, _ html: inout HTMLWriter) {
        if let line = problem.place?.line, line > 0 {
            html.markup("Line ")
            html.lineLink(line)
            html.markup(": ")
        }
        html.captured(problem.summary, atMost: 400)
        html.markup(".")
        if let expected = problem.expected {
            html.markup(" Expected: ")
            html.captured(expected, atMost: 400)
            html.markup(".")
        }
    }
}
