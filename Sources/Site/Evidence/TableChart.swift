import Pictures
import PsqlOutput
import Quantities

/// A result with a column of times, drawn over time.
struct TableChart {
    private static let mostTracks = 4

    private let chart: ReadingChart

    /// Draws a result whose first column of times does not go back; nil where it is no series.
    init?(_ table: ResultTable, _ kinds: [PrintedKind]) {
        guard table.rowCount >= 8, let timeColumn = kinds.firstIndex(of: .time) else { return nil }
        var times: [Double] = []
        var zone: String?
        for row in 0..<table.rowCount {
            guard let printed = printedSeconds(table.text(row: row, column: timeColumn)),
                zone ?? printed.zone == printed.zone, printed.seconds >= times.last ?? -.infinity
            else { return nil }
            times.append(printed.seconds)
            zone = printed.zone
        }
        guard let first = times.first, let last = times.last, first < last else { return nil }
        let tracks: [(label: String, samples: [TimeChart.Sample])]
        var remark = ""
        if zip(times, times.dropFirst()).allSatisfy({ $0 < $1 }) {
            let all = Self.columns(of: table, kinds, times.map { $0 - first })
            tracks = Array(all.prefix(Self.mostTracks))
            if all.count > tracks.count { remark = " \(tracks.count) of \(all.count) columns of numbers." }
        } else {
            tracks = [("Rows of each sample", Self.rows(at: times.map { $0 - first }))]
        }
        guard let longest = tracks.map(\.samples.count).max(), longest >= 8 else { return nil }
        let beginning = table.text(row: 0, column: timeColumn)
        let thinned = tracks.map { ReadingChart.thinned($0.samples) }
        chart = ReadingChart(
            TimeChart(
                title: "Over time", summary: "What is measured at each point in time, from \(beginning) on.",
                tracks: zip(tracks, thinned).map { track, drawn in
                    .init(Axis(track.label), [.init("", .line, samples: drawn.samples)])
                }, labels: .elapsed(since: beginning)),
            caption: "Over time: \(ReadingChart.note(longest, stretch: thinned[0].stretch)).\(remark)")
    }

    func write(id: String, to html: inout HTMLWriter) { chart.write(id: id, to: &html) }

    /// The columns of numbers that change; names of things are no measurement.
    private static func columns(
        of table: ResultTable, _ kinds: [PrintedKind], _ times: [Double]
    ) -> [(label: String, samples: [TimeChart.Sample])] {
        kinds.indices.compactMap { column in
            let name = table.columns[column].name
            guard kinds[column] == .number, !name.hasSuffix("id"), !name.hasSuffix("code") else { return nil }
            let samples = times.indices.map { row in
                TimeChart.Sample(times[row], printedNumber(table.text(row: row, column: column)))
            }
            let values = samples.compactMap(\.value)
            guard let least = values.min(), let greatest = values.max(), least < greatest else { return nil }
            return (name, samples)
        }
    }

    /// Where several rows share a time, how many they are.
    private static func rows(at times: [Double]) -> [TimeChart.Sample] {
        var samples: [TimeChart.Sample] = []
        for time in times {
            if let last = samples.last, last.time == time {
                samples[samples.count - 1].value = (last.value ?? 0) + 1
            } else {
                samples.append(.init(time, 1))
            }
        }
        return samples
    }
}
