public import Quantities

/// What decides a claim: figures compared, with their rounding, to bounds or to each other.
///
/// A comparison holds when every value within the rounding satisfies it, is contradicted when none
/// does, and is undecided between.
public struct TestOver<Evidence: EvidenceSet>: Sendable {
    let evaluate: @Sendable (Evidence, FigureNames) -> Outcome

    /// The figure is the bound or more.
    public static func atLeast<Unit>(_ figure: FigurePath<Evidence, Unit>, _ bound: Bound<Unit>) -> Self {
        comparison(figure, "at least", bound) { observed, bound in
            observed.lower >= bound.upper ? true : observed.upper < bound.lower ? false : nil
        }
    }

    /// The figure is the bound or less.
    public static func atMost<Unit>(_ figure: FigurePath<Evidence, Unit>, _ bound: Bound<Unit>) -> Self {
        comparison(figure, "at most", bound) { observed, bound in
            observed.upper <= bound.lower ? true : observed.lower > bound.upper ? false : nil
        }
    }

    /// The figure is less than the bound.
    public static func below<Unit>(_ figure: FigurePath<Evidence, Unit>, _ bound: Bound<Unit>) -> Self {
        comparison(figure, "below", bound) { observed, bound in
            observed.upper < bound.lower ? true : observed.lower >= bound.upper ? false : nil
        }
    }

    /// The figure is more than the bound.
    public static func above<Unit>(_ figure: FigurePath<Evidence, Unit>, _ bound: Bound<Unit>) -> Self {
        comparison(figure, "above", bound) { observed, bound in
            observed.lower > bound.upper ? true : observed.upper <= bound.lower ? false : nil
        }
    }

    /// The figure is the bound; numbers that were rounded can only be said not to be equal.
    public static func equals<Unit>(_ figure: FigurePath<Evidence, Unit>, _ bound: Bound<Unit>) -> Self {
        comparison(figure, "exactly", bound) { observed, bound in
            if observed.isExact && bound.isExact { return observed.lower == bound.lower }
            return observed.upper < bound.lower || observed.lower > bound.upper ? false : nil
        }
    }

    /// The figure rounds to the bound as it was printed: equal as far as the rounding of both can tell.
    public static func agrees<Unit>(_ figure: FigurePath<Evidence, Unit>, with bound: Bound<Unit>) -> Self {
        comparison(figure, "the same as", bound) { observed, bound in
            !(observed.upper < bound.lower || observed.lower > bound.upper)
        }
    }

    /// The figure lies between two bounds, both included.
    public static func between<Unit>(
        _ figure: FigurePath<Evidence, Unit>, _ lower: Bound<Unit>, and upper: Bound<Unit>
    ) -> Self {
        let reference = FigureReference(figure)
        return TestOver { evidence, names in
            let observed = names.use(of: reference, in: evidence)
            let bounds = [lower.use(evidence, names), upper.use(evidence, names)]
            let verdict = decide(observed, bounds) { observed, bounds in
                if observed.lower >= bounds[0].upper && observed.upper <= bounds[1].lower { return true }
                let isPossible =
                    max(observed.lower, bounds[0].lower) <= min(observed.upper, bounds[1].upper)
                return isPossible ? nil : false
            }
            return Outcome(
                verdict: verdict,
                comparisons: [
                    .init(observed: observed, relation: "between", bounds: bounds, verdict: verdict)
                ])
        }
    }

    /// Every test holds; one that is contradicted contradicts all.
    public static func all(_ tests: [Self]) -> Self {
        TestOver { evidence, names in
            let outcomes = tests.map { $0.evaluate(evidence, names) }
            let verdicts = Set(outcomes.map(\.verdict))
            let verdict: Verdict =
                verdicts.contains(.contradicted)
                ? .contradicted : verdicts.contains(.undecided) || tests.isEmpty ? .undecided : .holds
            return Outcome(verdict: verdict, comparisons: outcomes.flatMap(\.comparisons))
        }
    }

    private static func comparison<Unit>(
        _ figure: FigurePath<Evidence, Unit>, _ relation: String, _ bound: Bound<Unit>,
        _ satisfied: @escaping @Sendable (Interval, Interval) -> Bool?
    ) -> Self {
        let reference = FigureReference(figure)
        return TestOver { evidence, names in
            let observed = names.use(of: reference, in: evidence)
            let bound = bound.use(evidence, names)
            let verdict = decide(observed, [bound]) { satisfied($0, $1[0]) }
            return Outcome(
                verdict: verdict,
                comparisons: [
                    .init(observed: observed, relation: relation, bounds: [bound], verdict: verdict)
                ])
        }
    }

    private static func decide(
        _ observed: FigureUse, _ bounds: [FigureUse], _ satisfied: (Interval, [Interval]) -> Bool?
    ) -> Verdict {
        let intervals = bounds.compactMap(\.quantity.interval)
        guard let interval = observed.quantity.interval, intervals.count == bounds.count else {
            return .undecided
        }
        return switch satisfied(interval, intervals) {
        case true?: .holds
        case false?: .contradicted
        case nil: .undecided
        }
    }

    /// What a figure is compared with: another figure, or a number that the claim itself states.
    public struct Bound<Unit: UnitOfMeasure>: Sendable {
        let use: @Sendable (Evidence, FigureNames) -> FigureUse

        /// Another figure of the evidence.
        public static func figure(_ path: FigurePath<Evidence, Unit>, _ format: Format<Unit>? = nil) -> Self {
            let reference = FigureReference(path, format)
            return Self { evidence, names in names.use(of: reference, in: evidence) }
        }

        /// A number that the claim states, in the unit's own scale.
        static func stated(_ value: Double, _ format: Format<Unit>?) -> Self {
            Self { _, _ in
                FigureUse(
                    AnyQuantity(
                        Quantity<Unit>.assumed(value, because: "the bound that the claim states"),
                        format: format))
            }
        }
    }
}

extension TestOver.Bound where Unit == Time {
    /// A time.
    public static func milliseconds(_ value: Double) -> Self { stated(value, .milliseconds) }
    /// A time.
    public static func seconds(_ value: Double) -> Self { stated(value * 1000, .seconds) }
    /// A time.
    public static func minutes(_ value: Double) -> Self { stated(value * 60_000, .minutes) }
    /// A time.
    public static func hours(_ value: Double) -> Self { stated(value * 3_600_000, .hours) }
}

extension TestOver.Bound where Unit == Ratio {
    /// So many times.
    public static func times(_ value: Double) -> Self { stated(value, .times) }
}

extension TestOver.Bound where Unit == Share {
    /// So many hundredths.
    public static func percent(_ value: Double) -> Self { stated(value / 100, .percent) }
}

extension TestOver.Bound where Unit == Count {
    /// So many.
    public static func count(_ value: Double) -> Self { stated(value, .count) }
}

extension TestOver.Bound where Unit == Rows {
    /// So many rows.
    public static func rows(_ value: Double) -> Self { stated(value, .rows) }
}

extension TestOver.Bound where Unit == Rate {
    /// So many a second.
    public static func perSecond(_ value: Double) -> Self { stated(value, .perSecond) }
}

extension TestOver.Bound where Unit == Bytes {
    /// So many megabytes of 1,048,576 bytes.
    public static func megabytes(_ value: Double) -> Self { stated(value * 1_048_576, .size) }
}
