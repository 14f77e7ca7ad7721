internal import Quantities
public import QueryPlans

/// A plan with what a reader wants to know of each node: its own time, its rows, what it threw away.
public struct InspectedPlan: Sendable {
    /// How many rows a node gave, and how many were expected.
    public struct Rows: Sendable {
        /// The rows and how often they were given: `0 rows × 3 loops`.
        public let given: String
        /// What the planner expected of each loop: `4,167 expected`; nil where it is not printed.
        public let expected: String?
        /// By what factor it was wrong, where it was by two or more: `×4,167`.
        public let error: String?
        /// Whether it was wrong by ten or more.
        public let isFarOff: Bool
    }

    public let plan: QueryPlan
    /// What it prints at all.
    public let printed: PrintedFigures
    /// The figures of every node, by its id.
    public let figures: [NodeFigures]
    /// The node that takes the most time itself; nil where no times are printed.
    public let dominating: Int?
    /// Whether the own time of a node is an estimate, since several processes shared the work.
    public let isEstimated: [Bool]

    /// Works out the figures of every node, once.
    public init(_ plan: QueryPlan) {
        self.plan = plan
        let printed = PrintedFigures(plan)
        let nodes = plan.nodes
        let figures = nodes.map { NodeFigures($0, printed) }
        self.printed = printed
        self.figures = figures
        dominating = figures.indices.filter { figures[$0].exclusiveTime != nil }
            .max {
                (figures[$0].exclusiveTime ?? 0, $1) < (figures[$1].exclusiveTime ?? 0, $0)
            }
        isEstimated = nodes.map { printed.times && !$0.neverExecuted && $0.hasEstimatedTime }
    }

    /// A node's own part of the time of the whole plan, from 0 to 1; nil where it is not known.
    public func share(of node: PlanNode) -> Double? {
        guard let own = figures[node.id].exclusiveTime, let whole = figures[0].inclusiveTime, whole > 0 else {
            return nil
        }
        return min(1, own / whole)
    }

    /// Milliseconds as text, with a sign where they are an estimate.
    public func time(_ value: Double, isEstimated: Bool) -> String {
        (isEstimated ? "≈ " : "") + decimal(value, decimals: 3)
    }

    /// What was expected of a node that was not run: its rows and its cost.
    public func estimates(of node: PlanNode) -> [String] {
        let own = figures[node.id]
        guard let rows = own.planRows, let cost = own.totalCost, let start = own.startupCost else {
            return []
        }
        return [
            "\(rowCount(rows)) expected",
            "cost \(decimal(start, decimals: 2))..\(decimal(cost, decimals: 2))",
        ]
    }

    /// The rows of a node that was run.
    public func rows(of node: PlanNode) -> Rows {
        let own = figures[node.id]
        let error = own.planRows == nil ? 1 : node.estimateError.value ?? 1
        return Rows(
            given: given(by: node, loops: own.loops ?? 1),
            expected: own.planRows.map { "\(decimal($0, decimals: 0)) expected" },
            error: error >= 2 ? "×\(decimal(error, decimals: error < 10 ? 1 : 0))" : nil,
            isFarOff: error >= 10)
    }

    private func given(by node: PlanNode, loops: Double) -> String {
        guard let count = node.actualRows.value else { return times("rows unknown", loops) }
        return times(rowCount(count), loops)
    }

    private func times(_ rows: String, _ loops: Double) -> String {
        loops == 1 ? rows : "\(rows) × \(decimal(loops, decimals: 0)) loops"
    }

    /// The blocks that a node touched itself, where BUFFERS was on.
    public func blocks(of node: PlanNode) -> [String] {
        guard plan.hasBuffers else { return [] }
        var facts: [String] = []
        if let all = node.exclusiveSharedBlocks.value, all > 0 {
            let read = node.exclusiveSharedRead.value ?? 0
            facts.append(
                "\(decimal(all, decimals: 0)) own \(all == 1 ? "block" : "blocks")"
                    + (read > 0 ? ", \(decimal(read, decimals: 0)) of them read" : ""))
        }
        if let written = node.exclusiveTempWritten.value, written > 0 {
            facts.append("\(decimal(written, decimals: 0)) temporary blocks written")
        }
        return facts
    }

    private static let keys = ["Sort Key", "Presorted Key", "Group Key", "Hash Key", "Cache Key"]

    /// What tells most: what the node looks for, what it threw away, and what did not fit into memory.
    public func conditions(of node: PlanNode) -> [String] {
        var lines: [String] = []
        for property in node.properties where Self.keys.contains(property.name) {
            lines.append("\(property.name): \(property.text)")
        }
        for condition in node.conditions {
            let removed = node.property("Rows Removed by \(condition.name)")?.text
            let count = removed.map { text in
                if let count = Double(text) { rowCount(count) } else { "\(text) rows" }
            }
            lines.append((count.map { "\($0) removed by " } ?? "") + "\(condition.name): \(condition.text)")
        }
        if let method = node.sortMethod, node.sortSpaceType == "Disk" {
            var line = "Sort Method: \(method)"
            if let size = node.sortSpaceUsed.value {
                line += ", \(decimal(size / 1024, decimals: 0)) kB on disk"
            }
            lines.append(line)
        }
        if node.property("Batches") != nil || node.property("Hash Batches") != nil
            || node.property("HashAgg Batches") != nil,
            let batches = node.batches.value, batches > 1
        {
            lines.append("\(decimal(batches, decimals: 0)) batches: it did not fit into memory")
        }
        if let planned = node.property("Workers Planned")?.text {
            let launched = node.property("Workers Launched")?.text
            lines.append(
                launched.map { "\($0) of \(planned) workers launched" } ?? "\(planned) workers planned")
        }
        if let fetches = node.property("Heap Fetches")?.text, fetches != "0" {
            lines.append("Heap Fetches: \(fetches)")
        }
        return lines
    }

    /// What belongs to the statement and not to a node: triggers and JIT compilation, and what marks mean.
    public var footnotes: [String] {
        var foot: [String] = []
        if isEstimated.contains(true) {
            foot.append(
                "≈ An estimate: several processes shared the work, and their time is divided by how many they were."
            )
        }
        foot += plan.triggers.map { trigger in
            var facts: [String] = []
            if let time = trigger.time.value { facts.append("\(decimal(time, decimals: 3)) ms") }
            if let calls = trigger.calls.value { facts.append("\(decimal(calls, decimals: 0)) calls") }
            return "Trigger \(trigger.name): \(facts.joined(separator: ", "))"
        }
        let jit = plan.properties.filter { $0.name.hasPrefix("JIT/") }
        if !jit.isEmpty {
            foot.append(
                "JIT (its time is already inside the nodes'): "
                    + jit.map { "\($0.name.dropFirst(4)) \($0.text)" }.joined(separator: ", "))
        }
        return foot
    }
}

private func rowCount(_ rows: Double) -> String {
    "\(decimal(rows, decimals: rows == rows.rounded() ? 0 : 2)) \(rows == 1 ? "row" : "rows")"
}

extension PlanNode {
    /// Whether the node's own time rests on an estimate: its own time on the clock, or that of a node under it.
    fileprivate var hasEstimatedTime: Bool {
        isWallTimeEstimated || children.contains { !$0.neverExecuted && $0.isWallTimeEstimated }
    }
}
