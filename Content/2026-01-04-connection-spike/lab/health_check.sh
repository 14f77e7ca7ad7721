#!/bin/bash
# health_check.sh FOLDER OVER: twice a second, until the file OVER exists, a new connection and a trivial
# statement, as a health check does.
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"
folder=$1 over=$2
export PGUSER=monitor PGAPPNAME=healthcheck PGCONNECT_TIMEOUT=10

while [ ! -e "$over" ]; do
    began=$EPOCHREALTIME ok=1
    message=$(psql -X -At -c 'select 1' 2>&1) || ok=0
    milliseconds=$(((${EPOCHREALTIME/./} - ${began/./}) / 1000))
    if [ "$ok" = 1 ]; then message=; else message="\"FATAL: ${message##*FATAL:  }\""; fi
    printf '%(%Y-%m-%d %H:%M:%S)T.%.3s,%s,%s,%s\n' \
        "${began%.*}" "${began#*.}" "$ok" "$milliseconds" "$message"
    sleep 0.5
done >"$folder/rows"
{
    echo ts,ok,ms,message
    cat "$folder/rows"
} >"$folder/healthcheck.csv"
rm "$folder/rows"
