/// An M/G/1 queue: Poisson arrivals at one server, whatever the distribution of the service times.
///
/// Sources: F. Pollaczek 1930 and A. Khinchine 1932; L. Kleinrock, "Queueing Systems", volume 1, chapter 5.
public struct SingleServerQueue: QueueingModel, Hashable {
    /// Arrivals per second, λ.
    public let arrivalRate: Double
    /// The mean service time in seconds, S.
    public let serviceTime: Double
    /// The squared coefficient of variation of the service times, cs² = variance/S²: 0 where all are equal.
    public let serviceVariation: Double

    /// Describes a queue, and refuses one that is saturated.
    public init(
        arrivalRate: Double,
        serviceTime: Double,
        serviceVariation: Double
    ) throws(QueueingError) {
        try Condition.notNegative(arrivalRate, "arrival rate")
        try Condition.positive(serviceTime, "service time")
        try Condition.notNegative(serviceVariation, "squared variation of the service times")
        try Condition.belowSaturation(arrivalRate * serviceTime)
        self.arrivalRate = arrivalRate
        self.serviceTime = serviceTime
        self.serviceVariation = serviceVariation
    }

    /// Kendall's notation.
    public var name: String { "M/G/1" }

    /// What the means take for granted.
    public var assumptions: [String] {
        [
            Assumption.poissonArrivals,
            "One server; the mean and the variance of its service times are known, their distribution need not be.",
            Assumption.unlimitedLine, Assumption.belowSaturation, Assumption.firstCome,
            Assumption.steadyState,
        ]
    }

    /// The share of time that the server is busy, ρ = λS; it is also the probability of waiting.
    public var utilisation: Double { arrivalRate * serviceTime }

    /// The mean wait in seconds, by Pollaczek and Khinchine: Wq = ρS(1 + cs²)/(2(1 − ρ)).
    public var meanWait: Double {
        utilisation * serviceTime * (1 + serviceVariation) / (2 * (1 - utilisation))
    }

    /// The mean time in the system, W = Wq + S, in seconds.
    public var meanResponseTime: Double { meanWait + serviceTime }

    /// How many are in the system on average, L = λW.
    public var meanInSystem: Double { arrivalRate * meanResponseTime }

    /// The mean time in the system if the server shares itself equally among all present, R = S/(1 − ρ).
    ///
    /// Holds for every distribution of the service times, and does not depend on its variance.
    public var meanResponseTimeUnderSharing: Double { serviceTime / (1 - utilisation) }
}
