import Diagnostics
import Quantities
import QueryPlans
import TestSupport

/// The plans of a fixture.
func plans(_ name: String) throws -> [QueryPlan] {
    try QueryPlan.plans(in: fixture("Tests/QueryPlansTests/Fixtures/\(name)"))
}

/// The plans of a text.
func plans(text: String, path: String = "plan.txt") throws(Diagnostics) -> [QueryPlan] {
    try QueryPlan.plans(in: SourceFile(path: path, text: text))
}

/// What is wrong with a text, as it is printed; nil where it is read.
func refusal(of text: String, path: String = "plan.txt") -> String? {
    refusal(of: SourceFile(path: path, text: text))
}

func refusal(of file: SourceFile) -> String? {
    do throws(Diagnostics) {
        _ = try QueryPlan.plans(in: file)
        return nil
    } catch {
        return error.all.map(\.text).joined(separator: "\n")
    }
}

/// A number to three decimals with its bounds where it is not exact, `?` where it is unknown.
func shown<Unit>(_ quantity: Quantity<Unit>, decimals: Int = 3) -> String {
    guard let value = quantity.value, let bounds = quantity.interval else { return "?" }
    let text = decimal(value, decimals: decimals)
    guard !bounds.isExact else { return text }
    return "\(text) [\(decimal(bounds.lower, decimals: 4)), \(decimal(bounds.upper, decimals: 4))]"
}

/// A plan as an indented tree, with every figure and the line it was read on.
func outline(_ plan: QueryPlan) -> String {
    var lines = [
        "\(plan.format.rawValue) plan on line \(plan.line)",
        "planning \(shown(plan.planningTime)) execution \(shown(plan.executionTime))",
        "rows examined \(shown(plan.rowsExamined, decimals: 0)): \(plan.rowsExamined.derivation.text)",
        "shared blocks \(shown(plan.sharedBlocks, decimals: 0)) planning \(shown(plan.planningBuffers.shared))",
        "dominating \(plan.dominatingNode?.title ?? "?")",
    ]
    for node in plan.nodes {
        let indent = String(repeating: "    ", count: node.depth)
        lines.append("\(indent)\(node.line): \(node.title) [\(node.type), \(node.role.rawValue)]")
        let detail = indent + "    "
        lines.append(
            "\(detail)cost \(shown(node.totalCost, decimals: 2)) estimate \(shown(node.planRows, decimals: 0))"
                + " rows \(shown(node.actualRows, decimals: 2)) loops \(shown(node.loops, decimals: 0))")
        lines.append("\(detail)process time \(shown(node.totalTime)), wall \(shown(node.wallTime))")
        lines.append("\(detail)own time \(shown(node.exclusiveTime)): \(node.exclusiveTime.derivation.text)")
        lines.append(
            "\(detail)total rows \(shown(node.totalRows, decimals: 0)),"
                + " examined \(shown(node.rowsExamined, decimals: 0)), misestimate \(shown(node.estimateError))"
        )
        lines.append(
            "\(detail)blocks \(shown(node.buffers.shared, decimals: 0)),"
                + " own \(shown(node.exclusiveSharedBlocks, decimals: 0))")
        for property in node.properties where plan.format == .text {
            lines.append("\(detail)\(property.span.line) \(property.name) = \(property.text)")
        }
        for worker in node.workers {
            lines.append(
                "\(detail)\(worker.span.line) worker \(worker.number): time \(shown(worker.totalTime))"
                    + " rows \(shown(worker.totalRows)) blocks \(shown(worker.buffers.shared, decimals: 0))")
        }
    }
    return lines.joined(separator: "\n") + "\n"
}
