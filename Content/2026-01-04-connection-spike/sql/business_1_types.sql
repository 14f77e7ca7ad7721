-- B1: what reports are being generated? (last 30 days)
SELECT report_type, format, count(*) AS reports, round(100.0 * count(*) / sum(count(*)) OVER (), 2) AS pct,
       count(DISTINCT organization_id) AS orgs, count(DISTINCT user_id) AS users,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM completed_at - created_at)) AS p50_s,
       percentile_cont(0.95) WITHIN GROUP (ORDER BY extract(epoch FROM completed_at - created_at)) AS p95_s
FROM reports.reports WHERE created_at > now() - interval '30 days' GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 12;
