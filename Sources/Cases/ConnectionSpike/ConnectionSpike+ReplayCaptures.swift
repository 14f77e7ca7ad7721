import Casebook

extension ConnectionSpike {
    /// What the replay printed.
    var replayCaptures: [CaptureRecord] {
        [
            CaptureRecord(
                "incident_after/activity_200ms.csv",
                "Sessions by state, sampled through the replay",
                from: "sql/sampler.sql",
                at: "2026-01-04T16:16:58Z"
            ),
            CaptureRecord(
                "incident_after/cpu_200ms.csv",
                "Processor time in the replay",
                from: "/proc/stat and the server's cgroup, every fifth of a second",
                at: "2026-01-04T16:16:58Z"
            ),
            CaptureRecord(
                "incident_after/healthcheck.csv",
                "The health check in the replay",
                from: "psql -X -At -c 'select 1', twice a second",
                at: "2026-01-04T16:16:58Z"
            ),
            CaptureRecord(
                "incident_after/locks_200ms.csv",
                "Locks by kind in the replay",
                from: "sql/sampler.sql",
                at: "2026-01-04T16:16:58Z"
            ),
            CaptureRecord(
                "incident_after/e1_pg_stat_statements.txt",
                "The statements of the replay by time",
                from: "sql/evidence_1_statements.sql",
                at: "2026-01-04T16:16:59Z"
            ),
            CaptureRecord(
                "incident_after/e1_pg_stat_statements.csv",
                "The same statements with all columns",
                from: "SELECT * FROM pg_stat_statements WHERE userid = 'app_user'::regrole",
                at: "2026-01-04T16:16:59Z"
            ),
            CaptureRecord(
                "incident_after/pgbench_spike.txt",
                "The replayed checks: summary",
                from: "pgbench -n -C -c 450 -j 30 -R 30 -T 20 --random-seed=13",
                at: "2026-01-04T16:16:54Z"
            ),
            CaptureRecord(
                "incident_after/pgbench_spike.log",
                "The replayed checks, one by one",
                from: "pgbench --log",
                at: "2026-01-04T16:16:54Z"
            ),
            CaptureRecord(
                "incident_after/pgbench_spike_stderr.txt",
                "Refused checks of the replay: none",
                from: "pgbench, standard error",
                at: "2026-01-04T16:16:54Z"
            ),
            CaptureRecord(
                "incident_after/pgbench_calm.txt",
                "Checks in the calm before the replay: summary",
                from: "pgbench -n -C -c 20 -j 4 -R 2 -T 9 --random-seed=12",
                at: "2026-01-04T16:16:33Z"
            ),
            CaptureRecord(
                "incident_after/pgbench_calm.log",
                "Checks in the calm before the replay, one by one",
                from: "pgbench --log",
                at: "2026-01-04T16:16:33Z"
            ),
            CaptureRecord(
                "incident_after/pgbench_api.txt",
                "API calls through the replay: summary",
                from: "pgbench -n -c 6 -j 1 -R 60 -T 34 --random-seed=11",
                at: "2026-01-04T16:16:58Z"
            ),
            CaptureRecord(
                "incident_after/pgbench_api.log",
                "API calls through the replay, one by one",
                from: "pgbench --log",
                at: "2026-01-04T16:16:58Z"
            ),
            CaptureRecord(
                "incident_after/pgbench_api_progress.txt",
                "API calls through the replay, by second",
                from: "pgbench --progress 1",
                at: "2026-01-04T16:16:58Z"
            ),
            CaptureRecord(
                "incident_after/postgres_since_incident.log",
                "The server's log after the incident",
                from: "log_destination = stderr",
                at: "2026-01-04T16:16:59Z"
            ),
        ]
    }

    /// What tells of the server and of its data.
    var dataCaptures: [CaptureRecord] {
        [
            CaptureRecord(
                "environment.txt",
                "The machine, the server's version and its settings",
                from: "SELECT version(), pg_settings",
                at: "2026-01-04T16:17:35Z"
            ),
            CaptureRecord(
                "data_fingerprint.txt",
                "Counts and a digest that identify the data",
                from: "SELECT count(*), … FROM reports.reports",
                at: "2026-01-04T16:13:15Z"
            ),
            CaptureRecord(
                "schema_and_sizes_before.txt",
                "The table, its indexes and their sizes before the fix",
                from: "psql: \\d+, \\dt+, \\di+; sql/schema.sql, sql/indexes_before.sql",
                at: "2026-01-04T16:13:15Z"
            ),
            CaptureRecord(
                "pg_stats_completed_at.txt",
                "The planner's statistics of two columns",
                from: "SELECT * FROM pg_stats",
                at: "2026-01-04T16:13:15Z"
            ),
            CaptureRecord(
                "data_distribution.txt",
                "Users, organisations and the ratio of improvement",
                from: "sql/distribution_1_users.sql to sql/distribution_3_ratio.sql",
                at: "2026-01-04T16:17:32Z"
            ),
            CaptureRecord(
                "business_context.txt",
                "What is made, by whom, when, and what gets stuck",
                from: "sql/business_1_types.sql to sql/business_6_stuck.sql",
                at: "2026-01-04T16:17:33Z"
            ),
            CaptureRecord(
                "timings.csv",
                "How long each step of the laboratory took, and what else used the machine",
                from: "the laboratory's script",
                at: "2026-01-04T16:17:40Z"
            ),
        ]
    }
}
