/// The Universal Scalability Law: what N workers at once achieve, as a multiple of what one does.
///
/// C(N) = N/(1 + σ(N − 1) + κN(N − 1)): σ is the share of the work that must be done alone, κ what each pair
/// of workers costs to keep in agreement. Source: N. J. Gunther, "Guerrilla Capacity Planning", 2007.
public struct ScalabilityLaw: QueueingModel, Hashable {
    public let contention: Double
    /// κ, the cost of coherency.
    public let coherency: Double

    /// Describes a law by its two coefficients.
    public init(contention: Double, coherency: Double) throws(QueueingError) {
        try Condition.probability(contention, "contention")
        try Condition.notNegative(coherency, "coherency")
        self.contention = contention
        self.coherency = coherency
    }

    public var name: String { "Universal Scalability Law" }

    /// What the figures take for granted.
    public var assumptions: [String] {
        [
            "The workload is the same at every number of workers, and closed: each worker has one piece at a time.",
            "Contention and coherency are the only things that slow it down, and their costs are constant.",
            "At least six measurements, some of them past the peak; beyond them the curve is a guess.",
        ]
    }

    /// What N workers achieve as a multiple of what one does, C(N).
    public func capacity(of workers: Double) throws(QueueingError) -> Double {
        try Condition.positive(workers, "number of workers")
        return workers / denominator(workers)
    }

    /// The number of workers with the highest throughput, √((1 − σ)/κ); nil where more always achieve more.
    public var peak: Double? { coherency > 0 ? ((1 - contention) / coherency).squareRoot() : nil }

    /// What no number of workers exceeds: 1/σ without coherency costs, C(N*) with them; nil without either.
    public var ceiling: Double? {
        guard let peak else { return contention > 0 ? 1 / contention : nil }
        return peak >= 1 ? peak / denominator(peak) : 1
    }

    private func denominator(_ workers: Double) -> Double {
        1 + contention * (workers - 1) + coherency * workers * (workers - 1)
    }
}
