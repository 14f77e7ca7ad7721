-- 1. Room on disk: the index needs its own size, and as much again for sorting.
SELECT pg_size_pretty(pg_table_size('reports.reports')) AS heap,
       pg_size_pretty(pg_indexes_size('reports.reports')) AS indexes,
       pg_size_pretty(pg_database_size(current_database())) AS database;

-- 2. Old transactions: CREATE INDEX CONCURRENTLY waits for each of them to end.
SELECT pid, usename, application_name, state,
       now() - xact_start AS transaction_age, backend_xmin
FROM pg_stat_activity
WHERE (backend_xmin IS NOT NULL OR backend_xid IS NOT NULL) AND pid <> pg_backend_pid()
ORDER BY xact_start;

-- 3. Locks on the table that conflict with the build (it takes SHARE UPDATE EXCLUSIVE).
SELECT l.pid, a.application_name, l.mode, l.granted, now() - a.query_start AS age
FROM pg_locks l JOIN pg_stat_activity a USING (pid)
WHERE l.relation = 'reports.reports'::regclass
  AND l.mode IN ('ShareUpdateExclusiveLock', 'ShareLock', 'ShareRowExclusiveLock',
                 'ExclusiveLock', 'AccessExclusiveLock');

-- 4. A leftover of an earlier attempt: an invalid index of the same name must be dropped first.
SELECT indexrelid::regclass AS index, indisvalid, indisready
FROM pg_index
WHERE indrelid = 'reports.reports'::regclass AND NOT indisvalid;

-- 5. The session's own limits: a timeout would cut the build short and leave an invalid index.
SHOW statement_timeout;
SHOW lock_timeout;
