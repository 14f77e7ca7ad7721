import Diagnostics
import QueryPlans
import TestSupport
import Testing

private let again =
    "  help: Capture the whole output again, with `psql -X -o FILE` or `psql -X -At -o FILE`, and do not edit it."

@Suite struct RefusalTests {
    private let whole = """
                               QUERY PLAN
        ---------------------------------------------------------------------------------
         Limit  (cost=0.0..1.0 rows=1 width=4) (actual time=0.1..0.2 rows=1 loops=1)
           ->  Seq Scan on t  (cost=0.0..9.0 rows=9 width=4) (actual time=0.1..0.1 rows=1 loops=1)
                 Filter: (a = 1)
         Planning Time: 0.100 ms
         Execution Time: 0.030 ms
        (5 rows)

        """

    @Test func theWholeIsRead() { #expect(refusal(of: whole) == nil) }

    @Test func aWrongCountOfRowsIsRefused() {
        #expect(
            refusal(of: whole.replacing("         Filter: (a = 1)\n", with: "")) == """
                plan.txt:7:1: error: psql counted 5 rows in this plan, and 4 are here [plan.row-count]
                    7 | (5 rows)
                        ^~~~~~~~
                  expected: 5 lines between the header and the footer
                \(again)
                """)
    }

    @Test func aPlanWithoutItsEndIsRefused() {
        let cut = String(whole.prefix { $0 != "F" })
        #expect(refusal(of: cut)?.contains("[capture.truncated]") == true)
        #expect(
            refusal(
                of:
                    "Seq Scan on t  (cost=0.0..9.0 rows=9 width=4) (actual time=0.1..0.1 rows=1 loops=1)\n")
                    == """
                    plan.txt:1:1: error: The plan was run, and neither its Execution Time nor psql's count of rows follows [plan.truncated]
                        1 | Seq Scan on t  (cost=0.0..9.0 rows=9 width=4) (actual time=0.1..0.1 rows=1 loops=1)
                            ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
                      expected: `Execution Time: … ms` or `(N rows)` at the end
                    \(again)
                    """)
    }

    @Test func aPlanWhoseEndCannotBeSeenIsReadWithAWarning() throws {
        let plan = try #require(try plans(text: "Seq Scan on t  (cost=0.0..9.0 rows=9 width=4)\n").first)
        #expect(plan.warnings.map(\.id) == ["plan.end-unknown"])
        #expect(plan.warnings.map(\.severity) == [.warning])
    }

    @Test func aNodeWithoutItsInputsIsRefused() {
        #expect(
            refusal(
                of:
                    "Hash Join  (cost=0.0..9.0 rows=9 width=4)\n  Hash Cond: (a = b)\n  ->  Seq Scan on t  (cost=0.0..9.0 rows=9 width=4)\n"
            ) == """
                plan.txt:1:1: error: “Hash Join” has 1 of its 2 inputs: the plan is cut [plan.truncated]
                    1 | Hash Join  (cost=0.0..9.0 rows=9 width=4)
                        ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
                  expected: the nodes that “Hash Join” reads
                \(again)
                """)
    }

    @Test func aPlanWithoutItsBeginningIsRefused() {
        #expect(
            refusal(of: "  ->  Seq Scan on t  (cost=0.0..9.0 rows=9 width=4)\n") == """
                plan.txt:1:3: error: A plan's node stands here without the nodes above it: the beginning of the plan is cut [plan.truncated]
                    1 |   ->  Seq Scan on t  (cost=0.0..9.0 rows=9 width=4)
                          ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
                  expected: the plan's topmost node
                \(again)
                """)
    }

    @Test func aNodeInTheWrongColumnIsRefused() {
        #expect(
            refusal(of: whole.replacing("   ->  Seq", with: "    ->  Seq")) == """
                plan.txt:4:5: error: This is not a part of a plan as EXPLAIN prints it here [plan.unexpected-line]
                    4 |     ->  Seq Scan on t  (cost=0.0..9.0 rows=9 width=4) (actual time=0.1..0.1 rows=1 loops=1)
                            ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
                  expected: `->` in the column of its parent's properties
                \(again)
                """)
    }

    @Test func aBrokenNodeLineIsRefusedAtItsColumn() {
        #expect(
            refusal(of: whole.replacing("rows=9 width", with: "rows= width"))
                == """
                plan.txt:4:43: error: The line of a plan node is not as EXPLAIN prints it [plan.node-line]
                    4 |    ->  Seq Scan on t  (cost=0.0..9.0 rows= width=4) (actual time=0.1..0.1 rows=1 loops=1)
                                                                  ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
                  expected: the estimated rows, a number
                \(again)
                """)
    }

    @Test func anUnknownNodeTypeIsRefusedWithTheNearest() {
        #expect(
            refusal(of: whole.replacing("Seq Scan", with: "Seg Scan")) == """
                plan.txt:4:8: error: PostgreSQL has no plan node “Seg Scan” [plan.node-type]
                    4 |    ->  Seg Scan on t  (cost=0.0..9.0 rows=9 width=4) (actual time=0.1..0.1 rows=1 loops=1)
                               ^~~~~~~~
                  expected: the title of a plan node, such as `Seq Scan on orders`
                  help: Is “Seq Scan” meant? Capture the whole output again, with `psql -X -o FILE` or `psql -X -At -o FILE`, and do not edit it.
                """)
    }

    @Test func brokenJSONIsRefusedAtItsColumn() {
        #expect(
            refusal(of: "[{\"Plan\": {\"Node Type\": \"Result\", \"Total Cost\": 1.0 \"Plan Rows\": 1}}]")
                == """
                plan.txt:1:53: error: JSON does not go on as it should [plan.json]
                    1 | [{"Plan": {"Node Type": "Result", "Total Cost": 1.0 "Plan Rows": 1}}]
                                                                            ^
                  expected: `,` or `}`
                \(again)
                """)
        #expect(
            refusal(of: "[{\"Plan\": {\"Node Type\": \"Result\", \"Total") == """
                plan.txt:1:35: error: The file ends inside a JSON string [plan.truncated]
                    1 | [{"Plan": {"Node Type": "Result", "Total
                                                          ^~~~~~
                  expected: a closing quote
                \(again)
                """)
        #expect(
            refusal(of: "[{\"Plan\": {\"Node Type\": \"Result\", \"Total Cost\": \"x\"}}]") == """
                plan.txt:1:50: error: `Total Cost` is no number [plan.json]
                    1 | [{"Plan": {"Node Type": "Result", "Total Cost": "x"}}]
                                                                         ^
                  expected: a decimal number
                \(again)
                """)
        #expect(
            refusal(of: "[{\"Plan\": {\"a\": " + String(repeating: "[", count: 600))?
                .contains("nested more than 512 deep [plan.too-deep]") == true)
        for cut in [#""R\u00"#, "1.", "-", "tru", "{", "[1,"] {
            #expect(
                refusal(of: "[{\"Plan\": {\"Node Type\": " + cut)?.contains("[plan.truncated]") == true,
                "\(cut)")
        }
    }

    @Test func whatHoldsNoPlanSaysSo() {
        #expect(
            refusal(of: "hello\n") == """
                plan.txt: error: There is no query plan in this file [plan.none]
                  expected: what EXPLAIN printed, as text, JSON, YAML or XML
                  help: Run EXPLAIN (ANALYZE, BUFFERS) on the statement and save the output with `psql -X -o FILE`.
                """)
        #expect(refusal(of: "")?.contains("[plan.none]") == true)
    }

    @Test func everyFaultOfAFileIsToldAtOnce() {
        let both =
            whole.replacing("Seq Scan", with: "Seg Scan") + whole
            + whole.replacing("(5 rows)", with: "(6 rows)")
        let text = refusal(of: both) ?? ""
        #expect(text.contains("[plan.node-type]"))
        #expect(text.contains("[plan.row-count]"))
    }
}
