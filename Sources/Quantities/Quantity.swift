public import Diagnostics

/// A number that knows its unit, how exactly it is known, and how it came about.
///
/// A quantity that could not be read or computed is *unknown*: it carries the reason, every result
/// computed from it is unknown for the same reason, and a document that prints it fails to build.
public struct Quantity<Unit: UnitOfMeasure>: Sendable, Hashable {
    /// What is known of the number.
    public enum State: Sendable, Hashable {
        /// The number, and the bounds between which rounding leaves it.
        case known(value: Double, within: Interval)
        /// Why there is no number.
        case unknown([Diagnostic])
    }

    /// What is known of the number.
    public let state: State
    /// How it came about.
    public let derivation: Derivation
    /// What the incident says of it; nil unless it is a figure with a name.
    public internal(set) var declaration: FigureDeclaration?

    /// Makes a quantity from its parts.
    public init(state: State, derivation: Derivation) {
        self.state = state
        self.derivation = derivation
    }

    /// Makes a known quantity; without an interval it is exact.
    public init(_ value: Double, within interval: Interval? = nil, derivation: Derivation) {
        self.init(
            state: .known(value: value, within: interval ?? Interval(exactly: value)), derivation: derivation)
    }

    /// Makes an unknown quantity.
    public init(unknown reason: Diagnostic, label: String) {
        self.init(state: .unknown([reason]), derivation: .missing(label: label))
    }

    /// Whether both are the same number from the same evidence, whatever they are called.
    public static func == (left: Self, right: Self) -> Bool {
        left.state == right.state && left.derivation == right.derivation
    }

    /// Hashes the number and its derivation.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(state)
        hasher.combine(derivation)
    }

    /// The number, or nil where it is unknown.
    public var value: Double? {
        if case .known(let value, _) = state { value } else { nil }
    }

    /// The bounds, or nil where it is unknown.
    public var interval: Interval? {
        if case .known(_, let interval) = state { interval } else { nil }
    }

    /// Why it is unknown; empty where it is known.
    public var problems: [Diagnostic] {
        if case .unknown(let reasons) = state { reasons } else { [] }
    }

    /// A number that nobody measured: a stated assumption, which every page shows as one.
    public static func assumed(_ value: Double, because reason: String) -> Quantity {
        Quantity(
            value, derivation: .assumption(statement: "\(plainNumber(value)) \(Unit.name)", reason: reason))
    }

    /// The same number in another unit, where the unit that was printed was too wide: rows as a count.
    public func relabelled<Other: UnitOfMeasure>(as unit: Other.Type) -> Quantity<Other> {
        let state: Quantity<Other>.State =
            switch self.state {
            case .known(let value, let interval): .known(value: value, within: interval)
            case .unknown(let reasons): .unknown(reasons)
            }
        return Quantity<Other>(state: state, derivation: derivation)
    }

    /// Combines two quantities; the result is unknown where either is, or where the formula has no value.
    func combined<Other: UnitOfMeasure, Result: UnitOfMeasure>(
        with other: Quantity<Other>, symbol: String, _ value: (Double, Double) -> Double,
        _ interval: (Interval, Interval) -> Interval?
    ) -> Quantity<Result> {
        let derivation = Derivation.operation(symbol: symbol, operands: [self.derivation, other.derivation])
        switch (state, other.state) {
        case (.known(let left, let leftBounds), .known(let right, let rightBounds)):
            guard let bounds = interval(leftBounds, rightBounds) else {
                let reason = Diagnostic(
                    .figure(.dividesByZero), "The divisor of \(derivation.text) may be zero",
                    at: (other.derivation.sources.first ?? self.derivation.sources.first).map(Place.init),
                    help: "Bind the figure to a measurement that is not zero, or state the two numbers apart."
                )
                return Quantity<Result>(state: .unknown([reason]), derivation: derivation)
            }
            return Quantity<Result>(value(left, right), within: bounds, derivation: derivation)
        default:
            return Quantity<Result>(state: .unknown(problems + other.problems), derivation: derivation)
        }
    }

    /// Applies a function of one number that only rises or only falls.
    public func mapped<Result: UnitOfMeasure>(
        _ name: String, to unit: Result.Type = Result.self, _ function: (Double) -> Double
    ) -> Quantity<Result> {
        let derivation = Derivation.operation(symbol: name, operands: [self.derivation])
        switch state {
        case .known(let value, let bounds):
            return Quantity<Result>(
                function(value), within: Interval(function(bounds.lower), function(bounds.upper)),
                derivation: derivation)
        case .unknown(let reasons):
            return Quantity<Result>(state: .unknown(reasons), derivation: derivation)
        }
    }
}
