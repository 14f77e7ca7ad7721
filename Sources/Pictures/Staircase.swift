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
/// Labels to the right of their leaders are placed from right to left: whatever a label covers lies
/// already in a nearer row, which makes the familiar staircase. Labels that had to be turned round may
/// leave no such row; they then take a row of their own and their leader passes under a text.
func staircaseRows(_ labels: [HangingLabel]) -> [Int] {
    var rows = [Int](repeating: 0, count: labels.count)
    var placed: [Int] = []
    let order = labels.indices.sorted { (labels[$1].x, $1) < (labels[$0].x, $0) }
    for index in order {
        let label = labels[index]
        var least = 0
        for other in placed where label.covers(labels[other].x) || label.x == labels[other].x {
            least = max(least, rows[other] + 1)
        }
        let highest = placed.map { rows[$0] + 1 }.max() ?? 0
        let row = (least...max(least, highest)).first { candidate in
            placed.allSatisfy { other in
                let isApart = label.left > labels[other].right + 6 || label.right < labels[other].left - 6
                let isCrossed = labels[other].covers(label.x) && candidate > rows[other]
                return (isApart || candidate != rows[other]) && !isCrossed
            }
        }
        rows[index] = row ?? max(least, highest)
        placed.append(index)
    }
    return rows
}
