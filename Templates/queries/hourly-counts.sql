-- How many rows each hour brought, in UTC, up to the newest row: shows jobs, peaks and gaps.
-- variable: schema=public  The schema of the table
-- variable: table  The table
-- variable: time_column  The column of type timestamptz that says when a row came about
-- variable: days=7  How many days, up to the newest row
WITH newest AS (SELECT max(:"time_column") AS at FROM :"schema".:"table")
SELECT to_char(date_trunc('hour', :"time_column" AT TIME ZONE 'UTC'), 'YYYY-MM-DD HH24:MI:SS"+00"') AS hour_start,
       count(*) AS rows
FROM :"schema".:"table", newest
WHERE :"time_column" > newest.at - make_interval(days => :'days'::int)
GROUP BY date_trunc('hour', :"time_column" AT TIME ZONE 'UTC')
ORDER BY date_trunc('hour', :"time_column" AT TIME ZONE 'UTC');
