internal import Quantities
public import QueryPlans

/// Which figures a plan prints at all.
///
/// What is not printed is asked for once for a plan rather than once for a node: each such question is
/// answered by a diagnostic that quotes the line.
public struct PrintedFigures: Sendable {
    /// Whether costs and estimates are printed.
    public let costs: Bool
    /// Whether the statement was run.
    public let run: Bool
    /// Whether the nodes were timed.
    public let times: Bool

    /// Asks once what a plan prints.
    public init(_ plan: QueryPlan) {
        costs = plan.root.totalCost.value != nil
        run = plan.isAnalyzed
        times = run && plan.nodes.first { !$0.neverExecuted }?.actualTotalTime.value != nil
    }
}

/// The figures of a node as plain numbers; nil where they are not printed.
public struct NodeFigures: Sendable {
    /// The planner's cost until the first row.
    public private(set) var startupCost: Double?
    /// The planner's cost until the last row.
    public private(set) var totalCost: Double?
    /// The rows that the planner expected of each loop.
    public private(set) var planRows: Double?
    /// The mean size of a row that the planner expected, in bytes.
    public private(set) var planWidth: Double?
    /// Nil where the statement was not run.
    public private(set) var neverExecuted: Bool?
    /// The mean time of a loop until the first row, in milliseconds.
    public private(set) var actualStartupTime: Double?
    /// The mean time of a loop until the last row, in milliseconds.
    public private(set) var actualTotalTime: Double?
    /// The mean rows of a loop.
    public private(set) var actualRows: Double?
    /// How often the node was run.
    public private(set) var loops: Double?
    /// Milliseconds on the clock, of the node with all under it.
    public private(set) var inclusiveTime: Double?
    /// Milliseconds on the clock, of the node itself.
    public private(set) var exclusiveTime: Double?
    /// The mean of a loop; nil where it is not printed, as the text format leaves zeros out.
    public private(set) var rowsRemovedByFilter: Double?

    public init(_ node: PlanNode, _ printed: PrintedFigures) {
        if printed.costs {
            startupCost = node.startupCost.value
            totalCost = node.totalCost.value
            planRows = node.planRows.value
            planWidth = node.planWidth.value
        }
        guard printed.run else { return }
        let never = node.neverExecuted
        neverExecuted = never
        guard !never else { return }
        loops = node.loops.value
        // What BitmapAnd and BitmapOr print says nothing of what they yield, but they do print it.
        actualRows = node.yieldIsUnknown ? 0 : node.actualRows.value
        if node.property("Rows Removed by Filter") != nil {
            rowsRemovedByFilter = node.rowsRemoved("Rows Removed by Filter").value
        }
        guard printed.times else { return }
        actualStartupTime = node.actualStartupTime.value
        actualTotalTime = node.actualTotalTime.value
        inclusiveTime = Self.toNanoseconds(node.wallTime.value)
        exclusiveTime = Self.toNanoseconds(node.exclusiveTime.value)
    }

    /// Six decimals of a millisecond: more than is printed, and short of what adding up leaves behind.
    private static func toNanoseconds(_ time: Double?) -> Double? {
        guard let time else { return nil }
        return (time * 1_000_000).rounded() / 1_000_000
    }
}

extension PlanNode {
    /// Whether the node prints rows=0 whatever it yields.
    fileprivate var yieldIsUnknown: Bool { type == "BitmapAnd" || type == "BitmapOr" }
}
