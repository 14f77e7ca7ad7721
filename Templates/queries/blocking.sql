-- Which session waits for a lock that another holds: both statements, and how long the wait has lasted.
SELECT waiting.pid AS waiting_pid,
       blocker.pid AS blocking_pid,
       blocker.state AS blocking_state,
       lock.locktype AS lock_type,
       lock.mode AS lock_mode,
       lock.relation::regclass AS relation,
       round(extract(epoch FROM clock_timestamp() - waiting.query_start)::numeric, 3) AS waiting_query_s,
       round(extract(epoch FROM clock_timestamp() - blocker.xact_start)::numeric, 3) AS blocking_transaction_s,
       left(regexp_replace(regexp_replace(waiting.query, '''[^'']*(''|$)|[[:<:]][0-9]+[[:>:]]', '?', 'g'), '[[:space:]]+', ' ', 'g'), 80)
         AS waiting_query,
       left(regexp_replace(regexp_replace(blocker.query, '''[^'']*(''|$)|[[:<:]][0-9]+[[:>:]]', '?', 'g'), '[[:space:]]+', ' ', 'g'), 80)
         AS blocking_query
FROM pg_stat_activity AS waiting
CROSS JOIN LATERAL (SELECT DISTINCT unnest(pg_blocking_pids(waiting.pid)) AS pid) AS by_pid
LEFT JOIN pg_stat_activity AS blocker ON blocker.pid = by_pid.pid
LEFT JOIN pg_locks AS lock ON lock.pid = waiting.pid AND NOT lock.granted
WHERE waiting.wait_event_type = 'Lock'
ORDER BY waiting.query_start, waiting.pid, blocker.pid, lock_type, lock_mode;
