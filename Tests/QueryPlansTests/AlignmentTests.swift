import Diagnostics
import QueryPlans
import TestSupport
import Testing

/// Two plans side by side: which node is which, and what became of it.
@Suite struct AlignmentTests {
    /// A line for each pair: what became of it, whether it moved, what it was and what it is.
    private func became(_ before: String, _ after: String) throws -> [String] {
        try compared(before, after).map { pair in
            let titles = [pair.before?.title, pair.after?.title].map { $0 ?? "–" }
            return "\(pair.change.rawValue)\(pair.isMoved ? ", moved" : ""): "
                + (titles[0] == titles[1] ? titles[0] : titles.joined(separator: " → "))
        }
    }

    private func compared(_ before: String, _ after: String) throws -> [PlanNodePair] {
        PlanComparison(before: try only(before), after: try only(after)).pairs
    }

    private func only(_ text: String) throws -> QueryPlan {
        let found = try plans(text: text)
        return try #require(found.first)
    }

    private static let cost = "  (cost=0.00..4.00 rows=9 width=4)"

    /// Writes a plan: a node a line, two spaces for each level; what begins with `*` is a property.
    private func plan(_ outline: String) -> String {
        outline.split(separator: "\n").map { line in
            let level = line.prefix { $0 == " " }.count / 2
            let text = line.dropFirst(level * 2)
            if text.hasPrefix("* ") {
                return String(repeating: " ", count: level * 6 - 4) + text.dropFirst(2)
            }
            return (level == 0 ? "" : String(repeating: " ", count: level * 6 - 4) + "->  ") + text
                + Self.cost
        }.joined(separator: "\n")
    }

    @Test func anInsertedLayerIsAddedAndLeavesTheRestAsItWas() throws {
        let before = plan(
            """
            Aggregate
              Seq Scan on a
            """)
        for layer in ["Gather", "Sort", "Materialize", "Memoize", "Hash", "Unique", "Limit"] {
            let after = plan("Aggregate\n  \(layer)\n    Seq Scan on a")
            #expect(
                try became(before, after) == [
                    "same: Aggregate", "added: – → \(layer)", "same: Seq Scan on a",
                ])
            #expect(
                try became(after, before) == [
                    "same: Aggregate", "removed: \(layer) → –", "same: Seq Scan on a",
                ])
        }
    }

    @Test func aSortThatChangesPlacesWithAGatherHasMoved() throws {
        let before = plan(
            """
            Limit
              Sort
                * Sort Key: x
                Gather
                  Parallel Seq Scan on a
            """)
        let after = plan(
            """
            Limit
              Gather Merge
                Sort
                  * Sort Key: x
                  Parallel Seq Scan on a
            """)
        #expect(
            try became(before, after) == [
                "same: Limit", "same, moved: Sort", "changed: Gather → Gather Merge",
                "same: Parallel Seq Scan on a",
            ])
    }

    @Test func theScansOfATableJoinedWithItselfAreToldApartByAliasAndByCondition() throws {
        let before = plan(
            """
            Nested Loop
              Seq Scan on t a
                * Filter: (x = 1)
              Seq Scan on t b
                * Filter: (x = 2)
            """)
        let swapped = plan(
            """
            Nested Loop
              Index Scan using t_x on t b
                * Index Cond: (x = 2)
              Seq Scan on t a
                * Filter: (x = 1)
            """)
        #expect(
            try became(before, swapped) == [
                "changed: Nested Loop", "same: Seq Scan on t a",
                "changed: Seq Scan on t b → Index Scan using t_x on t b",
            ])
        let renamed = plan(
            """
            Nested Loop
              Seq Scan on t p
                * Filter: (x = 2)
              Seq Scan on t q
                * Filter: (x = 1)
            """)
        #expect(
            try became(before, renamed) == [
                "changed: Nested Loop", "same: Seq Scan on t a → Seq Scan on t q",
                "same: Seq Scan on t b → Seq Scan on t p",
            ])
    }

    @Test func aJoinWhoseInputsChangedPlacesSaysSo() throws {
        let before = plan(
            """
            Hash Join
              * Hash Cond: (a.id = b.id)
              Seq Scan on a
              Hash
                Seq Scan on b
            """)
        let after = plan(
            """
            Hash Join
              * Hash Cond: (b.id = a.id)
              Seq Scan on b
              Hash
                Seq Scan on a
            """)
        let pair = try #require(try compared(before, after).first)
        #expect(
            pair.differences.map { "\($0.name): \($0.before ?? "–") → \($0.after ?? "–")" } == [
                "Hash Cond: (a.id = b.id) → (b.id = a.id)", "Outer Input: a → b",
            ])
    }

    @Test func anotherOrderOfJoinsKeepsTheScansAndTheJoinOfAll() throws {
        let before = plan(
            """
            Hash Join
              * Hash Cond: (a.c = c.id)
              Hash Join
                * Hash Cond: (a.b = b.id)
                Seq Scan on a
                Hash
                  Seq Scan on b
              Hash
                Seq Scan on c
            """)
        let after = plan(
            """
            Hash Join
              * Hash Cond: (a.b = b.id)
              Hash Join
                * Hash Cond: (a.c = c.id)
                Seq Scan on a
                Hash
                  Seq Scan on c
              Hash
                Seq Scan on b
            """)
        let result = try became(before, after)
        #expect(
            result.filter { $0.hasPrefix("same") }.sorted() == [
                "same: Hash", "same: Hash", "same: Seq Scan on a", "same: Seq Scan on b",
                "same: Seq Scan on c",
            ])
        #expect(result.first == "changed: Hash Join")
    }

    @Test func partitionsAreKnownByTheirTablesHoweverTheyAreNumbered() throws {
        let before = plan(
            """
            Append
              Seq Scan on p_2023 p_1
              Seq Scan on p_2024 p_2
              Seq Scan on p_2025 p_3
            """)
        let after = plan(
            """
            Append
              Seq Scan on p_2024 p_1
              Index Scan using i on p_2025 p_2
            """)
        #expect(
            try became(before, after) == [
                "same: Append", "removed: Seq Scan on p_2023 p_1 → –",
                "same: Seq Scan on p_2024 p_2 → Seq Scan on p_2024 p_1",
                "changed: Seq Scan on p_2025 p_3 → Index Scan using i on p_2025 p_2",
            ])
    }

    @Test func ofTwoSortsTheOneWithTheSameKeyIsTheSame() throws {
        let before = plan(
            """
            WindowAgg
              Sort
                * Sort Key: y
                WindowAgg
                  Sort
                    * Sort Key: x
                    Seq Scan on a
            """)
        let after = plan(
            """
            WindowAgg
              Sort
                * Sort Key: x
                Seq Scan on a
            """)
        #expect(
            try became(before, after).filter { $0.contains("Sort") } == ["removed: Sort → –", "same: Sort"])
    }

    @Test func aBitmapScanInThePlaceOfASequentialOneIsTheSameScanChanged() throws {
        let before = plan("Aggregate\n  Seq Scan on a\n    * Filter: (x = 1)")
        let after = plan(
            """
            Aggregate
              Bitmap Heap Scan on a
                * Recheck Cond: (x = 1)
                Bitmap Index Scan on i
                  * Index Cond: (x = 1)
            """)
        #expect(
            try became(before, after) == [
                "same: Aggregate", "changed: Seq Scan on a → Bitmap Heap Scan on a",
                "added: – → Bitmap Index Scan on i",
            ])
    }

    @Test func theFinalStepOfAParallelAggregateIsTheAggregate() throws {
        let before = plan("Aggregate\n  Seq Scan on a")
        let after = plan("Finalize Aggregate\n  Gather\n    Partial Aggregate\n      Parallel Seq Scan on a")
        #expect(
            try became(before, after) == [
                "changed: Aggregate → Finalize Aggregate", "added: – → Gather",
                "added: – → Partial Aggregate",
                "changed: Seq Scan on a → Parallel Seq Scan on a",
            ])
    }

    @Test func aScanThatLeftASubPlanIsItself() throws {
        let before =
            plan("Seq Scan on a\n  * Filter: (SubPlan 1)")
            + "\n  SubPlan 1\n    ->  Seq Scan on b\(Self.cost)"
        let after = plan("Hash Semi Join\n  Seq Scan on a\n  Hash\n    Seq Scan on b")
        #expect(
            try became(before, after) == [
                "added: – → Hash Semi Join", "changed: Seq Scan on a", "added: – → Hash",
                "same, moved: Seq Scan on b",
            ])
    }

    /// Every node of both plans is in exactly one pair, of nodes that read the same, whatever the plans.
    @Test func everyNodeIsInOnePairOfAnyTwoPlans() throws {
        var generator = SeededGenerator(seed: 20_260_104)
        func outline(_ level: Int) -> String {
            let margin = String(repeating: "  ", count: level)
            let table = ["a", "b", "c", "a x", "b x"].randomElement(using: &generator) ?? "a"
            if level > 5 || Int.random(in: 0..<4, using: &generator) == 0 {
                return "\(margin)Seq Scan on \(table)\n"
            }
            let inner = { outline(level + 1) }
            switch Int.random(in: 0..<6, using: &generator) {
            case 0: return "\(margin)Nested Loop\n" + inner() + inner()
            case 1: return "\(margin)Append\n" + inner() + inner() + inner()
            case 2: return "\(margin)Sort\n\(margin)  * Sort Key: \(table)\n" + inner()
            case 3: return "\(margin)Aggregate\n" + inner()
            case 4: return "\(margin)Gather\n" + inner()
            default: return "\(margin)Materialize\n" + inner()
            }
        }
        for _ in 0..<300 {
            let one = try only(plan(outline(0)))
            let other = try only(plan(outline(0)))
            let pairs = PlanComparison(before: one, after: other).pairs
            #expect(pairs.compactMap(\.before?.id).sorted() == Array(one.nodes.indices))
            #expect(pairs.compactMap(\.after?.id).sorted() == Array(other.nodes.indices))
            #expect(pairs.allSatisfy { $0.before?.relation == $0.after?.relation || $0.change != .same })
            let itself = PlanComparison(before: one, after: one).pairs
            #expect(itself.allSatisfy { $0.change == .same && !$0.isMoved && $0.before == $0.after })
        }
    }

    @Test func plansOfThousandsOfNodesAreAlignedInBoundedWork() throws {
        // A chain of joins, partitions of one table read over and over, and stacked layers.
        var chain = ""
        for level in 0..<400 {
            let margin = String(repeating: "  ", count: level)
            chain += "\(margin)Nested Loop\n\(margin)  Seq Scan on t\(level % 7) t\(level)\n"
        }
        chain += String(repeating: "  ", count: 400) + "Seq Scan on z\n"
        // The second input stands last, so the chain is written with the scan first.
        var wide = "Append\n"
        for number in 0..<1_500 { wide += "  Sort\n    Seq Scan on p p_\(number)\n" }
        let clock = ContinuousClock()
        for outline in [chain, wide] {
            let one = try only(plan(outline))
            let taken = clock.measure {
                let pairs = PlanComparison(before: one, after: one).pairs
                #expect(pairs.allSatisfy { $0.change == .same && $0.before == $0.after })
            }
            #expect(taken < .seconds(20), "\(one.nodes.count) nodes: \(taken)")
        }
    }
}
