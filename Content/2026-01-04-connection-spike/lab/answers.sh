#!/bin/bash
# What the database says of it all: the refusals of the log, the chain of evidence, how the reports are
# spread, and what they are made for.
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"
cd "$work"
before=$captures/incident_before after=$captures/incident_after

# refusals LOG: the entries "too many connections" of a server log (SQLSTATE 53300), as CSV.
refusals() {
    echo ts,usename,sqlstate,message
    sed -nE 's/^([0-9-]+ [0-9:.]+) UTC \[[0-9]+\] ([^@]*)@.* (53300) FATAL: +(.*)$/\1,\2,\3,"\4"/p' "$1"
}
capture incident_before/log_fatal.csv "sed: FATAL entries with SQLSTATE 53300 of postgres.log" \
    refusals "$before/postgres.log"
refusals "$after/postgres_since_incident.log" >log_fatal_after.csv

log_excerpt() {
    echo "== first and last refused connections, and the first slow statements, as they stand in the server log"
    grep -m 5 ' FATAL: ' "$before/postgres.log"
    echo ...
    grep ' FATAL: ' "$before/postgres.log" | tail -n 3
    echo
    grep -m 1 -A 14 'plan:$' "$before/postgres.log"
    echo ...
    grep -m 3 'duration: .* statement' "$before/postgres.log" | cut -c1-330
}
capture incident_before/postgres_log_excerpt.txt "grep of postgres.log" log_excerpt

# A line of pgbench's log: client, number, latency, script, end in seconds and microseconds, lag (both in µs).
awk '{ done = $5 + $6 / 1e6; printf "%.3f,%.6f,%.6f\n", $3 / 1000, done, done - $3 / 1e6 }' \
    "$before/pgbench_spike.log" >spike.csv
gunzip -c "$before/pg_stat_activity_rows_200ms.csv.gz" >activity_rows.csv
checkpoints=$(grep -c 'checkpoint starting' "$before/postgres.log" || true)
vacuums=$(grep -c 'automatic .* of table .*reports.reports.reports' "$before/postgres.log" || true)

admin -f "$here/sample_tables.sql" \
    -c "\\copy lab.activity from '$before/activity_200ms.csv' csv header" \
    -c "\\copy lab.activity_after from '$after/activity_200ms.csv' csv header" \
    -c "\\copy lab.activity_rows from activity_rows.csv csv header" \
    -c "\\copy lab.locks from '$before/locks_200ms.csv' csv header" \
    -c "\\copy lab.cpu from '$before/cpu_200ms.csv' csv header" \
    -c "\\copy lab.healthcheck from '$before/healthcheck.csv' csv header" \
    -c "\\copy lab.log_fatal from '$before/log_fatal.csv' csv header" \
    -c "\\copy lab.log_fatal_after from log_fatal_after.csv csv header" \
    -c "\\copy lab.sweep from '$captures/sweep.csv' csv header" \
    -c "CREATE TEMP TABLE epochs (latency_ms numeric, done float8, scheduled float8)" \
    -c "\\copy epochs from spike.csv csv" \
    -c "INSERT INTO lab.spike SELECT latency_ms, to_timestamp(done), to_timestamp(scheduled) FROM epochs" \
    -c "INSERT INTO lab.log_other_before VALUES ('checkpoint', $checkpoints), ('autovacuum', $vacuums)"

chain() {
    admin "$@" -v t0="$INCIDENT+00" -v t1="$(tail -n 1 "$before/activity_200ms.csv" | cut -d, -f1)+00" \
        -f "$here/evidence_chain.sql"
}
numbered=sql/evidence_1_statements.sql\ to\ sql/evidence_9_sweep.sql
capture evidence_chain.txt "$numbered" chain
capture evidence_chain.csv "psql --csv: $numbered" chain --csv

numbered=sql/distribution_1_users.sql\ to\ sql/distribution_3_ratio.sql
capture data_distribution.txt "$numbered" admin -f "$here/distribution.sql"
capture data_distribution.csv "psql --csv: $numbered" admin --csv -f "$here/distribution.sql"

numbered=sql/business_1_types.sql\ to\ sql/business_6_stuck.sql
# In one transaction: "the last 30 days" end at the same moment in both forms.
began=$EPOCHREALTIME
admin -c BEGIN -c "\\o $captures/business_context.txt" -f "$here/business.sql" \
    -c '\x on' -c "\\o $captures/business_context_expanded.txt" -f "$here/business.sql" -c COMMIT
record business_context.txt "$numbered" "$(seconds_since "$began")"
record business_context_expanded.txt "psql -x: $numbered" "$(seconds_since "$began")"

environment() {
    echo "lab clock: simulated with libfaketime, offset $LAB_CLOCK_OFFSET s; spike at $INCIDENT+00; durations are real"
    echo "captured on: $(env -u LD_PRELOAD date -u '+%Y-%m-%d %H:%M:%S UTC') (machine clock)"
    admin -Atc 'SELECT version()'
    uname -srm
    grep -m 1 'model name' /proc/cpuinfo || true
    printf 'cores %d, memory %d GiB\n' "$(tr ',' '\n' <<<"$LAB_PROCESSORS" | wc -l)" \
        "$(awk '/^MemTotal/ { printf "%.0f", $2 / 1048576 }' /proc/meminfo)"
    admin -c "SELECT name, setting, unit, source FROM pg_settings
              WHERE source NOT IN ('default', 'override', 'client') ORDER BY 1"
    echo "data directory $(du -sm "$data" | cut -f1) MB"
}
capture environment.txt 'SELECT version(), pg_settings' environment
