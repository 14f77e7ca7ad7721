/// The views of counters that somebody can set back to zero.
///
/// After "The Cumulative Statistics System" in PostgreSQL's documentation: two captures of counters can only
/// be compared if no reset lies between them.
enum StatisticsViews {
    /// The views that say themselves when they had been set back, in `stats_reset` or a view beside them.
    private static let views: Set<String> = [
        "pg_stat_statements", "pg_stat_database", "pg_stat_bgwriter", "pg_stat_checkpointer", "pg_stat_wal",
        "pg_stat_io", "pg_stat_archiver", "pg_stat_slru", "pg_stat_replication_slots",
        "pg_stat_subscription_stats", "pg_stat_recovery_prefetch",
    ]

    /// Which of them, of a database's objects too, stand among the tokens.
    static func read(by tokens: [SQLToken]) -> Set<String> {
        var read: Set<String> = []
        for token in tokens where token.kind == .word || token.kind == .quotedName {
            if views.contains(token.name) { read.insert(token.name) }
            if isOfDatabase(token.name) { read.insert("pg_stat_database") }
        }
        return read
    }

    /// Whether a view's counters are set back with those of the database, by `pg_stat_reset()`.
    private static func isOfDatabase(_ name: String) -> Bool {
        let scopes = ["all", "user", "sys"]
        let kinds = ["tables", "indexes", "sequences"]
        let parts = name.split(separator: "_").map(String.init)
        if name == "pg_stat_user_functions" { return true }
        guard parts.count == 4, parts[0] == "pg" else { return false }
        return ["stat", "statio"].contains(parts[1]) && scopes.contains(parts[2]) && kinds.contains(parts[3])
    }
}
