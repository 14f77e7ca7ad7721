-- Connection slots that applications can still get.
SELECT current_setting('max_connections')::int
       - current_setting('superuser_reserved_connections')::int
       - count(*) FILTER (WHERE backend_type = 'client backend') AS slots_free,
       count(*) FILTER (WHERE state = 'active' AND application_name = 'report-scheduler') AS checks_active,
       coalesce(extract(epoch FROM max(now() - query_start)
                FILTER (WHERE state = 'active' AND application_name = 'report-scheduler')), 0) AS oldest_check_s
FROM pg_stat_activity;
