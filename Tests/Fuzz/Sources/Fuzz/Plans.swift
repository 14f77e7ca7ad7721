import Diagnostics
import Evidence
import Quantities
import QueryPlans

/// Every value of every node can be asked for, and the nodes hang together as a tree.
func plans(_ bytes: [UInt8]) {
    guard let file = text(bytes) else { return }
    do throws(Diagnostics) {
        for plan in try QueryPlan.plans(in: file) {
            require(!plan.nodes.isEmpty, "a plan without nodes")
            _ = (
                plan.executionTime, plan.planningTime, plan.settings, plan.triggers, plan.jit,
                plan.rowsExamined
            )
            _ = plan.dominatingNode
            var children = 0
            for node in plan.nodes {
                for child in node.children {
                    require(child.parent?.id == node.id, "a child of another parent")
                }
                children += node.children.count
                require(node.line >= 1 && node.line <= file.lineCount, "a node outside the file")
                _ = (node.title, node.conditions, node.workers.map(\.totalTime), node.buffers.shared)
                _ = (
                    node.exclusiveTime, node.totalRows, node.estimateError, node.sortSpaceUsed,
                    node.peakMemory
                )
                for property in node.properties { _ = (property.name, property.text, property.span.line) }
                for value in [
                    node.totalCost.value, node.planRows.value, node.actualRows.value, node.loops.value,
                ] {
                    if let value { require(value.isFinite, "\(value)") }
                }
            }
            require(children == plan.nodes.count - 1, "not a tree")
        }
    } catch {
        requirePlaces(error.all, in: file)
    }
}
