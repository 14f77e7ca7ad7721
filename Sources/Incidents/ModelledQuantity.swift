import Diagnostics
public import Quantities
public import Queueing

extension Quantity {
    /// A figure that a model of `Queueing` gives: its derivation names the model and leads to every figure
    /// that went into it.
    ///
    /// It is unknown where one of these is, and where the model does not apply to them: then the message
    /// states the condition in words. The model says itself between which bounds its result lies; a result
    /// without bounds is exact for the figures as they stand, whose own rounding is then not carried along.
    ///
    /// - Parameters:
    ///   - model: What computes it, with the assumption that matters most, such as `fluid model`.
    ///   - operands: The figures that go into it.
    ///   - compute: Computes it in the scale in which the unit counts: milliseconds for times.
    public static func modelled(
        _ model: String, from operands: [AnyQuantity],
        _ compute: () throws(QueueingError) -> (value: Double, within: Interval?)
    ) -> Quantity {
        let derivation = Derivation.operation(symbol: model, operands: operands.map(\.derivation))
        let problems = operands.flatMap(\.problems)
        guard problems.isEmpty else { return Quantity(state: .unknown(problems), derivation: derivation) }
        do throws(QueueingError) {
            let result = try compute()
            return Quantity(result.value, within: result.within, derivation: derivation)
        } catch {
            let reason = Diagnostic(
                .figure(.outsideModel), "\(model) gives no number: \(error.description)",
                at: derivation.sources.first.map(Place.init),
                help: "Say in words what the model cannot tell, or give it the measurements that it asks for."
            )
            return Quantity(state: .unknown([reason]), derivation: derivation)
        }
    }

    /// A figure that a formula of `Queueing` gives, with the bounds that the rounding of its inputs leaves.
    ///
    /// The formula must rise or fall throughout in each input: then its extremes lie at the corners of their
    /// bounds. It is unknown where the formula does not apply at one of them, since it is not known then
    /// whether it applies at all.
    ///
    /// - Parameters:
    ///   - model: What computes it, with the assumption that matters most.
    ///   - inputs: The figures that go into it; at most eight of them with bounds that are apart.
    ///   - formula: Computes it from numbers in the scales of the inputs' units, in their order.
    public static func modelled(
        _ model: String, monotoneIn inputs: [AnyQuantity],
        _ formula: ([Double]) throws(QueueingError) -> Double
    ) -> Quantity {
        modelled(model, from: inputs) { () throws(QueueingError) in
            let value = try formula(inputs.map { $0.value ?? .nan })
            var corners: [[Double]] = [[]]
            for input in inputs {
                guard let bounds = input.interval else { continue }
                let ends = bounds.isExact ? [bounds.lower] : [bounds.lower, bounds.upper]
                corners = corners.flatMap { corner in ends.map { corner + [$0] } }
            }
            var (lower, upper) = (value, value)
            for corner in corners {
                let there = try formula(corner)
                (lower, upper) = (min(lower, there), max(upper, there))
            }
            return (value, Interval(lower, upper))
        }
    }
}
