-- D3: improvement ratio: rows idx_reports_user_id reads for the user / rows the new index reads for the user's largest key
WITH per_key AS (
  SELECT user_id, organization_id, report_type, format, count(*) AS n
  FROM reports.reports WHERE completed_at IS NULL GROUP BY 1, 2, 3, 4),
worst AS (SELECT user_id, max(n) AS new_index_rows_worst, min(n) AS new_index_rows_best, round(avg(n), 1) AS new_index_rows_mean FROM per_key GROUP BY 1),
tot AS (SELECT user_id, count(*) AS current_index_rows FROM reports.reports GROUP BY 1)
SELECT t.user_id, t.current_index_rows, w.new_index_rows_worst, w.new_index_rows_mean, w.new_index_rows_best,
       round(t.current_index_rows::numeric / w.new_index_rows_worst, 1) AS ratio_worst_key,
       round(t.current_index_rows::numeric / w.new_index_rows_best, 1) AS ratio_best_key
FROM tot t JOIN worst w USING (user_id) ORDER BY t.current_index_rows DESC LIMIT 20;
