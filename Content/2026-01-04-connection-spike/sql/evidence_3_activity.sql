-- E3: pg_stat_activity at the peak: what the active sessions were running, by query_id
SELECT r.query_id, left(regexp_replace(s.query, '\s+', ' ', 'g'), 70) AS query,
       count(*) AS active_session_samples, round(100.0 * count(*) / sum(count(*)) OVER (), 2) AS pct,
       max(r.query_age_s) AS oldest_s
FROM lab.activity_rows r LEFT JOIN (SELECT DISTINCT queryid, query FROM lab.pgss_before) s ON s.queryid = r.query_id
WHERE r.state = 'active' AND r.backend_type = 'client backend' AND r.ts >= :'t0'::timestamptz AND r.ts < :'t0'::timestamptz + interval '20 seconds'
GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 5;
