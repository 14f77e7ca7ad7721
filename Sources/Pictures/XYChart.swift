/// Curves and points over two axes of numbers: latency against utilisation, throughput against concurrency.
public struct XYChart: Picture, Hashable {
    /// A point of a curve.
    public struct Value: Sendable, Hashable {
        /// The value on the horizontal axis.
        public var x: Double
        /// The value on the vertical axis.
        public var y: Double

        /// Makes a point.
        public init(_ x: Double, _ y: Double) {
            self.x = x
            self.y = y
        }
    }

    /// How a curve is drawn.
    public enum Mark: String, Sendable, Hashable, CaseIterable {
        /// A line, as for a model.
        case line
        /// Markers, as for measurements that nothing joins.
        case points
        /// Markers joined by a line, as for a sweep.
        case lineAndPoints
    }

    /// Points that are drawn alike.
    public struct Curve: Sendable, Hashable {
        /// The name, printed beside the curve's end or in the legend.
        public var name: String
        /// How it is drawn.
        public var mark: Mark
        /// Its colour, with its dash and marker.
        public var tone: Tone
        /// The points, in the order in which they are joined.
        public var values: [Value]

        public init(_ name: String, _ mark: Mark = .line, tone: Tone = .primary, values: [Value]) {
            self.name = name
            self.mark = mark
            self.tone = tone
            self.values = values
        }
    }

    /// A point that is marked and named, such as where the system worked during the incident.
    public struct OperatingPoint: Sendable, Hashable {
        public var value: Value
        /// What it is, with its figures as they are printed.
        public var label: String
        /// Its colour and marker.
        public var tone: Tone

        public init(_ x: Double, _ y: Double, _ label: String, tone: Tone = .secondary) {
            value = Value(x, y)
            self.label = label
            self.tone = tone
        }
    }

    /// The picture's name.
    public var title: String
    /// What it shows, in one sentence.
    public var summary: String
    /// The horizontal axis.
    public var x: Axis
    /// The vertical axis.
    public var y: Axis
    /// The curves, from back to front.
    public var curves: [Curve]
    /// The named points.
    public var points: [OperatingPoint]
    /// Values of x that are marked from bottom to top.
    public var xReferences: [Reference]
    /// Values of y that are marked from left to right.
    public var yReferences: [Reference]

    /// Describes a chart; a linear axis without a range begins at zero.
    public init(
        title: String, summary: String, x: Axis, y: Axis, curves: [Curve], points: [OperatingPoint] = [],
        xReferences: [Reference] = [], yReferences: [Reference] = []
    ) {
        self.title = title
        self.summary = summary
        self.x = x
        self.y = y
        self.curves = curves
        self.points = points
        self.xReferences = xReferences
        self.yReferences = yReferences
    }

    /// Draws the chart; where the page is narrow, the curves are named in a legend above it.
    public func svg(id: String, layout: PictureLayout) -> String {
        var drawing = Drawing("curves", id: id, layout: layout)
        guard curves.contains(where: { !$0.values.isEmpty }) || !points.isEmpty else {
            drawing.nothingToShow(at: 40)
            return drawing.document(height: 64, of: self)
        }
        let named = curves.filter { !$0.name.isEmpty }
        drawing.text(y.caption, 0, 13, .small, classes: "quiet", limit: drawing.width)
        var top = 26.0
        if drawing.isNarrow, !named.isEmpty {
            let items = named.map { LegendItem(label: $0.name, tone: $0.tone, mark: $0.mark.legendMark) }
            top = drawing.legend(items, x: 0, y: 20, limit: drawing.width) + 8
        }
        let nameRoom = drawing.isNarrow ? 8 : min(170, named.map { nameWidth($0.name) }.max() ?? 0) + 18
        let axes = Axes(self, top: top, right: drawing.width - nameRoom, drawing)
        let bottom = draw(axes, nameRoom: nameRoom, in: &drawing)
        return drawing.document(height: bottom, of: self)
    }

    func nameWidth(_ name: String) -> Double { TextStyle.small.width(of: name) * 1.06 }
}

/// The plot of an ``XYChart`` with its two mappings.
struct Axes {
    let plot: Box
    let across: Mapping
    let upward: Mapping
    let xLabels: [HangingLabel]
    let xRows: [Int]

    init(_ chart: XYChart, top: Double, right: Double, _ drawing: Drawing) {
        let values = chart.curves.flatMap(\.values) + chart.points.map(\.value)
        let ys = values.map(\.y) + chart.yReferences.map(\.value)
        let height = drawing.isNarrow ? 230.0 : 300
        let count = drawing.isNarrow ? 4 : 5
        let sketch = Mapping(chart.y, fitting: ys, includesZero: true, from: height, to: 0, tickCount: count)
        let left = drawing.margin(for: sketch.ticks)
        across = Mapping(
            chart.x, fitting: values.map(\.x) + chart.xReferences.map(\.value), includesZero: true,
            from: left, to: right, tickCount: drawing.isNarrow ? 4 : 7)
        let mapping = across
        xLabels = chart.xReferences.filter { Mapping.isDrawable($0.value, on: chart.x.scale) }.map {
            HangingLabel(
                at: mapping.clampedPosition($0.value) ?? left, width: TextStyle.small.width(of: $0.label) + 8,
                within: drawing.width)
        }
        xRows = staircaseRows(xLabels)
        let plotTop = top + Double((xRows.max() ?? -1) + 1) * 18
        plot = Box(left, plotTop, right - left, height)
        upward = Mapping(
            chart.y, fitting: ys, includesZero: true, from: plotTop + height, to: plotTop, tickCount: count)
    }

    /// Where a value stands; nil where it cannot be drawn.
    func point(_ value: XYChart.Value) -> Point? {
        guard let x = across.position(value.x), let y = upward.position(value.y) else { return nil }
        return Point(x, y)
    }

    func shows(_ point: Point) -> Bool {
        point.x >= plot.x - 0.5 && point.x <= plot.right + 0.5 && point.y >= plot.y - 0.5
            && point.y <= plot.bottom + 0.5
    }
}

extension XYChart.Mark {
    var legendMark: LegendItem.Mark {
        switch self {
        case .line: .line
        case .points: .point
        case .lineAndPoints: .lineAndPoint
        }
    }
}
