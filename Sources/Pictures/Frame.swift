extension Drawing {
    /// A vertical axis at the left of a plot: a fine line across for each tick, its value before it.
    mutating func valueAxis(_ mapping: Mapping, in plot: Box) {
        for tick in mapping.ticks {
            guard let y = mapping.clampedPosition(tick.value) else { continue }
            let isBase = tick.value == 0 && mapping.scale == .linear
            line(plot.x, y, plot.right, y, isBase ? "axis" : "grid")
            text(tick.label, plot.x - 6, y + 4, .small, anchor: .end, classes: "quiet")
        }
    }

    /// A horizontal axis of numbers below a plot, with its caption; returns the bottom of it all.
    mutating func bottomAxis(_ mapping: Mapping, caption: String, in plot: Box, withGrid: Bool) -> Double {
        for tick in mapping.ticks {
            guard let x = mapping.clampedPosition(tick.value) else { continue }
            if withGrid {
                line(x, plot.y, x, plot.bottom, tick.value == 0 ? "axis" : "grid")
            } else {
                line(x, plot.bottom, x, plot.bottom + 4, "axis")
            }
            tickLabel(tick.label, at: x, plot.bottom + 17)
        }
        guard !caption.isEmpty else { return plot.bottom + 22 }
        let words = TextStyle.small.wrapped(caption, to: width - 4, lines: 2)
        let half = (words.map { TextStyle.small.width(of: $0) }.max() ?? 0) / 2
        let middle = max(half, min(width - half, plot.x + plot.width / 2))
        let base = lines(
            words, middle, plot.bottom + 36, .small, anchor: .middle, classes: "quiet", whole: caption)
        return base - 10
    }

    /// A time axis below a plot, with the day and the zone; returns the bottom of it all.
    mutating func timeAxis(_ mapping: TimeMapping, in plot: Box, withGrid: Bool = false) -> Double {
        line(plot.x, plot.bottom, plot.right, plot.bottom, "axis")
        for tick in mapping.ticks(spacing: isNarrow ? 74 : 88) {
            guard let x = mapping.clampedPosition(tick.value) else { continue }
            if withGrid { line(x, plot.y, x, plot.bottom, "grid") }
            line(x, plot.bottom, x, plot.bottom + 4, "axis")
            tickLabel(tick.label, at: x, plot.bottom + 17)
        }
        text(mapping.caption, plot.x, plot.bottom + 34, .small, classes: "quiet", limit: width - plot.x)
        return plot.bottom + 40
    }

    /// The label of a tick below an axis, moved inward where it would leave the drawing.
    private mutating func tickLabel(_ label: String, at x: Double, _ y: Double) {
        let half = TextStyle.small.width(of: label) / 2
        let inside = max(half, min(width - half, x))
        text(label, inside, y, .small, anchor: .middle, classes: "quiet")
    }

    /// A line of samples of the tones with their names; returns the bottom of it.
    mutating func legend(_ items: [LegendItem], x: Double, y: Double, limit: Double) -> Double {
        var (left, base) = (x, y + 13)
        for item in items where !item.label.isEmpty {
            let label = TextStyle.small.fitted(item.label, to: limit - 32)
            let needed = 28 + TextStyle.small.width(of: label)
            if left > x, left + needed > x + limit { (left, base) = (x, base + 19) }
            sample(of: item, x: left, middle: base - 4)
            text(label, left + 28, base, .small)
            left += needed + 16
        }
        return base + 8
    }

    private mutating func sample(of item: LegendItem, x: Double, middle: Double) {
        switch item.mark {
        case .bar: bar(Box(x, middle - 6, 22, 12), item.tone)
        case .area:
            rectangle(Box(x, middle - 5, 22, 11), "area \(item.tone.rawValue)")
            path("M\(coordinate(x)) \(coordinate(middle - 5))h22", "\(item.tone.lineClasses) solid")
        case .line: path("M\(coordinate(x)) \(coordinate(middle))h22", item.tone.lineClasses)
        case .point: marker(x + 11, middle, item.tone)
        case .lineAndPoint:
            path("M\(coordinate(x)) \(coordinate(middle))h22", item.tone.lineClasses)
            marker(x + 11, middle, item.tone)
        }
    }

    /// The room that the labels of a vertical axis take at its left.
    func margin(for ticks: [Tick]) -> Double {
        (ticks.map { TextStyle.small.width(of: $0.label) }.max() ?? 0).rounded(.up) + 8
    }
}

/// An entry of a legend.
struct LegendItem {
    enum Mark {
        case bar
        case area
        case line
        case point
        case lineAndPoint
    }

    let label: String
    let tone: Tone
    let mark: Mark
}
