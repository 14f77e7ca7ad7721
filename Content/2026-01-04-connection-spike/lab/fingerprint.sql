-- Counts that the data was built to have, and a digest of every thousandth row.
SELECT count(*),
       count(*) FILTER (WHERE completed_at IS NULL),
       count(*) FILTER (WHERE user_id = 4217),
       count(*) FILTER (WHERE user_id = 4217 AND completed_at IS NULL),
       md5(string_agg(row_digest, '' ORDER BY id))
FROM (SELECT id, completed_at, user_id, CASE WHEN id % 1000 = 0 THEN md5(r::text) END AS row_digest
      FROM reports.reports r) s;
