#!/bin/bash
# cold.sh NAME: a check on a server that has nothing in memory yet, then once more.
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"

case $1 in
after)
    capture explain_after_miss_cold_then_warm.txt \
        'EXPLAIN (ANALYZE, BUFFERS) of sql/dedup_slow_miss.sql, twice' \
        admin -c "EXPLAIN (ANALYZE, BUFFERS) $(cat "$sql/dedup_slow_miss.sql")" \
        -c "EXPLAIN (ANALYZE, BUFFERS) $(cat "$sql/dedup_slow_miss.sql")"
    ;;
before)
    # As it was: without the index, whose removal is taken back.
    slow="EXPLAIN (ANALYZE, BUFFERS) $(cat "$sql/dedup_slow.sql")"
    capture explain_before_cold_then_warm.txt \
        'BEGIN; DROP INDEX …; EXPLAIN (ANALYZE, BUFFERS) of sql/dedup_slow.sql, twice; ROLLBACK' \
        admin -c BEGIN -c 'DROP INDEX reports.idx_reports_dedup_active_v1' -c "$slow" -c "$slow" -c ROLLBACK
    ;;
esac
