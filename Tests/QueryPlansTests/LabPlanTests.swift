import Diagnostics
import Quantities
import QueryPlans
import TestSupport
import Testing

@Suite struct LabPlanTests {
    @Test(arguments: ["explain_before", "explain_after", "explain_after_rewrite", "explain_before_verbose"])
    func everyFigureOfALabPlanIsReadAndPlaced(name: String) throws {
        let plan = try #require(try plans("lab/\(name).txt").first)
        let difference = try Golden("\(name).outline.txt", in: "QueryPlansTests")
            .difference(from: outline(plan))
        #expect(difference == nil, "\(difference ?? "")")
    }

    @Test(arguments: ["explain_before", "explain_after", "explain_after_rewrite"])
    func textAndJSONOfOneStatementAgree(name: String) throws {
        let text = try #require(try plans("lab/\(name).txt").first)
        let json = try #require(try plans("lab/\(name).json").first)
        #expect(text.nodes.map(\.type) == json.nodes.map(\.type))
        #expect(text.nodes.map(\.title) == json.nodes.map(\.title))
        #expect(text.nodes.map(\.relation) == json.nodes.map(\.relation))
        #expect(text.nodes.map(\.alias) == json.nodes.map(\.alias))
        #expect(text.nodes.map(\.index) == json.nodes.map(\.index))
        #expect(text.nodes.map(\.scanDirection) == json.nodes.map(\.scanDirection))
        #expect(text.nodes.map(\.startupCost.value) == json.nodes.map(\.startupCost.value))
        #expect(text.nodes.map(\.totalCost.value) == json.nodes.map(\.totalCost.value))
        #expect(text.nodes.map(\.planWidth.value) == json.nodes.map(\.planWidth.value))
        #expect(text.nodes.map { $0.conditions.map(\.text) } == json.nodes.map { $0.conditions.map(\.text) })
        #expect(
            text.nodes.map { $0.property("Sort Key")?.text }
                == json.nodes.map { $0.property("Sort Key")?.text })
        #expect(text.nodes.map(\.sortMethod) == json.nodes.map(\.sortMethod))
        #expect(text.nodes.map(\.sortSpaceUsed.value) == json.nodes.map(\.sortSpaceUsed.value))
        #expect(text.nodes.map(\.sortSpaceType) == json.nodes.map(\.sortSpaceType))
    }

    @Test func aFigureKnowsItsBytes() throws {
        let plan = try #require(try plans("lab/explain_before.txt").first)
        #expect(plan.executionTime.derivation.directSource?.text == "100.577")
        #expect(plan.executionTime.derivation.text == "Execution Time (explain_before.txt:21)")
        let scan = plan.node("Parallel Index Scan", on: "reports")
        #expect(scan.loops.derivation.directSource?.text == "3")
        let shared = scan.buffers.sharedHit.derivation.directSource
        #expect(shared?.text == "27018")
        #expect(shared?.line == 17)
        #expect(shared?.column == 42)
        #expect(scan.conditions.map(\.span.line) == [14, 15])
    }

    @Test func aJSONFigureKnowsItsBytes() throws {
        let plan = try #require(try plans("lab/explain_before.json").first)
        let scan = plan.node("Parallel Index Scan", on: "reports")
        #expect(scan.actualTotalTime.derivation.directSource?.text == "91.098")
        #expect(scan.property("Filter")?.span.text.hasPrefix("((user_id = 4217)") == true)
        #expect(plan.executionTime.value == 106.893)
        #expect(plan.planningBuffers.shared.value == 186)
    }

    @Test func everyPlanOfAFileIsFoundInOrder() throws {
        let writes = try plans("lab/write_cost_before.txt")
        #expect(writes.map(\.root.title) == ["Insert on reports", "Update on reports"])
        #expect(writes.map(\.line) == [3, 13])
        #expect(writes.map(\.executionTime.value) == [0.059, 0.056])
        #expect(writes[0].root.wal.records.value == 5)
        #expect(writes[0].root.wal.bytes.value == 8482)
        #expect(writes[0].root.totalCost.value == nil)
        let cold = try plans("lab/explain_before_cold_then_warm.txt")
        #expect(cold.count == 2)
        #expect(cold[0].root.ioTimings.sharedRead.value == 959.480)
        #expect(cold[0].root.buffers.sharedRead.value == 26693)
    }

    @Test func aPlanIsFoundAmongOtherTables() throws {
        let peak = try plans("lab/peak_psql.txt")
        #expect(peak.count == 1)
        let gather = peak[0].node("Gather")
        #expect(gather.workersPlanned.value == 2)
        #expect(gather.workersLaunched.value == 0)
        let scan = peak[0].node("Parallel Index Scan", on: "reports")
        #expect(!scan.isWallTimeEstimated, "no worker was launched, so one process did the work")
        #expect(scan.wallTime.value == scan.totalTime.value)
    }

    @Test func anIndexThatDoesNotExistIsReadByItsName() throws {
        let plan = try #require(try plans("lab/e6_hypopg.txt").first)
        #expect(plan.nodes[1].index == "<13556>btree_reports_reports_user_id_organization_id_report_typ")
        #expect(!plan.isAnalyzed)
        #expect(
            plan.executionTime.problems.map(\.text) == [
                """
                Tests/QueryPlansTests/Fixtures/lab/e6_hypopg.txt:14:2: error: Execution Time is not printed for this plan [plan.not-printed]
                   14 |  Limit  (cost=0.05..16.17 rows=1 width=25)
                         ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
                  expected: Execution Time, in milliseconds
                  help: Run EXPLAIN with ANALYZE, and without SUMMARY OFF.
                """
            ])
        #expect(plan.rowsExamined.problems.first?.id == "plan.not-printed")
    }
}
