#!/bin/bash
# sample_sessions.sh FOLDER OVER: five times a second, until the file OVER exists, on one connection:
# sessions by state, each session, and locks by kind.
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"
folder=$1 over=$2 samples=$work/samples.csv

while [ ! -e "$over" ]; do
    cat "$sql/sampler.sql"
    sleep 0.2
done | PGUSER=postgres PGAPPNAME=sampler PGOPTIONS='-c pg_stat_statements.track=none' \
    psql -X -q -At -F, >"$samples"

# part LETTER: the lines of one of the three statements of sampler.sql, which begin with its letter.
part() { sed -n "s/^$1,//p" "$samples"; }

{
    echo "ts,client_backends,active,idle,idle_in_tx,scheduler,api,parallel_workers,on_cpu,wait_lock,wait_lwlock,wait_io,wait_ipc,oldest_dedup_s,slots_free"
    part A
} >"$folder/activity_200ms.csv"
{
    echo "ts,pid,leader_pid,backend_type,usename,application_name,state,wait_event_type,wait_event,query_id,query_age_s"
    part R
} | gzip -9n >"$folder/pg_stat_activity_rows_200ms.csv.gz"
{
    echo "ts,locktype,mode,granted,n"
    part L
} >"$folder/locks_200ms.csv"
