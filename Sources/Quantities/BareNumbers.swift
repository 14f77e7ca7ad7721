/// How numbers of a unit are written that are no quantity by themselves: bounds, and how far two are apart.
public struct BareNumbers: Sendable, Hashable {
    /// What a number is multiplied with, such as 100 for hundredths.
    let scale: Double
    /// What stands behind a number.
    let suffix: String
    /// What stands behind a difference of two numbers, where that is something else.
    let differenceSuffix: String
    /// Whether the numbers are points in time, of which only differences are numbers to a reader.
    let isInstant: Bool
    /// Whether a difference is also told as a part of what it is a difference from.
    let hasRelativeDifference: Bool

    /// Says how numbers of a unit are written.
    ///
    /// - Parameters:
    ///   - suffix: What stands behind a number, with its space.
    ///   - scale: What a number is multiplied with.
    ///   - difference: What stands behind a difference; the suffix where nil.
    public init(suffix: String, scale: Double = 1, difference: String? = nil) {
        self.init(suffix: suffix, scale: scale, difference: difference, isInstant: false)
    }

    private init(suffix: String, scale: Double, difference: String?, isInstant: Bool) {
        self.scale = scale
        self.suffix = suffix
        differenceSuffix = difference ?? suffix
        self.isInstant = isInstant
        hasRelativeDifference = !isInstant
    }

    /// Points in time, whose differences are seconds.
    static let instants = BareNumbers(suffix: "", scale: 1, difference: " s", isInstant: true)

    /// `692.6× to 902.1×`, with two digits more than the interval is wide; `exact` for one point.
    func text(of interval: Interval) -> String {
        guard !interval.isExact else { return "exact" }
        guard !isInstant else {
            let ends = [interval.lower, interval.upper].map { Timestamp(secondsSinceEpoch: $0).text }
            return ends.joined(separator: " to ")
        }
        let width = (interval.upper - interval.lower) * scale
        // The division that made the width may leave it just below the power of ten that it is.
        let decimals = max(0, 1 - exponent(of: width * 1.000001))
        let ends = [interval.lower, interval.upper].map { decimal($0 * scale, decimals: decimals) + suffix }
        return ends.joined(separator: " to ")
    }

    /// `129.5×`: how far two numbers are apart, without a sign, to three digits; whole numbers in full.
    func text(ofDifference difference: Double) -> String {
        let scaled = difference.magnitude * scale
        let whole = scaled.rounded()
        let isWhole = (scaled - whole).magnitude <= 1e-9 * max(1, scaled)
        let number = isWhole && whole >= 1 ? decimal(whole, decimals: 0) : threeDigits(scaled)
        return number + differenceSuffix
    }

    private func threeDigits(_ value: Double) -> String {
        // Digits before the decimal point are never rounded away.
        value >= 100 ? decimal(value, decimals: value < 1000 ? 1 : 0) : significant(value, digits: 3)
    }
}

extension AnyQuantity {
    /// The bounds in the unit's own scale, such as `692.6× to 902.1×`; `exact` for one point; nil where unknown.
    public var intervalText: String? { interval.map(bareNumbers.text(of:)) }

    /// How far two numbers of this unit are apart, without a sign: `129.5×`, `0.4 percentage points`.
    public func text(ofDifference difference: Double) -> String {
        bareNumbers.text(ofDifference: difference)
    }

    /// A difference as a part of a number of this unit; nil for points in time and for nothing.
    public func relativeDifference(_ difference: Double, from number: Double) -> Double? {
        bareNumbers.hasRelativeDifference && number != 0 ? difference / number.magnitude : nil
    }
}

/// A part of a whole with three digits: `0.042 %`, `12.5 %`, `1,234 %`.
public func percentageText(_ share: Double) -> String {
    let percent = share.magnitude * 100
    return (percent >= 100 ? decimal(percent, decimals: 0) : significant(percent, digits: 3)) + " %"
}
