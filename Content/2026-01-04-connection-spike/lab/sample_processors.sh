#!/bin/bash
# sample_processors.sh FOLDER OVER: five times a second, until the file OVER exists, how busy the lab's
# processors were since the last sample: in all, with the server, with its clients; in percent of all of them.
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"
folder=$1 over=$2

while [ ! -e "$over" ]; do
    now=$EPOCHREALTIME
    printf '%(%Y-%m-%d %H:%M:%S)T.%.3s %s\n' "${now%.*}" "${now#*.}" "$(processor_ticks)"
    sleep 0.2
done | awk '
    function percent(part) { return part > 0 ? 100 * part / ($4 - all) : 0 }
    BEGIN { print "ts,cpu_busy_pct,server_pct,client_pct,procs_running" }
    NR > 1 && $4 > all {
        printf "%s %s,%.0f,%.0f,%.0f,%d\n", $1, $2, percent($3 - busy), percent($5 - server),
            percent($6 - clients), $7
    }
    { busy = $3; all = $4; server = $5; clients = $6 }' >"$folder/cpu_200ms.csv"
