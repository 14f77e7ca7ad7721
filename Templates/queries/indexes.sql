-- The largest indexes: bytes, how often they are used, and whether they are valid, which a failed build is not.
SELECT stat.schemaname AS schema, stat.relname AS "table", stat.indexrelname AS index,
       pg_relation_size(stat.indexrelid) AS bytes,
       stat.idx_scan AS scans,
       stat.idx_tup_read AS entries_read,
       stat.idx_tup_fetch AS rows_fetched,
       index.indisunique AS is_unique,
       index.indisvalid AS is_valid,
       index.indisready AS is_ready,
       pg_get_indexdef(stat.indexrelid) AS definition
FROM pg_stat_user_indexes AS stat
JOIN pg_index AS index USING (indexrelid)
ORDER BY index.indisvalid, bytes DESC, stat.schemaname COLLATE "C", stat.indexrelname COLLATE "C"
LIMIT 50;
