import Inspection
import Pictures
import Quantities

/// A run of pgbench: its few numbers, and how it went.
struct RunReading {
    private let run: InspectedRun

    init(_ run: InspectedRun) { self.run = run }

    func write(to html: inout HTMLWriter) {
        html.markup("<dl class=\"numbers\">\n")
        for figure in run.figures {
            html.markup("<div><dt>")
            html.text(figure.label)
            html.markup("</dt><dd>")
            let decimals = figure.value == figure.value.rounded() ? 0 : 3
            let text =
                decimal(figure.value, decimals: decimals) + (figure.unit.isEmpty ? "" : " \(figure.unit)")
            if let line = figure.line {
                html.markup("<a href=\"#L")
                html.number(line)
                html.markup("\">")
                html.text(text)
                html.markup("</a>")
            } else {
                html.text(text)
            }
            html.markup("</dd></div>\n")
        }
        html.markup("</dl>\n")
        if run.kind == .transactions, let latency = run.courses.first,
            let histogram = ReadingChart.histogram(
                of: latency.values, title: "Latency", axis: latency.label, counts: "Transactions")
        {
            let count = "\(decimal(Double(latency.values.count), decimals: 0)) transactions"
            ReadingChart(histogram, caption: "How long \(count) took.").write(id: "chart-latency", to: &html)
        }
        course(&html)
    }

    private func course(_ html: inout HTMLWriter) {
        let timed = run.courses.filter { $0.times.count >= 3 }
        guard let first = timed.first else { return }
        let tracks = timed.map { course in
            // Transactions are logged as they end, those of several clients not quite in order.
            let samples = zip(course.times, course.values).sorted { $0.0 < $1.0 }
                .map { TimeChart.Sample($0.0, $0.1) }
            return (course.label, ReadingChart.thinned(samples))
        }
        let chart = TimeChart(
            title: "Over time", summary: "How the run went from its beginning to its end.",
            tracks: tracks.map { label, thinned in
                .init(Axis(label), [.init("", .line, samples: thinned.samples)])
            }, labels: first.isClock ? .clock() : .elapsed(since: "the start of the run"))
        let note = ReadingChart.note(first.times.count, stretch: tracks[0].1.stretch)
        ReadingChart(chart, caption: "Over time: \(note).").write(id: "chart-course", to: &html)
    }
}
