extension Drawing {
    /// A marker with its name at the place near it where the name covers least.
    mutating func name(_ point: XYChart.OperatingPoint, at: Point, _ placement: inout LabelPlacement) {
        marker(at.x, at.y, point.tone, radius: 5)
        let text = TextStyle.strong.wrapped(point.label, to: isNarrow ? 130 : 200, lines: 3)
        let width = text.map { TextStyle.strong.width(of: $0) }.max() ?? 0
        let height = Double(text.count) * TextStyle.strong.lineHeight
        let box = placement.place(width: width, height: height, near: at)
        let isLeft = box.right < at.x
        let isFar = abs(box.y + height / 2 - at.y) > height / 2 + 16
        if isFar {
            let y = box.y > at.y ? box.y : box.bottom
            line(at.x, at.y, max(box.x, min(box.right, at.x)), y, "leader")
        }
        lines(
            text, isLeft ? box.right : box.x, box.y + 12, .strong, anchor: isLeft ? .end : .start,
            classes: "halo", whole: point.label)
    }
}

/// Puts labels where they cover least of what is drawn already.
struct LabelPlacement {
    private let bounds: Box
    private var obstacles: [Box] = []
    private var labels: [Box] = []

    init(within bounds: Box) { self.bounds = bounds }

    mutating func avoid(_ box: Box) { labels.append(box) }

    mutating func avoid(marker point: Point?) {
        if let point { labels.append(Box(point.x - 5, point.y - 5, 10, 10)) }
    }

    /// Takes a curve as squares along it, so that a label is pushed off it.
    mutating func avoid(curve points: [Point]) {
        for (from, to) in zip(points, points.dropFirst()) {
            let length = max(abs(to.x - from.x), abs(to.y - from.y))
            let steps = Int(exactly: max(1, min(60, length / 8)).rounded(.down)) ?? 1
            for step in 0...steps where obstacles.count < 4000 {
                let share = Double(step) / Double(steps)
                let (x, y) = (from.x + share * (to.x - from.x), from.y + share * (to.y - from.y))
                obstacles.append(Box(x - 2, y - 2, 4, 4))
            }
        }
    }

    /// The best of 24 places round a point: to its sides before above and below, near before far.
    mutating func place(width: Double, height: Double, near point: Point) -> Box {
        var best = Box(point.x + 10, point.y - height / 2, width, height)
        var least = Double.infinity
        for distance in [10.0, 24, 44] {
            let places = [
                (point.x + distance, point.y - height / 2),
                (point.x - distance - width, point.y - height / 2),
                (point.x + distance * 0.7, point.y - distance * 0.7 - height),
                (point.x + distance * 0.7, point.y + distance * 0.7),
                (point.x - distance * 0.7 - width, point.y - distance * 0.7 - height),
                (point.x - distance * 0.7 - width, point.y + distance * 0.7),
                (point.x - width / 2, point.y - distance - height),
                (point.x - width / 2, point.y + distance),
            ]
            for (preference, place) in places.enumerated() {
                let box = Box(place.0, place.1, width, height)
                let cost = cost(of: box) + Double(preference) + distance
                if cost < least { (best, least) = (box, cost) }
            }
        }
        best.x = max(bounds.x, min(bounds.right - width, best.x))
        labels.append(best)
        return best
    }

    private func cost(of box: Box) -> Double {
        let outside = box.width * box.height - box.overlap(with: bounds)
        let covered = labels.reduce(0) { $0 + $1.overlap(with: box) }
        let crossed = obstacles.reduce(0) { $0 + $1.overlap(with: box) }
        return outside * 10 + covered * 4 + crossed
    }
}
