-- A transaction older than the index build, which therefore has to wait for its end. It only reads, and it
-- ends so many seconds after the build began to wait, however long the build took to get there.
SET statement_timeout = '2min';
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT count(*) FROM reports.reports WHERE id < 10;
DO $$
BEGIN
    LOOP
        PERFORM pg_stat_clear_snapshot();
        EXIT WHEN EXISTS (SELECT FROM pg_stat_progress_create_index WHERE phase = 'waiting for old snapshots');
        PERFORM pg_sleep(0.05);
    END LOOP;
END
$$;
SELECT pg_sleep(:outlasts_build_by);
COMMIT;
