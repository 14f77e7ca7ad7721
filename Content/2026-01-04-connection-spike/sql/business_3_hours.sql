-- B3: when? by hour of day, UTC (last 30 days)
SELECT extract(hour FROM created_at AT TIME ZONE 'UTC')::int AS hour_utc, count(*) AS reports, repeat('#', (count(*) / 400)::int) AS bar
FROM reports.reports WHERE created_at > now() - interval '30 days' GROUP BY 1 ORDER BY 1;
