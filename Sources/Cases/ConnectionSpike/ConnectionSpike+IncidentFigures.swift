import Casebook

extension ConnectionSpike {
    var figures: [Figure] {
        impactFigures + peakFigures + statementsFigures + plansFigures + timingsFigures + loadFigures
            + modelFigures + simulationFigures + whatIfFigures + afterFigures + fixFigures
            + distributionFigures + businessFigures
    }

    /// Whom it hurt, and when.
    var impactFigures: [Figure] {
        [
            Figure(
                "checks-offered",
                \.checksOffered,
                "Duplicate checks that the job started in the spike: those that finished and those refused."
            ),
            Figure("checks-completed", \.checksCompleted, "Duplicate checks of the spike that finished."),
            Figure(
                "checks-refused",
                \.checksRefused,
                "Duplicate checks of the spike that were refused a connection."
            ),
            Figure("refused-share", \.refusedShare, "The part of the offered checks that was refused."),
            Figure(
                "refusals-logged",
                \.refusalsLogged,
                "Connections that the server's log shows as refused."
            ),
            Figure(
                "probes-in-spike",
                \.probesInSpike,
                "Health checks from the job's start until a second after its end."
            ),
            Figure("probes-failed", \.probesFailed, "Those of them that failed."),
            Figure("probes-failed-share", \.probesFailedShare, "The part of the health checks that failed."),
            Figure(
                "api-median-calm",
                \.apiMedianCalm,
                "Median time of an API call in the calm before the job."
            ),
            Figure(
                "api-median-spike",
                \.apiMedianSpike,
                "Median time of an API call while the job's checks were in the server."
            ),
            Figure("api-slowdown", \.apiSlowdown, .times, "How many times as long the median API call took."),
            Figure("api-calls", \.apiCalls, "API calls in the incident's window."),
            Figure("api-failed", \.apiFailed, "API calls that failed in the incident's window."),
            Figure(
                "check-median-spike",
                \.checkMedianSpike,
                .seconds,
                "Median time of a duplicate check in the spike, as its client saw it."
            ),
            Figure(
                "check-worst-spike",
                \.checkWorstSpike,
                .seconds,
                "The longest check of the spike, as its client saw it."
            ),
            Figure(
                "check-mean-calm",
                \.checkMeanCalm,
                "Mean time of the \(\.checksInCalm) checks in the calm before, with their connections."
            ),
            Figure("spike-start", \.spikeStart, "When the job began."),
            Figure("first-refusal", \.firstRefusal, "When the server refused its first connection."),
            Figure("last-refusal", \.lastRefusal, "When the server refused its last connection."),
            Figure(
                "time-to-first-refusal",
                \.timeToFirstRefusal,
                .seconds,
                "From the job's start to the first refusal."
            ),
            Figure("refusal-period", \.refusalPeriod, .seconds, "From the first refusal to the last."),
            Figure("first-failed-probe", \.firstFailedProbe, "When the health check was first refused."),
            Figure(
                "detection-delay",
                \.detectionDelay,
                .seconds,
                "From the first refusal to the first refused health check."
            ),
            Figure("last-check-finished", \.lastCheckFinished, "When the last check of the spike finished."),
            Figure(
                "backlog-drained-after",
                \.backlogDrainedAfter,
                .seconds,
                "From the job's start until its last check finished."
            ),
            Figure(
                "alert-lead",
                \.alertLead,
                .seconds,
                "From the sample in which less than a quarter of the slots was free to the first refusal."
            ),
            Figure("samples-in-spike", \.samplesInSpike, "Samples of the sessions while the job ran."),
            Figure("saturated-samples", \.saturatedSamples, "Those of them without a free slot."),
        ]
    }

    /// The worst moment.
    var peakFigures: [Figure] {
        [
            Figure("max-connections", \.maxConnections, "The server's connection slots."),
            Figure("reserved-slots", \.reservedSlots, "Those reserved for superusers."),
            Figure("usable-slots", \.usableSlots, "The slots that applications can get."),
            Figure("peak-backends", \.peakBackends, "The most client connections in a sample."),
            Figure("peak-checks", \.peakChecks, "The most checks in a sample."),
            Figure("pool-sessions", \.poolSessions, "The connections that the API holds."),
            Figure("peak-lock-waits", \.peakLockWaits, "The most sessions waiting for a lock in a sample."),
            Figure(
                "dba-checks-active",
                \.dbaChecksActive,
                "Checks at work when the database administrator looked."
            ),
            Figure(
                "dba-on-cpu",
                \.dbaOnCpu,
                "Active sessions that waited for nothing but a core when the administrator looked."
            ),
            Figure(
                "active-sample-share",
                \.activeSampleShare,
                "The part of the samples of active sessions that ran the one statement."
            ),
        ]
    }

    /// The statements in the window.
    var statementsFigures: [Figure] {
        [
            Figure(
                "check-calls",
                \.checkCalls,
                "Checks that finished in the window of the statistics, calm and tail included."
            ),
            Figure(
                "check-time-share",
                \.checkTimeShare,
                "The check's part of all execution time in the window."
            ),
            Figure(
                "check-time-total",
                \.checkTimeTotal,
                .seconds,
                "The check's execution time in the window, over all sessions."
            ),
            Figure(
                "check-mean-queued",
                \.checkMeanQueued,
                .seconds,
                "The check's mean execution time in the window, most of which is waiting for a core."
            ),
            Figure(
                "queueing-share",
                \.queueingShare,
                "The part of that mean that a check alone does not take: waiting."
            ),
            Figure(
                "check-blocks-per-call",
                \.checkBlocksPerCall,
                .count,
                "Blocks that a check needed on average in the incident."
            ),
            Figure(
                "check-blocks-per-call-after",
                \.checkBlocksPerCallAfter,
                .count,
                "Blocks that a check needed on average in the replay."
            ),
        ]
    }
}
