/// An M/M/c//N queue: N callers, each of whom thinks, asks, waits for the answer and thinks again.
///
/// This is a pool of connections, or pgbench with N clients. Its response time grows in a straight line with
/// the callers and never runs away, so a closed test cannot show what open arrivals do to a database.
/// Sources: Denning and Buzen 1978; Gross and Harris, "Fundamentals of Queueing Theory", chapter 2.
public struct ClosedQueue: QueueingModel, Hashable {
    /// How many callers there are, N.
    public let callers: Int
    /// The mean time between an answer and the caller's next question, Z, in seconds; 0 for none.
    public let thinkTime: Double
    /// The mean service time in seconds, S = 1/μ.
    public let serviceTime: Double
    /// How many servers there are, c.
    public let servers: Int
    /// How many questions are answered per second, X.
    public let throughput: Double
    /// How many callers wait for an answer on average, L.
    public let meanInSystem: Double

    /// Describes a population of callers.
    public init(
        callers: Int,
        thinkTime: Double,
        serviceTime: Double,
        servers: Int
    ) throws(QueueingError) {
        try Condition.count(callers, "number of callers")
        try Condition.notNegative(thinkTime, "think time")
        try Condition.positive(serviceTime, "service time")
        try Condition.count(servers, "number of servers")
        self.callers = callers
        self.thinkTime = thinkTime
        self.serviceTime = serviceTime
        self.servers = servers
        guard thinkTime > 0 else {
            throughput = Double(min(callers, servers)) / serviceTime
            meanInSystem = Double(callers)
            return
        }
        let load = serviceTime / thinkTime
        let states = StateDistribution(
            BirthDeath.probabilities(top: callers) { present in
                Double(callers - present + 1) * load / Double(min(present, servers))
            }
        )
        var busy = CompensatedSum()
        for (present, probability) in states.probabilities.enumerated() {
            busy.add(probability * Double(min(present, servers)))
        }
        throughput = busy.value / serviceTime
        meanInSystem = states.mean
    }

    /// M/M/c//N with its numbers of servers and callers.
    public var name: String { "M/M/\(servers)//\(callers)" }

    /// What the figures take for granted.
    public var assumptions: [String] {
        [
            "There are \(callers) callers, each with one question at a time: a slow answer delays the next one.",
            "Think times and service times are exponential.", Assumption.equalServers,
            Assumption.steadyState,
        ]
    }

    /// The mean time until the answer, R = L/X, in seconds.
    public var meanResponseTime: Double { meanInSystem / throughput }

    /// What the throughput cannot exceed, min(c/S, N/(Z + S)), per second.
    public var largestThroughput: Double {
        min(Double(servers) / serviceTime, Double(callers) / (thinkTime + serviceTime))
    }

    /// The number of callers from which on the servers are the limit, N* = c(Z + S)/S.
    public var knee: Double { Double(servers) * (thinkTime + serviceTime) / serviceTime }
}

extension OperationalLaws {
    /// The interactive response time law, R = N/X − Z, in seconds.
    ///
    /// Holds for any closed system of N callers, whatever its distributions. Source: Denning and Buzen 1978.
    /// - Parameters:
    ///   - callers: N.
    ///   - throughput: X, answers per second.
    ///   - thinkTime: Z, from an answer to the same caller's next question, in seconds.
    public static func interactiveResponseTime(
        callers: Int,
        throughput: Double,
        thinkTime: Double
    ) throws(QueueingError) -> Double {
        try Condition.count(callers, "number of callers")
        try Condition.positive(throughput, "throughput")
        try Condition.notNegative(thinkTime, "think time")
        let response = Double(callers) / throughput - thinkTime
        guard response >= 0 else {
            throw .outsideRange(
                quantity: "throughput",
                value: throughput,
                condition: "at most what so many callers can ask for, N/Z"
            )
        }
        return response
    }
}
