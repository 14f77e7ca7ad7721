import Diagnostics
public import Quantities

extension PlanNode {
    /// The time of all loops until the last row, in milliseconds: process time.
    ///
    /// Actual Total Time × Actual Loops. Where several processes share the work it is the sum of their
    /// times, which is more than passed on the clock; see ``wallTime``. Each loop's mean is printed to
    /// 0.001 ms, so the total is known to ± 0.0005 × loops.
    public var totalTime: Quantity<Time> {
        total(actualTotalTime)
    }

    /// The rows of all loops: Actual Rows × Actual Loops.
    ///
    /// Known to ± 0.5 × loops before PostgreSQL 18, ± 0.005 × loops from then on, exactly for one loop.
    /// Below a Gather the loops are those of all processes, so these are the rows of all processes.
    public var totalRows: Quantity<Rows> {
        total(actualRows)
    }

    /// The rows that all conditions removed, over all loops.
    public var totalRowsRemoved: Quantity<Rows> {
        if let mean = meanRowsRemoved { return total(mean) }
        guard record.figures.loops.isPrinted, !neverExecuted else {
            return rowsRemoved("Rows Removed by Filter")
        }
        return Quantity(0, derivation: .reading(label: "Rows Removed (none printed)", at: span))
    }

    /// The rows that the node looked at, over all loops: (rows + rows removed) × loops.
    public var rowsExamined: Quantity<Rows> {
        let rows = actualRows
        guard rows.value != nil else { return rows }
        let examined = meanRowsRemoved.map { rows + $0 } ?? rows
        return total(examined)
    }

    /// A mean of a loop times the loops; itself where there was one loop, or where it is unknown.
    private func total<Unit: ScalableByCount>(_ mean: Quantity<Unit>) -> Quantity<Unit> {
        mean.value == nil || loops.value == 1 ? mean : mean * loops
    }

    /// The printed means of rows removed, added up; nil where there are none.
    private var meanRowsRemoved: Quantity<Rows>? {
        let names = rowsRemovedNames
        guard let first = names.first else { return nil }
        return names.dropFirst().reduce(rowsRemoved(first)) { $0 + rowsRemoved($1) }
    }

    /// How far the planner was off: the larger of estimated and actual rows per loop over the smaller.
    ///
    /// Rows of 0 count as 1. Unknown for BitmapAnd and BitmapOr, which do not say what they yield.
    public var estimateError: Quantity<Ratio> {
        let actual = actualRows
        let planned = planRows
        let derivation = Derivation.operation(
            symbol: "misestimate", operands: [actual.derivation, planned.derivation])
        guard let rows = actual.value, let bounds = actual.interval, let estimate = planned.value else {
            return Quantity(state: .unknown(actual.problems + planned.problems), derivation: derivation)
        }
        func error(_ actual: Double) -> Double {
            let pair = (max(1, actual), max(1, estimate))
            return max(pair.0 / pair.1, pair.1 / pair.0)
        }
        let ends = [error(bounds.lower), error(bounds.upper)]
        let holdsEstimate = bounds.lower <= max(1, estimate) && max(1, estimate) <= bounds.upper
        let least = holdsEstimate ? 1 : min(ends[0], ends[1])
        return Quantity(error(rows), within: Interval(least, max(ends[0], ends[1])), derivation: derivation)
    }

    // MARK: On the clock

    /// How many processes shared the node's work; nil where only one did.
    ///
    /// Below a Gather or Gather Merge it is 1 + Workers Launched. A bitmap with one loop was made by one
    /// process while the others waited for it. An InitPlan or WITH query, and a sub-plan of the Gather
    /// itself, run in the leader.
    public var processes: Quantity<Count>? {
        var node = self
        while let parent = node.parent {
            if node.role == .initPlan || node.role == .commonTableExpression { return nil }
            let type = parent.record.title.type
            if node.role == .input, type == "Gather" || type == "Gather Merge" {
                return processes(under: parent)
            }
            node = parent
        }
        return nil
    }

    private func processes(under gather: PlanNode) -> Quantity<Count>? {
        let all = Quantity<Count>(1, derivation: .constant("1")) + gather.workersLaunched
        let isBitmap = ["Bitmap Index Scan", "BitmapAnd", "BitmapOr"].contains(record.title.type)
        return all.value == 1 || (isBitmap && loops.value == 1) ? nil : all
    }

    /// Whether ``wallTime`` is an estimate, because several processes shared the work.
    public var isWallTimeEstimated: Bool { processes != nil }

    /// The time that passed on the clock until the last row of the last loop, in milliseconds.
    ///
    /// Where one process did the work it is ``totalTime``. Where several did it is an estimate: total time ÷
    /// processes, as if they had shared it evenly; the derivation says so.
    public var wallTime: Quantity<Time> {
        guard let processes else { return totalTime }
        return totalTime.per(processes).mapped("estimate of wall-clock time") { $0 }
    }

    /// The time on the clock that the node took itself, without the nodes under it, in milliseconds.
    ///
    /// Inclusive time less that of its inputs and sub-plans, of the InitPlans that ran inside it, and, for a
    /// CTE Scan, of its part in running the WITH query; never less than 0. An estimate where
    /// ``wallTime`` is one, for it or for a node under it.
    public var exclusiveTime: Quantity<Time> { exclusive(\.wallTime) }

    /// The shared blocks that the node needed itself, without the nodes under it.
    public var exclusiveSharedBlocks: Quantity<Blocks> { exclusive(\.buffers.shared) }

    /// The shared blocks that the node itself read from outside shared buffers.
    public var exclusiveSharedRead: Quantity<Blocks> { exclusive(\.buffers.sharedRead) }

    /// The blocks of temporary files that the node itself wrote.
    public var exclusiveTempWritten: Quantity<Blocks> { exclusive(\.buffers.tempWritten) }

    private func exclusive<Unit: AdditiveUnit>(_ figure: (PlanNode) -> Quantity<Unit>) -> Quantity<Unit> {
        var rest = figure(self)
        guard rest.value != nil else { return rest }
        for child in children where !child.neverExecuted {
            if child.role == .input || child.role == .subPlan { rest = rest - figure(child) }
        }
        for sharedCost in tree.sharedCosts[id] ?? [] {
            switch sharedCost {
            case .whole(let other): rest = rest - figure(PlanNode(tree, other))
            case .share(let query, let scans):
                let whole = figure(PlanNode(tree, query))
                rest = rest - (scans.count > 1 ? whole * share(among: scans, figure) : whole)
            }
        }
        guard let bounds = rest.interval, bounds.lower < 0 else { return rest }
        return rest.mapped("at least 0") { max(0, $0) }
    }

    /// The node's part in what several scans of one WITH query used; none where they used nothing.
    private func share<Unit: AdditiveUnit>(
        among scans: [Int], _ figure: (PlanNode) -> Quantity<Unit>
    ) -> Quantity<Share> {
        let figures = scans.map { figure(PlanNode(tree, $0)) }
        let sum = figures.dropFirst().reduce(figures[0]) { $0 + $1 }
        let own = figure(self)
        guard let bounds = sum.interval, bounds.lower <= 0, let part = own.value, let whole = sum.value
        else { return own.share(of: sum) }
        return Quantity(
            whole > 0 ? part / whole : 0, within: Interval(0, 1),
            derivation: .operation(symbol: "÷", operands: [own.derivation, sum.derivation]))
    }
}
