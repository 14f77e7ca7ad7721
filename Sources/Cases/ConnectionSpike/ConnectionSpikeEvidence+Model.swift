import Casebook

extension ConnectionSpike.Evidence {
    // MARK: Arrivals, service, capacity

    func sweepSteps(_ form: String) -> Table<SweepStep> { sweep.rows(where: \.form, is: form) }

    var offeredRate: Quantity<Rate> {
        figure(
            checksOffered.per(job.duration.asPrinted),
            "Checks that arrived per second: offered by the job's duration.", symbol: "λ")
    }
    var cpuPerCheck: Quantity<Time> {
        figure(
            sweepSteps("before").processorTime.median, "Processor time of a check before the index, median.",
            symbol: "D")
    }
    var cpuPerCheckAfter: Quantity<Time> {
        figure(
            sweepSteps("after_extract").processorTime.median,
            "Processor time of a check after the index, median.", symbol: "D′")
    }
    var cores: Quantity<Count> {
        figure(environment.number(after: "cores "), "Cores of the machine.", symbol: "c")
    }
    var ceiling: Quantity<Rate> {
        figure(
            cores.servers(eachTaking: cpuPerCheck),
            "Checks per second that the cores can do before the index.", symbol: "c ÷ D")
    }
    var ceilingAfter: Quantity<Rate> {
        figure(
            cores.servers(eachTaking: cpuPerCheckAfter),
            "Checks per second that the cores can do after the index.", symbol: "c ÷ D′")
    }
    var utilisation: Quantity<Ratio> {
        figure(
            offeredRate / ceiling, "Arriving work by what the cores can do, before the index.", as: .factor,
            symbol: "ρ = λ·D ÷ c")
    }
    var utilisationAfter: Quantity<Ratio> {
        figure(
            offeredRate / ceilingAfter, "Arriving work by what the cores can do, after the index.",
            as: .factor, symbol: "ρ′ = λ·D′ ÷ c")
    }
    var headroomAfter: Quantity<Ratio> {
        figure(ceilingAfter / offeredRate, "How many times the rate could grow after the index.", as: .times)
    }
    var breakEvenCpu: Quantity<Time> {
        figure(cores / offeredRate, "The processor time a check may cost before the backlog grows.")
    }

    // MARK: The plateau: two seconds after the slots ran out, until the job's end

    var firstSaturatedSample: Quantity<Instant> {
        sessionsInSpike.rows(where: \.slotsFree, .atMost(0)).first.at
    }
    var plateauStart: Quantity<Instant> { firstSaturatedSample.later(bySeconds: 2) }
    var plateauChecks: PgbenchLog { checks.transactions(from: plateauStart, to: spikeEnd) }
    var throughput: Quantity<Rate> {
        figure(
            plateauChecks.count.per(spikeEnd.since(plateauStart)),
            "Checks that finished per second while no slot was free.", symbol: "X")
    }
    var responseTime: Quantity<Time> {
        figure(
            plateauChecks.latency.mean, "Mean time of the checks that finished in the same time.",
            as: .seconds, symbol: "R")
    }
    var sessionsSampled: Quantity<Count> {
        figure(
            sessions.rows(from: plateauStart, to: spikeEnd, by: \.at).checks.mean,
            "Checks in the server on average while no slot was free.", as: .mean, symbol: "L")
    }
    var littleProduct: Quantity<Count> {
        figure(
            throughput * responseTime, "What Little's law makes of throughput and response time.", as: .mean)
    }
    var littleRatio: Quantity<Ratio> { sessionsSampled / littleProduct }
    var utilisationMeasured: Quantity<Ratio> {
        figure(offeredRate / throughput, "Arrivals by completions while no slot was free.", as: .factor)
    }

    // MARK: The model of the slots

    var slotsFreeAtSpike: Quantity<Count> {
        figure(
            sessionsInCalm.slotsFree.median, "Connection slots free before the job began, median.",
            symbol: "F")
    }
    var backlogGrowth: Quantity<Rate> {
        figure(offeredRate - throughput, "By how many checks per second the backlog grew.", symbol: "λ − X")
    }
    var modelTimeToExhaustion: Quantity<Time> {
        figure(slotsFreeAtSpike / backlogGrowth, "When the model has filled the free slots.", as: .seconds)
    }
    var measuredTimeToExhaustion: Quantity<Time> {
        figure(
            firstSaturatedSample.since(spikeStart),
            "From the job's start to the first sample without a free slot.", as: .seconds)
    }
    var exhaustionRatio: Quantity<Ratio> { modelTimeToExhaustion / measuredTimeToExhaustion }
    var modelRefusedShare: Quantity<Share> {
        figure(throughput.share(of: offeredRate).complement, "The part of the checks refused, by the model.")
    }
    var refusalRatio: Quantity<Ratio> { modelRefusedShare / refusedShare }
    var hundredChecksDrain: Quantity<Time> {
        figure(
            .assumed(100, because: "the guide's example of a hundred slow queries at once") / throughput,
            "How long a hundred checks at once take before the index.", as: .seconds)
    }

    /// The time of a check in the spike, by what it takes of a core.
    var responseStretch: Quantity<Ratio> { responseTime / cpuPerCheck }
    /// The same in the replay, as the server timed it: without connecting.
    var stretchAfter: Quantity<Ratio> { checkAfter.mean / cpuPerCheckAfter }
    var exhaustionError: Quantity<Share> {
        figure(
            (modelTimeToExhaustion - measuredTimeToExhaustion).share(of: measuredTimeToExhaustion),
            "By what part the model's time to exhaustion is longer than the measured one.")
    }
    var refusedError: Quantity<Share> {
        figure(
            (modelRefusedShare - refusedShare).share(of: refusedShare),
            "By what part the model's refused share is larger than the measured one.")
    }
    var littleError: Quantity<Share> {
        figure(
            (littleProduct - sessionsSampled).share(of: sessionsSampled),
            "By what part Little's product is larger than the sampled mean.")
    }

    // MARK: What if

    private var twice: Quantity<Count> { .assumed(2, because: "what if there were twice as many") }
    var doubledCoresThroughput: Quantity<Rate> {
        figure(throughput * twice, "Twice the measured throughput.")
    }
    var doubledCoresGrowth: Quantity<Rate> {
        figure(
            offeredRate - doubledCoresThroughput,
            "By how many checks per second the backlog would grow with twice the cores.")
    }
    var doubledCoresTime: Quantity<Time> {
        figure(
            slotsFreeAtSpike / doubledCoresGrowth,
            "When the free slots would be filled with twice the cores.", as: .seconds)
    }
    var doubledCoresRefused: Quantity<Share> {
        figure(
            doubledCoresThroughput.share(of: offeredRate).complement,
            "The part of the checks that would be refused with twice the cores.")
    }

    // MARK: What a check costs with its connection

    var offeredRateAfter: Quantity<Rate> { checksOfferedAfter.per(jobAfter.duration.asPrinted) }
    var cpuPerCheckWithConnection: Quantity<Time> {
        figure(
            (cores * serverCpuAfter) / offeredRateAfter,
            "All processor time of the server in the replay, by check: connecting included, and more.")
    }
    var ceilingWithConnection: Quantity<Rate> {
        figure(
            cores.servers(eachTaking: cpuPerCheckWithConnection),
            "Checks per second that the cores can do after the index with a connection for each.")
    }
    var headroomWithConnection: Quantity<Ratio> {
        figure(
            ceilingWithConnection / offeredRate,
            "How many times the rate could grow with a connection for each check.", as: .times)
    }

    // MARK: The sweep

    var sweepCeilingBefore: Quantity<Rate> {
        figure(
            sweepSteps("before").throughput.max, "The highest throughput of any concurrency before the index."
        )
    }
    var sweepCeilingAfter: Quantity<Rate> {
        figure(
            sweepSteps("after_extract").throughput.max,
            "The highest throughput of any concurrency after the index.")
    }
    var sweepFloorAfter: Quantity<Rate> {
        figure(
            sweepSteps("after_extract").throughput.min,
            "The lowest throughput of any concurrency after the index.")
    }
    var sweepLatencyGrowth: Quantity<Ratio> {
        figure(
            sweepSteps("before").row(ofMax: \.sessions).latency
                / sweepSteps("before").row(ofMin: \.sessions).latency,
            "Mean time of a check with the most sessions by that with one, before the index.", as: .times)
    }
    var throughputGain: Quantity<Ratio> {
        figure(
            sweepCeilingAfter / sweepCeilingBefore, "Highest throughput after by highest before.", as: .times)
    }

    // MARK: The replay

    var replayStart: Quantity<Instant> {
        figure(checksAfter.completed.min, "When the first check of the replay finished.")
    }
    var replayEnd: Quantity<Instant> {
        figure(checksAfter.completed.max, "When the last check of the replay finished.")
    }
    var checksCompletedAfter: Quantity<Count> {
        figure(jobAfter.transactions, "Checks of the replay that finished.")
    }
    var checksRefusedAfter: Quantity<Count> {
        figure(
            jobErrorsAfter.occurrences(of: "aborted while establishing connection"),
            "Checks of the replay that were refused.")
    }
    var checksOfferedAfter: Quantity<Count> {
        figure(checksCompletedAfter + checksRefusedAfter, "Checks that the replay started.")
    }
    var probesInReplay: Table<HealthCheck> {
        healthChecksAfter.rows(from: replayStart, to: replayEnd, by: \.at)
    }
    var probesAfter: Quantity<Count> {
        figure(probesInReplay.count, "Health checks while the replay ran.")
    }
    var probesFailedAfter: Quantity<Count> {
        figure(probesInReplay.rows(where: \.succeeded, is: false).count, "Those of them that failed.")
    }
    var peakBackendsAfter: Quantity<Count> {
        figure(sessionsAfter.backends.max, "The most client connections in a sample of the replay.")
    }
    var leastFreeAfter: Quantity<Count> {
        figure(sessionsAfter.slotsFree.min, "The fewest free slots in a sample of the replay.")
    }
    var checkMedianAfter: Quantity<Time> {
        figure(checksAfter.latency.median, "Median time of a check in the replay, as its client saw it.")
    }
    var apiMedianAfter: Quantity<Time> {
        figure(
            apiLogAfter.transactions(from: replayStart, to: replayEnd).latency.median,
            "Median time of an API call in the replay.")
    }
    var apiCallsAfter: Quantity<Count> {
        figure(apiAfter.transactions, "API calls in the replay's window.")
    }
    var apiFailedAfter: Quantity<Count> {
        figure(apiAfter.failed, "API calls that failed in the replay's window.")
    }
    var logRefusalsAfter: Quantity<Count> {
        figure(
            serverLogAfter.entries.with(sqlState: "53300").count,
            "Connections that the log shows as refused after the incident.")
    }

    // MARK: The index build

    var buildTime: Quantity<Time> {
        figure(
            buildStatement.times.only, "How long the statement that built the index took, as psql timed it.",
            as: .seconds)
    }
    var buildWaiting: Table<BuildSample> { build.rows(where: \.phase, is: "waiting for old snapshots") }
    var buildStart: Quantity<Instant> {
        figure(build.first.at, "The first sample of the build's progress.")
    }
    var buildWaitStart: Quantity<Instant> {
        figure(buildWaiting.first.at, "The first sample in which the build waited for an older snapshot.")
    }
    var buildEnd: Quantity<Instant> {
        figure(build.last.at, "The last sample of the build's progress.")
    }
    var buildWaitTime: Quantity<Time> {
        figure(
            buildWaiting.last.at.since(buildWaitStart),
            "From the first to the last sample in which the build waited.", as: .seconds)
    }
    var buildWorkTime: Quantity<Time> {
        figure(buildTime - buildWaitTime, "What is left of the build without the waiting.", as: .seconds)
    }
    var buildWaitShare: Quantity<Share> {
        figure(buildWaitTime.share(of: buildTime), "The waiting's part of the build.")
    }
    var buildLockersSeen: Quantity<Count> {
        figure(build.lockers.max, "Transactions that the build waited for.")
    }
    var entriesIndexed: Quantity<Rows> {
        figure(build.tuplesTotal.max, "Rows that the build sorted into the index.", as: .count)
    }
    var apiDuringBuildCalls: Quantity<Count> {
        figure(apiDuringBuild.transactions, "API calls while the index was built.")
    }
    var apiDuringBuildFailed: Quantity<Count> {
        figure(apiDuringBuild.failed, "Those of them that failed.")
    }
    var apiDuringBuildMean: Quantity<Time> {
        figure(apiDuringBuild.latencyAverage, "Mean time of an API call while the index was built.")
    }
    private var newIndex: Table<IndexState> {
        indexes.rows(where: \.index, contains: "idx_reports_dedup_active_v1")
    }
    var validIndexes: Quantity<Count> {
        figure(newIndex.rows(where: \.isValid, is: true).count, "Valid indexes of the name after the build.")
    }
    var readyIndexes: Quantity<Count> { newIndex.rows(where: \.isReady, is: true).count }
    var invalidIndexesLeft: Quantity<Count> {
        figure(
            indexesAfterRehearsal.rows(where: \.index, contains: "idx_reports_dedup_active_v1").rows(
                where: \.isValid, is: false
            ).count, "Invalid indexes that the rehearsal left.")
    }
    var indexSize: Quantity<Bytes> {
        figure(indexSizes.only.size, "Size of the index that was built.")
    }
    var projectedIndexSize: Quantity<Bytes> {
        figure(projectedSizes.only.size, "Size that was projected for the index.")
    }
    var heapSize: Quantity<Bytes> {
        figure(sizes.only.heap, "Size of the table.")
    }
    var insertBlocksBefore: Quantity<Blocks> {
        figure(
            insertBefore.root.buffers.shared, "Blocks that an insert touched before the index, one run.",
            as: .count)
    }
    var insertBlocksAfter: Quantity<Blocks> {
        figure(
            insertAfter.root.buffers.shared, "Blocks that an insert touched with the index, one run.",
            as: .count)
    }
    var insertBlocksAdded: Quantity<Blocks> { insertBlocksAfter - insertBlocksBefore }
    var insertRecordsBefore: Quantity<Count> {
        figure(insertBefore.root.wal.records, "Log records that an insert wrote before the index, one run.")
    }
    var insertRecordsAfter: Quantity<Count> {
        figure(insertAfter.root.wal.records, "Log records that an insert wrote with the index, one run.")
    }
    var insertRecordsAdded: Quantity<Count> { insertRecordsAfter - insertRecordsBefore }
}
