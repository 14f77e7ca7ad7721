-- B6: are reports getting stuck? incomplete reports by age and status
SELECT status,
       count(*) FILTER (WHERE created_at >  now() - interval '1 hour')                                             AS "under 1 h",
       count(*) FILTER (WHERE created_at <= now() - interval '1 hour'  AND created_at > now() - interval '1 day')   AS "1 h - 1 d",
       count(*) FILTER (WHERE created_at <= now() - interval '1 day'   AND created_at > now() - interval '7 days')  AS "1 - 7 d",
       count(*) FILTER (WHERE created_at <= now() - interval '7 days'  AND created_at > now() - interval '30 days') AS "7 - 30 d",
       count(*) FILTER (WHERE created_at <= now() - interval '30 days')                                             AS "over 30 d",
       count(*) AS total
FROM reports.reports WHERE completed_at IS NULL GROUP BY ROLLUP (status) ORDER BY status NULLS LAST;
