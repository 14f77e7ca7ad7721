-- Which server answered: its version, how long it has been up, its memory settings, and its time.
SELECT current_setting('server_version') AS version,
       current_database() AS database,
       pg_is_in_recovery() AS is_standby,
       current_setting('max_connections')::int AS max_connections,
       current_setting('shared_buffers') AS shared_buffers,
       current_setting('work_mem') AS work_mem,
       pg_database_size(current_database()) AS database_bytes,
       to_char(pg_postmaster_start_time() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS"+00"') AS started_at,
       to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS"+00"') AS captured_at,
       round(extract(epoch FROM clock_timestamp() - pg_postmaster_start_time())::numeric) AS up_s;
