-- The database's counters: transactions, rows, blocks, temporary files and deadlocks since they were set back.
SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS"+00"') AS captured_at,
       to_char(stats_reset AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS"+00"') AS counted_since,
       numbackends AS sessions,
       xact_commit AS commits,
       xact_rollback AS rollbacks,
       blks_hit AS blocks_hit,
       blks_read AS blocks_read,
       round(100.0 * blks_hit / nullif(blks_hit + blks_read, 0), 2) AS hit_percent,
       tup_returned AS rows_scanned,
       tup_fetched AS rows_fetched,
       tup_inserted AS rows_inserted,
       tup_updated AS rows_updated,
       tup_deleted AS rows_deleted,
       temp_files,
       temp_bytes,
       deadlocks
FROM pg_stat_database
WHERE datname = current_database();
