public import Diagnostics
public import Quantities

/// A node of a query plan, or the place of one that is not there.
///
/// Figures that were not printed are unknown quantities that say where they were looked for and how to
/// get them. An absent node, such as ``QueryPlan/node(_:on:)`` gives for a wrong name, has only those.
public struct PlanNode: Sendable, Identifiable {
    let tree: PlanTree
    /// Its place among the plan's nodes, in the order of the capture; -1 where it is absent.
    public let id: Int

    init(_ tree: PlanTree, _ id: Int) {
        self.tree = tree
        self.id = tree.nodes.indices.contains(id) ? id : -1
    }

    /// A node that is not there; every quantity of it is unknown for this reason.
    public static func absent(_ reason: Diagnostic) -> PlanNode { PlanNode(PlanTree(absent: reason), -1) }

    /// Why it is not there; nil where it is.
    public var absence: Diagnostic? { id >= 0 ? nil : tree.absence }

    /// What the reader stored; an absent node has an empty record.
    var record: NodeRecord {
        id >= 0 ? tree.nodes[id] : NodeRecord(title: NodeTitle(type: ""), role: .root, span: 0..<0)
    }

    // MARK: Its place in the tree

    /// The node above; nil at the top.
    public var parent: PlanNode? { record.parentID.map { PlanNode(tree, $0) } }

    /// How many nodes are above it.
    public var depth: Int { Int(record.depth) }

    /// What it is to the node above.
    public var role: PlanNodeRole { record.role }

    /// The nodes directly under it, in the order of the capture.
    public var children: [PlanNode] {
        var found: [PlanNode] = []
        var next = record.firstChild
        while next >= 0 {
            found.append(PlanNode(tree, Int(next)))
            next = tree.nodes[Int(next)].nextSibling
        }
        return found
    }

    /// The node's own line in the text format; its `Node Type` in JSON.
    public var span: SourceSpan { tree.file.span(record.span) }

    public var line: Int { span.line }

    // MARK: What it is

    /// The type in the words of PostgreSQL's JSON, after `Parallel ` where processes share the work.
    public var type: String { (record.title.isParallelAware ? "Parallel " : "") + record.title.type }

    /// The title that the text format prints, such as `Finalize HashAggregate` or `Hash Left Join`.
    public var displayName: String { record.title.text }

    /// The title with the index and the table: `Index Scan using i on t a`.
    public var title: String {
        var text = displayName
        if record.title.type == "Bitmap Index Scan" {
            if let index { text += " on \(index)" }
            return text
        }
        if let index { text += " using \(index)" }
        guard let target else { return text }
        text += " on \(schema.map { "\($0)." } ?? "")\(target)"
        if let alias, alias != target { text += " \(alias)" }
        return text
    }

    /// The table it reads or writes.
    public var relation: String? { tree.optionalText(record.relation) }
    /// The schema of the table or function, printed with VERBOSE.
    public var schema: String? { tree.optionalText(record.schema) }
    /// The name that the query has for what it reads; the table's own where there is no other.
    public var alias: String? { tree.optionalText(record.alias) }
    /// The index it reads.
    public var index: String? { tree.optionalText(record.index) }
    /// The function whose result it reads.
    public var functionName: String? { tree.optionalText(record.function) }
    /// The WITH query whose result it reads.
    public var cteName: String? { tree.optionalText(record.commonTable) }
    /// What the node is called as a sub-plan, such as `InitPlan 1 (returns $0)` or `CTE w`.
    public var subplanName: String? { tree.optionalText(record.subplanName) }
    /// `Inner`, `Left`, `Full`, `Right`, `Semi`, `Anti`, `Right Semi` or `Right Anti`, of a join.
    public var joinType: String? { record.title.joinType }
    /// `Plain`, `Sorted`, `Hashed` or `Mixed`, of an aggregate or a set operation.
    public var strategy: String? { record.title.strategy }
    /// `Simple`, `Partial` or `Finalize`, of an aggregate.
    public var partialMode: String? { record.title.partialMode }
    /// `Forward` or `Backward`, of an index scan.
    public var scanDirection: String? { record.title.scanDirection }
    /// `Insert`, `Update`, `Delete` or `Merge`, of a node that writes.
    public var operation: String? { record.title.operation }

    /// What it reads or writes: the table, the function, the WITH query, or the alias of a sub-select.
    public var target: String? {
        relation ?? functionName ?? cteName ?? alias
    }

    /// Whether it fetches rows of a table: a scan with a table's name, not the index part of a bitmap scan.
    public var readsTable: Bool {
        record.relation.isPrinted && record.title.type != "ModifyTable" && record.title.type.hasSuffix("Scan")
            && (record.title.operation ?? "Select") == "Select"
    }

    func matches(type wanted: String, on relation: String?) -> Bool {
        guard wanted == type || wanted == displayName else { return false }
        guard let relation else { return true }
        return [self.relation, alias, index, functionName, cteName].contains(relation)
    }

    // MARK: What is printed under it

    /// Everything printed under the node, by name, in order; also what this library does not know.
    public var properties: [PlanProperty] { list.all }

    public func property(_ name: String) -> PlanProperty? { list.first(name) }

    var list: PropertyList { PropertyList(tree, owner: .node(id)) }

    /// The conditions: `Index Cond`, `Filter`, `Join Filter`, `Recheck Cond` and the like.
    public var conditions: [PlanProperty] {
        properties.filter {
            ($0.name.hasSuffix(" Cond") || $0.name.hasSuffix("Filter") || $0.name == "Run Condition"
                || $0.name == "Order By") && !$0.name.hasPrefix("Rows Removed")
        }
    }

    /// What each parallel worker printed (VERBOSE); the leader's part is the node's less its workers'.
    public var workers: [PlanWorker] {
        guard id >= 0 else { return [] }
        return (Int(record.firstWorker)..<Int(record.lastWorker)).map { PlanWorker(tree, $0) }
    }
}

extension PlanNode: Hashable {
    /// Two nodes are equal when they are the same node of the same reading.
    public static func == (left: PlanNode, right: PlanNode) -> Bool {
        left.tree === right.tree && left.id == right.id
    }

    /// Hashes the identity.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(ObjectIdentifier(tree))
        hasher.combine(id)
    }
}

/// A named value that EXPLAIN printed.
public struct PlanProperty: Sendable, Hashable {
    /// The name as printed; after its group and a slash where it stands in one, as `Planning/Buffers`.
    public let name: String
    /// The value as text; a JSON list of texts is joined with commas, as the text format has it.
    public let text: String
    /// The bytes of the value.
    public let span: SourceSpan

    init(_ tree: PlanTree, _ record: PropertyRecord) {
        name = tree.name(record)
        text = tree.text(record.value)
        span = tree.file.span(record.value.range)
    }
}

/// What one parallel worker did in a node.
public struct PlanWorker: Sendable {
    private let tree: PlanTree
    private let index: Int

    init(_ tree: PlanTree, _ index: Int) {
        self.tree = tree
        self.index = index
    }

    private var record: WorkerRecord { tree.workers[index] }
    var list: PropertyList { PropertyList(tree, owner: .worker(index)) }

    /// The worker's number, from 0.
    public var number: Int { record.number }
    /// The worker's line.
    public var span: SourceSpan { tree.file.span(record.span) }
    /// The mean time of a loop until the first row, in milliseconds.
    public var actualStartupTime: Quantity<Time> {
        tree.quantity(record.figures.startupTime, "Actual Startup Time", at: span, help: PlanHelp.analyze)
    }
    /// The mean time of a loop until the last row, in milliseconds.
    public var actualTotalTime: Quantity<Time> {
        tree.quantity(record.figures.totalTime, "Actual Total Time", at: span, help: PlanHelp.analyze)
    }
    /// The mean rows of a loop.
    public var actualRows: Quantity<Rows> { tree.meanRows(record.figures, "Actual Rows", at: span) }
    /// How often the worker ran the node.
    public var loops: Quantity<Count> {
        tree.quantity(record.figures.loops, "Actual Loops", at: span, help: PlanHelp.analyze)
    }
    /// The time of all its loops, in milliseconds.
    public var totalTime: Quantity<Time> { actualTotalTime * loops }
    /// The rows of all its loops.
    public var totalRows: Quantity<Rows> { actualRows * loops }
    /// The buffers it used.
    public var buffers: BufferUsage { BufferUsage(list) }
    /// Everything printed for the worker, by name.
    public var properties: [PlanProperty] { list.all }
}
