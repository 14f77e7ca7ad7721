import Captures
import Diagnostics
import Quantities
import TestSupport
import Testing

/// The plain server log holds what the same server wrote into its CSV log and reads back by itself.
struct ServerLogTests {
    static let prefix = "%m [%p] %q%u@%d/%a %e "

    static let settings = [
        "logging_collector = on", "log_destination = 'stderr,csvlog'", "log_directory = '..'",
        "log_filename = 'postgresql.log'", "log_line_prefix = '\(prefix)'", "log_min_messages = notice",
        "log_error_verbosity = default", "log_checkpoints = on", "log_connections = on",
        "log_min_duration_statement = 0", "log_timezone = 'UTC'",
    ]

    /// Statements that fail, warn and write what looks like a log; psql goes on after each.
    static let statements = #"""
        \set ON_ERROR_STOP off
        SELECT 1 / 0;
        SELECT nonsense
          FROM nowhere
         WHERE text = '2026-01-04 16:15:00.000 UTC [1] ERROR:  not an entry';
        DO $$ BEGIN RAISE EXCEPTION E'first line\nsecond line\n2026-01-04 16:15:00 UTC [7] FATAL:  no' USING
          DETAIL = E'a detail\nof two lines', HINT = 'a hint: with LOG:  in it', ERRCODE = 'ZZ123'; END $$;
        DO $$ BEGIN RAISE WARNING 'a warning of <b>%</b> | "%"', 'markup', 'quotes'; RAISE NOTICE ''; END $$;
        SET application_name = 'name with [99] and %';
        SELECT 'ä漢👩‍💻', E'\ttab';
        INSERT INTO nowhere VALUES (1);
        CHECKPOINT;
        CREATE TABLE kept (id int PRIMARY KEY);
        INSERT INTO kept VALUES (1), (1);
        """#

    static let logTable = """
        CREATE TABLE log (log_time timestamptz(3), user_name text, database_name text, process_id int,
          connection_from text, session_id text, session_line_num bigint, command_tag text,
          session_start_time timestamptz, virtual_transaction_id text, transaction_id bigint,
          error_severity text, sql_state_code text, message text, detail text, hint text,
          internal_query text, internal_query_pos int, context text, query text, query_pos int,
          location text, application_name text, backend_type text, leader_pid int, query_id bigint);
        """

    @Test("every entry has the time, process, user, severity, state, message and details of its CSV entry")
    func entries() async throws {
        let (text, expected) = try await PostgreSQLCluster.with(settings: Self.settings) { server in
            _ = try await server.psql(["-q"], input: Self.statements)
            _ = try? await server.psql(["-c", "SELECT 1"], database: "no such database")
            let expected = try await server.psql(
                UnalignedOutput.options + ["-q"],
                input: """
                    SET log_min_duration_statement = -1;
                    \(Self.logTable)
                    COPY log FROM '\(server.folder)/postgresql.csv' WITH (FORMAT csv);
                    SELECT extract(epoch FROM log_time), process_id, error_severity,
                           CASE WHEN session_id IS NULL OR user_name IS NULL THEN '' ELSE user_name END,
                           coalesce(database_name, ''), sql_state_code,
                           message || coalesce(' at character ' || query_pos, ''), coalesce(detail, ''),
                           coalesce(hint, ''), coalesce(query, ''), coalesce(application_name, '')
                      FROM log;

                    """
            )
            let log = try await Command("cat", "\(server.folder)/postgresql.log").succeed()
            return (log, UnalignedOutput(expected).records)
        }
        let (log, findings) = reading(["server.log": text]) { ServerLog("server.log", prefix: Self.prefix) }
        #expect(findings.isEmpty)
        let entries = log.entries.all
        // The session that read the CSV log, and the server's end, are in the plain log alone.
        try #require(entries.count >= expected.count)
        #expect(expected.count > 25)
        for (entry, values) in zip(entries, expected) {
            let what = Comment(rawValue: values.description)
            #expect(abs((entry.time.value ?? 0) - (Double(values[0]) ?? -1)) < 0.0005, what)
            #expect(entry.process == Int(values[1]), what)
            #expect(entry.severity?.rawValue == values[2], what)
            #expect(entry.message.text == values[6], what)
            #expect(entry.detail("DETAIL")?.text ?? "" == values[7], what)
            #expect(entry.detail("HINT")?.text ?? "" == values[8], what)
            // A process without a session has nothing after %q, not even its SQLSTATE.
            guard !entry.user.text.isEmpty else { continue }
            #expect(entry.user.text == values[3] || entry.user.text == "[unknown]", what)
            #expect(entry.database.text == values[4] || entry.database.text == "[unknown]", what)
            #expect(entry.sqlState.text == values[5], what)
            #expect(entry.application.text == values[10] || entry.application.text == "[unknown]", what)
            if let statement = entry.detail("STATEMENT") { #expect(statement.text == values[9], what) }
        }
        let states = ["22012", "42P01", "ZZ123", "23505", "3D000"]
        for state in states {
            #expect(
                log.entries.with(sqlState: state).count.value
                    == Double(expected.count { $0[5] == state && $0[2] != "LOG" }),
                "\(state)"
            )
        }
        #expect((log.entries.durations.count.value ?? 0) >= 2)
    }
}
