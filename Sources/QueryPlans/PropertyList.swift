import Diagnostics
import Quantities

/// The properties of a node, of a worker, or of a group of the statement, found by name.
struct PropertyList {
    enum Owner {
        case node(Int)
        case worker(Int)
        /// A group of the statement, such as `Planning`.
        case statement(String)
        case wholeStatement
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
        case .statement(let group): return tree.statementProperties.filter { $0.group == group }
        case .wholeStatement: return tree.statementProperties
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
        case .statement(let group): return (group, PlanNode(tree, 0).span)
        case .wholeStatement: return ("this plan", PlanNode(tree, 0).span)
        }
    }

    /// A property that stands in no group of its own, by its name.
    func record(_ name: String) -> PropertyRecord? {
        let isStatement = if case .statement = owner { true } else { false }
        return records.first { ($0.group == nil || isStatement) && $0.name == name }
    }

    func first(_ name: String) -> PlanProperty? {
        if let record = record(name) { return PlanProperty(tree, record) }
        guard name.contains("/") else { return nil }
        return records.first { $0.group != nil && tree.name($0) == name }.map { PlanProperty(tree, $0) }
    }

    func record(_ name: String, in group: String) -> PropertyRecord? {
        records.first { $0.name == name && $0.group == group }
    }

    /// A property that stands in no group of its own.
    func property(_ name: String) -> PlanProperty? { record(name).map { PlanProperty(tree, $0) } }

    func property(_ name: String, in group: String) -> PlanProperty? {
        record(name, in: group).map { PlanProperty(tree, $0) }
    }

    /// A number that a property begins with.
    func number(_ name: String) -> PrintedNumber { number(record(name)) }

    /// A number that a property of a group begins with.
    func number(_ name: String, in group: String) -> PrintedNumber { number(record(name, in: group)) }

    private func number(_ record: PropertyRecord?) -> PrintedNumber {
        guard let record else { return .absent }
        var cursor = ByteCursor(tree.file.bytes, record.value.range)
        return cursor.number() ?? .absent
    }

    /// The number that follows a word, as in `Inlining 57.847 ms`.
    func number(after word: String, in range: Range<Int>) -> PrintedNumber {
        let bytes = tree.file.bytes
        let wanted = Array("\(word) ".utf8)
        var offset = range.lowerBound
        while offset + wanted.count < range.upperBound {
            if bytes[offset..<offset + wanted.count].elementsEqual(wanted) {
                var cursor = ByteCursor(bytes, offset + wanted.count..<range.upperBound)
                return cursor.number() ?? .absent
            }
            offset += 1
        }
        return .absent
    }

    /// The first of several properties that is printed, as a number.
    func firstNumber(_ names: [String]) -> PrintedNumber {
        names.lazy.map { self.number($0) }.first(where: \.isPrinted) ?? .absent
    }

    func quantity<Unit: UnitOfMeasure>(
        _ number: PrintedNumber, _ label: String, of unit: Unit.Type = Unit.self, help: String
    ) -> Quantity<Unit> {
        let (owner, span) = description
        return tree.quantity(number, label, at: span, owner: owner, help: help)
    }

    /// PostgreSQL prints memory as ⌈bytes ÷ 1024⌉ kB.
    func kilobytes(_ number: PrintedNumber, _ label: String, help: String) -> Quantity<Bytes> {
        guard number.isPrinted, number.value > 0, absence == nil else {
            return quantity(number, label, help: help)
        }
        return Quantity(
            number.value * 1024, within: Interval((number.value - 1) * 1024 + 1, number.value * 1024),
            derivation: .reading(label: label, at: tree.file.span(number.range)))
    }

    func quantity<Unit: UnitOfMeasure>(
        _ name: String, of unit: Unit.Type = Unit.self, help: String
    ) -> Quantity<Unit> {
        quantity(number(name), name, help: help)
    }
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

    /// A number that a property of the statement begins with.
    func statementNumber(_ name: String) -> PrintedNumber {
        guard let record = statementRecord(name) else { return .absent }
        var cursor = ByteCursor(file.bytes, record.value.range)
        return cursor.number() ?? .absent
    }

    func statementNumber<Unit: UnitOfMeasure>(_ name: String, help: String) -> Quantity<Unit> {
        quantity(statementNumber(name), name, at: PlanNode(self, 0).span, owner: "this plan", help: help)
    }

    /// A printed number as a quantity, or an unknown one that says what is not printed where.
    func quantity<Unit: UnitOfMeasure>(
        _ number: PrintedNumber, _ label: String, of unit: Unit.Type = Unit.self, at span: SourceSpan,
        owner: String = "this node", help: String
    ) -> Quantity<Unit> {
        if let absence { return Quantity(unknown: absence, label: label) }
        guard number.isPrinted else {
            return Quantity(
                unknown: Diagnostic(
                    .plan(.notPrinted), "\(label) is not printed for \(owner)", at: span,
                    expected: "\(label), in \(Unit.name)", help: help), label: label)
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
