/// What is asked of a database: so many arrivals, so long each, on so many servers.
struct CapacityQuestion {
    /// Arrivals per second, λ.
    var arrivalRate: Double
    /// What each takes of one server, in seconds, S.
    var serviceTime: Double
    /// How many servers there are, c.
    var servers: Int
    /// How many may be there at once, waiting and running, K; nil for no limit.
    var slots: Int?
    /// Which percentile is asked for, above 0 and below 100.
    var percentile: Double

    /// The same question about a load that is a multiple of this one.
    func withLoad(times factor: Double) -> CapacityQuestion {
        var other = self
        other.arrivalRate *= factor
        return other
    }

    /// The same question with one server more; nil where that would be more servers than slots.
    var withOneMoreServer: CapacityQuestion? {
        guard slots.map({ $0 > servers }) ?? true else { return nil }
        var other = self
        other.servers += 1
        return other
    }

    /// The same question about work that takes a tenth of the time.
    var withFasterWork: CapacityQuestion {
        var other = self
        other.serviceTime /= 10
        return other
    }
}
