/// A unit whose numbers have a sum and a ratio, as points in time have not.
public protocol AdditiveUnit: UnitOfMeasure {}

extension Time: AdditiveUnit {}
extension Rows: AdditiveUnit {}
extension Blocks: AdditiveUnit {}
extension Count: AdditiveUnit {}
extension Bytes: AdditiveUnit {}
extension Ratio: AdditiveUnit {}
extension Share: AdditiveUnit {}
extension Rate: AdditiveUnit {}
extension Cost: AdditiveUnit {}

extension Quantity where Unit: AdditiveUnit {
    /// The sum.
    public static func + (left: Quantity, right: Quantity) -> Quantity {
        left.combined(with: right, symbol: "+", { $0 + $1 }, { $0 + $1 })
    }

    /// The difference.
    public static func - (left: Quantity, right: Quantity) -> Quantity {
        left.combined(with: right, symbol: "−", { $0 - $1 }, { $0 - $1 })
    }

    /// How many times the right one the left one is.
    public static func / (left: Quantity, right: Quantity) -> Quantity<Ratio> {
        left.combined(with: right, symbol: "÷", { $0 / $1 }, { $0 / $1 })
    }

    /// What part the left one is of the right one.
    public func share(of whole: Quantity) -> Quantity<Share> {
        combined(with: whole, symbol: "÷", { $0 / $1 }, { $0 / $1 })
    }

    /// By what part it is less than an earlier value: 0.9 means that a tenth is left.
    public func reduction(from before: Quantity) -> Quantity<Share> {
        share(of: before).complement
    }

    /// So many times the quantity.
    public static func * (left: Quantity, factor: Quantity<Ratio>) -> Quantity {
        left.combined(with: factor, symbol: "×", { $0 * $1 }, { $0 * $1 })
    }

    public static func * (left: Quantity, part: Quantity<Share>) -> Quantity {
        left.combined(with: part, symbol: "×", { $0 * $1 }, { $0 * $1 })
    }

    /// So many times a mean, which EXPLAIN's loops and a pool's servers are.
    public static func * (left: Quantity, times: Quantity<Count>) -> Quantity where Unit: ScalableByCount {
        left.combined(with: times, symbol: "×", { $0 * $1 }, { $0 * $1 })
    }

    /// The mean over a number of things.
    public func per(_ things: Quantity<Count>) -> Quantity {
        combined(with: things, symbol: "÷", { $0 / $1 }, { $0 / $1 })
    }
}

/// A unit of which a number of equal parts can be added up.
public protocol ScalableByCount: AdditiveUnit {}

extension Time: ScalableByCount {}
extension Rows: ScalableByCount {}
extension Blocks: ScalableByCount {}
extension Bytes: ScalableByCount {}
extension Rate: ScalableByCount {}

extension Quantity<Share> {
    /// What is left of the whole.
    public var complement: Quantity<Share> {
        switch state {
        case .known(let value, let bounds):
            Quantity(
                1 - value, within: Interval(1 - bounds.upper, 1 - bounds.lower),
                derivation: .operation(symbol: "−", operands: [.constant("1"), derivation]))
        case .unknown: self
        }
    }
}

extension Quantity<Count> {
    /// So many in a time: a rate.
    public func per(_ time: Quantity<Time>) -> Quantity<Rate> {
        combined(
            with: time, symbol: "÷", { $0 / ($1 / 1000) }, { $0 / Interval($1.lower / 1000, $1.upper / 1000) }
        )
    }
}

extension Quantity<Rate> {
    /// How many arrive in a time; with a mean time in the system this is Little's law, L = λW.
    public static func * (rate: Quantity<Rate>, time: Quantity<Time>) -> Quantity<Count> {
        rate.combined(
            with: time, symbol: "×", { $0 * $1 / 1000 }, { $0 * Interval($1.lower / 1000, $1.upper / 1000) })
    }
}

extension Quantity<Count> {
    /// How long so many take at a rate.
    public static func / (count: Quantity<Count>, rate: Quantity<Rate>) -> Quantity<Time> {
        count.combined(
            with: rate, symbol: "÷", { $0 / $1 * 1000 },
            { left, right in
                (left / right).map { Interval($0.lower * 1000, $0.upper * 1000) }
            })
    }

    /// The rate at which so many servers finish work that takes each of them a time: c ÷ S.
    public func servers(eachTaking service: Quantity<Time>) -> Quantity<Rate> { per(service) }
}
