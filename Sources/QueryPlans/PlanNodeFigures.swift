import Diagnostics
public import Quantities

extension PlanNode {
    private func figure<Unit: UnitOfMeasure>(
        _ number: PrintedNumber,
        _ label: String,
        of unit: Unit.Type = Unit.self,
        help: String
    ) -> Quantity<Unit> {
        tree.quantity(number, label, at: span, owner: title, help: help)
    }

    /// An actual figure; that of a node that never ran is unknown, not zero.
    private func actual<Unit: UnitOfMeasure>(
        _ number: PrintedNumber,
        _ label: String,
        of unit: Unit.Type = Unit.self,
        help: String = PlanHelp.analyze
    ) -> Quantity<Unit> {
        neverExecuted ? Quantity(unknown: neverRan(label), label: label) : figure(number, label, help: help)
    }

    func neverRan(_ label: String) -> Diagnostic {
        Diagnostic(
            "plan.never-executed",
            "“\(title)” was never executed, so it has no \(label)",
            at: span,
            help: "Bind the figure to a node that ran."
        )
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
                "plan.rows-unknown",
                "“\(title)” always prints rows=0, whatever it yields",
                at: span,
                help: "Bind the figure to the bitmap scans under it or to the heap scan above."
            )
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
    ///   the node ran and nothing is printed, none were removed.
    public func rowsRemoved(_ name: String) -> Quantity<Rows> {
        if neverExecuted { return Quantity(unknown: neverRan(name), label: name) }
        let number = list.number(name)
        guard number.isPrinted else {
            guard tree.format == .text, record.figures.loops.isPrinted else {
                return list.quantity(name, help: PlanHelp.analyze)
            }
            return Quantity(0, derivation: .reading(label: "\(name) (none printed)", at: span))
        }
        let margin = record.figures.loops.value == 1 ? 0 : number.halfUnit
        return number.quantity(name, in: tree.file, margin: margin)
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
            "Workers Launched",
            help: "Bind the figure to the Gather node of an EXPLAIN with ANALYZE."
        )
    }

    // MARK: Sorting, hashing, bitmaps

    /// How a Sort sorted: `quicksort`, `top-N heapsort`, `external merge`.
    public var sortMethod: String? { property("Sort Method")?.text }

    /// `Memory` or `Disk`: where a Sort kept its rows.
    public var sortSpaceType: String? {
        if let type = property("Sort Space Type")?.text { return type }
        guard sortMethod != nil else { return nil }
        return ["Memory", "Disk"].first { list.record($0) != nil }
    }

    /// How much a Sort used, in bytes; printed in whole kilobytes, rounded up.
    public var sortSpaceUsed: Quantity<Bytes> {
        kilobytes([sortSpaceType ?? "Memory", "Sort Space Used"], "Sort Space Used")
    }

    /// The most memory that a Hash, an aggregate or a Memoize used, in bytes.
    public var peakMemory: Quantity<Bytes> {
        kilobytes(["Memory Usage", "Peak Memory Usage"], "Peak Memory Usage")
    }

    /// What an aggregate spilt to disk, in bytes.
    public var diskUsage: Quantity<Bytes> { kilobytes(["Disk Usage"], "Disk Usage") }

    /// In how many parts a Hash or an aggregate was done; more than 1 means that it did not fit in memory.
    public var batches: Quantity<Count> {
        let number = firstPrinted(["Batches", "Hash Batches", "HashAgg Batches"])
        return figure(number, "Batches", help: PlanHelp.analyze)
    }

    /// How many rows an Index Only Scan had to fetch from the table.
    public var heapFetches: Quantity<Count> { list.quantity("Heap Fetches", help: PlanHelp.analyze) }

    /// How often an index was searched from its root (PostgreSQL 18 and later).
    public var indexSearches: Quantity<Count> {
        list.quantity("Index Searches", help: "Run EXPLAIN with ANALYZE on PostgreSQL 18 or later.")
    }

    private func firstPrinted(_ names: [String]) -> PrintedNumber {
        names.lazy.map(list.number).first(where: \.isPrinted) ?? .absent
    }

    /// PostgreSQL prints memory as ⌈bytes ÷ 1024⌉ kB.
    private func kilobytes(_ names: [String], _ label: String) -> Quantity<Bytes> {
        let number = firstPrinted(names)
        guard number.isPrinted, number.value > 0 else {
            return figure(number, label, help: PlanHelp.analyze)
        }
        return Quantity(
            number.value * 1024,
            within: Interval((number.value - 1) * 1024 + 1, number.value * 1024),
            derivation: .reading(label: label, at: tree.file.span(number.range))
        )
    }
}
