-- What the active sessions wait for at this moment; a session that waits for nothing computes.
SELECT coalesce(wait_event_type, 'CPU') AS wait_type,
       coalesce(wait_event, 'running') AS wait_event,
       count(*) AS sessions,
       round(100.0 * count(*) / sum(count(*)) OVER (), 1) AS sessions_percent
FROM pg_stat_activity
WHERE state = 'active' AND pid <> pg_backend_pid()
GROUP BY 1, 2
ORDER BY sessions DESC, 1, 2;
