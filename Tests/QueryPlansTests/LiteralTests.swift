import Quantities
import QueryPlans
import TestSupport
import Testing

@Suite struct LiteralTests {
    @Test(arguments: ["15-51-inject.full.text", "17-51-inject.full.json", "18-51-inject.costsoff.text"])
    func aNodeInsideALiteralIsNone(name: String) throws {
        let plan = try #require(try plans("corpus/\(name)").first)
        #expect(plan.nodes.map(\.type) == ["Aggregate", "Seq Scan"])
        let filter = try #require(plan.nodes[1].conditions.first)
        #expect(
            filter.text.hasSuffix(
                "name = 'a\n  ->  Seq Scan on phantom  (cost=0.00..9.99 rows=9 width=9)\nb)'::text)"))
    }

    @Test func quotesAndBackslashesEndWhereSQLEndsThem() throws {
        let plan = try #require(
            try plans(
                text: #"""
                    Seq Scan on "t ""q"" (cost=1" x  (cost=0.00..1.00 rows=1 width=4) (actual time=0.001..0.002 rows=1 loops=1)
                      Filter: ((a = 'it''s') AND (b = E'back\'
                      ->  Seq Scan on phantom  (cost=0.00..1.00 rows=1 width=4)
                    slash\\') AND ("c'd" = 'e'))
                      Rows Removed by Filter: 7
                    Execution Time: 0.010 ms
                    """#
            ).first)
        #expect(plan.nodes.count == 1)
        #expect(plan.root.relation == #"t "q" (cost=1"#)
        #expect(plan.root.alias == "x")
        #expect(plan.root.totalRowsRemoved.value == 7)
        #expect(plan.root.conditions.first?.text.hasSuffix(#"("c'd" = 'e'))"#) == true)
    }

    @Test func aLiteralThatNeverEndsIsRefused() {
        let text = """
            Seq Scan on t  (cost=0.00..1.00 rows=1 width=4)
              Filter: (a = 'cut

            """
        #expect(
            refusal(of: text) == """
                plan.txt:2:16: error: A quoted text begins here and the file ends before it does [plan.truncated]
                    2 |   Filter: (a = 'cut
                                       ^~~~
                  expected: a closing quote
                  help: Capture the whole output again, with `psql -X -o FILE` or `psql -X -At -o FILE`, and do not edit it.
                """)
    }

    @Test func jsonEscapesAreTakenOff() throws {
        let plan = try #require(
            try plans(
                text: #"""
                    [{"Plan": {"Node Type": "Seq Scan", "Relation Name": "Ünï \"q\" \u00e9\ud83d\ude00",
                      "Sort Key": ["a", "b \\ c"], "Made Up": {"Inner": 5, "List": ["x"], "H\u0061lf": "\ud83d!"}}}]
                    """#
            ).first)
        #expect(plan.root.relation == "Ünï \"q\" é😀")
        #expect(plan.root.property("Sort Key")?.text == #"a, b \ c"#)
        #expect(plan.root.property("Made Up/Inner")?.text == "5")
        #expect(plan.root.property("Made Up/List")?.text == "x")
        #expect(plan.root.property("Made Up/Half")?.text == "\u{FFFD}!")
    }
}
