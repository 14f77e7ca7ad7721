import Diagnostics
import Quantities
import QueryPlans
import TestSupport
import Testing

extension AgainstPostgreSQL {
    /// Plans read from what EXPLAIN printed hold what PostgreSQL's own JSON functions find in them.
    @Suite struct Plans {
        /// Statements that bring every shape of plan into the captures, each with the settings it needs.
        static let statements: [String: String] = [
            "a sequential scan with a filter": "SELECT * FROM orders WHERE note LIKE '%77%'",
            "an index scan, an index-only scan and a bitmap":
                "SELECT (SELECT note FROM orders WHERE id = 7), (SELECT count(*) FROM orders WHERE customer = 3), count(*) FROM orders WHERE customer IN (5, 6) OR amount < 2",
            "a parallel aggregate":
                "SELECT customer, sum(amount) FROM orders GROUP BY customer ORDER BY 2 DESC LIMIT 5",
            "joins":
                "SELECT * FROM customers c JOIN orders o ON o.customer = c.id LEFT JOIN customers d ON d.name = o.note WHERE c.id < 20",
            "a sort on disk": "SELECT * FROM orders ORDER BY note, amount",
            "a lateral top row for each customer":
                "SELECT c.name, o.* FROM customers c CROSS JOIN LATERAL (SELECT * FROM orders WHERE customer = c.id ORDER BY amount DESC LIMIT 1) o",
            "common tables, a window, a union":
                "WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 9), big AS MATERIALIZED (SELECT * FROM orders WHERE amount > 90) SELECT i, rank() OVER (ORDER BY i), NULL::bigint FROM n UNION SELECT id, 1, customer FROM big",
            "nodes that never ran":
                "SELECT * FROM orders o JOIN customers c ON c.id = o.customer WHERE o.id < 0 AND c.name = 'x'",
            "a one-time filter": "SELECT * FROM orders WHERE false",
            "a function, values and a subquery in the list":
                "SELECT v, (SELECT max(amount) FROM orders o WHERE o.customer = v) FROM (VALUES (1), (2), (3)) AS t(v) WHERE EXISTS (SELECT FROM generate_series(1, 5) g WHERE g = v)",
            "an update": "UPDATE orders SET note = 'it''s \"quoted\" <b>' WHERE id BETWEEN 10 AND 20",
            "an insert that meets a conflict":
                "INSERT INTO customers SELECT g, 'new' FROM generate_series(490, 510) g ON CONFLICT (id) DO NOTHING",
            "hostile names":
                "SELECT \"a: (b) | c\" AS \"x -> y\" FROM \"Odd Table (cost=1)\" WHERE \"a: (b) | c\" LIKE E'%\\n->  Seq Scan%'",
        ]

        static let setup = """
            CREATE TABLE customers (id int PRIMARY KEY, name text);
            CREATE TABLE orders (id bigint PRIMARY KEY, customer int REFERENCES customers, amount numeric, note text);
            CREATE TABLE "Odd Table (cost=1)" ("a: (b) | c" text);
            INSERT INTO customers SELECT n, 'customer ' || n FROM generate_series(1, 500) n;
            INSERT INTO orders SELECT n, 1 + n % 500, n % 100, md5(n::text) FROM generate_series(1, 60000) n;
            INSERT INTO "Odd Table (cost=1)" VALUES ('x'), (E'\\n->  Seq Scan on y');
            CREATE INDEX ON orders (customer);
            CREATE INDEX ON orders (amount);
            VACUUM (ANALYZE) orders, customers;
            """

        /// Small enough memory for sorts on disk, cheap enough workers for parallel plans.
        static let session = """
            SET search_path = plans; SET work_mem = '512kB'; SET min_parallel_table_scan_size = 0;
            SET parallel_setup_cost = 10; SET parallel_tuple_cost = 0.001; SET jit = off;
            BEGIN;

            """

        /// Runs a test in a schema of its own making, once for all statements.
        private func server() async throws -> PostgreSQLCluster {
            let server = try AgainstPostgreSQL.server()
            _ = try await server.psql(
                "-q",
                input: """
                    SELECT pg_advisory_lock(1) \\gset discarded_
                    SELECT to_regnamespace('plans') IS NULL AS missing \\gset
                    \\if :missing
                    CREATE SCHEMA plans; SET search_path = plans;
                    \(Self.setup)
                    \\endif
                    """)
            return server
        }

        private func explain(
            _ options: String, _ name: String, _ layout: [String], _ server: PostgreSQLCluster
        )
            async throws -> String
        {
            try await server.psql(
                ["-q"] + layout,
                input:
                    "\(Self.session)EXPLAIN (\(options)) \(try #require(Self.statements[name]));\nROLLBACK;\n"
            )
        }

        private func onlyPlan(_ text: String) throws -> QueryPlan {
            let plans = try QueryPlan.plans(in: SourceFile(path: "plan.txt", text: text))
            try #require(plans.count == 1, "\(plans.count) plans in\n\(text)")
            return plans[0]
        }

        @Test(
            "every number of a JSON plan is the one that PostgreSQL finds there",
            arguments: statements.keys.sorted())
        func json(name: String) async throws {
            let server = try await server()
            let printed = try await explain("ANALYZE, BUFFERS, VERBOSE, FORMAT JSON", name, ["-At"], server)
            let plan = try onlyPlan(printed)
            let expected = UnalignedOutput(
                try await server.psql(
                    UnalignedOutput.options,
                    input: """
                        WITH RECURSIVE node AS (
                          SELECT ARRAY[1]::bigint[] AS way, $json$\(printed)$json$::jsonb #> '{0,Plan}' AS node
                          UNION ALL
                          SELECT way || number, child FROM node,
                                 jsonb_array_elements(node -> 'Plans') WITH ORDINALITY AS c(child, number)
                        )
                        SELECT node ->> 'Relation Name', node ->> 'Index Name', node ->> 'Alias', node ->> 'Filter',
                               node -> 'Startup Cost', node -> 'Total Cost', node -> 'Plan Rows', node -> 'Plan Width',
                               node -> 'Actual Startup Time', node -> 'Actual Total Time', node -> 'Actual Rows',
                               node -> 'Actual Loops', node -> 'Shared Hit Blocks', node -> 'Shared Read Blocks',
                               node -> 'Temp Written Blocks', node -> 'Rows Removed by Filter',
                               jsonb_array_length(node -> 'Workers')
                          FROM node ORDER BY way;

                        """)
            ).records
            try #require(plan.nodes.count == expected.count)
            for (node, values) in zip(plan.nodes, expected) {
                #expect([node.relation ?? "", node.index ?? "", node.alias ?? ""] == Array(values[0..<3]))
                #expect((node.property("Filter")?.text ?? "") == values[3])
                let ran = !node.neverExecuted
                let read: [Double?] = [
                    node.startupCost.value, node.totalCost.value, node.planRows.value, node.planWidth.value,
                    ran ? node.actualStartupTime.value : 0, ran ? node.actualTotalTime.value : 0,
                    ran ? node.actualRows.value : 0, ran ? node.loops.value : 0,
                    node.buffers.sharedHit.value, node.buffers.sharedRead.value,
                    node.buffers.tempWritten.value,
                ]
                var expected = values[4..<15].map(Double.init)
                // The server always prints 0 rows for these two, whatever they yield.
                if node.type == "BitmapOr" || node.type == "BitmapAnd" { expected[6] = nil }
                #expect(read == expected, "\(node.title)")
                if let removed = Double(values[15]), ran {
                    #expect(node.rowsRemoved("Rows Removed by Filter").value == removed, "\(node.title)")
                }
                #expect(node.workers.count == Int(values[16]) ?? 0)
            }
            let whole = try await server.psql(
                UnalignedOutput.options,
                input: """
                    SELECT ($json$\(printed)$json$::jsonb) #> '{0,Execution Time}', ($json$\(printed)$json$::jsonb) #> '{0,Planning Time}';

                    """)
            #expect(
                UnalignedOutput(whole).records.first?.map(Double.init)
                    == [plan.executionTime.value, plan.planningTime.value])
        }

        @Test("text and JSON of a plan that was not run say the same", arguments: statements.keys.sorted())
        func estimates(name: String) async throws {
            let server = try await server()
            let json = try onlyPlan(try await explain("VERBOSE, FORMAT JSON", name, ["-At"], server))
            for layout in [[], ["-P", "border=0"], ["-At"], ["-P", "linestyle=unicode"]] {
                let text = try onlyPlan(try await explain("VERBOSE", name, layout, server))
                expectSame(text, json) { node in
                    [node.startupCost.value, node.totalCost.value, node.planRows.value, node.planWidth.value]
                }
            }
        }

        @Test(
            "text and JSON of a plan that was run count the same rows, loops and blocks",
            arguments: statements.keys.sorted())
        func counts(name: String) async throws {
            let server = try await server()
            let options = "ANALYZE, TIMING OFF, BUFFERS, SUMMARY OFF"
            // Which worker reads how much is chance; every table is in memory before the two runs.
            let alone = "SET LOCAL max_parallel_workers_per_gather = 0; "
            func run(_ options: String, _ layout: [String]) async throws -> QueryPlan {
                let statement = try #require(Self.statements[name])
                return try onlyPlan(
                    try await server.psql(
                        ["-q"] + layout,
                        input: "\(Self.session)\(alone)EXPLAIN (\(options)) \(statement);\nROLLBACK;\n"))
            }
            _ = try await run(options, [])
            let json = try await run("\(options), FORMAT JSON", ["-At"])
            let text = try await run(options, [])
            expectSame(text, json) { node in
                guard !node.neverExecuted else { return [nil] }
                // Where nothing was removed, JSON says 0 and text says nothing.
                let removed = node.rowsRemovedNames.sorted().map { node.rowsRemoved($0).value }
                return [node.actualRows.value, node.loops.value, node.buffers.tempWritten.value]
                    + removed.filter { $0 != 0 }
            }
        }

        @Test("a parallel plan knows its workers")
        func parallel() async throws {
            let server = try await server()
            let plan = try onlyPlan(
                try await explain("ANALYZE, BUFFERS, VERBOSE", "a parallel aggregate", [], server))
            let gather = try #require(plan.nodes.first { $0.type.hasPrefix("Gather") })
            #expect((gather.workersPlanned.value ?? 0) >= 1)
            let scan = try #require(plan.nodes.first { $0.relation == "orders" })
            #expect(scan.totalRows.value == 60_000)
            let launched = gather.workersLaunched.value ?? -1
            #expect(scan.loops.value == launched + 1)
            #expect(Double(scan.workers.count) == launched)
        }

        @Test("a plan that lost its end, or a line in its midst, is refused")
        func truncated() async throws {
            let server = try await server()
            let whole = try await explain("ANALYZE, BUFFERS, FORMAT JSON", "joins", [], server)
            let lines = whole.split(separator: "\n", omittingEmptySubsequences: false)
            for cut in stride(from: 3, to: lines.count - 3, by: 7) {
                let short = lines.prefix(cut).joined(separator: "\n")
                #expect(throws: Diagnostics.self, "cut after line \(cut)") {
                    try QueryPlan.plans(in: SourceFile(path: "plan.txt", text: short))
                }
            }
        }

        /// Compares two readings of one plan, node by node, with the values that must be the same.
        private func expectSame(_ text: QueryPlan, _ json: QueryPlan, _ values: (PlanNode) -> [Double?]) {
            #expect(text.format == .text && json.format == .json)
            #expect(text.nodes.map(\.title) == json.nodes.map(\.title))
            for (left, right) in zip(text.nodes, json.nodes) {
                #expect(left.displayName == right.displayName)
                #expect(left.depth == right.depth)
                #expect(
                    left.relation == right.relation && left.index == right.index && left.alias == right.alias)
                #expect(left.conditions.map(\.name) == right.conditions.map(\.name), "\(left.title)")
                #expect(left.conditions.map(\.text) == right.conditions.map(\.text), "\(left.title)")
                #expect(left.joinType == right.joinType && left.strategy == right.strategy, "\(left.title)")
                #expect(values(left) == values(right), "\(left.title)")
            }
        }
    }
}
