-- After the index is valid: the same statement, unchanged, then the same statement for the largest key (pdf).
EXPLAIN (ANALYZE, BUFFERS)
SELECT id, status, created_at
FROM reports.reports
WHERE user_id = 4217
  AND organization_id = 17
  AND report_type = 'managed-vendor-findings'
  AND format = 'csv'
  AND completed_at IS NULL
  AND EXTRACT(EPOCH FROM (now() - created_at)) < 3600
ORDER BY created_at DESC
LIMIT 1;

EXPLAIN (ANALYZE, BUFFERS)
SELECT id, status, created_at
FROM reports.reports
WHERE user_id = 4217
  AND organization_id = 17
  AND report_type = 'managed-vendor-findings'
  AND format = 'pdf'
  AND completed_at IS NULL
  AND EXTRACT(EPOCH FROM (now() - created_at)) < 3600
ORDER BY created_at DESC
LIMIT 1;
