#!/bin/bash
# The table as it stood at the incident: 1,500,000 reports, skewed, and the four indexes it had.
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"

admin -d postgres -c 'CREATE DATABASE reports'
admin -c 'CREATE EXTENSION pg_stat_statements' -c 'CREATE EXTENSION hypopg' -c 'CREATE EXTENSION pg_prewarm'
admin -f "$sql/schema.sql"
admin -v anchor="$INCIDENT+00" -f "$sql/data.sql"
admin -f "$sql/indexes_before.sql"
admin -f "$here/roles.sql"

# ANALYZE reads 300 rows for each unit of the largest target: here all of them, so that the planner's
# estimates are the same in every run. The column that has it is one that no estimate depends on.
admin -c 'ALTER TABLE reports.reports ALTER COLUMN user_id SET STATISTICS 1000,
                                      ALTER COLUMN completed_at SET STATISTICS 1000,
                                      ALTER COLUMN file_key SET STATISTICS 5000' \
    -c 'VACUUM (ANALYZE) reports.reports' -c 'CHECKPOINT'

# Leaves autovacuum nothing to do in the databases that initdb made: what ANALYZE writes is vacuumed as well.
vacuumdb -U postgres --all --analyze --quiet
vacuumdb -U postgres --all --quiet

capture data_fingerprint.txt "lab/fingerprint.sql" admin -At -f "$here/fingerprint.sql"
counts=$(cut -d'|' -f1-4 "$captures/data_fingerprint.txt")
[ "$counts" = '1500000|454417|24000|10149' ] || die "the data is not as designed: $counts"

capture schema_and_sizes_before.txt 'psql: \d+, \dt+, \di+; sql/schema.sql, sql/indexes_before.sql' \
    admin -c '\d+ reports.reports' -c '\dt+ reports.*' -c '\di+ reports.*' \
    -c "SELECT pg_size_pretty(pg_database_size('reports')) AS database,
               pg_size_pretty(pg_table_size('reports.reports')) AS heap,
               pg_size_pretty(pg_indexes_size('reports.reports')) AS indexes"

planner_statistics() {
    admin -x -c "SELECT * FROM pg_stats
                 WHERE schemaname = 'reports' AND tablename = 'reports'
                   AND attname IN ('completed_at', 'user_id')" |
        cut -c1-160 | grep -E '^(attname|null_frac|n_distinct|correlation)'
}
capture pg_stats_completed_at.txt 'SELECT * FROM pg_stats' planner_statistics
