import Quantities

/// How far a measured figure is from the bound that it was compared with: how much may change before the
/// verdict does.
///
/// The distance is between the nearest ends of both intervals, so that rounding is no part of it.
public struct Margin: Sendable, Hashable {
    /// Which bound the figure is nearest to.
    public enum Side: String, Sendable, Hashable {
        case only = "the bound"
        /// The lower one of a range.
        case lower = "the lower bound"
        /// The upper one of a range.
        case upper = "the upper bound"
    }

    /// The distance in the unit's own scale: negative below the bound, 0 at it; nil where the intervals
    /// overlap, so that no distance is known.
    public let distance: Double?
    /// The distance as a part of the bound; nil where the bound is 0 or a point in time.
    public let share: Double?
    /// The bound that is meant.
    public let side: Side
    /// The margin in words: `492.6× (246 %) above the bound`.
    public let text: String

    init(of observed: AnyQuantity, _ interval: Interval, to bound: Interval, side: Side) {
        self.side = side
        let nearest: Double
        if interval.lower >= bound.upper {
            nearest = bound.upper
            distance = interval.lower - bound.upper
        } else if interval.upper <= bound.lower {
            nearest = bound.lower
            distance = interval.upper - bound.lower
        } else {
            distance = nil
            share = nil
            text = "\(side.rawValue) lies within the rounding"
            return
        }
        let distance = distance ?? 0
        share = observed.relativeDifference(distance.magnitude, from: nearest)
        guard distance != 0 else {
            text = "at \(side.rawValue)"
            return
        }
        let part = share.map { " (\(percentageText($0)))" } ?? ""
        let direction = distance > 0 ? "above" : "below"
        text = "\(observed.text(ofDifference: distance))\(part) \(direction) \(side.rawValue)"
    }
}

extension Outcome.Comparison {
    /// How far the figure is from the nearest bound; nil where either is unknown, and where both are equal as
    /// far as can be told and no more was asked.
    public var margin: Margin? {
        guard let interval = observed.quantity.interval else { return nil }
        let intervals = bounds.compactMap(\.quantity.interval)
        guard intervals.count == bounds.count, !intervals.isEmpty else { return nil }
        let sides: [Margin.Side] = intervals.count == 2 ? [.lower, .upper] : [.only]
        let margins = zip(intervals, sides).map {
            Margin(of: observed.quantity, interval, to: $0, side: $1)
        }
        let nearest = margins.min { ($0.distance ?? 0).magnitude < ($1.distance ?? 0).magnitude }
        guard let nearest, bounds.count == 2 || !asksForEquality || verdict != .holds else { return nil }
        return nearest
    }

    private var asksForEquality: Bool { relation == "exactly" || relation == "the same as" }
}

extension Outcome {
    /// The margin that decides: of a test that holds the smallest, of one that is contradicted the largest
    /// by which a comparison fails, each as a part of its bound; nil where no distance makes sense.
    public var margin: Margin? { deciding?.margin }

    /// The margin in words, with the figure that it is of where several are compared.
    public var marginText: String? {
        guard let deciding else { return nil }
        guard comparisons.count > 1 else { return deciding.margin.text }
        let figure = deciding.comparison.observed
        return "nearest: \(figure.name ?? figure.text) is \(deciding.margin.text)"
    }

    private var deciding: (comparison: Comparison, margin: Margin)? {
        let candidates = comparisons.filter { $0.verdict == verdict }.compactMap { comparison in
            comparison.margin.map { (comparison: comparison, margin: $0) }
        }
        return verdict == .contradicted
            ? candidates.max { $0.margin.weight < $1.margin.weight }
            : candidates.min { $0.margin.weight < $1.margin.weight }
    }
}

extension Margin {
    /// What margins of different units are compared by.
    fileprivate var weight: Double {
        guard let distance else { return 0 }
        return share ?? (distance == 0 ? 0 : .infinity)
    }
}
