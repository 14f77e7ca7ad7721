import Casebook

extension ConnectionSpike {
    /// What the mathematics says, beside what was seen.
    var modelClaims: [Claim] {
        [
            Claim(
                "over-capacity",
                """
                The job offered \(\.utilisation, .factor) times what \(\.cores) cores can do: a backlog that \
                grows for as long as the job runs.
                """,
                test: .all([
                    .above(\.utilisation, .times(1)), .above(\.utilisationMeasured, .times(1)),
                ]), refutedBy: "A utilisation below one.", strength: .derived, in: ["concurrency-math"]),
            Claim(
                "little-holds",
                """
                Little's law holds in the samples: \(\.sessionsSampled, .mean) checks in the server on \
                average, \(\.littleProduct, .mean) by throughput times response time.
                """, test: .between(\.littleRatio, .times(0.9), and: .times(1.1)),
                refutedBy: "A difference of more than a tenth.", in: ["concurrency-math"]),
            Claim(
                "exhaustion-predicted",
                """
                The model fills the free slots in \(\.modelTimeToExhaustion, .seconds); the first sample without a free \
                slot came after \(\.measuredTimeToExhaustion, .seconds).
                """, test: .between(\.exhaustionRatio, .times(0.5), and: .times(2)),
                refutedBy: "A prediction that is wrong by more than a factor of two.", strength: .derived,
                in: ["concurrency-math"]),
            Claim(
                "refusals-predicted",
                "The model expects \(\.modelRefusedShare) of the checks refused; \(\.refusedShare) were.",
                test: .between(\.refusalRatio, .times(0.85), and: .times(1.15)),
                refutedBy: "A prediction that is wrong by more than a seventh.", strength: .derived,
                in: ["concurrency-math"]),
            Claim(
                "under-capacity-after",
                """
                With the index the same load takes \(\.utilisationAfter, .factor) of what the cores can do; \
                the rate could grow \(\.headroomAfter, .about) before it reaches that.
                """,
                test: .all([.below(\.utilisationAfter, .times(0.1)), .atLeast(\.headroomAfter, .times(100))]),
                refutedBy: "A utilisation that comes near one.", strength: .derived, in: ["concurrency-math"]),
            Claim(
                "hundred-checks",
                """
                A hundred checks at once take \(\.hundredChecksDrain, .seconds) to finish, while only \
                \(\.slotsFreeAtSpike) slots are free: slow queries become an outage.
                """,
                test: .all([
                    .atLeast(\.hundredChecksDrain, .seconds(5)), .below(\.slotsFreeAtSpike, .count(100)),
                ]), refutedBy: "A throughput that clears a hundred checks before users notice.",
                strength: .derived, in: ["concurrency-math"]),
            Claim(
                "pool-bounds",
                """
                With a pool of \(\.poolOfFive.keptConnections) connections and without the index \
                nothing failed: \(\.poolOfFive.throughput) checks finished, and the others waited in the job, \
                \(\.poolOfFive.meanWait, .seconds) on average.
                """,
                test: .all([
                    .equals(\.poolOfFive.refusedForGood, .count(0)),
                    .equals(\.poolOfFive.probesFailed, .count(0)),
                    .atLeast(\.poolOfFive.meanWait, .seconds(1)),
                    .below(\.poolOfFive.throughput, .figure(\.offeredRate)),
                ]), refutedBy: "Failures with the pool, or a pool that keeps up with the job.",
                in: ["concurrency-math", "post-incident-report"]),
            Claim(
                "no-setting-helps",
                """
                Neither twice the connections nor retries nor a larger pool finished the checks as fast as they \
                arrived: \(\.twiceConnections.throughput), \(\.retries.throughput) and \
                \(\.poolOfTwenty.throughput), of \(\.offeredRate).
                """,
                test: .all([
                    .below(\.twiceConnections.throughput, .figure(\.ceiling)),
                    .below(\.retries.throughput, .figure(\.ceiling)),
                    .below(\.poolOfTwenty.throughput, .figure(\.ceiling)),
                    .below(\.ceiling, .figure(\.offeredRate)),
                ]), refutedBy: "A setting with which checks finish faster than the cores can do them by D.",
                in: ["concurrency-math"]),
            Claim(
                "no-best-concurrency",
                """
                The law fitted to the sweep has σ = \(\.contention, .factor) and κ = \(\.coherency, .factor): \
                sessions hinder each other, and a best number of them, if there is one, lies beyond the sweep.
                """,
                test: .all([
                    .atLeast(\.contention, .times(0.3)), .atMost(\.coherency, .times(0.0004)),
                ]), refutedBy: "A κ with which N* lies within the sweep.", strength: .derived,
                in: ["concurrency-math"]),
            Claim(
                "simulation-predicts",
                """
                The simulation has no slot free after \(\.simulatedExhaustion, .seconds) and refuses \
                \(\.simulatedRefusedShare) of the checks; measured were \
                \(\.measuredTimeToExhaustion, .seconds) and \(\.refusedShare).
                """,
                test: .all([
                    .between(\.simulatedExhaustionRatio, .times(0.5), and: .times(2)),
                    .between(\.simulatedRefusedRatio, .times(0.85), and: .times(1.15)),
                ]),
                refutedBy:
                    "A time that is wrong by more than a factor of two, or a share by more than a seventh.",
                strength: .derived, in: ["concurrency-math"]),
            Claim(
                "retries-add-work",
                """
                With retries the job asked for \(\.retries.attempts) connections in place of \
                \(\.asItWas.attempts), and \(\.retries.throughput) checks finished while it ran: \
                without retries \(\.asItWas.throughput).
                """,
                test: .all([
                    .above(\.retries.attempts, .figure(\.asItWas.attempts)),
                    .atMost(\.retries.throughput, .figure(\.asItWas.throughput)),
                ]), refutedBy: "Retries that let more checks finish while the job runs.",
                in: ["concurrency-math"]),
        ]
    }

    /// What the data is like, and the query.
    var dataClaims: [Claim] {
        [
            Claim(
                "rewrite-equivalent",
                """
                The rewritten condition chooses the same rows: \(\.rewriteDifferences) differences in \
                \(\.rewriteRowsChecked, .rows).
                """, test: .equals(\.rewriteDifferences, .rows(0)),
                refutedBy: "A row on which the two conditions differ.",
                in: ["explain-analysis", "post-incident-report"]),
            Claim(
                "rewrite-alone",
                """
                The rewrite alone, without the new index, takes \(\.rewriteAloneMedian) (median of \
                \(\.rewriteAloneRuns) runs): it can use the index on `created_at`, and few reports are that \
                young.
                """, test: .atLeast(\.rewriteAloneSpeedUp, .times(500)),
                refutedBy: "A rewrite that is slow without the new index.",
                in: ["explain-analysis", "data-distribution", "post-incident-report"]),
            Claim(
                "rewrite-and-index",
                """
                With the index, the rewrite takes \(\.rewriteWorstMedian) for the user's largest key, and the old \
                text \(\.afterWorstMedian): the old text reads all \(\.rowsExaminedAfterWorst, .rows) of the \
                key, the rewrite \(\.rowsExaminedRewriteWorst).
                """,
                test: .all([
                    .below(\.rewriteWorstMedian, .figure(\.afterWorstMedian)),
                    .below(\.rowsExaminedRewriteWorst, .figure(\.rowsExaminedAfterWorst)),
                ]), refutedBy: "An old text that is as fast for the user's largest key.",
                in: ["explain-analysis"]),
            Claim(
                "largest-key-read",
                """
                After the index the old text reads as many rows as its key has, for the user's largest key \
                \(\.rowsExaminedAfterWorst): the fix depends on keys staying small.
                """, test: .agrees(\.rowsExaminedAfterWorst, with: .figure(\.largestKey)),
                refutedBy: "A scan that reads fewer rows than the key has.",
                in: ["data-distribution", "explain-analysis"]),
            Claim(
                "power-user",
                """
                The user with most unfinished reports has \(\.powerUserIncomplete, .rows), or \
                \(\.powerUserShare) of all: every user's check reads those of everybody.
                """,
                test: .all([
                    .equals(\.powerUserIncomplete, .figure(\.mostIncomplete)),
                    .atMost(\.powerUserShare, .percent(5)),
                ]), refutedBy: "A user who holds most of the unfinished reports.", in: ["data-distribution"]),
            Claim(
                "stuck-old",
                """
                \(\.stuckOverMonthShare) of the unfinished reports are older than a month, and \
                \(\.stuckUnderHour) are young enough to matter to the check.
                """,
                test: .all([
                    .atLeast(\.stuckOverMonthShare, .percent(80)),
                    .atMost(\.stuckUnderHourShare, .percent(1)),
                ]), refutedBy: "Unfinished reports that are mostly young.",
                in: ["business-context", "data-distribution"]),
            Claim(
                "deduplication-works",
                """
                \(\.missedShare) of the reports of a month were made although the same one was still being \
                made: \(\.missedDuplicates) of \(\.reportsMonth).
                """, test: .atMost(\.missedShare, .percent(1)),
                refutedBy: "Duplicates among a good part of the reports.", in: ["business-context"]),
        ]
    }
}
