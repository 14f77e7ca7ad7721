import Casebook

extension ConnectionSpike {
    /// The mathematics of the slots.
    var modelFigures: [Figure] {
        [
            Figure(\.offeredRate), Figure(\.cpuPerCheck), Figure(\.cores), Figure(\.ceiling),
            Figure(\.utilisation), Figure(\.slotsFreeAtSpike), Figure(\.throughput), Figure(\.backlogGrowth),
            Figure(\.modelTimeToExhaustion), Figure(\.measuredTimeToExhaustion), Figure(\.sessionsSampled),
            Figure(\.responseTime), Figure(\.littleProduct), Figure(\.utilisationMeasured),
            Figure(\.modelRefusedShare), Figure(\.exhaustionError), Figure(\.refusedError),
            Figure(\.littleError), Figure(\.doubledCoresThroughput), Figure(\.doubledCoresGrowth),
            Figure(\.doubledCoresTime), Figure(\.doubledCoresRefused), Figure(\.cpuPerCheckAfter),
            Figure(\.ceilingAfter), Figure(\.utilisationAfter), Figure(\.sweepCeilingBefore),
            Figure(\.sweepCeilingAfter), Figure(\.sweepFloorAfter), Figure(\.sweepLatencyGrowth),
            Figure(\.throughputGain), Figure(\.hundredChecksDrain), Figure(\.headroomAfter),
            Figure(\.cpuPerCheckWithConnection), Figure(\.ceilingWithConnection),
            Figure(\.headroomWithConnection), Figure(\.breakEvenCpu),
        ]
    }

    /// The replay with the index.
    var afterFigures: [Figure] {
        [
            Figure(\.checksOfferedAfter), Figure(\.checksCompletedAfter), Figure(\.checksRefusedAfter),
            Figure(\.probesAfter), Figure(\.probesFailedAfter), Figure(\.peakBackendsAfter),
            Figure(\.leastFreeAfter), Figure(\.checkMedianAfter), Figure(\.apiMedianAfter),
            Figure(\.apiCallsAfter), Figure(\.apiFailedAfter), Figure(\.logRefusalsAfter),
        ]
    }

    /// How the index was built.
    var fixFigures: [Figure] {
        [
            Figure(\.buildTime), Figure(\.buildStart), Figure(\.buildWaitStart), Figure(\.buildEnd),
            Figure(\.buildWaitTime), Figure(\.buildWorkTime), Figure(\.buildWaitShare),
            Figure(\.buildLockersSeen), Figure(\.entriesIndexed), Figure(\.indexSize),
            Figure(\.projectedIndexSize), Figure(\.heapSize), Figure(\.replayStart), Figure(\.replayEnd),
            Figure(\.apiDuringBuildCalls), Figure(\.apiDuringBuildFailed), Figure(\.apiDuringBuildMean),
            Figure(\.validIndexes), Figure(\.invalidIndexesLeft), Figure(\.insertBlocksBefore),
            Figure(\.insertBlocksAfter), Figure(\.insertRecordsBefore), Figure(\.insertRecordsAfter),
        ]
    }
}
