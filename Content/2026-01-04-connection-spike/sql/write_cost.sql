-- What each insert and update costs, with and without the index; nothing is kept.
BEGIN;
EXPLAIN (ANALYZE, BUFFERS, WAL, COSTS OFF)
INSERT INTO reports.reports
VALUES (9000002, 4217, 17, 'managed-vendor-findings', 'csv', 'pending', now(), NULL, NULL);
EXPLAIN (ANALYZE, BUFFERS, WAL, COSTS OFF)
UPDATE reports.reports SET completed_at = now(), status = 'completed' WHERE id = 9000002;
ROLLBACK;
