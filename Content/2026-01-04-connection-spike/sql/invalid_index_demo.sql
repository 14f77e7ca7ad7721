-- What a build that is cut short leaves behind.
SET statement_timeout = '300ms';
CREATE INDEX CONCURRENTLY idx_reports_dedup_active_v1
ON reports.reports (
  user_id, organization_id, report_type, format, created_at DESC
)
WHERE completed_at IS NULL;
SET statement_timeout = 0;
SELECT indexrelid::regclass AS index, indisvalid, indisready,
       pg_size_pretty(pg_relation_size(indexrelid)) AS size
FROM pg_index WHERE indrelid = 'reports.reports'::regclass ORDER BY 1;
DROP INDEX CONCURRENTLY reports.idx_reports_dedup_active_v1;
