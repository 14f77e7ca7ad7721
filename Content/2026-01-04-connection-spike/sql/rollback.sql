-- Abort: cancel the build by its process id (never by killing the server).
SELECT pg_cancel_backend(pid) FROM pg_stat_progress_create_index;

-- A cancelled or failed build leaves an invalid index behind: indisvalid is f.
SELECT indexrelid::regclass AS index, indisvalid, indisready
FROM pg_index
WHERE indrelid = 'reports.reports'::regclass AND NOT indisvalid;

-- Remove it before the next attempt. The same statement takes back a build that succeeded.
DROP INDEX CONCURRENTLY IF EXISTS reports.idx_reports_dedup_active_v1;
