import Casebook

extension ConnectionSpike.Evidence {
    // MARK: The times of the incident

    /// When the job began, which the environment states; the load generator was started by that clock.
    var spikeStart: Quantity<Instant> {
        figure(environment.instant(in: "spike at ", until: ";"), "When the job began.")
    }
    /// The end of the job: its duration is printed in whole seconds.
    var spikeEnd: Quantity<Instant> { spikeStart.later(by: job.duration.asPrinted) }
    /// A second after the end of the job, so that the last health check of it has its answer.
    var spikeTailEnd: Quantity<Instant> { spikeEnd.later(bySeconds: 1) }

    var refusalEntries: ServerLogEntries { serverLog.entries.with(sqlState: "53300") }
    var firstRefusal: Quantity<Instant> {
        figure(refusalEntries.first.time, "When the server refused its first connection.")
    }
    var lastRefusal: Quantity<Instant> {
        figure(refusalEntries.last.time, "When the server refused its last connection.")
    }
    var firstFailedProbe: Quantity<Instant> {
        figure(refusalEntries.with(user: "monitor").first.time, "When the health check was first refused.")
    }
    var lastCheckFinished: Quantity<Instant> {
        figure(checks.completed.max, "When the last check of the spike finished.")
    }
    var timeToFirstRefusal: Quantity<Time> {
        figure(firstRefusal.since(spikeStart), "From the job's start to the first refusal.", as: .seconds)
    }
    var refusalPeriod: Quantity<Time> {
        figure(lastRefusal.since(firstRefusal), "From the first refusal to the last.", as: .seconds)
    }
    var detectionDelay: Quantity<Time> {
        figure(
            firstFailedProbe.since(firstRefusal), "From the first refusal to the first refused health check.",
            as: .seconds)
    }
    var backlogDrainedAfter: Quantity<Time> {
        figure(
            lastCheckFinished.since(spikeStart), "From the job's start until its last check finished.",
            as: .seconds)
    }
    var backlogOutlivesRefusals: Quantity<Time> { lastCheckFinished.since(lastRefusal) }
    /// The alert that was missing: it fires at the first sample in which a quarter of the slots is left.
    var alertLead: Quantity<Time> {
        figure(
            firstRefusal.since(sessionsInSpike.rows(where: \.slotsFree, .atMost(14)).first.at),
            "From the sample in which less than a quarter of the slots was free to the first refusal.",
            as: .seconds)
    }

    // MARK: Checks

    var checksCompleted: Quantity<Count> {
        figure(job.transactions, "Duplicate checks of the spike that finished.")
    }
    var checksRefused: Quantity<Count> {
        figure(
            jobErrors.occurrences(of: "aborted while establishing connection"),
            "Duplicate checks of the spike that were refused a connection.")
    }
    var checksOffered: Quantity<Count> {
        figure(
            checksCompleted + checksRefused,
            "Duplicate checks that the job started in the spike: those that finished and those refused.")
    }
    var refusedShare: Quantity<Share> {
        figure(checksRefused.share(of: checksOffered), "The part of the offered checks that was refused.")
    }
    var refusalsLogged: Quantity<Count> {
        figure(refusalEntries.count, "Connections that the server's log shows as refused.")
    }
    var refusalsCounted: Quantity<Count> { checksRefused + probesFailed }
    var checkMedianSpike: Quantity<Time> {
        figure(
            checks.latency.median, "Median time of a duplicate check in the spike, as its client saw it.",
            as: .seconds)
    }
    var checkWorstSpike: Quantity<Time> {
        figure(checks.latency.max, "The longest check of the spike, as its client saw it.", as: .seconds)
    }
    var checksInCalm: Quantity<Count> { calmChecks.transactions }
    var checkMeanCalm: Quantity<Time> {
        figure(
            calmChecks.latencyAverage,
            "Mean time of the \(\.checksInCalm) checks in the calm before, with their connections.")
    }

    // MARK: Health checks and the API

    var probesWhileJobRan: Table<HealthCheck> {
        healthChecks.rows(from: spikeStart, to: spikeTailEnd, by: \.at)
    }
    var probesInSpike: Quantity<Count> {
        figure(probesWhileJobRan.count, "Health checks from the job's start until a second after its end.")
    }
    var probesFailed: Quantity<Count> {
        figure(probesWhileJobRan.rows(where: \.succeeded, is: false).count, "Those of them that failed.")
    }
    var probesFailedShare: Quantity<Share> {
        figure(probesFailed.share(of: probesInSpike), "The part of the health checks that failed.")
    }

    var apiInCalm: PgbenchLog { apiLog.transactions(from: apiLog.completed.min, to: spikeStart) }
    var apiInSpike: PgbenchLog { apiLog.transactions(from: spikeStart, to: lastCheckFinished) }
    var apiMedianCalm: Quantity<Time> {
        figure(apiInCalm.latency.median, "Median time of an API call in the calm before the job.")
    }
    var apiMedianSpike: Quantity<Time> {
        figure(
            apiInSpike.latency.median, "Median time of an API call while the job's checks were in the server."
        )
    }
    var apiSlowdown: Quantity<Ratio> {
        figure(apiMedianSpike / apiMedianCalm, "How many times as long the median API call took.", as: .times)
    }
    var apiCalls: Quantity<Count> {
        figure(api.transactions, "API calls in the incident's window.")
    }
    var apiFailed: Quantity<Count> {
        figure(api.failed, "API calls that failed in the incident's window.")
    }
    var apiCallsRatio: Quantity<Ratio> { apiCalls / apiCallsAfter }

    // MARK: Sessions and slots

    var sessionsInCalm: Table<SessionSample> {
        sessions.rows(from: sessions.at.min, to: spikeStart, by: \.at)
    }
    var sessionsInSpike: Table<SessionSample> { sessions.rows(from: spikeStart, to: spikeEnd, by: \.at) }
    var samples: Quantity<Count> { sessions.count }
    var samplesInSpike: Quantity<Count> {
        figure(sessionsInSpike.count, "Samples of the sessions while the job ran.")
    }
    var saturatedSamples: Quantity<Count> {
        figure(
            sessionsInSpike.rows(where: \.slotsFree, .atMost(0)).count, "Those of them without a free slot.")
    }
    var maxConnections: Quantity<Count> {
        figure(slotsAtPeak.only.maximum, "The server's connection slots.")
    }
    var reservedSlots: Quantity<Count> {
        figure(slotsAtPeak.only.reserved, "Those reserved for superusers.")
    }
    var usableSlots: Quantity<Count> {
        figure(maxConnections - reservedSlots, "The slots that applications can get.")
    }
    var peakBackends: Quantity<Count> {
        figure(sessions.backends.max, "The most client connections in a sample.")
    }
    var peakChecks: Quantity<Count> {
        figure(sessions.checks.max, "The most checks in a sample.")
    }
    var poolSessions: Quantity<Count> {
        figure(sessions.pool.max, "The connections that the API holds.")
    }
    var oldestCheck: Quantity<Time> { sessions.oldestCheck.max }
    var peakLockWaits: Quantity<Count> {
        figure(sessions.waitingForLock.max, "The most sessions waiting for a lock in a sample.")
    }
    var dbaChecksActive: Quantity<Count> {
        figure(
            connectionsAtPeak.rows(where: \.application, is: "report-scheduler").row(
                where: \.state, is: "active"
            ).count, "Checks at work when the database administrator looked.")
    }
    var dbaOnCpu: Quantity<Count> {
        figure(
            waitsAtPeak.row(where: \.type, contains: "CPU").count,
            "Active sessions that waited for nothing but a core when the administrator looked.")
    }
    var blockedSessions: Quantity<Count> { blockedAtPeak.count }
    var activeSampleShare: Quantity<Share> {
        figure(
            activeStatements.row(ofMax: \.samples).share,
            "The part of the samples of active sessions that ran the one statement.")
    }

    // MARK: Statements

    var check: TableRow<StatementStatistics> { statements.row(where: \.query, contains: "EXTRACT(") }
    var checkAfter: TableRow<StatementStatistics> {
        statementsAfter.row(where: \.query, contains: "EXTRACT(")
    }
    var checkCalls: Quantity<Count> {
        figure(check.calls, "Checks that finished in the window of the statistics, calm and tail included.")
    }
    var checkTimeTotal: Quantity<Time> {
        figure(check.total, "The check's execution time in the window, over all sessions.", as: .seconds)
    }
    var checkTimeShare: Quantity<Share> {
        figure(
            check.total.share(of: statements.total.sum),
            "The check's part of all execution time in the window.")
    }
    var checkMeanQueued: Quantity<Time> {
        figure(
            check.mean, "The check's mean execution time in the window, most of which is waiting for a core.",
            as: .seconds)
    }
    var queueingShare: Quantity<Share> {
        figure(
            beforeMedian.reduction(from: checkMeanQueued),
            "The part of that mean that a check alone does not take: waiting.")
    }
    var checkBlocksPerCall: Quantity<Blocks> {
        figure(
            (check.blocksHit + check.blocksRead).per(check.calls),
            "Blocks that a check needed on average in the incident.", as: .count)
    }
    var checkBlocksPerCallAfter: Quantity<Blocks> {
        figure(
            (checkAfter.blocksHit + checkAfter.blocksRead).per(checkAfter.calls),
            "Blocks that a check needed on average in the replay.", as: .count)
    }
    var readTimeShare: Quantity<Share> { check.readTime.share(of: check.total) }
    var bufferHitShare: Quantity<Share> { check.blocksHit.share(of: check.blocksHit + check.blocksRead) }

    // MARK: Other explanations

    var deadlocks: Quantity<Count> { alternatives.row(where: \.hypothesis, is: "deadlocks").count }
    var ungrantedLocks: Quantity<Count> {
        alternatives.row(where: \.hypothesis, contains: "ungranted locks").count
    }
    var checkpointsLogged: Quantity<Count> {
        serverLog.entries.with(messageContaining: "checkpoint starting").count
    }
    var autovacuumsLogged: Quantity<Count> {
        serverLog.entries.with(messageContaining: "automatic vacuum").count
    }
}
