import Diagnostics
import Evidence
import Metrics
import Quantities
import TestSupport
import Testing

@Suite("What a series says of time: thresholds, areas, means")
struct SeriesOverTimeTests {
    /// Free slots and arrivals, with a gap, exact to the millisecond.
    private static let samples = """
        at,free,arrivals
        2026-01-04 16:15:00.000+00,40,10
        2026-01-04 16:15:01.000+00,20,30
        2026-01-04 16:15:02.000+00,0,30
        2026-01-04 16:15:04.000+00,0,20
        2026-01-04 16:15:05.000+00,30,0

        """

    private func series<Unit: UnitOfMeasure>(
        _ column: Column<Unit>, _ text: String = samples
    ) -> MetricSeries<Unit> {
        bound(reader(["samples.csv": text])) { MetricSeries("samples.csv", column) }
    }

    @Test("a threshold is crossed at the first and the last point that meets it, at that point's place")
    func thresholds() {
        let free = series(Column<Count>("free"))
        let first = free.firstTime(.atMost(0))
        #expect(first.derivation.text == "first time of free ≤ 0 (samples.csv:4)")
        #expect(first.value.map { Timestamp(secondsSinceEpoch: $0).text } == "2026-01-04 16:15:02 UTC")
        #expect(free.lastTime(.atMost(0)).derivation.sources.map(\.line) == [5])
        #expect(free.firstTime(.above(25)).derivation.sources.map(\.line) == [2])
        // The exhaustion lasted from the one to the other.
        #expect(free.lastTime(.atMost(0)).since(first).value == 2000)
    }

    @Test("a threshold that is never reached leaves the figure unknown, and says so")
    func neverReached() {
        let never = series(Column<Count>("free")).firstTime(.above(40))
        #expect(never.problems.map(\.id) == ["metric.no-point"])
        #expect(never.problems.first?.summary == "No value of free is > 40")
    }

    @Test("the area under a rate is a count, under a count it is a time")
    func areas() {
        // (10+30)/2 + 30 + 2·(30+20)/2 + (20+0)/2
        #expect(series(Column<Rate>("arrivals")).area.value == 110)
        // (40+20)/2 + (20+0)/2 + 0 + 30/2, in milliseconds
        #expect(series(Column<Count>("free")).area.value == 55_000)
        let mean = series(Column<Count>("free")).meanOverTime
        #expect(mean.value == 11)
        #expect(mean.derivation.text == "mean over time of free, n = 5 (samples.csv:2, samples.csv:6)")
        // Every point counts alike in the other one.
        #expect(series(Column<Count>("free")).mean.value == 18)
    }

    @Test("an area of fewer than two points in time is unknown")
    func tooFew() {
        let one = series(Column<Count>("free"), "at,free\n2026-01-04 16:15:00+00,40\n")
        #expect(one.area.problems.map(\.id) == ["metric.too-few-points"])
        #expect(one.meanOverTime.problems.map(\.id) == ["metric.too-few-points"])
        // Two points of one minute, printed without seconds, may be one and the same.
        let minute = series(Column<Count>("free"), "at,free\n2026-01-04 16:15+00,4\n2026-01-04 16:16+00,4\n")
        #expect(minute.area.problems.map(\.id) == ["metric.too-few-points"])
    }

    @Test("the bounds of an area hold every reading that the rounding allows")
    func boundsHold() {
        var random = SeededGenerator(seed: 11)
        for _ in 0..<200 {
            var printed = "at,free\n"
            var actual = [(time: Double, number: Double)]()
            for second in 0..<Int.random(in: 2...9, using: &random) {
                let tenths = Int.random(in: 0...9, using: &random)
                let number = Double(Int.random(in: 0...500, using: &random)) / 10
                printed += "2026-01-04 16:15:0\(second).\(tenths)+00,\(number)\n"
                actual.append(
                    (
                        Double(second) + Double(tenths) / 10
                            + Double.random(in: -0.05...0.05, using: &random),
                        number + Double.random(in: -0.05...0.05, using: &random)
                    ))
            }
            var area = 0.0
            for (one, next) in zip(actual, actual.dropFirst()) {
                area += (next.time - one.time) * (one.number + next.number) / 2
            }
            let rate = series(Column<Rate>("free"), printed)
            guard let span = actual.last.map({ $0.time - actual[0].time }), span > 0.1,
                let bounds = rate.area.interval, let mean = rate.meanOverTime.interval
            else { continue }
            #expect(bounds.lower <= area && area <= bounds.upper, "\(printed)")
            #expect(mean.lower <= area / span && area / span <= mean.upper, "\(printed)")
        }
    }
}
