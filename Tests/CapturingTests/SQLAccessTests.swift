import Capturing
import Diagnostics
import Evidence
import Testing

/// What a statement has to be allowed to do.
@Suite struct SQLAccessTests {
    /// A statement, or several, with what has to be allowed, and the finding for it.
    struct Sample: Sendable, CustomTestStringConvertible {
        let sql: String
        let access: SavedRecord.Access?
        let id: String?

        var testDescription: String { sql }
    }

    private static func all(_ access: SavedRecord.Access?, _ id: String?, _ statements: [String]) -> [Sample]
    {
        statements.map { Sample(sql: $0, access: access, id: id) }
    }

    static let readOnly = all(
        .readOnly, nil,
        [
            "SELECT 1", "select 1;", "SELECT 1 ;;", "SeLeCt 1", "SELECT/**/1", "/* a /* b */ c */ SELECT 1",
            "-- c\nSELECT 1 -- DELETE FROM t", "-- it's\rSELECT 1", "(SELECT 1)",
            "((SELECT 1) UNION (SELECT 2))",
            "TABLE t", "(TABLE t)", "VALUES (1), (2)", "SHOW work_mem", "show all",
            "WITH a AS (SELECT 1) SELECT * FROM a", "WITH RECURSIVE a AS (SELECT 1) TABLE a",
            "WITH a AS MATERIALIZED (SELECT 1), b AS NOT MATERIALIZED (VALUES (1)) SELECT 1",
            "SELECT 'DELETE FROM t; DROP TABLE t'", "SELECT 'it''s; DELETE FROM t'",
            "SELECT E'it\\'s; DELETE FROM t'", "SELECT e'\\\\'", "SELECT U&'\\0041; DELETE FROM t'",
            "SELECT U&'d!0061t!+000061' UESCAPE '!'", "SELECT B'01', X'1F', N'DELETE'",
            "SELECT $$; DELETE FROM t$$", "SELECT $a$ $$ ; DELETE $b$ $a$", "SELECT $a$$b$a$ AS x",
            "SELECT $é$; DELETE FROM t$é$", "SELECT a$b$c, $$;$$ FROM t", "SELECT 'a'\n'b; DELETE'",
            "SELECT 'a' -- c\n 'b; DELETE'", "SELECT '\\d'", "SELECT '\\n; DELETE'", "SELECT 'a\\\\b'",
            "SELECT \"delete\" FROM t", "SELECT \"into\"", "SELECT \"for\" update_count FROM t",
            "SELECT \"a\"\"; DELETE FROM t\"", "SELECT t.delete, t.update FROM t",
            "SELECT a AS insert FROM t",
            "SELECT n_tup_upd, last_update FROM t", "SELECT substring('abc' FOR 2)",
            "SELECT overlay('abc' placing 'x' from 1 for 2)", "SELECT a::text, b::int[] FROM t",
            "SELECT a[1:2] FROM t", "SELECT a[1 : n] FROM t", "SELECT x->>'a', x #> '{a}', x @> y FROM t",
            "SELECT x ? 'a', x ?| array['a'] FROM t", "SELECT 1.5e-3, .5, 1., 1e5, 0x1F, 1_000",
            "SELECT 1 + -1 - -1, 2*-3, @ -5, |/ 25", "SELECT 7 --1\n", "SELECT 6 /*/ */ + 1",
            "SELECT a FROM t WHERE b = 'x' LIMIT 10 OFFSET 5", "SELECT pg_sleep(1)", "SELECT now(), random()",
            "SELECT pg_blocking_pids(1)", "SELECT count(*) FILTER (WHERE true) FROM t",
            "SELECT pg_replication_origin_progress('a', true)", "SELECT pg_current_xact_id_if_assigned()",
            "SELECT currval('s'), lastval()", "SELECT pg_stat_clear_snapshot()",
            "SELECT 'pg_terminate_backend(1)'", "SELECT pg_reload_conf FROM t",
            "SELECT 'pg_reload_conf'::regproc", "SELECT my_pg_reload_conf()", "SELECT \"PG_RELOAD_CONF\"()",
            "SELECT lo_stats(1)", "SELECT pg_stat_get_bgwriter_stat_reset_time()",
            "SELECT ТАБЛИЦА, 漢字 FROM é", "SELECT '👩‍💻'", "SELECT \"名\" FROM \"表\"",
            "-- variable: a  A\nSELECT :\"a\".:\"a\" FROM :\"a\".:\"a\" WHERE x = :'a'",
            "EXPLAIN SELECT 1", "EXPLAIN VERBOSE SELECT 1", "EXPLAIN (COSTS off) SELECT 1",
            "EXPLAIN DELETE FROM t", "EXPLAIN (ANALYZE false) DELETE FROM t",
            "EXPLAIN (ANALYZE off, BUFFERS) UPDATE t SET a = 1", "EXPLAIN CREATE TABLE u AS SELECT 1",
            "EXPLAIN (VERBOSE) INSERT INTO t VALUES (1)", "EXPLAIN SELECT * FROM t FOR UPDATE",
            "EXPLAIN ANALYZE SELECT 1", "EXPLAIN (ANALYZE, BUFFERS) SELECT 1",
            "explain analyse verbose select 1",
            "EXPLAIN (ANALYZE) (SELECT 1)", "EXPLAIN (SELECT 1)", "EXPLAIN ((SELECT 1))",
            "EXPLAIN (FORMAT JSON, ANALYZE) WITH a AS (SELECT 1) SELECT * FROM a", "EXPLAIN EXECUTE p",
            "EXPLAIN (ANALYZE) TABLE t", "EXPLAIN (ANALYZE, SETTINGS, WAL) VALUES (1)",
            "SELECT 1 \\g", "SELECT 1 \\gx", "\\x\nSELECT 1;", "\\pset null '(null)'\nSELECT 1;",
            "SELECT 1;\n\\dt+ public.*\n", "\\d t", "SELECT 1 \\crosstabview a b",
        ])

    static let changing =
        all(
            .readWrite, "query.changes-data",
            [
                "DELETE FROM t", "delete/**/from t", "INSERT INTO t VALUES (1)", "UPDATE t SET a = 1",
                "MERGE INTO t USING u ON true WHEN MATCHED THEN DELETE", "-- a\n/* b */ DeLeTe FROM t",
                "WITH a AS (DELETE FROM t RETURNING *) SELECT * FROM a",
                "WITH a AS (SELECT 1) DELETE FROM t", "WITH a AS MATERIALIZED (UPDATE t SET a = 1) SELECT 1",
                "WITH a AS (WITH b AS (SELECT 1) INSERT INTO t SELECT 1 RETURNING 1) SELECT 1",
                "SELECT * FROM (WITH a AS (/*x*/INSERT INTO t VALUES (1)) SELECT 1) s",
                "SELECT $a$ $b$ $a$; DELETE FROM t", "SELECT 'a';DELETE FROM t",
                "SELECT $$a$$;DELETE FROM t --$$",
                "SELECT E'\\\\'; DELETE FROM t --'", "SELECT \"a\\\"; DELETE FROM t --\"",
                "SELECT 1 --\rDELETE FROM t", "SELECT 1; -- a\rDELETE FROM t", "/* /* */ */ DELETE FROM t",
                "SELECT 1 /* -- */; DELETE FROM t", "SELECT 1 -- /*\n; DELETE FROM t --*/",
                "SELECT U&'\\'; DELETE FROM t", "SELECT a$$b; DELETE FROM t", "SELECT delete FROM t",
            ])
        + all(
            .readWrite, "query.select-into",
            [
                "SELECT * INTO t FROM u", "SELECT 1 INTO TEMP t", "SELECT t.*INTO u FROM t",
                "WITH a AS (SELECT 1) SELECT * INTO b FROM a", "(SELECT 1 into t)",
            ])
        + all(
            .readWrite, "query.row-lock",
            [
                "SELECT * FROM t FOR UPDATE", "SELECT * FROM t for/**/no\nkey update", "TABLE t FOR SHARE",
                "SELECT * FROM t FOR KEY SHARE SKIP LOCKED", "SELECT * FROM (SELECT * FROM t FOR UPDATE) s",
                "SELECT * FROM t FOR UPDATE OF t NOWAIT",
            ])

    static let functions = all(
        .readWrite, "query.function",
        [
            "SELECT pg_terminate_backend(1)", "SELECT PG_Terminate_Backend (1)",
            "SELECT pg_catalog.pg_cancel_backend(1)",
            "SELECT pg_catalog . /*x*/ \"pg_cancel_backend\" -- y\n (1)",
            "SELECT \"pg_terminate_backend\"(pid) FROM pg_stat_activity",
            "SELECT pg_termİnate_backend(1)", "SELECT pg_stat_statements_reset()",
            "SELECT pg_stat_reset_shared('bgwriter')", "SELECT pg_stat_kcache_reset()",
            "SELECT * FROM pg_reload_conf()", "SELECT 1 WHERE pg_rotate_logfile()",
            "VALUES (pg_switch_wal())", "SELECT pg_advisory_lock(1)",
            "SELECT pg_try_advisory_xact_lock_shared(1)",
            "SELECT pg_create_physical_replication_slot('a')",
            "SELECT pg_logical_slot_get_changes('a', NULL, 1)",
            "SELECT pg_log_backend_memory_contexts(1)", "SELECT lo_create(0)",
            "SELECT lo_import('/etc/passwd')",
            "SELECT * FROM dblink('', 'DELETE FROM t') AS t(a int)", "SELECT pg_file_write('a', 'b', true)",
            "SELECT set_config('transaction_read_only', 'off', false)", "SELECT nextval('s')",
            "SELECT txid_current()", "SELECT pg_notify('a', 'b')", "SELECT pg_export_snapshot()",
            "SELECT query_to_xml('DELETE FROM t', true, true, '')", "SELECT ts_stat('SELECT 1')",
            "SELECT crosstab4('SELECT 1')", "SELECT gin_clean_pending_list('i')",
            "SELECT pg_restore_relation_stats('a', 'b')",
            "WITH a AS (SELECT pg_promote()) SELECT * FROM a", "EXPLAIN ANALYZE SELECT pg_reload_conf()",
            "EXPLAIN ANALYZE DELETE FROM t WHERE pg_cancel_backend(1)",
            "EXPLAIN SELECT 1 WHERE txid_current() > 1", "SELECT ('s'::regclass).nextval",
            "SELECT (pid) . /**/ \"pg_cancel_backend\" FROM pg_stat_activity", "SELECT a[1].nextval FROM t",
            "-- variable: f  F\nSELECT :\"f\"(1)", "-- variable: f  F\nSELECT (1).:\"f\"",
            "-- variable: f  F\nSELECT pg_catalog.:\"f\"/**/(1)", "(SELECT pg_reload_conf())",
        ])

    /// Every function that is known to have effects; `x` ends the name where all of a prefix have.
    private static let functionsWithEffects = [
        "autoprewarm_dump_now", "autoprewarm_start_worker", "binary_upgrade_x", "brin_desummarize_range",
        "brin_summarize_new_values", "brin_summarize_range", "connectby", "crosstabx", "cursor_to_xml",
        "cursor_to_xmlschema", "dblinkx", "gin_clean_pending_list", "heap_force_freeze", "heap_force_kill",
        "lo_creat", "lo_create", "lo_export", "lo_from_bytea", "lo_import", "lo_open", "lo_put",
        "lo_truncate", "lo_truncate64", "lo_unlink", "lowrite", "nextval", "pg_advisory_x",
        "pg_backup_start", "pg_backup_stop", "pg_buffercache_evictx", "pg_buffercache_mark_dirtyx",
        "pg_cancel_backend", "pg_clear_x", "pg_copy_x", "pg_create_x", "pg_current_xact_id", "pg_drop_x",
        "pg_export_snapshot", "pg_extension_config_dump", "pg_file_x", "pg_import_x", "pg_log_x",
        "pg_logfile_rotate", "pg_logical_emit_message", "pg_logical_slot_x", "pg_nextoid", "pg_notify",
        "pg_prewarm", "pg_promote", "pg_reload_conf", "pg_replication_origin_x",
        "pg_replication_slot_advance", "pg_restore_x", "pg_rotate_logfile", "pg_rotate_logfile_old",
        "pg_set_x", "pg_start_backup", "pg_stat_reset", "pg_stat_x_reset", "pg_stop_backup",
        "pg_stop_making_pinned_objects", "pg_switch_wal", "pg_switch_xlog", "pg_sync_replication_slots",
        "pg_terminate_backend", "pg_truncate_visibility_map", "pg_try_advisory_x", "pg_wal_replay_x",
        "pg_write_x", "postgres_fdw_disconnectx", "query_to_xml", "query_to_xml_and_xmlschema",
        "query_to_xmlschema", "set_config", "setval", "ts_rewrite", "ts_stat", "txid_current",
        "xpath_table",
    ]

    static let everyFunction = all(
        .readWrite, "query.function", functionsWithEffects.map { "SELECT * FROM \($0)(1)" })

    static let others = all(
        .readWrite, "query.not-read-only",
        [
            "CREATE TABLE t (a int)", "DROP TABLE t", "ALTER SYSTEM SET work_mem = '1GB'", "TRUNCATE t",
            "SET work_mem = '1GB'", "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE",
            "SET TRANSACTION READ WRITE", "RESET ALL", "DISCARD ALL", "LOCK TABLE t",
            "DO $$BEGIN DELETE END$$",
            "CALL p()", "NOTIFY a", "LISTEN a", "LOAD 'a'", "CHECKPOINT", "VACUUM", "ANALYZE t",
            "REINDEX TABLE t", "CLUSTER", "GRANT ALL ON t TO u", "REFRESH MATERIALIZED VIEW v",
            "PREPARE p AS SELECT 1", "EXECUTE p", "DEALLOCATE p", "DECLARE c CURSOR FOR SELECT 1", "FETCH c",
            "IMPORT FOREIGN SCHEMA s FROM SERVER r INTO t", "COMMENT ON TABLE t IS 'x'", "\"select\" 1",
            "SELECT\u{A0}1", "1", "'SELECT 1'", "EXPLAIN", "EXPLAIN (ANALYZE)", "EXPLAIN VACUUM",
            "EXPLAIN EXPLAIN SELECT 1",
            "SECURITY LABEL ON TABLE t IS 'x'", "(SHOW work_mem)", "(EXPLAIN SELECT 1)",
        ])

    static let rolledBack = all(
        .rolledBack, "query.explain-executes",
        [
            "EXPLAIN ANALYZE DELETE FROM t", "EXPLAIN (ANALYZE) DELETE FROM t",
            "EXPLAIN (BUFFERS, ANALYZE) DELETE FROM t",
            "explain (analyze on) update t set a = 1", "EXPLAIN (ANALYSE) INSERT INTO t VALUES (1)",
            "EXPLAIN ANALYZE VERBOSE DELETE FROM t", "EXPLAIN/**/ANALYSE/**/DELETE FROM t",
            "EXPLAIN (\"analyze\") DELETE FROM t", "EXPLAIN (ANALYZE 1) DELETE FROM t",
            "EXPLAIN (ANALYZE true, FORMAT JSON) MERGE INTO t USING u ON true WHEN MATCHED THEN DELETE",
            "EXPLAIN (ANALYZE off, ANALYZE) DELETE FROM t", "EXPLAIN (ANALYZE 'false') DELETE FROM t",
            "EXPLAIN (COSTS off, TIMING off, ANALYZE) DELETE FROM t",
            "EXPLAIN ANALYZE EXECUTE p", "EXPLAIN ANALYZE CREATE TABLE u AS SELECT 1",
            "EXPLAIN ANALYZE CREATE MATERIALIZED VIEW v AS SELECT 1",
            "EXPLAIN ANALYZE DECLARE c CURSOR FOR SELECT 1",
            "EXPLAIN ANALYZE SELECT * INTO u FROM t", "EXPLAIN ANALYZE SELECT * FROM t FOR UPDATE",
            "EXPLAIN ANALYZE WITH a AS (DELETE FROM t RETURNING *) SELECT * FROM a",
            "EXPLAIN (ANALYZE) WITH a AS (SELECT 1) DELETE FROM t", "SELECT 1; EXPLAIN ANALYZE DELETE FROM t",
        ])

    static let refused =
        all(
            nil, "query.unterminated",
            [
                "SELECT 'a", "SELECT \"a", "SELECT $$a", "SELECT $a$ $$", "/* SELECT 1", "/* /* */ SELECT 1",
                "SELECT E'a\\'", "SELECT U&'a", "SELECT $a$ $A$", "SELECT 1 /*/",
            ])
        + all(
            nil, "query.backslash-before-quote",
            ["SELECT 'a\\'; DELETE FROM t --'", "SELECT '\\\\'; DELETE FROM t", "SELECT N'\\'''"])
        + all(
            nil, "query.continued-text", ["SELECT E'a'\n'b\\'c; DELETE FROM t'", "SELECT E'a' -- c\n  'b'"])
        + all(nil, "query.parameter", ["SELECT $1", "SELECT $ 1", "SELECT $1$$ $$"])
        + all(nil, "query.escaped-name", ["SELECT U&\"pg_r\\0065load_conf\"()", "SELECT u&\"a\" FROM t"])
        + all(
            nil, "query.junk-after-number",
            ["SELECT 1E'\\''", "SELECT 1$$a$$", "SELECT 1a", "SELECT 1_000_x"])
        + all(nil, "query.control-character", ["SELECT\u{0B}1", "SELECT 1\u{7F}", "SELECT\u{1B}1"])
        + all(
            nil, "query.unquoted-variable",
            [
                "SELECT :name", "SELECT a[lo:hi] FROM t", "SELECT ':a' || :a", "SELECT :{?name}",
                "SELECT 1:::a",
            ])
        + all(nil, "query.variable-undeclared", ["SELECT :'a'", "SELECT * FROM :\"a\""])
        + all(
            nil, "query.parentheses",
            ["SELECT (1; DELETE FROM t", "SELECT 1)", "SELECT (1", "SELECT ')' || ("])
        + all(
            nil, "query.transaction",
            [
                "BEGIN", "COMMIT; DELETE FROM t", "SELECT 1; ROLLBACK", "END", "ABORT", "START TRANSACTION",
                "SAVEPOINT a", "RELEASE a", "PREPARE TRANSACTION 'a'", "commit/**/work",
            ])
        + all(
            nil, "query.copy",
            [
                "COPY t TO '/tmp/a'", "COPY (SELECT 1) TO PROGRAM 'sh'", "COPY t FROM STDIN;\nSELECT 1\n\\.",
                "copy t to stdout",
            ])
        + all(
            nil, "query.command",
            [
                "\\! ls", "\\copy t to 'a'", "\\o a\nSELECT 1;", "SELECT 1 \\w a", "\\i a", "\\ir a",
                "SELECT 1 \\gexec",
                "SELECT 1 \\gset", "\\c other", "\\set a `ls`", "\\setenv A b", "SELECT 1 \\watch 1",
                "\\if true",
                "\\lo_import a", "\\q", "SELECT 1 \\; DELETE FROM t", "SELECT 1 \\: a", "\\\\", "\\",
                "\\d! ls",
                "\\unknown", "SELECT 1\n\\x\n", "\\g", "\\ef f", "\\encoding SJIS",
            ])
        + all(
            nil, "query.command-argument",
            [
                "\\echo `ls`", "\\pset title '`ls`'", "SELECT 1 \\g a", "SELECT 1 \\g |sh",
                "SELECT 1 \\gx (format=html)",
                "\\pset format html", "\\pset pager on", "\\echo a \\! ls", "\\d \"a'b\" \\! ls",
                "\\echo |ls",
                "\\dt 'a", "\\f | ", "\\x \\\\ SELECT 1", "\\pset 'format' html", "SELECT 1 \\gdesc \\gx",
            ])
        + all(
            nil, "query.explain-beside-writes",
            [
                "EXPLAIN ANALYZE DELETE FROM t; DELETE FROM t",
                "DELETE FROM t; EXPLAIN (ANALYZE) DELETE FROM t",
                "EXPLAIN ANALYZE DELETE FROM t; EXPLAIN ANALYZE DELETE FROM t",
            ])
        + all(nil, "query.empty", ["", ";", "-- a title\n", "/* */ ;;"])
        + all(nil, "query.csv", ["-- format: csv\nSELECT 1; SELECT 2", "-- format: csv\n\\x\nSELECT 1"])
        + all(
            nil, "query.header",
            [
                "-- format: html\nSELECT 1", "-- fromat: csv\nSELECT 1",
                "-- variable: A  Capital\nSELECT :'A'",
                "-- variable: a\nSELECT :'a'", "-- variable: a  A\n-- variable: a  B\nSELECT :'a'",
            ])
        + all(nil, "query.variable-unused", ["-- variable: a  A\nSELECT 1"])

    @Test(arguments: readOnly + changing + functions + everyFunction + others + rolledBack + refused)
    func `a statement is allowed what it needs, and the finding names the first reason`(_ sample: Sample) {
        do throws(Diagnostics) {
            let query = try QueryFile(SourceFile(path: "query.sql", text: sample.sql), name: "query")
            #expect(query.access == sample.access)
            #expect(query.writes.first?.id == sample.id)
            #expect(query.writes.isEmpty == (query.access == .readOnly))
        } catch {
            #expect(sample.access == nil, "\(error.all.map(\.text).joined(separator: "\n"))")
            #expect(error.all.contains { $0.id == sample.id }, "\(error.all.map(\.id))")
        }
    }

    @Test func `the table is long enough to be worth the name`() {
        let samples =
            Self.readOnly + Self.changing + Self.functions + Self.others + Self.rolledBack + Self.refused
        #expect(samples.count >= 150)
        #expect(Set(samples.map(\.sql)).count == samples.count)
    }

    @Test(arguments: [
        [0x53, 0x00], [0x53, 0xFF], [0x53, 0xC3], [0xEF, 0xBB, 0xBF, 0x53], [0x27, 0xED, 0xA0, 0x80, 0x27],
    ])
    func `bytes that are no text are refused`(bytes: [UInt8]) {
        #expect(throws: Diagnostics.self) {
            try QueryFile(SourceFile(path: "query.sql", bytes: bytes), name: "query")
        }
    }

    @Test func `an over-long file is refused before it is read`() {
        let bytes = [UInt8](repeating: 0x27, count: QueryFile.sizeLimit + 1)
        let error = #expect(throws: Diagnostics.self) {
            try QueryFile(SourceFile(path: "query.sql", bytes: bytes), name: "query")
        }
        #expect(error?.all.map(\.id) == ["query.too-long"])
    }
}
