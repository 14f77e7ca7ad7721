internal import Quantities

/// An axis of numbers: what it measures, and how it is divided.
public struct Axis: Sendable, Hashable {
    /// How values become lengths.
    public enum Scale: String, Sendable, Hashable, CaseIterable {
        /// Equal lengths are equal differences.
        case linear
        /// Equal lengths are equal ratios; values that are not positive cannot be drawn.
        case logarithmic
    }

    /// What is measured and its unit, as in `Latency, ms`; a logarithmic axis says so after it.
    public var label: String
    /// How values become lengths.
    public var scale: Scale
    /// The values from end to end, or nil to take them from the data.
    public var range: ClosedRange<Double>?
    /// What follows the number of each tick, such as ` %`; empty for nothing.
    public var tickSuffix: String

    /// Makes an axis.
    public init(
        _ label: String, scale: Scale = .linear, range: ClosedRange<Double>? = nil, tickSuffix: String = ""
    ) {
        self.label = label
        self.scale = scale
        self.range = range
        self.tickSuffix = tickSuffix
    }

    /// The label as it is printed.
    var caption: String {
        guard scale == .logarithmic else { return label }
        return label.isEmpty ? "logarithmic scale" : label + " (logarithmic scale)"
    }
}

/// A place on an axis that is marked with its value.
struct Tick: Hashable {
    let value: Double
    let label: String
}

/// The mapping from values to positions in the drawing, with its ticks.
struct Mapping {
    let scale: Axis.Scale
    let lower: Double
    let upper: Double
    let ticks: [Tick]
    private let start: Double
    private let end: Double

    /// The magnitudes that can be drawn: beyond them neither ticks nor coordinates keep their digits.
    private static let drawable = 1e-9...1e15

    static func isDrawable(_ value: Double, on scale: Axis.Scale) -> Bool {
        guard value.isFinite, value.magnitude <= drawable.upperBound else { return false }
        return scale == .linear || value >= drawable.lowerBound
    }

    /// Fits an axis round values.
    ///
    /// - Parameters:
    ///   - includesZero: whether a linear axis begins at zero, as lengths and areas need.
    ///   - start: the position of the lower end.
    ///   - end: the position of the upper end.
    ///   - tickCount: about how many ticks there is room for.
    init(
        _ axis: Axis, fitting values: some Sequence<Double>, includesZero: Bool = false, from start: Double,
        to end: Double, tickCount: Int
    ) {
        var low = Double.infinity
        var high = -Double.infinity
        for value in values where Self.isDrawable(value, on: axis.scale) {
            low = min(low, value)
            high = max(high, value)
        }
        if low > high { (low, high) = axis.scale == .linear ? (0, 1) : (1, 10) }
        if axis.scale == .linear, includesZero { (low, high) = (min(low, 0), max(high, 0)) }
        var fixed: ClosedRange<Double>?
        if let range = axis.range, Self.isDrawable(range.lowerBound, on: axis.scale),
            Self.isDrawable(range.upperBound, on: axis.scale), range.upperBound > range.lowerBound
        {
            fixed = range
            (low, high) = (range.lowerBound, range.upperBound)
        }
        (low, high) = Self.widened(low, high, on: axis.scale)
        let divided =
            axis.scale == .linear
            ? Self.linearTicks(low, high, count: tickCount, suffix: axis.tickSuffix, isFixed: fixed != nil)
            : Self.logarithmicTicks(
                low, high, count: tickCount, suffix: axis.tickSuffix, isFixed: fixed != nil)
        scale = axis.scale
        lower = divided.lower
        upper = divided.upper
        ticks = divided.ticks
        self.start = start
        self.end = end
    }

    /// Where a value stands, beyond the ends too; nil where it cannot be drawn on this scale.
    func position(_ value: Double) -> Double? {
        guard Self.isDrawable(value, on: scale) else { return nil }
        let share =
            switch scale {
            case .linear: (value - lower) / (upper - lower)
            case .logarithmic: logarithm(value / lower) / logarithm(upper / lower)
            }
        return start + max(-100, min(100, share)) * (end - start)
    }

    /// Where a value stands, or the nearest end.
    func clampedPosition(_ value: Double) -> Double? {
        position(value).map { max(min(start, end), min(max(start, end), $0)) }
    }

    /// The position of the lower end, or of zero where the axis has it.
    var base: Double {
        scale == .linear ? (clampedPosition(0) ?? start) : start
    }

    /// Keeps the ends apart, so that a single value and equal values stand in the middle.
    private static func widened(_ low: Double, _ high: Double, on scale: Axis.Scale) -> (Double, Double) {
        switch scale {
        case .linear:
            let least = max(1e-7, max(low.magnitude, high.magnitude) * 1e-6)
            guard high - low < least else { return (low, high) }
            let margin = low == 0 ? 1 : low.magnitude * 0.5
            return (low - margin, high + margin)
        case .logarithmic:
            return high / low < 1.001 ? (max(1e-9, low / 3), min(1e15, high * 3)) : (low, high)
        }
    }

    private static func linearTicks(
        _ low: Double, _ high: Double, count: Int, suffix: String, isFixed: Bool
    ) -> (lower: Double, upper: Double, ticks: [Tick]) {
        let step = niceStep((high - low) / Double(max(1, count)))
        // A thousandth of a step is rounding, not data: without it 0.3 / 0.1 would add a tick.
        let first = isFixed ? (low / step - 0.001).rounded(.up) : (low / step + 0.001).rounded(.down)
        let last = isFixed ? (high / step + 0.001).rounded(.down) : (high / step - 0.001).rounded(.up)
        var ticks: [Tick] = []
        let decimals = max(0, -powerOfTen(below: step))
        var index = first
        while index <= last, ticks.count < 50 {
            ticks.append(Tick(value: index * step, label: decimal(index * step, decimals: decimals) + suffix))
            index += 1
        }
        return isFixed ? (low, high, ticks) : (min(low, first * step), max(high, last * step), ticks)
    }

    private static func logarithmicTicks(
        _ low: Double, _ high: Double, count: Int, suffix: String, isFixed: Bool
    ) -> (lower: Double, upper: Double, ticks: [Tick]) {
        let (firstPower, lastPower) = (powerOfTen(below: low), powerOfTen(above: high))
        let decades = max(1, lastPower - firstPower)
        let multiples: [Double] =
            decades * 3 <= count + 1 ? [1, 2, 5] : decades * 2 <= count + 1 ? [1, 3] : [1]
        let stride = multiples.count > 1 ? 1 : max(1, (decades + count - 1) / max(1, count))
        var candidates: [(value: Double, label: String)] = []
        for power in firstPower...lastPower where (power - firstPower) % stride == 0 {
            for multiple in multiples {
                let value = multiple * tenToThe(power)
                candidates.append((value, decimal(value, decimals: max(0, -power)) + suffix))
            }
        }
        var (lower, upper) = (low, high)
        if !isFixed {
            lower = candidates.last { $0.value <= low * 1.000001 }?.value ?? low
            upper = candidates.first { $0.value >= high / 1.000001 }?.value ?? high
        }
        let ticks = candidates.filter { $0.value >= lower / 1.000001 && $0.value <= upper * 1.000001 }
        return (lower, upper, ticks.map { Tick(value: $0.value, label: $0.label) })
    }
}

/// The smallest of 1, 2 and 5 times a power of ten that is not below a length.
func niceStep(_ length: Double) -> Double {
    guard length.isFinite, length > 0 else { return 1 }
    let power = tenToThe(powerOfTen(below: length))
    for multiple in [1.0, 2, 5] where length <= multiple * power * 1.000001 { return multiple * power }
    return 10 * power
}

/// The largest power of ten that is not above a positive value.
private func powerOfTen(below value: Double) -> Int {
    var power = 0
    while tenToThe(power) > value * 1.000001, power > -18 { power -= 1 }
    while tenToThe(power + 1) <= value * 1.000001, power < 18 { power += 1 }
    return power
}

/// The smallest power of ten that is not below a positive value.
private func powerOfTen(above value: Double) -> Int {
    let below = powerOfTen(below: value)
    return tenToThe(below) * 1.000001 >= value ? below : below + 1
}

/// A power of ten, by division for the negative ones so that 0.1 is the nearest number to a tenth.
private func tenToThe(_ power: Int) -> Double {
    var result = 1.0
    for _ in 0..<min(30, power.magnitude) { result *= 10 }
    return power < 0 ? 1 / result : result
}

/// A number of a key with the digits that tell it from its neighbours: a hundredth of the span.
func keyNumber(_ value: Double, span: Double) -> String {
    let isWhole = value == value.rounded()
    return decimal(value, decimals: isWhole ? 0 : max(0, min(6, -powerOfTen(below: max(1e-9, span / 100)))))
}
