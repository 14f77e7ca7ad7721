-- Who holds most rows of a table: the commonest values of a column, each with its share, counted row by row.
-- variable: schema=public  The schema of the table
-- variable: table  The table
-- variable: column  The column; its values are in the capture
SELECT row_number() OVER (ORDER BY count(*) DESC, :"column"::text COLLATE "C") AS place,
       :"column"::text AS value,
       count(*) AS rows,
       round(100.0 * count(*) / sum(count(*)) OVER (), 3) AS rows_percent,
       round(100.0 * sum(count(*)) OVER (ORDER BY count(*) DESC, :"column"::text COLLATE "C")
             / sum(count(*)) OVER (), 3) AS rows_percent_so_far
FROM :"schema".:"table"
GROUP BY :"column"
ORDER BY place
LIMIT 30;
