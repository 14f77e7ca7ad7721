/// Laws that hold for any system whatever the distributions of its arrivals and service times.
///
/// Sources: J. D. C. Little, "A proof for the queuing formula L = λW", 1961; P. J. Denning and
/// J. P. Buzen, "The operational analysis of queueing network models", 1978.
public enum OperationalLaws {
    /// Little's law: how many are in the system on average, L = λW.
    ///
    /// Holds for the long-run averages of any stable system. The rate is of the work that enters; what
    /// is refused at the door does not count.
    /// - Parameters:
    ///   - arrivalRate: λ, entering per second.
    ///   - timeInSystem: W, the mean time each spends inside, in seconds.
    public static func concurrency(
        arrivalRate: Double,
        timeInSystem: Double
    ) throws(QueueingError) -> Double {
        try Condition.notNegative(arrivalRate, "arrival rate")
        try Condition.notNegative(timeInSystem, "time in the system")
        return arrivalRate * timeInSystem
    }

    /// Little's law solved for the mean time in the system, W = L/λ, in seconds.
    public static func timeInSystem(
        concurrency: Double,
        arrivalRate: Double
    ) throws(QueueingError) -> Double {
        try Condition.notNegative(concurrency, "number in the system")
        try Condition.positive(arrivalRate, "arrival rate")
        return concurrency / arrivalRate
    }

    /// The demand on each server as a share of what it can do, ρ = λS/c.
    ///
    /// Below 1 it is also the share of time a server is busy; at 1 and above the queue grows without
    /// bound, and the value says by what factor the demand exceeds the capacity.
    /// - Parameters:
    ///   - arrivalRate: λ, per second.
    ///   - serviceTime: S, the demand on the bottleneck (CPU seconds), not the time elapsed under load.
    ///   - servers: c, the cores, or the slots of a pool whose slots are independent.
    public static func utilisation(
        arrivalRate: Double,
        serviceTime: Double,
        servers: Int
    ) throws(QueueingError) -> Double {
        try Condition.notNegative(arrivalRate, "arrival rate")
        try Condition.notNegative(serviceTime, "service time")
        try Condition.count(servers, "number of servers")
        return arrivalRate * serviceTime / Double(servers)
    }

    /// The most that the servers can finish, X = c/S, per second.
    ///
    /// Holds only where the servers are independent: on c cores the ceiling is c/S however many
    /// connections share them.
    public static func saturationThroughput(
        servers: Int,
        serviceTime: Double
    ) throws(QueueingError) -> Double {
        try Condition.count(servers, "number of servers")
        try Condition.positive(serviceTime, "service time")
        return Double(servers) / serviceTime
    }

    /// The most that a pool can finish on shared hardware, X = min(N/S, c/D), per second.
    /// - Parameters:
    ///   - connections: N, the connections of the pool.
    ///   - serviceTime: S, the mean time a query holds a connection when nothing else runs, in seconds.
    ///   - cores: c, the cores that the connections share.
    ///   - demand: D, the CPU seconds of a query.
    public static func saturationThroughput(
        connections: Int,
        serviceTime: Double,
        cores: Int,
        demand: Double
    ) throws(QueueingError) -> Double {
        min(
            try saturationThroughput(servers: connections, serviceTime: serviceTime),
            try saturationThroughput(servers: cores, serviceTime: demand)
        )
    }
}
