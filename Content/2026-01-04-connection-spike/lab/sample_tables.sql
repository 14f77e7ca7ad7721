-- The samples as tables, so that the chain of evidence can be computed where a DBA would compute it.
CREATE TABLE lab.activity (
    ts timestamptz, client_backends int, active int, idle int, idle_in_tx int, scheduler int, api int,
    parallel_workers int, on_cpu int, wait_lock int, wait_lwlock int, wait_io int, wait_ipc int,
    oldest_dedup_s numeric, slots_free int);
CREATE TABLE lab.activity_after (LIKE lab.activity);
CREATE TABLE lab.activity_rows (
    ts timestamptz, pid int, leader_pid int, backend_type text, usename text, application_name text,
    state text, wait_event_type text, wait_event text, query_id bigint, query_age_s numeric);
CREATE TABLE lab.locks (ts timestamptz, locktype text, mode text, granted boolean, n int);
CREATE TABLE lab.cpu (
    ts timestamptz, cpu_busy_pct numeric, server_pct numeric, client_pct numeric, procs_running int);
CREATE TABLE lab.healthcheck (ts timestamptz, ok int, ms int, message text);
CREATE TABLE lab.log_fatal (ts timestamptz, usename text, sqlstate text, message text);
CREATE TABLE lab.log_fatal_after (LIKE lab.log_fatal);
CREATE TABLE lab.log_other_before (what text, n int);
CREATE TABLE lab.spike (latency_ms numeric, done timestamptz, scheduled timestamptz);
CREATE TABLE lab.sweep (
    form text, n int, tps numeric, lat_ms numeric, server_cpu_ms_per_tx numeric, foreign_cpu_pct numeric);
