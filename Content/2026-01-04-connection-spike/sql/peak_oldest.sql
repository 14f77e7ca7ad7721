-- Oldest active session, expanded
SELECT pid, usename, application_name, client_addr, backend_start, query_start, now() - query_start AS running, state, wait_event_type, wait_event, query_id, query
FROM pg_stat_activity WHERE state = 'active' AND backend_type = 'client backend' AND pid <> pg_backend_pid() ORDER BY query_start LIMIT 2;
