-- Existence is not enough: a failed build leaves an index that exists and is never used.
SELECT indexrelid::regclass AS index, indisvalid, indisready
FROM pg_index
WHERE indrelid = 'reports.reports'::regclass
ORDER BY 1;

-- Its size.
SELECT indexrelname, pg_size_pretty(pg_relation_size(indexrelid))
FROM pg_stat_user_indexes
WHERE schemaname = 'reports' AND relname = 'reports'
  AND indexrelname = 'idx_reports_dedup_active_v1';
