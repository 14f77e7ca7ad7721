import Capturing
import Diagnostics
import Evidence
import PsqlOutput
import TestSupport
import Testing

/// The starter queries of this repository, against a real server.
@Suite struct StarterQueryTests {
    private static let folder = "Templates/queries"

    /// What the queries with variables are run for.
    private static let values = [
        "schema": "public", "table": "Mixed case", "column": "user", "time_column": "begun at",
        "begun_column": "begun at", "finished_column": "finished at",
    ]

    private static let data = """
        CREATE EXTENSION pg_stat_statements;
        CREATE TABLE "Mixed case" ("user" int, "begun at" timestamptz, "finished at" timestamptz);
        INSERT INTO "Mixed case"
        SELECT number % 7 * (number % 3), timestamptz '2026-01-04 16:15+00' - number * interval '7 minutes',
               CASE WHEN number % 5 <> 0 THEN timestamptz '2026-01-04 16:15+00' END
          FROM generate_series(0, 4999) AS number;
        CREATE INDEX ON "Mixed case" ("user");
        ANALYZE;

        """

    private static func names() async throws -> [String] {
        try await Command("/bin/ls", "\(repositoryRoot)/\(folder)").succeed()
            .split(separator: "\n").map { String($0.dropLast($0.hasSuffix(".sql") ? 4 : 0)) }
    }

    private static func query(_ name: String) throws -> QueryFile {
        try QueryFile(try fixture("\(folder)/\(name).sql"), name: name)
    }

    @Test func `each is read-only, says what it shows in a line, and is a query that can be sampled`()
        async throws
    {
        let names = try await Self.names()
        #expect(names.count >= 20)
        for name in names {
            let query = try Self.query(name)
            #expect(query.access == .readOnly, "\(name)")
            #expect(query.isSingleQuery && query.format == .csv, "\(name)")
            #expect(
                query.title != name && query.title.hasSuffix(".") && query.title.utf8.count < 120, "\(name)")
            #expect(query.variables.allSatisfy { !$0.title.isEmpty }, "\(name)")
        }
    }

    @Test func `each runs in a read-only transaction, and its CSV is read`() async throws {
        let names = try await Self.names()
        try await PostgreSQLCluster.with(settings: ["shared_preload_libraries = 'pg_stat_statements'"]) {
            server in
            _ = try await server.psql("-q", input: Self.data)
            for name in names {
                let query = try Self.query(name)
                let first = try await Self.run(query, server)
                let tables = try parseCSV(in: SourceFile(path: "\(name).csv", text: first))
                let table = try #require(tables.first, "\(name)")
                #expect(tables.count == 1, "\(name)")
                #expect(table.rowCount > 0 || Self.mayBeEmpty.contains(name), "\(name)")
            }
        }
    }

    @Test func `the figures about data are those of the data`() async throws {
        try await PostgreSQLCluster.with(settings: ["shared_preload_libraries = 'pg_stat_statements'"]) {
            server in
            _ = try await server.psql("-q", input: Self.data)
            let concentration = try await Self.run(try Self.query("concentration"), server)
            #expect(
                concentration.split(separator: "\n").last == "10,5000,2143,238.5,42.860,100.000,42.860,42.860"
            )
            let ages = try await Self.run(try Self.query("unfinished-ages"), server)
            let table = try #require(try parseCSV(in: SourceFile(path: "ages.csv", text: ages)).first)
            let rows = (0..<table.rowCount).map {
                (table.text(row: $0, column: 2), table.text(row: $0, column: 3))
            }
            #expect(
                rows.map(\.0) == ["under 1 h", "1 h to 1 d", "1 d to 7 d", "7 d to 30 d", "30 d and more"])
            #expect(rows.map(\.1) == ["2", "40", "246", "712", "0"])
            let hours = try await Self.run(try Self.query("weekday-hours"), server).split(separator: "\n")
            #expect(hours.count == 1 + 7 * 24)
            let counts = try await Self.run(try Self.query("hourly-counts"), server).split(separator: "\n")
            #expect(counts.last == "2026-01-04 16:00:00+00,3")
        }
    }

    @Test func `what another session holds up is shown, without the values in its statement`() async throws {
        try await PostgreSQLCluster.with { server in
            _ = try await server.psql("-q", input: "CREATE TABLE t (a int); INSERT INTO t VALUES (1);")
            async let holder = server.psql(
                "-q",
                input: "BEGIN; UPDATE t SET a = 4217 WHERE 'a secret' <> ''; SELECT pg_sleep(6); ROLLBACK;")
            var printed = ""
            async let waiter = server.psql("-q", input: "SELECT pg_sleep(1); UPDATE t SET a = 4711;")
            for _ in 0..<50 where !printed.contains("UPDATE") {
                try await Task.sleep(for: .milliseconds(100))
                printed = try await Self.run(try Self.query("blocking"), server)
            }
            let long = try await Self.run(try Self.query("long-transactions"), server)
            _ = try await (holder, waiter)
            #expect(
                printed.contains("UPDATE t SET a = ?") && printed.contains("SELECT pg_sleep(?)"), "\(printed)"
            )
            #expect(long.contains("pg_sleep(?)"), "\(long)")
            for hidden in ["4217", "4711", "secret"] {
                #expect(!printed.contains(hidden) && !long.contains(hidden))
            }
        }
    }

    /// Queries of what there need not be: nothing is blocked, built or replicated.
    private static let mayBeEmpty = [
        "blocking", "index-progress", "locks", "long-transactions", "replication", "waits",
    ]

    private static func run(_ query: QueryFile, _ server: PostgreSQLCluster) async throws -> String {
        let known = Set(query.variables.map(\.name))
        let values = try query.values(given: Self.values.filter { known.contains($0.key) })
        let text = query.file.text(0..<query.file.bytes.count)
        return try await server.psql(
            ["-q"] + query.psqlArguments + values.flatMap { ["-v", "\($0.name)=\($0.value)"] },
            input: "BEGIN READ ONLY;\n\(text)\n;ROLLBACK;\n")
    }
}
