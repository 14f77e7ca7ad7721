/// A table whose cells are the darker the greater their value, in seven steps.
public struct HeatMap: Picture, Hashable {
    public struct Cell: Sendable, Hashable {
        /// The value that the shade stands for.
        public var value: Double
        /// The value as it is printed.
        public var label: String

        public init(_ value: Double, label: String) {
            self.value = value
            self.label = label
        }
    }

    /// How many shades there are.
    public static let stepCount = 7

    /// The picture's name.
    public var title: String
    /// What it shows, in one sentence.
    public var summary: String
    /// The names of the rows.
    public var rows: [String]
    /// The names of the columns.
    public var columns: [String]
    /// The cells by row and column; nil, or a short row, where there is nothing.
    public var cells: [[Cell?]]
    /// What the values are, and on which scale they are divided into steps.
    public var axis: Axis

    /// Describes a map.
    public init(
        title: String, summary: String, rows: [String], columns: [String], cells: [[Cell?]], axis: Axis
    ) {
        self.title = title
        self.summary = summary
        self.rows = rows
        self.columns = columns
        self.cells = cells
        self.axis = axis
    }

    /// Draws the map; the value is printed in each cell that has room for it.
    public func svg(id: String, layout: PictureLayout) -> String {
        var drawing = Drawing("heat", id: id, layout: layout)
        let all = cells.prefix(rows.count).flatMap { $0.prefix(columns.count).compactMap(\.self) }
        guard !all.isEmpty else {
            drawing.nothingToShow(at: 40)
            return drawing.document(height: 64, of: self)
        }
        drawing.omitted = all.count { !Mapping.isDrawable($0.value, on: axis.scale) }
        let steps = Steps(all.map(\.value), axis)
        let widest = rows.map { TextStyle.small.width(of: $0) }.max() ?? 0
        let left = min(drawing.width * 0.34, widest + 10)
        let straightWidth = min(96, (drawing.width - left) / Double(columns.count))
        let areSlanted = columns.contains { TextStyle.small.width(of: $0) > straightWidth - 4 }
        // The last slanted head leans out over the right edge of its column.
        let overhang = areSlanted ? slantedHeight * 0.6 - straightWidth / 2 : 0
        let cellWidth = min(96, (drawing.width - left - max(0, overhang)) / Double(columns.count))
        let headRoom = areSlanted ? slantedHeight : 20
        // Slanted heads nearer than this would run into each other: some columns then go without.
        let stride = areSlanted ? max(1, Int(exactly: (18 / cellWidth).rounded(.up)) ?? 1) : 1
        for (index, column) in columns.enumerated() where index % stride == 0 {
            let middle = left + (Double(index) + 0.5) * cellWidth
            if areSlanted {
                drawing.slantedText(column, middle + 2, headRoom - 4, .small, limit: 96)
            } else {
                drawing.text(column, middle, headRoom - 6, .small, anchor: .middle)
            }
        }
        let cellHeight = 26.0
        for (row, name) in rows.enumerated() {
            let top = headRoom + Double(row) * cellHeight
            drawing.text(name, left - 8, top + 17, .small, anchor: .end, limit: left - 10)
            for (column, cell) in (row < cells.count ? cells[row] : []).prefix(columns.count).enumerated() {
                let box = Box(left + Double(column) * cellWidth, top, cellWidth - 1.5, cellHeight - 1.5)
                draw(cell, steps, box, name: "\(name), \(columns[column])", in: &drawing)
            }
        }
        let bottom = headRoom + Double(rows.count) * cellHeight + 10
        let height = drawKey(steps, left: left, top: bottom, in: &drawing)
        return drawing.document(height: height, of: self)
    }

    private var slantedHeight: Double {
        let longest = columns.map { min(96, TextStyle.small.width(of: $0)) }.max() ?? 0
        // The sine of the 50 degrees by which the heads are turned.
        return longest * 0.766 + 16
    }

    private func draw(_ cell: Cell?, _ steps: Steps, _ box: Box, name: String, in drawing: inout Drawing) {
        guard let cell, let step = steps.step(of: cell.value) else {
            drawing.rectangle(box, "empty")
            return
        }
        drawing.raw("<g>")
        drawing.tooltip("\(name): \(cell.label)")
        drawing.raw("\n")
        drawing.rectangle(box, "heat-\(step + 1)")
        if TextStyle.small.width(of: cell.label) <= box.width - 2 {
            drawing.text(
                cell.label, box.x + box.width / 2, box.y + 16.5, .small, anchor: .middle,
                classes: "on-heat-\(step + 1)")
        }
        drawing.raw("</g>\n")
    }

    /// The key: the seven shades between the least and the greatest value.
    private func drawKey(_ steps: Steps, left: Double, top: Double, in drawing: inout Drawing) -> Double {
        let start = drawing.isNarrow ? 0 : left
        let size = 22.0
        for step in 0..<Self.stepCount {
            drawing.rectangle(Box(start + Double(step) * size, top + 4, size - 1.5, 10), "heat-\(step + 1)")
        }
        let low = steps.lowest?.label ?? ""
        let high = steps.highest?.label ?? ""
        let end = start + Double(Self.stepCount) * size
        let words = [low.isEmpty && high.isEmpty ? "" : "\(low) to \(high)", axis.caption].filter {
            !$0.isEmpty
        }
        drawing.text(
            words.joined(separator: ", "), end + 8, top + 13.5, .small, classes: "quiet",
            limit: drawing.width - end - 8)
        return top + 24
    }

    /// The division of the values into steps of equal difference or, on a logarithmic axis, equal ratio.
    private struct Steps {
        let lowest: Tick?
        let highest: Tick?
        private let mapping: Mapping?

        init(_ values: [Double], _ axis: Axis) {
            let drawable = values.filter { Mapping.isDrawable($0, on: axis.scale) }
            let fixed = axis.range ?? Self.range(of: drawable)
            guard let fixed else {
                (lowest, highest, mapping) = (nil, nil, nil)
                return
            }
            let mapping = Mapping(
                Axis("", scale: axis.scale, range: fixed, tickSuffix: axis.tickSuffix), fitting: drawable,
                from: 0, to: Double(HeatMap.stepCount), tickCount: 4)
            self.mapping = mapping
            lowest = Self.label(mapping.lower, mapping, axis)
            highest = Self.label(mapping.upper, mapping, axis)
        }

        private static func range(of values: [Double]) -> ClosedRange<Double>? {
            guard let low = values.min(), let high = values.max(), low < high else { return nil }
            return low...high
        }

        private static func label(_ value: Double, _ mapping: Mapping, _ axis: Axis) -> Tick {
            Tick(value: value, label: keyNumber(value, span: mapping.upper - mapping.lower) + axis.tickSuffix)
        }

        /// From 0 to 6; the middle where all values are equal, nil where the value is not on the scale.
        func step(of value: Double) -> Int? {
            guard let mapping else { return value.isFinite ? HeatMap.stepCount / 2 : nil }
            return mapping.position(value).flatMap { position in
                Int(exactly: position.rounded(.down)).map { max(0, min(HeatMap.stepCount - 1, $0)) }
            }
        }
    }
}
