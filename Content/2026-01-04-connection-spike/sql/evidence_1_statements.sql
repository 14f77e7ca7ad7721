-- E1: who consumed the time, since the last reset of pg_stat_statements
SELECT queryid, calls,
       round(total_exec_time::numeric, 1) AS total_ms,
       round((100 * total_exec_time / sum(total_exec_time) OVER ())::numeric, 2) AS pct,
       round(mean_exec_time::numeric, 3) AS mean_ms,
       round(stddev_exec_time::numeric, 3) AS stddev_ms,
       rows, shared_blks_hit, shared_blks_read,
       left(regexp_replace(query, '\s+', ' ', 'g'), 120) AS query
FROM pg_stat_statements
WHERE userid = 'app_user'::regrole
ORDER BY total_exec_time DESC LIMIT 5;
