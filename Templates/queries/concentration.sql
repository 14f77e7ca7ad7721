-- How unevenly the rows of a table are spread over the values of a column: the share of the largest holders.
-- variable: schema=public  The schema of the table
-- variable: table  The table
-- variable: column  The column, such as the user's or the organisation's number
WITH holders AS (
  SELECT count(*) AS rows FROM :"schema".:"table" GROUP BY :"column"
), ranked AS (
  SELECT rows, row_number() OVER (ORDER BY rows DESC) AS place, count(*) OVER () AS holders, sum(rows) OVER () AS total
  FROM holders
)
SELECT max(holders) AS distinct_values,
       max(total) AS rows,
       max(rows) AS rows_of_largest,
       round(percentile_cont(0.5) WITHIN GROUP (ORDER BY rows)::numeric, 1) AS median_rows,
       round(100.0 * max(rows) / max(total), 3) AS largest_percent,
       round(100.0 * sum(rows) FILTER (WHERE place <= 10) / max(total), 3) AS largest_10_percent,
       round(100.0 * sum(rows) FILTER (WHERE place <= ceil(holders * 0.01)) / max(total), 3)
         AS top_hundredth_percent,
       round(100.0 * sum(rows) FILTER (WHERE place <= ceil(holders * 0.10)) / max(total), 3) AS top_tenth_percent
FROM ranked;
