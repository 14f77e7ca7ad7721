-- D2: organisations with most incomplete reports
SELECT organization_id, count(*) AS reports, count(DISTINCT user_id) AS users,
       count(*) FILTER (WHERE completed_at IS NULL) AS incomplete,
       round(100.0 * count(*) FILTER (WHERE completed_at IS NULL) / sum(count(*) FILTER (WHERE completed_at IS NULL)) OVER (), 2) AS pct_of_all_incomplete
FROM reports.reports GROUP BY organization_id ORDER BY incomplete DESC LIMIT 10;
