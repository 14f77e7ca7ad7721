import Diagnostics
import Evidence
import Quantities
import ServerLogs
import TestSupport
import Testing

/// A server log holds what the same server wrote into its CSV log and reads back by itself, in each format.
struct ServerLogTests {
    static let prefix = "%m [%p] %q%u@%d/%a %e "

    static let settings = [
        "logging_collector = on", "log_destination = 'stderr,csvlog,jsonlog'", "log_directory = '..'",
        "log_filename = 'postgresql.log'", "log_line_prefix = '\(prefix)'", "log_min_messages = notice",
        "log_error_verbosity = default", "log_checkpoints = on", "log_connections = on",
        "log_min_duration_statement = 0", "log_timezone = 'UTC'", "compute_query_id = on",
        "shared_preload_libraries = 'auto_explain'", "auto_explain.log_min_duration = 0",
        "auto_explain.log_analyze = on", "auto_explain.log_nested_statements = on",
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
        SET auto_explain.log_format = json;
        SELECT count(*) FROM pg_class WHERE relname <> 'a "quoted" \ name';
        SET auto_explain.log_format = yaml;
        SELECT count(*) FROM pg_class;
        SET auto_explain.log_format = xml;
        SELECT count(*) FROM pg_class WHERE relname < 'b';
        SET auto_explain.log_format = text;
        SET log_error_verbosity = verbose;
        SELECT 1 / 0;
        SELECT 2;
        RESET log_error_verbosity;
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
        let (text, csv, json, expected) = try await PostgreSQLCluster.with(settings: Self.settings) {
            server in
            _ = try await server.psql(["-q"], input: Self.statements)
            _ = try? await server.psql(["-c", "SELECT 1"], database: "no such database")
            let expected = try await server.psql(
                UnalignedOutput.options + ["-q"],
                input: """
                    SET log_min_duration_statement = -1;
                    SET auto_explain.log_min_duration = -1;
                    \(Self.logTable)
                    COPY log FROM '\(server.folder)/postgresql.csv' WITH (FORMAT csv);
                    SELECT extract(epoch FROM log_time), process_id, error_severity,
                           CASE WHEN session_id IS NULL OR user_name IS NULL THEN '' ELSE user_name END,
                           coalesce(database_name, ''), sql_state_code,
                           message, coalesce(detail, ''),
                           coalesce(hint, ''), coalesce(query, ''), coalesce(application_name, ''),
                           coalesce(query_pos::text, ''), coalesce(query_id::text, ''), coalesce(context, '')
                      FROM log;

                    """)
            func text(_ ending: String) async throws -> String {
                try await Command("cat", "\(server.folder)/postgresql.\(ending)").succeed()
            }
            return (
                try await text("log"), try await text("csv"), try await text("json"),
                UnalignedOutput(expected).records
            )
        }
        // What the session wrote that read the CSV log is in the last two alone, up to where each was read.
        try expectAlike(text, csv, json)
        let (log, findings) = reading(["server.log": text]) { ServerLog("server.log") }
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
            #expect(entry.reading(of: .cursorPosition)?.text ?? "" == values[11], what)
            #expect(entry.context?.text ?? "" == values[13], what)
            if let statement = entry.detail("STATEMENT") { #expect(statement.text == values[9], what) }
        }
        let states = ["22012", "42P01", "ZZ123", "23505", "3D000"]
        for state in states {
            #expect(
                log.entries.with(sqlState: state).count.value
                    == Double(expected.count { $0[5] == state && $0[2] != "LOG" }), "\(state)")
        }
        #expect((log.entries.durations.count.value ?? 0) >= 2)
    }

    /// Every field that two formats have is the same in both; the plain one has what its prefix prints.
    private func expectAlike(_ text: String, _ csv: String, _ json: String) throws {
        let plain = try ServerLogFile.read(SourceFile(path: "postgresql.log", text: text))
        let table = try ServerLogFile.read(SourceFile(path: "postgresql.csv", text: csv))
        let objects = try ServerLogFile.read(SourceFile(path: "postgresql.json", text: json))
        #expect(plain.prefix == Self.prefix)
        let count = min(plain.entries.count, table.entries.count, objects.entries.count)
        #expect(count > 40)
        #expect(plain.entries.count - count < 3)
        for index in 0..<count {
            let (line, row, object) = (plain.entries[index], table.entries[index], objects.entries[index])
            let what = Comment(rawValue: row.message.text)
            #expect(line.time.value == row.time.value && row.time.value == object.time.value, what)
            #expect(line.severity == row.severity && row.severity == object.severity, what)
            #expect(line.process == row.process && row.process == object.process, what)
            #expect(row.sqlState.text == object.sqlState.text, what)
            if !line.sqlState.text.isEmpty { #expect(line.sqlState.text == row.sqlState.text, what) }
            #expect(line.holdsPlan == row.holdsPlan && row.holdsPlan == object.holdsPlan, what)
            for field in ServerLogField.allCases {
                let values = [row, object].map { $0.reading(of: field)?.text ?? "" }
                switch field {
                // jsonlog has the location in three parts, and says nothing of the SQLSTATE 00000.
                case .location, .functionName, .fileName, .fileLine, .sqlState: continue
                default: #expect(values[0] == values[1], what)
                }
                if let printed = line.reading(of: field)?.text, printed != "[unknown]" {
                    #expect(printed == values[0], what)
                }
            }
            for (entry, log) in [(line, plain), (row, table), (object, objects)] {
                let view = log.message(of: entry)
                #expect(view.text(0..<view.bytes.count) == row.message.text, what)
            }
        }
        for log in [plain, table, objects] { #expect(log.entries.count { $0.holdsPlan } == 5) }
        #expect(objects.entries.contains { $0.reading(of: .functionName)?.text == "int4div" })
        #expect(plain.entries.contains { $0.reading(of: .location)?.text.hasPrefix("int4div, ") == true })
    }

    static let prefixes = [
        "%t:%r:%u@%d:[%p]:", "%t [%p]: [%l-1] user=%u,db=%d,app=%a,client=%h ", "%m [%p] ", "< %m > ",
        "%m [%p] %q%u@%d ", "%m:%r:%u@%d:[%p]:%l:%e:%s:%v:%x:%c:%q%a:", "%m [%p] %b %c %v %x ",
        "[%p] %n|%c|%l|%q%u@%d|%e| ", "%t pid=%p usr=%u dbname=%d %i ", "%c %m [%-8p] %Q db=%d,user=%u: ",
    ]

    @Test("a log_line_prefix is found out from the lines that the server wrote with it")
    func prefixes() async throws {
        let settings = Self.settings + ["log_duration = on"]
        try await PostgreSQLCluster.with(settings: settings) { server in
            for (index, prefix) in Self.prefixes.enumerated() {
                let name = "prefix\(index).log"
                _ = try await server.psql([
                    "-c", "ALTER SYSTEM SET log_line_prefix = '\(prefix)'", "-c", "SELECT pg_reload_conf()",
                    "-c", "SELECT pg_sleep(0.3)", "-c", "ALTER SYSTEM SET log_filename = '\(name)'", "-c",
                    "SELECT pg_reload_conf()", "-c", "SELECT pg_sleep(0.5)",
                ])
                _ = try await server.psql(["-q"], input: Self.statements)
                _ = try await server.psql(["-c", "CHECKPOINT"])
                let text = try await Command("cat", "\(server.folder)/\(name)").succeed()
                let file = SourceFile(path: name, text: text)
                let given = try ServerLogFile.read(file, prefix: prefix)
                let found = try ServerLogFile.read(file)
                #expect(found.prefix == prefix)
                #expect(ServerLogFile.isServerLog(file), "\(prefix)")
                #expect(given.entries.count > 30)
                #expect(found.entries.map(\.message) == given.entries.map(\.message), "\(prefix)")
                for field in ServerLogField.allCases {
                    #expect(
                        found.entries.map { $0.reading(of: field) }
                            == given.entries.map { $0.reading(of: field) }, "\(field) of \(prefix)")
                }
            }
        }
    }
}
