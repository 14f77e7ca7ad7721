import Diagnostics
public import Quantities

extension PlanNode {
    private func figure<Unit: UnitOfMeasure>(
        _ number: PrintedNumber, _ label: String, of unit: Unit.Type = Unit.self, help: String
    ) -> Quantity<Unit> {
        tree.quantity(number, label, at: span, owner: title, help: help)
    }

    /// An actual figure; that of a node that never ran is unknown, not zero.
    private func actual<Unit: UnitOfMeasure>(
        _ number: PrintedNumber, _ label: String, of unit: Unit.Type = Unit.self,
        help: String = PlanHelp.analyze
    ) -> Quantity<Unit> {
        neverExecuted ? Quantity(unknown: neverRan(label), label: label) : figure(number, label, help: help)
    }

    func neverRan(_ label: String) -> Diagnostic {
        Diagnostic(
            .plan(.neverExecuted), "“\(title)” was never executed, so it has no \(label)", at: span,
            help: "Bind the figure to a node that ran.")
    }

    private static let costsHelp = "Run EXPLAIN without COSTS OFF."
    private static let timingHelp = "Run EXPLAIN with ANALYZE, and without TIMING OFF."

    /// The planner's cost until the first row.
    public var startupCost: Quantity<Cost> {
        figure(record.startupCost, "Startup Cost", help: Self.costsHelp)
    }
    /// The planner's cost until the last row.
    public var totalCost: Quantity<Cost> { figure(record.totalCost, "Total Cost", help: Self.costsHelp) }
    /// The rows that the planner expected of each loop.
    public var planRows: Quantity<Rows> { figure(record.planRows, "Plan Rows", help: Self.costsHelp) }
    /// The mean size of a row that the planner expected, in bytes.
    public var planWidth: Quantity<Bytes> { figure(record.planWidth, "Plan Width", help: Self.costsHelp) }

    /// Whether the node was never executed; it then has no actual figures.
    public var neverExecuted: Bool { record.figures.neverExecuted }

    /// The mean time of a loop until the first row, in milliseconds, as printed.
    public var actualStartupTime: Quantity<Time> {
        actual(record.figures.startupTime, "Actual Startup Time", help: Self.timingHelp)
    }

    /// The mean time of a loop until the last row, in milliseconds, as printed.
    public var actualTotalTime: Quantity<Time> {
        actual(record.figures.totalTime, "Actual Total Time", help: Self.timingHelp)
    }

    /// The mean rows of a loop, as printed.
    ///
    /// BitmapAnd and BitmapOr always print 0: what they yield is unknown.
    public var actualRows: Quantity<Rows> {
        let label = "Actual Rows"
        if neverExecuted { return Quantity(unknown: neverRan(label), label: label) }
        if record.title.type == "BitmapAnd" || record.title.type == "BitmapOr" {
            let reason = Diagnostic(
                .plan(.rowsUnknown), "“\(title)” always prints rows=0, whatever it yields", at: span,
                help: "Bind the figure to the bitmap scans under it or to the heap scan above.")
            return Quantity(unknown: reason, label: label)
        }
        guard record.figures.rows.isPrinted else {
            return figure(record.figures.rows, label, help: PlanHelp.analyze)
        }
        return tree.meanRows(record.figures, label, at: span)
    }

    /// How often the node was run, over all processes; 0 where it never was.
    public var loops: Quantity<Count> {
        if let mark = record.figures.neverExecutedMark {
            return Quantity(0, derivation: .reading(label: "Actual Loops", at: tree.file.span(mark)))
        }
        return figure(record.figures.loops, "Actual Loops", help: PlanHelp.analyze)
    }

    /// The rows that a condition removed, as the mean of a loop; PostgreSQL rounds it to whole rows.
    ///
    /// - Parameter name: such as `Rows Removed by Filter`. The text format does not print zeros: where
    ///   the node ran with such a condition and nothing is printed, none were removed.
    public func rowsRemoved(_ name: String) -> Quantity<Rows> {
        if neverExecuted { return Quantity(unknown: neverRan(name), label: name) }
        let number = list.number(name)
        guard number.isPrinted else {
            guard tree.format == .text, record.figures.loops.isPrinted, mayRemove(name) else {
                return list.quantity(name, help: PlanHelp.analyze)
            }
            return Quantity(0, derivation: .reading(label: "\(name) (none printed)", at: span))
        }
        let margin = record.figures.loops.value == 1 ? 0 : number.halfUnit
        return number.quantity(name, in: tree.file, margin: margin)
    }

    /// Whether the node has a condition that removes rows under a name (show_instrumentation_count in
    /// PostgreSQL's explain.c).
    private func mayRemove(_ name: String) -> Bool {
        switch name {
        case "Rows Removed by Filter": list.record("Filter") != nil
        case "Rows Removed by Join Filter": list.record("Join Filter") != nil
        case "Rows Removed by Index Recheck":
            list.record("Recheck Cond") != nil
                || (list.record("Index Cond") != nil && record.title.type != "Bitmap Index Scan")
        case "Rows Removed by Conflict Filter": list.record("Conflict Filter") != nil
        default: false
        }
    }

    /// The names under which rows removed are printed for this node, in order.
    public var rowsRemovedNames: [String] {
        properties.map(\.name).filter { $0.hasPrefix("Rows Removed by ") }
    }

    // MARK: Parallel processes

    /// How many workers a Gather asked for.
    public var workersPlanned: Quantity<Count> {
        list.quantity("Workers Planned", help: "Bind the figure to the Gather node.")
    }

    /// How many workers a Gather got.
    public var workersLaunched: Quantity<Count> {
        list.quantity(
            "Workers Launched", help: "Bind the figure to the Gather node of an EXPLAIN with ANALYZE.")
    }
}
