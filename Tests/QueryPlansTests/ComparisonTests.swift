import Diagnostics
import Quantities
import QueryPlans
import TestSupport
import Testing

@Suite struct ComparisonTests {
    private func lines(_ comparison: PlanComparison) -> [String] {
        comparison.pairs.map { pair in
            "\(pair.change.rawValue) \(pair.title)"
                + " own time \(shown(pair.exclusiveTimeChange)) examined \(shown(pair.rowsExaminedChange, decimals: 0))"
                + " blocks \(shown(pair.sharedBlocksChange, decimals: 0))"
                + pair.differences.map { "\n    \($0.name): \($0.before ?? "–") → \($0.after ?? "–")" }
                .joined()
        }
    }

    @Test func theMendedPlanIsAlignedWithTheSlowOne() throws {
        let before = try #require(try plans("lab/explain_before.txt").first)
        let after = try #require(try plans("lab/explain_after.txt").first)
        let comparison = PlanComparison(before: before, after: after)
        let difference = try Golden("before_after.comparison.txt", in: "QueryPlansTests")
            .difference(from: lines(comparison).joined(separator: "\n") + "\n")
        #expect(difference == nil, "\(difference ?? "")")
        #expect(comparison.pairs.map(\.change) == [.same, .removed, .removed, .changed])
        #expect(comparison.rowsExaminedChange.value == -454_415)
        #expect((comparison.speedup.value ?? 0) > 478)
    }

    @Test func aPlanIsTheSameAsItselfAndAsItsJSON() throws {
        for name in [
            "corpus/17-09-parallel-nl.full.text", "corpus/15-43-tempfile-cte.full.text",
            "lab/explain_before.txt",
        ] {
            let plan = try #require(try plans(name).first)
            let comparison = PlanComparison(before: plan, after: plan)
            #expect(comparison.pairs.allSatisfy { $0.change == .same && $0.before == $0.after })
            #expect(comparison.pairs.count == plan.nodes.count)
        }
        let text = try #require(try plans("lab/explain_before.txt").first)
        let json = try #require(try plans("lab/explain_before.json").first)
        #expect(PlanComparison(before: text, after: json).pairs.allSatisfy { $0.change == .same })
    }

    @Test func aJoinWhoseSidesWereSwappedIsTheSameJoin() throws {
        let before = try #require(
            try plans(
                text: """
                    Hash Join  (cost=0.00..9.00 rows=9 width=4)
                      Hash Cond: (a.id = b.id)
                      ->  Seq Scan on a  (cost=0.00..4.00 rows=9 width=4)
                      ->  Hash  (cost=0.00..4.00 rows=9 width=4)
                            ->  Seq Scan on b  (cost=0.00..4.00 rows=9 width=4)
                    """
            ).first)
        let after = try #require(
            try plans(
                text: """
                    Nested Loop  (cost=0.00..9.00 rows=9 width=4)
                      ->  Seq Scan on b  (cost=0.00..4.00 rows=9 width=4)
                      ->  Index Scan using a_pkey on a  (cost=0.00..4.00 rows=9 width=4)
                            Index Cond: (id = b.id)
                    """
            ).first)
        let pairs = PlanComparison(before: before, after: after).pairs
        #expect(
            pairs.map { "\($0.change.rawValue) \($0.before?.title ?? "–") → \($0.after?.title ?? "–")" } == [
                "changed Hash Join → Nested Loop",
                "changed Seq Scan on a → Index Scan using a_pkey on a",
                "removed Hash → –",
                "same Seq Scan on b → Seq Scan on b",
            ])
        #expect(pairs.count == 4)
    }
}
