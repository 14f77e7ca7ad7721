/// How an M/M/c/K queue changes with time, from what it holds now: exact where no steady state exists.
///
/// This answers what a long-run mean cannot: how soon the slots of a database are gone after the load has
/// risen, and how long the backlog takes to drain. Source: A. Jensen, "Markoff chains as an aid in the study
/// of Markoff processes", 1953 (uniformization); D. Gross and D. R. Miller, 1984.
public struct TransientQueue: QueueingModel, Hashable {
    /// Arrivals per second, λ.
    public let arrivalRate: Double
    /// The mean service time in seconds, S = 1/μ.
    public let serviceTime: Double
    /// How many servers there are, c.
    public let servers: Int
    /// How many may be in the system, K; large enough, it stands for an unlimited line.
    public let places: Int

    /// The most additions that a computation takes: a bound that keeps a mistyped input from hanging a build.
    private static let largestWork = 1e11

    /// Describes a queue with at least as many places as servers.
    public init(arrivalRate: Double, serviceTime: Double, servers: Int, places: Int) throws(QueueingError) {
        try Condition.notNegative(arrivalRate, "arrival rate")
        try Condition.positive(serviceTime, "service time")
        try Condition.count(servers, "number of servers")
        try Condition.count(places, "number of places", from: servers)
        try Condition.positive(
            arrivalRate + Double(servers) / serviceTime, "rate of arrivals and completions together")
        self.arrivalRate = arrivalRate
        self.serviceTime = serviceTime
        self.servers = servers
        self.places = places
    }

    /// The notation, and that it is not about the long run.
    public var name: String { "M/M/\(servers)/\(places) over time" }

    /// What the figures take for granted.
    public var assumptions: [String] {
        [
            Assumption.poissonArrivals, Assumption.exponentialService, Assumption.equalServers,
            "At most \(places) are in the system; an arrival beyond them is refused and gone.",
            "The rates stay the same from the beginning of the time asked for to its end.",
        ]
    }

    /// How many are in the system after a time in seconds, by uniformization.
    ///
    /// P(t) = Σ e^−Λt (Λt)^k/k! · P(0)·U^k, with Λ = λ + cμ and U the chain seen at each event. Every term is
    /// positive, so small probabilities are as accurate as large ones. States less probable than 10^−30 are
    /// left out, and the sum ends early once the steady state is reached.
    public func distribution(
        after time: Double, from start: StateDistribution
    ) throws(QueueingError) -> StateDistribution {
        try Condition.notNegative(time, "time")
        guard start.places == places else {
            throw .outsideRange(
                quantity: "number of places of the start", value: Double(start.places),
                condition: "that of the queue, \(places)")
        }
        let rate = arrivalRate + Double(servers) / serviceTime
        let events = rate * time
        guard events > 0 else { return start }
        let longest = Self.largestWork / Double(places + 1)
        guard events <= longest else {
            throw .outsideRange(
                quantity: "time", value: time,
                condition: "at most \(longest / rate) s, as each event of the queue is computed")
        }
        var chain = UniformizedChain(self, start: start.probabilities)
        return StateDistribution(chain.distribution(weights: PoissonWeights(mean: events)))
    }

    /// The mean time until the last free place is taken, in seconds.
    ///
    /// Σ τ(i) for i from the number present to K − 1, with τ(i) = (1 + μ(i)·τ(i−1))/λ: exact, at any load.
    public func meanTimeToFill(from present: Int) throws(QueueingError) -> Double {
        try Condition.positive(arrivalRate, "arrival rate")
        guard (0...places).contains(present) else {
            throw .outsideRange(
                quantity: "number present", value: Double(present),
                condition: "from 0 to the number of places, \(places)")
        }
        var step = 0.0
        var total = CompensatedSum()
        for state in 0..<places {
            step = (1 + Double(min(state, servers)) / serviceTime * step) / arrivalRate
            if state >= present { total.add(step) }
        }
        guard total.value.isFinite else {
            throw .undetermined(
                quantity: "mean time to fill", condition: "at this load it is longer than any number can say")
        }
        return total.value
    }
}
