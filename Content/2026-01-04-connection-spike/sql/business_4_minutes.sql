-- B4: is this a scheduled job? minutes of the day that stand out against the median minute (last 30 days)
WITH m AS (SELECT to_char(created_at AT TIME ZONE 'UTC', 'HH24:MI') AS minute, count(*) AS n, count(DISTINCT (created_at AT TIME ZONE 'UTC')::date) AS days,
                  count(DISTINCT user_id) AS users
           FROM reports.reports WHERE created_at > now() - interval '30 days' GROUP BY 1),
med AS (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY n) AS median FROM m)
SELECT minute, n AS reports, days AS days_seen, users, round((n / median)::numeric, 1) AS times_median_minute
FROM m, med ORDER BY n DESC LIMIT 8;
