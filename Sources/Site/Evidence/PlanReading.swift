import Inspection
import Quantities
import QueryPlans

/// A plan as a tree: where the time went, and what each node did, each with the line that says so.
struct PlanReading {
    private let inspected: InspectedPlan

    init(_ plan: QueryPlan) { inspected = InspectedPlan(plan) }

    /// Writes the tree; `room` is how many nodes may still be shown.
    func write(to html: inout HTMLWriter, atMost room: inout Int) {
        let plan = inspected.plan
        var facts: [String] = []
        if let time = plan.executionTime.value { facts.append("Execution \(decimal(time, decimals: 3)) ms") }
        if let time = plan.planningTime.value { facts.append("planning \(decimal(time, decimals: 3)) ms") }
        facts.append("\(inspected.figures.count) \(inspected.figures.count == 1 ? "node" : "nodes")")
        if !plan.isAnalyzed { facts.append("not run: estimates only") }
        html.markup("<p class=\"note\">")
        html.text(facts.joined(separator: ", "))
        html.markup("</p>\n")
        guard room >= inspected.figures.count else {
            html.markup("<p class=\"note\">The tree is left out, to keep this page small.</p>\n")
            return
        }
        room -= inspected.figures.count
        html.markup("<ul class=\"plan\">\n")
        write(plan.root, to: &html)
        html.markup("</ul>\n")
        for line in inspected.footnotes {
            html.markup("<p class=\"note\">")
            html.captured(line)
            html.markup("</p>\n")
        }
    }

    private func write(_ node: PlanNode, to html: inout HTMLWriter) {
        let own = inspected.figures[node.id]
        let isDominating = node.id == inspected.dominating && inspected.figures.count > 1
        html.markup(isDominating ? "<li class=\"dominating\">" : "<li>")
        time(of: node, own, &html)
        html.markup("<p><a href=\"#L")
        html.number(node.line)
        html.markup("\">")
        html.captured((node.subplanName.map { "\($0): " } ?? "") + node.title)
        html.markup("</a>")
        if own.neverExecuted == true { html.markup(" <small>never executed</small>") }
        html.markup("</p>\n")
        details(of: node, own, &html)
        let children = node.children
        if !children.isEmpty {
            html.markup("<ul>\n")
            for child in children { write(child, to: &html) }
            html.markup("</ul>\n")
        }
        html.markup("</li>\n")
    }

    private func time(of node: PlanNode, _ own: NodeFigures, _ html: inout HTMLWriter) {
        guard let time = own.exclusiveTime else { return }
        html.markup("<p class=\"own\">")
        html.text(inspected.time(time, isEstimated: inspected.isEstimated[node.id]))
        html.markup(" ms")
        if let share = inspected.share(of: node) {
            let percent = decimal(share * 100, decimals: 0)
            html.markup(", ")
            html.text(percent)
            html.markup(
                " % <svg class=\"share\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
            )
            html.markup("<rect width=\"")
            html.text(percent)
            html.markup("\" height=\"10\"/></svg>")
        }
        html.markup("</p>\n")
    }

    private func details(of node: PlanNode, _ own: NodeFigures, _ html: inout HTMLWriter) {
        if own.loops == nil {
            let estimates = inspected.estimates(of: node)
            if !estimates.isEmpty { detail(estimates.joined(separator: " · "), &html) }
        } else {
            html.markup("<p class=\"detail\">")
            if let time = own.inclusiveTime {
                html.text(inspected.time(time, isEstimated: node.isWallTimeEstimated))
                html.markup(" ms in all · ")
            }
            let rows = inspected.rows(of: node)
            html.captured(rows.given)
            if let expected = rows.expected {
                html.markup(" (")
                html.text(expected)
                if let error = rows.error {
                    html.markup(rows.isFarOff ? ", off by <strong>" : ", off by <span>")
                    html.text(error)
                    html.markup(rows.isFarOff ? "</strong>" : "</span>")
                }
                html.markup(")")
            }
            for fact in inspected.blocks(of: node) {
                html.markup(" · ")
                html.text(fact)
            }
            html.markup("</p>\n")
        }
        for condition in inspected.conditions(of: node) { detail(condition, &html) }
    }

    private func detail(_ text: String, _ html: inout HTMLWriter) {
        html.markup("<p class=\"detail\">")
        html.captured(text, atMost: 400)
        html.markup("</p>\n")
    }
}
