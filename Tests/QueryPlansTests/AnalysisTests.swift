import Diagnostics
import Quantities
import QueryPlans
import Testing

@Suite struct AnalysisTests {
    private func near(_ quantity: Quantity<Time>, _ expected: Double) -> Bool {
        guard let value = quantity.value else { return false }
        return abs(value - expected) < 1e-9
    }

    private func ownTimes(_ plan: QueryPlan) -> [Double?] {
        plan.nodes.map { $0.exclusiveTime.value.map { ($0 * 1000).rounded() / 1000 } }
    }

    @Test func anInitPlanIsTakenOutOfTheNodeThatAsksForItsValueFirst() throws {
        let plan = try #require(
            try plans(
                text: """
                    Bitmap Heap Scan on ord  (cost=10.00..20.00 rows=5 width=8) (actual time=12.000..20.000 rows=5 loops=1)
                      Recheck Cond: (amt > $0)
                      InitPlan 1 (returns $0)
                        ->  Aggregate  (cost=5.00..5.01 rows=1 width=8) (actual time=9.000..9.000 rows=1 loops=1)
                              ->  Seq Scan on ord ord_1  (cost=0.00..4.00 rows=300 width=8) (actual time=0.010..6.000 rows=300 loops=1)
                      ->  Bitmap Index Scan on ord_amt  (cost=0.00..5.00 rows=5 width=0) (actual time=11.500..11.500 rows=5 loops=1)
                            Index Cond: (amt > $0)
                    Execution Time: 20.100 ms
                    """
            ).first)
        #expect(plan.nodes.map(\.role) == [.root, .initPlan, .input, .input])
        #expect(plan.nodes[1].subplanName == "InitPlan 1 (returns $0)")
        #expect(ownTimes(plan) == [8.5, 3, 6, 2.5], "8.5 + 3 + 6 + 2.5 = 20 ms, the whole")
    }

    @Test func theColumnsOfAnInitPlanAreFoundFromPostgreSQL17On() throws {
        let plan = try #require(
            try plans(
                text: """
                    Limit  (cost=10.00..20.00 rows=5 width=8) (actual time=12.000..20.000 rows=5.00 loops=1)
                      InitPlan 1
                        ->  Seq Scan on a  (cost=0.00..4.00 rows=300 width=8) (actual time=0.010..9.000 rows=300.00 loops=1)
                      ->  Seq Scan on b  (cost=0.00..5.00 rows=5 width=0) (actual time=11.500..19.000 rows=5.00 loops=1)
                            Filter: (amt > (InitPlan 1).col1)
                    Execution Time: 20.100 ms
                    """
            ).first)
        #expect(ownTimes(plan) == [1, 9, 10])
    }

    @Test func belowAGatherTheLeaderRunsAnInitPlanForTheWorkers() throws {
        let plan = try #require(
            try plans(
                text: """
                    Gather  (cost=10.00..20.00 rows=5 width=8) (actual time=12.000..20.000 rows=6 loops=1)
                      Workers Planned: 2
                      Params Evaluated: $0
                      Workers Launched: 2
                      InitPlan 1 (returns $0)
                        ->  Seq Scan on a  (cost=0.00..4.00 rows=300 width=8) (actual time=0.010..9.000 rows=300 loops=1)
                      ->  Parallel Seq Scan on b  (cost=0.00..5.00 rows=5 width=0) (actual time=1.500..10.000 rows=2 loops=3)
                            Filter: (amt > $0)
                    Execution Time: 20.100 ms
                    """
            ).first)
        #expect(ownTimes(plan) == [1, 9, 10])
        #expect(plan.nodes[2].totalTime.value == 30)
        #expect(plan.nodes[2].isWallTimeEstimated)
        #expect(!plan.nodes[1].isWallTimeEstimated, "an InitPlan runs in the leader")
        #expect(
            plan.nodes[2].wallTime.derivation.text
                == "estimate of wall-clock time((Actual Total Time (plan.txt:7) × Actual Loops (plan.txt:7))"
                + " ÷ (1 + Workers Launched (plan.txt:4)))")
    }

    @Test func aWithQueryIsCountedOnceAndSharedAmongItsScans() throws {
        let plan = try #require(
            try plans(
                text: """
                    Hash Join  (cost=10.00..20.00 rows=5 width=8) (actual time=12.000..42.000 rows=5 loops=1)
                      Hash Cond: (a.x = b.x)
                      CTE w
                        ->  Seq Scan on t  (cost=0.00..4.00 rows=300 width=8) (actual time=0.010..30.000 rows=300 loops=1)
                      ->  CTE Scan on w a  (cost=0.00..5.00 rows=5 width=0) (actual time=0.100..24.000 rows=300 loops=1)
                      ->  Hash  (cost=0.00..5.00 rows=5 width=0) (actual time=16.000..16.000 rows=300 loops=1)
                            ->  CTE Scan on w b  (cost=0.00..5.00 rows=5 width=0) (actual time=0.001..15.000 rows=300 loops=1)
                    Execution Time: 43.000 ms
                    """
            ).first)
        #expect(ownTimes(plan) == [2, 30, 5.538, 1, 3.462], "24 and 15 of 39 ms carry 30 ms of the query")
        let total = plan.nodes.compactMap(\.exclusiveTime.value).reduce(0, +)
        #expect(abs(total - 42) < 1e-9)
    }

    @Test func aSubPlanIsTakenOutOfItsNode() throws {
        let plan = try #require(try plans("corpus/15-13-subplan.analyze.json").first)
        let sub = try #require(plan.nodes.first { $0.role == .subPlan })
        #expect(sub.subplanName == "SubPlan 1")
        let whole = plan.nodes.compactMap(\.exclusiveTime.value).reduce(0, +)
        #expect(abs(whole - (plan.root.wallTime.value ?? 0)) < 1e-9)
    }

    @Test func rowsAreKnownAsFarAsTheirMeanWasPrinted() throws {
        let text = """
            Nested Loop  (cost=0.00..9.00 rows=9 width=4) (actual time=0.100..9.000 rows=15 loops=1)
              ->  Seq Scan on a  (cost=0.00..4.00 rows=3 width=4) (actual time=0.100..1.000 rows=3 loops=1)
              ->  Index Scan using i on b  (cost=0.00..4.00 rows=4 width=4) (actual time=0.100..2.000 rows=5 loops=3)
                    Filter: (x > 1)
                    Rows Removed by Filter: 2
            Execution Time: 10.000 ms
            """
        let before18 = try #require(try plans(text: text).first).nodes[2]
        #expect(before18.totalRows.value == 15)
        #expect(before18.totalRows.interval == Interval(13.5, 16.5))
        #expect(before18.rowsExamined.value == 21)
        #expect(before18.rowsExamined.interval == Interval(18, 24))
        #expect(before18.totalTime.interval == Interval(5.9985, 6.0015))
        #expect(before18.estimateError.value == 1.25)
        #expect(before18.estimateError.interval == Interval(1.125, 1.375))
        let from18 = try #require(
            try plans(text: text.replacing("rows=5 loops", with: "rows=5.00 loops")).first
        )
        .nodes[2]
        #expect(from18.totalRows.interval == Interval(4.995 * 3, 5.005 * 3))
        #expect(
            from18.rowsExamined.interval == Interval((4.995 + 1.5) * 3, (5.005 + 2.5) * 3),
            "rows removed are printed as whole rows in every version")
        let once = try #require(try plans(text: text).first).nodes[1]
        #expect(once.totalRows.interval?.isExact == true)
        #expect(once.totalRowsRemoved.value == 0, "the text format does not print a zero")
    }

    @Test(arguments: ["corpus/15-53-neverloop.full.text", "corpus/18-53-neverloop.full.json"])
    func aNodeThatNeverRanHasNoFigures(name: String) throws {
        let plan = try #require(try plans(name).first)
        let node = try #require(plan.nodes.first { $0.neverExecuted })
        #expect(node.loops.value == 0)
        #expect(node.totalTime.value == nil)
        #expect(node.actualRows.problems.map(\.id) == ["plan.never-executed"])
        #expect(plan.root.exclusiveTime.value != nil)
        #expect(plan.rowsExamined.value == 0)
    }

    @Test func aBitmapOrDoesNotSayWhatItYields() throws {
        let plan = try #require(
            try plans(
                text: """
                    Bitmap Heap Scan on t  (cost=9.00..20.00 rows=9 width=4) (actual time=0.100..0.900 rows=9 loops=1)
                      Recheck Cond: ((a = 1) OR (b = 2))
                      ->  BitmapOr  (cost=9.00..9.00 rows=9 width=0) (actual time=0.050..0.051 rows=0 loops=1)
                            ->  Bitmap Index Scan on t_a  (cost=0.00..4.00 rows=5 width=0) (actual time=0.030..0.030 rows=5 loops=1)
                                  Index Cond: (a = 1)
                            ->  Bitmap Index Scan on t_b  (cost=0.00..4.00 rows=4 width=0) (actual time=0.020..0.020 rows=4 loops=1)
                                  Index Cond: (b = 2)
                    Execution Time: 1.000 ms
                    """
            ).first)
        #expect(plan.nodes[1].actualRows.problems.map(\.id) == ["plan.rows-unknown"])
        #expect(plan.nodes[1].estimateError.value == nil)
        #expect(plan.rowsExamined.value == 9, "index entries are not rows of the table")
    }

    @Test func aBitmapIndexScanWithOneLoopWasRunByOneProcess() throws {
        let plan = try #require(
            try plans(
                text: """
                    Gather  (cost=9.00..20.00 rows=9 width=4) (actual time=0.100..12.000 rows=9 loops=1)
                      Workers Planned: 2
                      Workers Launched: 2
                      ->  Parallel Bitmap Heap Scan on t  (cost=9.00..20.00 rows=9 width=4) (actual time=5.000..10.000 rows=3 loops=3)
                            Recheck Cond: (a = 1)
                            ->  Bitmap Index Scan on t_a  (cost=0.00..4.00 rows=5 width=0) (actual time=4.000..4.000 rows=9 loops=1)
                                  Index Cond: (a = 1)
                    Execution Time: 13.000 ms
                    """
            ).first)
        #expect(plan.nodes[2].wallTime.value == 4)
        #expect(ownTimes(plan) == [2, 6, 4])
    }

    @Test func buffersAreTotalsAndPlanningHasItsOwn() throws {
        let plan = try #require(try plans("corpus/15-43-tempfile-cte.full.text").first)
        #expect(plan.root.buffers.tempWritten.value != nil)
        let own = plan.nodes.compactMap(\.exclusiveSharedBlocks.value).reduce(0, +)
        #expect(own == plan.root.buffers.shared.value)
        #expect(plan.hasBuffers)
    }

    @Test func aFigureThatIsNotPrintedSaysHowToGetIt() throws {
        let plan = try #require(
            try plans(
                text: """
                     QUERY PLAN
                    ------------
                     Result
                    (1 row)
                    """
            ).first)
        let figures: [(problems: [Diagnostic], help: String)] = [
            (plan.root.totalCost.problems, "Run EXPLAIN without COSTS OFF."),
            (plan.root.actualTotalTime.problems, "Run EXPLAIN with ANALYZE, and without TIMING OFF."),
            (plan.root.loops.problems, "Run EXPLAIN with ANALYZE."),
            (plan.root.buffers.sharedHit.problems, "Run EXPLAIN with ANALYZE and BUFFERS."),
            (
                plan.root.ioTimings.sharedRead.problems,
                "Set track_io_timing to on and run EXPLAIN with ANALYZE and BUFFERS."
            ),
            (plan.root.wal.records.problems, "Run EXPLAIN with ANALYZE and WAL."),
            (plan.planningTime.problems, "Run EXPLAIN with ANALYZE, or with SUMMARY."),
        ]
        for figure in figures {
            #expect(figure.problems.first?.help == figure.help)
            #expect(figure.problems.first?.place?.line == 3)
        }
    }

    @Test func aWrongNodeNameListsTheNodesThereAre() throws {
        let plan = try #require(try plans("lab/explain_before.txt").first)
        let node = plan.node("Index Scan", on: "reports")
        #expect(node.exclusiveTime.problems == [try #require(node.absence)])
        #expect(node.children.isEmpty && node.parent == nil && node.buffers.shared.value == nil)
        #expect(
            node.absence?.text == """
                Tests/QueryPlansTests/Fixtures/lab/explain_before.txt:3:2: error: The plan has no node “Index Scan on reports” [plan.no-such-node]
                    3 |  Limit  (cost=21971.74..21971.74 rows=1 width=25) (actual time=97.627..100.505 rows=1 loops=1)
                         ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
                  expected: one of: Limit; Sort; Gather; Parallel Index Scan using idx_reports_completed_at on reports
                  help: Name the node as the plan prints it.
                """)
        #expect(plan.node("Gater").absence?.help == "Is “Gather” meant?")
    }

    @Test func settingsTriggersAndWorkersAreRead() throws {
        let parallel = try #require(try plans("corpus/17-09-parallel-nl.full.text").first)
        #expect(parallel.settings.map(\.name).contains("parallel_setup_cost"))
        #expect(parallel.settings.first?.name == "search_path")
        #expect(parallel.settings.first?.value == "x")
        let loop = parallel.node("Nested Loop")
        #expect(loop.workers.map(\.number) == [0, 1])
        #expect(loop.workers[0].buffers.sharedHit.value == 14545)
        #expect(loop.buffers.sharedHit.value == 51574)
        let trigger = try #require(try plans("corpus/17-27-update-trigger.full.text").first).triggers
        #expect(trigger.map(\.name) == ["my trg: odd (name)"])
        #expect(trigger.first?.calls.value == 199)
        #expect(trigger.first?.time.value != nil)
    }
}
