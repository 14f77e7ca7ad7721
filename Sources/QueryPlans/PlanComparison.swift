public import Quantities

/// Two plans side by side, their nodes aligned by structure and by what they read, not by position.
public struct PlanComparison: Sendable {
    /// The earlier plan.
    public let before: QueryPlan
    /// The later plan.
    public let after: QueryPlan
    /// Every node of both plans, paired where it is in both, in the order of the plans.
    public let pairs: [PlanNodePair]

    /// Aligns two plans; the result is the same for the same plans.
    public init(before: QueryPlan, after: QueryPlan) {
        self.before = before
        self.after = after
        let alignment = PlanAlignment(before, after)
        let left = before.nodes
        let right = after.nodes
        var pairs: [PlanNodePair] = []
        var next = 0
        func addAdded(before limit: Int) {
            while next < limit {
                if alignment.earlier[next] == nil {
                    pairs.append(PlanNodePair(before: nil, after: right[next]))
                }
                next += 1
            }
        }
        for (id, node) in left.enumerated() {
            guard let partner = alignment.later[id] else {
                pairs.append(PlanNodePair(before: node, after: nil))
                continue
            }
            addAdded(before: partner)
            pairs.append(
                PlanNodePair(
                    before: node, after: right[partner], isMoved: alignment.moved.contains(id),
                    sides: alignment.swappedSides(of: id)))
        }
        addAdded(before: right.count)
        self.pairs = pairs
    }

    /// The later Execution Time less the earlier one, in milliseconds.
    public var executionTimeChange: Quantity<Time> { after.executionTime - before.executionTime }
    /// How many times faster the later run is.
    public var speedup: Quantity<Ratio> { before.executionTime / after.executionTime }
    /// The rows examined later less those before.
    public var rowsExaminedChange: Quantity<Rows> { after.rowsExamined - before.rowsExamined }
    /// The shared blocks needed later less those before.
    public var sharedBlocksChange: Quantity<Blocks> { after.sharedBlocks - before.sharedBlocks }
}

/// A node of one plan and what became of it in the other.
public struct PlanNodePair: Sendable {
    /// What became of a node.
    public enum Change: String, Sendable, Hashable, CaseIterable {
        /// It is in both plans and does the same.
        case same
        /// It is in both plans and does its work in another way.
        case changed
        /// Only the later plan has it.
        case added
        /// Only the earlier plan has it.
        case removed
    }

    /// A property that differs between the two.
    public struct Difference: Sendable, Hashable {
        /// The property's name.
        public let name: String
        /// Its text in the earlier plan; nil where it is not there.
        public let before: String?
        /// Its text in the later plan; nil where it is not there.
        public let after: String?
    }

    /// The node of the earlier plan.
    public let before: PlanNode?
    /// The node of the later plan.
    public let after: PlanNode?
    /// In what the two differ, times and counts aside, in a fixed order.
    public let differences: [Difference]
    /// Whether it is in both plans and stands elsewhere in the later one, among the nodes that both have.
    public let isMoved: Bool

    init(before: PlanNode?, after: PlanNode?, isMoved: Bool = false, sides: (String, String)? = nil) {
        self.before = before
        self.after = after
        self.isMoved = isMoved
        guard let before, let after else {
            differences = []
            return
        }
        let swapped = sides.map { Difference(name: "Outer Input", before: $0.0, after: $0.1) }
        differences = Self.differences(before, after) + (swapped.map { [$0] } ?? [])
    }

    /// What became of the node.
    public var change: Change {
        switch (before, after) {
        case (nil, _): .added
        case (_, nil): .removed
        default: differences.isEmpty ? .same : .changed
        }
    }

    /// The title of the node, in the later plan where it is in both.
    public var title: String { (after ?? before)?.title ?? "" }

    /// The node's own time on the clock, later less earlier, in milliseconds.
    ///
    /// A node that is not there, or never ran, takes none.
    public var exclusiveTimeChange: Quantity<Time> { difference(\.exclusiveTime) }
    /// The rows that it looked at, later less earlier.
    public var rowsExaminedChange: Quantity<Rows> { difference(\.rowsExamined) }
    /// The shared blocks that it needed itself, later less earlier.
    public var sharedBlocksChange: Quantity<Blocks> { difference(\.exclusiveSharedBlocks) }

    private func difference<Unit: AdditiveUnit>(_ figure: (PlanNode) -> Quantity<Unit>) -> Quantity<Unit> {
        func value(_ node: PlanNode?) -> Quantity<Unit> {
            guard let node, !node.neverExecuted else { return Quantity(0, derivation: .constant("0")) }
            return figure(node)
        }
        return value(after) - value(before)
    }

    private static func differences(_ before: PlanNode, _ after: PlanNode) -> [Difference] {
        var found: [Difference] = []
        func compare(_ name: String, _ left: String?, _ right: String?) {
            if left != right { found.append(Difference(name: name, before: left, after: right)) }
        }
        compare("Node Type", before.displayName, after.displayName)
        compare("Relation Name", before.relation, after.relation)
        compare("Index Name", before.index, after.index)
        compare("Strategy", before.strategy, after.strategy)
        let names =
            before.conditions.map(\.name) + after.conditions.map(\.name)
            + ["Sort Key", "Presorted Key", "Group Key", "Workers Planned"]
        for name in names.uniqued() { compare(name, before.property(name)?.text, after.property(name)?.text) }
        if before.neverExecuted != after.neverExecuted {
            compare("Executed", before.neverExecuted ? "never" : "yes", after.neverExecuted ? "never" : "yes")
        }
        return found
    }
}
