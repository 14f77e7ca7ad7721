import Casebook

extension ConnectionSpike.Evidence {
    // MARK: The times of the incident

    /// When the job began, which the environment states; the load generator was started by that clock.
    var spikeStart: Quantity<Instant> { environment.instant(in: "spike at ", until: ";") }
    /// The end of the job: its duration is printed in whole seconds.
    var spikeEnd: Quantity<Instant> { spikeStart.later(by: job.duration.asPrinted) }
    /// A second after the end of the job, so that the last health check of it has its answer.
    var spikeTailEnd: Quantity<Instant> { spikeEnd.later(bySeconds: 1) }

    var refusalEntries: ServerLogEntries { serverLog.entries.with(sqlState: "53300") }
    var firstRefusal: Quantity<Instant> { refusalEntries.first.time }
    var lastRefusal: Quantity<Instant> { refusalEntries.last.time }
    var firstFailedProbe: Quantity<Instant> { refusalEntries.with(user: "monitor").first.time }
    var lastCheckFinished: Quantity<Instant> { checks.completed.max }
    var timeToFirstRefusal: Quantity<Time> { firstRefusal.since(spikeStart) }
    var refusalPeriod: Quantity<Time> { lastRefusal.since(firstRefusal) }
    var detectionDelay: Quantity<Time> { firstFailedProbe.since(firstRefusal) }
    var backlogDrainedAfter: Quantity<Time> { lastCheckFinished.since(spikeStart) }
    var backlogOutlivesRefusals: Quantity<Time> { lastCheckFinished.since(lastRefusal) }
    /// The alert that was missing: it fires at the first sample in which a quarter of the slots is left.
    var alertLead: Quantity<Time> {
        firstRefusal.since(sessionsInSpike.rows(where: \.slotsFree, .atMost(14)).first.at)
    }

    // MARK: Checks

    var checksCompleted: Quantity<Count> { job.transactions }
    var checksRefused: Quantity<Count> { jobErrors.occurrences(of: "aborted while establishing connection") }
    var checksOffered: Quantity<Count> { checksCompleted + checksRefused }
    var refusedShare: Quantity<Share> { checksRefused.share(of: checksOffered) }
    var refusalsLogged: Quantity<Count> { refusalEntries.count }
    var refusalsCounted: Quantity<Count> { checksRefused + probesFailed }
    var checkMedianSpike: Quantity<Time> { checks.latency.median }
    var checkWorstSpike: Quantity<Time> { checks.latency.max }
    var checksInCalm: Quantity<Count> { calmChecks.transactions }
    var checkMeanCalm: Quantity<Time> { calmChecks.latencyAverage }

    // MARK: Health checks and the API

    var probesWhileJobRan: Table<HealthCheck> {
        healthChecks.rows(from: spikeStart, to: spikeTailEnd, by: \.at)
    }
    var probesInSpike: Quantity<Count> { probesWhileJobRan.count }
    var probesFailed: Quantity<Count> { probesWhileJobRan.rows(where: \.succeeded, is: false).count }
    var probesFailedShare: Quantity<Share> { probesFailed.share(of: probesInSpike) }

    var apiInCalm: PgbenchLog { apiLog.transactions(from: apiLog.completed.min, to: spikeStart) }
    var apiInSpike: PgbenchLog { apiLog.transactions(from: spikeStart, to: lastCheckFinished) }
    var apiMedianCalm: Quantity<Time> { apiInCalm.latency.median }
    var apiMedianSpike: Quantity<Time> { apiInSpike.latency.median }
    var apiSlowdown: Quantity<Ratio> { apiMedianSpike / apiMedianCalm }
    var apiCalls: Quantity<Count> { api.transactions }
    var apiFailed: Quantity<Count> { api.failed }
    var apiCallsRatio: Quantity<Ratio> { apiCalls / apiCallsAfter }

    // MARK: Sessions and slots

    var sessionsInCalm: Table<SessionSample> {
        sessions.rows(from: sessions.at.min, to: spikeStart, by: \.at)
    }
    var sessionsInSpike: Table<SessionSample> { sessions.rows(from: spikeStart, to: spikeEnd, by: \.at) }
    var samples: Quantity<Count> { sessions.count }
    var samplesInSpike: Quantity<Count> { sessionsInSpike.count }
    var saturatedSamples: Quantity<Count> { sessionsInSpike.rows(where: \.slotsFree, .atMost(0)).count }
    var maxConnections: Quantity<Count> { slotsAtPeak.only.maximum }
    var reservedSlots: Quantity<Count> { slotsAtPeak.only.reserved }
    var usableSlots: Quantity<Count> { maxConnections - reservedSlots }
    var peakBackends: Quantity<Count> { sessions.backends.max }
    var peakChecks: Quantity<Count> { sessions.checks.max }
    var poolSessions: Quantity<Count> { sessions.pool.max }
    var oldestCheck: Quantity<Time> { sessions.oldestCheck.max }
    var peakLockWaits: Quantity<Count> { sessions.waitingForLock.max }
    var dbaChecksActive: Quantity<Count> {
        connectionsAtPeak.rows(where: \.application, is: "report-scheduler")
            .row(where: \.state, is: "active").count
    }
    var dbaOnCpu: Quantity<Count> { waitsAtPeak.row(where: \.type, contains: "CPU").count }
    var blockedSessions: Quantity<Count> { blockedAtPeak.count }
    var activeSampleShare: Quantity<Share> { activeStatements.row(ofMax: \.samples).share }

    // MARK: Statements

    var check: TableRow<StatementStatistics> { statements.row(where: \.query, contains: "EXTRACT(") }
    var checkAfter: TableRow<StatementStatistics> {
        statementsAfter.row(where: \.query, contains: "EXTRACT(")
    }
    var checkCalls: Quantity<Count> { check.calls }
    var checkTimeTotal: Quantity<Time> { check.total }
    var checkTimeShare: Quantity<Share> { check.total.share(of: statements.total.sum) }
    var checkMeanQueued: Quantity<Time> { check.mean }
    var queueingShare: Quantity<Share> { beforeMedian.reduction(from: checkMeanQueued) }
    var checkBlocksPerCall: Quantity<Blocks> { (check.blocksHit + check.blocksRead).per(check.calls) }
    var checkBlocksPerCallAfter: Quantity<Blocks> {
        (checkAfter.blocksHit + checkAfter.blocksRead).per(checkAfter.calls)
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
