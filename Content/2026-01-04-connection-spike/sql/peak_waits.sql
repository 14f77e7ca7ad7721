-- What are the active sessions waiting for?
SELECT coalesce(wait_event_type, 'CPU (no wait)') AS wait_type, coalesce(wait_event, '-') AS wait_event, count(*)
FROM pg_stat_activity WHERE state = 'active' AND pid <> pg_backend_pid() GROUP BY 1, 2 ORDER BY 3 DESC;
