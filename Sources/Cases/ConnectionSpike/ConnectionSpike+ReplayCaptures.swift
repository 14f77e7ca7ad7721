import Casebook

extension ConnectionSpike {
    /// What the replay printed.
    var replayCaptures: [CaptureRecord] {
        [
            CaptureRecord(
                "incident_after/activity_200ms.csv",
                "Sessions by state, sampled through the replay"
            ),
            CaptureRecord("incident_after/cpu_200ms.csv", "Processor time in the replay"),
            CaptureRecord("incident_after/healthcheck.csv", "The health check in the replay"),
            CaptureRecord("incident_after/locks_200ms.csv", "Locks by kind in the replay"),
            CaptureRecord("incident_after/e1_pg_stat_statements.txt", "The statements of the replay by time"),
            CaptureRecord("incident_after/e1_pg_stat_statements.csv", "The same statements with all columns"),
            CaptureRecord("incident_after/pgbench_spike.txt", "The replayed checks: summary"),
            CaptureRecord("incident_after/pgbench_spike.log", "The replayed checks, one by one"),
            CaptureRecord("incident_after/pgbench_spike_stderr.txt", "Refused checks of the replay: none"),
            CaptureRecord("incident_after/pgbench_calm.txt", "Checks in the calm before the replay: summary"),
            CaptureRecord(
                "incident_after/pgbench_calm.log",
                "Checks in the calm before the replay, one by one"
            ),
            CaptureRecord("incident_after/pgbench_api.txt", "API calls through the replay: summary"),
            CaptureRecord("incident_after/pgbench_api.log", "API calls through the replay, one by one"),
            CaptureRecord(
                "incident_after/pgbench_api_progress.txt",
                "API calls through the replay, by second"
            ),
            CaptureRecord(
                "incident_after/postgres_since_incident.log",
                "The server's log after the incident"
            ),
        ]
    }

    /// What tells of the server and of its data.
    var dataCaptures: [CaptureRecord] {
        [
            CaptureRecord("environment.txt", "The machine, the server's version and its settings"),
            CaptureRecord("data_fingerprint.txt", "Counts and a digest that identify the data"),
            CaptureRecord(
                "schema_and_sizes_before.txt",
                "The table, its indexes and their sizes before the fix"
            ),
            CaptureRecord("pg_stats_completed_at.txt", "The planner's statistics of two columns"),
            CaptureRecord("data_distribution.txt", "Users, organisations and the ratio of improvement"),
            CaptureRecord("business_context.txt", "What is made, by whom, when, and what gets stuck"),
            CaptureRecord(
                "timings.csv",
                "How long each step of the laboratory took, and what else used the machine"
            ),
        ]
    }
}
