-- What all sessions are doing: how many there are of each application, state and kind of wait, and the oldest.
SELECT backend_type,
       coalesce(nullif(application_name, ''), '(unnamed)') AS application,
       coalesce(state, '(none)') AS state,
       coalesce(wait_event_type, '(none)') AS wait_type,
       count(*) AS sessions,
       round(extract(epoch FROM max(clock_timestamp() - query_start))::numeric, 3) AS oldest_query_s,
       round(extract(epoch FROM max(clock_timestamp() - xact_start))::numeric, 3) AS oldest_transaction_s
FROM pg_stat_activity
WHERE pid <> pg_backend_pid()
GROUP BY 1, 2, 3, 4
ORDER BY sessions DESC, 1, 2, 3, 4;
