import Diagnostics
import Quantities
package import QueryPlans

/// Two plans side by side for a reader: the totals, and what became of each node.
package struct ComparisonText {
    private let comparison: PlanComparison
    private let tree: ComparedTree
    private let columns: [Column]

    /// A column of changes, with the text for each pair.
    private struct Column {
        let title: String
        let cells: [String]
        let width: Int

        init?(_ title: String, _ changes: [Double?], decimals: Int) {
            guard changes.contains(where: { $0 != nil }) else { return nil }
            self.title = title
            cells = changes.map { $0.map { ComparisonText.signed($0, decimals: decimals) } ?? "" }
            width = max(title.count, cells.map(\.count).max() ?? 0)
        }
    }

    /// Works out the changes of every pair, once.
    package init(_ comparison: PlanComparison) {
        self.comparison = comparison
        tree = ComparedTree(comparison)
        let pairs = comparison.pairs
        let isRun = comparison.before.isAnalyzed && comparison.after.isAnalyzed
        let hasBuffers = comparison.before.hasBuffers && comparison.after.hasBuffers
        let all: [Column?] = [
            isRun ? Column("own ms", pairs.map { $0.exclusiveTimeChange.value }, decimals: 3) : nil,
            isRun ? Column("rows", pairs.map { $0.rowsExaminedChange.value }, decimals: 0) : nil,
            isRun && hasBuffers
                ? Column("blocks", pairs.map { $0.sharedBlocksChange.value }, decimals: 0) : nil,
        ]
        columns = all.compactMap(\.self)
    }

    /// Writes the totals and the tree.
    package func write(before: String, after: String, to report: inout TextReport) {
        report.line("before  \(before):\(comparison.before.line)")
        report.line("after   \(after):\(comparison.after.line)")
        report.blank()
        writeTotals(to: &report)
        report.blank()
        let titles = columns.map { Self.right($0.title, $0.width) + "  " }.joined()
        report.line(TextReport.Part("  \(titles)", .faint), TextReport.Part("  node", .faint))
        for root in tree.roots { write(root, lead: "", mark: "", to: &report) }
        report.blank()
        report.line("  = same   ~ changed   + added   − removed", .faint)
    }

    // MARK: Totals

    private func writeTotals(to report: inout TextReport) {
        let (before, after) = (comparison.before, comparison.after)
        var rows = [
            Total("execution", before.executionTime, after.executionTime, 3, unit: " ms"),
            Total("planning", before.planningTime, after.planningTime, 3, unit: " ms"),
        ]
        if before.isAnalyzed, after.isAnalyzed {
            rows.append(Total("rows examined", before.rowsExamined, after.rowsExamined, 0))
            if before.hasBuffers, after.hasBuffers {
                rows.append(Total("shared blocks", before.sharedBlocks, after.sharedBlocks, 0))
            }
        }
        rows.append(Total("estimated cost", before.root.totalCost, after.root.totalCost, 2))
        write(rows.compactMap { $0 }, to: &report)
    }

    private func write(_ rows: [Total], to report: inout TextReport) {
        let widths = (
            rows.map(\.name.count).max() ?? 0, rows.map(\.before.count).max() ?? 0,
            rows.map(\.after.count).max() ?? 0
        )
        for row in rows {
            let name = row.name + String(repeating: " ", count: widths.0 - row.name.count)
            report.line(
                "  \(name)  \(Self.right(row.before, widths.1))  →  \(Self.right(row.after, widths.2))  \(row.change)"
            )
        }
    }

    /// `479× less`, `×` to two digits; nothing where they are the same.
    fileprivate static func factor(_ before: Double, _ after: Double) -> String {
        guard before != after, before > 0, after > 0 else { return "" }
        let factor = max(before / after, after / before)
        guard factor >= 1.05 else { return "about the same" }
        return "\(decimal(factor, decimals: factor < 10 ? 1 : 0))× \(after < before ? "less" : "more")"
    }

    // MARK: The tree

    private func write(_ index: Int, lead: String, mark: String, to report: inout TextReport) {
        let pair = tree.pairs[index]
        let figures = columns.map { Self.right($0.cells[index], $0.width) + "  " }.joined()
        let (sign, style): (String, TextReport.Style) =
            switch pair.change {
            case .same: ("=", .plain)
            case .changed: ("~", .strong)
            case .added: ("+", .strong)
            case .removed: ("−", .faint)
            }
        let inner = TreeLines.inner(lead, mark)
        let children = tree.children[index]
        let blank = String(repeating: " ", count: figures.count + 4)
        let margin = blank + TreeLines.shortened(inner) + (children.isEmpty ? "  " : "│ ")
        let moved = pair.isMoved ? " (moved)" : ""
        PlanNodeDetail(title: Self.title(of: pair) + moved, style: style).write(
            to: &report,
            first: [
                TextReport.Part("  \(figures)"), TextReport.Part("\(sign) ", style),
                TextReport.Part(TreeLines.shortened(lead) + mark, .faint),
            ], margin: TextReport.Part(margin, .faint))
        for difference in pair.differences where !Self.inTitle.contains(difference.name) {
            for line in [
                "\(difference.name): \(difference.before ?? "none")", "→ \(difference.after ?? "none")",
            ] {
                PlanNodeDetail(text: line)
                    .write(to: &report, margin: TextReport.Part(margin + " ", .faint))
            }
        }
        for (position, child) in children.enumerated() {
            let isLast = position == children.count - 1
            write(child, lead: inner, mark: TreeLines.mark(isLast: isLast), to: &report)
        }
    }

    /// The differences that the titles show already.
    private static let inTitle = ["Node Type", "Relation Name", "Index Name"]

    /// The title in the later plan, after the earlier one where the node does another thing now.
    private static func title(of pair: PlanNodePair) -> String {
        guard let before = pair.before, let after = pair.after, before.title != after.title else {
            return pair.title
        }
        return "\(before.title) → \(after.title)"
    }

    private static func signed(_ change: Double, decimals: Int) -> String {
        let text = decimal(change, decimals: decimals)
        if text.allSatisfy({ $0 == "0" || $0 == "." }) { return "0" }
        return change > 0 ? "+\(text)" : text
    }

    private static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}

/// A figure of a whole plan, before and after.
private struct Total {
    let name: String
    let before: String
    let after: String
    let change: String

    /// Nil where either plan does not tell.
    package init?<Unit: UnitOfMeasure>(
        _ name: String, _ before: Quantity<Unit>, _ after: Quantity<Unit>, _ decimals: Int, unit: String = ""
    ) {
        guard let before = before.value, let after = after.value else { return nil }
        self.name = name
        self.before = decimal(before, decimals: decimals) + unit
        self.after = decimal(after, decimals: decimals) + unit
        change = ComparisonText.factor(before, after)
    }
}
