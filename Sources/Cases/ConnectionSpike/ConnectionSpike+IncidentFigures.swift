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
            Figure(\.checksOffered), Figure(\.checksCompleted), Figure(\.checksRefused),
            Figure(\.refusedShare), Figure(\.refusalsLogged), Figure(\.probesInSpike), Figure(\.probesFailed),
            Figure(\.probesFailedShare), Figure(\.apiMedianCalm), Figure(\.apiMedianSpike),
            Figure(\.apiSlowdown), Figure(\.apiCalls), Figure(\.apiFailed), Figure(\.checkMedianSpike),
            Figure(\.checkWorstSpike), Figure(\.checkMeanCalm), Figure(\.spikeStart), Figure(\.firstRefusal),
            Figure(\.lastRefusal), Figure(\.timeToFirstRefusal), Figure(\.refusalPeriod),
            Figure(\.firstFailedProbe), Figure(\.detectionDelay), Figure(\.lastCheckFinished),
            Figure(\.backlogDrainedAfter), Figure(\.alertLead), Figure(\.samplesInSpike),
            Figure(\.saturatedSamples),
        ]
    }

    /// The worst moment.
    var peakFigures: [Figure] {
        [
            Figure(\.maxConnections), Figure(\.reservedSlots), Figure(\.usableSlots), Figure(\.peakBackends),
            Figure(\.peakChecks), Figure(\.poolSessions), Figure(\.peakLockWaits), Figure(\.dbaChecksActive),
            Figure(\.dbaOnCpu), Figure(\.activeSampleShare),
        ]
    }

    /// The statements in the window.
    var statementsFigures: [Figure] {
        [
            Figure(\.checkCalls), Figure(\.checkTimeShare), Figure(\.checkTimeTotal),
            Figure(\.checkMeanQueued), Figure(\.queueingShare), Figure(\.checkBlocksPerCall),
            Figure(\.checkBlocksPerCallAfter),
        ]
    }
}
