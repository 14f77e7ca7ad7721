-- What the planner knows of each column of a table: nulls, distinct values, the share of the commonest, and order.
-- variable: schema=public  The schema of the table
-- variable: table  The table
SELECT attname AS "column",
       inherited AS with_children,
       round((100 * null_frac)::numeric, 3) AS null_percent,
       CASE WHEN n_distinct >= 0 THEN n_distinct END AS distinct_values,
       CASE WHEN n_distinct < 0 THEN round((-100 * n_distinct)::numeric, 3) END AS distinct_percent_of_rows,
       avg_width AS mean_bytes,
       cardinality(most_common_freqs) AS common_values,
       round((100 * most_common_freqs[1])::numeric, 3) AS commonest_percent,
       round(correlation::numeric, 4) AS correlation
FROM pg_stats
WHERE schemaname = :'schema' AND tablename = :'table'
ORDER BY attname COLLATE "C", inherited;
