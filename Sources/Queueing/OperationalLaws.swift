/// Laws that hold for any system whatever the distributions of its arrivals and service times.
///
/// Source: P. J. Denning and J. P. Buzen, "The operational analysis of queueing network models", 1978.
public enum OperationalLaws {
    /// The demand on each server as a share of what it can do, ρ = λS/c.
    ///
    /// Below 1 it is also the share of time a server is busy; at 1 and above the queue grows without
    /// bound, and the value says by what factor the demand exceeds the capacity.
    /// - Parameters:
    ///   - arrivalRate: λ, per second.
    ///   - serviceTime: S, the demand on the bottleneck (CPU seconds), not the time elapsed under load.
    ///   - servers: c, the cores, or the slots of a pool whose slots are independent.
    public static func utilisation(
        arrivalRate: Double, serviceTime: Double, servers: Int
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
    public static func saturationThroughput(servers: Int, serviceTime: Double) throws(QueueingError) -> Double
    {
        try Condition.count(servers, "number of servers")
        try Condition.positive(serviceTime, "service time")
        return Double(servers) / serviceTime
    }
}
