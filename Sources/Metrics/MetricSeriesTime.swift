internal import Diagnostics
public import Evidence
internal import PsqlOutput
public import Quantities

// What a series says of time itself: when a threshold was crossed, and what lies under the curve.

extension MetricSeries {
    /// The earliest time at which the number meets a condition, such as that of no free slot; unknown where
    /// it never does.
    ///
    /// It is the time of a point: between two points nothing was measured, so that the crossing itself lies
    /// after the point before.
    public func firstTime(_ condition: RowCondition) -> Quantity<Instant> {
        time("first", condition) { entries in
            entries.first { condition.holds($0.number.value) }
        }
    }

    /// The latest time at which the number meets a condition; unknown where it never does.
    public func lastTime(_ condition: RowCondition) -> Quantity<Instant> {
        time("last", condition) { entries in
            entries.last { condition.holds($0.number.value) }
        }
    }

    /// The mean of the number over time, by trapezoids: the area under the series, over the time from its first
    /// point to its last.
    ///
    /// It differs from ``mean`` where points are not spaced evenly. Of the sessions in a database it is the L
    /// of Little's law. Unknown of fewer than two points.
    public var meanOverTime: Quantity<Unit> {
        integral("mean over time") { sum, seconds in sum / seconds }
    }

    /// The area under the series by trapezoids, in the unit of the number times seconds.
    private func integral<Result: UnitOfMeasure>(
        _ aggregate: String, to unit: Result.Type = Result.self,
        _ scale: (_ sum: Double, _ seconds: Double) -> Double
    ) -> Quantity<Result> {
        let name = "\(aggregate) of \(label)"
        guard problems.isEmpty else {
            return Quantity(state: .unknown(problems), derivation: .missing(label: name))
        }
        guard let first = entries.first, let last = entries.last, last.time.lower > first.time.upper else {
            let reason = Diagnostic(
                .metric(.tooFewPoints),
                "The \(name) needs two points in time, and there \(entries.count == 1 ? "is" : "are") \(entries.count)",
                at: place.map(Place.init))
            return Quantity(unknown: reason, label: name)
        }
        let area = TrapezoidSum(entries.map { (time: $0.time, number: $0.number) })
        let shortest = last.time.lower - first.time.upper
        let longest = last.time.upper - first.time.lower
        let corners = [area.lower, area.upper].flatMap { sum in
            [shortest, longest].map { scale(sum, $0) }
        }
        return Quantity(
            scale(area.value, last.time.value - first.time.value),
            within: Interval(corners.min() ?? .nan, corners.max() ?? .nan),
            derivation: .aggregate(
                name: aggregate, label: label, count: entries.count,
                at: file.map { file in [first, last].map { file.span($0.range.range) } } ?? []))
    }

    private func time(
        _ which: String, _ condition: RowCondition, _ choose: ([Entry]) -> Entry?
    ) -> Quantity<Instant> {
        let label = "\(which) time of \(label) \(condition.text)"
        guard problems.isEmpty else {
            return Quantity(state: .unknown(problems), derivation: .missing(label: label))
        }
        guard let entry = choose(entries) else {
            let reason = Diagnostic(
                .metric(.noPoint), "No value of \(self.label) is \(condition.text)",
                at: place.map(Place.init),
                help: "State another threshold, or that it was never reached: with max or min.")
            return Quantity(unknown: reason, label: label)
        }
        return time(of: entry, label)
    }
}

extension MetricSeries where Unit: AccumulatingUnit {
    /// The area under the series by trapezoids: of a rate, how many there were; of a number of sessions or
    /// busy processors, the time that they took together.
    ///
    /// Unknown of fewer than two points.
    public var area: Quantity<Unit.Accumulated> {
        integral("area under the curve") { sum, _ in sum * Unit.accumulatedPerSecond }
    }
}

/// A unit of which a series accumulates something over time.
public protocol AccumulatingUnit: UnitOfMeasure {
    /// The unit of what accumulates.
    associatedtype Accumulated: UnitOfMeasure
    /// How much accumulates in a second at a value of 1, in the scale of ``Accumulated``.
    static var accumulatedPerSecond: Double { get }
}

extension Rate: AccumulatingUnit {
    public static var accumulatedPerSecond: Double { 1 }
    public typealias Accumulated = Count
}

extension Count: AccumulatingUnit {
    /// One session for a second takes a second, which is 1,000 milliseconds.
    public static var accumulatedPerSecond: Double { 1000 }
    /// The time of all together.
    public typealias Accumulated = Time
}

extension Share: AccumulatingUnit {
    /// A processor that is wholly busy for a second is busy for 1,000 milliseconds.
    public static var accumulatedPerSecond: Double { 1000 }
    /// The time of all together.
    public typealias Accumulated = Time
}

/// The area under a line through points, with the bounds that the rounding of numbers and times leaves.
struct TrapezoidSum {
    let value: Double
    let lower: Double
    let upper: Double

    /// Adds up points in the order of time.
    ///
    /// A number counts for half of the time to its neighbours, so that the bounds of the numbers are exact. A
    /// time that is moved takes from one neighbour what it gives to the other: that bound is of first order,
    /// taken at the widest difference that the numbers allow.
    init(_ points: [(time: BoundedValue, number: BoundedValue)]) {
        var (value, lower, upper, shift) = (0.0, 0.0, 0.0, 0.0)
        for (index, point) in points.enumerated() {
            let before = index > 0 ? points[index - 1] : nil
            let after = index + 1 < points.count ? points[index + 1] : nil
            let weight = ((after ?? point).time.value - (before ?? point).time.value) / 2
            value += weight * point.number.value
            lower += weight * point.number.lower
            upper += weight * point.number.upper
            let half = (point.time.upper - point.time.lower) / 2
            guard half > 0 else { continue }
            // At an end, the number itself stands in for the neighbour that is not there, and counts with its sign.
            let left =
                before.map { [$0.number.lower, $0.number.upper] } ?? [
                    -point.number.upper, -point.number.lower,
                ]
            let right =
                after.map { [$0.number.lower, $0.number.upper] } ?? [
                    -point.number.upper, -point.number.lower,
                ]
            let widest = left.flatMap { first in right.map { (first - $0).magnitude } }.max() ?? 0
            shift += widest / 2 * half
        }
        self.value = value
        self.lower = lower - shift
        self.upper = upper + shift
    }
}
