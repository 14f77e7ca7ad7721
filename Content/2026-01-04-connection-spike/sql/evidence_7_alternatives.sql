-- E7: alternatives excluded
SELECT 'lock waits (max sessions in any sample)' AS hypothesis, max(wait_lock)::text AS observed FROM lab.activity
UNION ALL SELECT 'ungranted locks (sum over samples)', coalesce(sum(n) FILTER (WHERE NOT granted), 0)::text FROM lab.locks
UNION ALL SELECT 'idle in transaction (max)', max(idle_in_tx)::text FROM lab.activity
UNION ALL SELECT 'sessions waiting on IO (max in any sample)', max(wait_io)::text FROM lab.activity
UNION ALL SELECT 'dedup query: share of blocks found in shared_buffers, %', round(100.0 * sum(shared_blks_hit) / nullif(sum(shared_blks_hit + shared_blks_read), 0), 3)::text FROM lab.pgss_before WHERE query LIKE '%EXTRACT%'
UNION ALL SELECT 'dedup query: block read time, % of execution time', round((100 * sum(blk_read_time) / nullif(sum(total_exec_time), 0))::numeric, 4)::text FROM lab.pgss_before WHERE query LIKE '%EXTRACT%'
UNION ALL SELECT 'temp files written by the dedup query (blocks)', sum(temp_blks_written)::text FROM lab.pgss_before WHERE query LIKE '%EXTRACT%'
UNION ALL SELECT 'deadlocks', deadlocks::text FROM lab.dbstat_before
UNION ALL SELECT 'checkpoints in the window', n::text FROM lab.log_other_before WHERE what = 'checkpoint'
UNION ALL SELECT 'autovacuum on reports in the window', n::text FROM lab.log_other_before WHERE what = 'autovacuum'
UNION ALL SELECT 'dead tuples in reports.reports', n_dead_tup::text FROM pg_stat_user_tables WHERE schemaname = 'reports' AND relname = 'reports'
UNION ALL SELECT 'API traffic: calls of the PK lookup (unchanged load, 60/s)', sum(calls)::text FROM lab.pgss_before WHERE query LIKE '%WHERE id = $1%' AND usename = 'app_user';
