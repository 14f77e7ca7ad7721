import Casebook

extension ConnectionSpike {
    var claims: [Claim] {
        causeClaims + excludedClaims + replayClaims + buildClaims + modelClaims + dataClaims + formClaims
            + promises
    }

    /// What filled the slots.
    var causeClaims: [Claim] {
        [
            Claim(
                "one-statement",
                """
                One statement, the duplicate check, used \(\.checkTimeShare) of the execution time.
                """, test: .atLeast(\.checkTimeShare, .percent(99)),
                refutedBy: "Another statement with a comparable part.",
                in: ["smoking-gun-evidence", "post-incident-report"]),
            Claim(
                "sessions-ran-it",
                "\(\.activeSampleShare) of the samples of active sessions were running that statement.",
                test: .atLeast(\.activeSampleShare, .percent(95)),
                refutedBy: "Sessions that run something else.", in: ["smoking-gun-evidence"]),
            Claim(
                "slots-exhausted",
                """
                At the peak \(\.peakBackends) connections were open, all of the \(\.usableSlots) that are not \
                reserved.
                """, test: .equals(\.peakBackends, .figure(\.usableSlots)),
                refutedBy: "A largest number of connections below the limit.",
                in: ["smoking-gun-evidence", "post-incident-report", "concurrency-math"]),
            Claim(
                "sixteen-fifteen",
                """
                The first refusal came \(\.timeToFirstRefusal, .seconds) after the job's start at 16:15, and the last \
                \(\.backlogOutlivesRefusals, .seconds) before its backlog was gone.
                """,
                test: .all([
                    .between(\.timeToFirstRefusal, .seconds(0), and: .seconds(5)),
                    .between(\.backlogOutlivesRefusals, .seconds(0), and: .seconds(5)),
                ]), refutedBy: "Refusals before 16:15, or long after the job.", strength: .circumstantial,
                in: ["smoking-gun-evidence", "post-incident-report"]),
            Claim(
                "scheduled-job",
                """
                The minute from 16:15 had \(\.sixteenFifteenRatio) the reports of the median minute, on \
                \(\.sixteenFifteenDays) days of the month: a scheduled job.
                """,
                test: .all([
                    .atLeast(\.sixteenFifteenRatio, .times(10)), .atLeast(\.sixteenFifteenDays, .count(28)),
                ]), refutedBy: "A minute like the others, or on few days.",
                in: ["smoking-gun-evidence", "business-context"]),
            Claim(
                "refusals-in-log",
                """
                The log has \(\.refusalsLogged) refusals: those of the job, \(\.checksRefused), and of the \
                health check, \(\.probesFailed).
                """, test: .equals(\.refusalsLogged, .figure(\.refusalsCounted)),
                refutedBy: "A difference between the server and its clients.",
                in: ["smoking-gun-evidence", "post-incident-report"]),
            Claim(
                "no-index-served",
                """
                The scan read \(\.rowsExaminedBefore, .rows): every unfinished report, to find \
                \(\.rowsReturnedBefore).
                """, test: .agrees(\.rowsExaminedBefore, with: .figure(\.rowsIncomplete)),
                refutedBy: "A plan that reads fewer rows.",
                in: ["smoking-gun-evidence", "explain-analysis", "post-incident-report"]),
            Claim(
                "parallel-removed",
                """
                The \(\.removedPerProcess, .rows) removed by the filter are the mean of \(\.scanLoops) \
                processes, the leader and \(\.workersLaunched) workers; together they removed \
                \(\.removedTotal, .rows).
                """, test: .equals(\.scanLoops, .figure(\.processes)),
                refutedBy: "A number of loops that is not that of the processes.", in: ["explain-analysis"]),
            Claim(
                "index-projected",
                """
                With the hypothetical index the planner expects a cost of \(\.projectedCost) instead of \
                \(\.chosenCost).
                """, test: .below(\.projectedCost, .figure(\.chosenCost)),
                refutedBy: "A plan that leaves the hypothetical index alone.", strength: .derived,
                in: ["smoking-gun-evidence", "data-distribution"]),
            Claim(
                "api-slowed",
                """
                The median API call took \(\.apiMedianSpike) in the spike and \(\.apiMedianCalm) before: \
                \(\.apiSlowdown, .about) as long. None of \(\.apiCalls) failed.
                """, test: .all([.atLeast(\.apiSlowdown, .times(5)), .equals(\.apiFailed, .count(0))]),
                refutedBy: "Failed calls, or a median like that of the calm.",
                in: ["post-incident-report", "business-context"]),
            Claim(
                "times-recorded",
                """
                The incident's times are those of the captures: the first refusal \(\.timeToFirstRefusal, .seconds) \
                after the start, the first failed health check \(\.detectionDelay, .seconds) later, the end of the \
                backlog \(\.backlogDrainedAfter, .seconds) after the start.
                """,
                test: .all([
                    .between(\.timeToFirstRefusal, .seconds(1), and: .seconds(2)),
                    .between(\.detectionDelay, .seconds(0), and: .seconds(1)),
                    .between(\.backlogDrainedAfter, .seconds(21), and: .seconds(22)),
                ]), refutedBy: "Captures whose times differ from those in the header.",
                in: ["post-incident-report"]),
        ]
    }

    /// What else might have done it, and did not.
    var excludedClaims: [Claim] {
        [
            Claim(
                "no-lock-waits",
                "No session waited for a lock, and no lock request was ungranted, in any sample.",
                test: .all([
                    .equals(\.peakLockWaits, .count(0)), .equals(\.ungrantedLocks, .count(0)),
                    .equals(\.blockedSessions, .count(0)),
                ]), refutedBy: "A session that waits for a lock.", in: ["smoking-gun-evidence"]),
            Claim(
                "no-deadlocks", "The server counted \(\.deadlocks) deadlocks.",
                test: .equals(\.deadlocks, .count(0)), refutedBy: "A deadlock in its statistics.",
                in: ["smoking-gun-evidence"]),
            Claim(
                "no-checkpoint", "No checkpoint began in the window.",
                test: .equals(\.checkpointsLogged, .count(0)), refutedBy: "A checkpoint in the log.",
                in: ["smoking-gun-evidence"]),
            Claim(
                "no-autovacuum", "No automatic vacuum worked on the table in the window.",
                test: .equals(\.autovacuumsLogged, .count(0)), refutedBy: "A vacuum of the table in the log.",
                in: ["smoking-gun-evidence"]),
            Claim(
                "not-io-bound",
                """
                Reading blocks took \(\.readTimeShare) of the check's execution time; \(\.bufferHitShare) of \
                its blocks were in memory.
                """, test: .atMost(\.readTimeShare, .percent(1)),
                refutedBy: "A good part of the time spent on reading.", in: ["smoking-gun-evidence"]),
            Claim(
                "api-load-unchanged",
                """
                The API asked \(\.apiCalls) times in the incident and \(\.apiCallsAfter) times in the replay, \
                in which nothing was refused.
                """, test: .between(\.apiCallsRatio, .times(0.98), and: .times(1.02)),
                refutedBy: "More traffic in the incident.", in: ["smoking-gun-evidence"]),
        ]
    }
}
