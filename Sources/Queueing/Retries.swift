/// What clients that try again add to the load.
///
/// Sources: N. Bronson and others, "Metastable failures in distributed systems", HotOS 2021; L. Huang and
/// others, "Metastable failures in the wild", OSDI 2022. A client's timeout does not stop the server's work
/// unless the query is cancelled, so each attempt costs in full.
public struct Retries: QueueingModel, Hashable {
    /// Whether an overload can outlive what caused it.
    public enum Region: Sendable, Hashable {
        /// Even if every attempt fails, the servers keep up: an overload ends by itself.
        case stable
        /// The requests fit, and with all their retries they do not: an overload may keep itself alive.
        case vulnerable
        /// The requests alone are more than the servers can do.
        case overloaded
    }

    /// How often a client tries again after its first attempt, r.
    public let limit: Int

    /// Describes clients that try again at most `limit` times.
    public init(limit: Int) throws(QueueingError) {
        try Condition.count(limit, "limit of retries", from: 0)
        self.limit = limit
    }

    /// What is described.
    public var name: String { "retries, at most \(limit)" }

    /// What the rates take for granted.
    public var assumptions: [String] {
        [
            "Each attempt fails with the same probability, independently of the others.",
            "An attempt costs the server the same whether its client still waits for it or not.",
        ]
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

    /// In which region a load lies, by requests and capacity per second.
    public func region(requestRate: Double, capacity: Double) throws(QueueingError) -> Region {
        try Condition.notNegative(requestRate, "request rate")
        if requestRate >= capacity { return .overloaded }
        return requestRate > (try vulnerableRate(capacity: capacity)) ? .vulnerable : .stable
    }
}
