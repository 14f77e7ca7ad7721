-- D1: power users: who holds the incomplete reports
SELECT user_id, min(organization_id) AS organization_id, count(*) AS reports,
       count(*) FILTER (WHERE completed_at IS NULL) AS incomplete,
       round(100.0 * count(*) FILTER (WHERE completed_at IS NULL) / count(*), 1) AS pct_incomplete,
       count(DISTINCT (report_type, format)) FILTER (WHERE completed_at IS NULL) AS type_format_pairs
FROM reports.reports GROUP BY user_id ORDER BY incomplete DESC LIMIT 10;
