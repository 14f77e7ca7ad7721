package import Evidence
import Quantities
package import QueryPlans

/// Two plans side by side, as one line of JSON.
package enum ComparisonJSON {
    /// Writes `{"file", "against", "captures": [{"kind": "comparison", …}]}` and a newline.
    ///
    /// Changes are later less earlier, times in milliseconds; `before` and `after` of a pair are the ids of
    /// the nodes in their plans, null where there is none.
    package static func write(
        _ comparison: PlanComparison, before: String, after: String, to json: inout JSONBuffer
    ) {
        json.object { json in
            json.key("file")
            json.value(before)
            json.key("against")
            json.value(after)
            json.key("captures")
            json.list { json in write(comparison, to: &json) }
        }
        json.newline()
    }

    private static func write(_ comparison: PlanComparison, to json: inout JSONBuffer) {
        json.object { json in
            json.key("kind")
            json.value("comparison")
            json.key("before")
            write(comparison.before, to: &json)
            json.key("after")
            write(comparison.after, to: &json)
            let isRun = comparison.before.isAnalyzed && comparison.after.isAnalyzed
            json.member("executionTimeChange", rounded(comparison.executionTimeChange.value))
            json.member("speedup", rounded(comparison.speedup.value))
            if isRun { json.member("rowsExaminedChange", comparison.rowsExaminedChange.value) }
            if isRun, comparison.before.hasBuffers, comparison.after.hasBuffers {
                json.member("sharedBlocksChange", comparison.sharedBlocksChange.value)
            }
            json.key("pairs")
            json.list { json in
                for pair in comparison.pairs { write(pair, isRun: isRun, to: &json) }
            }
        }
    }

    private static func write(_ plan: QueryPlan, to json: inout JSONBuffer) {
        json.object { json in
            json.key("line")
            json.value(plan.line)
            json.key("format")
            json.value(plan.format.rawValue)
            json.member("planningTime", plan.planningTime.value)
            json.member("executionTime", plan.executionTime.value)
            if plan.isAnalyzed { json.member("rowsExamined", plan.rowsExamined.value) }
            if plan.isAnalyzed, plan.hasBuffers { json.member("sharedBlocks", plan.sharedBlocks.value) }
        }
    }

    private static func write(_ pair: PlanNodePair, isRun: Bool, to json: inout JSONBuffer) {
        json.object { json in
            json.key("change")
            json.value(pair.change.rawValue)
            json.key("moved")
            json.value(pair.isMoved)
            json.key("before")
            if let node = pair.before { json.value(node.id) } else { json.null() }
            json.key("after")
            if let node = pair.after { json.value(node.id) } else { json.null() }
            json.key("title")
            json.value(pair.title)
            if isRun {
                json.member("exclusiveTimeChange", rounded(pair.exclusiveTimeChange.value))
                json.member("rowsExaminedChange", pair.rowsExaminedChange.value)
                json.member("sharedBlocksChange", pair.sharedBlocksChange.value)
            }
            json.key("differences")
            json.list { json in
                for difference in pair.differences {
                    json.object { json in
                        json.key("name")
                        json.value(difference.name)
                        json.member("before", difference.before)
                        json.member("after", difference.after)
                    }
                }
            }
        }
    }

    private static func rounded(_ value: Double?) -> Double? {
        guard let value else { return nil }
        return (value * 1_000_000).rounded() / 1_000_000
    }
}
