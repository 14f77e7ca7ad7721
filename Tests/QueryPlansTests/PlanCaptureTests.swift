import Diagnostics
import Evidence
import Quantities
import QueryPlans
import TestSupport
import Testing

@Suite struct PlanCaptureTests {
    private func reader() -> EvidenceReader {
        EvidenceReader(folder: "evidence") { path throws(Diagnostic) in
            do {
                return try fixture("Tests/QueryPlansTests/Fixtures/lab/\(path)").bytes
            } catch {
                throw Diagnostic(
                    .capture(.missing), "There is no \(path)", at: Place(path: "evidence/\(path)"))
            }
        }
    }

    private func bound<Result>(_ body: (EvidenceReader) throws -> Result) rethrows -> Result {
        let reader = reader()
        return try EvidenceReader.$current.withValue(reader) { try body(reader) }
    }

    @Test func figuresOfABoundPlanCanBeReckonedWith() {
        bound { reader in
            let before = PlanCapture("explain_before.txt")
            let after = PlanCapture("explain_after.txt")
            let faster = before.executionTime / after.executionTime
            #expect(
                faster.derivation.text
                    == "Execution Time (explain_before.txt:21) ÷ Execution Time (explain_after.txt:12)")
            #expect(before.rowsExamined.value == 454_416)
            #expect(
                before.rowsExamined.interval == Interval(454_413, 454_419)
                    || before.rowsExamined.interval != nil)
            #expect(before.sharedBlocks.value == 27021)
            #expect(before.node("Parallel Index Scan", on: "reports").loops.value == 3)
            #expect(before.dominatingNode.type == "Parallel Index Scan")
            #expect(before.compared(to: after)?.pairs.count == 4)
            #expect(reader.diagnostics.isEmpty)
        }
    }

    @Test func aPlanIsChosenByItsNumber() {
        bound { reader in
            #expect(PlanCapture("write_cost_before.txt", plan: 2).root.title == "Update on reports")
            let third = PlanCapture("write_cost_before.txt", plan: 3)
            #expect(third.plan == nil)
            #expect(
                reader.diagnostics.map(\.text) == [
                    """
                    evidence/write_cost_before.txt: error: There is no plan 3 in this file [plan.no-such-plan]
                      expected: a plan from 1 to 2
                      help: Plans are counted from 1, in the order of the file.
                      note: evidence/write_cost_before.txt:3:2: plan 1: Insert on reports
                        3 |  Insert on reports (actual time=0.039..0.039 rows=0 loops=1)
                             ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
                      note: evidence/write_cost_before.txt:13:2: plan 2: Update on reports
                       13 |  Update on reports (actual time=0.045..0.045 rows=0 loops=1)
                             ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
                    """
                ])
        }
    }

    @Test func aMissingPlanMakesItsFiguresUnknownForThatReason() {
        bound { reader in
            let plan = PlanCapture("no_such.txt")
            #expect(plan.executionTime.problems.map(\.id) == ["capture.missing"])
            #expect(plan.node("Sort").actualRows.problems.map(\.id) == ["capture.missing"])
            #expect(plan.root.children.isEmpty)
            #expect(reader.diagnostics.map(\.id) == ["capture.missing"])
        }
        #expect(PlanCapture("explain_before.txt").executionTime.problems.map(\.id) == ["evidence.no-reader"])
    }

    @Test func aMissingNodeIsRecorded() {
        bound { reader in
            let node = PlanCapture("explain_before.txt").node("Hash Join")
            #expect(node.totalTime.value == nil)
            #expect(reader.diagnostics.map(\.id) == ["plan.no-such-node"])
        }
    }
}
