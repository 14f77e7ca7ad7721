-- Before the index exists. Run it once to warm the cache, then note the plan and the time of each further run.
EXPLAIN (ANALYZE, BUFFERS, VERBOSE, SETTINGS)
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
