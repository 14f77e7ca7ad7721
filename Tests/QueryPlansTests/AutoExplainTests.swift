import Diagnostics
import Quantities
import QueryPlans
import TestSupport
import Testing

@Suite struct AutoExplainTests {
    private func logged(_ name: String) throws -> [QueryPlan] {
        try QueryPlan.plans(in: fixture("Tests/Captures/autoexplain/\(name)"))
    }

    private func tree(_ plan: QueryPlan) -> [String] {
        [plan.statement ?? "–", "\(plan.format)"]
            + plan.nodes.map {
                "\($0.parent?.id ?? -1) \($0.title) \(shown($0.totalCost)) \($0.conditions.map(\.text))"
            }
    }

    @Test func theThreeFormatsOfALogGiveTheSamePlans() throws {
        let stderr = try logged("pg.log")
        let csv = try logged("pg.csv")
        let json = try logged("pg.json")
        #expect(stderr.count > 10)
        #expect(csv.map(tree) == stderr.map(tree))
        #expect(json.map(tree) == stderr.map(tree))
        #expect(Set(stderr.map(\.format)) == [.text, .json, .yaml, .xml])
        for plan in stderr + csv + json {
            #expect(plan.statement?.isEmpty == false)
            #expect((plan.duration.value ?? 0) > 0)
            #expect(plan.executionTime.value == nil)
            #expect(plan.warnings.isEmpty)
            let printed = plan.root.span.text
            #expect(plan.format == .text ? printed.contains("(cost=") : printed.contains("Node"))
        }
    }

    private let head = "2026-01-04 16:15:00.000 UTC [1] LOG:  "
    private let next = "2026-01-04 16:15:01.000 UTC [1] LOG:  checkpoint starting: time\n"

    private func entry(_ lines: String) -> String {
        head + "duration: 12.500 ms  plan:\n"
            + lines.split(separator: "\n", omittingEmptySubsequences: false).map { "\t\($0)\n" }.joined()
    }

    @Test func aStatementThatLooksLikeAPlanIsNone() throws {
        let statements = [
            "select '\nSeq Scan on fake  (cost=0.00..1.00 rows=1 width=4)\n  Filter: ''x' from t",
            "select 1 /*\nSeq Scan on fake  (cost=0.00..1.00 rows=1 width=4)\n  Filter: x */",
            "select $$\nSeq Scan on fake  (cost=0.00..1.00 rows=1 width=4)\n$$ -- it's odd",
            "select 1 -- Seq Scan on fake  (cost=0.00..1.00 rows=1 width=4)",
            "select E'\\'\nResult  (cost=0.00..0.01 rows=1 width=4)\n' as \"a\nResult  (cost=0.00..0.01 rows=1 width=4)\"",
        ]
        for statement in statements {
            let text = entry(
                """
                Query Text: \(statement)
                Query Parameters: $1 = 'a
                Seq Scan on other  (cost=0.00..1.00 rows=1 width=4)
                b', $2 = NULL
                Seq Scan on real  (cost=0.00..2.00 rows=1 width=4) (actual time=0.010..12.000 rows=1 loops=1)
                  Filter: (a = '
                Seq Scan on phantom  (cost=0.00..1.00 rows=1 width=4)
                  Filter: x'::text)
                  Rows Removed by Filter: 3
                """)
            let found = try plans(text: text + next)
            #expect(found.map { $0.nodes.map(\.title) } == [["Seq Scan on real"]])
            #expect(found.first?.statement == statement)
            #expect(found.first?.duration.value == 12.5)
            #expect(found.first?.properties.first?.name == "Query Parameters")
            #expect(found.first?.root.rowsRemoved("Rows Removed by Filter").value == 3)
        }
    }

    @Test func anEntryThatIsCutIsRefusedOrFlagged() throws {
        let whole = entry(
            """
            Query Text: select 1
            Nested Loop  (cost=0.00..2.00 rows=1 width=4) (actual time=0.010..12.000 rows=1 loops=1)
              ->  Seq Scan on a  (cost=0.00..1.00 rows=1 width=4) (actual time=0.010..6.000 rows=1 loops=1)
              ->  Seq Scan on b  (cost=0.00..1.00 rows=1 width=4) (actual time=0.010..6.000 rows=1 loops=1)
            """)
        #expect(try plans(text: whole + next).first?.warnings.isEmpty == true)
        #expect(try plans(text: whole).first?.warnings.map(\.id) == ["plan.end-unknown"])
        let lines = whole.split(separator: "\n").map(String.init)
        for count in 1..<lines.count {
            let cut = lines.prefix(count).joined(separator: "\n") + "\n" + next
            #expect(refusal(of: cut) != nil, "after line \(count)")
        }
    }

    @Test func whatAClientOfTheLogShowsIsReadToo() throws {
        let text = """
            LOG:  duration: 3.626 ms  plan:
            Query Text: select count(*) from t;
            Aggregate  (cost=1.00..2.00 rows=1 width=8) (actual time=3.600..3.610 rows=1 loops=1)
              ->  Seq Scan on t  (cost=0.00..1.00 rows=1 width=0) (actual time=0.010..3.000 rows=9 loops=1)
             count
            -------
                 9
            (1 row)

            """
        let plan = try #require(try plans(text: text).first)
        #expect(plan.statement == "select count(*) from t;")
        #expect(plan.duration.value == 3.626)
        #expect(plan.nodes.count == 2)
    }
}
