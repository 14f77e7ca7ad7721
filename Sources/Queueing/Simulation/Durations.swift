/// How long something takes: a distribution to draw from.
public enum Durations: Sendable, Hashable {
    /// Always the same, in seconds.
    case constant(Double)
    /// Exponential, of a mean in seconds.
    case exponential(mean: Double)
    /// Of a mean in seconds and a squared coefficient of variation.
    ///
    /// Below 1 it is a mixture of two Erlang distributions with one phase more or less, above 1 a
    /// hyperexponential one with balanced means. Source: H. C. Tijms, "Stochastic Models", 1994, appendix B.
    case varying(mean: Double, squaredVariation: Double)

    /// The mean, in seconds.
    public var mean: Double {
        switch self {
        case .constant(let value): value
        case .exponential(let mean), .varying(let mean, _): mean
        }
    }

    func check(_ quantity: String) throws(QueueingError) {
        try Condition.positive(mean, quantity)
        guard case .varying(_, let variation) = self else { return }
        // A draw takes as many steps as there are phases, 1/cs².
        guard variation >= 1e-3, variation.isFinite else {
            throw .outsideRange(
                quantity: "squared variation of the \(quantity)", value: variation,
                condition: "at least 0.001; a constant has none")
        }
    }

    func draw(_ numbers: inout RandomNumbers) -> Double {
        switch self {
        case .constant(let value): return value
        case .exponential(let mean): return mean * numbers.exponential()
        case .varying(let mean, let variation) where variation > 1:
            let first = (1 + ((variation - 1) / (variation + 1)).squareRoot()) / 2
            let share = numbers.unit() <= first ? first : 1 - first
            return mean / (2 * share) * numbers.exponential()
        case .varying(let mean, let variation):
            let phases = (1 / variation).rounded(.up)
            let discriminant = max(0, phases * (1 + variation) - phases * phases * variation)
            let fewer = (phases * variation - discriminant.squareRoot()) / (1 + variation)
            let drawn = numbers.unit() <= fewer ? phases - 1 : phases
            var total = 0.0
            for _ in 0..<(Int(exactly: drawn) ?? 0) { total += numbers.exponential() }
            return total * mean / (phases - fewer)
        }
    }
}
