-- B5: how effective is deduplication? reports created while an identical one, at most 1 h old, was still incomplete (last 30 days)
WITH w AS (
  SELECT created_at, lag(created_at) OVER k AS prev_created, lag(completed_at) OVER k AS prev_completed
  FROM reports.reports WHERE created_at > now() - interval '30 days'
  WINDOW k AS (PARTITION BY user_id, organization_id, report_type, format ORDER BY created_at, id))
SELECT count(*) AS reports,
       count(*) FILTER (WHERE prev_created > created_at - interval '3600 seconds') AS identical_within_1h,
       count(*) FILTER (WHERE prev_created > created_at - interval '3600 seconds' AND (prev_completed IS NULL OR prev_completed > created_at)) AS missed_duplicates,
       round(100.0 * count(*) FILTER (WHERE prev_created > created_at - interval '3600 seconds' AND (prev_completed IS NULL OR prev_completed > created_at)) / count(*), 3) AS missed_pct,
       count(*) FILTER (WHERE prev_created > created_at - interval '3600 seconds' AND prev_completed <= created_at) AS identical_but_already_completed
FROM w;
