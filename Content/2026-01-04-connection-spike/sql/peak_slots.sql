-- Slots
SELECT count(*) FILTER (WHERE backend_type = 'client backend') AS client_backends,
       current_setting('max_connections')::int AS max_connections,
       current_setting('superuser_reserved_connections')::int AS reserved
FROM pg_stat_activity;
