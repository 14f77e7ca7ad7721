/// What clients that try again add to the load.
///
/// Source: N. Bronson and others, "Metastable failures in distributed systems", HotOS 2021. A client's
/// timeout does not stop the server's work unless the query is cancelled, so each attempt costs in full.
public struct Retries: Sendable, Hashable {
    /// How often a client tries again after its first attempt, r.
    public let limit: Int

    /// Describes clients that try again at most `limit` times.
    public init(limit: Int) throws(QueueingError) {
        try Condition.count(limit, "limit of retries", from: 0)
        self.limit = limit
    }

    /// The attempts offered per second, λ(1 + p + p² + … + p^r).
    ///
    /// Holds where each attempt fails with the same probability, independently of the others.
    /// - Parameters:
    ///   - requestRate: λ, the requests per second before any retry.
    ///   - failureProbability: p, of an attempt.
    public func attemptRate(
        requestRate: Double,
        failureProbability: Double
    ) throws(QueueingError) -> Double {
        try Condition.notNegative(requestRate, "request rate")
        try Condition.probability(failureProbability, "probability of failure")
        var attempts = 1.0
        for _ in 0..<limit { attempts = 1 + failureProbability * attempts }
        return requestRate * attempts
    }

    /// The request rate above which an overload can keep itself alive, capacity/(1 + r), per second.
    ///
    /// Once every attempt fails, each request costs 1 + r attempts: above this rate they exceed the
    /// capacity although the requests alone do not.
    public func vulnerableRate(capacity: Double) throws(QueueingError) -> Double {
        try Condition.notNegative(capacity, "capacity")
        return capacity / Double(1 + limit)
    }
}

/// Rules of thumb for sizing.
public enum PoolSize {
    /// Where to start measuring the size of a connection pool: 2 × cores + effective spindles.
    ///
    /// For active connections of a transaction-processing load. Sources: PostgreSQL wiki, "Number Of
    /// Database Connections"; HikariCP wiki, "About Pool Sizing".
    /// - Parameters:
    ///   - cores: The cores, without hyper-threads.
    ///   - effectiveSpindles: The disks that can seek at once; 0 where the working set is cached.
    public static func startingPoint(cores: Int, effectiveSpindles: Int) throws(QueueingError) -> Int {
        try Condition.count(cores, "number of cores")
        try Condition.count(effectiveSpindles, "number of effective spindles", from: 0)
        return 2 * cores + effectiveSpindles
    }
}
