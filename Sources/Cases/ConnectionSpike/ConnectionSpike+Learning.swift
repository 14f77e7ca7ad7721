import Casebook

extension ConnectionSpike {
    var contributingFactors: [ContributingFactor] {
        [
            ContributingFactor(
                "No index serves the duplicate check",
                """
                The check asks for one user, organisation, type and format among the unfinished reports. The \
                table had four indexes of one column each. The planner took the one on `completed_at` and \
                read all \(\.rowsExaminedBefore, .rows) of unfinished reports to find \(\.rowsReturnedBefore).
                """),
            ContributingFactor(
                "`EXTRACT()` hides the age of a report from the indexes",
                """
                The condition computes the age of each row and compares it, so that no index on `created_at` \
                can serve it. Written as a bound on `created_at`, the same question took \
                \(\.rewriteAloneMedian) without any new index (median of \(\.rewriteAloneRuns) runs), because \
                few reports are younger than an hour.
                """),
            ContributingFactor(
                "Reports that never finish are kept for ever",
                """
                \(\.rowsIncomplete, .rows) of \(\.rowsTotal) count as unfinished, and \
                \(\.stuckOverMonthShare) of them are older than a month. \(\.stuckFailedShare) have \
                failed, but nothing closes them, so that each check reads them again.
                """),
            ContributingFactor(
                "The scheduler opens a connection for each check, without a bound",
                """
                Checks arrived at \(\.offeredRate), whatever became of those before. With a pool of \
                five connections the database stays up on the same query: checks then wait in the job, \
                \(\.poolOfFive.meanWait, .seconds) on average, and none is refused.
                """),
            ContributingFactor(
                "The job fires everything at 16:15",
                """
                In the last month the minute from 16:15 saw \(\.sixteenFifteenRatio) the reports of the median \
                minute, on \(\.sixteenFifteenDays) days. The work of a day arrives in seconds.
                """),
            ContributingFactor(
                "Few connection slots, shared by all",
                """
                The server has \(\.maxConnections) slots, \(\.reservedSlots) of them for superusers. The job, \
                the API and the health check share the other \(\.usableSlots): whoever comes first takes them.
                """),
            ContributingFactor(
                "Each check asks for parallel workers",
                """
                The plan spreads one check over \(\.scanLoops) processes. That helps a lone check; when many \
                run at once, the workers compete for the same \(\.cores) cores.
                """),
            ContributingFactor(
                "No alert on free slots",
                """
                The platform team says that nothing watched the slots. The server was full \
                \(\.measuredTimeToExhaustion, .seconds) after the job began, and a person learnt of it later than that.
                """),
        ]
    }

    var recovery: [RecoveryStep] {
        [
            RecoveryStep(
                "Wait: the job ran out of checks by itself.",
                "The backlog was gone \(\.backlogDrainedAfter, .seconds) after the job began. This is luck, not a fix."
            ),
            RecoveryStep(
                "Capture the plan, the statistics and the sessions before anything is changed.",
                "The cause could be shown, and the fix could be compared with a measured before."),
            RecoveryStep(
                "Try the index as a hypothetical one.",
                "The planner would choose it; nothing had to be built to know that."),
            RecoveryStep(
                "Rehearse a failed build.",
                """
                A build that is cut short leaves an invalid index behind, which looks like an index and is \
                never used. It was dropped, and the verification now checks `indisvalid`.
                """),
            RecoveryStep(
                "Build the index with `CREATE INDEX CONCURRENTLY`.",
                """
                Done after \(\.buildTime, .seconds). For \(\.buildWaitTime, .seconds) of that the build waited for an older \
                transaction. Of \(\.apiDuringBuildCalls) API calls meanwhile \(\.apiDuringBuildFailed) failed.
                """),
            RecoveryStep(
                "Replay the job's load with the index in place.",
                """
                \(\.checksRefusedAfter) of \(\.checksOfferedAfter) checks were refused; at the worst moment \
                \(\.peakBackendsAfter) connections were open.
                """),
        ]
    }

    var lessons: [Lesson] {
        [
            Lesson.wentWell(
                "Slots reserved for superusers let the database administrator in at the worst moment."),
            Lesson.wentWell(
                """
                The API keeps its connections in a pool. It lost \(\.apiFailed) of \(\.apiCalls) calls while \
                new connections were refused.
                """),
            Lesson.wentWell(
                "The evidence was captured before the fix, so that the fix could be proved and not only believed."
            ),
            Lesson.wentWell("The index was tried as a hypothetical one before it was built."),
            Lesson.wentPoorly(
                """
                The mean time of the check in `pg_stat_statements`, \(\.checkMeanQueued, .seconds), invites a wrong \
                reading: it is mostly waiting for a core. One check alone takes \(\.beforeMedian) (median of \
                \(\.timingRuns) runs).
                """),
            Lesson.wentPoorly(
                "The health check could not tell a full server from a dead one: both look like a failed attempt."
            ),
            Lesson.wentPoorly(
                """
                The figures first promised for the fix contradict each other. Each of them is now put to the \
                test beside what was measured.
                """),
            Lesson.gotLucky(
                "The job ran out of checks. Had it gone on, nothing would have ended the refusals."),
            Lesson.gotLucky(
                "Only the job and the health check open connections at that minute; the API holds its own already."
            ),
            Lesson.gotLucky(
                "The transaction that held up the index build ended by itself within seconds, not hours."),
        ]
    }
}
