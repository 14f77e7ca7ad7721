-- In a second session, repeated (\watch 1) while the build runs.
SELECT phase,
       round(100.0 * blocks_done / nullif(blocks_total, 0), 1) AS "% complete",
       blocks_done, blocks_total, tuples_done, tuples_total,
       lockers_done, lockers_total, current_locker_pid
FROM pg_stat_progress_create_index;

-- Whom the build waits for, when the phase begins with "waiting".
SELECT pid, usename, application_name, state, now() - xact_start AS transaction_age
FROM pg_stat_activity
WHERE pid IN (SELECT current_locker_pid FROM pg_stat_progress_create_index);
