import Casebook

extension ConnectionSpike {
    /// What the captured plans say.
    var plansFigures: [Figure] {
        [
            Figure(
                "before-run",
                \.beforeRun,
                "Execution time of the captured plan before the index, one run."
            ),
            Figure("before-cold-run", \.beforeColdRun, "Before the index, the first run on a cold server."),
            Figure(
                "after-worst-cold-run",
                \.afterWorstColdRun,
                "After the index, the user's largest key, the first run on a cold server."
            ),
            Figure(
                "under-load-run",
                \.underLoadRun,
                "Execution time of the same plan at the peak of the incident, one run."
            ),
            Figure("under-load-workers", \.underLoadWorkers, "Parallel workers that it got."),
            Figure(
                "removed-per-process",
                \.removedPerProcess,
                "Rows removed by the filter as the plan prints them: the mean of a process."
            ),
            Figure("removed-total", \.removedTotal, "Rows removed by the filter in all processes together."),
            Figure("scan-loops", \.scanLoops, "Processes that shared the scan."),
            Figure("workers-launched", \.workersLaunched, "Parallel workers that were started."),
            Figure("rows-examined-before", \.rowsExaminedBefore, "Rows that the scan read before the index."),
            Figure("rows-examined-after", \.rowsExaminedAfter, "Rows that the scan read after the index."),
            Figure(
                "rows-examined-after-worst",
                \.rowsExaminedAfterWorst,
                "Rows that the scan read after the index for the user's largest key."
            ),
            Figure(
                "rows-examined-user-index",
                \.rowsExaminedUserIndex,
                "Rows that a scan by the index on the user reads."
            ),
            Figure("rows-returned-before", \.rowsReturnedBefore, "Rows that the check gave back."),
            Figure(
                "rows-ratio-worst",
                \.rowsRatioWorst,
                .times,
                "Rows read before the index by rows read after it for the user's largest key."
            ),
            Figure("blocks-before", \.blocksBefore, "Blocks that the plan before the index needed."),
            Figure("blocks-after", \.blocksAfter, "Blocks that the plan after the index needed."),
            Figure(
                "blocks-after-worst",
                \.blocksAfterWorst,
                "Blocks that the plan after the index needed for the user's largest key."
            ),
            Figure(
                "bytes-per-check",
                \.bytesPerCheck,
                "Memory that a check touched before the index: its blocks of eight kilobytes."
            ),
            Figure(
                "rows-examined-rewrite-alone",
                \.rowsExaminedRewriteAlone,
                "Rows that the rewritten check reads without the new index."
            ),
            Figure(
                "rewrite-alone-busy-hour-rows",
                \.rewriteAloneBusyHourRows,
                "Reports made in the busiest hour of a day, which the rewrite alone would read."
            ),
        ]
    }

    /// Repeated runs.
    var timingsFigures: [Figure] {
        [
            Figure("timing-runs", \.timingRuns, "Runs of each variant before and after the index."),
            Figure("before-median", \.beforeMedian, "Median execution time before the index, on the server."),
            Figure("before-fastest", \.beforeFastest, "Fastest of those runs."),
            Figure("before-slowest", \.beforeSlowest, "Slowest of those runs."),
            Figure(
                "after-median",
                \.afterMedian,
                "Median execution time after the index for the same key, on the server."
            ),
            Figure("after-fastest", \.afterFastest, "Fastest of those runs."),
            Figure("after-slowest", \.afterSlowest, "Slowest of those runs."),
            Figure(
                "after-worst-median",
                \.afterWorstMedian,
                "Median execution time after the index for the user's largest key."
            ),
            Figure("after-worst-slowest", \.afterWorstSlowest, "Slowest of those runs."),
            Figure(
                "rewrite-median",
                \.rewriteMedian,
                "Median execution time of the rewritten query with the index."
            ),
            Figure("rewrite-slowest", \.rewriteSlowest, "Slowest of those runs."),
            Figure(
                "rewrite-worst-median",
                \.rewriteWorstMedian,
                "Median execution time of the rewritten query with the index for the user's largest key."
            ),
            Figure(
                "rewrite-alone-median",
                \.rewriteAloneMedian,
                "Median execution time of the rewritten query without the new index."
            ),
            Figure(
                "rewrite-alone-runs",
                \.rewriteAloneRuns,
                "Runs of the rewritten query without the new index."
            ),
            Figure(
                "serial-median",
                \.serialMedian,
                "Median execution time before the index without parallel workers."
            ),
            Figure(
                "bitmap-median",
                \.bitmapMedian,
                "Median execution time before the index with a smaller random_page_cost."
            ),
            Figure(
                "before-client-median",
                \.beforeClientMedian,
                "Median time before the index as the client saw it."
            ),
            Figure(
                "after-client-median",
                \.afterClientMedian,
                "Median time after the index as the client saw it."
            ),
            Figure(
                "after-worst-client-median",
                \.afterWorstClientMedian,
                "Median time after the index for the user's largest key as the client saw it."
            ),
            Figure("speed-up", \.speedUp, .times, "Median before by median after, same key, on the server."),
            Figure(
                "speed-up-worst",
                \.speedUpWorst,
                .times,
                "Median before by median after for the user's largest key, on the server."
            ),
            Figure(
                "speed-up-worst-client",
                \.speedUpWorstClient,
                .times,
                "Median before by median after for the user's largest key, as the client saw it."
            ),
            Figure(
                "rewrite-alone-speed-up",
                \.rewriteAloneSpeedUp,
                .times,
                "Median before by median of the rewrite without the new index."
            ),
        ]
    }

    /// What the check costs the server.
    var loadFigures: [Figure] {
        [
            Figure(
                "load-reduction",
                \.loadReduction,
                "By what part the check's total execution time fell, at no less offered load."
            ),
            Figure("cpu-reduction", \.cpuReduction, "By what part the processor time of a check fell."),
            Figure("server-cpu-after", \.serverCpuAfter, "The server's part of the machine in the replay."),
        ]
    }
}
