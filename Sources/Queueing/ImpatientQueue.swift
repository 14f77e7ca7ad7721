/// Erlang A, M/M/c+M: as M/M/c, but who waits too long gives up and leaves the line.
///
/// It settles at any load, since impatience sheds what the servers cannot do. Source: O. Garnett,
/// A. Mandelbaum and M. Reiman, "Designing a call center with impatient customers", 2002.
public struct ImpatientQueue: QueueingModel, Hashable {
    /// Arrivals per second, λ.
    public let arrivalRate: Double
    /// The mean service time in seconds, S = 1/μ.
    public let serviceTime: Double
    /// How many servers there are, c.
    public let servers: Int
    /// How long one waits on average before giving up, 1/θ, in seconds.
    public let meanPatience: Double
    /// The probability that an arrival has to wait.
    public let waitingProbability: Double
    /// How many wait on average, Lq.
    public let meanQueueLength: Double
    /// What the servers finish, per second.
    public let throughput: Double

    /// The states that are summed at most: a bound that keeps a mistyped input from hanging a build.
    private static let largestWalk = 20_000_000

    /// Describes a queue of impatient callers.
    public init(
        arrivalRate: Double,
        serviceTime: Double,
        servers: Int,
        meanPatience: Double
    ) throws(QueueingError) {
        try Condition.positive(arrivalRate, "arrival rate")
        try Condition.positive(serviceTime, "service time")
        try Condition.count(servers, "number of servers")
        try Condition.positive(meanPatience, "mean patience")
        self.arrivalRate = arrivalRate
        self.serviceTime = serviceTime
        self.servers = servers
        self.meanPatience = meanPatience

        let load = arrivalRate * serviceTime
        let impatience = serviceTime / meanPatience
        let count = Double(servers)
        // Rates in units of the service rate: what leaves a state, served and given up.
        func departures(_ present: Double) -> Double {
            present <= count ? present : count + (present - count) * impatience
        }
        // The most probable state is the last one that more enter than leave.
        let mode = (load <= count ? load : count + (load - count) / impatience).rounded(.down)
        guard mode < 1e15, load.isFinite, impatience > 0, impatience.isFinite else {
            throw .outsideRange(
                quantity: "mean patience",
                value: meanPatience,
                condition: "short enough for the line to stay below 10^15"
            )
        }
        var sums = ImpatientSums(servers: count)
        var weight = 1.0
        var state = mode
        var steps = 0
        while weight > 0, steps < Self.largestWalk {
            sums.add(weight, of: state)
            state += 1
            weight *= load / departures(state)
            if weight < 1e-30 { break }
            steps += 1
        }
        weight = 1
        state = mode
        while state > 0, steps < Self.largestWalk {
            weight *= departures(state) / load
            if weight < 1e-30, state > count { break }
            if weight == 0 { break }
            state -= 1
            sums.add(weight, of: state)
            steps += 1
        }
        guard steps < Self.largestWalk else {
            throw .outsideRange(
                quantity: "mean patience",
                value: meanPatience,
                condition: "short enough for the probable lengths of the line to be fewer than 20,000,000"
            )
        }
        waitingProbability = sums.waiting.value / sums.total.value
        meanQueueLength = sums.queue.value / sums.total.value
        throughput = sums.busy.value / sums.total.value / serviceTime
    }

    /// M/M/c+M with its number of servers.
    public var name: String { "M/M/\(servers)+M (Erlang A)" }

    /// What the figures take for granted.
    public var assumptions: [String] {
        [
            Assumption.poissonArrivals, Assumption.exponentialService, Assumption.equalServers,
            "Patience is exponential; who gives up really leaves. In PostgreSQL a query whose client has gone "
                + "runs on unless it is cancelled or client_connection_check_interval is set.",
            "Only who waits gives up; service that has begun is finished.", Assumption.steadyState,
        ]
    }

    /// The share of arrivals that give up, θLq/λ.
    public var abandonmentProbability: Double { meanQueueLength / meanPatience / arrivalRate }

    /// The mean time spent waiting, served in the end or not, Lq/λ, in seconds.
    public var meanWait: Double { meanQueueLength / arrivalRate }
}

private struct ImpatientSums {
    let servers: Double
    var total = CompensatedSum()
    var waiting = CompensatedSum()
    var queue = CompensatedSum()
    var busy = CompensatedSum()

    init(servers: Double) { self.servers = servers }

    mutating func add(_ weight: Double, of state: Double) {
        total.add(weight)
        busy.add(weight * min(state, servers))
        guard state >= servers else { return }
        waiting.add(weight)
        queue.add(weight * (state - servers))
    }
}
