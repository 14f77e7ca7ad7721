/// The nodes of one plan in the order in which EXPLAIN prints them, with the space that each needs.
struct PlanColumn {
    /// A node with its place in the tree.
    struct Row {
        let box: PlanBox
        let depth: Int
        /// The row of the parent; nil for the root.
        let parent: Int?
        let left: Double
        let width: Double
        let title: [String]
        let subtitle: [String]
        let facts: [String]

        private var hasShare: Bool { box.share != nil || !box.shareLabel.isEmpty }
        private var tagHeight: Double { box.change == .same ? 0 : 17 }

        var height: Double {
            tagHeight + 17 * Double(title.count) + 16 * Double(subtitle.count + facts.count)
                + (hasShare ? 25 : 0) + 12
        }

        /// What pairs it with a row of the other plan.
        var exactKey: String { box.pairing ?? "\(box.title)\u{0}\(box.subtitle)" }

        init(_ box: PlanBox, depth: Int, parent: Int?, left: Double, width: Double) {
            self.box = box
            self.depth = depth
            self.parent = parent
            self.left = left
            self.width = width
            let room = width - 22
            title = TextStyle.strong.wrapped(box.title, to: room, lines: 2)
            subtitle = box.subtitle.isEmpty ? [] : TextStyle.small.wrapped(box.subtitle, to: room, lines: 2)
            facts = box.facts.flatMap { TextStyle.small.wrapped($0, to: room, lines: 2) }
        }
    }

    static let gap = 14.0
    let heading: [String]
    let left: Double
    let rows: [Row]
    /// How many nodes lie too deep or too far down to be drawn.
    let omitted: Int

    /// More nodes than a reader can take in, and few enough that the comparison of two plans stays small.
    private static let maximumRows = 400

    init(_ plan: PlanTreePicture.Plan, left: Double, width: Double) {
        heading = plan.heading.isEmpty ? [] : TextStyle.heading.wrapped(plan.heading, to: width, lines: 2)
        self.left = left
        // The stack replaces recursion, which a hostile plan could exhaust.
        var flat: [(box: PlanBox, depth: Int, parent: Int?)] = []
        var stack: [(box: PlanBox, depth: Int, parent: Int?)] = [(plan.root, 0, nil)]
        var skipped = 0
        while let next = stack.popLast() {
            if flat.count < Self.maximumRows {
                flat.append(next)
                for child in next.box.children.reversed() {
                    stack.append((child, next.depth + 1, flat.count - 1))
                }
            } else {
                skipped += 1
                for child in next.box.children { stack.append((child, next.depth + 1, nil)) }
            }
        }
        omitted = skipped
        let deepest = flat.map(\.depth).max() ?? 0
        let indent = min(22, (width - 190) / Double(max(1, deepest)))
        rows = flat.map { node in
            let inset = Double(node.depth) * indent
            return Row(
                node.box, depth: node.depth, parent: node.parent, left: left + inset + 0.75,
                width: width - inset - 1.5)
        }
    }

    var headingHeight: Double {
        heading.isEmpty ? 2 : Double(heading.count) * TextStyle.heading.lineHeight + 10
    }

    /// The tops of the rows, one below the other.
    func stacked(from top: Double) -> [Double] {
        var y = top
        return rows.map { row in
            defer { y += row.height + Self.gap }
            return y
        }
    }

    func bottom(_ tops: [Double]) -> Double {
        guard let top = tops.last, let row = rows.last else { return headingHeight }
        return top + row.height + 2
    }

    // MARK: Drawing

    func draw(at tops: [Double], headingAt top: Double, in drawing: inout Drawing) {
        drawing.omitted += omitted
        drawing.lines(heading, left, top + 15, .heading)
        for (row, y) in zip(rows, tops) {
            guard let parent = row.parent else { continue }
            let x = rows[parent].left + 9
            let middle = y + min(22, row.height / 2)
            let from = coordinate(tops[parent] + rows[parent].height)
            let bend =
                x < row.left - 1
                ? "M\(coordinate(x)) \(from)V\(coordinate(middle))H\(coordinate(row.left))"
                : "M\(coordinate(x)) \(from)V\(coordinate(y))"
            drawing.path(bend, "edge")
        }
        for (row, y) in zip(rows, tops) { draw(row, top: y, in: &drawing) }
    }

    private func draw(_ row: Row, top: Double, in drawing: inout Drawing) {
        let outline = Box(row.left, top, row.width, row.height)
        drawing.rectangle(outline, "box \(row.box.change.rawValue)", radius: 4)
        let x = row.left + 11
        var base = top + 19
        if let tag = row.box.change.tag {
            drawing.text(tag, x, base - 1, .small, classes: "tag \(row.box.change.rawValue)")
            base += 17
        }
        base = drawing.lines(row.title, x, base, .strong, whole: row.box.title)
        base = drawing.lines(row.subtitle, x, base - 1, .small, classes: "quiet", whole: row.box.subtitle) + 1
        if row.box.share != nil || !row.box.shareLabel.isEmpty {
            drawShare(of: row, x: x, base: base, in: &drawing)
            base += 25
        }
        for fact in row.facts {
            drawing.text(fact, x, base - 1, .small)
            base += 16
        }
    }

    private func drawShare(of row: Row, x: Double, base: Double, in drawing: inout Drawing) {
        let room = row.width - 22
        drawing.text(row.box.shareLabel, x, base, .small, classes: "emphasis", limit: room)
        guard let share = row.box.share, share.isFinite else {
            if row.box.share != nil { drawing.omitted += 1 }
            return
        }
        drawing.rectangle(Box(x, base + 5, room, 6), "track", radius: 1)
        let length = max(0, min(1, share)) * room
        guard length > 0 else { return }
        // Where most of the time goes is what the picture is for: from a quarter on, the bar says so.
        drawing.rectangle(
            Box(x, base + 5, max(1, length), 6), share >= 0.25 ? "fill secondary" : "fill primary")
    }
}

extension PlanBox.Change {
    /// The word that says what the outline shows.
    fileprivate var tag: String? {
        switch self {
        case .same: nil
        case .changed: "≠ changed"
        case .added: "+ only after"
        case .removed: "− only before"
        }
    }
}

/// The tops of two plans' rows, with paired rows beside each other.
///
/// The pairs are a longest common subsequence of the two plans in printed order, in which nodes of the
/// same key count twice those of the same title.
func alignedTops(
    _ left: PlanColumn, _ right: PlanColumn, from top: Double
) -> (left: [Double], right: [Double]) {
    var tops = (left: [Double](), right: [Double]())
    var (leftTop, rightTop) = (top, top)
    var (leftIndex, rightIndex) = (0, 0)
    for pair in pairs(left.rows, right.rows) + [(left.rows.count, right.rows.count)] {
        while leftIndex < pair.0 {
            tops.left.append(leftTop)
            leftTop += left.rows[leftIndex].height + PlanColumn.gap
            leftIndex += 1
        }
        while rightIndex < pair.1 {
            tops.right.append(rightTop)
            rightTop += right.rows[rightIndex].height + PlanColumn.gap
            rightIndex += 1
        }
        guard leftIndex < left.rows.count, rightIndex < right.rows.count else { continue }
        let common = max(leftTop, rightTop)
        tops.left.append(common)
        tops.right.append(common)
        leftTop = common + left.rows[leftIndex].height + PlanColumn.gap
        rightTop = common + right.rows[rightIndex].height + PlanColumn.gap
        leftIndex += 1
        rightIndex += 1
    }
    return tops
}

private func pairs(_ left: [PlanColumn.Row], _ right: [PlanColumn.Row]) -> [(Int, Int)] {
    let columns = right.count + 1
    var best = [Int](repeating: 0, count: (left.count + 1) * columns)
    func weight(_ i: Int, _ j: Int) -> Int {
        if left[i].exactKey == right[j].exactKey { return 2 }
        let isUnpaired = left[i].box.pairing == nil && right[j].box.pairing == nil
        return isUnpaired && left[i].box.title == right[j].box.title ? 1 : 0
    }
    for i in left.indices.reversed() {
        for j in right.indices.reversed() {
            let score = weight(i, j)
            let taken = score > 0 ? best[(i + 1) * columns + j + 1] + score : 0
            best[i * columns + j] = max(taken, best[(i + 1) * columns + j], best[i * columns + j + 1])
        }
    }
    var found: [(Int, Int)] = []
    var (i, j) = (0, 0)
    while i < left.count, j < right.count {
        let score = weight(i, j)
        if score > 0, best[i * columns + j] == best[(i + 1) * columns + j + 1] + score {
            found.append((i, j))
            (i, j) = (i + 1, j + 1)
        } else if best[i * columns + j] == best[(i + 1) * columns + j] {
            i += 1
        } else {
            j += 1
        }
    }
    return found
}
