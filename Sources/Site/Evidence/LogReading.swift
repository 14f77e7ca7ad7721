import Evidence
import Inspection
import Pictures
import Quantities
import ServerLogs

/// A server log in numbers: entries by severity and by SQLSTATE, and how many came when.
struct LogReading {
    private let log: InspectedLog

    init(_ log: InspectedLog) { self.log = log }

    func write(to html: inout HTMLWriter) {
        html.markup("<p class=\"note\">")
        html.text(
            "\(decimal(Double(log.entryCount), decimals: 0)) \(log.entryCount == 1 ? "entry" : "entries")")
        html.text(", \(log.format)")
        if let prefix = log.prefix {
            html.markup(", <code>log_line_prefix</code> <code>")
            html.captured(prefix, atMost: 200)
            html.markup("</code>")
        }
        if let times = log.times {
            html.text(", from \(times.first.text) to \(times.last.text)")
        }
        html.markup(".</p>\n")
        let course = LogCourse(log)
        course.chart?.write(id: "chart-log", to: &html)
        let severities = log.summary.severities.reversed().map { entry in
            (entry.severity.rawValue, entry.tally)
        }
        table("Severity", severities, [:], &html)
        table("SQLSTATE", log.summary.sqlStates.map { ($0.sqlState, $0.tally) }, course.byState, &html)
    }

    private func table(
        _ title: StaticString, _ rows: [(name: String, tally: ServerLogSummary.Tally)],
        _ times: [String: (first: Double, last: Double)], _ html: inout HTMLWriter
    ) {
        guard !rows.isEmpty else { return }
        html.markup("<div class=\"table\" role=\"group\" aria-label=\"By ")
        html.markup(title)
        html.markup("\" tabindex=\"0\">\n<table class=\"cells\">\n<thead><tr><th>")
        html.markup(title)
        html.markup("</th><th align=\"right\">Entries</th><th align=\"right\">First line</th>")
        html.markup("<th align=\"right\">Last line</th>")
        if !times.isEmpty { html.markup("<th>First time</th><th>Last time</th>") }
        html.markup("</tr></thead>\n<tbody>\n")
        for row in rows {
            html.markup("<tr><td>")
            html.captured(row.name, atMost: 40)
            html.markup("</td><td align=\"right\">")
            html.text(decimal(Double(row.tally.count), decimals: 0))
            html.markup("</td><td align=\"right\">")
            html.lineLink(row.tally.first.line)
            html.markup("</td><td align=\"right\">")
            html.lineLink(row.tally.last.line)
            if !times.isEmpty {
                for time in [times[row.name]?.first, times[row.name]?.last] {
                    html.markup("</td><td class=\"time\">")
                    if let time { html.text(Timestamp(secondsSinceEpoch: time).text) }
                }
            }
            html.markup("</td></tr>\n")
        }
        html.markup("</tbody>\n</table>\n</div>\n")
    }
}

/// When the entries of a log were written.
private struct LogCourse {
    private(set) var byState: [String: (first: Double, last: Double)] = [:]
    private(set) var chart: ReadingChart?

    init(_ log: InspectedLog) {
        guard let entries = log.whole?.entries else { return }
        let hasStates = !log.summary.sqlStates.isEmpty
        var all: [Double] = []
        var errors: [Double] = []
        for entry in entries {
            guard let time = entry.secondsSinceEpoch else { continue }
            all.append(time)
            if let severity = entry.severity, severity == .error || severity == .fatal || severity == .panic {
                errors.append(time)
            }
            guard hasStates else { continue }
            let state = entry.sqlState.text
            let known = byState[state] ?? (time, time)
            byState[state] = (min(known.first, time), max(known.last, time))
        }
        chart = Self.chart(all, errors)
    }

    private static let steps: [Double] = [
        0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 21_600, 43_200,
        86_400,
    ]

    private static func chart(_ all: [Double], _ errors: [Double]) -> ReadingChart? {
        guard let range = drawnRange(of: all) else { return nil }
        let length = range.upperBound - range.lowerBound
        let step = steps.first { length / $0 <= 60 } ?? (length / 60)
        let start = (range.lowerBound / step).rounded(.down) * step
        let count = (Int(exactly: ((range.upperBound - start) / step).rounded(.down)) ?? 0) + 1
        func track(_ label: String, _ times: [Double], _ tone: Tone) -> TimeChart.Track {
            var counts = [Double](repeating: 0, count: count)
            for time in times where range.contains(time) {
                guard let slot = Int(exactly: ((time - start) / step).rounded(.down)) else { continue }
                counts[min(count - 1, max(0, slot))] += 1
            }
            let samples = counts.enumerated().map {
                TimeChart.Sample(start + Double($0.offset) * step, $0.element)
            }
            return .init(Axis(label), [.init("", .bars, tone: tone, samples: samples)])
        }
        let width =
            step < 60
            ? "\(decimal(step, decimals: step < 1 ? 1 : 0)) s" : "\(decimal(step / 60, decimals: 0)) min"
        var tracks = [track("Entries in each \(width)", all, .primary)]
        if !errors.isEmpty { tracks.append(track("ERROR, FATAL and PANIC", errors, .bad)) }
        let outside = all.count { !range.contains($0) }
        let remark = outside == 0 ? "" : " \(outside) at far-off times are not drawn."
        return ReadingChart(
            TimeChart(
                title: "Entries over time",
                summary:
                    "How many entries were written in each \(width), and how many of them tell of errors.",
                tracks: tracks), caption: "Entries over time, counted in stretches of \(width).\(remark)")
    }

    /// From the first time to the last; without a few far-off ones, beside which no other would be seen.
    private static func drawnRange(of times: [Double]) -> ClosedRange<Double>? {
        let sorted = times.sorted()
        guard let first = sorted.first, let last = sorted.last, first < last, sorted.count >= 8 else {
            return nil
        }
        let cut = max(1, sorted.count / 50)
        let (low, high) = (sorted[cut], sorted[sorted.count - 1 - cut])
        guard high > low, last - first > 20 * (high - low) else { return first...last }
        return low...high
    }
}
