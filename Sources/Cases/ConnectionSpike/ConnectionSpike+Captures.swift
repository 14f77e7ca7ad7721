import Casebook

extension ConnectionSpike {
    var captures: [CaptureRecord] {
        incidentCaptures + queryCaptures + sweepCaptures + buildCaptures + replayCaptures + dataCaptures
            + otherFormCaptures
    }

    private var incidentCaptures: [CaptureRecord] {
        [
            CaptureRecord(
                "incident_before/activity_200ms.csv",
                "Sessions by state, sampled through the incident",
                from: "sql/sampler.sql",
                at: "2026-01-04T16:15:25Z"
            ),
            CaptureRecord(
                "incident_before/cpu_200ms.csv",
                "Processor time of the machine, the server and the clients",
                from: "/proc/stat and the server's cgroup, every fifth of a second",
                at: "2026-01-04T16:15:25Z"
            ),
            CaptureRecord(
                "incident_before/healthcheck.csv",
                "The health check: a new connection and a trivial statement",
                from: "psql -X -At -c 'select 1', twice a second",
                at: "2026-01-04T16:15:25Z"
            ),
            CaptureRecord(
                "incident_before/locks_200ms.csv",
                "Locks by kind, sampled through the incident",
                from: "sql/sampler.sql",
                at: "2026-01-04T16:15:25Z"
            ),
            CaptureRecord(
                "incident_before/e1_pg_stat_statements.txt",
                "The statements that used the most time",
                from: "sql/evidence_1_statements.sql",
                at: "2026-01-04T16:15:26Z"
            ),
            CaptureRecord(
                "incident_before/e1_pg_stat_statements.csv",
                "The same statements with all columns",
                from: "SELECT * FROM pg_stat_statements WHERE userid = 'app_user'::regrole",
                at: "2026-01-04T16:15:26Z"
            ),
            CaptureRecord(
                "incident_before/peak_psql.txt",
                "What the database administrator saw at the peak",
                from: "sql/peak_connections.sql and the other peak queries",
                at: "2026-01-04T16:15:17Z"
            ),
            CaptureRecord(
                "incident_before/postgres.log",
                "The server's log of the incident",
                from: "log_destination = stderr",
                at: "2026-01-04T16:15:23.647Z"
            ),
            CaptureRecord(
                "incident_before/postgres_log_excerpt.txt",
                "First and last refusals, as they stand in the log",
                from: "grep FATAL postgres.log",
                at: "2026-01-04T16:15:23.647Z"
            ),
            CaptureRecord(
                "incident_before/log_fatal.csv",
                "The refusals of the log as a table",
                from: "grep FATAL postgres.log | sed …",
                at: "2026-01-04T16:15:23.647Z"
            ),
            CaptureRecord(
                "incident_before/pgbench_spike.txt",
                "The job's checks: summary of the load generator",
                from: "pgbench -n -C -c 450 -j 30 -R 30 -T 20 --random-seed=13",
                at: "2026-01-04T16:15:24Z"
            ),
            CaptureRecord(
                "incident_before/pgbench_spike.log",
                "The job's checks that finished, one by one",
                from: "pgbench --log",
                at: "2026-01-04T16:15:24Z"
            ),
            CaptureRecord(
                "incident_before/pgbench_spike_stderr.txt",
                "The job's checks that were refused",
                from: "pgbench, standard error",
                at: "2026-01-04T16:15:24Z"
            ),
            CaptureRecord(
                "incident_before/pgbench_calm.txt",
                "Checks in the calm before: summary",
                from: "pgbench -n -C -c 20 -j 4 -R 2 -T 9 --random-seed=12",
                at: "2026-01-04T16:15:00Z"
            ),
            CaptureRecord(
                "incident_before/pgbench_calm.log",
                "Checks in the calm before, one by one",
                from: "pgbench --log",
                at: "2026-01-04T16:15:00Z"
            ),
            CaptureRecord(
                "incident_before/pgbench_api.txt",
                "API calls through the incident: summary",
                from: "pgbench -n -c 6 -j 1 -R 60 -T 34 --random-seed=11",
                at: "2026-01-04T16:15:25Z"
            ),
            CaptureRecord(
                "incident_before/pgbench_api.log",
                "API calls through the incident, one by one",
                from: "pgbench --log",
                at: "2026-01-04T16:15:25Z"
            ),
            CaptureRecord(
                "incident_before/pgbench_api_progress.txt",
                "API calls through the incident, by second",
                from: "pgbench --progress 1",
                at: "2026-01-04T16:15:25Z"
            ),
            CaptureRecord(
                "evidence_chain.txt",
                "The chain of evidence, computed in the database from the samples",
                from: "sql/evidence_1_statements.sql to sql/evidence_9_sweep.sql",
                at: "2026-01-04T16:17:30Z"
            ),
        ]
    }

    private var queryCaptures: [CaptureRecord] {
        [
            CaptureRecord(
                "explain_before.txt",
                "The check before the index",
                from: "EXPLAIN (ANALYZE, BUFFERS) of sql/dedup_slow.sql",
                at: "2026-01-04T16:15:26Z"
            ),
            CaptureRecord(
                "explain_before_verbose.txt",
                "The same with its workers and settings",
                from: "sql/explain_before.sql",
                at: "2026-01-04T16:15:27Z"
            ),
            CaptureRecord(
                "explain_before_miss.txt",
                "The check before the index, for the user's largest key",
                from: "EXPLAIN (ANALYZE, BUFFERS) of sql/dedup_slow_miss.sql",
                at: "2026-01-04T16:15:27Z"
            ),
            CaptureRecord(
                "explain_before_rewrite_only.txt",
                "The rewritten check without the new index",
                from: "EXPLAIN (ANALYZE, BUFFERS) of sql/dedup_rewrite.sql",
                at: "2026-01-04T16:15:27Z"
            ),
            CaptureRecord(
                "explain_before_random_page_cost_1.1.txt",
                "The check with a smaller random_page_cost",
                from: "SET random_page_cost = 1.1; EXPLAIN (ANALYZE, BUFFERS) of sql/dedup_slow.sql",
                at: "2026-01-04T16:15:27Z"
            ),
            CaptureRecord(
                "explain_before_user_index_only.txt",
                "The check when only the index on the user is left to it",
                from: "SET enable_bitmapscan = off; SET random_page_cost = 0.1; EXPLAIN … sql/dedup_slow.sql",
                at: "2026-01-04T16:15:28Z"
            ),
            CaptureRecord(
                "explain_before_cold_then_warm.txt",
                "The check without the index on a cold server, then warm",
                from: "BEGIN; DROP INDEX …; EXPLAIN twice; ROLLBACK",
                at: "2026-01-04T16:17:25Z"
            ),
            CaptureRecord(
                "repeat_timings.csv",
                "Repeated runs of each variant, on the server and as the client saw them",
                from: "sql/repeat_timings.sql, once for each variant",
                at: "2026-01-04T16:16:20Z"
            ),
            CaptureRecord(
                "rewrite_equivalence.txt",
                "Whether the rewritten condition chooses the same rows",
                from: "sql/rewrite_equivalence.sql",
                at: "2026-01-04T16:15:26Z"
            ),
            CaptureRecord(
                "e6_hypopg.txt",
                "The plan with a hypothetical index",
                from: "sql/hypothetical_index.sql",
                at: "2026-01-04T16:15:34Z"
            ),
            CaptureRecord(
                "sweep.csv",
                "Throughput and time of checks by the number of sessions",
                from: "pgbench -n -c N -T 3 --random-seed=7, N from 1 to 48",
                at: "2026-01-04T16:16:21Z"
            ),
            CaptureRecord(
                "pgbench_pool_of_5_before.txt",
                "The job's load through five connections, before the index",
                from: "pgbench -n -c 5 -j 1 -R 30 -T 8 --random-seed=13",
                at: "2026-01-04T16:16:01Z"
            ),
        ]
    }

    private var sweepCaptures: [CaptureRecord] {
        let before = ["before_1", "before_2", "before_8", "before_16", "before_48"].map {
            sweepCapture($0, "A step of the sweep before the index", at: "2026-01-04T16:15:55Z")
        }
        let after = [
            "after_extract_1", "after_extract_2", "after_extract_4", "after_extract_8", "after_extract_16",
            "after_extract_48", "after_rewrite_1", "after_rewrite_2", "after_rewrite_8", "after_rewrite_48",
        ].map { sweepCapture($0, "A step of the sweep after the index", at: "2026-01-04T16:16:21Z") }
        return before + after
    }

    private func sweepCapture(_ name: String, _ title: Prose, at captured: Timestamp) -> CaptureRecord {
        CaptureRecord(
            "pgbench_sweeps/\(name).txt",
            title,
            from: "pgbench -n -j 1 --random-seed=7, with the number of sessions as -c",
            at: captured
        )
    }

    private var buildCaptures: [CaptureRecord] {
        [
            CaptureRecord(
                "fix/invalid_index_demo.txt",
                "A build cut short on purpose, and what it leaves",
                from: "sql/invalid_index_demo.sql",
                at: "2026-01-04T16:16:02Z"
            ),
            CaptureRecord(
                "fix/create_index.txt",
                "How long the build took",
                from: "sql/fix.sql",
                at: "2026-01-04T16:16:07Z"
            ),
            CaptureRecord(
                "fix/progress_50ms.csv",
                "The build's progress",
                from: "sql/progress.sql, twenty times a second",
                at: "2026-01-04T16:16:06.429Z"
            ),
            CaptureRecord(
                "fix/pgbench_api_during_build.txt",
                "API calls during the build",
                from: "pgbench -n -c 4 -j 1 -R 60 -T 8",
                at: "2026-01-04T16:16:10Z"
            ),
            CaptureRecord(
                "fix/verify.txt",
                "The index afterwards: whether it is valid, and its size",
                from: "sql/verify.sql",
                at: "2026-01-04T16:16:10Z"
            ),
            CaptureRecord(
                "fix/write_cost_before.txt",
                "An insert and an update before the index",
                from: "sql/write_cost.sql",
                at: "2026-01-04T16:16:02Z"
            ),
            CaptureRecord(
                "fix/write_cost_after.txt",
                "An insert and an update with the index",
                from: "sql/write_cost.sql",
                at: "2026-01-04T16:16:10Z"
            ),
            CaptureRecord(
                "explain_after.txt",
                "The check after the index",
                from: "sql/explain_after.sql",
                at: "2026-01-04T16:16:11Z"
            ),
            CaptureRecord(
                "explain_after_miss.txt",
                "The check after the index, for the user's largest key",
                from: "sql/explain_after.sql",
                at: "2026-01-04T16:16:11Z"
            ),
            CaptureRecord(
                "explain_after_rewrite.txt",
                "The rewritten check with the index",
                from: "EXPLAIN (ANALYZE, BUFFERS) of sql/dedup_rewrite.sql",
                at: "2026-01-04T16:16:11Z"
            ),
            CaptureRecord(
                "explain_after_rewrite_miss.txt",
                "The rewritten check with the index, for the user's largest key",
                from: "EXPLAIN (ANALYZE, BUFFERS) of sql/dedup_rewrite_miss.sql",
                at: "2026-01-04T16:16:11Z"
            ),
            CaptureRecord(
                "explain_after_miss_cold_then_warm.txt",
                "The user's largest key on a cold server, then warm",
                from: "EXPLAIN (ANALYZE, BUFFERS) of sql/dedup_slow_miss.sql, twice",
                at: "2026-01-04T16:17:12Z"
            ),
        ]
    }
}
