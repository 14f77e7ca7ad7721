/// What a stall looks like to a load generator that waits for each answer before its next request.
///
/// Requests come at a constant interval and take a constant time, until one stall holds everything up. Who
/// waits for answers sends one request into it and measures one slow one; who keeps to the schedule measures
/// how long each request of that time was late. Source: G. Tene, "How NOT to measure latency", and wrk2.
public struct StalledMeasurement: QueueingModel, Hashable {
    /// From when the latency of a request is counted.
    public enum Loop: Sendable, Hashable {
        /// From when it was sent, which is after the answer to the one before it.
        case closed
        /// From when it was meant to be sent.
        case open
    }

    /// The time between two intended requests, in seconds.
    public let interval: Double
    /// How long a request takes without a stall, in seconds.
    public let serviceTime: Double
    /// How many requests come before the stall.
    public let requestsBefore: Int
    /// How long the stall is, in seconds.
    public let stall: Double

    /// Describes a measurement.
    public init(
        interval: Double,
        serviceTime: Double,
        requestsBefore: Int,
        stall: Double
    ) throws(QueueingError) {
        try Condition.positive(interval, "interval")
        try Condition.notNegative(serviceTime, "service time")
        try Condition.count(requestsBefore, "number of requests", from: 0)
        try Condition.positive(stall, "stall")
        let missed = (stall / interval).rounded(.up)
        guard missed <= Double(Condition.largestCount) else {
            throw .outsideRange(quantity: "stall", value: stall, condition: "at most 1,000,000 intervals")
        }
        self.interval = interval
        self.serviceTime = serviceTime
        self.requestsBefore = requestsBefore
        self.stall = stall
    }

    /// What is described.
    public var name: String { "measurement with a stall" }

    /// What the latencies take for granted.
    public var assumptions: [String] {
        [
            "Requests come at a constant interval and take a constant time.",
            "One stall holds up all requests meant for its length; they are answered at its end.",
        ]
    }

    /// The latency that a share of the requests does not exceed, by the nearest rank, in seconds.
    /// - Parameter share: Above 0 and up to 1.
    public func latencyPercentile(_ share: Double, _ loop: Loop) throws(QueueingError) -> Double {
        try NearestRank.percentile(share, ofSorted: latencies(loop))
    }

    /// How many requests a generator that waits for answers leaves out of its figures.
    public var omitted: Int { max(0, Int((stall / interval).rounded(.up)) - 1) }

    /// The latencies in seconds, in ascending order.
    public func latencies(_ loop: Loop) -> [Double] {
        let calm = [Double](repeating: serviceTime, count: requestsBefore)
        switch loop {
        case .closed: return (calm + [stall]).sorted()
        case .open: return (calm + (0...omitted).map { stall - interval * Double($0) }).sorted()
        }
    }
}
