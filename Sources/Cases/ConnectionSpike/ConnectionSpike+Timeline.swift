import Casebook

extension ConnectionSpike {
    var timeline: [TimelineEntry] {
        [
            TimelineEntry(
                at: "2026-01-04T16:14:51Z", .before,
                """
                Calm: the API holds \(\.poolSessions) connections, \(\.slotsFreeAtSpike) slots are free, and a \
                duplicate check takes \(\.checkMeanCalm) on average.
                """, source: .capture("incident_before/activity_200ms.csv")),
            TimelineEntry(
                at: .measured(\.spikeStart), .impact,
                """
                The daily report job begins. It opens a connection for each duplicate check, \
                \(\.offeredRate) on average.
                """, source: .testimony("Reports team")),
            TimelineEntry(
                at: .measured(\.firstRefusal), .impact,
                """
                No slot is left: the server refuses its first connection, \(\.timeToFirstRefusal, .seconds) after the \
                job began.
                """, source: .capture("incident_before/postgres.log")),
            TimelineEntry(
                at: .measured(\.firstFailedProbe), .detection,
                "The health check is refused for the first time.",
                source: .capture("incident_before/postgres.log")),
            TimelineEntry(
                at: "2026-01-04T16:15:12Z", .diagnosis,
                """
                The database administrator on call gets in through a slot reserved for superusers and sees \
                \(\.dbaChecksActive) checks at work, none of them waiting for a lock.
                """, source: .capture("incident_before/peak_psql.txt")),
            TimelineEntry(
                at: .measured(\.lastRefusal), .mitigation,
                "The job has started its last check. The server refuses its last connection.",
                source: .capture("incident_before/postgres.log")),
            TimelineEntry(
                at: .measured(\.lastCheckFinished), .mitigation,
                """
                The last check of the backlog finishes, \(\.backlogDrainedAfter, .seconds) after the job began. Nobody \
                had to act: the job had run out of work.
                """, source: .capture("incident_before/pgbench_spike.log")),
            TimelineEntry(
                at: .captured("explain_before.txt"), .diagnosis,
                """
                The plan of the check is captured: it reads \(\.rowsExaminedBefore, .rows) to find \
                \(\.rowsReturnedBefore).
                """, source: .capture("explain_before.txt")),
            TimelineEntry(
                at: .captured("e6_hypopg.txt"), .diagnosis,
                "A hypothetical index shows, before anything is built, that the planner would choose it.",
                source: .capture("e6_hypopg.txt")),
            TimelineEntry(
                at: .captured("fix/invalid_index_demo.txt"), .diagnosis,
                "A rehearsal: a build that is cut short on purpose leaves an invalid index, which is dropped.",
                source: .capture("fix/invalid_index_demo.txt")),
            TimelineEntry(
                at: .measured(\.buildStart), .recovery,
                "The index build begins, while the API goes on reading.",
                source: .capture("fix/progress_50ms.csv")),
            TimelineEntry(
                at: .measured(\.buildWaitStart), .recovery,
                "The build waits for an older transaction, the nightly export, to let go of its snapshot.",
                source: .capture("fix/progress_50ms.csv")),
            TimelineEntry(
                at: .measured(\.buildEnd), .recovery,
                "The build is done \(\.buildTime, .seconds) after it was asked for. The index is valid.",
                source: .capture("fix/verify.txt")),
            TimelineEntry(
                at: .measured(\.replayStart), .recovery,
                "The job's load is replayed with the index in place, to see whether the spike comes back.",
                source: .capture("incident_after/pgbench_spike.log")),
            TimelineEntry(
                at: .measured(\.replayEnd), .recovery,
                """
                The replay ends: \(\.checksCompletedAfter) checks finished, \(\.checksRefusedAfter) were \
                refused, and never fewer than \(\.leastFreeAfter) slots were free.
                """, source: .capture("incident_after/activity_200ms.csv")),
        ]
    }
}
