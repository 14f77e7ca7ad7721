-- E8: counterfactual: same load, same seed, index present, query text unchanged
SELECT 'before' AS run, max(client_backends) AS max_backends, max(scheduler) AS max_dedup_sessions, min(slots_free) AS min_free_slots, max(oldest_dedup_s) AS oldest_dedup_s, (SELECT count(*) FROM lab.log_fatal) AS refused FROM lab.activity
UNION ALL
SELECT 'after', max(client_backends), max(scheduler), min(slots_free), max(oldest_dedup_s), (SELECT count(*) FROM lab.log_fatal_after) FROM lab.activity_after;
