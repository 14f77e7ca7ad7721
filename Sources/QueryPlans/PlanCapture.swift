public import Diagnostics
import Evidence
public import Quantities

/// A query plan of an incident's evidence, bound by the path of its capture.
///
/// ```swift
/// let before = PlanCapture("explain_before.txt")
/// let scan = before.node("Parallel Index Scan", on: "reports")
/// let slower = before.executionTime / after.executionTime
/// ```
/// The file is read through `EvidenceReader.current`. What is wrong with it is recorded there, and every
/// quantity of the plan is unknown for that reason.
public struct PlanCapture: Sendable {
    /// The path in the evidence folder.
    public let path: String
    /// The plan; nil where it could not be read.
    public let plan: QueryPlan?
    /// Why there is no plan; nil where there is one.
    public let absence: Diagnostic?

    /// Reads a plan of a file.
    ///
    /// - Parameters:
    ///   - path: the path in the evidence folder.
    ///   - number: which of the file's plans, from 1 in the order of the file.
    public init(_ path: String, plan number: Int = 1) {
        self.path = path
        do throws(Diagnostic) {
            plan = try Self.plan(path, number)
            absence = nil
        } catch {
            EvidenceReader.current?.record(error)
            plan = nil
            absence = error
        }
    }

    private static func plan(_ path: String, _ number: Int) throws(Diagnostic) -> QueryPlan {
        guard let reader = EvidenceReader.current else {
            throw Diagnostic(
                .evidence(.noReader), "The plan “\(path)” is bound where no evidence is being read",
                at: Place(path: path),
                help: "Make the evidence inside EvidenceReader.$current.withValue(reader) { … }.")
        }
        guard let file = reader.file(path) else {
            throw reader.diagnostics.first {
                $0.place?.path == path || $0.place?.path.hasSuffix("/\(path)") == true
            }
                ?? Diagnostic(
                    .capture(.unreadable), "The capture “\(path)” cannot be read", at: Place(path: path))
        }
        let plans: [QueryPlan]
        do throws(Diagnostics) {
            plans = try QueryPlan.plans(in: file)
        } catch {
            for finding in error.all { reader.record(finding) }
            throw error.all.first ?? Diagnostic(.plan(.noPlan), "There is no query plan in “\(path)”")
        }
        for warning in plans.flatMap(\.warnings) { reader.record(warning) }
        guard plans.indices.contains(number - 1) else {
            throw Diagnostic(
                .plan(.noSuchPlan), "There is no plan \(number) in this file", at: Place(path: file.path),
                expected: plans.count == 1 ? "plan 1, the only one" : "a plan from 1 to \(plans.count)",
                help: "Plans are counted from 1, in the order of the file.",
                notes: plans.enumerated().map {
                    Diagnostic.Note("plan \($0 + 1): \($1.root.title)", at: Place($1.span))
                })
        }
        return plans[number - 1]
    }

    /// The topmost node; absent where there is no plan.
    public var root: PlanNode { plan?.root ?? absent }

    /// Every node, in the order of the capture; empty where there is no plan.
    public var nodes: [PlanNode] { plan?.nodes ?? [] }

    /// The one node of a type, on a table where one is named; see ``QueryPlan/node(_:on:)``.
    ///
    /// Where there is none or more than one, the node is absent and the reason is recorded.
    public func node(_ type: String, on relation: String? = nil) -> PlanNode {
        guard let plan else { return absent }
        let node = plan.node(type, on: relation)
        if let reason = node.absence { EvidenceReader.current?.record(reason) }
        return node
    }

    /// The node that takes the most time itself; absent where no times are printed.
    public var dominatingNode: PlanNode {
        guard let plan else { return absent }
        return plan.dominatingNode
            ?? .absent(
                Diagnostic(
                    .plan(.notPrinted), "No times are printed in this plan", at: plan.span,
                    help: "Run EXPLAIN with ANALYZE, and without TIMING OFF."))
    }

    /// Planning Time, in milliseconds.
    public var planningTime: Quantity<Time> { figure("Planning Time", \.planningTime) }
    /// Execution Time, in milliseconds.
    public var executionTime: Quantity<Time> { figure("Execution Time", \.executionTime) }
    /// The rows that the scans of tables fetched, kept or removed.
    public var rowsExamined: Quantity<Rows> { figure("rows examined", \.rowsExamined) }
    /// The shared blocks that the statement hit or read, without those of planning.
    public var sharedBlocks: Quantity<Blocks> { figure("shared blocks", \.sharedBlocks) }

    /// This plan and a later one, side by side; nil where one of them could not be read.
    public func compared(to later: PlanCapture) -> PlanComparison? {
        guard let plan, let other = later.plan else { return nil }
        return PlanComparison(before: plan, after: other)
    }

    private var absent: PlanNode { .absent(reason) }

    private var reason: Diagnostic {
        absence ?? Diagnostic(.plan(.noPlan), "There is no query plan in “\(path)”", at: Place(path: path))
    }

    private func figure<Unit: UnitOfMeasure>(
        _ label: String, _ figure: (QueryPlan) -> Quantity<Unit>
    ) -> Quantity<Unit> {
        plan.map(figure) ?? Quantity(unknown: reason, label: label)
    }
}
