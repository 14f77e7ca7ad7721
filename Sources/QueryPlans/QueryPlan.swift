public import Diagnostics
public import PsqlOutput
public import Quantities

/// How a plan was printed.
public enum PlanFormat: String, Sendable, Hashable {
    /// EXPLAIN's text format.
    case text
    /// EXPLAIN (FORMAT JSON).
    case json
    /// EXPLAIN (FORMAT YAML).
    case yaml
    /// EXPLAIN (FORMAT XML).
    case xml

    var check: Check.Plan {
        switch self {
        case .text: .unexpectedLine
        case .json: .json
        case .yaml: .yaml
        case .xml: .xml
        }
    }
}

/// A query plan as EXPLAIN printed it, of which every value knows where it stands.
///
/// What belongs to the statement as a whole is here: planning, execution, triggers, settings. JIT
/// compilation is already in the nodes' times and must not be added to them.
public struct QueryPlan: Sendable {
    let tree: PlanTree

    init(_ tree: PlanTree) { self.tree = tree }

    /// Reads every plan in a file, in order, among whatever other text stands in it.
    ///
    /// The four formats are read, alone, in any frame that psql prints, and as auto_explain writes them
    /// to the server's log. A plan that is cut, or not as EXPLAIN prints it, makes the whole file
    /// refused, with all that is wrong in it: a part of a plan is never returned.
    public static func plans(in file: SourceFile) throws(Diagnostics) -> [QueryPlan] {
        try PlanFileReader.plans(in: file)
    }

    /// Reads every plan in what psql printed, for whoever reads its results too; see ``plans(in:)-(SourceFile)``.
    public static func plans(in output: PsqlText) throws(Diagnostics) -> [QueryPlan] {
        try PlanFileReader.plans(in: output)
    }

    /// The topmost node.
    public var root: PlanNode { PlanNode(tree, 0) }

    /// Every node in the order of the capture; a node's `id` is its place here.
    public var nodes: [PlanNode] { tree.nodes.indices.map { PlanNode(tree, $0) } }

    /// How it was printed.
    public var format: PlanFormat { tree.format }

    /// The bytes of the plan.
    public var span: SourceSpan { tree.file.span(tree.range) }

    /// The line on which it begins.
    public var line: Int { span.line }

    /// The statement, where psql's echo or prompt stands before the plan or auto_explain prints it.
    public var statement: String? { tree.statement.map { $0.file.text($0.name) } }

    /// Where the statement stands.
    public var statementSpan: SourceSpan? { tree.statement.map { $0.file.span($0.name.range) } }

    /// How long the statement took, as auto_explain says it in the log, in milliseconds.
    public var duration: Quantity<Time> {
        tree.quantity(
            tree.duration, "Duration", at: PlanNode(tree, 0).span, owner: "this plan",
            help: "Take the plan from a log that auto_explain wrote.")
    }

    /// Whether the statement was run (ANALYZE), so that there are actual figures.
    public var isAnalyzed: Bool {
        tree.nodes.contains { $0.figures.loops.isPrinted || $0.figures.neverExecutedMark != nil }
    }

    /// Whether BUFFERS was on, so that a node without buffers touched none.
    public var hasBuffers: Bool { tree.hasBuffers }

    /// What a reader should know though the plan could be read, such as that its end cannot be checked.
    public var warnings: [Diagnostic] { tree.warnings }

    /// Planning Time, in milliseconds; unknown where SUMMARY is off.
    public var planningTime: Quantity<Time> {
        tree.statementNumber("Planning Time", help: "Run EXPLAIN with ANALYZE, or with SUMMARY.")
    }

    /// Execution Time, in milliseconds; unknown where the statement was not run or SUMMARY is off.
    ///
    /// Before PostgreSQL 9.4 it is the `Total runtime`, which has the start and the end of the executor in it.
    public var executionTime: Quantity<Time> {
        let name = "Execution Time"
        let printed = tree.statementNumber(name)
        return tree.quantity(
            printed.isPrinted ? printed : tree.statementNumber("Total runtime"), name,
            at: PlanNode(tree, 0).span, owner: "this plan",
            help: "Run EXPLAIN with ANALYZE, and without SUMMARY OFF.")
    }

    /// Everything printed for the statement rather than for a node, by name, in order.
    public var properties: [PlanProperty] { tree.statementProperties.map { PlanProperty(tree, $0) } }

    /// The settings that differ from the default (EXPLAIN's SETTINGS option), in order.
    public var settings: [PlanSetting] { PlanSetting.all(in: tree) }

    /// The query identifier, as pg_stat_statements and pg_stat_activity show it.
    public var queryIdentifier: String? { tree.statementText("Query Identifier") }

    /// The triggers that fired, with their times over all calls.
    public var triggers: [PlanTrigger] {
        tree.triggers.map { PlanTrigger(tree, $0) }
    }

    /// The buffers that planning used; they are not among those of the nodes.
    public var planningBuffers: BufferUsage {
        BufferUsage(PropertyList(tree, owner: .statement("Planning")))
    }

    /// The shared blocks that the statement hit or read, over all nodes.
    public var sharedBlocks: Quantity<Blocks> { root.buffers.shared }

    /// The rows that the scans of tables fetched, kept or removed, over all nodes.
    ///
    /// A node that was never executed adds none. Unknown where the plan was not run.
    public var rowsExamined: Quantity<Rows> {
        let scans = nodes.filter { $0.readsTable && !$0.neverExecuted }
        guard let first = scans.first else {
            return isAnalyzed
                ? Quantity(0, derivation: .reading(label: "Scans of tables (none ran)", at: root.span))
                : root.rowsExamined
        }
        return scans.dropFirst().reduce(first.rowsExamined) { $0 + $1.rowsExamined }
    }

    /// The node that takes the most time itself, without the nodes under it; nil where no times are printed.
    public var dominatingNode: PlanNode? {
        var best: (node: PlanNode, time: Double)?
        for node in nodes where !node.neverExecuted {
            guard let time = node.exclusiveTime.value, time > (best?.time ?? -1) else { continue }
            best = (node, time)
        }
        return best?.node
    }

    /// The one node of a type, and on a table where one is named.
    ///
    /// Where there is none, or more than one, the node is absent: its quantities are unknown, for the
    /// reason that lists the nodes there are.
    ///
    /// - Parameters:
    ///   - type: the type (`Parallel Seq Scan`), or the title that the text format prints (`HashAggregate`).
    ///   - relation: the table, alias, function, WITH query or index that it reads.
    public func node(_ type: String, on relation: String? = nil) -> PlanNode {
        let found = nodes.filter { $0.matches(type: type, on: relation) }
        if found.count == 1 { return found[0] }
        let wanted = type + (relation.map { " on \($0)" } ?? "")
        return .absent(
            Diagnostic(
                found.isEmpty ? .plan(.noSuchNode) : .plan(.ambiguousNode),
                found.isEmpty
                    ? "The plan has no node “\(wanted)”" : "The plan has \(found.count) nodes “\(wanted)”",
                at: root.span, expected: "one of: " + nodes.map(\.title).uniqued().joined(separator: "; "),
                help: found.isEmpty
                    ? (nearestName(to: type, among: nodes.flatMap { [$0.type, $0.displayName] })
                        .map { "Is “\($0)” meant?" }
                        ?? "Name the node as the plan prints it.")
                    : "Name the table as well, or take the node from `nodes`.",
                notes: found.map { Diagnostic.Note($0.title, at: Place($0.span)) }))
    }
}

extension QueryPlan: Hashable {
    /// Two plans are equal when they are the same reading of the same bytes.
    public static func == (left: QueryPlan, right: QueryPlan) -> Bool { left.tree === right.tree }

    /// Hashes the identity of the reading.
    public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(tree)) }
}

extension Sequence where Element: Hashable {
    /// The elements, each once, in the order of their first appearance.
    func uniqued() -> [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
