import Diagnostics
import Quantities
import QueryPlans

/// A plan as a tree for a reader: where the time went, and what each node did.
struct PlanText {
    private let inspected: InspectedPlan
    private let timeWidth: Int

    private var plan: QueryPlan { inspected.plan }

    /// Works out the figures of every node, once.
    init(_ plan: QueryPlan) {
        let inspected = InspectedPlan(plan)
        self.inspected = inspected
        timeWidth =
            zip(inspected.figures, inspected.isEstimated).map { figures, isEstimated in
                figures.exclusiveTime.map { inspected.time($0, isEstimated: isEstimated).count } ?? 0
            }.max() ?? 0
    }

    /// Writes the tree, and under it what belongs to the statement.
    func write(to report: inout TextReport) {
        if inspected.printed.times {
            report.line(gutter("own ms", "share", ""), TextReport.Part("node", .faint))
        }
        writeNode(plan.root, lead: "", mark: "", to: &report)
        if inspected.dominating != nil, inspected.figures.count > 1 {
            report.paragraph("◀ The node that takes the most time itself.")
        }
        for line in inspected.footnotes { report.paragraph(line) }
    }

    // MARK: A node

    private func writeNode(_ node: PlanNode, lead: String, mark: String, to report: inout TextReport) {
        let own = inspected.figures[node.id]
        let children = node.children
        var parts: [TextReport.Part] = []
        if inspected.printed.times { parts += gutter(of: node, own) }
        parts.append(TextReport.Part(TreeLines.shortened(lead) + mark, .faint))
        let isDominating = node.id == inspected.dominating && inspected.figures.count > 1
        let inner = TreeLines.inner(lead, mark)
        let remark = own.neverExecuted == true ? " (never executed)" : ""
        let title = PlanNodeDetail(
            title: (node.subplanName.map { "\($0): " } ?? "") + node.title + remark,
            style: isDominating ? .strong : remark.isEmpty ? .plain : .faint)
        var room = TreeLines.shortened(inner) + (children.isEmpty ? "  " : "│ ")
        if inspected.printed.times { room = gutter("", "", "").text + room }
        title.write(to: &report, first: parts, margin: TextReport.Part(room, .faint))

        for detail in details(of: node, own) {
            detail.write(to: &report, margin: TextReport.Part(room + " ", .faint))
        }
        for (index, child) in children.enumerated() {
            writeNode(
                child, lead: inner, mark: TreeLines.mark(isLast: index == children.count - 1), to: &report)
        }
    }

    private func gutter(of node: PlanNode, _ own: NodeFigures) -> [TextReport.Part] {
        guard let time = own.exclusiveTime else { return [gutter("", "", "")] }
        let shown = inspected.time(time, isEstimated: inspected.isEstimated[node.id])
        guard let share = inspected.share(of: node) else { return [gutter(shown, "", "")] }
        let columns = gutter(shown, "\(decimal(share * 100, decimals: 0)) %", Self.bar(share))
        guard node.id == inspected.dominating, inspected.figures.count > 1 else { return [columns] }
        return [TextReport.Part(String(columns.text.dropLast(2))), TextReport.Part("◀ ", .alarm)]
    }

    private func gutter(_ time: String, _ share: String, _ bar: String) -> TextReport.Part {
        func right(_ text: String, _ width: Int) -> String {
            String(repeating: " ", count: max(0, width - text.count)) + text
        }
        let end = String(repeating: " ", count: max(0, 8 - bar.count))
        return TextReport.Part("\(right(time, max(8, timeWidth + 2)))  \(right(share, 5))  \(bar)\(end)  ")
    }

    /// Eight columns for the whole, in eighths of a column.
    private static func bar(_ share: Double) -> String {
        let eighths = Int(exactly: (max(0, min(1, share)) * 64).rounded()) ?? 0
        let last = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
        return String(repeating: "█", count: eighths / 8) + last
    }

    // MARK: What stands under a node

    private func details(of node: PlanNode, _ own: NodeFigures) -> [PlanNodeDetail] {
        let facts =
            own.loops == nil
            ? inspected.estimates(of: node).map { [TextReport.Part($0)] } : run(of: node, own)
        return [PlanNodeDetail(facts: facts)]
            + inspected.conditions(of: node).map { PlanNodeDetail(text: $0) }
    }

    private func run(of node: PlanNode, _ own: NodeFigures) -> [[TextReport.Part]] {
        var facts: [[TextReport.Part]] = []
        if let time = own.inclusiveTime {
            let shown = inspected.time(time, isEstimated: node.isWallTimeEstimated)
            facts.append([TextReport.Part("\(shown) ms in all")])
        }
        facts.append(rows(of: node))
        return facts + inspected.blocks(of: node).map { [TextReport.Part($0)] }
    }

    private func rows(of node: PlanNode) -> [TextReport.Part] {
        let rows = inspected.rows(of: node)
        guard let expected = rows.expected else { return [TextReport.Part(rows.given)] }
        guard let error = rows.error else { return [TextReport.Part("\(rows.given) (\(expected))")] }
        return [
            TextReport.Part("\(rows.given) (\(expected), off by "),
            TextReport.Part(error, rows.isFarOff ? .alarm : .plain), TextReport.Part(")"),
        ]
    }
}
