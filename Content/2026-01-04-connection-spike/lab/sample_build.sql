SELECT to_char(clock_timestamp(), 'HH24:MI:SS.MS'), phase, lockers_total, lockers_done, current_locker_pid,
       blocks_total, blocks_done, round(100.0 * blocks_done / nullif(blocks_total, 0), 1),
       tuples_total, tuples_done
FROM pg_stat_progress_create_index;
