-- The locks on tables and indexes, by mode, granted and awaited.
SELECT relation::regclass AS relation, mode AS lock_mode, granted AS is_granted,
       count(*) AS locks, count(DISTINCT pid) AS sessions
FROM pg_locks
WHERE locktype = 'relation' AND pid IS DISTINCT FROM pg_backend_pid()
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
GROUP BY locktype, pg_locks.relation, mode, granted
ORDER BY granted, locks DESC, pg_locks.relation, mode COLLATE "C";
