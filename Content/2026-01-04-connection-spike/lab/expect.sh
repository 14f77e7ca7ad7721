#!/bin/bash
# Fails where a run does not show what the incident is about, so that such a run is not taken for evidence.
# Whether the documents' claims hold is for `casebook check` to say.
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"
cd "$captures"
failures=0

# expect WHAT COMMAND…: notes where a command fails.
expect() {
    local what=$1
    shift
    "$@" >/dev/null || {
        printf 'lab: expected %s\n' "$what" >&2
        failures=$((failures + 1))
    }
}
none() { ! "$@"; }

refused='FATAL:  (sorry, too many clients already|remaining connection slots are reserved)'
expect 'refused checks in the incident' grep -qE "$refused" incident_before/pgbench_spike_stderr.txt
expect 'their refusals in the server log' grep -qE "$refused" incident_before/postgres.log
# shellcheck disable=SC2016
expect 'a sample without a free slot' awk -F, 'NR > 1 && $NF <= 0 { found = 1 } END { exit !found }' \
    incident_before/activity_200ms.csv
expect 'a failed health check' grep -q ',0,[0-9]*,"FATAL' incident_before/healthcheck.csv
expect 'a look of the administrator at the peak' grep -q 'report-scheduler | app_user | active' \
    incident_before/peak_psql.txt
expect 'no refusal in the replay' none grep -E "$refused" incident_after/pgbench_spike_stderr.txt \
    incident_after/postgres_since_incident.log
expect 'no failed health check in the replay' none grep ',0,[0-9]*,"' incident_after/healthcheck.csv
for run in as_it_was retries; do
    expect "refused checks in what_if/$run" grep -qE ',[0-9.]+,(finished|refused)$' "what_if/$run/checks.csv"
done
for pool in $POOLS; do
    expect "no refused check in what_if/pool_of_$pool" none grep -E ',[0-9.]+,(finished|refused)$' \
        "what_if/pool_of_$pool/checks.csv"
done
expect '151,472 rows removed by each of three processes' \
    grep -q 'Rows Removed by Filter: 151472' explain_before.txt
expect 'three processes before the fix' grep -q 'Workers Launched: 2' explain_before.txt
expect 'the new index in the plan after the fix' grep -q 'using idx_reports_dedup_active_v1' explain_after.txt
expect 'the hypothetical index in its plan' grep -q 'Index Scan using "<[0-9]*>btree' e6_hypopg.txt
expect 'an invalid index after the rehearsal' grep -qE 'idx_reports_dedup_active_v1 \| f' fix/invalid_index_demo.txt
expect 'a valid index after the fix' grep -qE 'idx_reports_dedup_active_v1 \| t +\| t' fix/verify.txt
expect 'no row on which the rewrite differs' grep -qE '1500000 \| +0$' rewrite_equivalence.txt
for phase in 'building index: scanning table' 'building index: loading tuples in tree' \
    'index validation: scanning table' 'waiting for old snapshots'; do
    expect "samples of the build while $phase" grep -q "$phase" fix/progress_50ms.csv
done
while read -r record; do
    capture=${record%.record.json}
    expect "$capture as it was when it was recorded" grep -qF "$(sha256sum <"$capture" | cut -d ' ' -f 1)" "$record"
done < <(find . -name '*.record.json')
expect 'a record beside each capture' \
    test "$(find . -name '*.record.json' | wc -l)" = "$(find . -type f ! -name '*.record.json' | wc -l)"
[ "$failures" = 0 ] ||
    die "the run does not show the incident; nothing was kept (a faster machine needs more load: settings.sh)"
