/// Phases that follow each other, such as those of CREATE INDEX CONCURRENTLY, as a strip in steps.
///
/// Each phase has a row of its own, so that one of milliseconds can be named beside one of minutes.
public struct PhaseStrip: Picture, Hashable {
    public struct Phase: Sendable, Hashable {
        /// The name, as `pg_stat_progress_create_index` gives it.
        public var name: String
        /// The beginning, in seconds on the picture's time axis.
        public var start: Double
        /// The end, in the same seconds.
        public var end: Double
        /// The duration as it is printed.
        public var durationLabel: String
        /// Whether it waits rather than works; waiting is hatched.
        public var isWaiting: Bool

        public init(
            _ name: String, from start: Double, to end: Double, durationLabel: String, isWaiting: Bool = false
        ) {
            self.name = name
            self.start = start
            self.end = end
            self.durationLabel = durationLabel
            self.isWaiting = isWaiting
        }
    }

    /// The picture's name.
    public var title: String
    /// What it shows, in one sentence.
    public var summary: String
    /// The phases, in the order in which they are listed.
    public var phases: [Phase]
    /// How points in time are named.
    public var labels: TimeLabels

    /// Describes a strip.
    public init(title: String, summary: String, phases: [Phase], labels: TimeLabels = .clock()) {
        self.title = title
        self.summary = summary
        self.phases = phases
        self.labels = labels
    }

    /// Draws the strip; where the page is narrow, names stand above their phase.
    public func svg(id: String, layout: PictureLayout) -> String {
        var drawing = Drawing("phases", id: id, layout: layout)
        let drawn = phases.filter {
            TimeMapping.isDrawable($0.start) && TimeMapping.isDrawable($0.end) && $0.start <= $0.end
        }
        drawing.omitted = phases.count - drawn.count
        guard !drawn.isEmpty else {
            drawing.nothingToShow(at: 40)
            return drawing.document(height: 64, of: self)
        }
        let widest = drawn.map { TextStyle.label.width(of: $0.name) }.max() ?? 0
        let nameRoom = drawing.isNarrow ? 0 : min(250, widest + 12)
        let durationRoom =
            min(drawing.width * 0.3, drawn.map { TextStyle.strong.width(of: $0.durationLabel) }.max() ?? 0)
            + 10
        let mapping = TimeMapping(
            labels, fitting: drawn.flatMap { [$0.start, $0.end] }, from: nameRoom + 2,
            to: drawing.width - durationRoom)
        var top = 2.0
        if drawn.contains(where: \.isWaiting) {
            let items = [
                LegendItem(label: "working", tone: .primary, mark: .bar),
                LegendItem(label: "waiting", tone: .secondary, mark: .bar),
            ]
            top = drawing.legend(items, x: nameRoom + 2, y: 0, limit: drawing.width - nameRoom - 2) + 6
        }
        let rowHeight = drawing.isNarrow ? 44.0 : 26
        let plot = Box(nameRoom + 2, top, mapping.end - nameRoom - 2, rowHeight * Double(drawn.count) + 4)
        let bottom = drawing.timeAxis(mapping, in: plot, withGrid: true)
        for (index, phase) in drawn.enumerated() {
            draw(phase, top: top + rowHeight * Double(index), mapping, nameRoom: nameRoom, in: &drawing)
        }
        return drawing.document(height: bottom, of: self)
    }

    private func draw(
        _ phase: Phase, top: Double, _ mapping: TimeMapping, nameRoom: Double, in drawing: inout Drawing
    ) {
        guard let left = mapping.clampedPosition(phase.start), let right = mapping.clampedPosition(phase.end)
        else { return }
        let barTop = drawing.isNarrow ? top + 20 : top + 4
        // A phase between two samples would vanish: a hair's breadth says that it took place.
        let length = max(1.5, right - left)
        drawing.line(left, top, left, barTop + 18, "guide")
        drawing.bar(Box(left, barTop, length, 18), phase.isWaiting ? .secondary : .primary)
        if drawing.isNarrow {
            let width = TextStyle.label.width(of: phase.name + "  " + phase.durationLabel)
            let x = max(0, min(left, drawing.width - width - 8))
            drawing.text(phase.name, x, top + 14, .label, classes: "halo", limit: drawing.width - x - 60)
        } else {
            drawing.text(phase.name, nameRoom - 8, barTop + 13.5, .label, anchor: .end, limit: nameRoom - 10)
        }
        drawing.text(
            phase.durationLabel, left + length + 6, barTop + 13.5, .strong, classes: "halo",
            limit: drawing.width - left - length - 6)
    }
}
