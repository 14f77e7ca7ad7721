import Casebook

extension ConnectionSpike {
    /// The mathematics of the slots.
    var modelFigures: [Figure] {
        [
            Figure(
                "offered-rate",
                \.offeredRate,
                symbol: "λ",
                "Checks that arrived per second: offered by the job's duration."
            ),
            Figure(
                "cpu-per-check",
                \.cpuPerCheck,
                symbol: "D",
                "Processor time of a check before the index, median."
            ),
            Figure("cores", \.cores, nil, symbol: "c", "Cores of the machine."),
            Figure(
                "ceiling",
                \.ceiling,
                symbol: "c ÷ D",
                "Checks per second that the cores can do before the index."
            ),
            Figure(
                "utilisation",
                \.utilisation,
                .factor,
                symbol: "ρ = λ·D ÷ c",
                "Arriving work by what the cores can do, before the index."
            ),
            Figure(
                "slots-free-at-spike",
                \.slotsFreeAtSpike,
                symbol: "F",
                "Connection slots free before the job began, median."
            ),
            Figure(
                "throughput",
                \.throughput,
                symbol: "X",
                "Checks that finished per second while no slot was free."
            ),
            Figure(
                "backlog-growth",
                \.backlogGrowth,
                symbol: "λ − X",
                "By how many checks per second the backlog grew."
            ),
            Figure(
                "model-time-to-exhaustion",
                \.modelTimeToExhaustion,
                .seconds,
                "When the model has filled the free slots."
            ),
            Figure(
                "measured-time-to-exhaustion",
                \.measuredTimeToExhaustion,
                .seconds,
                "From the job's start to the first sample without a free slot."
            ),
            Figure(
                "sessions-sampled",
                \.sessionsSampled,
                .mean,
                symbol: "L",
                "Checks in the server on average while no slot was free."
            ),
            Figure(
                "response-time",
                \.responseTime,
                .seconds,
                symbol: "R",
                "Mean time of the checks that finished in the same time."
            ),
            Figure(
                "little-product",
                \.littleProduct,
                .mean,
                "What Little's law makes of throughput and response time."
            ),
            Figure(
                "utilisation-measured",
                \.utilisationMeasured,
                .factor,
                "Arrivals by completions while no slot was free."
            ),
            Figure(
                "model-refused-share",
                \.modelRefusedShare,
                "The part of the checks refused, by the model."
            ),
            Figure(
                "exhaustion-error",
                \.exhaustionError,
                "By what part the model's time to exhaustion is longer than the measured one."
            ),
            Figure(
                "refused-error",
                \.refusedError,
                "By what part the model's refused share is larger than the measured one."
            ),
            Figure(
                "little-error",
                \.littleError,
                "By what part Little's product is larger than the sampled mean."
            ),
            Figure("doubled-cores-throughput", \.doubledCoresThroughput, "Twice the measured throughput."),
            Figure(
                "doubled-cores-growth",
                \.doubledCoresGrowth,
                "By how many checks per second the backlog would grow with twice the cores."
            ),
            Figure(
                "doubled-cores-time",
                \.doubledCoresTime,
                .seconds,
                "When the free slots would be filled with twice the cores."
            ),
            Figure(
                "doubled-cores-refused",
                \.doubledCoresRefused,
                "The part of the checks that would be refused with twice the cores."
            ),
            Figure(
                "cpu-per-check-after",
                \.cpuPerCheckAfter,
                symbol: "D′",
                "Processor time of a check after the index, median."
            ),
            Figure(
                "ceiling-after",
                \.ceilingAfter,
                symbol: "c ÷ D′",
                "Checks per second that the cores can do after the index."
            ),
            Figure(
                "utilisation-after",
                \.utilisationAfter,
                .factor,
                symbol: "ρ′ = λ·D′ ÷ c",
                "Arriving work by what the cores can do, after the index."
            ),
            Figure(
                "sweep-ceiling-before",
                \.sweepCeilingBefore,
                "The highest throughput of any concurrency before the index."
            ),
            Figure(
                "sweep-ceiling-after",
                \.sweepCeilingAfter,
                "The highest throughput of any concurrency after the index."
            ),
            Figure(
                "sweep-floor-after",
                \.sweepFloorAfter,
                "The lowest throughput of any concurrency after the index."
            ),
            Figure(
                "sweep-latency-growth",
                \.sweepLatencyGrowth,
                .times,
                "Mean time of a check with the most sessions by that with one, before the index."
            ),
            Figure(
                "throughput-gain",
                \.throughputGain,
                .times,
                "Highest throughput after by highest before."
            ),
            Figure(
                "hundred-checks-drain",
                \.hundredChecksDrain,
                .seconds,
                "How long a hundred checks at once take before the index."
            ),
            Figure(
                "headroom-after",
                \.headroomAfter,
                .times,
                "How many times the rate could grow after the index."
            ),
            Figure(
                "cpu-per-check-with-connection",
                \.cpuPerCheckWithConnection,
                "All processor time of the server in the replay, by check: connecting included, and more."
            ),
            Figure(
                "ceiling-with-connection",
                \.ceilingWithConnection,
                "Checks per second that the cores can do after the index with a connection for each."
            ),
            Figure(
                "headroom-with-connection",
                \.headroomWithConnection,
                .times,
                "How many times the rate could grow with a connection for each check."
            ),
            Figure(
                "break-even-cpu",
                \.breakEvenCpu,
                "The processor time a check may cost before the backlog grows."
            ),
        ]
    }

    /// The replay with the index.
    var afterFigures: [Figure] {
        [
            Figure("checks-offered-after", \.checksOfferedAfter, "Checks that the replay started."),
            Figure("checks-completed-after", \.checksCompletedAfter, "Checks of the replay that finished."),
            Figure("checks-refused-after", \.checksRefusedAfter, "Checks of the replay that were refused."),
            Figure("probes-after", \.probesAfter, "Health checks while the replay ran."),
            Figure("probes-failed-after", \.probesFailedAfter, "Those of them that failed."),
            Figure(
                "peak-backends-after",
                \.peakBackendsAfter,
                "The most client connections in a sample of the replay."
            ),
            Figure("least-free-after", \.leastFreeAfter, "The fewest free slots in a sample of the replay."),
            Figure(
                "check-median-after",
                \.checkMedianAfter,
                "Median time of a check in the replay, as its client saw it."
            ),
            Figure("api-median-after", \.apiMedianAfter, "Median time of an API call in the replay."),
            Figure("api-calls-after", \.apiCallsAfter, "API calls in the replay's window."),
            Figure("api-failed-after", \.apiFailedAfter, "API calls that failed in the replay's window."),
            Figure(
                "log-refusals-after",
                \.logRefusalsAfter,
                "Connections that the log shows as refused after the incident."
            ),
        ]
    }

    /// How the index was built.
    var fixFigures: [Figure] {
        [
            Figure(
                "build-time",
                \.buildTime,
                .seconds,
                "How long the statement that built the index took, as psql timed it."
            ),
            Figure("build-start", \.buildStart, "The first sample of the build's progress."),
            Figure(
                "build-wait-start",
                \.buildWaitStart,
                "The first sample in which the build waited for an older snapshot."
            ),
            Figure("build-end", \.buildEnd, "The last sample of the build's progress."),
            Figure(
                "build-wait-time",
                \.buildWaitTime,
                .seconds,
                "From the first to the last sample in which the build waited."
            ),
            Figure(
                "build-work-time",
                \.buildWorkTime,
                .seconds,
                "What is left of the build without the waiting."
            ),
            Figure("build-wait-share", \.buildWaitShare, "The waiting's part of the build."),
            Figure("build-lockers-seen", \.buildLockersSeen, "Transactions that the build waited for."),
            Figure("entries-indexed", \.entriesIndexed, .count, "Rows that the build sorted into the index."),
            Figure("index-size", \.indexSize, "Size of the index that was built."),
            Figure("projected-index-size", \.projectedIndexSize, "Size that was projected for the index."),
            Figure("heap-size", \.heapSize, "Size of the table."),
            Figure("replay-start", \.replayStart, "When the first check of the replay finished."),
            Figure("replay-end", \.replayEnd, "When the last check of the replay finished."),
            Figure("api-during-build-calls", \.apiDuringBuildCalls, "API calls while the index was built."),
            Figure("api-during-build-failed", \.apiDuringBuildFailed, "Those of them that failed."),
            Figure(
                "api-during-build-mean",
                \.apiDuringBuildMean,
                "Mean time of an API call while the index was built."
            ),
            Figure("valid-indexes", \.validIndexes, "Valid indexes of the name after the build."),
            Figure("invalid-indexes-left", \.invalidIndexesLeft, "Invalid indexes that the rehearsal left."),
            Figure(
                "insert-blocks-before",
                \.insertBlocksBefore,
                .count,
                "Blocks that an insert touched before the index, one run."
            ),
            Figure(
                "insert-blocks-after",
                \.insertBlocksAfter,
                .count,
                "Blocks that an insert touched with the index, one run."
            ),
            Figure(
                "insert-records-before",
                \.insertRecordsBefore,
                "Log records that an insert wrote before the index, one run."
            ),
            Figure(
                "insert-records-after",
                \.insertRecordsAfter,
                "Log records that an insert wrote with the index, one run."
            ),
        ]
    }
}
