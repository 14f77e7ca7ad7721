/// Erlang's two formulas for c servers under an offered load of a = λS erlangs.
///
/// Source: A. K. Erlang, "Solution of some problems in the theory of probabilities of significance in
/// automatic telephone exchanges", 1917. Computed by recursion, since a^c/c! overflows from c = 171.
public enum Erlang {
    /// Erlang B: the probability that an arrival finds every server busy and is lost.
    ///
    /// 1/B(k) = 1 + (k/a)/B(k−1), B(0) = 1. Holds for Poisson arrivals where nobody waits, at any load
    /// and for any distribution of the service time.
    public static func lossProbability(servers: Int, offeredLoad: Double) throws(QueueingError) -> Double {
        try Condition.count(servers, "number of servers")
        try Condition.notNegative(offeredLoad, "offered load")
        guard offeredLoad > 0 else { return 0 }
        var inverse = 1.0
        for busy in 1...servers { inverse = 1 + inverse * Double(busy) / offeredLoad }
        return 1 / inverse
    }

    /// Erlang C: the probability that an arrival finds every server busy and has to wait.
    ///
    /// C = B / (1 − ρ(1 − B)), written so that nothing cancels as ρ nears 1: cB / (c − a + aB). Holds for
    /// Poisson arrivals, exponential service times, an unlimited queue and a utilisation below 1.
    public static func waitingProbability(servers: Int, offeredLoad: Double) throws(QueueingError) -> Double {
        let loss = try lossProbability(servers: servers, offeredLoad: offeredLoad)
        let count = Double(servers)
        guard offeredLoad < count else { throw .saturated(utilisation: offeredLoad / count) }
        return count * loss / ((count - offeredLoad) + offeredLoad * loss)
    }
}
