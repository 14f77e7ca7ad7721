import Diagnostics
import Metrics
import PsqlOutput
import Quantities
import QueryPlans
import ServerLogs

/// What was read, for a reader at a terminal.
package enum InspectionText {
    /// Writes the captures of a file, a blank line after each.
    package static func write(_ file: InspectedFile, to report: inout TextReport) {
        for capture in file.captures {
            write(capture, of: file, to: &report)
            for warning in capture.warnings {
                report.paragraph("warning: \(warning.summary) [\(warning.id)]")
            }
            report.blank()
        }
    }

    private static func write(
        _ capture: InspectedCapture, of file: InspectedFile, to report: inout TextReport
    ) {
        let place = "\(file.path):\(capture.start.line): "
        switch capture {
        case .plan(let plan):
            var facts: [String] = []
            if let time = plan.executionTime.value {
                facts.append("execution \(decimal(time, decimals: 3)) ms")
            }
            if let time = plan.planningTime.value {
                facts.append("planning \(decimal(time, decimals: 3)) ms")
            }
            if facts.isEmpty { facts.append(plan.isAnalyzed ? "no summary" : "not run") }
            heading(place, "plan", [plan.format.rawValue] + facts, to: &report)
            PlanText(plan).write(to: &report)
        case .table(let table):
            let hasHeader = table.columns.contains { $0.span != nil }
            heading(
                place, "result",
                [
                    table.layout.rawValue, count(table.columns.count, "column"), count(table.rowCount, "row"),
                    "lines \(table.lines.lowerBound)–\(table.lines.upperBound)",
                ], to: &report)
            report.paragraph(
                hasHeader ? table.columns.map(\.name).joined(separator: " · ") : "without a header")
        case .log(let log):
            heading(
                place, "server log", [log.format, count(log.entryCount, "entry", "entries")], to: &report)
            if let prefix = log.prefix { report.paragraph("log_line_prefix = '\(prefix)'") }
            if let times = log.times { report.paragraph("from \(times.first.text) to \(times.last.text)") }
            report.paragraph(
                log.severities.map { "\(decimal(Double($0.count), decimals: 0)) \($0.severity.rawValue)" }
                    .joined(separator: " · "))
        case .series(let series, let format):
            heading(place, "series", [format.rawValue, count(series.pointCount, "point")], to: &report)
            write(series, to: &report)
        case .pgbench(let run):
            heading(place, "pgbench", [run.kind.rawValue], to: &report)
            report.paragraph(
                run.figures.map { figure in
                    let decimals = figure.value == figure.value.rounded() ? 0 : 3
                    let unit = figure.unit.isEmpty ? "" : " \(figure.unit)"
                    return "\(figure.label) \(decimal(figure.value, decimals: decimals))\(unit)"
                }.joined(separator: " · "))
        }
    }

    private static func write(_ series: RecordedSeries, to report: inout TextReport) {
        var facts = [series.name]
        if let first = series.firstTime, let last = series.lastTime {
            facts.append(
                "from \(Timestamp(secondsSinceEpoch: first).text) to \(Timestamp(secondsSinceEpoch: last).text)"
            )
        }
        if let extent = series.extent {
            let unit = series.unit.map { " \($0)" } ?? ""
            facts.append("\(extent.least) to \(extent.greatest)\(unit)")
        }
        for fact in facts { report.paragraph(fact) }
    }

    private static func heading(
        _ place: String, _ kind: String, _ facts: [String], to report: inout TextReport
    ) {
        // The path is what is left out where a line is too long: the figures come after it.
        let rest = "\(kind), " + facts.joined(separator: ", ")
        let room = TextReport.columns - VisibleText.width(rest)
        let whole = VisibleText.line(place)
        let cut = VisibleText.width(whole) > room ? "…" + whole.suffix(max(0, room - 1)) : whole
        report.line(TextReport.Part(cut), TextReport.Part(rest, .strong))
    }
}
