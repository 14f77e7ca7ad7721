/// A node of a plan as it is drawn: words and a share, already formatted.
public struct PlanBox: Sendable, Hashable {
    /// How a node compares with its counterpart in the other plan.
    public enum Change: String, Sendable, Hashable, CaseIterable {
        /// It is in both plans alike, or nothing is compared.
        case same
        /// It is in both plans and differs.
        case changed
        /// It is in this plan alone, which is the later one.
        case added
        /// It is in this plan alone, which is the earlier one.
        case removed
    }

    /// The node type: `Parallel Index Scan`.
    public var title: String
    /// The relation and index it works on: `idx_reports_completed_at on reports`; empty for none.
    public var subtitle: String
    /// What is known of it, a line each: `0 rows × 3 loops`, `151,472 rows removed by filter`.
    public var facts: [String]
    /// Its own part of the plan's execution time, from 0 to 1; nil where it is not known.
    public var share: Double?
    /// The exclusive time and share as printed: `85.1 ms, 85 %`.
    public var shareLabel: String
    /// How it compares with the other plan.
    public var change: Change
    /// What pairs it with a node of the other plan; nil to pair by title and subtitle.
    public var pairing: String?
    /// The nodes that it reads from.
    public var children: [PlanBox]

    /// Describes a node.
    public init(
        _ title: String, subtitle: String = "", facts: [String] = [], share: Double? = nil,
        shareLabel: String = "", change: Change = .same, pairing: String? = nil, children: [PlanBox] = []
    ) {
        self.title = title
        self.subtitle = subtitle
        self.facts = facts
        self.share = share
        self.shareLabel = shareLabel
        self.change = change
        self.pairing = pairing
        self.children = children
    }
}

/// A query plan as a tree, or two plans beside each other with their common nodes side by side.
///
/// The tree grows downwards with children indented, as EXPLAIN prints it, so that a deep plan needs length
/// and not width.
public struct PlanTreePicture: Picture, Hashable {
    public struct Plan: Sendable, Hashable {
        /// What stands above it: `Before`, with the execution time as it is printed.
        public var heading: String
        /// The topmost node.
        public var root: PlanBox

        public init(_ heading: String, _ root: PlanBox) {
            self.heading = heading
            self.root = root
        }
    }

    /// The picture's name.
    public var title: String
    /// What it shows, in one sentence.
    public var summary: String
    /// The plan, or the earlier one.
    public var plan: Plan
    /// The later plan; nil to draw one alone.
    public var other: Plan?

    /// Describes a picture of a plan, or of two.
    public init(title: String, summary: String, plan: Plan, other: Plan? = nil) {
        self.title = title
        self.summary = summary
        self.plan = plan
        self.other = other
    }

    /// Draws the plan; two plans stand beside each other, or below each other where the page is narrow.
    public func svg(id: String, layout: PictureLayout) -> String {
        var drawing = Drawing("plan", id: id, layout: layout)
        guard let other else {
            let width = drawing.isNarrow ? drawing.width : min(drawing.width, 560)
            let column = PlanColumn(plan, left: 0, width: width)
            let tops = column.stacked(from: column.headingHeight)
            column.draw(at: tops, headingAt: 0, in: &drawing)
            return drawing.document(height: column.bottom(tops), of: self)
        }
        if drawing.isNarrow {
            let first = PlanColumn(plan, left: 0, width: drawing.width)
            let firstTops = first.stacked(from: first.headingHeight)
            first.draw(at: firstTops, headingAt: 0, in: &drawing)
            let top = first.bottom(firstTops) + 16
            let second = PlanColumn(other, left: 0, width: drawing.width)
            let secondTops = second.stacked(from: top + second.headingHeight)
            second.draw(at: secondTops, headingAt: top, in: &drawing)
            return drawing.document(height: second.bottom(secondTops), of: self)
        }
        let gap = 24.0
        let width = (drawing.width - gap) / 2
        let left = PlanColumn(plan, left: 0, width: width)
        let right = PlanColumn(other, left: width + gap, width: width)
        let top = max(left.headingHeight, right.headingHeight)
        let tops = alignedTops(left, right, from: top)
        left.draw(at: tops.left, headingAt: 0, in: &drawing)
        right.draw(at: tops.right, headingAt: 0, in: &drawing)
        drawing.line(
            width + gap / 2, 0, width + gap / 2, max(left.bottom(tops.left), right.bottom(tops.right)), "grid"
        )
        return drawing.document(height: max(left.bottom(tops.left), right.bottom(tops.right)), of: self)
    }
}
