-- All statements together: calls and time since the counters were set back; two captures give the load between.
SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS"+00"') AS captured_at,
       count(*) AS statements,
       coalesce(sum(calls), 0) AS calls,
       round(coalesce(sum(total_exec_time), 0)::numeric, 3) AS total_ms,
       coalesce(sum(rows), 0) AS rows,
       coalesce(sum(shared_blks_hit), 0) AS blocks_hit,
       coalesce(sum(shared_blks_read), 0) AS blocks_read
FROM pg_stat_statements
WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database());
