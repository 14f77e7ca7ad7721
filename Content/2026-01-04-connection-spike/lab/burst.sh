#!/bin/bash
# burst.sh FOLDER START [peak]: calm, then from START (seconds of the epoch) the report job, then its drain;
# with samples of sessions, processors and health checks throughout. With "peak" the administrator looks.
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"

folder=$captures/$1 start=$2 peak=${3:-}
mkdir -p "$folder"
cd "$work"
over=$work/burst_is_over
rm -f "$over"
trap 'touch "$over"' EXIT

# load NAME SEED OPTION…: pgbench with its summary, errors and transactions in the folder.
load() {
    local name=$1 seed=$2 status=0
    shift 2
    own_session pgbench -n -l --log-prefix="$work/transactions_$name" --random-seed="$seed" "$@" \
        >"$folder/pgbench_$name.txt" 2>"$work/errors_$name" || status=$?
    # A client that was refused makes it end with 2.
    [ "$status" = 0 ] || [ "$status" = 2 ] ||
        die "pgbench ($name) ended with $status: $(tail -n 1 "$work/errors_$name")"
    # Each thread wrote a file; together, in the order of time.
    sort -s -k5,5n -k6,6n "$work/transactions_$name".* >"$folder/pgbench_$name.log"
    rm -f "$work/transactions_$name".*
}

api() {
    application api load api "$API_SEED" -c "$API_CONNECTIONS" -j 1 -R "$API_RATE" -P 1 \
        -T $((CALM_SECONDS + JOB_SECONDS + DRAIN_SECONDS)) -f api.sql
    mv errors_api "$folder/pgbench_api_progress.txt"
}

calm_checks() {
    # shellcheck disable=SC2046
    application report-scheduler load calm "$CALM_SEED" -C -c 20 -j 4 -R "$CALM_RATE" -T "$CALM_SECONDS" \
        $(checks extract)
    cat errors_calm "$folder/pgbench_calm.txt" >calm && mv calm "$folder/pgbench_calm.txt"
}

# The mistake of the job: a connection of its own for each check, and no limit on how many.
job() {
    # shellcheck disable=SC2046
    application report-scheduler load spike "$JOB_SEED" -C -c "$JOB_CLIENTS" -j "$JOB_THREADS" \
        -R "$JOB_RATE" -T "$JOB_SECONDS" $(checks extract)
    mv errors_spike "$folder/pgbench_spike_stderr.txt"
}

# Through one of the slots reserved for superusers, which is the only way in.
administrator() {
    sleep "$PEAK_AFTER"
    PGUSER=postgres PGAPPNAME=dba PGOPTIONS='-c pg_stat_statements.track=none' \
        own_session psql -X -f "$here/peak.sql" >"$folder/peak_psql.txt" 2>&1
}

admin -c 'SELECT pg_stat_statements_reset(), pg_stat_reset()' >statistics_reset
wait_until $((start - CALM_SECONDS))
began=$EPOCHREALTIME
own_session bash "$here/sample_sessions.sh" "$folder" "$over" & samplers=$!
own_session bash "$here/sample_processors.sh" "$folder" "$over" & samplers+=" $!"
own_session bash "$here/health_check.sh" "$folder" "$over" & samplers+=" $!"
api & loads=$!
calm_checks & loads+=" $!"
wait_until "$start"
job & loads+=" $!"
if [ "$peak" = peak ]; then
    administrator & loads+=" $!"
fi
for process in $loads; do wait "$process"; done
touch "$over"
for process in $samplers; do wait "$process"; done

seconds=$(seconds_since "$began")
for file in activity_200ms.csv pg_stat_activity_rows_200ms.csv.gz locks_200ms.csv; do
    record "$1/$file" 'sql/sampler.sql, every 0.2 s' "$seconds"
done
record "$1/cpu_200ms.csv" '/proc/stat, and /proc/PID/stat of the server and of its clients, every 0.2 s' "$seconds"
record "$1/healthcheck.csv" "psql -X -At -c 'select 1', every 0.5 s" "$seconds"
for file in pgbench_api.txt pgbench_api.log pgbench_api_progress.txt; do
    record "$1/$file" "pgbench -n -c $API_CONNECTIONS -j 1 -R $API_RATE --random-seed=$API_SEED" "$seconds"
done
for file in pgbench_calm.txt pgbench_calm.log; do
    record "$1/$file" "pgbench -n -C -c 20 -j 4 -R $CALM_RATE -T $CALM_SECONDS --random-seed=$CALM_SEED" "$seconds"
done
for file in pgbench_spike.txt pgbench_spike.log pgbench_spike_stderr.txt; do
    record "$1/$file" \
        "pgbench -n -C -c $JOB_CLIENTS -j $JOB_THREADS -R $JOB_RATE -T $JOB_SECONDS --random-seed=$JOB_SEED" \
        "$seconds"
done
[ "$peak" != peak ] || record "$1/peak_psql.txt" 'lab/peak.sql' "$seconds"

# What the server counted since the reset.
columns='u.rolname AS usename, s.*'
statements="SELECT $columns FROM pg_stat_statements s JOIN pg_roles u ON u.oid = s.userid
            WHERE userid = 'app_user'::regrole ORDER BY total_exec_time DESC"
capture "$1/e1_pg_stat_statements.txt" sql/evidence_1_statements.sql admin -f "$sql/evidence_1_statements.sql"
capture "$1/e1_pg_stat_statements.csv" 'psql --csv: SELECT * FROM pg_stat_statements' admin --csv -c "$statements"
capture "$1/e1_pg_stat_statements_expanded.txt" 'psql -x: SELECT * FROM pg_stat_statements' \
    admin -x -c "$statements LIMIT 3"
