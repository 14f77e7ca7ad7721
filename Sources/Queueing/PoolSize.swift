/// How large a pool of connections should be.
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

    /// The smallest pool in which at most a share of the requests has to wait for a connection, by Erlang C.
    ///
    /// Holds under the conditions of M/M/c, and only while the connections are independent: once they share
    /// busy cores, the time that one is held grows with their number, and a larger pool makes it longer.
    /// - Parameters:
    ///   - arrivalRate: λ, requests per second.
    ///   - holdingTime: S, the mean time that a request holds a connection, in seconds.
    ///   - waitingShare: The largest acceptable probability of waiting, above 0 and at most 1.
    public static func smallest(
        arrivalRate: Double,
        holdingTime: Double,
        waitingShare: Double
    ) throws(QueueingError) -> Int {
        try Condition.notNegative(arrivalRate, "arrival rate")
        try Condition.positive(holdingTime, "holding time")
        guard waitingShare > 0, waitingShare <= 1 else {
            throw .outsideRange(
                quantity: "share that may wait",
                value: waitingShare,
                condition: "above 0 and at most 1"
            )
        }
        let load = arrivalRate * holdingTime
        guard load > 0 else { return 1 }
        // One pass of Erlang B's recursion gives every size's probability of waiting.
        var inverse = 1.0
        for size in 1...Condition.largestCount {
            inverse = 1 + inverse * Double(size) / load
            let slack = Double(size) - load
            guard slack > 0 else { continue }
            let loss = 1 / inverse
            if Double(size) * loss / (slack + load * loss) <= waitingShare { return size }
        }
        throw .outsideRange(
            quantity: "offered load",
            value: load,
            condition: "less than 1,000,000 connections can hold"
        )
    }
}
