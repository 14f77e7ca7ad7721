/// The functions that do something which a read-only transaction does not stop and rolling back does not undo.
///
/// From "System Administration Functions" and the other chapters on functions of PostgreSQL 13 to 18, and the
/// volatile functions of its contributed modules. Functions that a user wrote are not known: of those, the
/// read-only transaction is the guard.
struct FunctionEffect: Sendable {
    /// What the function does, said of it.
    let reason: String
    /// What to write in its place, where there is something.
    let help: String?

    /// What a function does besides giving a value; nil where that is nothing that matters.
    static func of(_ name: String) -> FunctionEffect? {
        if harmless.contains(name) { return nil }
        if let effect = byName[name] { return effect }
        for (prefix, effect) in byPrefix where name.hasPrefix(prefix) { return effect }
        let resets = name.hasPrefix("pg_") && !name.hasPrefix("pg_stat_get_")
        return resets && name.split(separator: "_").contains("reset") ? .statistics : nil
    }

    /// Names that begin like those of functions with effects.
    private static let harmless: Set<String> = [
        "pg_replication_origin_oid", "pg_replication_origin_progress",
        "pg_replication_origin_session_is_setup", "pg_replication_origin_session_progress",
    ]

    private static let signal = Self("signals or controls other processes of the server")
    private static let statistics = Self("sets counters back, which later captures are compared with")
    private static let settings = Self(
        "changes a setting", help: "Read settings with SHOW, current_setting or pg_settings.")
    private static let log = Self("writes to the server's log or write-ahead log")
    private static let replication = Self("changes backup, recovery or replication")
    private static let advisory = Self(
        "takes or gives up locks that the application may wait for", help: "pg_locks shows who holds them.")
    private static let files = Self("writes files or large objects")
    private static let runsText = Self(
        "runs SQL that is given as text, which cannot be vetted", help: "Write that statement itself.")
    private static let sequence = Self(
        "moves a sequence, which no rollback undoes", help: "pg_sequences shows where a sequence stands.")
    private static let transactionID = Self(
        "makes the server give the transaction a number, as for one that writes",
        help:
            "pg_current_xact_id_if_assigned() does not, and pg_snapshot_xmax(pg_current_snapshot()) shows the next."
    )
    private static let notification = Self("wakes sessions that listen")
    private static let snapshot = Self("keeps a snapshot for other sessions")
    private static let storage = Self("changes what is stored, or what is in the cache")
    private static let elsewhere = Self("works through connections to other servers")

    private init(_ reason: String, help: String? = nil) {
        self.reason = reason
        self.help = help
    }

    private static let byName = table([
        (
            signal,
            "pg_terminate_backend pg_cancel_backend pg_rotate_logfile pg_rotate_logfile_old pg_logfile_rotate "
                + "pg_promote autoprewarm_start_worker"
        ),
        (settings, "pg_reload_conf set_config"),
        (log, "pg_switch_wal pg_switch_xlog pg_logical_emit_message"),
        (
            replication,
            "pg_backup_start pg_backup_stop pg_start_backup pg_stop_backup pg_sync_replication_slots "
                + "pg_replication_slot_advance"
        ),
        (
            files,
            "lo_creat lo_create lo_export lo_from_bytea lo_import lo_open lo_put lo_truncate lo_truncate64 "
                + "lo_unlink lowrite autoprewarm_dump_now"
        ),
        (
            runsText,
            "query_to_xml query_to_xmlschema query_to_xml_and_xmlschema cursor_to_xml cursor_to_xmlschema "
                + "ts_stat ts_rewrite connectby xpath_table"
        ),
        (sequence, "nextval setval"),
        (transactionID, "txid_current pg_current_xact_id"),
        (notification, "pg_notify"),
        (snapshot, "pg_export_snapshot"),
        (
            storage,
            "brin_summarize_new_values brin_summarize_range brin_desummarize_range gin_clean_pending_list "
                + "pg_prewarm pg_truncate_visibility_map pg_nextoid pg_stop_making_pinned_objects "
                + "pg_extension_config_dump heap_force_kill heap_force_freeze"
        ),
    ])

    private static let byPrefix: [(String, FunctionEffect)] = [
        ("pg_advisory_", advisory), ("pg_try_advisory_", advisory), ("pg_create_", replication),
        ("pg_copy_", replication), ("pg_drop_", replication), ("pg_logical_slot_", replication),
        ("pg_replication_origin_", replication), ("pg_wal_replay_", replication), ("pg_log_", log),
        ("pg_file_", files), ("pg_write_", files), ("pg_buffercache_evict", storage),
        ("pg_buffercache_mark_dirty", storage), ("pg_set_", statistics), ("pg_restore_", statistics),
        ("pg_clear_", statistics), ("pg_import_", storage), ("binary_upgrade_", storage),
        ("crosstab", runsText), ("dblink", elsewhere), ("postgres_fdw_disconnect", elsewhere),
    ]

    private static func table(_ rows: [(FunctionEffect, String)]) -> [String: FunctionEffect] {
        var all: [String: FunctionEffect] = [:]
        for (effect, names) in rows { for name in names.split(separator: " ") { all[String(name)] = effect } }
        return all
    }
}
