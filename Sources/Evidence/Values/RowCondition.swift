/// What the number of a row is compared with, in the scale in which the column's unit counts.
public enum RowCondition: Sendable, Hashable {
    case equals(Double)
    /// The number is this one or more.
    case atLeast(Double)
    /// The number is this one or less.
    case atMost(Double)
    /// The number is more than this one.
    case above(Double)
    /// The number is less than this one.
    case below(Double)
    /// The number lies between these two, or is one of them.
    case between(Double, Double)

    package func holds(_ value: Double) -> Bool {
        switch self {
        case .equals(let other): value == other
        case .atLeast(let other): value >= other
        case .atMost(let other): value <= other
        case .above(let other): value > other
        case .below(let other): value < other
        case .between(let lower, let upper): value >= lower && value <= upper
        }
    }

    package var text: String {
        switch self {
        case .equals(let other): "= \(plain(other))"
        case .atLeast(let other): "≥ \(plain(other))"
        case .atMost(let other): "≤ \(plain(other))"
        case .above(let other): "> \(plain(other))"
        case .below(let other): "< \(plain(other))"
        case .between(let lower, let upper): "between \(plain(lower)) and \(plain(upper))"
        }
    }

    private func plain(_ value: Double) -> String {
        value.magnitude < 1e15 ? Int64(exactly: value).map(String.init) ?? "\(value)" : "\(value)"
    }
}
