import Diagnostics
import Quantities
import QueryPlans
import TestSupport
import Testing

/// Plans that are made up, with hostile names and literals, read back as what they are.
@Suite struct PropertyTests {
    private func expected(_ node: MadePlan.Node, _ parent: Int?, into list: inout [[String]]) {
        let id = list.count
        let isScan = node.inputs.isEmpty
        let ran = node.loops > 0
        list.append([
            isScan ? "Seq Scan" : "Append", isScan ? node.relation : "–", isScan ? node.alias : "–",
            "\(parent ?? -1)", "\(node.cost)", "\(node.rows)", "\(node.loops)", node.filter ?? "–",
            node.key.isEmpty ? "–" : node.key.joined(separator: ", "),
            ran && node.filter != nil ? "\(node.removed)" : "–", ran ? "\(node.buffers)" : "0",
        ])
        for input in node.inputs { expected(input, id, into: &list) }
    }

    private func read(_ plan: QueryPlan) -> [[String]] {
        plan.nodes.map { node in
            let removed = node.rowsRemoved("Rows Removed by Filter")
            return [
                node.type, node.relation ?? "–", node.alias ?? "–", "\(node.parent?.id ?? -1)",
                "\(Int(((node.totalCost.value ?? -1) * 100).rounded()))", "\(Int(node.planRows.value ?? -1))",
                "\(Int(node.loops.value ?? -1))", node.conditions.first?.text ?? "–",
                node.property("Sort Key")?.text ?? "–", removed.value.map { "\(Int($0))" } ?? "–",
                "\(Int(node.buffers.sharedHit.value ?? 0))",
            ]
        }
    }

    @Test(arguments: 0..<40) func whatIsPrintedInAnyFormatIsReadAsItWas(round: Int) throws {
        var random = SeededGenerator(seed: UInt64(round) &* 7919 &+ 3)
        let made = MadePlan(&random)
        var nodes: [[String]] = []
        expected(made.root, nil, into: &nodes)
        for (format, text) in [
            ("text", made.text()), ("json", made.json()), ("yaml", made.yaml()), ("xml", made.xml()),
        ] {
            do throws(Diagnostics) {
                let found = try plans(text: text)
                #expect(found.count == 1, "\(format)")
                #expect(found.first.map(read) == nodes, "\(format)\n\(text)")
                #expect(found.first?.executionTime.value == 12.345)
            } catch {
                Issue.record("\(format): \(error.all.map(\.text).joined(separator: "\n"))\n\(text)")
            }
        }
    }

    /// The four formats one after the other, in one file among other text, with and without line endings of Windows.
    @Test(arguments: 0..<12) func everyPlanOfAFileIsFoundInOrder(round: Int) throws {
        var random = SeededGenerator(seed: UInt64(round) &+ 99)
        var text = ""
        var wanted: [PlanFormat] = []
        for _ in 0..<6 {
            let made = MadePlan(&random)
            let noise = [
                "postgres=# \\timing on\n", "Time: 1.234 ms\n", "\n", "SET\n",
                " id | name\n----+------\n  1 | x\n(1 row)\n\n",
            ]
            text += noise.randomElement(using: &random) ?? ""
            switch Int.random(in: 0..<4, using: &random) {
            case 0:
                text += made.text()
                wanted.append(.text)
            case 1:
                text += made.json()
                wanted.append(.json)
            case 2:
                text += made.yaml()
                wanted.append(.yaml)
            default:
                text += made.xml()
                wanted.append(.xml)
            }
            text += "\n"
        }
        if round % 2 == 1 { text = text.replacing("\n", with: "\r\n") }
        let found = try plans(text: text)
        #expect(found.map(\.format) == wanted)
        #expect(found.map(\.line) == found.map(\.line).sorted())
    }
}
