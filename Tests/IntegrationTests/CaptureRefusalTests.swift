import Diagnostics
import Evidence
import Foundation
import TestSupport
import Testing

extension CaptureTests {
    /// What is refused, fails, or is ended leaves nothing behind.
    @Suite struct Refusals {
        @Test func `What writes is refused before anything connects, all of it at once`() async throws {
            try await CaptureTests.laboratory { lab in
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

        @Test func `With leave a write is committed, and EXPLAIN ANALYZE of one is rolled back`() async throws
        {
            try await CaptureTests.laboratory { lab in
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
            try await CaptureTests.laboratory { lab in
                try await lab.sql(
                    """
                    CREATE TABLE hidden (x int);
                    CREATE FUNCTION sneak() RETURNS int LANGUAGE plpgsql AS
                      'BEGIN EXECUTE ''INSERT INTO hidden VALUES (1)''; RETURN 1; END';
                    """)
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

        @Test func `A query that fails says where, leaves nothing, and does not stop the others`()
            async throws
        {
            try await CaptureTests.laboratory { lab in
                try lab.query(
                    "a-broken",
                    "-- Two.\n-- format: aligned\nSELECT 1;\n\n-- why\nSELECT '漢字',\n\ty\n  FROM\tnowhere;\n")
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

                        """), "\(result.errors)")
                #expect(result.errors.contains("queries/c-zero.sql:1:1: error: "), "\(result.errors)")
                #expect(result.errors.hasSuffix("2 errors; 1 capture saved.\n"), "\(result.errors)")
                #expect(try lab.files() == ["b-fine.csv", "b-fine.csv.record.json"])
            }
        }

        @Test func `A statement has its time, and a lock has its own`() async throws {
            try await CaptureTests.laboratory { lab in
                try lab.query("slow", "SELECT pg_sleep(30);")
                let slow = try await lab.capture("--statement-timeout", "200ms")
                #expect(slow.status == 1)
                #expect(slow.errors.contains("[capture.statement-timeout]"), "\(slow.errors)")

                try await lab.sql("CREATE TABLE locked (x int);")
                try lab.query("locked", "SELECT * FROM locked;")
                async let holder = lab.sql(
                    "SET application_name = 'holder'; BEGIN; LOCK TABLE locked; SELECT pg_sleep(4); COMMIT;")
                try await CaptureTests.wait(for: "holder", lab)
                let locked = try await lab.capture("--query", "locked", "--lock-timeout", "100ms")
                #expect(locked.errors.contains("[capture.lock-timeout]"), "\(locked.errors)")
                #expect(try lab.files() == [])
                _ = try await holder
            }
        }

        @Test func `A server that cannot be reached is told once, with what to look at`() async throws {
            try await CaptureTests.laboratory { lab in
                for name in ["a", "b", "c"] { try lab.query(name, "SELECT 1 AS one;") }
                let result = try await lab.capture(host: "/nowhere")
                #expect(result.status == 1)
                #expect(result.errors.components(separatedBy: "[capture.no-connection]").count == 2)
                #expect(result.errors.contains("Check PGHOST"), "\(result.errors)")
                let named = try await lab.capture("--dbname", "host=\(lab.server.folder)", host: "/nowhere")
                #expect(named.status == 0, "\(named.errors)")
            }
        }
    }

    /// However it ends, nothing half is left, and it says how.
    @Suite struct Ends {
        @Test(arguments: [SIGINT, SIGTERM, SIGKILL])
        func `Ended before its time, it leaves neither a half capture nor a query that runs on`(
            signal: Int32
        ) async throws {
            try await CaptureTests.laboratory { lab in
                try lab.query("long", "SELECT pg_sleep(5) AS \"ended\(signal)\";")
                let pidFile = lab.folder.path(of: "pid")
                var command = try lab.command(["--incident", Laboratory.id])
                command.words = ["/bin/sh", "-c", "echo $$ > \"$0\"; exec \"$@\"", pidFile] + command.words
                let running = Task { [command] in try await command.run() }
                let query =
                    "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(5)%ended\(signal)%' AND pid <> pg_backend_pid();"
                try await CaptureTests.until("the query runs") { try await lab.sql(query) != "0\n" }
                let pid = try #require(
                    Int32(try lab.folder.text(of: "pid").trimmingCharacters(in: .newlines)))
                kill(pid, signal)
                let result = try await running.value
                #expect(result.status == 128 + signal)
                #expect(try lab.files() == [])
                // Nothing can end psql for a program that was killed; the server's limit of time does.
                if signal != SIGKILL { #expect(try await lab.sql(query) == "0\n") }
            }
        }

        @Test func `What was not understood ends with 2`() async throws {
            try await CaptureTests.laboratory { lab in
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
            try await CaptureTests.laboratory { lab in
                try lab.folder.write(
                    "-- All sessions.\nSELECT * FROM pg_stat_activity;\n",
                    to: "Templates/queries/sessions.sql")
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

                        """)
                let starter = try await lab.capture("--query", "sessions")
                #expect(starter.status == 0, "\(starter.errors)")
                #expect(try lab.files() == ["sessions.csv", "sessions.csv.record.json"])
            }
        }
    }
}
