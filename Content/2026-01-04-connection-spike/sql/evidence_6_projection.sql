-- E6: projection before building anything: hypopg plan + rows each access path must read (see e6_hypopg.txt)
SELECT path, rows_to_read, round(first_value(rows_to_read) OVER (ORDER BY ord)::numeric / nullif(rows_to_read, 0), 1) AS reduction_vs_chosen_plan
FROM (VALUES
  (1, 'chosen plan: idx_reports_completed_at, completed_at IS NULL', (SELECT count(*) FROM reports.reports WHERE completed_at IS NULL)),
  (2, 'existing idx_reports_user_id, user 4217',                      (SELECT count(*) FROM reports.reports WHERE user_id = 4217)),
  (3, 'user 4217, incomplete only',                                   (SELECT count(*) FROM reports.reports WHERE user_id = 4217 AND completed_at IS NULL)),
  (4, 'proposed index, largest (type, format) of user 4217',          (SELECT max(n) FROM (SELECT count(*) n FROM reports.reports WHERE user_id = 4217 AND completed_at IS NULL GROUP BY organization_id, report_type, format) x)),
  (5, 'proposed index, managed-vendor-findings / csv',                (SELECT count(*) FROM reports.reports WHERE user_id = 4217 AND organization_id = 17 AND report_type = 'managed-vendor-findings' AND format = 'csv' AND completed_at IS NULL)),
  (6, 'proposed index + rewritten predicate, same key',               (SELECT count(*) FROM reports.reports WHERE user_id = 4217 AND organization_id = 17 AND report_type = 'managed-vendor-findings' AND format = 'csv' AND completed_at IS NULL AND created_at > now() - interval '3600 seconds'))
) v(ord, path, rows_to_read) ORDER BY ord;
