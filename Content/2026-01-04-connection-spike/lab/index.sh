#!/bin/bash
# The fix: a rehearsal that is cut short, then CREATE INDEX CONCURRENTLY while the API is asked and an old
# transaction is in the way; its progress, its result, and what it adds to each write.
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"
cd "$work"

# The statement fails, as it should, so psql goes on. Without parallel workers it surely takes longer than
# its timeout.
rehearsal() {
    PGUSER=postgres PGAPPNAME=dba PGOPTIONS='-c max_parallel_maintenance_workers=0' \
        psql -X -q -e <"$sql/invalid_index_demo.sql" 2>&1
}
capture fix/invalid_index_demo.txt sql/invalid_index_demo.sql rehearsal

# A session's first writes read its catalogs and log whole pages; those of the second run are like all others.
write_cost() { admin -c '\o /dev/null' -f "$sql/write_cost.sql" -c '\o' -f "$sql/write_cost.sql"; }
capture fix/write_cost_before.txt sql/write_cost.sql write_cost

# As the runbook has it: two sessions beside the one that builds.
application api own_session pgbench -n -c 4 -j 1 -R "$API_RATE" -T "$API_SECONDS_DURING_BUILD" -f api.sql \
    >api_during_build 2>&1 & api=$!
PGUSER=postgres PGAPPNAME=nightly-export psql -X -q -v ON_ERROR_STOP=1 \
    -v outlasts_build_by="$EXPORT_OUTLASTS_BUILD_BY" -f "$here/old_transaction.sql" >old_transaction & export=$!
for ((try = 0; try < 100; try++)); do
    old=$(admin -Atc "SELECT count(*) FROM pg_stat_activity
                      WHERE application_name = 'nightly-export' AND backend_xmin IS NOT NULL")
    [ "$old" = 0 ] || break
    sleep 0.1
done
[ "$old" = 1 ] || die "the old transaction did not begin"

began=$EPOCHREALTIME
rm -f build_is_over
{
    echo "ts,phase,lockers_total,lockers_done,current_locker_pid,blocks_total,blocks_done,pct_complete,tuples_total,tuples_done"
    while [ ! -e build_is_over ]; do
        cat "$here/sample_build.sql"
        sleep 0.05
    done | admin --csv -t
} >progress & progress=$!
capture fix/create_index.txt sql/fix.sql admin -c '\timing on' -f "$sql/fix.sql"
touch build_is_over
wait "$progress"
mv progress "$captures/fix/progress_50ms.csv"
record fix/progress_50ms.csv 'lab/sample_build.sql, every 0.05 s' "$(seconds_since "$began")"
wait "$export"
wait "$api"
mv api_during_build "$captures/fix/pgbench_api_during_build.txt"
record fix/pgbench_api_during_build.txt \
    "pgbench -n -c 4 -j 1 -R $API_RATE -T $API_SECONDS_DURING_BUILD" "$API_SECONDS_DURING_BUILD"

capture fix/verify.txt 'sql/verify.sql; psql: \di+' admin -f "$sql/verify.sql" -c '\di+ reports.*'
capture fix/write_cost_after.txt sql/write_cost.sql write_cost
