import Diagnostics
import Quantities
import QueryPlans

/// A plan as a tree for a reader: where the time went, and what each node did.
struct PlanText {
    private let plan: QueryPlan
    private let printed: PrintedFigures
    private let figures: [NodeFigures]
    private let dominating: Int?
    private let isEstimated: [Bool]
    private let timeWidth: Int

    /// Works out the figures of every node, once.
    init(_ plan: QueryPlan) {
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
        timeWidth =
            zip(figures, isEstimated).map { figures, isEstimated in
                figures.exclusiveTime.map { Self.time($0, isEstimated).count } ?? 0
            }.max() ?? 0
    }

    /// Writes the tree, and under it what belongs to the statement.
    func write(to report: inout TextReport) {
        if printed.times {
            report.line(gutter("own ms", "share", ""), TextReport.Part("node", .faint))
        }
        writeNode(plan.root, lead: "", mark: "", to: &report)
        var foot: [String] = []
        if dominating != nil, figures.count > 1 { foot.append("◀ The node that takes the most time itself.") }
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
                    + jit.map { "\($0.name.dropFirst(4)) \($0.text)" }.joined(separator: ", ")
            )
        }
        for line in foot { report.paragraph(line) }
    }

    // MARK: A node

    private func writeNode(_ node: PlanNode, lead: String, mark: String, to report: inout TextReport) {
        let own = figures[node.id]
        let children = node.children
        var parts: [TextReport.Part] = []
        if printed.times { parts += gutter(of: node, own) }
        parts.append(TextReport.Part(TreeLines.shortened(lead) + mark, .faint))
        let isDominating = node.id == dominating && plan.nodes.count > 1
        let inner = TreeLines.inner(lead, mark)
        let remark = own.neverExecuted == true ? " (never executed)" : ""
        let title = PlanNodeDetail(
            title: (node.subplanName.map { "\($0): " } ?? "") + node.title + remark,
            style: isDominating ? .strong : remark.isEmpty ? .plain : .faint
        )
        var room = TreeLines.shortened(inner) + (children.isEmpty ? "  " : "│ ")
        if printed.times { room = gutter("", "", "").text + room }
        title.write(to: &report, first: parts, margin: TextReport.Part(room, .faint))

        for detail in details(of: node, own) {
            detail.write(to: &report, margin: TextReport.Part(room + " ", .faint))
        }
        for (index, child) in children.enumerated() {
            writeNode(
                child,
                lead: inner,
                mark: TreeLines.mark(isLast: index == children.count - 1),
                to: &report
            )
        }
    }

    private func gutter(of node: PlanNode, _ own: NodeFigures) -> [TextReport.Part] {
        guard let time = own.exclusiveTime else { return [gutter("", "", "")] }
        let shown = Self.time(time, isEstimated[node.id])
        guard let whole = figures[0].inclusiveTime, whole > 0 else { return [gutter(shown, "", "")] }
        let share = min(1, time / whole)
        let columns = gutter(shown, "\(decimal(share * 100, decimals: 0)) %", Self.bar(share))
        guard node.id == dominating, figures.count > 1 else { return [columns] }
        return [TextReport.Part(String(columns.text.dropLast(2))), TextReport.Part("◀ ", .alarm)]
    }

    private func gutter(_ time: String, _ share: String, _ bar: String) -> TextReport.Part {
        func right(_ text: String, _ width: Int) -> String {
            String(repeating: " ", count: max(0, width - text.count)) + text
        }
        let end = String(repeating: " ", count: max(0, 8 - bar.count))
        return TextReport.Part("\(right(time, max(8, timeWidth + 2)))  \(right(share, 5))  \(bar)\(end)  ")
    }

    private static func time(_ value: Double, _ isEstimated: Bool) -> String {
        (isEstimated ? "≈ " : "") + decimal(value, decimals: 3)
    }

    /// Eight columns for the whole, in eighths of a column.
    private static func bar(_ share: Double) -> String {
        let eighths = Int((share * 64).rounded())
        let last = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
        return String(repeating: "█", count: eighths / 8) + last
    }

    // MARK: What stands under a node

    private func details(of node: PlanNode, _ own: NodeFigures) -> [PlanNodeDetail] {
        let facts = PlanNodeDetail(facts: own.loops == nil ? estimates(own) : run(of: node, own))
        return [facts] + conditions(of: node).map { PlanNodeDetail(text: $0) }
    }

    private func estimates(_ own: NodeFigures) -> [[TextReport.Part]] {
        guard let rows = own.planRows, let cost = own.totalCost, let start = own.startupCost else {
            return []
        }
        return [
            [TextReport.Part("\(rowCount(rows)) expected")],
            [TextReport.Part("cost \(decimal(start, decimals: 2))..\(decimal(cost, decimals: 2))")],
        ]
    }

    private func run(of node: PlanNode, _ own: NodeFigures) -> [[TextReport.Part]] {
        var facts: [[TextReport.Part]] = []
        if let time = own.inclusiveTime {
            facts.append([TextReport.Part("\(Self.time(time, node.isWallTimeEstimated)) ms in all")])
        }
        facts.append(rows(of: node, own))
        if plan.hasBuffers { facts += blocks(of: node).map { [TextReport.Part($0)] } }
        return facts
    }

    private func rowCount(_ rows: Double) -> String {
        "\(decimal(rows, decimals: rows == rows.rounded() ? 0 : 2)) \(rows == 1 ? "row" : "rows")"
    }

    private func rows(of node: PlanNode, _ own: NodeFigures) -> [TextReport.Part] {
        var parts: [TextReport.Part] = []
        if let rows = node.actualRows.value {
            parts.append(TextReport.Part(rowCount(rows)))
        } else {
            parts.append(TextReport.Part("rows unknown"))
        }
        if let loops = own.loops, loops != 1 {
            parts.append(TextReport.Part(" × \(decimal(loops, decimals: 0)) loops"))
        }
        if let planned = own.planRows {
            parts.append(TextReport.Part(" (\(decimal(planned, decimals: 0)) expected"))
            if let error = node.estimateError.value, error >= 2 {
                let factor = "×\(decimal(error, decimals: error < 10 ? 1 : 0))"
                parts.append(TextReport.Part(", off by "))
                parts.append(TextReport.Part(factor, error >= 10 ? .alarm : .plain))
            }
            parts.append(TextReport.Part(")"))
        }
        return parts
    }

    private func blocks(of node: PlanNode) -> [String] {
        var facts: [String] = []
        if let all = node.exclusiveSharedBlocks.value, all > 0 {
            let read = node.exclusiveSharedRead.value ?? 0
            facts.append(
                "\(decimal(all, decimals: 0)) own \(all == 1 ? "block" : "blocks")"
                    + (read > 0 ? ", \(decimal(read, decimals: 0)) of them read" : "")
            )
        }
        if let written = node.exclusiveTempWritten.value, written > 0 {
            facts.append("\(decimal(written, decimals: 0)) temporary blocks written")
        }
        return facts
    }

    private static let keys = ["Sort Key", "Presorted Key", "Group Key", "Hash Key", "Cache Key"]

    /// What tells most: what the node looks for, what it threw away, and what did not fit into memory.
    private func conditions(of node: PlanNode) -> [String] {
        var lines: [String] = []
        for property in node.properties where Self.keys.contains(property.name) {
            lines.append("\(property.name): \(property.text)")
        }
        for condition in node.conditions {
            let removed = node.property("Rows Removed by \(condition.name)")?.text
            let count = removed.map { Double($0).map(rowCount) ?? "\($0) rows" }
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
                launched.map { "\($0) of \(planned) workers launched" } ?? "\(planned) workers planned"
            )
        }
        if let fetches = node.property("Heap Fetches")?.text, fetches != "0" {
            lines.append("Heap Fetches: \(fetches)")
        }
        return lines
    }
}

extension PlanNode {
    /// Whether the node's own time rests on an estimate: its own time on the clock, or that of a node under it.
    var hasEstimatedTime: Bool {
        isWallTimeEstimated || children.contains { !$0.neverExecuted && $0.isWallTimeEstimated }
    }
}
