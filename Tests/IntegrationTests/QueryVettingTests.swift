import Capturing
import Diagnostics
import Evidence
import TestSupport
import Testing

/// What is vetted, against what psql sends and what a real server does with it.
@Suite struct QueryVettingTests {
    private static let data = """
        CREATE TABLE t (a int, "delete" text);
        INSERT INTO t SELECT number, 'x' FROM generate_series(1, 20) AS number;
        CREATE TABLE u (a int);
        CREATE SEQUENCE s;

        """

    /// All that a statement might have changed; a transaction that writes takes the next number.
    private static let fingerprint = """
        SELECT (SELECT md5(string_agg(t::text, ',' ORDER BY a)) FROM t), (SELECT count(*) FROM u),
               (SELECT last_value || is_called::text FROM s), (SELECT count(*) FROM pg_class),
               (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'),
               (SELECT count(*) FROM pg_replication_slots),
               (SELECT count(*) FROM pg_largeobject_metadata),
               pg_snapshot_xmax(pg_current_snapshot());

        """

    @Test func `psql sends what was vetted, and a read-only file changes nothing`() async throws {
        var generator = QueryGenerator(seed: 20_260_104)
        var files: [QueryFile] = []
        while files.count < 1_200 {
            let file = SourceFile(path: "q.sql", text: generator.file())
            do throws(Diagnostics) {
                let query = try QueryFile(file, name: "q")
                if query.access == .readOnly { files.append(query) }
            } catch { continue }
        }
        let input = files.enumerated().map { number, query in
            """
            BEGIN READ ONLY;
            SELECT 'file \(number)';
            \(query.file.text(0..<query.file.bytes.count))
            ;ROLLBACK;

            """
        }.joined()
        try await PostgreSQLCluster.with(settings: [
            "log_statement = all", "log_line_prefix = '%e|'", "log_min_messages = error",
        ]) { server in
            _ = try await server.psql("-q", input: Self.data)
            let before = try await server.psql("-At", input: Self.fingerprint)
            _ = try await server.psql(
                ["-q", "-v", "ON_ERROR_STOP=0", "-v", "VERBOSITY=sqlstate"], input: input)
            #expect(try await server.psql("-At", input: Self.fingerprint) == before)

            let log = ServerLogText(try await Command("/bin/cat", "\(server.folder)/server.log").succeed())
            #expect(!log.states.contains("25006"))
            #expect(log.files.count == files.count)
            var executed = 0
            for (number, query) in files.enumerated() {
                let received = log.files[number] ?? []
                let isSame =
                    received.count == query.statements.count
                    && zip(received, query.statements).allSatisfy { sent, statement in
                        sent.utf8.firstRange(of: statement.text.utf8) != nil
                    }
                #expect(isSame, "\(query.statements.map(\.text)) was sent as \(received)")
                if !log.failed.contains(number) { executed += 1 }
            }
            #expect(executed > 400, "\(executed) files were run to their end")
        }
    }

    @Test func `every volatile function that PostgreSQL brings is known to be harmless, or refused`()
        async throws
    {
        let printed = try await PostgreSQLCluster.with { server in
            try await server.psql(
                "-At",
                input: """
                    SELECT DISTINCT proname FROM pg_proc
                     WHERE provolatile = 'v' AND pronamespace = 'pg_catalog'::regnamespace AND prokind = 'f'
                       AND prorettype::regtype::text !~ '(_handler|trigger|internal)$'
                     ORDER BY 1;

                    """)
        }
        let names = printed.split(separator: "\n").map(String.init)
        #expect(names.count > 150)
        let harmless = Set(Self.harmless)
        for name in names where !harmless.contains(name) && !name.hasPrefix("pg_stat_get_") {
            let query = try QueryFile(SourceFile(path: "q.sql", text: "SELECT \(name)()"), name: "q")
            #expect(
                query.writes.first?.id == "query.function", "\(name) is neither refused nor known as harmless"
            )
        }
        for name in harmless {
            let query = try QueryFile(SourceFile(path: "q.sql", text: "SELECT \(name)()"), name: "q")
            #expect(query.access == .readOnly, "\(name) is harmless and refused")
        }
    }

    /// Volatile functions of PostgreSQL 15 that only read, draw numbers, wait, or work on this session alone.
    private static let harmless = """
        amvalidate clock_timestamp current_query currtid2 currval gen_random_uuid lastval lo_close lo_get lo_lseek
        lo_lseek64 lo_tell lo_tell64 loread pg_blocking_pids pg_collation_actual_version pg_control_checkpoint
        pg_control_init pg_control_recovery pg_control_system pg_current_logfile pg_current_wal_flush_lsn
        pg_current_wal_insert_lsn pg_current_wal_lsn pg_database_collation_actual_version pg_database_size
        pg_get_backend_memory_contexts pg_get_multixact_members pg_get_shmem_allocations
        pg_get_wal_replay_pause_state pg_get_wal_resource_managers pg_hba_file_rules pg_ident_file_mappings
        pg_indexes_size pg_is_in_recovery pg_is_wal_replay_paused pg_isolation_test_session_is_blocked
        pg_jit_available pg_last_committed_xact pg_last_wal_receive_lsn pg_last_wal_replay_lsn
        pg_last_xact_replay_timestamp pg_lock_status pg_ls_archive_statusdir pg_ls_dir pg_ls_logdir
        pg_ls_logicalmapdir pg_ls_logicalsnapdir pg_ls_replslotdir pg_ls_tmpdir pg_ls_waldir
        pg_notification_queue_usage pg_partition_ancestors pg_partition_tree pg_prepared_xact pg_read_binary_file
        pg_read_file pg_read_file_old pg_relation_size pg_replication_origin_progress
        pg_replication_origin_session_is_setup pg_replication_origin_session_progress
        pg_safe_snapshot_blocking_pids pg_sequence_last_value pg_show_all_file_settings
        pg_show_replication_origin_status pg_sleep pg_sleep_for pg_sleep_until pg_stat_clear_snapshot pg_stat_file
        pg_stat_force_next_flush pg_stat_have_stats pg_table_size pg_tablespace_size pg_total_relation_size
        pg_xact_commit_timestamp pg_xact_commit_timestamp_origin pg_xact_status plpgsql_inline_handler
        plpgsql_validator random setseed timeofday txid_status
        """
        .split { $0 == " " || $0 == "\n" }.map(String.init)
}

/// Makes files of SQL, many of them hostile and some of them valid, the same ones from the same seed.
private struct QueryGenerator {
    private var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    private static let expressions = [
        "1", "'a'", "'a;b'", "'it''s'", "E'it\\'s;'", "E'\\\\'", "$$;$$", "$x$ $$ ; $x$", "\"delete\"", "a",
        "U&'\\0041;'", "B'01'", "'/*'", "'--'", "'\\d'", "2 - -1", "a::text", "a /* ; /* ' */ \" */ + 1",
        "substring('abc' FOR 2)", "(SELECT max(a) FROM u)", "ARRAY[1, 2][1:2]", "'a'\n'b;'", "1.5e-3",
        "pg_backend_pid()", "now()", "txid_current()", "nextval('s')", "pg_advisory_lock(1)",
        "\"nextval\"('s')",
        "pg_catalog . /* c */ nextval ('s')", "lo_create(0)", "('s'::regclass).nextval",
        "(1::bigint).pg_advisory_lock", "set_config('work_mem', '1MB', false)",
        "'nextval(''s'')'", "query_to_xml('DELETE FROM t', true, true, '')", "é", "'漢字;'",
    ]

    private static let endings = [
        "", "", "", "ORDER BY 1", "LIMIT 3", "FOR UPDATE", "FOR/**/NO KEY UPDATE", "INTO v", "AS w",
        "-- FOR UPDATE;\n", "UNION ALL SELECT 1", "; DELETE FROM t", "\\g", "\\gx", "WHERE a > 3",
    ]

    private static let junk = [
        "SELECT", "1", "'a'", "'", "\"", "$$", "$x$", "--", "/*", "*/", "(", ")", ";", ",", "\n", "\r", " ",
        "E'",
        "\\'", "\\x\n", "\\g\n", "a", "FROM t", "INTO", "DELETE FROM t", "WITH w AS (", "UPDATE", "nextval",
        "EXPLAIN", "ANALYZE", "VALUES (1)", "TABLE t", "::", ":", "U&", "é", "$", "+", "AS",
    ]

    mutating func file() -> String {
        if Int.random(in: 0..<3, using: &random) == 0 {
            return (0..<Int.random(in: 2...9, using: &random)).map { _ in pick(Self.junk) }
                .joined(separator: pick(["", " "]))
        }
        return (0..<Int.random(in: 1...3, using: &random)).map { _ in statement() }.joined(
            separator: pick([";", " ;\n"]))
    }

    private mutating func statement() -> String {
        let columns = (0..<Int.random(in: 1...3, using: &random)).map { _ in pick(Self.expressions) }
            .joined(separator: gap() + ",")
        let query = "SELECT\(gap())\(columns)\(gap())FROM\(gap())t\(gap())\(pick(Self.endings))"
        let wrapped = pick([
            query, query, query, "WITH w AS (\(query)) SELECT * FROM w", "(\(query))", "TABLE t",
            "VALUES (1), (2)",
            "SHOW work_mem", "WITH w AS (DELETE FROM t RETURNING a) \(query)",
            "SELECT * FROM (\(query)) AS x",
        ])
        return pick(["", "", "", "EXPLAIN ", "EXPLAIN (ANALYZE, COSTS off) ", "EXPLAIN\(gap())ANALYZE "])
            + wrapped
    }

    private mutating func gap() -> String {
        pick([" ", " ", " ", "\n", "\t", "/* ; */", " -- ; '\n", "/* /* */ ' */", "\r\n", " --\r"])
    }

    private mutating func pick(_ choices: [String]) -> String {
        choices.randomElement(using: &random) ?? ""
    }
}

/// What a server logged that it was sent, by the files that our marks tell apart.
private struct ServerLogText {
    /// The statements of each file.
    private(set) var files: [Int: [String]] = [:]
    /// The files of which a statement failed.
    private(set) var failed: Set<Int> = []
    /// All SQLSTATEs.
    private(set) var states: Set<String> = []

    /// Reads a log whose prefix is `%e|`; a statement is logged when it has been parsed, or with its error.
    init(_ text: String) {
        var file: Int?
        var logged: String?
        for entry in Self.entries(of: text) {
            guard let bar = entry.firstIndex(of: "|") else { continue }
            states.insert(String(entry[..<bar]))
            let message = entry[entry.index(after: bar)...]
            var statement: String?
            if let sent = message.text(after: "LOG:  statement: ") {
                statement = sent
                logged = sent
            } else if let sent = message.text(after: "STATEMENT:  ") {
                if let file { failed.insert(file) }
                if sent != logged { statement = sent }
                logged = nil
            }
            guard let statement else { continue }
            if let number = statement.text(after: "SELECT 'file ").flatMap({ Int($0.dropLast(2)) }) {
                file = number
                files[number] = []
            } else if statement == "ROLLBACK;" {
                file = nil
            } else if let file, statement.contains(where: { !$0.isWhitespace && $0 != ";" }),
                !isEmpty(statement)
            {
                files[file]?.append(statement)
            }
        }
    }

    /// The entries without the tabs that begin their further lines; a carriage return ends no line.
    private static func entries(of text: String) -> [String] {
        var entries: [[UInt8]] = []
        for line in text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false) {
            if line.first == 0x09, let last = entries.indices.last {
                entries[last] += [0x0A] + line.dropFirst()
            } else {
                entries.append(Array(line))
            }
        }
        return entries.map { String(decoding: $0, as: UTF8.self) }
    }

    /// Whether nothing but comments was sent.
    private func isEmpty(_ statement: String) -> Bool {
        do throws(Diagnostics) {
            _ = try QueryFile(SourceFile(path: "q.sql", text: statement), name: "q")
            return false
        } catch {
            return error.all.map(\.id) == ["query.empty"]
        }
    }
}

extension StringProtocol {
    fileprivate func text(after prefix: String) -> String? {
        hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
    }
}
