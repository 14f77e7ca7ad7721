-- The transactions that have been open longest, which keep VACUUM and index builds waiting.
SELECT pid,
       coalesce(nullif(application_name, ''), '(unnamed)') AS application,
       state,
       round(extract(epoch FROM clock_timestamp() - xact_start)::numeric, 3) AS transaction_s,
       round(extract(epoch FROM clock_timestamp() - query_start)::numeric, 3) AS query_s,
       wait_event_type AS wait_type,
       wait_event,
       age(backend_xmin) AS snapshot_age_transactions,
       left(regexp_replace(regexp_replace(query, '''[^'']*(''|$)|[[:<:]][0-9]+[[:>:]]', '?', 'g'), '[[:space:]]+', ' ', 'g'), 120) AS query
FROM pg_stat_activity
WHERE xact_start IS NOT NULL AND pid <> pg_backend_pid()
ORDER BY xact_start, pid
LIMIT 20;
