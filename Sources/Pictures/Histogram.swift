/// How often values fall between bounds: bars that stand side by side on an axis of numbers.
public struct Histogram: Picture, Hashable {
    public struct Bin: Sendable, Hashable {
        /// The lower bound, which belongs to the bin.
        public var lower: Double
        /// The upper bound, which does not.
        public var upper: Double
        /// How many values are in it.
        public var count: Double
        /// The number as it is printed above the bar where there is room; empty for nothing.
        public var label: String

        public init(from lower: Double, to upper: Double, count: Double, label: String = "") {
            self.lower = lower
            self.upper = upper
            self.count = count
            self.label = label
        }
    }

    /// The picture's name.
    public var title: String
    /// What it shows, in one sentence.
    public var summary: String
    public var bins: [Bin]
    public var values: Axis
    /// The axis of the counts, which is linear: the area of a bar has no meaning on another.
    public var counts: String
    /// Values to mark, such as the median.
    public var references: [Reference]

    /// Describes a histogram.
    public init(
        title: String, summary: String, bins: [Bin], values: Axis, counts: String,
        references: [Reference] = []
    ) {
        self.title = title
        self.summary = summary
        self.bins = bins
        self.values = values
        self.counts = counts
        self.references = references
    }

    /// Draws the histogram.
    public func svg(id: String, layout: PictureLayout) -> String {
        var drawing = Drawing("histogram", id: id, layout: layout)
        let drawn = bins.filter { bin in
            Mapping.isDrawable(bin.lower, on: values.scale) && Mapping.isDrawable(bin.upper, on: values.scale)
                && bin.lower < bin.upper && Mapping.isDrawable(bin.count, on: .linear) && bin.count >= 0
        }
        let marks = references.filter { Mapping.isDrawable($0.value, on: values.scale) }
        drawing.omitted = bins.count - drawn.count + references.count - marks.count
        guard !drawn.isEmpty else {
            drawing.nothingToShow(at: 40)
            return drawing.document(height: 64, of: self)
        }
        drawing.text(counts, 0, 13, .small, classes: "quiet", limit: drawing.width)
        let plotHeight = drawing.isNarrow ? 170.0 : 210
        let outline = Mapping(
            Axis(""), fitting: drawn.map(\.count), includesZero: true, from: plotHeight, to: 0, tickCount: 4)
        let left = drawing.margin(for: outline.ticks)
        let across = Mapping(
            values, fitting: drawn.flatMap { [$0.lower, $0.upper] } + marks.map(\.value), from: left,
            to: drawing.width - 6, tickCount: drawing.isNarrow ? 4 : 8)
        let hanging = marks.map { mark in
            HangingLabel(
                at: across.clampedPosition(mark.value) ?? left,
                width: TextStyle.small.width(of: mark.label) + 6, within: drawing.width)
        }
        let rows = staircaseRows(hanging)
        let top = 30 + Double((rows.max() ?? -1) + 1) * 18
        let upward = Mapping(
            Axis(""), fitting: drawn.map(\.count), includesZero: true, from: top + plotHeight, to: top,
            tickCount: 4)
        let plot = Box(left, top, drawing.width - 6 - left, plotHeight)
        drawing.valueAxis(upward, in: plot)
        drawBars(drawn, across, upward, in: &drawing)
        for (mark, (label, row)) in zip(marks, zip(hanging, rows)) {
            drawing.reference(mark, label, base: top - 6 - Double(row) * 18, to: plot.bottom)
        }
        let bottom = drawing.bottomAxis(across, caption: values.caption, in: plot, withGrid: false)
        return drawing.document(height: bottom, of: self)
    }

    private func drawBars(_ bins: [Bin], _ across: Mapping, _ upward: Mapping, in drawing: inout Drawing) {
        for bin in bins {
            guard let left = across.clampedPosition(bin.lower), let right = across.clampedPosition(bin.upper),
                let top = upward.clampedPosition(bin.count)
            else { continue }
            drawing.bar(Box(left + 0.5, top, max(0.5, right - left - 1), upward.base - top), .primary)
            guard TextStyle.small.width(of: bin.label) + 2 < right - left else { continue }
            drawing.text(bin.label, (left + right) / 2, top - 4, .small, anchor: .middle, classes: "halo")
        }
    }
}

/// A value that is marked across a plot: a limit, a median.
public struct Reference: Sendable, Hashable {
    /// The value, on the axis that it crosses.
    public var value: Double
    /// What it is, with the value as it is printed: `57 slots`.
    public var label: String

    public init(_ value: Double, _ label: String) {
        self.value = value
        self.label = label
    }
}

extension Drawing {
    /// A dashed line down a plot, with its label beside its upper end.
    mutating func reference(_ mark: Reference, _ label: HangingLabel, base: Double, to bottom: Double) {
        line(label.x, base - 9, label.x, bottom, "reference")
        let isTurned = label.isLeftOfLeader
        text(
            mark.label, isTurned ? label.right - 5 : label.left + 5, base, .small,
            anchor: isTurned ? .end : .start, classes: "halo", limit: width)
    }
}
