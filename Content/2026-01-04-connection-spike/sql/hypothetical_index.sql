-- What would the planner do with the index? Nothing is built (extension hypopg).
SELECT indexname FROM hypopg_create_index(
  'CREATE INDEX ON reports.reports (user_id, organization_id, report_type, format, created_at DESC) WHERE completed_at IS NULL'
);
SELECT pg_size_pretty(hypopg_relation_size(indexrelid)) AS estimated_size FROM hypopg_list_indexes;
EXPLAIN
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
