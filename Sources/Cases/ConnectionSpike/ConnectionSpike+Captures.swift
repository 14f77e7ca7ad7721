import Casebook

extension ConnectionSpike {
    var captures: [CaptureRecord] {
        incidentCaptures + queryCaptures + sweepCaptures + whatIfCaptures + buildCaptures + replayCaptures
            + dataCaptures
            + otherFormCaptures
    }

    private var incidentCaptures: [CaptureRecord] {
        [
            CaptureRecord(
                "incident_before/activity_200ms.csv",
                "Sessions by state, sampled through the incident"
            ),
            CaptureRecord(
                "incident_before/cpu_200ms.csv",
                "Processor time of the machine, the server and the clients"
            ),
            CaptureRecord(
                "incident_before/healthcheck.csv",
                "The health check: a new connection and a trivial statement"
            ),
            CaptureRecord("incident_before/locks_200ms.csv", "Locks by kind, sampled through the incident"),
            CaptureRecord(
                "incident_before/e1_pg_stat_statements.txt",
                "The statements that used the most time"
            ),
            CaptureRecord(
                "incident_before/e1_pg_stat_statements.csv",
                "The same statements with all columns"
            ),
            CaptureRecord("incident_before/peak_psql.txt", "What the database administrator saw at the peak"),
            CaptureRecord("incident_before/postgres.log", "The server's log of the incident"),
            CaptureRecord(
                "incident_before/postgres_log_excerpt.txt",
                "First and last refusals, as they stand in the log"
            ),
            CaptureRecord("incident_before/log_fatal.csv", "The refusals of the log as a table"),
            CaptureRecord(
                "incident_before/pgbench_spike.txt",
                "The job's checks: summary of the load generator"
            ),
            CaptureRecord("incident_before/pgbench_spike.log", "The job's checks that finished, one by one"),
            CaptureRecord("incident_before/pgbench_spike_stderr.txt", "The job's checks that were refused"),
            CaptureRecord("incident_before/pgbench_calm.txt", "Checks in the calm before: summary"),
            CaptureRecord("incident_before/pgbench_calm.log", "Checks in the calm before, one by one"),
            CaptureRecord("incident_before/pgbench_api.txt", "API calls through the incident: summary"),
            CaptureRecord("incident_before/pgbench_api.log", "API calls through the incident, one by one"),
            CaptureRecord(
                "incident_before/pgbench_api_progress.txt",
                "API calls through the incident, by second"
            ),
            CaptureRecord(
                "evidence_chain.txt",
                "The chain of evidence, computed in the database from the samples"
            ),
        ]
    }

    private var queryCaptures: [CaptureRecord] {
        [
            CaptureRecord("explain_before_verbose.txt", "The same with its workers and settings"),
            CaptureRecord(
                "explain_before_cold_then_warm.txt",
                "The check without the index on a cold server, then warm"
            ),
            CaptureRecord(
                "repeat_timings.csv",
                "Repeated runs of each variant, on the server and as the client saw them"
            ),
            CaptureRecord("rewrite_equivalence.txt", "Whether the rewritten condition chooses the same rows"),
            CaptureRecord("e6_hypopg.txt", "The plan with a hypothetical index"),
            CaptureRecord("sweep.csv", "Throughput and time of checks by the number of sessions"),
            CaptureRecord(
                "what_if.csv",
                "How the job was set up in each what-if run, and the processor time"
            ),
        ]
    }

    private var sweepCaptures: [CaptureRecord] {
        func steps(_ form: String, _ sessions: [Int], _ title: Prose) -> [CaptureRecord] {
            sessions.map { CaptureRecord("pgbench_sweeps/\(form)_\($0).txt", title) }
        }
        return steps("before", [1, 2, 4, 6, 8, 12, 16, 24, 32], "A step of the sweep before the index")
            + steps("after_extract", [1, 2, 4, 8, 16, 32], "A step of the sweep after the index")
            + steps("after_rewrite", [1, 2, 8, 32], "A step of the sweep after the index, rewritten")
    }

    private var whatIfCaptures: [CaptureRecord] {
        let runs: [(folder: String, title: String)] = [
            ("as_it_was", "the job as it was"), ("twice_connections", "the job with twice the connections"),
            ("retries", "the job with retries"), ("pool_of_5", "the job through five connections"),
            ("pool_of_20", "the job through twenty connections"),
        ]
        return runs.flatMap { run in
            [
                CaptureRecord("what_if/\(run.folder)/checks.csv", "Each check of \(asWritten: run.title)"),
                CaptureRecord(
                    "what_if/\(run.folder)/activity_200ms.csv",
                    "Sessions in \(asWritten: run.title)"
                ),
                CaptureRecord(
                    "what_if/\(run.folder)/healthcheck.csv",
                    "The health check in \(asWritten: run.title)"
                ),
            ]
        }
    }

    private var buildCaptures: [CaptureRecord] {
        [
            CaptureRecord("fix/invalid_index_demo.txt", "A build cut short on purpose, and what it leaves"),
            CaptureRecord("fix/create_index.txt", "How long the build took"),
            CaptureRecord("fix/progress_50ms.csv", "The build's progress"),
            CaptureRecord("fix/pgbench_api_during_build.txt", "API calls during the build"),
            CaptureRecord("fix/verify.txt", "The index afterwards: whether it is valid, and its size"),
            CaptureRecord("fix/write_cost_before.txt", "An insert and an update before the index"),
            CaptureRecord("fix/write_cost_after.txt", "An insert and an update with the index"),
            CaptureRecord(
                "explain_after_miss_cold_then_warm.txt",
                "The user's largest key on a cold server, then warm"
            ),
        ]
    }
}
