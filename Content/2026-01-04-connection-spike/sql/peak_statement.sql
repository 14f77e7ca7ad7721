-- One statement, identified by query_id
SELECT a.query_id, count(*) AS active_now, left(regexp_replace(s.query, '\s+', ' ', 'g'), 110) AS query
FROM pg_stat_activity a LEFT JOIN pg_stat_statements s ON s.queryid = a.query_id AND s.userid = a.usesysid
WHERE a.state = 'active' AND a.backend_type = 'client backend' AND a.pid <> pg_backend_pid()
GROUP BY 1, 3 ORDER BY 2 DESC LIMIT 5;
