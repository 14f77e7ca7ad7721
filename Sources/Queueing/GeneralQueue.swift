#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A G/G/c queue, of which only means and variances are known: approximations of its mean wait.
///
/// Sources: J. F. C. Kingman, "The single server queue in heavy traffic", 1961; A. O. Allen, "Probability,
/// Statistics and Queueing Theory", 1978; G. Bolch and others, "Queueing Networks and Markov Chains", 1998.
public struct GeneralQueue: QueueingModel, Hashable {
    /// Which estimate of the probability of waiting an Allen–Cunneen approximation uses.
    public enum Variant: String, Sendable, Hashable, CaseIterable {
        /// Erlang C itself, which makes the approximation exact for M/M/c.
        case exactErlangC = "Allen–Cunneen with exact Erlang C"
        /// Bolch's estimate: (ρ^c + ρ)/2 where ρ > 0.7, else ρ^((c+1)/2).
        case bolch = "Allen–Cunneen with Bolch's estimate of the probability of waiting"
    }

    /// Arrivals per second, λ.
    public let arrivalRate: Double
    /// The mean service time in seconds, S.
    public let serviceTime: Double
    /// How many servers there are, c.
    public let servers: Int
    /// The squared coefficient of variation of the times between arrivals, ca²: 1 for Poisson arrivals.
    public let arrivalVariation: Double
    /// The squared coefficient of variation of the service times, cs²: 1 for exponential ones.
    public let serviceVariation: Double
    /// Which estimate of the probability of waiting is used.
    public let variant: Variant
    /// The probability of waiting in M/M/c, exactly or by Bolch's estimate.
    public let waitingProbability: Double

    /// Describes a queue, and refuses one that is saturated.
    public init(
        arrivalRate: Double,
        serviceTime: Double,
        servers: Int = 1,
        arrivalVariation: Double,
        serviceVariation: Double,
        variant: Variant = .exactErlangC
    ) throws(QueueingError) {
        try Condition.positive(arrivalRate, "arrival rate")
        try Condition.notNegative(arrivalVariation, "squared variation of the times between arrivals")
        try Condition.notNegative(serviceVariation, "squared variation of the service times")
        let open = try OpenQueue(arrivalRate: arrivalRate, serviceTime: serviceTime, servers: servers)
        self.arrivalRate = arrivalRate
        self.serviceTime = serviceTime
        self.servers = servers
        self.arrivalVariation = arrivalVariation
        self.serviceVariation = serviceVariation
        self.variant = variant
        waitingProbability =
            switch variant {
            case .exactErlangC: open.waitingProbability
            case .bolch: Self.bolchEstimate(utilisation: open.utilisation, servers: servers)
            }
    }

    /// The notation, and the approximation by its name.
    public var name: String { "G/G/\(servers), \(servers == 1 ? "Kingman" : variant.rawValue)" }

    /// What the approximation takes for granted.
    public var assumptions: [String] {
        [
            "Times between arrivals are independent of each other and of the service times.",
            "Of both only the means and variances are known: the wait is an approximation, good near saturation.",
            Assumption.equalServers, Assumption.unlimitedLine, Assumption.belowSaturation,
            Assumption.firstCome, Assumption.steadyState,
        ]
    }

    /// The share of time that a server is busy, ρ = λS/c.
    public var utilisation: Double { arrivalRate * serviceTime / Double(servers) }

    /// The mean wait in seconds, approximately: Wq ≈ C/(cμ − λ) · (ca² + cs²)/2.
    ///
    /// With one server this is Kingman's formula, ρ/(1 − ρ) · (ca² + cs²)/2 · S.
    public var meanWait: Double {
        let slack = Double(servers) - arrivalRate * serviceTime
        return waitingProbability / slack * serviceTime * ((arrivalVariation + serviceVariation) / 2)
    }

    /// The mean time in the system, W ≈ Wq + S, in seconds.
    public var meanResponseTime: Double { meanWait + serviceTime }

    /// What the mean wait of one server cannot exceed: λ(σa² + σs²)/(2(1 − ρ)), in seconds.
    ///
    /// An exact inequality of Kingman's, for one server only; nil for more.
    public var largestMeanWait: Double? {
        guard servers == 1 else { return nil }
        let arrivalVariance = arrivalVariation / arrivalRate / arrivalRate
        let serviceVariance = serviceVariation * serviceTime * serviceTime
        return arrivalRate * (arrivalVariance + serviceVariance) / (2 * (1 - utilisation))
    }

    private static func bolchEstimate(utilisation: Double, servers: Int) -> Double {
        utilisation > 0.7
            ? (pow(utilisation, Double(servers)) + utilisation) / 2
            : pow(utilisation, Double(servers + 1) / 2)
    }
}
