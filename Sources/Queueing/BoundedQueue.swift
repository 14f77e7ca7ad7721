/// An M/M/c/K queue: as M/M/c, but with K places in all, and arrivals beyond them refused.
///
/// This is a database whose c cores serve at most K connections. It settles at any load, since what
/// does not fit is turned away. Source: Gross and Harris, "Fundamentals of Queueing Theory", chapter 2.
public struct BoundedQueue: Sendable, Hashable {
    /// Arrivals per second, λ, of which some are refused.
    public let arrivalRate: Double
    /// The mean service time in seconds, S = 1/μ.
    public let serviceTime: Double
    /// How many servers there are, c.
    public let servers: Int
    /// How many may be in the system, waiting and served, K.
    public let places: Int
    /// The probability that an arrival finds every place taken and is refused.
    public let refusalProbability: Double
    /// How many are in the system on average, L.
    public let meanInSystem: Double

    /// Describes a queue with at least as many places as servers.
    public init(
        arrivalRate: Double,
        serviceTime: Double,
        servers: Int,
        places: Int
    ) throws(QueueingError) {
        try Condition.notNegative(arrivalRate, "arrival rate")
        try Condition.positive(serviceTime, "service time")
        try Condition.count(servers, "number of servers")
        try Condition.count(places, "number of places", from: servers)
        self.arrivalRate = arrivalRate
        self.serviceTime = serviceTime
        self.servers = servers
        self.places = places

        // Weights of the states, relative to the empty system; scaled down before they overflow.
        let load = arrivalRate * serviceTime
        var weight = 1.0
        var total = 1.0
        var weightedCount = 0.0
        for present in 1...places {
            weight *= load / Double(min(present, servers))
            total += weight
            weightedCount += weight * Double(present)
            if total > 1e250 || weightedCount > 1e250 {
                weight /= 1e250
                total /= 1e250
                weightedCount /= 1e250
            }
        }
        refusalProbability = weight / total
        meanInSystem = weightedCount / total
    }

    /// What gets in and is finished, λ(1 − p), per second.
    public var throughput: Double { arrivalRate * (1 - refusalProbability) }

    /// The mean time in the system of those that get in, by Little's law, in seconds; S without arrivals.
    public var meanResponseTime: Double { throughput > 0 ? meanInSystem / throughput : serviceTime }

    /// The share that must be refused in the long run whatever the number of places: max(0, 1 − 1/ρ).
    public var overloadRefusalShare: Double {
        let utilisation = arrivalRate * serviceTime / Double(servers)
        return utilisation > 1 ? 1 - 1 / utilisation : 0
    }
}
