#!/bin/bash
# sweep.sh before|after: how many checks a second N sessions get done that never pause, and what each costs
# the processors.
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"
cd "$work"
mkdir -p "$captures/pgbench_sweeps"
milliseconds_per_tick=$((1000 / $(getconf CLK_TCK)))

# sweep NAME FORM SECONDS SESSIONS…
sweep() {
    local name=$1 form=$2 seconds=$3 sessions before after file
    shift 3
    for sessions in "$@"; do
        file=pgbench_sweeps/${name}_$sessions.txt
        before=$(processor_ticks)
        # shellcheck disable=SC2046
        capture "$file" "pgbench -n -c $sessions -j 1 -T $seconds --random-seed=$SWEEP_SEED" \
            with_errors application report-scheduler pgbench -n -c "$sessions" -j 1 -T "$seconds" \
            --random-seed="$SWEEP_SEED" $(checks "$form")
        after=$(processor_ticks)
        awk -v name="$name" -v sessions="$sessions" -v before="$before" -v after="$after" \
            -v milliseconds="$milliseconds_per_tick" '
            /^number of transactions actually processed/ && !done { done = $NF }
            /^latency average/ && !latency { latency = $4 }
            /^tps/ && !tps { tps = $3 }
            END {
                split(before, a); split(after, b)
                others = (b[1] - a[1]) - (b[3] - a[3]) - (b[4] - a[4])
                printf "%s,%d,%s,%s,%.4f,%.0f\n", name, sessions, tps, latency,
                    (b[3] - a[3]) * milliseconds / done, (others > 0 ? 100 * others / (b[2] - a[2]) : 0)
            }' "$captures/$file" >>sweep.csv
    done
}

before() {
    echo form,n,tps,lat_ms,server_cpu_ms_per_tx,foreign_cpu_pct >sweep.csv
    sweep before extract "$SWEEP_SECONDS_BEFORE" 1 2 4 6 8 12 16 24 32
}

after() {
    sweep after_extract extract "$SWEEP_SECONDS_AFTER" 1 2 4 8 16 32
    sweep after_rewrite rewrite "$SWEEP_SECONDS_AFTER" 1 2 8 32
    capture sweep.csv "pgbench_sweeps, with the processor time of the server" cat sweep.csv
}

"$1"
