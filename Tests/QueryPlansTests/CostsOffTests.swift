import Diagnostics
import QueryPlans
import Testing

/// Plans of `COSTS OFF` that were not run have no figure in any line.
@Suite struct CostsOffTests {
    @Test func aTextThatIsSuchAPlanIsRead() throws {
        let text = """
            Nested Loop
              ->  Index Scan using cust_pkey on cust c
                    Index Cond: (id < 300)
              ->  Seq Scan on ord o
                    Filter: (c.id = cust_id)

            """
        let plan = try #require(try plans(text: text).first)
        #expect(plan.nodes.map(\.type) == ["Nested Loop", "Index Scan", "Seq Scan"])
        #expect(plan.nodes.map(\.line) == [1, 2, 4])
        #expect(plan.warnings.map(\.id) == ["plan.end-unknown"])
    }

    @Test(arguments: [
        "Result\n", "Limit\nof what was asked\n", "Sort\n  and then some\n",
        "Seq Scan on t\n\nSeq Scan on u\n",
        "Nested Loop\n  ->  Seq Scan on a\n", "Some words\n  ->  Seq Scan on a\n",
    ])
    func anotherTextIsNone(_ text: String) {
        #expect(throws: Diagnostics.self) { try plans(text: text) }
    }
}
