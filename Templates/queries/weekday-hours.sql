-- On which weekdays and at which hours rows come about, in UTC, over the last weeks up to the newest row.
-- variable: schema=public  The schema of the table
-- variable: table  The table
-- variable: time_column  The column of type timestamptz that says when a row came about
-- variable: weeks=4  How many weeks, up to the newest row
WITH newest AS (SELECT max(:"time_column") AS at FROM :"schema".:"table"),
     counts AS (
  SELECT extract(isodow FROM :"time_column" AT TIME ZONE 'UTC')::int AS weekday,
         extract(hour FROM :"time_column" AT TIME ZONE 'UTC')::int AS hour,
         count(*) AS rows
  FROM :"schema".:"table", newest
  WHERE :"time_column" > newest.at - make_interval(weeks => :'weeks'::int)
  GROUP BY 1, 2
)
SELECT weekday AS iso_weekday, hour AS hour_utc, coalesce(counts.rows, 0) AS rows
FROM generate_series(1, 7) AS weekday
CROSS JOIN generate_series(0, 23) AS hour
LEFT JOIN counts USING (weekday, hour)
ORDER BY weekday, hour;
