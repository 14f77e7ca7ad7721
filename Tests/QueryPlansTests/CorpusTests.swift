import Diagnostics
import Quantities
import QueryPlans
import TestSupport
import Testing

/// What Pg::Explain 2 reads from the same files; see Fixtures/corpus/README.md.
private struct ExpectedNode {
    let parent: Int
    let type: String
    let target: String?
    let index: String?
    let figures: [Double?]
    let inclusive: Double?
    let exclusive: Double?
    let neverExecuted: Bool

    init(_ fields: [Substring]) {
        parent = Int(fields[1]) ?? -2
        type = String(fields[2])
        target = fields[3] == "-" ? nil : String(fields[3])
        index = fields[4] == "-" ? nil : String(fields[4])
        figures = fields[5..<13].map { Double($0) }
        inclusive = Double(fields[13])
        exclusive = Double(fields[14])
        neverExecuted = fields[15] == "never"
    }
}

private struct ExpectedFile: CustomTestStringConvertible {
    let name: String
    let executionTime: Double?
    var nodes: [ExpectedNode] = []
    var testDescription: String { name }

    static func all() -> [ExpectedFile] {
        guard let table = try? fixture("Tests/QueryPlansTests/Fixtures/corpus/expected.tsv") else {
            return []
        }
        var files: [ExpectedFile] = []
        for line in String(decoding: table.bytes, as: UTF8.self).split(separator: "\n") {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
            if fields[0] == "file" {
                files.append(ExpectedFile(name: String(fields[1]), executionTime: Double(fields[2])))
            } else {
                files[files.count - 1].nodes.append(ExpectedNode(fields))
            }
        }
        return files
    }
}

@Suite struct CorpusTests {
    @Test func theCorpusIsThere() { #expect(ExpectedFile.all().count == 59) }

    @Test(arguments: ExpectedFile.all())
    private func whatAnotherReaderReadsIsReadHere(file: ExpectedFile) throws {
        let found = try plans("corpus/\(file.name)")
        let plan = try #require(found.first)
        #expect(found.count == 1)
        #expect(plan.executionTime.value == file.executionTime)
        try #require(plan.nodes.count == file.nodes.count)
        for (node, expected) in zip(plan.nodes, file.nodes) {
            #expect((node.parent?.id ?? -1) == expected.parent)
            let names = [node.displayName, node.type, String(node.type.trimmingPrefix("Parallel "))]
            #expect(names.contains(expected.type))
            if let target = expected.target { #expect(node.target == target) }
            #expect(node.index == expected.index)
            let figures = [
                node.startupCost.value, node.totalCost.value, node.planRows.value, node.planWidth.value,
                node.actualStartupTime.value, node.actualTotalTime.value, node.actualRows.value,
                node.neverExecuted ? nil : node.loops.value,
            ]
            #expect(figures == expected.figures, "\(node.title)")
            #expect(node.neverExecuted == expected.neverExecuted)
            if let inclusive = expected.inclusive {
                #expect(abs(try #require(node.wallTime.value) - inclusive) < 0.001, "\(node.title)")
            }
            if let exclusive = expected.exclusive {
                #expect(abs(try #require(node.exclusiveTime.value) - exclusive) < 0.001, "\(node.title)")
            }
        }
    }
}

@Suite struct FrameTests {
    private static let frames: [String] = {
        let folder = "\(repositoryRoot)/Tests/QueryPlansTests/Fixtures/frames"
        return (try? files(below: folder)) ?? []
    }()

    @Test func theFramesAreThere() { #expect(Self.frames.count == 52) }

    @Test(arguments: frames)
    func onePlanIsTheSameHoweverPsqlPrintsIt(name: String) throws {
        let found = try plans("frames/\(name)")
        let plan = try #require(found.first)
        #expect(found.count == 1)
        #expect(name.hasPrefix("\(plan.format.rawValue)."))
        #expect(
            plan.nodes.map(\.title) == [
                "HashAggregate", "Hash Join", "Bitmap Heap Scan on ord o", "Bitmap Index Scan on ord_status",
                "Hash", "Seq Scan on cust c",
            ])
        #expect(plan.nodes.map(\.totalRows.value) == [7, 75000, 75000, 75000, 20000, 20000])
        #expect(plan.root.buffers.shared.value == 4194)
        #expect(plan.node("Hash Join").conditions.map(\.text) == ["(o.cust_id = c.id)"])
        #expect(plan.node("Hash").peakMemory.value == 1_062_912)
        #expect(plan.node("Hash").batches.value == 1)
        #expect(plan.node("Bitmap Index Scan").indexSearches.value == 1)
    }

    @Test func aStatementThatARuleRewroteHasSeveralPlansInOneTable() throws {
        let table = """
                                QUERY PLAN
            -----------------------------------------------------------
             Insert on log  (cost=0.00..1.00 rows=0 width=0)
               ->  Result  (cost=0.00..1.00 rows=1 width=4)

             Update on t  (cost=0.00..2.00 rows=0 width=0)
               ->  Seq Scan on t  (cost=0.00..2.00 rows=1 width=10)
            (5 rows)

            """
        #expect(try plans(text: table).map(\.root.title) == ["Insert on log", "Update on t"])
        #expect(
            refusal(of: table.replacing("(5 rows)", with: "(4 rows)"))?.contains("[plan.row-count]") == true)
    }

    @Test func aPastedPlanKeepsItsMarginAndItsByteOrderMark() throws {
        let lines = [
            "Limit  (cost=0.00..1.00 rows=1 width=4) (actual time=0.1..0.2 rows=1 loops=1)",
            "  ->  Seq Scan on t  (cost=0.00..9.00 rows=9 width=4) (actual time=0.1..0.1 rows=1 loops=1)",
            "Execution Time: 0.3 ms",
        ]
        for (margin, mark) in [("", "\u{FEFF}"), ("    ", ""), ("\t", "\u{FEFF}")] {
            let text = mark + lines.map { margin + $0 }.joined(separator: "\r\n")
            let plan = try #require(try plans(text: text).first)
            #expect(plan.nodes.map(\.title) == ["Limit", "Seq Scan on t"])
            #expect(plan.executionTime.value == 0.3)
        }
    }

    @Test func theStatementIsTakenFromTheEcho() throws {
        let plan = try #require(try plans("frames/text.prompt").first)
        #expect(
            plan.statement
                == "explain (analyze, buffers, format text) select c.region, sum(o.amt) from cust c"
                + " join ord o on o.cust_id=c.id where o.status='paid' group by 1;")
    }
}
