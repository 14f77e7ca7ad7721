/// An M/M/c/K queue: as M/M/c, but with K places in all, and arrivals beyond them refused.
///
/// This is a database whose c cores serve at most K connections. It settles at any load, since what
/// does not fit is turned away. Source: Gross and Harris, "Fundamentals of Queueing Theory", chapter 2.
public struct BoundedQueue: QueueingModel, Hashable {
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
    public init(arrivalRate: Double, serviceTime: Double, servers: Int, places: Int) throws(QueueingError) {
        try Condition.notNegative(arrivalRate, "arrival rate")
        try Condition.positive(serviceTime, "service time")
        try Condition.count(servers, "number of servers")
        try Condition.count(places, "number of places", from: servers)
        self.arrivalRate = arrivalRate
        self.serviceTime = serviceTime
        self.servers = servers
        self.places = places
        let states = Self.states(offeredLoad: arrivalRate * serviceTime, servers: servers, places: places)
        refusalProbability = states.probabilities[places]
        meanInSystem = states.mean
    }

    /// M/M/c/K with its numbers of servers and places.
    public var name: String { "M/M/\(servers)/\(places)" }

    /// What the figures take for granted.
    public var assumptions: [String] {
        [
            Assumption.poissonArrivals, Assumption.exponentialService, Assumption.equalServers,
            "At most \(places) are in the system, waiting and served; an arrival beyond them is refused and gone.",
            Assumption.steadyState,
        ]
    }

    /// The demand on each server as a share of what it can do, λS/c; at 1 and above the servers stay busy.
    public var utilisation: Double { arrivalRate * serviceTime / Double(servers) }

    /// How probable each number in the system is in the long run.
    public var states: StateDistribution {
        Self.states(offeredLoad: arrivalRate * serviceTime, servers: servers, places: places)
    }

    /// What gets in and is finished, λ(1 − p), per second.
    public var throughput: Double { arrivalRate * (1 - refusalProbability) }

    /// The mean time in the system of those that get in, by Little's law, in seconds; S without arrivals.
    public var meanResponseTime: Double { throughput > 0 ? meanInSystem / throughput : serviceTime }

    /// The mean time that those who get in wait for a server, in seconds.
    public var meanWait: Double { max(0, meanResponseTime - serviceTime) }

    /// The share that must be refused in the long run whatever the number of places: max(0, 1 − 1/ρ).
    public var overloadRefusalShare: Double { utilisation > 1 ? 1 - 1 / utilisation : 0 }

    private static func states(offeredLoad: Double, servers: Int, places: Int) -> StateDistribution {
        StateDistribution(
            BirthDeath.probabilities(top: places) { present in offeredLoad / Double(min(present, servers)) })
    }
}
