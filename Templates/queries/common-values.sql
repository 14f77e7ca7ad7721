-- The commonest values of a column as the planner estimates them, from the last ANALYZE.
-- variable: schema=public  The schema of the table
-- variable: table  The table
-- variable: column  The column; its values are in the capture
SELECT inherited AS with_children, common.value, round((100 * common.share)::numeric, 3) AS rows_percent
FROM pg_stats
CROSS JOIN LATERAL unnest(most_common_vals::text::text[], most_common_freqs)
  WITH ORDINALITY AS common(value, share, place)
WHERE schemaname = :'schema' AND tablename = :'table' AND attname = :'column'
ORDER BY inherited, common.place
LIMIT 60;
