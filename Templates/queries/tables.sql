-- The largest tables: bytes, live and dead rows, how they are read, and when they were last vacuumed and analyzed.
SELECT schemaname AS schema, relname AS "table",
       pg_total_relation_size(relid) AS total_bytes,
       pg_table_size(relid) AS table_bytes,
       pg_indexes_size(relid) AS index_bytes,
       n_live_tup AS live_rows,
       n_dead_tup AS dead_rows,
       round(100.0 * n_dead_tup / nullif(n_live_tup + n_dead_tup, 0), 2) AS dead_percent,
       seq_scan AS sequential_scans,
       seq_tup_read AS sequential_rows_read,
       coalesce(idx_scan, 0) AS index_scans,
       n_mod_since_analyze AS rows_changed_since_analyze,
       to_char(greatest(last_vacuum, last_autovacuum) AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS"+00"')
         AS vacuumed_at,
       to_char(greatest(last_analyze, last_autoanalyze) AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS"+00"')
         AS analyzed_at
FROM pg_stat_user_tables
ORDER BY total_bytes DESC, schemaname COLLATE "C", relname COLLATE "C"
LIMIT 30;
