-- E5: server log: refused connections by SQLSTATE and message
SELECT usename, sqlstate, message, count(*), min(to_char(ts, 'HH24:MI:SS.MS')) AS first, max(to_char(ts, 'HH24:MI:SS.MS')) AS last FROM lab.log_fatal GROUP BY 1, 2, 3 ORDER BY 4 DESC;
