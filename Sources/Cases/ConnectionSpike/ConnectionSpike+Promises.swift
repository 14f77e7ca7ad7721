import Casebook

extension ConnectionSpike {
    /// What the guide to the incident promised, put to the test.
    var promises: [Claim] { speedPromises + effectPromises + countPromises }

    private static let guide = "The artifact usage guide"

    private var speedPromises: [Claim] {
        [
            Claim.promise(
                "promise-200x", "200x faster", by: Self.guide,
                measured: """
                    For the user's largest key the median fell from \(\.beforeMedian) to \(\.afterWorstMedian), \
                    \(\.speedUpWorst) faster; as the client sees it \(\.speedUpWorstClient).
                    """,
                test: .all([
                    .atLeast(\.speedUpWorst, .times(200)), .atLeast(\.speedUpWorstClient, .times(200)),
                ]), verdict: .holds,
                meaning: """
                    The promise is kept, by medians of \(\.timingRuns) runs on warm memory. \
                    The guide's own times, "150.941 ms" to "5-20ms", would be a far smaller factor.
                    """, in: ["explain-analysis", "post-incident-report", "executive-summary"]),
            Claim.promise(
                "promise-load-reduction", "99.95% DB load reduction", by: Self.guide,
                measured: """
                    At no less offered load the check's total execution time fell by \(\.loadReduction), and \
                    its processor time per check by \(\.cpuReduction).
                    """, test: .atLeast(\.loadReduction, .percent(99.95)), verdict: .contradicted,
                meaning: """
                    Nearly, not quite. The guide's "200x" would be a reduction by "99.5%"; the two promises \
                    were never the same claim.
                    """, in: ["concurrency-math", "post-incident-report"]),
            Claim.promise(
                "promise-execution-5-to-20-ms", "execution 5-20 ms after", by: Self.guide,
                measured: """
                    The median is \(\.afterMedian), for the user's largest key \(\.afterWorstMedian). A single first \
                    run on a cold server took \(\.afterWorstColdRun).
                    """, test: .between(\.afterWorstMedian, .milliseconds(5), and: .milliseconds(20)),
                verdict: .contradicted,
                meaning: "The check is faster than promised, unless nothing is in memory yet.",
                in: ["explain-analysis"]),
            Claim.promise(
                "promise-150-ms", "150.941 ms before", by: Self.guide,
                measured: """
                    Here the median is \(\.beforeMedian), and the slowest of \(\.timingRuns) runs took \
                    \(\.beforeSlowest).
                    """, test: .atLeast(\.beforeSlowest, .milliseconds(150.941)), verdict: .contradicted,
                meaning: """
                    Another machine, another time. A ratio of two times on one machine carries over better \
                    than either of them.
                    """, in: ["explain-analysis"]),
        ]
    }

    private var effectPromises: [Claim] {
        [
            Claim.promise(
                "promise-zero-errors", "zero errors", by: Self.guide,
                measured: """
                    In the replay \(\.checksRefusedAfter) of \(\.checksOfferedAfter) checks, \
                    \(\.probesFailedAfter) of \(\.probesAfter) health checks and \(\.apiFailedAfter) of \
                    \(\.apiCallsAfter) API calls failed. Before, \(\.checksRefused) of \(\.checksOffered) \
                    checks were refused.
                    """,
                test: .all([
                    .equals(\.checksRefusedAfter, .count(0)), .equals(\.probesFailedAfter, .count(0)),
                    .equals(\.apiFailedAfter, .count(0)), .equals(\.logRefusalsAfter, .count(0)),
                ]), verdict: .holds,
                meaning:
                    "True of one replay of the spike's load. A larger load would need a test of its own.",
                in: ["smoking-gun-evidence", "post-incident-report", "executive-summary"]),
            Claim.promise(
                "promise-no-blocking", "no blocking", by: Self.guide,
                measured: """
                    Of \(\.apiDuringBuildCalls) reads during the build \(\.apiDuringBuildFailed) failed, at \
                    \(\.apiDuringBuildMean) on average. The build itself was blocked for \(\.buildWaitTime, .seconds) by \
                    an older transaction.
                    """,
                test: .all([
                    .equals(\.apiDuringBuildFailed, .count(0)), .equals(\.buildLockersSeen, .count(0)),
                ]), verdict: .contradicted,
                meaning: """
                    The build held up no reader, but a reader held up the build: one that lasts for hours \
                    delays the fix for hours. Writes during the build were not measured; by its documented \
                    lock they go on.
                    """, in: ["final-index-creation", "post-incident-report"]),
            Claim.promise(
                "promise-five-minutes", "Index created in ~5 minutes", by: Self.guide,
                measured: """
                    \(\.buildTime, .seconds) on a table of \(\.heapSize), of which \(\.buildWaitTime, .seconds) was waiting. One \
                    build was measured.
                    """, test: .atMost(\.buildTime, .minutes(5)), verdict: .holds,
                meaning: "On a larger table or behind a longer transaction it takes longer.",
                in: ["final-index-creation"]),
        ]
    }

    private var countPromises: [Claim] {
        [
            Claim.promise(
                "promise-rows-1-to-10", "rows scanned 1-10 after", by: Self.guide,
                measured: """
                    \(\.rowsExaminedAfter) for the guide's key, \(\.rowsExaminedAfterWorst) for the same \
                    user's largest key.
                    """,
                test: .all([
                    .between(\.rowsExaminedAfter, .rows(1), and: .rows(10)),
                    .between(\.rowsExaminedAfterWorst, .rows(1), and: .rows(10)),
                ]), verdict: .contradicted,
                meaning: """
                    True of the example, not of every key: a check that finds nothing reads all rows of its \
                    key. The rewrite ends that.
                    """, in: ["explain-analysis", "data-distribution"]),
            Claim.promise(
                "promise-rows-removed", "Rows Removed by Filter: 151,472", by: Self.guide,
                measured: """
                    The plan prints \(\.removedPerProcess, .rows), the mean of \(\.scanLoops) processes. \
                    Together they removed \(\.removedTotal, .rows).
                    """, test: .agrees(\.removedPerProcess, with: .rows(151_472)), verdict: .holds,
                meaning:
                    "The number is right and easily misread: it is a third of the work. The data was built to give it.",
                in: ["explain-analysis"]),
            Claim.promise(
                "promise-user-x", "User X has 10,149 incomplete reports", by: Self.guide,
                measured:
                    "The user has \(\.powerUserIncomplete) of \(\.powerUserReports) reports unfinished.",
                test: .equals(\.powerUserIncomplete, .rows(10_149)), verdict: .holds,
                meaning:
                    "The data was built to have this count. Count again in production before you quote it.",
                in: ["data-distribution"]),
            Claim.promise(
                "promise-24000-to-10", "Current index scans 24,000 rows, new index scans 10 rows",
                by: Self.guide,
                measured: """
                    The plan that the server chose scans \(\.rowsExaminedBefore, .rows); the index on \
                    `user_id`, which it did not choose, would scan \(\.rowsExaminedUserIndex). The new index \
                    scans \(\.rowsExaminedAfter), of \(\.smallestKey) that the key has.
                    """,
                test: .all([
                    .agrees(\.rowsExaminedBefore, with: .rows(24_000)),
                    .agrees(\.rowsExaminedAfter, with: .rows(10)),
                ]), verdict: .contradicted,
                meaning: """
                    Both numbers exist in the data, but neither is what was scanned. Their ratio, \
                    \(\.ratioBestKey), is not the promised "189x" either.
                    """, in: ["data-distribution"]),
            Claim.promise(
                "promise-189x", "189x improvement in worst case", by: Self.guide,
                measured: """
                    \(\.ratioPowerUser): the rows of the user, \(\.powerUserReports), over those of the user's \
                    largest key, \(\.largestKey).
                    """, test: .agrees(\.ratioPowerUser, with: .times(189)), verdict: .holds,
                meaning: """
                    It compares with an index that the server did not choose, and for one user. Against the \
                    plan that ran, the same key reads \(\.rowsRatioWorst) fewer rows.
                    """, in: ["data-distribution"]),
            Claim.promise(
                "promise-45-to-189x", "45-189x", by: Self.guide,
                measured: """
                    Over the twenty largest users the ratio goes from \(\.ratioLeast) to \(\.ratioLargest), \
                    with a median of \(\.ratioMedian).
                    """,
                test: .all([
                    .atLeast(\.ratioLeast, .times(45)), .agrees(\.ratioLargest, with: .times(189)),
                ]), verdict: .contradicted,
                meaning:
                    "The upper end is one user alone; most of the others lie about the lower one or below it.",
                in: ["data-distribution"]),
        ]
    }
}
