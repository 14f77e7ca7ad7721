import Casebook

extension ConnectionSpike {
    var illustrations: [Illustration] {
        courseIllustrations + queryIllustrations + capacityIllustrations + dataIllustrations
    }

    /// The incident over time, and its fix.
    private var courseIllustrations: [Illustration] {
        [
            Illustration(
                "timeline", "From calm to the proven fix. Each phase has a scale of its own.",
                from: [
                    "incident_before/postgres.log", "incident_before/pgbench_spike.log",
                    "fix/progress_50ms.csv", "incident_after/pgbench_spike.log",
                ]
            ) { $0.timelinePicture },
            Illustration(
                "sixteen-fifteen",
                """
                Connections, active checks, refusals and health checks rise at 16:15, when the job starts, and \
                fall when it has run out of checks. No capture records deployments.
                """,
                from: [
                    "incident_before/activity_200ms.csv", "evidence_chain.txt",
                    "incident_before/healthcheck.csv",
                ]
            ) { $0.sixteenFifteenPicture },
            Illustration(
                "cascade",
                """
                The free slots were gone after \(\.measuredTimeToExhaustion, .seconds); the fluid model says \
                \(\.modelTimeToExhaustion, .seconds), the simulation \(\.simulatedExhaustion, .seconds). From \
                then on an arrival gets in only when a check leaves, and the rest is refused.
                """,
                from: [
                    "incident_before/activity_200ms.csv", "evidence_chain.txt",
                    "incident_before/pgbench_spike.log", "incident_before/pgbench_spike.txt",
                ]
            ) { $0.cascadePicture },
            Illustration(
                "index-build",
                """
                The phases of the index build. Its longest one is waiting for an older transaction: \
                \(\.buildWaitTime, .seconds) of \(\.buildTime, .seconds).
                """, from: ["fix/progress_50ms.csv", "fix/create_index.txt"]
            ) { $0.indexBuildPicture },
            Illustration(
                "impact-bars", "What the same load did before the index and after it.",
                from: [
                    "incident_before/pgbench_spike.txt", "incident_before/pgbench_spike_stderr.txt",
                    "incident_before/healthcheck.csv", "incident_before/activity_200ms.csv",
                    "incident_after/pgbench_spike.txt", "incident_after/activity_200ms.csv",
                ]
            ) { $0.impactPicture },
            Illustration(
                "usage-flow", "Which document when: from the fix to the training of the team.", from: []
            ) { _ in Evidence.usageFlow },
        ]
    }

    /// The query before and after.
    private var queryIllustrations: [Illustration] {
        [
            Illustration(
                "before-after",
                """
                A duplicate check for the user's largest key, as the client sees it: \(\.beforeClientMedian) \
                before and \(\.afterWorstClientMedian) after, medians of \(\.timingRuns) runs.
                """, from: ["repeat_timings.csv"]
            ) { $0.beforeAfterPicture },
            Illustration(
                "plan-trees",
                """
                The two plans beside each other. The parallel scan of every unfinished report and its sort \
                are gone; what is left reads one key.
                """, from: ["explain_before.txt", "explain_after.txt"]
            ) { $0.planTreesPicture },
            Illustration(
                "log-bars",
                "Execution times of the variants on the server: the median as a bar, the range as a whisker.",
                from: ["repeat_timings.csv"]
            ) { $0.timingsPicture },
        ]
    }

    /// Arrivals, service and slots.
    private var capacityIllustrations: [Illustration] {
        [
            Illustration(
                "sweep",
                """
                Sessions that ask without pause, without the index: more of them finish hardly more checks. The \
                fitted law has its σ at \(\.contention, .factor), and no number of sessions reaches the \
                \(\.offeredRate) that arrived.
                """, from: ["sweep.csv", "incident_before/pgbench_spike.txt"]
            ) { $0.sweepPicture },
            Illustration(
                "sweep-latency",
                """
                The other side of the same runs: with the most sessions a check takes \
                \(\.sweepLatencyGrowth, .times) as long as with one.
                """, from: ["sweep.csv"]
            ) { $0.sweepLatencyPicture },
            Illustration(
                "utilisation",
                """
                After the index the job's load lies at ρ′ = \(\.utilisationAfter, .factor), and a check takes \
                \(\.stretchAfter, .times) its processor time. Before, it lay at ρ = \
                \(\.utilisation, .factor): a check that got in took \(\.responseStretch, .times), and most \
                did not get in.
                """,
                from: [
                    "sweep.csv", "environment.txt", "incident_before/pgbench_spike.txt",
                    "incident_before/pgbench_spike.log", "incident_after/e1_pg_stat_statements.csv",
                ]
            ) { $0.utilisationPicture },
        ]
    }

    /// The reports.
    private var dataIllustrations: [Illustration] {
        [
            Illustration(
                "top-users",
                """
                The ten users with most unfinished reports hold \(\.topTenUsersShare) of them; every check \
                reads those of all users.
                """, from: ["data_distribution.txt"]
            ) { $0.topUsersPicture },
            Illustration(
                "ratios",
                """
                What the new index saves in rows for the twenty largest users, each at the user's largest key: \
                \(\.ratioLeast) at least, \(\.ratioMedian) at the median.
                """, from: ["data_distribution.txt"]
            ) { $0.ratiosPicture },
            Illustration(
                "ages",
                """
                Unfinished reports by age. The check asks for those younger than an hour, \(\.stuckUnderHour) \
                of \(\.stuckTotal).
                """, from: ["business_context.txt"]
            ) { $0.agesPicture },
            Illustration(
                "hours",
                """
                Reports by hour of the day, UTC. The hour of the job has \(\.busiestHourRatio) as many as the \
                median hour.
                """, from: ["business_context.txt"]
            ) { $0.hoursPicture },
        ]
    }
}
