import Diagnostics
import Quantities
import QueryPlans
import TestSupport
import Testing

@Suite struct DamageTests {
    private static let captures = [
        "lab/explain_before.txt", "lab/explain_before_verbose.txt", "corpus/15-51-inject.full.text",
        "corpus/17-51-inject.full.json", "frames/json.aligned", "frames/text.unaligned",
        "frames/text.csv-tuples", "frames/text.html", "frames/text.expanded-b0", "frames/text.wrapped80",
        "frames/text.oldascii-b2", "frames/text.singlequotes", "frames/text.nbsp", "frames/yaml.unaligned",
        "frames/yaml.csv-tuples",
        "frames/xml.unaligned", "frames/xml.html", "formats/18-53-neverloop.full.yaml",
        "formats/18-53-neverloop.full.xml",
    ]

    private func read(_ bytes: [UInt8]) -> [QueryPlan]? {
        do throws(Diagnostics) {
            return try QueryPlan.plans(in: SourceFile(path: "damaged", bytes: bytes))
        } catch {
            #expect(!error.all.isEmpty)
            return nil
        }
    }

    /// A plan that psql printed as a table of LaTeX, troff or AsciiDoc is refused, with what to use instead.
    @Test(arguments: [
        ("\\begin{tabular}{l}\n\\textit{QUERY PLAN} \\\\\n\\hline\n", " \\\\", "\\end{tabular}\n"),
        (".LP\n.TS\ncenter;\nl.\n\\fIQUERY PLAN\\fP\n_\n", "", ".TE\n.DS L\n(2 rows)\n.DE\n"),
        ("[options=\"header\",cols=\"<l\",frame=\"none\"]\n|====\n^l|QUERY PLAN\n<l|", "", "|====\n"),
    ])
    func unsupportedFormatIsRefused(head: String, lineEnd: String, tail: String) {
        let plan = "Seq Scan on t  (cost=0.00..1.00 rows=1 width=4)\(lineEnd)\n  Filter: (a = 1)\(lineEnd)\n"
        let file = SourceFile(path: "plan.txt", text: head + plan + tail)
        let error = #expect(throws: Diagnostics.self) { try QueryPlan.plans(in: file) }
        #expect(error?.all.contains { $0.help?.contains("psql --csv") == true } == true)
    }

    @Test(arguments: captures)
    func everyBeginningOfACaptureIsRefusedOrWhole(name: String) throws {
        let file = try fixture("Tests/QueryPlansTests/Fixtures/\(name)")
        let whole = try #require(read(file.bytes)).map(outline)
        for end in stride(from: 0, to: file.bytes.count, by: max(1, file.bytes.count / 1500)) {
            guard let found = read(Array(file.bytes[..<end])) else { continue }
            let isFlagged = found.contains { !$0.warnings.isEmpty }
            #expect(isFlagged || found.map(outline) == whole, "\(name) cut after \(end) bytes")
        }
    }

    @Test(arguments: ["lab/explain_before.txt", "lab/explain_before_verbose.txt", "frames/text.unaligned"])
    func aMissingOrDoubledLineIsRefused(name: String) throws {
        let file = try fixture("Tests/QueryPlansTests/Fixtures/\(name)")
        let lines = String(decoding: file.bytes, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false)
        let rows = lines.indices.filter { lines[$0].contains("rows)") }.first ?? 0
        let first = name.hasSuffix("unaligned") ? 1 : 2
        for line in first..<rows {
            var shorter = lines
            shorter.remove(at: line)
            #expect(
                read(Array(shorter.joined(separator: "\n").utf8)) == nil, "\(name) without line \(line + 1)")
            var longer = lines
            longer.insert(lines[line], at: line)
            #expect(
                read(Array(longer.joined(separator: "\n").utf8)) == nil, "\(name) with line \(line + 1) twice"
            )
        }
    }

    @Test(arguments: captures)
    func damagedBytesNeverCrashAReader(name: String) throws {
        let file = try fixture("Tests/QueryPlansTests/Fixtures/\(name)")
        var random = SeededGenerator(seed: 20_260_104)
        for _ in 0..<150 {
            var bytes = file.bytes
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let offset = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[offset] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: offset)
                case 2: bytes.insert(Array("'\"\n:>([{ ".utf8).randomElement(using: &random) ?? 0, at: offset)
                default: bytes.swapAt(offset, Int.random(in: 0..<bytes.count, using: &random))
                }
            }
            guard let found = read(bytes) else { continue }
            for plan in found {
                #expect(!plan.nodes.isEmpty)
                for node in plan.nodes {
                    #expect(node.span.range.upperBound <= bytes.count)
                    _ = outline(plan).count
                    _ = (node.wal.bytes.value, node.ioTimings.sharedRead.value, node.sortSpaceUsed.value)
                }
            }
        }
    }
}
