import Diagnostics
import Inspection
import Metrics
import Pictures
import Quantities

/// The series of a monitoring system: a chart of all, and what each of them is.
struct SeriesReading {
    private static let mostTracks = 4
    private static let mostRows = 100

    private let series: [RecordedSeries]

    /// Takes the series of a capture; nil where it is of something else.
    init?(_ captures: [InspectedCapture]) {
        series = captures.compactMap { if case .series(let series, _) = $0 { series } else { nil } }
        guard !series.isEmpty else { return nil }
    }

    func write(to html: inout HTMLWriter) {
        let drawn = series.filter { $0.pointCount > 1 }.prefix(Self.mostTracks).map { series in
            let all = series.samples.map { TimeChart.Sample($0.time, $0.value) }
            return (series, ReadingChart.thinned(all), all.count)
        }
        if let most = drawn.max(by: { $0.2 < $1.2 }) {
            let remark = drawn.count < series.count ? " \(drawn.count) of \(series.count) series." : ""
            let chart = TimeChart(
                title: "Over time", summary: "What was measured at each point in time.",
                tracks: drawn.map { series, thinned, _ in
                    .init(
                        Axis(series.name + (series.unit.map { ", \($0)" } ?? "")),
                        [.init("", .line, samples: thinned.samples)])
                })
            ReadingChart(
                chart, caption: "Over time: \(ReadingChart.note(most.2, stretch: most.1.stretch)).\(remark)"
            ).write(id: "chart-series", to: &html)
        }
        table(&html)
    }

    private func table(_ html: inout HTMLWriter) {
        html.markup(
            """
            <div class="table" role="group" aria-labelledby="reading" tabindex="0">
            <table class="cells">
            <thead><tr><th align="right">Line</th><th>Series</th><th align="right">Points</th><th>From</th>\
            <th>To</th><th align="right">Least</th><th align="right">Greatest</th><th>Unit</th></tr></thead>
            <tbody>

            """)
        for series in series.prefix(Self.mostRows) {
            html.markup("<tr><td align=\"right\">")
            html.lineLink(series.span.line)
            html.markup("</td><td>")
            html.captured(series.name, atMost: 300)
            html.markup("</td><td align=\"right\">")
            html.text(decimal(Double(series.pointCount), decimals: 0))
            for time in [series.firstTime, series.lastTime] {
                html.markup("</td><td class=\"time\">")
                if let time { html.text(Timestamp(secondsSinceEpoch: time).text) }
            }
            let extent = series.extent
            for value in [extent?.least, extent?.greatest] {
                html.markup("</td><td align=\"right\">")
                if let value { html.text("\(value)") }
            }
            html.markup("</td><td>")
            html.captured(series.unit ?? "", atMost: 80)
            html.markup("</td></tr>\n")
        }
        html.markup("</tbody>\n</table>\n</div>\n")
        guard series.count > Self.mostRows else { return }
        html.markup("<p class=\"note\">First ")
        html.number(Self.mostRows)
        html.markup(" of ")
        html.number(series.count)
        html.markup(" series; all of them are in the lines of the capture.</p>\n")
    }
}
