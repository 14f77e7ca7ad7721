import Diagnostics
import Foundation
import TestSupport
import Testing

private let plans = "Tests/QueryPlansTests/Fixtures"

/// What a person at a terminal sees of files.
@Suite("casebook inspect")
struct InspectTextTests {
    @Test(
        "Plans as trees",
        arguments: [
            ("lab/explain_before.txt", "inspect-before"),
            ("lab/explain_before_verbose.txt", "inspect-verbose"),
            ("corpus/17-09-parallel-nl.full.text", "inspect-parallel"),
            ("corpus/15-43-tempfile-cte.full.text", "inspect-cte"),
            ("corpus/15-15-never.analyze.json", "inspect-never"),
        ])
    func tree(plan: String, name: String) async throws {
        let result = try await inspect(["\(plans)/\(plan)"])
        #expect(result.status == 0)
        #expect(result.errors.isEmpty)
        let golden = Golden("\(name).txt", in: "CasebookTests")
        #expect(try golden.difference(from: result.text) == nil)
        for line in result.text.split(separator: "\n") { #expect(line.count <= 100, "\(line)") }
    }

    @Test func theShapeOfEverythingElse() async throws {
        let captures = "Tests/Captures"
        let result = try await inspect([
            "\(captures)/lab/before/peak_psql.txt", "\(captures)/lab/before/pgbench_spike.txt",
            "\(captures)/metrics/cloudwatch_data.json",
        ])
        #expect(result.status == 0)
        let golden = Golden("inspect-shapes.txt", in: "CasebookTests")
        #expect(try golden.difference(from: result.text) == nil)
    }

    @Test func aFileOrPipeHasNoColours() async throws {
        let result = try await inspect(["\(plans)/lab/explain_before.txt"])
        #expect(!result.text.unicodeScalars.contains("\u{1B}"))
    }

    @Test func deepPlansStayWithinTheWidth() async throws {
        var plan = ""
        for level in 0..<60 {
            let margin = level == 0 ? "" : String(repeating: " ", count: level * 6 - 4) + "->  "
            let type = level == 59 ? "Seq Scan on 表格 a" : "Materialize"
            plan += "\(margin)\(type)  (cost=0.00..4.00 rows=9 width=4)"
            plan += " (actual time=0.001..0.002 rows=9 loops=1)\n"
        }
        plan += "Execution Time: 1.000 ms\n"
        let result = try await inspect(["-"], input: plan)
        #expect(result.status == 0)
        #expect(result.text.contains("Seq Scan on 表格 a"))
        #expect(result.text.split(separator: "\n").allSatisfy { $0.count <= 100 })
    }

    // MARK: Comparison

    @Test func twoPlansSideBySide() async throws {
        let result = try await inspect([
            "\(plans)/lab/explain_before.txt", "--against", "\(plans)/lab/explain_after.txt",
        ])
        #expect(result.status == 0)
        let golden = Golden("inspect-against.txt", in: "CasebookTests")
        #expect(try golden.difference(from: result.text) == nil)
    }

    @Test func twoPlansSideBySideAsJSON() async throws {
        let line = try #require(
            try await inspectedJSON(
                "\(plans)/lab/explain_before.txt", "--against", "\(plans)/lab/explain_after.txt"
            ).first)
        #expect(line["against"] == .text("\(plans)/lab/explain_after.txt"))
        let comparison = try #require(line["captures"]?.items.first)
        #expect(comparison["kind"] == "comparison")
        #expect(comparison["rowsExaminedChange"] == .number(-454_415))
        #expect(comparison["before"]?["executionTime"] == .number(100.577))
        let pairs = try #require(comparison["pairs"]?.items)
        #expect(pairs.map { $0["change"] } == ["same", "removed", "removed", "changed"])
        #expect(pairs.map { $0["before"] } == [0, 1, 2, 3])
        #expect(pairs.map { $0["after"] } == [0, .null, .null, 1])
        #expect(pairs[3]["differences"]?.items.contains { $0["name"] == "Index Name" } == true)
    }

    @Test func aPlanAgainstItselfIsTheSame() async throws {
        let plan = "\(plans)/corpus/17-09-parallel-nl.full.text"
        let line = try #require(try await inspectedJSON(plan, "--against", plan).first)
        let pairs = try #require(line["captures"]?.items.first?["pairs"]?.items)
        #expect(!pairs.isEmpty)
        #expect(pairs.allSatisfy { $0["change"] == "same" && $0["moved"] == false })
        #expect(pairs.allSatisfy { $0["exclusiveTimeChange"] == 0 })
    }

    @Test func aFileOfSeveralPlansAsksWhichIsMeant() async throws {
        let evidence = "Content/2026-01-04-connection-spike/evidence"
        let several = "\(evidence)/explain_before_cold_then_warm.txt"
        let one = "\(evidence)/explain_after.txt"
        let unclear = try await inspect([several, "--against", one])
        #expect(unclear.status == 2)
        #expect(unclear.errors.contains("holds 2 plans; choose one with --plan:\n  1: line 3, Limit\n"))
        #expect(try await inspect([several, "--against", one, "--plan", "2"]).status == 0)
        let beyond = try await inspect([one, "--against", several, "--against-plan", "3"])
        #expect(beyond.status == 2)
        #expect(beyond.errors.contains("holds no plan 3"))
        let none = try await inspect(["\(evidence)/repeat_timings.csv", "--against", one])
        #expect(none.status == 2)
        #expect(none.errors.contains("holds no plan to compare"))
        let missing = try await inspect([one, "--against", "nowhere.txt"])
        #expect(missing.status == 1)
        #expect(missing.errors.contains("does not exist"))
    }
}
