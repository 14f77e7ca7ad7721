-- Connections by state and application
SELECT application_name, usename, state, count(*), round(max(extract(epoch FROM now() - query_start))::numeric, 1) AS oldest_s
FROM pg_stat_activity WHERE backend_type = 'client backend' GROUP BY 1, 2, 3 ORDER BY 4 DESC;
