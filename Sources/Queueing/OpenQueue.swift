#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// An M/M/c queue: Poisson arrivals, exponential service times, c equal servers, an unlimited line.
///
/// It exists only below saturation. The means also hold where the servers share themselves equally
/// among all that is present; the percentiles hold only for first come, first served.
/// Source: D. Gross and C. M. Harris, "Fundamentals of Queueing Theory", chapter 2.
public struct OpenQueue: Sendable, Hashable {
    /// Arrivals per second, λ.
    public let arrivalRate: Double
    /// The mean service time in seconds, S = 1/μ.
    public let serviceTime: Double
    /// How many servers there are, c.
    public let servers: Int
    /// The probability that an arrival has to wait, by Erlang C.
    public let waitingProbability: Double

    /// Describes a queue, and refuses one that is saturated.
    public init(arrivalRate: Double, serviceTime: Double, servers: Int) throws(QueueingError) {
        try Condition.notNegative(arrivalRate, "arrival rate")
        try Condition.positive(serviceTime, "service time")
        waitingProbability = try Erlang.waitingProbability(
            servers: servers,
            offeredLoad: arrivalRate * serviceTime
        )
        self.arrivalRate = arrivalRate
        self.serviceTime = serviceTime
        self.servers = servers
    }

    /// The share of time that a server is busy, ρ = λS/c.
    public var utilisation: Double { arrivalRate * serviceTime / Double(servers) }

    /// How fast a line of waiting work shrinks when nothing arrives beyond λ: cμ − λ, per second.
    private var spareRate: Double { Double(servers) / serviceTime - arrivalRate }

    /// The mean time spent waiting for a server, Wq = C/(cμ − λ), in seconds.
    public var meanWait: Double { waitingProbability / spareRate }

    /// The mean time in the system, waiting and served, W = Wq + S, in seconds.
    public var meanResponseTime: Double { meanWait + serviceTime }

    /// How many wait on average, Lq = λWq.
    public var meanQueueLength: Double { arrivalRate * meanWait }

    /// How many are in the system on average, L = λW.
    public var meanInSystem: Double { arrivalRate * meanResponseTime }

    /// The wait that a share of arrivals does not exceed, in seconds: max(0, ln(C/(1−p))/(cμ − λ)).
    ///
    /// - Parameter share: p, from 0 up to but not including 1; 0.95 asks for the 95th percentile.
    public func waitPercentile(_ share: Double) throws(QueueingError) -> Double {
        guard share >= 0, share < 1 else {
            throw .outsideRange(quantity: "percentile", value: share, condition: "from 0 to below 1")
        }
        return max(0, log(waitingProbability / (1 - share)) / spareRate)
    }

    /// The probability that an arrival waits longer than a time in seconds, P(Wq > t) = C·e^−(cμ−λ)t.
    public func probabilityOfWaiting(longerThan time: Double) throws(QueueingError) -> Double {
        try Condition.notNegative(time, "time")
        return waitingProbability * exp(-spareRate * time)
    }
}
