/// A label that hangs on a leader line at x and takes the stretch from `left` to `right`.
struct HangingLabel {
    let x: Double
    let left: Double
    let right: Double

    /// Puts a label to the right of its leader, or to the left where it would leave the drawing.
    init(at x: Double, width: Double, within limit: Double) {
        self.x = x
        if x + width <= limit {
            (left, right) = (x, x + width)
        } else if x - width >= 0 {
            (left, right) = (x - width, x)
        } else {
            left = max(0, limit - width)
            right = left + width
        }
    }

    /// Whether the text ends at its leader.
    var isLeftOfLeader: Bool { left < x - 0.01 }

    /// Whether a leader at a position would cross the text or touch its far end.
    func covers(_ position: Double) -> Bool {
        position != x && position > left - (isLeftOfLeader ? 3 : 0)
            && position < right + (isLeftOfLeader ? 0 : 3)
    }
}

/// The rows, from 0 next to the axis, in which labels neither overlap nor are crossed by leaders.
///
/// A leader that ends above a label does not cross it, so that whatever a label covers is placed before
/// it, in a nearer row: this makes the familiar staircase. Only where two labels cover each other's leaders
/// is there no such order; one of the leaders then passes under a text.
func staircaseRows(_ labels: [HangingLabel]) -> [Int] {
    var rows = [Int](repeating: 0, count: labels.count)
    var placed: [Int] = []
    for index in placingOrder(labels) {
        let label = labels[index]
        var least = 0
        for other in placed where label.covers(labels[other].x) || label.x == labels[other].x {
            least = max(least, rows[other] + 1)
        }
        let candidates = least...max(least, placed.map { rows[$0] + 1 }.max() ?? 0)
        let free = candidates.filter { candidate in
            placed.allSatisfy { other in
                candidate != rows[other] || label.left > labels[other].right + 6
                    || label.right < labels[other].left - 6
            }
        }
        let uncrossed = free.first { candidate in
            placed.allSatisfy { !labels[$0].covers(label.x) || candidate <= rows[$0] }
        }
        rows[index] = uncrossed ?? free.first ?? candidates.upperBound
        placed.append(index)
    }
    return rows
}

/// From right to left, but each label after those whose leaders it covers, as far as there is such an order.
private func placingOrder(_ labels: [HangingLabel]) -> [Int] {
    var waiting = labels.indices.sorted { (labels[$1].x, $1) < (labels[$0].x, $0) }
    var covered = waiting.map { index in waiting.count { labels[index].covers(labels[$0].x) } }
    var order: [Int] = []
    while let fewest = covered.min(), let next = covered.firstIndex(of: fewest) {
        let index = waiting.remove(at: next)
        covered.remove(at: next)
        order.append(index)
        for (position, other) in waiting.enumerated() where labels[other].covers(labels[index].x) {
            covered[position] -= 1
        }
    }
    return order
}
