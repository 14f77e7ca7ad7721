import Casebook

extension ConnectionSpike {
    var impact: [Impact] {
        [
            Impact("Duplicate checks that were refused a connection", \.checksRefused, of: \.checksOffered),
            Impact("Health checks that failed while the job ran", \.probesFailed, of: \.probesInSpike),
            Impact("Connection slots in use at the worst moment", \.peakBackends, of: \.usableSlots),
            Impact("Samples without a free slot while the job ran", \.saturatedSamples, of: \.samplesInSpike),
            Impact("API calls that failed, of the whole window", \.apiFailed, of: \.apiCalls),
            Impact("Time from the first refusal to the last", lasting: \.refusalPeriod, .seconds),
            Impact(
                "Time from the start of the job until the backlog was gone", lasting: \.backlogDrainedAfter,
                .seconds),
            Impact("Median time of a duplicate check in the spike", lasting: \.checkMedianSpike, .seconds),
            Impact("Worst time of a duplicate check in the spike", lasting: \.checkWorstSpike, .seconds),
            Impact("Median time of an API call in the calm before", lasting: \.apiMedianCalm, .milliseconds),
            Impact("Median time of an API call in the spike", lasting: \.apiMedianSpike, .milliseconds),
        ]
    }

    var detection: [Prose] {
        [
            """
            The health check noticed first, at \(\.firstFailedProbe): it opens a new connection each time, as \
            the job does, and was refused one.
            """,
            """
            The first refusal was \(\.detectionDelay, .seconds) older. The server had written it to its log, which \
            nobody watches while it is written, as the platform team says.
            """,
            """
            No alert watched the free slots, the platform team says. One that fires when less than a quarter \
            of them is left would have fired \(\.alertLead, .seconds) before the first refusal: soon enough to tell why, \
            too late to act. Only a limit acts in that time.
            """,
            """
            The health check saw \(\.probesFailed) of its \(\.probesInSpike) attempts fail. It is a witness \
            with gaps: an attempt that met a slot just freed succeeded.
            """,
        ]
    }
}
