#!/bin/bash
# what_if.sh NAME CONNECTIONS RETRIES: what else might have helped, measured: the job against the server as it
# is set now, with the API and the health check beside it; samples of the sessions. Waits until it has drained.
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"
name=$1 connections=$2 retries=$3
folder=$captures/what_if/$name
mkdir -p "$folder" "$work/what_if"
cd "$work"
over=$work/what_if_is_over
rm -f "$over"
trap 'touch "$over"' EXIT

start=$(($(date +%s) + 2))
own_session bash "$here/sample_sessions.sh" "$work/what_if" "$over" & others=$!
own_session bash "$here/health_check.sh" "$folder" "$over" & others+=" $!"
application api own_session pgbench -n -c "$API_CONNECTIONS" -j 1 -R "$API_RATE" --random-seed="$API_SEED" \
    -T $((WHAT_IF_SECONDS + 3)) -f api.sql >what_if/api 2>&1 & api=$!
sleep 0.5
before=$(processor_ticks | cut -d ' ' -f 3)
# shellcheck disable=SC2046
capture "what_if/$name/checks.csv" \
    "lab/job.pl $connections START $WHAT_IF_SECONDS $JOB_RATE $WHAT_IF_SEED $retries $RETRY_AFTER" \
    application report-scheduler own_session perl "$here/job.pl" "$connections" "$start" "$WHAT_IF_SECONDS" \
    "$JOB_RATE" "$WHAT_IF_SEED" "$retries" "$RETRY_AFTER" $(printf '%s ' extract/*.sql)
after=$(processor_ticks | cut -d ' ' -f 3)
wait "$api"
touch "$over"
for process in $others; do wait "$process"; done

mv what_if/activity_200ms.csv "$folder/"
record "what_if/$name/activity_200ms.csv" 'sql/sampler.sql, every 0.2 s' "$WHAT_IF_SECONDS"
record "what_if/$name/healthcheck.csv" "psql -X -At -c 'select 1', every 0.5 s" "$WHAT_IF_SECONDS"

[ -e what_if.csv ] || echo run,started,seconds,rate,max_connections,kept_connections,retries,retry_after_s,server_cpu_s >what_if.csv
printf '%s,%s,%d,%d,%d,%d,%d,%s,%.2f\n' "$name" "$(date +'%F %T' -d "@$start")" "$WHAT_IF_SECONDS" "$JOB_RATE" \
    "$(admin -Atc 'SHOW max_connections')" "$connections" "$retries" "$RETRY_AFTER" \
    "$(awk -v ticks=$((after - before)) -v a_second="$(getconf CLK_TCK)" 'BEGIN { print ticks / a_second }')" \
    >>what_if.csv
