import Captures
import Diagnostics
import Foundation
import Quantities
import TestSupport
import Testing

/// `casebook capture` against a PostgreSQL 15 with pg_stat_statements.
@Suite(.capturedServer) struct CaptureTests {
    @TaskLocal static var cluster: PostgreSQLCluster?

    /// A project with an incident's queries, and the server that they are run on.
    struct Laboratory: Sendable {
        static let id = "2026-02-01-slots"
        static let evidence = "Content/\(id)/evidence"

        let folder: TemporaryFolder
        let server: PostgreSQLCluster

        func query(_ name: String, _ sql: String) throws {
            try folder.write(sql, to: "Content/\(Self.id)/queries/\(name).sql")
        }

        func command(_ arguments: [String], host: String? = nil) throws -> Command {
            let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
            return Command(
                try builtProgram("casebook"),
                arguments: ["capture", "--root", folder.path] + arguments,
                in: folder.path,
                environment: [
                    "PGHOST": host ?? server.folder, "PGUSER": "postgres", "PGDATABASE": "postgres",
                    "PGOPTIONS": "", "PGTZ": "", "PGSERVICE": "", "PATH": "\(server.programs):\(path)",
                ]
            )
        }

        func capture(_ arguments: String..., host: String? = nil) async throws -> Command.Result {
            try await command(["--incident", Self.id] + arguments, host: host).run()
        }

        /// The files of the evidence, hidden ones too.
        func files() throws -> [String] {
            let prefix = "\(Self.evidence)/"
            return try folder.files().filter { $0.hasPrefix(prefix) }.map {
                String($0.dropFirst(prefix.count))
            }
        }

        func text(_ capture: String) throws -> String { try folder.text(of: "\(Self.evidence)/\(capture)") }

        func record(_ capture: String) throws -> SavedRecord {
            let path = SavedRecord.path(of: capture)
            let bytes = try folder.bytes(of: "\(Self.evidence)/\(path)")
            return try SavedRecord(SourceFile(path: path, bytes: bytes))
        }

        func table(_ capture: String) throws -> ResultTable {
            try #require(try parseCSV(in: SourceFile(path: capture, text: try text(capture))).first)
        }

        @discardableResult
        func sql(_ statements: String) async throws -> String {
            try await server.psql("-qAt", input: statements)
        }
    }

    static func laboratory(_ body: (Laboratory) async throws -> Void) async throws {
        let server = try #require(Self.cluster)
        try await TemporaryFolder.with { folder in
            try folder.write("", to: "Templates/report.md")
            try folder.write("", to: "Content/\(Laboratory.id)/queries/.keep")
            try await body(Laboratory(folder: folder, server: server))
        }
    }

    // MARK: What is saved

    @Test func `A capture is what psql printed, beside a record of how`() async throws {
        try await Self.laboratory { lab in
            let sql = "-- What the server says.\nSELECT 1 AS one, 'two' AS two;\n"
            try lab.query("words", sql)
            let before = Date()
            let result = try await lab.capture("--label", "before")
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.errors == "")
            #expect(result.text.hasPrefix("Captured \(Laboratory.evidence)/before/words.csv: 14 bytes in "))
            #expect(try lab.files() == ["before/words.csv", "before/words.csv.record.json"])
            #expect(try lab.text("before/words.csv") == "one,two\n1,two\n")

            let record = try lab.record("before/words.csv")
            #expect(record.capture == "before/words.csv")
            #expect(record.title == "What the server says.")
            #expect(try SHA256(of: Array("one,two\n1,two\n".utf8)).hexadecimal == record.sha256)
            #expect(record.bytes == 14)
            #expect(record.command == sql)
            #expect(record.query == "words")
            #expect(record.label == "before")
            #expect(record.access == .readOnly)
            #expect(record.timeZone == "UTC")
            #expect(abs(record.captured.secondsSinceEpoch - before.timeIntervalSince1970) < 60)
            #expect(try #require(record.seconds) >= 0)
            #expect(record.server?.host == lab.server.folder)
            #expect(record.server?.database == "postgres")
            #expect(record.server?.role == "postgres")
            #expect(record.replaces.isEmpty && record.sampling == nil && record.statisticsReset.isEmpty)
            let version = try await lab.sql("SHOW server_version;")
            #expect("\(record.server?.version ?? "")\n" == version)
            #expect(record.client?.hasPrefix("psql 15.") == true)
        }
    }

    @Test func `Nulls, empty texts, quotes, newlines and every script are read back as they were`()
        async throws
    {
        try await Self.laboratory { lab in
            try lab.query(
                "values",
                #"""
                SELECT NULL AS "null", '' AS empty, 'say "x", y' AS quoted, E'two\nlines' AS lines,
                       '漢字 é 👩‍💻' AS script, E'\ttab ' AS blank;
                """#
            )
            let result = try await lab.capture()
            #expect(result.status == 0, "\(result.errors)")
            let table = try lab.table("values.csv")
            #expect(
                (1..<6).map { table.text(row: 0, column: $0) }
                    == ["", "say \"x\", y", "two\nlines", "漢字 é 👩‍💻", "\ttab "]
            )
            #expect((0..<3).map { table.nullity(row: 0, column: $0) } == [.null, .value, .value])
        }
    }

    @Test func `Every format holds nothing of ours`() async throws {
        try await Self.laboratory { lab in
            try lab.query("plan", "EXPLAIN (COSTS OFF) SELECT 1;\n")
            try lab.query("document", "EXPLAIN (FORMAT JSON, COSTS OFF) SELECT 1\n")
            try lab.query("several", "\\x\nSELECT 1 AS a;\n\\x\n\\t\nSELECT 2 AS b;\n\\echo the end\n")
            let result = try await lab.capture()
            #expect(result.status == 0, "\(result.errors)")
            let several = try lab.text("several.txt")
            #expect(several == "-[ RECORD 1 ]\na | 1\n\n 2\n\nthe end\n", "\(several)")
            #expect(try lab.text("plan.txt") == " QUERY PLAN \n------------\n Result\n(1 row)\n\n")
            let document = try lab.text("document.json")
            #expect(document.hasPrefix("[\n") && document.hasSuffix("]\n"))
            _ = try JSONSerialization.jsonObject(with: Data(document.utf8))
        }
    }

    @Test func `A variable's value is put in quotes, and the record tells it`() async throws {
        try await Self.laboratory { lab in
            try lab.query("table", "-- Sizes.\n-- variable: name  The table\nSELECT :'name' AS name;\n")
            let missing = try await lab.capture()
            #expect(missing.status == 1)
            #expect(missing.errors.contains("[query.variable-missing]"))
            let result = try await lab.capture("--set", "name=it's; DROP")
            #expect(result.status == 0, "\(result.errors)")
            #expect(try lab.text("table.csv") == "name\nit's; DROP\n")
            #expect(try lab.record("table.csv").command.hasPrefix("\\set name 'it''s; DROP'\n-- Sizes."))
            let unknown = try await lab.capture("--set", "nam=x", "--replace")
            #expect(unknown.errors.contains("did you mean “name”?"), "\(unknown.errors)")
        }
    }

    @Test func `The host is left out where that is asked for`() async throws {
        try await Self.laboratory { lab in
            try lab.query("one", "SELECT 1 AS one;")
            _ = try await lab.capture("--redact-host")
            let record = try lab.folder.text(of: "\(Laboratory.evidence)/one.csv.record.json")
            #expect(!record.contains(lab.server.folder))
            #expect(try lab.record("one.csv").server?.database == "postgres")
        }
    }

    // MARK: What is refused

    @Test func `What writes is refused before anything connects, all of it at once`() async throws {
        try await Self.laboratory { lab in
            try lab.query("fine", "SELECT 1 AS one;")
            try lab.query("delete", "SELECT 1;\nDELETE FROM orders;\n")
            try lab.query("plan", "EXPLAIN ANALYZE UPDATE orders SET x = 1;")
            let result = try await lab.capture(host: "/nowhere")
            #expect(result.status == 1)
            #expect(result.errors.contains("queries/delete.sql:2:1: error: "), "\(result.errors)")
            #expect(result.errors.contains("queries/plan.sql:1:17: error: "), "\(result.errors)")
            #expect(result.errors.hasSuffix("2 errors; nothing was saved.\n"))
            #expect(try lab.files() == [])
        }
    }

    @Test func `With leave a write is committed, and EXPLAIN ANALYZE of one is rolled back`() async throws {
        try await Self.laboratory { lab in
            try await lab.sql("CREATE TABLE writes (x int); INSERT INTO writes VALUES (1), (2), (3);")
            try lab.query("delete", "DELETE FROM writes WHERE x = 1;")
            try lab.query("plan", "EXPLAIN (ANALYZE, COSTS OFF) DELETE FROM writes;")
            let result = try await lab.capture("--allow-writes")
            #expect(result.status == 0, "\(result.errors)")
            #expect(try lab.text("delete.txt") == "DELETE 1\n")
            #expect(try lab.text("plan.txt").contains("Delete on writes (actual time="))
            #expect(try lab.record("delete.txt").access == .readWrite)
            #expect(try lab.record("plan.txt").access == .rolledBack)
            #expect(try await lab.sql("SELECT x FROM writes ORDER BY x;") == "2\n3\n")
        }
    }

    @Test func `A write that hides in a function is stopped by the transaction`() async throws {
        try await Self.laboratory { lab in
            try await lab.sql(
                """
                CREATE TABLE hidden (x int);
                CREATE FUNCTION sneak() RETURNS int LANGUAGE plpgsql AS
                  'BEGIN EXECUTE ''INSERT INTO hidden VALUES (1)''; RETURN 1; END';
                """
            )
            try lab.query("sneak", "SELECT sneak();")
            for arguments in [[], ["--allow-writes"]] {
                let result = try await lab.command(["--incident", Laboratory.id] + arguments).run()
                #expect(result.status == 1)
                #expect(result.errors.contains("[capture.write-refused]"), "\(result.errors)")
            }
            #expect(try lab.files() == [])
            #expect(try await lab.sql("SELECT count(*) FROM hidden;") == "0\n")
        }
    }

    @Test func `A query that fails says where, leaves nothing, and does not stop the others`() async throws {
        try await Self.laboratory { lab in
            try lab.query(
                "a-broken",
                "-- Two.\n-- format: aligned\nSELECT 1;\n\n-- why\nSELECT '漢字',\n\ty\n  FROM\tnowhere;\n"
            )
            try lab.query("b-fine", "SELECT 1 AS one;")
            try lab.query("c-zero", "SELECT 1 / x FROM (VALUES (0)) AS v(x)")
            let result = try await lab.capture()
            #expect(result.status == 1)
            #expect(
                result.errors.contains(
                    """
                    queries/a-broken.sql:8:8: error: The server refused a statement: relation "nowhere" does not \
                    exist (SQLSTATE 42P01) [capture.query-failed]
                        8 |   FROM nowhere;
                                   ^~~~~~~

                    """
                ),
                "\(result.errors)"
            )
            #expect(result.errors.contains("queries/c-zero.sql:1:1: error: "), "\(result.errors)")
            #expect(result.errors.hasSuffix("2 errors; 1 capture saved.\n"), "\(result.errors)")
            #expect(try lab.files() == ["b-fine.csv", "b-fine.csv.record.json"])
        }
    }

    @Test func `A statement has its time, and a lock has its own`() async throws {
        try await Self.laboratory { lab in
            try lab.query("slow", "SELECT pg_sleep(30);")
            let slow = try await lab.capture("--statement-timeout", "200ms")
            #expect(slow.status == 1)
            #expect(slow.errors.contains("[capture.statement-timeout]"), "\(slow.errors)")

            try await lab.sql("CREATE TABLE locked (x int);")
            try lab.query("locked", "SELECT * FROM locked;")
            async let holder = lab.sql(
                "SET application_name = 'holder'; BEGIN; LOCK TABLE locked; SELECT pg_sleep(4); COMMIT;"
            )
            try await wait(for: "holder", lab)
            let locked = try await lab.capture("--query", "locked", "--lock-timeout", "100ms")
            #expect(locked.errors.contains("[capture.lock-timeout]"), "\(locked.errors)")
            #expect(try lab.files() == [])
            _ = try await holder
        }
    }

    @Test func `A server that cannot be reached is told once, with what to look at`() async throws {
        try await Self.laboratory { lab in
            for name in ["a", "b", "c"] { try lab.query(name, "SELECT 1 AS one;") }
            let result = try await lab.capture(host: "/nowhere")
            #expect(result.status == 1)
            #expect(result.errors.components(separatedBy: "[capture.no-connection]").count == 2)
            #expect(result.errors.contains("Check PGHOST"), "\(result.errors)")
            let named = try await lab.capture("--dbname", "host=\(lab.server.folder)", host: "/nowhere")
            #expect(named.status == 0, "\(named.errors)")
        }
    }

    // MARK: What is there already

    @Test func `A capture that is there stays as it is, and nothing runs`() async throws {
        try await Self.laboratory { lab in
            try lab.query("now", "SELECT clock_timestamp() AS now;")
            try lab.query("other", "SELECT 1 AS one;")
            _ = try await lab.capture("--query", "now")
            let (bytes, record) = (try lab.text("now.csv"), try lab.record("now.csv"))
            let again = try await lab.capture(host: "/nowhere")
            #expect(again.status == 1)
            #expect(again.errors.contains("evidence/now.csv: error: "), "\(again.errors)")
            #expect(again.errors.contains("[capture.exists]"))
            let after = (try lab.text("now.csv"), try lab.record("now.csv"))
            #expect(after == (bytes, record))
            #expect(try lab.files() == ["now.csv", "now.csv.record.json"])
        }
    }

    @Test func `Replacing keeps the hash and time of all that stood there`() async throws {
        try await Self.laboratory { lab in
            try lab.query("now", "SELECT clock_timestamp() AS now;")
            // The first was saved by hand, without a record.
            try lab.folder.write("now\nlong ago\n", to: "\(Laboratory.evidence)/now.csv")
            var hashes = [try SHA256(of: Array("now\nlong ago\n".utf8)).hexadecimal]
            var times: [Int64?] = [nil]
            for _ in 0..<3 {
                let result = try await lab.capture("--replace")
                #expect(result.status == 0, "\(result.errors)")
                let record = try lab.record("now.csv")
                #expect(record.replaces.map(\.sha256) == hashes)
                #expect(record.replaces.map { $0.captured?.microseconds } == times)
                hashes.insert(record.sha256, at: 0)
                times.insert(record.captured.microseconds, at: 0)
            }
            #expect(Set(hashes).count == 4)
        }
    }

    // MARK: Series

    @Test func `A series has its samples on time, and a sample without rows is a row`() async throws {
        try await Self.laboratory { lab in
            try lab.query(
                "odd",
                """
                SELECT n, 'a;b' AS text -- the end of it
                  FROM generate_series(1, 2) AS n
                 WHERE extract(epoch FROM clock_timestamp())::bigint % 2 = 1; -- every other second
                """
            )
            let result = try await lab.capture("--every", "100ms", "--for", "2500ms")
            #expect(result.status == 0, "\(result.errors)")
            let table = try lab.table("odd.csv")
            #expect(table.columns.map(\.name) == ["sampled_at", "n", "text"])
            let sampling = try #require(try lab.record("odd.csv").sampling)
            #expect(sampling.samples + sampling.missed == 25)
            #expect(sampling.samples >= 15, "\(sampling)")
            #expect((sampling.interval, sampling.duration) == (0.1, 2.5))
            let times = (0..<table.rowCount).map { Timestamp(stringLiteral: table.text(row: $0, column: 0)) }
            #expect(times.allSatisfy { $0.isValid })
            #expect(times == times.sorted())
            #expect(Set(times).count == sampling.samples)
            let span =
                try #require(times.last).secondsSinceEpoch - (try #require(times.first).secondsSinceEpoch)
            #expect(span > 2.0 && span < 3.5)
            let empty = (0..<table.rowCount).filter { table.nullity(row: $0, column: 1) == .null }
            #expect(!empty.isEmpty && empty.count < table.rowCount)
        }
    }

    @Test func `A late sample is not made up for, but counted`() async throws {
        try await Self.laboratory { lab in
            try lab.query("slow", "SELECT 1 AS one FROM pg_sleep(0.25);")
            let result = try await lab.capture("--every", "100ms", "--for", "1s")
            #expect(result.status == 0, "\(result.errors)")
            let sampling = try #require(try lab.record("slow.csv").sampling)
            #expect((2...4).contains(sampling.samples), "\(sampling)")
            #expect(sampling.samples + sampling.missed == 10)
            #expect(try lab.table("slow.csv").rowCount == sampling.samples)
            #expect(result.text.contains("\(sampling.missed) missed"), "\(result.text)")

            let limited = try await lab.capture(
                "--every",
                "200ms",
                "--for",
                "1s",
                "--statement-timeout",
                "50ms",
                "--replace"
            )
            #expect(limited.status == 1)
            #expect(limited.errors.contains("[capture.no-sample]"), "\(limited.errors)")
        }
    }

    @Test func `What cannot be sampled is refused, and a failing sample ends the series`() async throws {
        try await Self.laboratory { lab in
            try lab.query("two", "SELECT 1;\nSELECT 2;\n")
            try lab.query("broken", "SELECT y FROM pg_class;")
            let two = try await lab.capture("--query", "two", "--every", "1s", "--for", "5s")
            #expect(two.errors.contains("two.sql:2:1: error: two cannot be sampled"), "\(two.errors)")
            let broken = try await lab.capture("--query", "broken", "--every", "1s", "--for", "60s")
            #expect(broken.status == 1)
            #expect(broken.errors.contains("broken.sql:1:8: error: "), "\(broken.errors)")
            let fast = try await lab.capture("--query", "broken", "--every", "10ms", "--for", "60s")
            #expect(fast.errors.contains("at least --every 50ms"), "\(fast.errors)")
            #expect(try lab.files() == [])
        }
    }

    // MARK: Ends

    @Test(arguments: [SIGINT, SIGTERM, SIGKILL])
    func `Ended before its time, it leaves neither a half capture nor a query that runs on`(
        signal: Int32
    ) async throws {
        try await Self.laboratory { lab in
            try lab.query("long", "SELECT pg_sleep(5) AS \"ended\(signal)\";")
            let pidFile = lab.folder.path(of: "pid")
            var command = try lab.command(["--incident", Laboratory.id])
            command.words = ["/bin/sh", "-c", "echo $$ > \"$0\"; exec \"$@\"", pidFile] + command.words
            let running = Task { [command] in try await command.run() }
            let query =
                "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(5)%ended\(signal)%' AND pid <> pg_backend_pid();"
            try await until("the query runs") { try await lab.sql(query) != "0\n" }
            let pid = try #require(Int32(try lab.folder.text(of: "pid").trimmingCharacters(in: .newlines)))
            kill(pid, signal)
            let result = try await running.value
            #expect(result.status == 128 + signal)
            #expect(try lab.files() == [])
            // Nothing can end psql for a program that was killed; the server's limit of time does.
            if signal != SIGKILL { #expect(try await lab.sql(query) == "0\n") }
        }
    }

    @Test func `What was not understood ends with 2`() async throws {
        try await Self.laboratory { lab in
            try lab.query("activity", "SELECT 1 AS one;")
            let cases: [([String], String)] = [
                (["--incident", "2026-02-01-slot"], "There is no incident “2026-02-01-slot”"),
                (["--incident", "../x"], "is not the name of an incident"),
                (["--incident", Laboratory.id, "--query", "activty"], "Did you mean activity?"),
                (["--incident", Laboratory.id, "--every", "1s"], "--every and --for go together"),
                (["--incident", Laboratory.id, "--every", "1", "--for", "1s"], "“1” is no duration"),
                ([], "Name the incident with --incident"),
            ]
            for (arguments, message) in cases {
                let result = try await lab.command(arguments, host: "/nowhere").run()
                #expect(result.status == 2, "\(arguments)")
                #expect(result.errors.contains(message), "\(result.errors)")
            }
            let label = try await lab.capture("--label", "../../x")
            #expect(label.status == 1)
            #expect(label.errors.contains("[capture.name]"), "\(label.errors)")
            #expect(try lab.files() == [])
        }
    }

    @Test func `An incident without queries is told how to begin, and the list shows what there is`()
        async throws
    {
        try await Self.laboratory { lab in
            try lab.folder.write(
                "-- All sessions.\nSELECT * FROM pg_stat_activity;\n",
                to: "Templates/queries/sessions.sql"
            )
            let none = try await lab.capture(host: "/nowhere")
            #expect(none.status == 2)
            #expect(none.errors.contains("casebook capture --list"), "\(none.errors)")
            try lab.query("cleanup", "-- Removes.\nDELETE FROM t;\n")
            let list = try await lab.capture("--list", host: "/nowhere")
            #expect(list.status == 0, "\(list.errors)")
            #expect(
                list.text == """
                    Content/\(Laboratory.id)/queries:
                      cleanup   aligned    WRITES       Removes.

                    Starter queries (Templates/queries):
                      sessions  csv        read-only    All sessions.

                    """
            )
            let starter = try await lab.capture("--query", "sessions")
            #expect(starter.status == 0, "\(starter.errors)")
            #expect(try lab.files() == ["sessions.csv", "sessions.csv.record.json"])
        }
    }

    private func wait(for application: String, _ lab: Laboratory) async throws {
        let query = """
            SELECT count(*) FROM pg_stat_activity
             WHERE application_name = '\(application)' AND query LIKE '%pg_sleep%' AND state = 'active';
            """
        try await until("\(application) is there") { try await lab.sql(query) != "0\n" }
    }

    private func until(_ what: String, _ condition: () async throws -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(30)
        while try await !condition() {
            try #require(ContinuousClock.now < deadline, "\(what) within 30 s")
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}

extension CaptureTests {
    /// A reset is the whole server's, so that these run one after another.
    @Suite(.serialized) struct Counters {
        @Test func `Snapshots with a reset between them are refused, with both times`() async throws {
            try await CaptureTests.laboratory { lab in
                try await lab.sql(
                    "CREATE EXTENSION IF NOT EXISTS pg_stat_statements; SELECT pg_stat_statements_reset();"
                )
                try await lab.sql("SELECT 'counted';")
                try lab.query(
                    "statements",
                    "SELECT userid, dbid, toplevel, queryid, calls FROM pg_stat_statements ORDER BY queryid;"
                )
                let before = try await lab.capture("--label", "before")
                #expect(before.status == 0, "\(before.errors)")
                let during = try await lab.capture("--label", "during")
                #expect(during.status == 0, "\(during.errors)")
                let first = try #require(
                    try lab.record("before/statements.csv").statisticsReset["pg_stat_statements"]
                )
                #expect(
                    try lab.record("during/statements.csv").statisticsReset["pg_stat_statements"] == first
                )

                try await lab.sql("SELECT pg_stat_statements_reset();")
                let second = Timestamp(
                    stringLiteral: try await lab.sql(
                        "SELECT to_json(stats_reset) #>> '{}' FROM pg_stat_statements_info;"
                    )
                    .trimmingCharacters(in: .newlines)
                )
                let after = try await lab.capture("--label", "after")
                #expect(after.status == 1)
                #expect(after.errors.contains("[capture.statistics-reset]"))
                #expect(
                    after.errors.contains(first.text) && after.errors.contains(second.text),
                    "\(after.errors)"
                )
                #expect(after.errors.hasSuffix("2 errors; nothing was saved.\n"), "\(after.errors)")
                #expect(try !lab.files().contains { $0.hasPrefix("after") })
            }
        }

        @Test func `Counters of a statement that fell are refused too, though the view knows of no reset`()
            async throws
        {
            try await CaptureTests.laboratory { lab in
                try await lab.sql("CREATE EXTENSION IF NOT EXISTS pg_stat_statements;")
                for _ in 0..<3 { try await lab.sql("SELECT 1 AS fallen, 2 AS two;") }
                try lab.query(
                    "fallen",
                    """
                    SELECT userid, dbid, toplevel, queryid, calls FROM pg_stat_statements
                     WHERE query LIKE 'SELECT $1 AS fallen%';
                    """
                )
                let before = try await lab.capture("--label", "before")
                #expect(before.status == 0, "\(before.errors)")
                let id = try lab.table("before/fallen.csv").text(row: 0, column: 3)
                try await lab.sql(
                    "SELECT pg_stat_statements_reset(0, 0, \(id)); SELECT 1 AS fallen, 2 AS two;"
                )
                let after = try await lab.capture("--label", "after")
                #expect(after.status == 1)
                #expect(after.errors.contains("went from 3 to 1"), "\(after.errors)")
                #expect(try !lab.files().contains { $0.hasPrefix("after") })
            }
        }
    }
}

/// Starts a server with pg_stat_statements before the first test of a suite and stops it after the last.
struct CapturedServerTrait: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @Sendable () async throws -> Void
    ) async throws {
        try await PostgreSQLCluster.with(settings: ["shared_preload_libraries = 'pg_stat_statements'"]) {
            cluster in
            try await CaptureTests.$cluster.withValue(cluster) { try await function() }
        }
    }
}

extension Trait where Self == CapturedServerTrait {
    static var capturedServer: Self { Self() }
}
