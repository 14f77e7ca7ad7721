-- How old the rows are that were begun and never finished, against the newest row: shows what is stuck.
-- variable: schema=public  The schema of the table
-- variable: table  The table
-- variable: begun_column  The column of type timestamptz that says when a row was begun
-- variable: finished_column  The column that is null until a row is finished
WITH newest AS (SELECT max(:"begun_column") AS at FROM :"schema".:"table"),
     unfinished AS (
  SELECT newest.at - :"begun_column" AS age FROM :"schema".:"table", newest WHERE :"finished_column" IS NULL
)
SELECT bucket.from_s, bucket.to_s, bucket.label AS age,
       count(unfinished.age) AS rows,
       round(100.0 * count(unfinished.age) / nullif(sum(count(unfinished.age)) OVER (), 0), 2) AS rows_percent
FROM (VALUES (0, 3600, 'under 1 h'), (3600, 86400, '1 h to 1 d'), (86400, 604800, '1 d to 7 d'),
             (604800, 2592000, '7 d to 30 d'), (2592000, NULL, '30 d and more')) AS bucket(from_s, to_s, label)
LEFT JOIN unfinished
  ON extract(epoch FROM unfinished.age) >= bucket.from_s
 AND (bucket.to_s IS NULL OR extract(epoch FROM unfinished.age) < bucket.to_s)
GROUP BY bucket.from_s, bucket.to_s, bucket.label
ORDER BY bucket.from_s;
