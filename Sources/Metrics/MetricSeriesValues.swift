internal import Diagnostics
public import Evidence
public import Quantities

extension MetricSeries {
    /// The numbers, in the order of time.
    public var values: Readings<Unit> {
        readings(label) { Readings<Unit>.Entry(number: $0.number, range: $0.range, row: $1) }
    }

    /// The times of the numbers, in their order.
    public var times: Readings<Instant> {
        readings("time of \(label)") {
            Readings<Instant>.Entry(number: $0.time, range: $0.timeRange, row: $1)
        }
    }

    /// How many numbers there are.
    public var count: Quantity<Count> { values.count }

    /// The least number.
    public var min: Quantity<Unit> { values.min }

    /// The greatest number.
    public var max: Quantity<Unit> { values.max }

    /// The mean of the numbers, each counted alike whatever the time between them.
    public var mean: Quantity<Unit> { values.mean }

    public var median: Quantity<Unit> { values.median }

    /// The number at the earliest time.
    public var first: Quantity<Unit> { values.first }

    /// The number at the latest time.
    public var last: Quantity<Unit> { values.last }

    /// A percentile of the numbers by nearest rank; see ``Readings/percentile(_:)``.
    public func percentile(_ percent: Double) -> Quantity<Unit> { values.percentile(percent) }

    /// The earliest time at which the greatest number stands.
    public var timeOfMax: Quantity<Instant> { time(at: values.rowOfMax, "max") }

    /// The earliest time at which the least number stands.
    public var timeOfMin: Quantity<Instant> { time(at: values.rowOfMin, "min") }

    /// The points from one instant on and before another; windows that touch share no point.
    ///
    /// CloudWatch dates a point by the beginning of its period.
    public func points(from start: Quantity<Instant>, to end: Quantity<Instant>) -> MetricSeries {
        let unknown = start.problems + end.problems
        guard let from = start.value, let to = end.value, unknown.isEmpty else {
            return MetricSeries(self, entries: [], condition: "in a window", problems: unknown)
        }
        return MetricSeries(
            self, entries: entries.filter { $0.time.value >= from && $0.time.value < to },
            condition: "\(clock(from)) ≤ time < \(clock(to))")
    }

    /// The number at an instant; unknown where none was taken at it.
    public func value(at instant: Quantity<Instant>) -> Quantity<Unit> {
        point(for: instant, "at") { entries, wanted in entries.first { $0.time.value == wanted } }
    }

    /// The number that stood at an instant: the last one taken before it or at it.
    public func value(asOf instant: Quantity<Instant>) -> Quantity<Unit> {
        point(for: instant, "as of") { entries, wanted in entries.last { $0.time.value <= wanted } }
    }

    /// The number taken nearest to an instant; of two as near, the earlier.
    public func value(nearestTo instant: Quantity<Instant>) -> Quantity<Unit> {
        point(for: instant, "nearest to") { entries, wanted in
            entries.min { ($0.time.value - wanted).magnitude < ($1.time.value - wanted).magnitude }
        }
    }

}

extension MetricSeries where Unit: AdditiveUnit {
    /// By how much the number that stood at one instant differs from that at an earlier one.
    public func change(from start: Quantity<Instant>, to end: Quantity<Instant>) -> Quantity<Unit> {
        value(asOf: end) - value(asOf: start)
    }

    /// How fast a counter rose: its last number in a window less its first, over the time between the two.
    ///
    /// Unknown where there are fewer than two numbers, and where the counter falls: it was reset, so that
    /// what it counted before is not known.
    public func rate(from start: Quantity<Instant>, to end: Quantity<Instant>) -> Quantity<Rate> {
        let window = points(from: start, to: end)
        func unknown(_ reasons: [Diagnostic]) -> Quantity<Rate> {
            Quantity(state: .unknown(reasons), derivation: .missing(label: "rate of \(window.label)"))
        }
        guard window.problems.isEmpty else { return unknown(window.problems) }
        guard let first = window.entries.first, let last = window.entries.last, window.entries.count > 1
        else {
            return unknown([
                Diagnostic(
                    .metric(.tooFewPoints),
                    "A rate of \(window.label) needs two points, and there are \(window.entries.count)",
                    at: place.map(Place.init))
            ])
        }
        for (earlier, later) in zip(window.entries, window.entries.dropFirst())
        where later.number.value < earlier.number.value {
            return unknown([
                Diagnostic(
                    .metric(.counterReset), "\(window.label) falls here, so it is no counter, or was reset",
                    at: (file?.span(later.range.range)).map(Place.init),
                    help: "Take the rate before and after it, or use change(from:to:) of a gauge.",
                    notes: [
                        Diagnostic.Note(
                            "the number before", at: (file?.span(earlier.range.range)).map(Place.init))
                    ])
            ])
        }
        return perSecond(
            window.quantity(last) - window.quantity(first),
            window.time(of: last).since(window.time(of: first)))
    }
}

extension MetricSeries {
    /// What a derivation calls the numbers that are left.
    var label: String { condition.map { "\(name) where \($0)" } ?? name }

    func quantity(_ entry: Entry) -> Quantity<Unit> {
        let derivation =
            file.map { Derivation.reading(label: name, at: $0.span(entry.range.range)) }
            ?? .missing(label: name)
        return Quantity(entry.number.value, within: entry.number.interval, derivation: derivation)
    }

    private func readings<Other: UnitOfMeasure>(
        _ label: String, _ entry: (Entry, Int) -> Readings<Other>.Entry
    ) -> Readings<Other> {
        guard problems.isEmpty else { return Readings(label: label, absent: problems) }
        return Readings(
            label: label, file: file, entries: entries.enumerated().map { entry($0.element, $0.offset) },
            place: place, rowCount: entries.count)
    }

    private func time(at index: Int?, _ name: String) -> Quantity<Instant> {
        let label = "time of \(name) of \(label)"
        if let index { return time(of: entries[index], label) }
        let reasons = problems.isEmpty ? values.max.problems : problems
        return Quantity(state: .unknown(reasons), derivation: .missing(label: label))
    }

    func time(of entry: Entry, _ label: String? = nil) -> Quantity<Instant> {
        let label = label ?? "time of \(name)"
        let derivation =
            file.map { Derivation.reading(label: label, at: $0.span(entry.timeRange.range)) }
            ?? .missing(label: label)
        return Quantity(entry.time.value, within: entry.time.interval, derivation: derivation)
    }

    private func point(
        for instant: Quantity<Instant>, _ relation: String, _ choose: ([Entry], Double) -> Entry?
    ) -> Quantity<Unit> {
        let unknown = problems + instant.problems
        guard let wanted = instant.value, unknown.isEmpty else {
            return Quantity(state: .unknown(unknown), derivation: .missing(label: label))
        }
        if let entry = choose(entries, wanted) { return quantity(entry) }
        let covered =
            entries.first.flatMap { first in
                entries.last.map { "a time from \(clock(first.time.value)) to \(clock($0.time.value))" }
            }
        return Quantity(
            state: .unknown([
                Diagnostic(
                    .metric(.noPoint), "There is no value of \(label) \(relation) \(clock(wanted))",
                    at: place.map(Place.init), expected: covered)
            ]), derivation: .missing(label: label))
    }

    private func clock(_ seconds: Double) -> String { Timestamp(secondsSinceEpoch: seconds).text }

    /// A change over a time; unknown where the time may be none.
    private func perSecond(_ change: Quantity<Unit>, _ time: Quantity<Time>) -> Quantity<Rate> {
        change.relabelled(as: Count.self).per(time)
    }
}
