#!/bin/bash
# sample_processors.sh FOLDER OVER: five times a second, until the file OVER exists, how busy the lab's
# processors were since the last sample: in all, with the server, with its clients; in percent of all of them.
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"
folder=$1 over=$2

while [ ! -e "$over" ]; do
    now=$EPOCHREALTIME
    printf '%(%Y-%m-%d %H:%M:%S)T.%.3s %s %s\n' "${now%.*}" "${now#*.}" "${now/./}" "$(processor_ticks)"
    sleep 0.2
done | awk -v processors="$(tr ',' '\n' <<<"$LAB_PROCESSORS" | wc -l)" -v ticks_per_second="$(getconf CLK_TCK)" '
    function percent(part, all) { return all > 0 && part > 0 ? 100 * part / all : 0 }
    BEGIN { print "ts,cpu_busy_pct,server_pct,client_pct,procs_running" }
    NR > 1 && $5 > all {
        available = ($3 - microseconds) / 1e6 * processors * ticks_per_second
        printf "%s %s,%.0f,%.0f,%.0f,%d\n", $1, $2, percent($4 - busy, $5 - all),
            percent($6 - server, available), percent($7 - clients, available), $8
    }
    { microseconds = $3; busy = $4; all = $5; server = $6; clients = $7 }' >"$folder/cpu_200ms.csv"
