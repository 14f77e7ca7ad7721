internal import Quantities

/// How the points of a time axis are named.
public enum TimeLabels: Sendable, Hashable {
    /// By the clock: values are seconds since 1970-01-01T00:00:00Z, shown in a zone so many minutes east of UTC.
    case clock(offsetMinutes: Int = 0)
    /// By the time elapsed: values are seconds from a beginning that the caption names.
    case elapsed(since: String)
}

/// The mapping from seconds to positions on a horizontal axis.
struct TimeMapping {
    let lower: Double
    let upper: Double
    let start: Double
    let end: Double
    let labels: TimeLabels

    /// Seconds that can be drawn: about 3,000 years either side of 1970.
    static func isDrawable(_ seconds: Double) -> Bool { seconds.isFinite && seconds.magnitude < 1e11 }

    /// Fits an axis round points in time; a single point stands in the middle of two seconds.
    init(_ labels: TimeLabels, fitting values: some Sequence<Double>, from start: Double, to end: Double) {
        var low = Double.infinity
        var high = -Double.infinity
        for value in values where Self.isDrawable(value) {
            low = min(low, value)
            high = max(high, value)
        }
        if low > high { (low, high) = (0, 1) }
        if high - low < 1e-4 { (low, high) = (low - 1, high + 1) }
        lower = low
        upper = high
        self.start = start
        self.end = end
        self.labels = labels
    }

    func position(_ seconds: Double) -> Double? {
        guard Self.isDrawable(seconds) else { return nil }
        return start + max(-100, min(100, (seconds - lower) / (upper - lower))) * (end - start)
    }

    func clampedPosition(_ seconds: Double) -> Double? {
        position(seconds).map { max(start, min(end, $0)) }
    }

    /// Ticks at round times of the shown zone, no nearer to each other than their labels are wide.
    func ticks(spacing: Double) -> [Tick] {
        let least = (upper - lower) / max(1, (end - start) / spacing)
        let step = Self.steps.first { $0 >= least } ?? 86_400 * niceStep(least / 86_400)
        let shift = Double(offsetMinutes * 60)
        var index = ((lower + shift) / step - 1e-6).rounded(.up)
        var ticks: [Tick] = []
        while index * step - shift <= upper + step * 1e-6, ticks.count < 60 {
            let local = index * step
            ticks.append(Tick(value: local - shift, label: label(local, step: step)))
            index += 1
        }
        return ticks
    }

    /// What stands below the axis: the day and the zone, or what the time is counted from.
    var caption: String {
        switch labels {
        case .elapsed(let beginning): beginning.isEmpty ? "Elapsed time" : "Time since \(beginning)"
        case .clock:
            "\(date(lower + Double(offsetMinutes * 60))), \(zone)"
        }
    }

    /// The names of points in time, as exact as the points are.
    ///
    /// To the minute where all are whole ones, else to the second, and to a
    /// tenth where one has a fraction.
    func exactLabels(_ points: [Double]) -> [String] {
        let areMinutes = points.allSatisfy {
            (($0 / 60) - ($0 / 60).rounded()).magnitude < 0.00001
        }
        return points.map { seconds in
            let isWhole = (seconds - seconds.rounded()).magnitude < 0.0005
            let step = areMinutes ? 60 : isWhole ? 1 : 0.1
            return label(seconds + Double(offsetMinutes * 60), step: step)
        }
    }

    private var offsetMinutes: Int {
        if case .clock(let minutes) = labels { max(-1440, min(1440, minutes)) } else { 0 }
    }

    private var zone: String {
        guard offsetMinutes != 0 else { return "UTC" }
        let magnitude = Int(offsetMinutes.magnitude)
        return "UTC\(offsetMinutes < 0 ? "−" : "+")\(twoDigits(magnitude / 60)):\(twoDigits(magnitude % 60))"
    }

    private static let steps: [Double] = [
        0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900,
        1800,
        3600, 7200, 10_800, 21_600, 43_200, 86_400,
    ]

    private func label(_ local: Double, step: Double) -> String {
        switch labels {
        case .elapsed: elapsedText(local, step: step)
        case .clock: clockText(local, step: step)
        }
    }

    private func elapsedText(_ seconds: Double, step: Double) -> String {
        switch step {
        case ..<1: decimal(seconds, decimals: step < 0.01 ? 3 : step < 0.1 ? 2 : 1) + " s"
        case ..<60: decimal(seconds, decimals: 0) + " s"
        case ..<3600: decimal(seconds / 60, decimals: 0) + " min"
        default: decimal(seconds / 3600, decimals: 0) + " h"
        }
    }

    private func clockText(_ local: Double, step: Double) -> String {
        let days = (local / 86_400 + 1e-9).rounded(.down)
        let inDay = local - days * 86_400
        if step >= 86_400 || (inDay < 0.0005 && upper - lower > 43_200) { return date(local + 0.0005) }
        let milliseconds = Int(exactly: (inDay * 1000).rounded()) ?? 0
        let seconds = milliseconds / 1000
        let clock = "\(twoDigits(seconds / 3600)):\(twoDigits(seconds / 60 % 60))"
        guard step < 60 else { return clock }
        let whole = "\(clock):\(twoDigits(seconds % 60))"
        guard step < 1 else { return whole }
        let fraction = String(1000 + milliseconds % 1000).dropFirst()
        return "\(whole).\(step < 0.01 ? fraction : step < 0.1 ? fraction.dropLast() : fraction.dropLast(2))"
    }

    private func date(_ local: Double) -> String { Timestamp(secondsSinceEpoch: local).dateText }
}

private func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
