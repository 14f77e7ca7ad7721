# A private PostgreSQL: made, started, stopped. Sourced by `reproduce`.
# shellcheck shell=bash disable=SC2154

create_cluster() {
    initdb -D "$data" -U postgres -A peer -E UTF8 --locale=C --no-sync >"$work/initdb.log"
    printf '%s' "$SERVER_SETTINGS" >>"$data/postgresql.conf"
    # The socket has no file whose owner could guard it: only the user who runs the lab may connect.
    echo 'local all all peer map=lab' >"$data/pg_hba.conf"
    printf "lab $(id -un) %s\n" postgres app_user monitor >"$data/pg_ident.conf"
}

# start_server [OPTION]: starts it by the clock that is set, with an empty log; with a setting (-c NAME=VALUE).
start_server() {
    rm -f "$server_log"
    pg_ctl -D "$data" -l "$server_log" -o "${1:-}" -w -t 60 start >"$work/pg_ctl.log" || {
        cat "$server_log" >&2
        die "the server did not start"
    }
    # The log is of the incident, and not of the start. (The server writes "ready to accept connections"
    # from the handler of a signal, where libfaketime does not reach: the line has the machine's time.)
    : >"$server_log"
}

# warm_up: has what the incident reads in memory.
warm_up() {
    admin -c "SELECT pg_prewarm('reports.reports'), pg_prewarm('reports.idx_reports_completed_at'),
                     pg_prewarm('reports.idx_reports_user_id'), pg_prewarm('reports.reports_pkey')" >"$work/prewarm"
}

stop_server() {
    [ -f "$data/postmaster.pid" ] || return 0
    processor_ticks | cut -d' ' -f3 >"$work/ticks_of_stopped_servers.new"
    mv "$work/ticks_of_stopped_servers.new" "$work/ticks_of_stopped_servers"
    pg_ctl -D "$data" -m fast -w stop >"$work/pg_ctl.log"
}

# forget_files: with the server stopped, has the system forget the data's pages, for a really cold start.
forget_files() {
    find "$data/base" -type f -exec dd of={} oflag=nocache conv=notrunc,fdatasync count=0 status=none \;
}

# set_clock TIME [SECONDS]: from here on the programs that are started see the clock at TIME, less SECONDS.
# Its pace stays that of the machine: durations are real.
set_clock() {
    local library=
    for library in /usr/lib/*/faketime/libfaketime.so.1 /usr/lib/faketime/libfaketime.so.1; do
        [ -e "$library" ] && break
    done
    [ -e "$library" ] || die "no libfaketime; .ci/install lab installs it"
    stop_clock
    clock_offset=$(($(date -d "$1" +%s) - ${2:-0} - $(date +%s)))
    # Waiting and timing are done by the monotonic clock, which is left alone.
    export FAKETIME=${clock_offset}s FAKETIME_DONT_FAKE_MONOTONIC=1 DONT_FAKE_MONOTONIC=1
    # A process that finds none makes a piece of shared memory, and leaves it behind when it is killed. So
    # one process has it for all, and it is known what to remove.
    LD_PRELOAD=$library sleep infinity & clock_keeper=$!
    until [ -e "/dev/shm/faketime_shm_$clock_keeper" ]; do
        kill -0 "$clock_keeper" || die "libfaketime does not work here"
        sleep 0.05
    done
    export FAKETIME_SHARED="/faketime_sem_$clock_keeper /faketime_shm_$clock_keeper" LD_PRELOAD=$library
}

clock_keeper=
stop_clock() {
    unset LD_PRELOAD FAKETIME_SHARED
    [ -n "$clock_keeper" ] || return 0
    kill "$clock_keeper" 2>/dev/null || true
    wait "$clock_keeper" 2>/dev/null || true
    rm -f "/dev/shm/faketime_shm_$clock_keeper" "/dev/shm/sem.faketime_sem_$clock_keeper"
    clock_keeper=
}
