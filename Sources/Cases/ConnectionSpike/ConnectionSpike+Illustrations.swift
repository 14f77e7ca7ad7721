import Casebook

extension ConnectionSpike {
    var illustrations: [Illustration] {
        courseIllustrations + queryIllustrations + capacityIllustrations + dataIllustrations
    }

    /// The incident over time, and its fix.
    private var courseIllustrations: [Illustration] {
        [
            Illustration(
                "timeline",
                "From calm to the proven fix. Each phase has a scale of its own.",
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
                The model fills the free slots in \(\.modelTimeToExhaustion, .seconds); measured were \
                \(\.measuredTimeToExhaustion, .seconds). From then on each arrival that finds no slot is refused.
                """,
                from: ["incident_before/activity_200ms.csv", "evidence_chain.txt"]
            ) { $0.cascadePicture },
            Illustration(
                "index-build",
                """
                The phases of the index build. Its longest one is waiting for an older transaction: \
                \(\.buildWaitTime, .seconds) of \(\.buildTime, .seconds).
                """,
                from: ["fix/progress_50ms.csv", "fix/create_index.txt"]
            ) { $0.indexBuildPicture },
            Illustration(
                "impact-bars",
                "What the same load did before the index and after it.",
                from: [
                    "incident_before/pgbench_spike.txt", "incident_before/pgbench_spike_stderr.txt",
                    "incident_before/healthcheck.csv", "incident_before/activity_200ms.csv",
                    "incident_after/pgbench_spike.txt", "incident_after/activity_200ms.csv",
                ]
            ) { $0.impactPicture },
            Illustration(
                "usage-flow",
                "Which document when: from the fix to the training of the team.",
                from: []
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
                """,
                from: ["repeat_timings.csv"]
            ) { $0.beforeAfterPicture },
            Illustration(
                "plan-trees",
                """
                The two plans beside each other. The parallel scan of every unfinished report and its sort \
                are gone; what is left reads one key.
                """,
                from: ["explain_before.txt", "explain_after.txt"]
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
                Throughput by the number of sessions that ask without pause. Without the index it never reaches \
                the rate at which checks arrived, \(\.offeredRate).
                """,
                from: ["sweep.csv"]
            ) { $0.sweepPicture },
            Illustration(
                "sweep-latency",
                "The mean time of a check by the number of sessions: without the index it grows with them.",
                from: ["sweep.csv"]
            ) { $0.sweepLatencyPicture },
            Illustration(
                "utilisation",
                """
                The time of a check, in multiples of what it takes alone, by utilisation. After the index the \
                spike lies at \(\.utilisationAfter, .factor); before, at \(\.utilisation, .factor), where no \
                curve is left.
                """,
                from: ["sweep.csv", "environment.txt", "incident_before/pgbench_spike.txt"]
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
                """,
                from: ["data_distribution.txt"]
            ) { $0.topUsersPicture },
            Illustration(
                "ratios",
                """
                What the new index saves in rows for the twenty largest users, each at the user's largest key: \
                \(\.ratioLeast) at least, \(\.ratioMedian) at the median.
                """,
                from: ["data_distribution.txt"]
            ) { $0.ratiosPicture },
            Illustration(
                "ages",
                """
                Unfinished reports by age. The check asks for those younger than an hour, \(\.stuckUnderHour) \
                of \(\.stuckTotal).
                """,
                from: ["business_context.txt"]
            ) { $0.agesPicture },
            Illustration(
                "hours",
                """
                Reports by hour of the day, UTC. The hour of the job has \(\.busiestHourRatio) as many as the \
                median hour.
                """,
                from: ["business_context.txt"]
            ) { $0.hoursPicture },
        ]
    }
}
