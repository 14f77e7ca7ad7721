import Diagnostics
import Quantities

/// The properties of a node, of a worker, or of planning, found by name.
struct PropertyList {
    enum Owner {
        case node(Int)
        case worker(Int)
        case planning
    }

    let tree: PlanTree
    let owner: Owner

    init(_ tree: PlanTree, owner: Owner) {
        self.tree = tree
        self.owner = owner
    }

    /// Why there is nothing to look in.
    var absence: Diagnostic? { tree.absence }

    private var records: [PropertyRecord] {
        switch owner {
        case .node(let id):
            guard id >= 0 else { return [] }
            let node = tree.nodes[id]
            return tree.properties[Int(node.firstProperty)..<Int(node.lastProperty)].filter {
                $0.worker == nil
            }
        case .worker(let index): return tree.properties.filter { $0.worker == index }
        case .planning: return tree.statementProperties.filter { $0.group == "Planning" }
        }
    }

    var all: [PlanProperty] { records.map { PlanProperty(tree, $0) } }

    /// What a message calls the owner, and where it stands.
    var description: (name: String, span: SourceSpan) {
        switch owner {
        case .node(let id):
            let node = PlanNode(tree, id)
            return (node.title, node.span)
        case .worker(let index):
            let worker = PlanWorker(tree, index)
            return ("Worker \(worker.number)", worker.span)
        case .planning: return ("planning", PlanNode(tree, 0).span)
        }
    }

    func record(_ name: String) -> PropertyRecord? {
        records.first {
            ($0.group == nil || owner.isPlanning)
                && $0.name == name
        }
    }

    func first(_ name: String) -> PlanProperty? {
        if let record = record(name) { return PlanProperty(tree, record) }
        guard name.contains("/") else { return nil }
        return records.first { $0.group != nil && tree.name($0) == name }.map { PlanProperty(tree, $0) }
    }

    /// A number that is a whole property.
    func number(_ name: String) -> PrintedNumber {
        guard let record = record(name) else { return .absent }
        var cursor = ByteCursor(tree.file.bytes, record.value.range)
        return cursor.number() ?? .absent
    }

    func quantity<Unit: UnitOfMeasure>(
        _ name: String,
        of unit: Unit.Type = Unit.self,
        help: String
    ) -> Quantity<Unit> {
        let (_, span) = description
        return tree.quantity(number(name), name, at: span, owner: description.name, help: help)
    }
}

extension PropertyList.Owner {
    var isPlanning: Bool { if case .planning = self { true } else { false } }
}

extension PlanTree {
    /// Whether BUFFERS was on: some node, or planning, has a count of blocks.
    var hasBuffers: Bool { mentions("Buffers", orJSON: "Shared Hit Blocks") }

    /// Whether reads and writes were timed (track_io_timing).
    var hasIOTimings: Bool {
        mentions("I/O Timings", orJSON: "Shared I/O Read Time")
            || mentions("I/O Timings", orJSON: "I/O Read Time")
    }

    /// Whether WAL was on.
    var hasWAL: Bool { mentions("WAL", orJSON: "WAL Records") }

    private func mentions(_ text: String, orJSON json: String) -> Bool {
        let name = format == .text ? text : json
        return properties.contains { $0.name == name } || statementProperties.contains { $0.name == name }
    }

    func statementRecord(_ name: String) -> PropertyRecord? {
        statementProperties.first { $0.group == nil && $0.name == name }
    }

    func statementText(_ name: String) -> String? { statementRecord(name).map { text($0.value) } }

    func statementNumber<Unit: UnitOfMeasure>(_ name: String, help: String) -> Quantity<Unit> {
        var number = PrintedNumber.absent
        if let record = statementRecord(name) {
            var cursor = ByteCursor(file.bytes, record.value.range)
            number = cursor.number() ?? .absent
        }
        return quantity(number, name, at: PlanNode(self, 0).span, owner: "this plan", help: help)
    }

    /// A printed number as a quantity, or an unknown one that says what is not printed where.
    func quantity<Unit: UnitOfMeasure>(
        _ number: PrintedNumber,
        _ label: String,
        of unit: Unit.Type = Unit.self,
        at span: SourceSpan,
        owner: String = "this node",
        help: String
    ) -> Quantity<Unit> {
        if let absence { return Quantity(unknown: absence, label: label) }
        guard number.isPrinted else {
            return Quantity(
                unknown: Diagnostic(
                    "plan.not-printed",
                    "\(label) is not printed for \(owner)",
                    at: span,
                    expected: "\(label), in \(Unit.name)",
                    help: help
                ),
                label: label
            )
        }
        return number.quantity(label, in: file)
    }

    /// Rows per loop: exact where there was one loop, else off by half of what was last printed.
    func meanRows(_ figures: RunFigures, _ label: String, at span: SourceSpan) -> Quantity<Rows> {
        guard figures.rows.isPrinted, absence == nil else {
            return quantity(figures.rows, label, at: span, help: PlanHelp.analyze)
        }
        let margin = figures.loops.value == 1 ? 0 : figures.rows.halfUnit
        return figures.rows.quantity(label, in: file, margin: margin)
    }
}
