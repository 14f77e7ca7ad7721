-- Which statements the time was spent on since the counters were set back (pg_stat_statements).
SELECT queryid AS query_id,
       sum(calls) AS calls,
       round(sum(total_exec_time)::numeric, 3) AS total_ms,
       round((100 * sum(total_exec_time) / nullif(sum(sum(total_exec_time)) OVER (), 0))::numeric, 2) AS total_percent,
       round((sum(total_exec_time) / nullif(sum(calls), 0))::numeric, 3) AS mean_ms,
       round(min(min_exec_time)::numeric, 3) AS least_ms,
       round(max(max_exec_time)::numeric, 3) AS most_ms,
       sum(rows) AS rows,
       sum(shared_blks_hit) AS blocks_hit,
       sum(shared_blks_read) AS blocks_read,
       sum(temp_blks_written) AS temp_blocks_written,
       left(regexp_replace(regexp_replace(min(query), '''[^'']*(''|$)', '?', 'g'), '[[:space:]]+', ' ', 'g'), 120) AS query
FROM pg_stat_statements
WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
GROUP BY queryid
ORDER BY sum(total_exec_time) DESC, queryid
LIMIT 20;
