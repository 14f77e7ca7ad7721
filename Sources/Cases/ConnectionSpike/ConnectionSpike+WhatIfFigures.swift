import Casebook

extension ConnectionSpike {
    /// The law fitted to the sweep, and the simulation.
    var simulationFigures: [Figure] {
        [
            Figure(\.contention), Figure(\.coherency), Figure(\.contentionLeast), Figure(\.contentionMost),
            Figure(\.simulationRuns), Figure(\.fitDeviation), Figure(\.sweepSteps),
        ]
    }

    /// The job with one thing changed.
    var whatIfFigures: [Figure] {
        [
            Figure("what-if-seconds", \.asItWas.duration, .about, "How long each what-if run's job ran."),
            Figure("what-if-offered", \.asItWas.offered, "Checks that the job of a what-if run started."),
            Figure("plain-throughput", \.asItWas.throughput, "Checks finished per second, nothing changed."),
            Figure("plain-refused", \.asItWas.refusedForGood, "Checks refused, nothing changed."),
            Figure("plain-time", \.asItWas.meanTime, .seconds, "Mean time of a check, nothing changed."),
            Figure(
                "plain-done", \.asItWas.lastDone, .seconds, "When the last check was done, nothing changed."),
            Figure(
                "plain-cost", \.asItWas.serverTimePerCheck, .milliseconds,
                "Processor time of the server by check that finished, nothing changed."),
            Figure(
                "twice-throughput", \.twiceConnections.throughput,
                "Checks finished per second with twice the connections."),
            Figure(
                "twice-refused", \.twiceConnections.refusedForGood,
                "Checks refused with twice the connections."),
            Figure(
                "twice-time", \.twiceConnections.meanTime, .seconds,
                "Mean time of a check with twice the connections."),
            Figure(
                "twice-slowest-probe", \.twiceConnections.slowestProbe, .seconds,
                "The slowest health check with twice the connections."),
            Figure("retry-limit", \.retries.retryLimit, "How often a refused check came back at most."),
            Figure("retry-delay", \.retries.retryDelay, .about, "How long it waited before that."),
            Figure("retry-attempts", \.retries.attempts, "Connections that the job asked for, with retries."),
            Figure("retry-throughput", \.retries.throughput, "Checks finished per second with retries."),
            Figure("retry-refused", \.retries.refusedForGood, "Checks refused for good, with retries."),
            Figure("retry-time", \.retries.meanTime, .seconds, "Mean time of a check with retries."),
            Figure("retry-done", \.retries.lastDone, .seconds, "When the last check was done, with retries."),
            Figure(
                "retry-cost", \.retries.serverTimePerCheck, .milliseconds,
                "Processor time of the server by check that finished, with retries."),
            Figure("pool-size", \.poolOfFive.keptConnections, "Connections of the smaller pool."),
            Figure(
                "pool-throughput", \.poolOfFive.throughput,
                "Checks finished per second with a pool of five connections, before the index."),
            Figure("pool-lag", \.poolOfFive.meanWait, .seconds, "How late a check began with that pool."),
            Figure("pool-time", \.poolOfFive.meanTime, .seconds, "Mean time of a check with that pool."),
            Figure("pool-failed", \.poolOfFive.refusedForGood, "Checks that failed with that pool."),
            Figure(
                "pool-slowest-probe", \.poolOfFive.slowestProbe, .seconds,
                "The slowest health check with that pool."),
            Figure("big-pool-size", \.poolOfTwenty.keptConnections, "Connections of the larger pool."),
            Figure(
                "big-pool-throughput", \.poolOfTwenty.throughput,
                "Checks finished per second with the larger pool."),
            Figure(
                "big-pool-time", \.poolOfTwenty.meanTime, .seconds,
                "Mean time of a check with the larger pool."),
            Figure(
                "big-pool-slowest-probe", \.poolOfTwenty.slowestProbe, .seconds,
                "The slowest health check with the larger pool."),
        ]
    }
}
