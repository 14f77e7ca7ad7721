-- B2: who generates them? concentration by user (last 30 days)
WITH u AS (SELECT user_id, count(*) AS n FROM reports.reports WHERE created_at > now() - interval '30 days' GROUP BY 1),
r AS (SELECT n, row_number() OVER (ORDER BY n DESC) AS k, count(*) OVER () AS users, sum(n) OVER () AS total FROM u)
SELECT max(users) AS users, max(total) AS reports,
       round(100.0 * sum(n) FILTER (WHERE k <= 10) / max(total), 2) AS top10_users_pct,
       round(100.0 * sum(n) FILTER (WHERE k <= users * 0.01) / max(total), 2) AS top1pct_users_pct,
       round(100.0 * sum(n) FILTER (WHERE k <= users * 0.10) / max(total), 2) AS top10pct_users_pct
FROM r;
