#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// An M/M/c queue: Poisson arrivals, exponential service times, c equal servers, an unlimited line.
///
/// It exists only below saturation. The means also hold where the servers share themselves equally
/// among all that is present; the percentiles hold only for first come, first served.
/// Source: D. Gross and C. M. Harris, "Fundamentals of Queueing Theory", chapter 2.
public struct OpenQueue: QueueingModel, Hashable {
    /// Arrivals per second, λ.
    public let arrivalRate: Double
    /// The mean service time in seconds, S = 1/μ.
    public let serviceTime: Double
    /// How many servers there are, c.
    public let servers: Int
    /// The probability that an arrival has to wait, by Erlang C.
    public let waitingProbability: Double

    /// Describes a queue, and refuses one that is saturated.
    public init(arrivalRate: Double, serviceTime: Double, servers: Int) throws(QueueingError) {
        try Condition.notNegative(arrivalRate, "arrival rate")
        try Condition.positive(serviceTime, "service time")
        try Condition.count(servers, "number of servers")
        let offeredLoad = arrivalRate * serviceTime
        guard offeredLoad < Double(servers) else {
            throw .saturated(utilisation: offeredLoad / Double(servers))
        }
        waitingProbability = try Erlang.waitingProbability(servers: servers, offeredLoad: offeredLoad)
        self.arrivalRate = arrivalRate
        self.serviceTime = serviceTime
        self.servers = servers
    }

    /// M/M/c with its number of servers.
    public var name: String { "M/M/\(servers)" }

    /// What the means and percentiles take for granted.
    public var assumptions: [String] {
        [
            Assumption.poissonArrivals, Assumption.exponentialService, Assumption.equalServers,
            Assumption.unlimitedLine, Assumption.belowSaturation,
            Assumption.firstCome + " The means hold without this, the percentiles do not.",
            Assumption.steadyState,
        ]
    }

    /// The share of time that a server is busy, ρ = λS/c.
    public var utilisation: Double { arrivalRate * serviceTime / Double(servers) }

    /// The part of the servers' work that is left over, c − λS: no larger than c, however short the service.
    private var slack: Double { Double(servers) - arrivalRate * serviceTime }

    /// The mean time spent waiting for a server, Wq = C/(cμ − λ), in seconds.
    public var meanWait: Double { waitingProbability / slack * serviceTime }

    /// The mean time in the system, waiting and served, W = Wq + S, in seconds.
    public var meanResponseTime: Double { meanWait + serviceTime }

    /// How many wait on average, Lq = λWq.
    public var meanQueueLength: Double { waitingProbability / slack * (arrivalRate * serviceTime) }

    /// How many are in the system on average, L = λW.
    public var meanInSystem: Double { meanQueueLength + arrivalRate * serviceTime }

    /// The wait that a share of arrivals does not exceed, in seconds: max(0, ln(C/(1−p))/(cμ − λ)).
    ///
    /// - Parameter share: p, from 0 up to but not including 1; 0.95 asks for the 95th percentile.
    public func waitPercentile(_ share: Double) throws(QueueingError) -> Double {
        try Condition.percentile(share)
        guard waitingProbability > 1 - share else { return 0 }
        return log(waitingProbability / (1 - share)) / slack * serviceTime
    }

    /// The probability that an arrival waits longer than a time in seconds, P(Wq > t) = C·e^−(cμ−λ)t.
    public func probabilityOfWaiting(longerThan time: Double) throws(QueueingError) -> Double {
        try Condition.notNegative(time, "time")
        return waitingProbability * exp(-slack * (time / serviceTime))
    }

    /// The probability that waiting and service together take longer than a time in seconds.
    ///
    /// P(T > t) = e^−μt · (1 + C(1 − e^−μt(c−1−a))/(c−1−a)), and e^−μt(1 + Cμt) where a = c − 1.
    public func probabilityOfResponding(longerThan time: Double) throws(QueueingError) -> Double {
        try Condition.notNegative(time, "time")
        return tail(time / serviceTime)
    }

    /// The response time that a share of arrivals does not exceed, in seconds, found by bisection.
    ///
    /// It is not the sum of the same percentiles of waiting and service, which are rarely long together.
    /// - Parameter share: p, from 0 up to but not including 1; 0.95 asks for the 95th percentile.
    public func responsePercentile(_ share: Double) throws(QueueingError) -> Double {
        try Condition.percentile(share)
        guard share > 0 else { return 0 }
        let rest = 1 - share
        var upper = 1.0
        while tail(upper) > rest { upper *= 2 }
        var lower = 0.0
        while true {
            let middle = lower + (upper - lower) / 2
            guard middle > lower, middle < upper else { return upper * serviceTime }
            if tail(middle) > rest { lower = middle } else { upper = middle }
        }
    }

    /// P(T > t) with the time in units of the service time.
    ///
    /// Both branches multiply only exponentials that shrink, so that a long time gives zero and never 0 · ∞.
    private func tail(_ time: Double) -> Double {
        let gap = slack - 1
        let served = exp(-time)
        let waited =
            if gap == 0 {
                time * served
            } else if gap > 0 {
                served * -expm1(-time * gap) / gap
            } else {
                exp(-time * slack) * -expm1(time * gap) / -gap
            }
        return served + waitingProbability * waited
    }
}
