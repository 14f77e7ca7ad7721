/// Horizontal bars, each with its label and its value, alone or in groups such as before and after.
public struct BarChart: Picture, Hashable {
    public struct Bar: Sendable, Hashable {
        /// The value in the axis's unit.
        public var value: Double
        /// The value as it is printed.
        public var valueLabel: String
        /// The least and the greatest value observed, drawn as a whisker.
        public var range: ClosedRange<Double>?
        /// Which of the chart's series it belongs to, from 0.
        public var series: Int

        public init(_ value: Double, label: String, range: ClosedRange<Double>? = nil, series: Int = 0) {
            self.value = value
            valueLabel = label
            self.range = range
            self.series = series
        }
    }

    /// Bars that share a label: one, or the pair of a comparison.
    public struct Group: Sendable, Hashable {
        /// What the bars are of.
        public var label: String
        /// The bars, from top to bottom.
        public var bars: [Bar]

        public init(_ label: String, _ bars: [Bar]) {
            self.label = label
            self.bars = bars
        }
    }

    /// What the bars of one colour and pattern have in common.
    public struct Series: Sendable, Hashable {
        /// The name in the legend; empty for none.
        public var name: String
        /// Its colour and pattern.
        public var tone: Tone

        public init(_ name: String, tone: Tone) {
            self.name = name
            self.tone = tone
        }
    }

    /// The picture's name.
    public var title: String
    /// What it shows, in one sentence.
    public var summary: String
    /// The groups, from top to bottom.
    public var groups: [Group]
    /// The series that bars name by their index.
    public var series: [Series]
    /// The axis of the values.
    public var axis: Axis

    /// Describes a chart.
    public init(
        title: String, summary: String, groups: [Group], series: [Series] = [Series("", tone: .primary)],
        axis: Axis
    ) {
        self.title = title
        self.summary = summary
        self.groups = groups
        self.series = series
        self.axis = axis
    }

    /// Draws the chart; where the page is narrow, labels stand above their bars.
    public func svg(id: String, layout: PictureLayout) -> String {
        var drawing = Drawing("bars", id: id, layout: layout)
        let bars = groups.flatMap(\.bars)
        guard !bars.isEmpty else {
            drawing.nothingToShow(at: 40)
            return drawing.document(height: 64, of: self)
        }
        drawing.omitted = bars.count { !Mapping.isDrawable($0.value, on: axis.scale) }
        let named = series.filter { !$0.name.isEmpty }
        var top = 4.0
        if !named.isEmpty {
            let items = named.map { LegendItem(label: $0.name, tone: $0.tone, mark: .bar) }
            top = drawing.legend(items, x: 0, y: 0, limit: drawing.width) + 6
        }
        let labelRoom = drawing.isNarrow ? 0 : labelWidth
        let valueRoom = min(
            drawing.width * 0.3, (bars.map { TextStyle.label.width(of: $0.valueLabel) }.max() ?? 0) + 10)
        let left = labelRoom + 2
        let mapping = Mapping(
            axis, fitting: extent(of: bars), includesZero: true, from: left, to: drawing.width - valueRoom,
            tickCount: drawing.isNarrow ? 3 : 5)
        let rows = Rows(groups, labelRoom: labelRoom, top: top, isNarrow: drawing.isNarrow)
        let plot = Box(left, top, drawing.width - valueRoom - left, rows.bottom - top)
        let bottom = drawing.bottomAxis(mapping, caption: axis.caption, in: plot, withGrid: true)
        for (group, row) in zip(groups, rows.all) {
            drawing.lines(
                row.lines, drawing.isNarrow ? 0 : labelRoom - 8, row.labelBase, .label,
                anchor: drawing.isNarrow ? .start : .end, classes: drawing.isNarrow ? "halo" : "",
                whole: group.label)
            for (bar, y) in zip(group.bars, row.bars) {
                draw(bar, at: y, mapping, valueRoom: valueRoom, in: &drawing)
            }
        }
        return drawing.document(height: bottom, of: self)
    }

    /// All that bars and whiskers reach.
    ///
    /// A logarithmic axis has no zero for bars to begin at, so it begins
    /// below the least value: otherwise that bar would have no length.
    private func extent(of bars: [Bar]) -> [Double] {
        let reached = bars.flatMap { bar in
            [bar.value] + (bar.range.map { [$0.lowerBound, $0.upperBound] } ?? [])
        }
        guard axis.scale == .logarithmic, let least = reached.filter({ $0 > 0 }).min() else { return reached }
        return reached + [least / 1.5]
    }

    private var labelWidth: Double {
        let widest = groups.map { TextStyle.label.width(of: $0.label) }.max() ?? 0
        return min(widest, 230).rounded(.up) + 10
    }

    private func draw(
        _ bar: Bar, at y: Double, _ mapping: Mapping, valueRoom: Double, in drawing: inout Drawing
    ) {
        let tone = series.indices.contains(bar.series) ? series[bar.series].tone : .primary
        let base = mapping.base
        var end = base
        if let tip = mapping.clampedPosition(bar.value) {
            drawing.bar(Box(min(base, tip), y, abs(tip - base), Rows.barHeight), tone)
            end = max(base, tip)
        }
        if let range = bar.range, let low = mapping.clampedPosition(range.lowerBound),
            let high = mapping.clampedPosition(range.upperBound)
        {
            let middle = y + Rows.barHeight / 2
            drawing.path(
                "M\(coordinate(low)) \(coordinate(middle))H\(coordinate(high))"
                    + "M\(coordinate(low)) \(coordinate(middle - 4))v8"
                    + "M\(coordinate(high)) \(coordinate(middle - 4))v8", "whisker")
            end = max(end, high)
        }
        drawing.text(
            bar.valueLabel, end + 6, y + Rows.barHeight / 2 + 4.5, .label, classes: "halo",
            limit: valueRoom - 6)
    }

    /// Where the labels and bars of the groups stand.
    private struct Rows {
        struct Row {
            let lines: [String]
            let labelBase: Double
            let bars: [Double]
        }

        static let barHeight = 18.0
        var all: [Row] = []
        var bottom: Double

        init(_ groups: [Group], labelRoom: Double, top: Double, isNarrow: Bool) {
            var y = top
            for group in groups {
                let limit = isNarrow ? PictureLayout.narrow.width : labelRoom - 10
                let lines = TextStyle.label.wrapped(group.label, to: limit, lines: 3)
                let stack = Double(group.bars.count) * (Self.barHeight + 3)
                let text = Double(lines.count) * TextStyle.label.lineHeight
                let barTop = isNarrow ? y + text + 3 : y + max(0, text - stack) / 2
                let labelBase = isNarrow ? y + 12 : y + max(0, stack - text) / 2 + 12
                all.append(
                    Row(
                        lines: lines, labelBase: labelBase,
                        bars: group.bars.indices.map { barTop + Double($0) * (Self.barHeight + 3) }))
                y += (isNarrow ? text + stack + 3 : max(text, stack)) + 10
            }
            bottom = y
        }
    }
}
