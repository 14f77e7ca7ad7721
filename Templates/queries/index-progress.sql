-- How far each CREATE INDEX and REINDEX has come: the phase, blocks, rows, and the sessions that it waits for.
SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS"+00"') AS captured_at,
       pid,
       relid::regclass AS relation,
       nullif(index_relid, 0)::regclass AS index,
       command,
       phase,
       lockers_total, lockers_done,
       nullif(current_locker_pid, 0) AS waits_for_pid,
       blocks_total, blocks_done,
       tuples_total AS rows_total, tuples_done AS rows_done,
       round(100.0 * blocks_done / nullif(blocks_total, 0), 1) AS blocks_percent
FROM pg_stat_progress_create_index
WHERE datname = current_database()
ORDER BY pid;
