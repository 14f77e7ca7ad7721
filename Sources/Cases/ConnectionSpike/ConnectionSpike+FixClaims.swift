import Casebook

extension ConnectionSpike {
    /// What the index changed, the load being the same.
    var replayClaims: [Claim] {
        [
            Claim(
                "counterfactual",
                """
                The same load with the index: \(\.checksRefusedAfter) of \(\.checksOfferedAfter) checks \
                refused, never fewer than \(\.leastFreeAfter) free slots.
                """,
                test: .all([
                    .equals(\.checksRefusedAfter, .count(0)), .equals(\.probesFailedAfter, .count(0)),
                    .equals(\.logRefusalsAfter, .count(0)), .atLeast(\.leastFreeAfter, .count(20)),
                ]), refutedBy: "Refusals in the replay, or slots nearly exhausted.",
                in: ["smoking-gun-evidence", "post-incident-report", "executive-summary"]),
            Claim(
                "same-load",
                """
                The replay offered no fewer checks than the incident: \(\.checksOfferedAfter) against \
                \(\.checksOffered).
                """, test: .atLeast(\.checksOfferedAfter, .figure(\.checksOffered)),
                refutedBy: "A replay with fewer checks.", in: ["smoking-gun-evidence", "concurrency-math"]),
            Claim(
                "dose-response",
                """
                Without the index the server never finished more than \(\.sweepCeilingBefore) checks, fewer \
                than arrived; with it never fewer than \(\.sweepFloorAfter).
                """,
                test: .all([
                    .below(\.sweepCeilingBefore, .figure(\.offeredRate)),
                    .above(\.sweepFloorAfter, .figure(\.offeredRate)),
                    .atLeast(\.sweepLatencyGrowth, .times(10)),
                ]), refutedBy: "A throughput without the index that reaches the arrivals.",
                in: ["smoking-gun-evidence", "concurrency-math"]),
            Claim(
                "faster-typical",
                """
                A check for the same key took \(\.beforeMedian) before and \(\.afterMedian) after, both the \
                median of \(\.timingRuns) runs on the server: \(\.speedUp) faster.
                """, test: .atLeast(\.speedUp, .times(1000)),
                refutedBy: "A ratio of the medians below a thousand.",
                in: ["explain-analysis", "post-incident-report"]),
            Claim(
                "faster-worst",
                """
                For the user's largest key the median is \(\.afterWorstMedian): \(\.speedUpWorst) faster on \
                the server, \(\.speedUpWorstClient) as the client sees it.
                """,
                test: .all([
                    .atLeast(\.speedUpWorst, .times(400)), .atLeast(\.speedUpWorstClient, .times(200)),
                ]), refutedBy: "A slower median for the user's largest key.",
                in: ["explain-analysis", "data-distribution", "executive-summary"]),
            Claim(
                "load-fell",
                """
                At no less offered load the check's execution time fell by \(\.loadReduction) in all, and its \
                processor time by \(\.cpuReduction) per check.
                """,
                test: .all([.atLeast(\.loadReduction, .percent(99)), .atLeast(\.cpuReduction, .percent(99))]),
                refutedBy: "A smaller reduction at the same offered load.",
                in: ["concurrency-math", "post-incident-report"]),
        ]
    }

    /// How the index was built.
    var buildClaims: [Claim] {
        [
            Claim(
                "index-valid", "The index exists and is valid: `indisvalid` and `indisready` are true.",
                test: .all([.equals(\.validIndexes, .count(1)), .equals(\.readyIndexes, .count(1))]),
                refutedBy: "An index whose `indisvalid` is false, or none of that name.",
                in: ["final-index-creation"]),
            Claim(
                "index-used",
                """
                The plans of the unchanged query name `idx_reports_dedup_active_v1`, for the guide's key and \
                for the user's largest.
                """, test: .equals(\.scansOfNewIndex, .count(2)),
                refutedBy: "A plan that still reads another index.",
                in: ["final-index-creation", "explain-analysis"]),
            Claim(
                "invalid-left-behind",
                """
                A build that is cut short leaves an invalid index: the rehearsal left \
                \(\.invalidIndexesLeft), of the name of the real one.
                """, test: .equals(\.invalidIndexesLeft, .count(1)),
                refutedBy: "A failed build that leaves nothing behind.", in: ["final-index-creation"]),
            Claim(
                "index-complete",
                """
                The build sorted \(\.entriesIndexed, .rows), which is the number of unfinished reports.
                """, test: .equals(\.entriesIndexed, .figure(\.rowsIncomplete)),
                refutedBy: "An index with more or fewer entries than there are unfinished reports.",
                in: ["final-index-creation"]),
            Claim(
                "api-unhurt-by-build",
                """
                While the index was built, \(\.apiDuringBuildFailed) of \(\.apiDuringBuildCalls) API calls \
                failed, and the mean call took \(\.apiDuringBuildMean).
                """,
                test: .all([
                    .equals(\.apiDuringBuildFailed, .count(0)),
                    .below(\.apiDuringBuildMean, .milliseconds(2)),
                ]),
                refutedBy: "Failed calls, or calls held up for longer than a few milliseconds on average.",
                in: ["final-index-creation", "post-incident-report"]),
            Claim(
                "build-waited",
                """
                The build itself was held up: \(\.buildWaitTime, .seconds) of \(\.buildTime, .seconds), or \(\.buildWaitShare), \
                went into waiting for an older transaction.
                """, test: .atLeast(\.buildWaitShare, .percent(50)),
                refutedBy: "A build whose time goes into the table and not into waiting.",
                in: ["final-index-creation"]),
            Claim(
                "write-cost",
                """
                An insert touches \(\.insertBlocksAfter) blocks instead of \(\.insertBlocksBefore) and writes \
                \(\.insertRecordsAfter) records to the log instead of \(\.insertRecordsBefore); both were \
                measured once.
                """,
                test: .all([
                    .atMost(\.insertBlocksAdded, .figure(\.insertBlocksBefore)),
                    .between(\.insertRecordsAdded, .count(0), and: .count(2)),
                ]), refutedBy: "An insert that costs more than twice the blocks.",
                in: ["final-index-creation", "data-distribution"]),
        ]
    }
}
