import Diagnostics
import Quantities
import QueryPlans
import TestSupport
import Testing

/// What of a node does not differ from run to run, so that the formats can be compared.
private func signature(_ node: PlanNode) -> [String] {
    let facts: [(String, String?)] = [
        ("type", node.type), ("title", node.title), ("role", node.role.rawValue),
        ("parent", node.parent.map { "\($0.id)" }), ("schema", node.schema), ("relation", node.relation),
        ("alias", node.alias), ("index", node.index), ("cte", node.cteName), ("name", node.subplanName),
        ("join", node.joinType), ("strategy", node.strategy), ("mode", node.partialMode),
        ("direction", node.scanDirection), ("operation", node.operation),
        ("cost", "\(shown(node.startupCost))–\(shown(node.totalCost))"),
        ("estimate", "\(shown(node.planRows)) \(shown(node.planWidth))"),
        ("never", "\(node.neverExecuted)"), ("rows", shown(node.actualRows, decimals: 0)),
        ("loops", shown(node.loops)),
        ("removed", node.rowsRemoved("Rows Removed by Filter").value.map { "\($0)" }),
        ("rechecked", node.rowsRemoved("Rows Removed by Index Recheck").value.map { "\($0)" }),
        ("timed", "\(node.exclusiveTime.value != nil)"),
        ("conditions", node.conditions.map { "\($0.name)=\($0.text)" }.joined(separator: ";")),
        ("sort key", node.property("Sort Key")?.text), ("output", node.property("Output")?.text),
        ("sort", node.sortMethod), ("space", node.sortSpaceType),
        ("full", node.work.fullSortGroups.map(groups)), ("pre", node.work.presortedGroups.map(groups)),
        ("buckets", shown(node.work.hashBuckets)), ("batches", shown(node.batches)),
        ("partitions", shown(node.work.plannedPartitions)), ("heap", shown(node.heapFetches)),
        ("searches", shown(node.indexSearches)), ("exact", shown(node.work.exactHeapBlocks)),
        ("lossy", shown(node.work.lossyHeapBlocks)), ("hits", shown(node.work.cacheHits)),
        ("misses", shown(node.work.cacheMisses)), ("evictions", shown(node.work.cacheEvictions)),
        ("overflows", shown(node.work.cacheOverflows)), ("memory", "\(node.peakMemory.value != nil)"),
        ("planned", shown(node.workersPlanned)), ("launched", shown(node.workersLaunched)),
        ("workers", node.workers.map { "\($0.number) \(shown($0.loops) != "?")" }.joined(separator: ",")),
        ("storage", node.work.storage), ("kept", shown(node.work.maximumStorage)),
        ("inserted", shown(node.work.tuplesInserted)), ("updated", shown(node.work.tuplesUpdated)),
        ("conflicts", shown(node.work.conflictingTuples)), ("window", node.window),
        ("disabled", "\(node.isDisabled)"), ("resolution", node.conflictResolution),
    ]
    return facts.map { "\($0): \($1 ?? "–")" }
}

private func groups(_ groups: SortGroups) -> String {
    "\(shown(groups.count)) \(groups.methods) \(shown(groups.averageMemory)) \(shown(groups.peakDisk))"
}

private func statement(_ plan: QueryPlan) -> String {
    [
        "\(plan.settings.map { "\($0.name)=\($0.value)" })", plan.queryIdentifier ?? "–",
        "\(plan.triggers.map { "\($0.name) \(shown($0.calls)) \($0.time.value != nil)" })",
        "\(plan.planningTime.value != nil) \(plan.executionTime.value != nil)",
        "\(shown(plan.planningMemoryAllocated)) \(plan.serialization?.format ?? "–")",
        "\(plan.serialization?.time.value != nil)",
        "\(shown(plan.jit?.functions ?? Quantity(0, derivation: .constant("0"))))",
        "\(plan.jit?.option("Expressions").map(String.init) ?? "–") \(plan.jit?.total.value != nil)",
    ]
    .joined(separator: "\n")
}

@Suite struct FormatTests {
    private static let formats: [PlanFormat] = [.text, .json, .yaml, .xml]

    @Test(arguments: [
        "15-04-bitmapor", "15-20-incsort", "15-22-memoize", "15-24-hashagg-spill", "15-50-jit",
        "17-09-parallel-nl", "18-05-nestloop", "18-11-recursive", "18-25-groupsets", "18-29-upsert",
        "18-33-lateral-limit", "18-53-neverloop",
    ])
    func theFourFormatsOfAPlanGiveTheSameNodes(name: String) throws {
        let read = try Self.formats.map { format in
            let found = try plans("formats/\(name).full.\(format.rawValue)")
            #expect(found.count == 1)
            return try #require(found.first)
        }
        #expect(read.map(\.format) == Self.formats)
        for plan in read.dropFirst() {
            try #require(plan.nodes.count == read[0].nodes.count)
            for (node, other) in zip(plan.nodes, read[0].nodes) {
                for (fact, wanted) in zip(signature(node), signature(other)) {
                    #expect(fact == wanted, "\(plan.format) \(node.title)")
                }
            }
            #expect(statement(plan) == statement(read[0]), "\(plan.format)")
        }
        for plan in read {
            let own = plan.nodes.compactMap(\.exclusiveTime.value)
            #expect(own.allSatisfy { $0 >= 0 })
            #expect(plan.nodes.compactMap(\.exclusiveSharedBlocks.value).allSatisfy { $0 >= 0 })
        }
    }

    private func figures(_ name: String, _ figures: (QueryPlan) -> [String?]) throws -> [[String?]] {
        try Self.formats.map {
            figures(try #require(try plans("formats/\(name).full.\($0.rawValue)").first))
        }
    }

    /// All formats print these, and they are the same in each run.
    private func expect(_ name: String, _ expected: [String?], _ read: (QueryPlan) -> [String?]) throws {
        for found in try figures(name, read) { #expect(found == expected) }
    }

    @Test func whatANodeSaysOfItsWorkIsReadFromEveryFormat() throws {
        try expect("15-22-memoize", ["9,999.000", "20,000.000", "0.000", "0.000", "o.cust_id", "logical"]) {
            plan in
            let memoize = plan.node("Memoize")
            return [
                shown(memoize.work.cacheHits), shown(memoize.work.cacheMisses),
                shown(memoize.work.cacheEvictions), shown(memoize.work.cacheOverflows),
                memoize.property("Cache Key")?.text, memoize.property("Cache Mode")?.text,
            ]
        }
        try expect("15-24-hashagg-spill", ["4.000", "1,365.000", "true", "true", "true"]) { plan in
            let aggregate = plan.node("HashAggregate")
            return [
                shown(aggregate.work.plannedPartitions), shown(aggregate.batches),
                "\((aggregate.diskUsage.value ?? 0) > 8_000_000)",
                "\((aggregate.ioTimings.tempWrite.value ?? 0) > 1)",
                "\(aggregate.buffers.tempWritten.value ?? 0 > 6000)",
            ]
        }
        try expect("15-04-bitmapor", ["983", "532", "6,957.000", nil]) { plan in
            let scan = plan.node("Bitmap Heap Scan")
            return [
                shown(scan.work.exactHeapBlocks, decimals: 0), shown(scan.work.lossyHeapBlocks, decimals: 0),
                shown(scan.rowsRemoved("Rows Removed by Index Recheck")), scan.sortMethod,
            ]
        }
        try expect("15-20-incsort", ["12.000", "[\"top-N heapsort\", \"quicksort\"]", "nil"]) { plan in
            let groups = plan.node("Incremental Sort").work.fullSortGroups
            return [
                groups.map { shown($0.count) }, groups.map { "\($0.methods)" },
                "\(plan.node("Incremental Sort").sortMethod as String?)",
            ]
        }
        try expect("15-30-merge", ["20.000", "0.000", "my trg: odd (name)", "20.000"]) { plan in
            [
                shown(plan.root.work.tuplesUpdated), shown(plan.root.work.tuplesInserted),
                plan.triggers.first?.name, plan.triggers.first.map { shown($0.calls) },
            ]
        }
        try expect("15-50-jit", ["5.000", "true", "true", "true", "?"]) { plan in
            [
                plan.jit.map { shown($0.functions) }, plan.jit?.option("Inlining").map(String.init),
                plan.jit?.option("Deforming").map(String.init), "\(plan.jit?.inlining.value ?? 0 > 10)",
                plan.jit.map { shown($0.deforming) },
            ]
        }
        try expect("18-11-recursive", ["Memory", "true", "text", "true"]) { plan in
            let union = plan.node("Recursive Union")
            return [
                union.work.storage, "\((union.work.maximumStorage.value ?? 0) > 20_000)",
                plan.serialization?.format, "\(plan.planningMemoryUsed.value ?? 0 > 20_000)",
            ]
        }
        try expect("18-29-upsert", ["UPDATE", "100.000", "101.000", "t_trg_pkey", "1.000"]) { plan in
            [
                plan.root.conflictResolution, shown(plan.root.work.tuplesInserted),
                shown(plan.root.work.conflictingTuples),
                plan.root.property("Conflict Arbiter Indexes")?.text,
                shown(plan.root.rowsRemoved("Rows Removed by Conflict Filter")),
            ]
        }
        try expect("17-09-parallel-nl", ["2.000", "2.000", "[0, 1]", "true"]) { plan in
            let gather = plan.node("Gather")
            let workers = plan.node("Nested Loop").workers
            return [
                shown(gather.workersPlanned), shown(gather.workersLaunched), "\(workers.map(\.number))",
                "\(workers.allSatisfy { ($0.actualTotalTime.value ?? 0) > 1 && ($0.buffers.sharedHit.value ?? 0) > 100 })",
            ]
        }
    }

    @Test func eachValueKnowsItsPlaceInEveryFormat() throws {
        for format in Self.formats {
            let plan = try #require(try plans("formats/18-05-nestloop.full.\(format.rawValue)").first)
            for node in plan.nodes {
                for quantity in [node.totalCost.derivation, node.planRows.derivation] {
                    #expect(quantity.text.contains("18-05-nestloop.full.\(format.rawValue):"))
                }
                for property in node.properties {
                    let printed = property.span.text
                    let shown = property.text.prefix { $0 != "," && $0 != "\n" && $0 != "<" && $0 != ">" }
                    #expect(printed.contains(shown), "\(property.name): \(printed) is not \(property.text)")
                }
            }
        }
    }

    @Test func yamlIsRefusedWhereItIsNotExplains() {
        let whole = """
            - Plan:
                Node Type: "Result"
                Total Cost: 0.01
                Output:
                  - "1"
              Planning Time: 0.012

            """
        #expect(refusal(of: whole) == nil)
        for (part, other, id) in [
            ("\"Result\"", "\"Result", "plan.yaml"), ("Total Cost: 0.01", "Total Cost: 0.0x", "plan.yaml"),
            ("    Total", "   Total", "plan.yaml"), ("- \"1\"", "\"1\"", "plan.yaml"),
            ("\"Result\"", "\"Re\\sult\"", "plan.yaml"), ("0.012", "0.01", "plan.truncated"),
            ("\"Result\"", "Result", "plan.yaml"), ("Node Type: \"Result\"", "Node: 1", "plan.yaml"),
        ] {
            let broken = whole.replacing(part, with: other)
            #expect(broken != whole)
            #expect(refusal(of: broken)?.contains("[\(id)]") == true, "\(other)")
        }
        #expect(
            refusal(of: whole.replacing("\"Result\"", with: "\"Result")) == """
                plan.txt:2:16: error: A quoted text does not end on its line [plan.yaml]
                    2 |     Node Type: "Result
                                       ^~~~~~~
                  expected: a closing quote
                  help: Capture the whole output again, with `psql -X -o FILE` or `psql -X -At -o FILE`, and do not edit it.
                """)
        let deep = "- Plan:\n" + (1...2000).map { String(repeating: " ", count: $0 + 3) + "A:\n" }.joined()
        #expect(refusal(of: deep)?.contains("[plan.too-deep]") == true)
    }

    @Test func xmlIsRefusedWhereItIsNotExplains() throws {
        let whole = """
            <explain xmlns="http://www.postgresql.org/2009/explain">
              <Query>
                <Plan>
                  <Node-Type>Result</Node-Type>
                  <Filter>(a &lt; 'x &amp; y&#x0d;')</Filter>
                  <Made-Up-Thing>5</Made-Up-Thing>
                </Plan>
              </Query>
            </explain>

            """
        let plan = try #require(try plans(text: whole).first)
        #expect(plan.root.conditions.map(\.text) == ["(a < 'x & y\r')"])
        #expect(plan.root.property("Made Up Thing")?.text == "5")
        #expect(plan.root.span.text == "<Node-Type>Result</Node-Type>")
        for (part, other, id) in [
            ("</Filter>", "</Fitler>", "plan.xml"), ("&amp;", "&nope;", "plan.xml"),
            ("</Query>\n", "", "plan.xml"), ("<Plan>", "<Plan", "plan.xml"),
            ("<Plan>", "<Plan>stray", "plan.xml"),
            ("</explain>\n", "", "plan.truncated"), ("</explain>\n", "</expl", "plan.truncated"),
        ] {
            let broken = whole.replacing(part, with: other)
            #expect(
                refusal(of: broken)?.contains("[\(id)]") == true, "\(other): \(refusal(of: broken) ?? "read")"
            )
        }
        let deep = "<explain xmlns=\"x\">\n" + String(repeating: "<A>", count: 2000)
        #expect(refusal(of: deep)?.contains("[plan.too-deep]") == true)
    }
}
