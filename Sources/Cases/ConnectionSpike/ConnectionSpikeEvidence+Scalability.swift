import Casebook

/// The Universal Scalability Law that is nearest to a sweep, and how far it moves when a step is left out.
struct SweepLaw: Sendable {
    let fit: ScalabilityFit
    let others: [ScalabilityFit]

    init(_ measurements: [ScalabilityFit.Measurement]) throws(QueueingError) {
        fit = try ScalabilityFit(measurements)
        others = try ScalabilityFit.leavingOneOut(measurements)
    }

    func within(_ value: (ScalabilityFit) -> Double) -> Interval {
        let values = ([fit] + others).map(value)
        return Interval(values.min() ?? .nan, values.max() ?? .nan)
    }
}

extension ConnectionSpike.Evidence {
    private var sweepBefore: Table<SweepStep> { sweepSteps("before") }

    /// Nil where the sweep does not determine a law.
    var sweepLaw: SweepLaw? {
        lawOfSweep {
            let measurements = zip(sweepBefore.sessions.numbers, sweepBefore.throughput.numbers).map {
                ScalabilityFit.Measurement(workers: $0, throughput: $1)
            }
            do throws(QueueingError) { return try SweepLaw(measurements) } catch { return nil }
        }
    }

    private func fitted<Unit: UnitOfMeasure>(
        _ what: String, _ value: (ScalabilityFit) -> Double
    ) -> Quantity<Unit> {
        .modelled(
            "\(what) of the Universal Scalability Law, by least squares; between what it is when each step "
                + "in turn is left out",
            from: [
                AnyQuantity(sweepBefore.sessions.max), AnyQuantity(sweepBefore.throughput.max),
                AnyQuantity(sweepBefore.count),
            ]
        ) { () throws(QueueingError) in
            guard let law = sweepLaw, value(law.fit).isFinite else {
                throw .undetermined(quantity: what, condition: "the sweep does not determine it")
            }
            return (value(law.fit), law.within(value))
        }
    }

    var sweepSteps: Quantity<Count> {
        figure(sweepBefore.count, "Steps of the sweep before the index.")
    }
    /// σ: 0 where sessions do not hinder each other, 1 where two sessions finish no more than one.
    var contention: Quantity<Ratio> {
        figure(
            fitted("contention σ") { $0.law.contention }, "Contention: how much sessions hinder each other.",
            as: .factor, symbol: "σ")
    }
    /// κ: what each pair of sessions costs on top.
    var coherency: Quantity<Ratio> {
        figure(
            fitted("coherency κ") { $0.law.coherency }, "Coherency: what each pair of sessions costs on top.",
            as: .factor, symbol: "κ")
    }
    var throughputOfOne: Quantity<Rate> { fitted("throughput of one session γ") { $0.throughputOfOne } }
    /// The least and the most that σ is when a step is left out.
    var contentionLeast: Quantity<Ratio> {
        figure(bound("least", \.lower), "The least σ, a step left out.", as: .factor)
    }
    var contentionMost: Quantity<Ratio> {
        figure(bound("most", \.upper), "The most σ, a step left out.", as: .factor)
    }
    var fitDeviation: Quantity<Rate> {
        figure(
            fitted("mean deviation") { $0.deviation },
            "How far the sweep lies from the fitted law on average.")
    }

    private func bound(_ name: String, _ end: KeyPath<Interval, Double>) -> Quantity<Ratio> {
        .modelled("\(name) contention σ, each step in turn left out", from: [AnyQuantity(contention)]) {
            () throws(QueueingError) in (contention.interval?[keyPath: end] ?? .nan, nil)
        }
    }
}
