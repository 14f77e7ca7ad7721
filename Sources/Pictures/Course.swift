/// The time axis of a timeline: one scale from end to end, or one for each phase.
struct Course {
    private struct Piece {
        let lower: Double
        let upper: Double
        let start: Double
        let end: Double
    }

    let start: Double
    let end: Double
    private let pieces: [Piece]
    private let whole: TimeMapping

    init(
        _ phases: [TimelinePicture.Phase], _ events: [TimelinePicture.Event],
        _ spacing: TimelinePicture.Spacing, _ labels: TimeLabels, from start: Double, to end: Double
    ) {
        let times = phases.flatMap { [$0.start, $0.end] } + events.map(\.time)
        let whole = TimeMapping(labels, fitting: times, from: start, to: end)
        self.whole = whole
        self.start = start
        self.end = end
        var bounds: [Double] = []
        if spacing == .equalPhases {
            let candidates = [whole.lower] + phases.flatMap { [$0.start, $0.end] } + [whole.upper]
            for bound in candidates.sorted() where bound > bounds.last ?? -.infinity { bounds.append(bound) }
        }
        guard bounds.count > 2 else {
            pieces = [Piece(lower: whole.lower, upper: whole.upper, start: start, end: end)]
            return
        }
        let length = (end - start) / Double(bounds.count - 1)
        pieces = zip(bounds, bounds.dropFirst()).enumerated().map { index, pair in
            let left = start + Double(index) * length
            return Piece(lower: pair.0, upper: pair.1, start: left, end: left + length)
        }
    }

    /// Where a point in time stands; points outside stand at the ends.
    func position(_ time: Double) -> Double {
        guard let piece = pieces.last(where: { $0.lower <= time }) ?? pieces.first else { return start }
        let share = (time - piece.lower) / (piece.upper - piece.lower)
        return piece.start + max(0, min(1, share)) * (piece.end - piece.start)
    }

    /// Round times on a single scale; the bounds of the pieces where each has its own.
    func ticks(spacing: Double) -> [Tick] {
        guard pieces.count > 1 else { return whole.ticks(spacing: spacing) }
        let bounds = pieces.map(\.lower) + [whole.upper]
        return zip(bounds, whole.exactLabels(bounds)).map { Tick(value: $0, label: $1) }
    }

    /// The day and the zone, and a warning where the scale changes.
    var caption: String {
        pieces.count > 1 ? whole.caption + ". Each phase has its own time scale." : whole.caption
    }

    /// The height of the ticks and the caption below the bands.
    static let axisHeight = 40.0

    /// Draws the ticks and the caption below the bands.
    func draw(in plot: Box, _ drawing: inout Drawing) {
        drawing.line(plot.x, plot.bottom, plot.right, plot.bottom, "axis")
        var free = -Double.infinity
        for tick in ticks(spacing: 88) {
            let x = position(tick.value)
            let half = TextStyle.small.width(of: tick.label) / 2
            let inside = max(half, min(drawing.width - half, x))
            drawing.line(x, plot.bottom, x, plot.bottom + 5, "axis")
            guard inside - half > free else { continue }
            drawing.text(tick.label, inside, plot.bottom + 18, .small, anchor: .middle, classes: "quiet halo")
            free = inside + half + 6
        }
        drawing.text(caption, plot.x, plot.bottom + 35, .small, classes: "quiet halo", limit: plot.width)
    }
}
