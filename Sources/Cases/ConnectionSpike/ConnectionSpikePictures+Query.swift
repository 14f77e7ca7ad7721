import Casebook

extension ConnectionSpike.Evidence {
    /// One pair of bars: before and after.
    var beforeAfterPicture: any Picture {
        BarChart(
            title: "A duplicate check before and after the index",
            summary:
                "The median for the user's largest key falls from a tenth of a second to a fraction of a millisecond.",
            groups: [
                BarChart.Group("Before", [timeBar(clientTimes("before"), series: 0)]),
                BarChart.Group("After", [timeBar(clientTimes("after_miss"), series: 1)]),
            ], series: [BarChart.Series("", tone: .bad), BarChart.Series("", tone: .primary)],
            axis: Axis("Time of a check, ms", scale: .logarithmic))
    }

    private func timeBar(_ times: Readings<Time>, series: Int) -> BarChart.Bar {
        let ends = [times.min.value, times.max.value].compactMap(\.self)
        return BarChart.Bar(
            times.median.value ?? .nan, label: Format<Time>.milliseconds.label(times.median),
            range: ends.count == 2 ? ends[0]...ends[1] : nil, series: series)
    }

    /// The variants that were timed: what they are, and their name in the capture.
    static var variants: [(title: String, name: String, hasIndex: Bool)] {
        [
            ("Before, as it ran", "before", false),
            ("Before, one process", "before_serial", false),
            ("Before, cheaper random pages", "before_rpc11", false),
            ("Before, query rewritten", "before_rewrite_only", false),
            ("After, same query, guide's key", "after", true),
            ("After, same query, user's largest key", "after_miss", true),
            ("After, rewritten, guide's key", "after_rewrite", true),
            ("After, rewritten, user's largest key", "after_rewrite_miss", true),
        ]
    }

    var timingsPicture: any Picture {
        BarChart(
            title: "Execution times of the variants",
            summary:
                "The index and the rewrite each bring the check from about a tenth of a second to far below a millisecond.",
            groups: Self.variants.map { variant in
                BarChart.Group(
                    variant.title, [timeBar(serverTimes(variant.name), series: variant.hasIndex ? 1 : 0)])
            },
            series: [
                BarChart.Series("without the index", tone: .bad),
                BarChart.Series("with the index", tone: .primary),
            ], axis: Axis("Execution time, ms", scale: .logarithmic))
    }

    /// The two plans with what became of each node.
    var planTreesPicture: any Picture {
        let pairs = before.compared(to: after)?.pairs ?? []
        func box(_ node: PlanNode, in plan: PlanCapture) -> PlanBox {
            let pair = pairs.firstIndex { $0.before == node || $0.after == node }
            let change = pair.map { pairs[$0].change } ?? .same
            let part = node.exclusiveTime.share(of: plan.executionTime)
            return PlanBox(
                node.displayName,
                subtitle: [node.index, node.relation].compactMap(\.self).joined(separator: " on "),
                facts: facts(of: node), share: part.value,
                shareLabel: "\(brief(node.exclusiveTime, .milliseconds)), \(brief(part, .percent))",
                change: PlanBox.Change(rawValue: change.rawValue) ?? .same, pairing: pair.map { "\($0)" },
                children: node.children.map { box($0, in: plan) })
        }
        return PlanTreePicture(
            title: "The plan before the index and after it",
            summary:
                "Before: a parallel scan that removes nearly all rows, then a sort. After: one scan of one key.",
            plan: PlanTreePicture.Plan(
                "Before: \(Format<Time>.milliseconds.label(beforeRun))", box(before.root, in: before)),
            other: PlanTreePicture.Plan(
                "After: \(Format<Time>.milliseconds.label(afterRun))", box(after.root, in: after)))
    }

    private func facts(of node: PlanNode) -> [String] {
        let rows = wholeRows(node.actualRows)
        let loops = node.loops.value ?? 1
        var facts = [loops > 1 ? "\(rows) × \(Format<Count>.count.label(node.loops)) loops" : rows]
        facts += node.rowsRemovedNames.map { name in
            "\(wholeRows(node.rowsRemoved(name)))\(loops > 1 ? " in each loop" : "") removed"
        }
        facts.append(Format<Blocks>.blocks.label(node.buffers.shared))
        return facts
    }

    /// Rows as the plan prints them, which are means of the loops in whole numbers.
    private func wholeRows(_ rows: Quantity<Rows>) -> String {
        let printed = Format<Rows>.count.label(rows.asPrinted)
        return printed == "1" ? "1 row" : "\(printed) rows"
    }

    /// A figure, or only its upper bound where it is too small to be known well.
    private func brief<Unit: UnitOfMeasure>(_ quantity: Quantity<Unit>, _ format: Format<Unit>) -> String {
        guard let bounds = quantity.interval, bounds.lower <= 0 || bounds.upper / bounds.lower > 1.1 else {
            return format.label(quantity)
        }
        return "< \(format.label(Quantity(bounds.upper, derivation: quantity.derivation)))"
    }
}
