/// How unequally something is shared out: the cumulative share of the total over that of its holders.
///
/// Holders are ordered from the smallest to the largest, so that the curve lies below the diagonal of
/// equality (M. O. Lorenz, Publications of the American Statistical Association 9, 1905).
public struct LorenzCurve: Picture, Hashable {
    /// The picture's name.
    public var title: String
    /// What it shows, in one sentence.
    public var summary: String
    /// The curve, as shares from 0 to 1 of holders and of the total; the two ends are added.
    public var values: [XYChart.Value]
    /// Points to name: `the top 1 % hold 62 %`.
    public var points: [XYChart.OperatingPoint]
    /// Who holds: `Share of users`.
    public var holders: String
    /// What is held: `Share of incomplete reports`.
    public var holdings: String

    /// Describes a curve by its points.
    public init(
        title: String, summary: String, values: [XYChart.Value], points: [XYChart.OperatingPoint] = [],
        holders: String, holdings: String
    ) {
        self.title = title
        self.summary = summary
        self.values = values
        self.points = points
        self.holders = holders
        self.holdings = holdings
    }

    /// The curve of amounts, one for each holder in any order; amounts below zero or not finite are left out.
    public static func values(of amounts: [Double]) -> [XYChart.Value] {
        let sorted = amounts.filter { $0.isFinite && $0 >= 0 && $0 <= 1e15 }.sorted()
        let total = sorted.reduce(0, +)
        guard total > 0 else { return [] }
        var sum = 0.0
        return sorted.enumerated().map { index, amount in
            sum += amount
            return XYChart.Value(Double(index + 1) / Double(sorted.count), sum / total)
        }
    }

    /// Draws the curve in a square, with the diagonal of equality.
    public func svg(id: String, layout: PictureLayout) -> String {
        var drawing = Drawing("lorenz", id: id, layout: layout)
        let shares = 0.0...1.0
        let drawn = values.filter { shares.contains($0.x) && shares.contains($0.y) }
        drawing.omitted = values.count - drawn.count
        guard !drawn.isEmpty else {
            drawing.nothingToShow(at: 40)
            return drawing.document(height: 64, of: self)
        }
        let percent = Axis("", range: 0...100, tickSuffix: " %")
        let side = drawing.isNarrow ? 290.0 : 380
        let top = 26.0
        let upward = Mapping(percent, fitting: [], from: top + side, to: top, tickCount: 4)
        let left = drawing.margin(for: upward.ticks)
        let plot = Box(left, top, side, side)
        let across = Mapping(percent, fitting: [], from: left, to: left + side, tickCount: 4)
        drawing.text(holdings, 0, 13, .small, classes: "quiet", limit: drawing.width)
        drawing.valueAxis(upward, in: plot)
        let bottom = drawing.bottomAxis(across, caption: holders, in: plot, withGrid: false)
        let at = { (value: XYChart.Value) in
            Point(plot.x + value.x * side, plot.bottom - value.y * side)
        }
        let ends =
            [XYChart.Value(0, 0)] + drawn.sorted { ($0.x, $0.y) < ($1.x, $1.y) } + [XYChart.Value(1, 1)]
        let curve = thinned(ends.map(at))
        drawing.path(lineData(curve) + "Z", "area primary")
        drawing.line(plot.x, plot.bottom, plot.right, plot.y, "reference")
        drawing.path(lineData(curve), Tone.primary.lineClasses)
        let equality = Point(plot.x + side * 0.42, plot.bottom - side * 0.42)
        drawing.text("equal shares", equality.x - 8, equality.y, .small, anchor: .end, classes: "quiet halo")
        var placement = LabelPlacement(within: Box(plot.x, plot.y, drawing.width - plot.x, side))
        placement.avoid(curve: curve)
        placement.avoid(curve: [at(XYChart.Value(0, 0)), at(XYChart.Value(1, 1))])
        for point in points {
            guard shares.contains(point.value.x), shares.contains(point.value.y) else {
                drawing.omitted += 1
                continue
            }
            drawing.name(point, at: at(point.value), &placement)
        }
        return drawing.document(height: bottom, of: self)
    }
}
