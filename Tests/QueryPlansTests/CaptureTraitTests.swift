import Diagnostics
import Quantities
import QueryPlans
import TestSupport
import Testing

/// The ways in which people, old versions and other tools save plans.
@Suite struct CaptureTraitTests {
    private let lines = [
        "Hash Join  (cost=1.00..9.00 rows=3 width=8) (actual time=0.100..2.000 rows=3 loops=1)",
        "  Hash Cond: (a.x = b.x)",
        "  ->  Seq Scan on a  (cost=0.00..4.00 rows=9 width=4) (actual time=0.010..0.500 rows=9 loops=1)",
        "        Filter: (note <> 'it''s \"x\"'::text)",
        "  ->  Hash  (cost=1.00..1.00 rows=3 width=4) (actual time=0.050..0.060 rows=3 loops=1)",
        "        Buckets: 1024  Batches: 1  Memory Usage: 9kB",
        "        ->  Seq Scan on b  (cost=0.00..1.00 rows=3 width=4) (actual time=0.010..0.020 rows=3 loops=1)",
        "Planning Time: 0.100 ms", "Execution Time: 2.100 ms",
    ]

    private func check(_ text: String, _ comment: Comment? = nil) throws {
        do throws(Diagnostics) {
            let found = try plans(text: text)
            #expect(
                found.map { $0.nodes.map(\.title) } == [
                    ["Hash Join", "Seq Scan on a", "Hash", "Seq Scan on b"]
                ], comment)
            #expect(found.first?.executionTime.value == 2.1, comment)
            #expect(
                found.first?.nodes[1].conditions.map(\.text) == ["(note <> 'it''s \"x\"'::text)"], comment)
        } catch {
            Issue.record("\(comment ?? ""): \(error.all.map(\.text).joined(separator: "\n"))")
        }
    }

    @Test func aPlanIsReadHoweverItWasSaved() throws {
        let text = lines.joined(separator: "\n") + "\n"
        try check(text, "alone")
        try check(String(text.dropLast()), "without the last newline")
        try check(lines.map { " \($0)\n" }.joined() + "(9 lignes)\n", "rows and a count in French")
        try check(lines.map { "> > \($0)\n" }.joined(), "in a mail")
        try check(lines.map { "\"\($0.replacing("\"", with: "\"\""))\"\n" }.joined(), "each line quoted")
        try check("\n\"\(text.dropLast().replacing("\"", with: "\"\""))\"\n\n", "one quoted field")
        try check(
            lines[0] + "\n" + lines.dropFirst().map { " \($0)\n" }.joined(), "trimmed before it was saved")
        try check(
            lines.map { line in
                let indent = line.prefix { $0 == " " }.count
                return indent < 4
                    ? line : String(repeating: " ", count: indent - 4) + "\t" + line.dropFirst(indent)
            }
            .joined(separator: "\n"), "with tabs of four columns")
        let width = lines.map(\.count).max() ?? 0
        func padded(_ line: String) -> String {
            line + String(repeating: " ", count: width - line.count) + "|\n"
        }
        try check(
            padded("QUERY PLAN") + String(repeating: "-", count: width) + "+\n" + lines.map(padded).joined(),
            "as DBeaver copies it")
        let rule = " QUERY PLAN\n" + String(repeating: "-", count: width + 2) + "\n"
        try check(rule + lines.map { " \($0)\n" }.joined(), "aligned, without a count")
        try check(
            "EXPLAIN ANALYZE SELECT 'don''t\n" + "\(lines[0])\n' FROM a;\n" + rule
                + lines.map { " \($0)\n" }.joined() + "(9 rows)\n", "after a statement that looks like it")
    }

    @Test func aTableOfTheSameCaptureDoesNotDisturb() throws {
        let text = """
            shop=# select * from t;
             id | plan
            ----+---------------------------------------------------
              1 | Seq Scan on x  (cost=0.00..1.00 rows=1 width=4)
            (1 row)

            shop=# explain analyze select
            shop-# * from a join b using (x);

            """
        let rows =
            " QUERY PLAN\n" + String(repeating: "-", count: 105) + "\n" + lines.map { " \($0)\n" }.joined()
            + "(9 rows)\n\nTime: 3.1 ms\nshop=# \n"
        try check(text + rows)
        let plan = try #require(try plans(text: text + rows).first)
        #expect(plan.statement == "explain analyze select\nshop-# * from a join b using (x);")
    }

    @Test func aDamagedFrameRoundAPlanIsRefused() {
        let width = lines.map(\.count).max() ?? 0
        let rows = lines.map { " \($0)\n" }.joined()
        let rule = " QUERY PLAN\n" + String(repeating: "-", count: width + 2) + "\n"
        #expect(refusal(of: rule + rows + "(9 rows)\n") == nil)
        #expect(refusal(of: rule + rows + "(8 rows)\n") != nil)
        #expect(refusal(of: rule + rows + "(10 rows)\n") != nil)
        #expect(refusal(of: rule) != nil)
        #expect(refusal(of: rule + lines.prefix(7).map { " \($0)\n" }.joined()) != nil)
    }

    @Test func oldVersionsPrintOtherWords() throws {
        let text = """
            Sort  (cost=9.00..9.10 rows=3 width=8) (actual time=1.000..1.100 rows=3 loops=1)
              Sort Key: x
              Sort Method:  quicksort  Memory: 25kB
              InitPlan
                ->  Result  (cost=0.00..0.01 rows=1 width=0) (actual time=0.001..0.001 rows=1 loops=1)
              ->  Seq Scan on t  (cost=0.00..8.00 rows=3 width=8) (actual time=0.010..0.900 rows=3 loops=1)
            Total runtime: 1.234 ms

            """
        let plan = try #require(try plans(text: text).first)
        #expect(plan.root.sortMethod == "quicksort")
        #expect(plan.root.sortSpaceUsed.value == 25_600)
        #expect(plan.executionTime.value == 1.234)
        #expect(plan.nodes.map(\.role) == [.root, .initPlan, .input])
        let later = text.replacing("Total runtime:", with: "Planning time: 0.1 ms\nExecution time:")
        #expect(try plans(text: later).first?.executionTime.value == 1.234)
        #expect(try plans(text: later).first?.planningTime.value == 0.1)
    }

    @Test func aWorkerOfPostgreSQL12HasALineForEachKindOfFigure() throws {
        let text = """
            Gather Merge  (cost=1.00..9.00 rows=3 width=8) (actual time=0.100..2.000 rows=3 loops=1)
              Workers Planned: 1
              Workers Launched: 1
              ->  Sort  (cost=1.00..9.00 rows=3 width=8) (actual time=0.100..1.000 rows=2 loops=2)
                    Sort Key: x
                    Sort Method: external merge  Disk: 125168kB
                    Worker 0:  Sort Method: quicksort  Memory: 47kB
                    Worker 0: actual time=0.352..0.398 rows=488 loops=1
                      Buffers: shared hit=7
                    ->  Parallel Seq Scan on t  (cost=0.00..4.00 rows=9 width=4) (actual time=0.010..0.500 rows=9 loops=2)
                          I/O Timings: read=0.011
            Execution Time: 2.100 ms

            """
        let plan = try #require(try plans(text: text).first)
        let sort = plan.node("Sort")
        #expect(sort.workers.map(\.number) == [0])
        #expect(sort.workers.first?.work.sortMethod == "quicksort")
        #expect(sort.workers.first?.work.sortSpaceUsed.value == 48_128)
        #expect(sort.workers.first?.actualTotalTime.value == 0.398)
        #expect(sort.workers.first?.buffers.sharedHit.value == 7)
        #expect(sort.sortSpaceType == "Disk")
        #expect(plan.node("Parallel Seq Scan").ioTimings.sharedRead.value == 0.011)
        #expect(plan.node("Parallel Seq Scan").ioTimings.tempRead.value == 0)
    }

    @Test func theJITOfAWorkerIsItsOwn() throws {
        let text = """
            Gather  (cost=1.00..9.00 rows=3 width=8) (actual time=0.100..2.000 rows=3 loops=1)
              Workers Planned: 1
              Workers Launched: 1
              ->  Parallel Seq Scan on t  (cost=0.00..4.00 rows=9 width=4) (actual time=0.010..0.500 rows=9 loops=2)
                    Worker 0:  actual time=0.352..0.398 rows=488 loops=1
                      JIT:
                        Functions: 2
                        Options: Inlining false, Optimization true, Expressions true, Deforming true
                        Timing: Generation 0.409 ms (Deform 0.200 ms), Inlining 0.000 ms, Optimization 0.5 ms, Emission 1.5 ms, Total 2.409 ms
                      Buffers: shared hit=7
            Execution Time: 2.100 ms

            """
        let plan = try #require(try plans(text: text).first)
        let worker = try #require(plan.nodes[1].workers.first)
        #expect(worker.jit?.functions.value == 2)
        #expect(worker.jit?.option("Optimization") == true)
        #expect(worker.jit?.generation.value == 0.409)
        #expect(worker.jit?.deforming.value == 0.2)
        #expect(worker.jit?.total.value == 2.409)
        #expect(worker.buffers.sharedHit.value == 7)
        #expect(plan.jit == nil)
        #expect(worker.properties.map(\.name) == ["JIT/Functions", "JIT/Options", "JIT/Timing", "Buffers"])
    }
}
