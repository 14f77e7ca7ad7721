#!/bin/bash
# explain.sh before|after: the plans of the check, in the four formats, and repeated timings of each variant.
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"
cd "$work"

# explain NAME STATEMENT [SET…]: a run in each format, under the given settings.
explain() {
    local name=$1 statement=$2 format
    shift 2
    local settings=() said="EXPLAIN (ANALYZE, BUFFERS) of sql/$statement"
    for setting in "$@"; do
        settings+=(-c "$setting")
        said="$setting; $said"
    done
    capture "$name.txt" "$said" \
        admin "${settings[@]}" -c "EXPLAIN (ANALYZE, BUFFERS) $(cat "$sql/$statement")"
    for format in json yaml xml; do
        capture "$name.$format" "${said/BUFFERS/BUFFERS, FORMAT ${format^^}}" \
            admin -At "${settings[@]}" \
            -c "EXPLAIN (ANALYZE, BUFFERS, FORMAT $format) $(cat "$sql/$statement")"
    done
}

# repeat NAME STATEMENT TIMES [SET…]: its time by the server, then its time as the client sees it.
repeat() {
    local name=$1 statement=$2 times=$3 run
    shift 3
    {
        printf '%s;\n' "$@"
        for ((run = 0; run < times; run++)); do printf 'EXPLAIN (ANALYZE) %s\n' "$(cat "$sql/$statement")"; done
        printf '\\timing on\n'
        for ((run = 0; run < times; run++)); do cat "$sql/$statement"; done
    } >repeat.sql
    admin -At -f repeat.sql | awk -v name="$name" '
        /^Execution Time: / { print name ",explain_analyze," ++server "," $3 }
        /^Time: / { print name ",client_timing," ++client "," $2 }' >>repeat_timings.csv
}

before() {
    explain explain_before dedup_slow.sql
    capture rewrite_equivalence.txt sql/rewrite_equivalence.sql admin -f "$sql/rewrite_equivalence.sql"
    capture explain_before_verbose.txt sql/explain_before.sql admin -f "$sql/explain_before.sql"
    explain explain_before_miss dedup_slow_miss.sql
    explain explain_before_rewrite_only dedup_rewrite.sql
    explain explain_before_random_page_cost_1.1 dedup_slow.sql 'SET random_page_cost = 1.1'
    explain explain_before_user_index_only dedup_slow.sql \
        'SET enable_bitmapscan = off' 'SET random_page_cost = 0.1'

    echo name,method,i,ms >repeat_timings.csv
    repeat before dedup_slow.sql 15
    repeat before_rewrite_only dedup_rewrite.sql 10
    repeat before_rpc11 dedup_slow.sql 10 'SET random_page_cost = 1.1'
    repeat before_serial dedup_slow.sql 10 'SET max_parallel_workers_per_gather = 0' \
        'SET enable_bitmapscan = off' 'SET enable_seqscan = off'

    capture e6_hypopg.txt sql/hypothetical_index.sql \
        admin -c "\\echo '-- E6: plan with a hypothetical index (hypopg: nothing is built)'" \
        -f "$sql/hypothetical_index.sql"
}

after() {
    explain explain_after dedup_slow.sql
    explain explain_after_miss dedup_slow_miss.sql
    explain explain_after_rewrite dedup_rewrite.sql
    explain explain_after_rewrite_miss dedup_rewrite_miss.sql

    repeat after dedup_slow.sql 15
    repeat after_miss dedup_slow_miss.sql 15
    repeat after_rewrite dedup_rewrite.sql 15
    repeat after_rewrite_miss dedup_rewrite_miss.sql 15
    capture repeat_timings.csv 'sql/repeat_timings.sql, once for each variant' cat repeat_timings.csv
}

"$1"
