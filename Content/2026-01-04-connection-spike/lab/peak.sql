-- What the administrator types at the peak.
\echo '-- connections by state and application'
\ir ../sql/peak_connections.sql
\echo '-- slots'
\ir ../sql/peak_slots.sql
\echo '-- what are the active sessions waiting for?'
\ir ../sql/peak_waits.sql
\echo '-- one statement, identified by query_id'
\ir ../sql/peak_statement.sql
\echo '-- blocked sessions (expect none)'
\ir ../sql/peak_blocked.sql
\x on
\echo '-- oldest active session, expanded'
\ir ../sql/peak_oldest.sql
\x off
\echo '-- the same query under load, from the DBA session: fewer workers are launched than planned, so the per-process "Rows Removed by Filter" is larger'
\ir ../sql/peak_explain.sql
