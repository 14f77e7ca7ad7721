# What the lab's scripts share. They are started by `reproduce`, which sets LAB_WORK and the clock.
# shellcheck shell=bash disable=SC2034
set -Eeuo pipefail
trap 'echo "lab: ${BASH_SOURCE[0]##*/}, line $LINENO: failed: $BASH_COMMAND" >&2' ERR
export LC_ALL=C TZ=UTC

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=settings.sh
. "$here/settings.sh"

sql=$here/../sql
work=${LAB_WORK:?is set by run}
captures=$work/captures
data=$work/data
server_log=$work/server.log

export PGHOST=$SOCKET PGDATABASE=reports PSQLRC=/dev/null PAGER=cat
unset PGPORT PGUSER PGPASSWORD PGOPTIONS PGSERVICE PGAPPNAME

die() {
    printf 'lab: %s\n' "$*" >&2
    exit 1
}

# The programs of PostgreSQL 15: Debian keeps each version in a folder of its own, off the path.
postgresql=${CASEBOOK_POSTGRESQL_BIN:-/usr/lib/postgresql/15/bin}
[ -x "$postgresql/initdb" ] || die "no PostgreSQL 15 in $postgresql; .ci/install lab installs it"
PATH=$postgresql:$PATH

# admin ARGUMENT…: psql as the superuser, left out of pg_stat_statements, stopping at the first error.
admin() {
    PGUSER=postgres PGAPPNAME=lab PGOPTIONS='-c pg_stat_statements.track=none' \
        psql -X -q -v ON_ERROR_STOP=1 "$@"
}

# application NAME COMMAND…: runs a command as the application of that name.
application() {
    local name=$1
    shift
    PGUSER=app_user PGAPPNAME=$name "$@"
}

# own_session COMMAND…: runs a command in a session of its own. Linux divides its processors among sessions
# before it divides them among processes, and each backend of PostgreSQL is a session: all clients in one
# would get ever less, the more backends there are. Those of an application are on machines of their own.
own_session() {
    local status=0
    setsid "$@" &
    echo $! >>"$work/sessions"
    wait $! || status=$?
    return "$status"
}

# end_sessions: ends those that are left, of this run and no other.
end_sessions() {
    local session
    [ -e "$work/sessions" ] || return 0
    while read -r session; do
        if grep -qsz "^LAB_WORK=$work\$" "/proc/$session/environ"; then kill -TERM -- "-$session" || true; fi
    done <"$work/sessions"
}

# checks FORM: the pgbench scripts of a form of the check, extract or rewrite, as arguments.
checks() { printf -- '-f %s ' "$1"/*.sql; }

# json TEXT: a text as JSON writes it. The lab's have neither control characters nor line feeds.
json() {
    local text=${1//\\/\\\\}
    printf '"%s"' "${text//\"/\\\"}"
}

# version PROGRAM: a program's name and version, without how it was packaged.
version() {
    local said
    said=$("$1" --version)
    said=${said/ (PostgreSQL)/}
    printf '%s' "${said%% (*}"
}

# record CAPTURE SOURCE SECONDS: writes the record beside a capture: where it came from, when by the
# incident's clock, what bytes it has, and what it shows, as the file titles says. The same that `casebook
# capture` writes.
record() {
    local capture=$1 source=$2 seconds=$3 client= title
    title=$(awk -F '\t' -v capture="$capture" '$1 == capture { print $2 }' "$here/titles")
    [ -n "$title" ] || die "no title for $capture in $here/titles"
    [ -f "$captures/$capture" ] || die "no capture $capture to record"
    case $source in
    pgbench\ *) client=pgbench ;;
    *psql* | sql/* | lab/*.sql* | *SELECT* | *EXPLAIN*) client=psql ;;
    esac
    {
        printf '{\n  "capture": %s,\n  "title": %s,\n' "$(json "$capture")" "$(json "$title")"
        printf '  "sha256": "%s",\n' "$(sha256sum "$captures/$capture" | cut -d ' ' -f 1)"
        printf '  "bytes": %d,\n' "$(stat -c %s "$captures/$capture")"
        printf '  "captured": "%s",\n  "timeZone": "UTC",\n' "$(date +%FT%T.%3NZ)"
        printf '  "seconds": %s,\n  "command": %s' "$seconds" "$(json "$source")"
        if [ -n "$client" ]; then
            printf ',\n  "client": %s,\n' "$(json "$(version "$client")")"
            printf '  "server": {\n    "version": %s,\n' "$(json "$(version postgres | cut -d ' ' -f 2)")"
            printf '    "database": %s,\n    "host": %s\n  }' "$(json "$PGDATABASE")" "$(json "$PGHOST")"
        fi
        printf '\n}\n'
    } >"$captures/$capture.record.json"
}

# capture FILE SOURCE COMMAND…: keeps what a command prints, and where it came from.
capture() {
    local file=$1 source=$2 began=$EPOCHREALTIME
    shift 2
    mkdir -p "$(dirname "$captures/$file")"
    "$@" >"$captures/$file"
    record "$file" "$source" "$(seconds_since "$began")"
}

# with_errors COMMAND…: with what it prints as errors among its output.
with_errors() { "$@" 2>&1; }

seconds_since() {
    local microseconds=$((${EPOCHREALTIME/./} - ${1/./}))
    printf '%d.%03d' $((microseconds / 1000000)) $((microseconds % 1000000 / 1000))
}

# wait_until EPOCH: sleeps until the clock shows so many seconds.
wait_until() {
    local left=$(($1 * 1000000 - ${EPOCHREALTIME/./}))
    [ "$left" -le 0 ] || sleep "$(printf '%d.%06d' $((left / 1000000)) $((left % 1000000)))"
}

# processor_ticks: what the processors of the lab did since they were started, in ticks of the kernel:
#   time busy, time in all, the server's time, its clients' time, processes that can run at this moment.
# A process that ends leaves its time to the one that waited for it: the server's time is the postmaster's,
# what it inherited, and that of its children; the clients are all of the lab's own process group and sessions.
processor_ticks() {
    local postmaster=none stopped=0 sessions=
    [ ! -e "$data/postmaster.pid" ] || read -r postmaster <"$data/postmaster.pid"
    [ ! -e "$work/ticks_of_stopped_servers" ] || read -r stopped <"$work/ticks_of_stopped_servers"
    [ ! -e "$work/sessions" ] || sessions=$(<"$work/sessions")
    # A process may be gone before its file is read.
    { cat /proc/stat /proc/[0-9]*/stat 2>/dev/null || true; } | awk -v processors=",$LAB_PROCESSORS," \
        -v postmaster="$postmaster" -v stopped="$stopped" \
        -v group="$LAB_PROCESS_GROUP" -v sessions=" ${sessions//$'\n'/ } " '
        /^cpu[0-9]/ && index(processors, "," substr($1, 4) ",") {
            idle += $5 + $6
            for (field = 2; field <= 9; field++) all += $field
        }
        /^procs_running/ { runnable = $2 }
        /^[0-9]+ \(/ {
            pid = $1
            sub(/^[0-9]+ \(.*\) /, "")   # the name may have spaces; then: state, parent, group, session, …
            own = $12 + $13
            inherited = $14 + $15
            if (pid == postmaster) server += own + inherited
            else if ($2 == postmaster) server += own
            else if ($3 == group || index(sessions, " " $4 " ")) clients += own + inherited
        }
        END { print all - idle, all, server + stopped, clients + 0, runnable }'
}
