/// The bounds between which a printed number really lies, both included.
///
/// `0.036 ms` was rounded from something between 0.0355 and 0.0365; arithmetic carries such bounds
/// along, so that a ratio of two small times says how little it knows.
public struct Interval: Sendable, Hashable {
    /// The least it can be.
    public let lower: Double
    /// The most it can be.
    public let upper: Double

    /// Makes an interval; the bounds may come in either order.
    public init(_ first: Double, _ second: Double) {
        lower = min(first, second)
        upper = max(first, second)
    }

    /// An interval of one point.
    public init(exactly value: Double) {
        lower = value
        upper = value
    }

    public var halfWidth: Double { (upper - lower) / 2 }

    /// Whether it is one point.
    public var isExact: Bool { lower == upper }

    static func + (left: Interval, right: Interval) -> Interval {
        Interval(left.lower + right.lower, left.upper + right.upper)
    }

    static func - (left: Interval, right: Interval) -> Interval {
        Interval(left.lower - right.upper, left.upper - right.lower)
    }

    static func * (left: Interval, right: Interval) -> Interval {
        hull([
            left.lower * right.lower, left.lower * right.upper, left.upper * right.lower,
            left.upper * right.upper,
        ])
    }

    /// The quotient, or nil where the divisor may be zero.
    static func / (left: Interval, right: Interval) -> Interval? {
        guard right.lower > 0 || right.upper < 0 else { return nil }
        return hull([
            left.lower / right.lower, left.lower / right.upper, left.upper / right.lower,
            left.upper / right.upper,
        ])
    }

    private static func hull(_ ends: [Double]) -> Interval {
        Interval(ends.reduce(.infinity, min), ends.reduce(-.infinity, max))
    }
}
