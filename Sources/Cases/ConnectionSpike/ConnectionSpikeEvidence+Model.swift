import Casebook

extension ConnectionSpike.Evidence {
    // MARK: Arrivals, service, capacity

    func sweepSteps(_ form: String) -> Table<SweepStep> { sweep.rows(where: \.form, is: form) }

    var offeredRate: Quantity<Rate> { checksOffered.per(job.duration.asPrinted) }
    var cpuPerCheck: Quantity<Time> { sweepSteps("before").processorTime.median }
    var cpuPerCheckAfter: Quantity<Time> { sweepSteps("after_extract").processorTime.median }
    var cores: Quantity<Count> { environment.number(after: "cores ") }
    var ceiling: Quantity<Rate> { cores.servers(eachTaking: cpuPerCheck) }
    var ceilingAfter: Quantity<Rate> { cores.servers(eachTaking: cpuPerCheckAfter) }
    var utilisation: Quantity<Ratio> { offeredRate / ceiling }
    var utilisationAfter: Quantity<Ratio> { offeredRate / ceilingAfter }
    var headroomAfter: Quantity<Ratio> { ceilingAfter / offeredRate }
    var breakEvenCpu: Quantity<Time> { cores / offeredRate }

    // MARK: The plateau: two seconds after the slots ran out, until the job's end

    var firstSaturatedSample: Quantity<Instant> {
        sessionsInSpike.rows(where: \.slotsFree, .atMost(0)).first.at
    }
    var plateauStart: Quantity<Instant> { firstSaturatedSample.later(bySeconds: 2) }
    var plateauChecks: PgbenchLog { checks.transactions(from: plateauStart, to: spikeEnd) }
    var throughput: Quantity<Rate> { plateauChecks.count.per(spikeEnd.since(plateauStart)) }
    var responseTime: Quantity<Time> { plateauChecks.latency.mean }
    var sessionsSampled: Quantity<Count> {
        sessions.rows(from: plateauStart, to: spikeEnd, by: \.at).checks.mean
    }
    var littleProduct: Quantity<Count> { throughput * responseTime }
    var littleRatio: Quantity<Ratio> { sessionsSampled / littleProduct }
    var utilisationMeasured: Quantity<Ratio> { offeredRate / throughput }

    // MARK: The model of the slots

    var slotsFreeAtSpike: Quantity<Count> { sessionsInCalm.slotsFree.median }
    var backlogGrowth: Quantity<Rate> { offeredRate - throughput }
    var modelTimeToExhaustion: Quantity<Time> { slotsFreeAtSpike / backlogGrowth }
    var measuredTimeToExhaustion: Quantity<Time> { firstSaturatedSample.since(spikeStart) }
    var exhaustionRatio: Quantity<Ratio> { modelTimeToExhaustion / measuredTimeToExhaustion }
    var modelRefusedShare: Quantity<Share> { throughput.share(of: offeredRate).complement }
    var refusalRatio: Quantity<Ratio> { modelRefusedShare / refusedShare }
    var hundredChecksDrain: Quantity<Time> {
        .assumed(100, because: "the guide's example of a hundred slow queries at once") / throughput
    }

    /// The time of a check in the spike, by what it takes of a core.
    var responseStretch: Quantity<Ratio> { responseTime / cpuPerCheck }
    /// The same in the replay, as the server timed it: without connecting.
    var stretchAfter: Quantity<Ratio> { checkAfter.mean / cpuPerCheckAfter }
    var exhaustionError: Quantity<Share> {
        (modelTimeToExhaustion - measuredTimeToExhaustion).share(of: measuredTimeToExhaustion)
    }
    var refusedError: Quantity<Share> { (modelRefusedShare - refusedShare).share(of: refusedShare) }
    var littleError: Quantity<Share> { (littleProduct - sessionsSampled).share(of: sessionsSampled) }

    // MARK: What if

    private var twice: Quantity<Count> { .assumed(2, because: "what if there were twice as many") }
    var doubledCoresThroughput: Quantity<Rate> { throughput * twice }
    var doubledCoresGrowth: Quantity<Rate> { offeredRate - doubledCoresThroughput }
    var doubledCoresTime: Quantity<Time> { slotsFreeAtSpike / doubledCoresGrowth }
    var doubledCoresRefused: Quantity<Share> { doubledCoresThroughput.share(of: offeredRate).complement }

    // MARK: What a check costs with its connection

    var offeredRateAfter: Quantity<Rate> { checksOfferedAfter.per(jobAfter.duration.asPrinted) }
    var cpuPerCheckWithConnection: Quantity<Time> { (cores * serverCpuAfter) / offeredRateAfter }
    var ceilingWithConnection: Quantity<Rate> { cores.servers(eachTaking: cpuPerCheckWithConnection) }
    var headroomWithConnection: Quantity<Ratio> { ceilingWithConnection / offeredRate }

    // MARK: The sweep

    var sweepCeilingBefore: Quantity<Rate> { sweepSteps("before").throughput.max }
    var sweepCeilingAfter: Quantity<Rate> { sweepSteps("after_extract").throughput.max }
    var sweepFloorAfter: Quantity<Rate> { sweepSteps("after_extract").throughput.min }
    var sweepLatencyGrowth: Quantity<Ratio> {
        sweepSteps("before").row(ofMax: \.sessions).latency
            / sweepSteps("before").row(ofMin: \.sessions).latency
    }
    var throughputGain: Quantity<Ratio> { sweepCeilingAfter / sweepCeilingBefore }

    // MARK: The replay

    var replayStart: Quantity<Instant> { checksAfter.completed.min }
    var replayEnd: Quantity<Instant> { checksAfter.completed.max }
    var checksCompletedAfter: Quantity<Count> { jobAfter.transactions }
    var checksRefusedAfter: Quantity<Count> {
        jobErrorsAfter.occurrences(of: "aborted while establishing connection")
    }
    var checksOfferedAfter: Quantity<Count> { checksCompletedAfter + checksRefusedAfter }
    var probesInReplay: Table<HealthCheck> {
        healthChecksAfter.rows(from: replayStart, to: replayEnd, by: \.at)
    }
    var probesAfter: Quantity<Count> { probesInReplay.count }
    var probesFailedAfter: Quantity<Count> { probesInReplay.rows(where: \.succeeded, is: false).count }
    var peakBackendsAfter: Quantity<Count> { sessionsAfter.backends.max }
    var leastFreeAfter: Quantity<Count> { sessionsAfter.slotsFree.min }
    var checkMedianAfter: Quantity<Time> { checksAfter.latency.median }
    var apiMedianAfter: Quantity<Time> {
        apiLogAfter.transactions(from: replayStart, to: replayEnd).latency.median
    }
    var apiCallsAfter: Quantity<Count> { apiAfter.transactions }
    var apiFailedAfter: Quantity<Count> { apiAfter.failed }
    var logRefusalsAfter: Quantity<Count> { serverLogAfter.entries.with(sqlState: "53300").count }

    // MARK: The index build

    var buildTime: Quantity<Time> { buildStatement.times.only }
    var buildWaiting: Table<BuildSample> { build.rows(where: \.phase, is: "waiting for old snapshots") }
    var buildStart: Quantity<Instant> { build.first.at }
    var buildWaitStart: Quantity<Instant> { buildWaiting.first.at }
    var buildEnd: Quantity<Instant> { build.last.at }
    var buildWaitTime: Quantity<Time> { buildWaiting.last.at.since(buildWaitStart) }
    var buildWorkTime: Quantity<Time> { buildTime - buildWaitTime }
    var buildWaitShare: Quantity<Share> { buildWaitTime.share(of: buildTime) }
    var buildLockersSeen: Quantity<Count> { build.lockers.max }
    var entriesIndexed: Quantity<Rows> { build.tuplesTotal.max }
    var apiDuringBuildCalls: Quantity<Count> { apiDuringBuild.transactions }
    var apiDuringBuildFailed: Quantity<Count> { apiDuringBuild.failed }
    var apiDuringBuildMean: Quantity<Time> { apiDuringBuild.latencyAverage }
    private var newIndex: Table<IndexState> {
        indexes.rows(where: \.index, contains: "idx_reports_dedup_active_v1")
    }
    var validIndexes: Quantity<Count> { newIndex.rows(where: \.isValid, is: true).count }
    var readyIndexes: Quantity<Count> { newIndex.rows(where: \.isReady, is: true).count }
    var invalidIndexesLeft: Quantity<Count> {
        indexesAfterRehearsal.rows(where: \.index, contains: "idx_reports_dedup_active_v1")
            .rows(where: \.isValid, is: false).count
    }
    var indexSize: Quantity<Bytes> { indexSizes.only.size }
    var projectedIndexSize: Quantity<Bytes> { projectedSizes.only.size }
    var heapSize: Quantity<Bytes> { sizes.only.heap }
    var insertBlocksBefore: Quantity<Blocks> { insertBefore.root.buffers.shared }
    var insertBlocksAfter: Quantity<Blocks> { insertAfter.root.buffers.shared }
    var insertBlocksAdded: Quantity<Blocks> { insertBlocksAfter - insertBlocksBefore }
    var insertRecordsBefore: Quantity<Count> { insertBefore.root.wal.records }
    var insertRecordsAfter: Quantity<Count> { insertAfter.root.wal.records }
    var insertRecordsAdded: Quantity<Count> { insertRecordsAfter - insertRecordsBefore }
}
