import QueryPlans

/// Which figures a plan prints at all.
///
/// What is not printed is asked for once for a plan rather than once for a node: each such question is
/// answered by a diagnostic that quotes the line.
struct PrintedFigures {
    /// Whether costs and estimates are printed.
    let costs: Bool
    /// Whether the statement was run.
    let run: Bool
    /// Whether the nodes were timed.
    let times: Bool

    init(_ plan: QueryPlan) {
        costs = plan.root.totalCost.value != nil
        run = plan.isAnalyzed
        times = run && plan.nodes.first { !$0.neverExecuted }?.actualTotalTime.value != nil
    }
}

/// The figures of a node as plain numbers; nil where they are not printed.
struct NodeFigures {
    var startupCost: Double?
    var totalCost: Double?
    var planRows: Double?
    var planWidth: Double?
    /// Nil where the statement was not run.
    var neverExecuted: Bool?
    var actualStartupTime: Double?
    var actualTotalTime: Double?
    var actualRows: Double?
    var loops: Double?
    /// Milliseconds on the clock, of the node with all under it.
    var inclusiveTime: Double?
    /// Milliseconds on the clock, of the node itself.
    var exclusiveTime: Double?
    /// The mean of a loop; nil where it is not printed, as the text format leaves zeros out.
    var rowsRemovedByFilter: Double?

    init(_ node: PlanNode, _ printed: PrintedFigures) {
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
