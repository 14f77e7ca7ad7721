import Casebook

extension ConnectionSpike {
    /// What the captured plans say.
    var plansFigures: [Figure] {
        [
            Figure(\.beforeRun), Figure(\.beforeColdRun), Figure(\.afterWorstColdRun), Figure(\.underLoadRun),
            Figure(\.underLoadWorkers), Figure(\.removedPerProcess), Figure(\.removedTotal),
            Figure(\.scanLoops), Figure(\.workersLaunched), Figure(\.rowsExaminedBefore),
            Figure(\.rowsExaminedAfter), Figure(\.rowsExaminedAfterWorst), Figure(\.rowsExaminedUserIndex),
            Figure(\.rowsReturnedBefore), Figure(\.rowsRatioWorst), Figure(\.blocksBefore),
            Figure(\.blocksAfter), Figure(\.blocksAfterWorst), Figure(\.bytesPerCheck),
            Figure(\.rowsExaminedRewriteAlone), Figure(\.rewriteAloneBusyHourRows),
        ]
    }

    /// Repeated runs.
    var timingsFigures: [Figure] {
        [
            Figure(\.timingRuns), Figure(\.beforeMedian), Figure(\.beforeFastest), Figure(\.beforeSlowest),
            Figure(\.afterMedian), Figure(\.afterFastest), Figure(\.afterSlowest), Figure(\.afterWorstMedian),
            Figure(\.afterWorstSlowest), Figure(\.rewriteMedian), Figure(\.rewriteSlowest),
            Figure(\.rewriteWorstMedian), Figure(\.rewriteAloneMedian), Figure(\.rewriteAloneRuns),
            Figure(\.serialMedian), Figure(\.bitmapMedian), Figure(\.beforeClientMedian),
            Figure(\.afterClientMedian), Figure(\.afterWorstClientMedian), Figure(\.speedUp),
            Figure(\.speedUpWorst), Figure(\.speedUpWorstClient), Figure(\.rewriteAloneSpeedUp),
        ]
    }

    /// What the check costs the server.
    var loadFigures: [Figure] {
        [
            Figure(\.loadReduction), Figure(\.cpuReduction), Figure(\.serverCpuAfter),
        ]
    }
}
