-- How much of each table and of its indexes was found in the server's cache, the most read from outside first.
SELECT schemaname AS schema, relname AS "table",
       heap_blks_hit AS table_blocks_hit,
       heap_blks_read AS table_blocks_read,
       round(100.0 * heap_blks_hit / nullif(heap_blks_hit + heap_blks_read, 0), 2) AS table_hit_percent,
       coalesce(idx_blks_hit, 0) AS index_blocks_hit,
       coalesce(idx_blks_read, 0) AS index_blocks_read,
       round(100.0 * idx_blks_hit / nullif(idx_blks_hit + idx_blks_read, 0), 2) AS index_hit_percent
FROM pg_statio_user_tables
ORDER BY heap_blks_read + coalesce(idx_blks_read, 0) DESC, schemaname COLLATE "C", relname COLLATE "C"
LIMIT 30;
