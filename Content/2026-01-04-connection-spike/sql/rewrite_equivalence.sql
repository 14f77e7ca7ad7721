-- Does the rewritten predicate choose the same rows? Expected: 0 in the second column.
SELECT count(*) AS rows_checked,
       count(*) FILTER (
         WHERE (EXTRACT(EPOCH FROM (now() - created_at)) < 3600)
               IS DISTINCT FROM (created_at > now() - interval '3600 seconds')
       ) AS rows_where_the_rewrite_differs
FROM reports.reports;
