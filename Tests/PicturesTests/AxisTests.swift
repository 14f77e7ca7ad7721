import Testing

@testable import Pictures

@Suite struct AxisTests {
    private func ticks(_ values: [Double], _ scale: Axis.Scale = .linear, count: Int = 5) -> [String] {
        Mapping(Axis("", scale: scale), fitting: values, from: 0, to: 100, tickCount: count).ticks.map(
            \.label)
    }

    @Test func linearTicksAreRound() {
        #expect(ticks([0, 57]) == ["0", "20", "40", "60"])
        #expect(ticks([0, 1]) == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"])
        #expect(ticks([0, 454_417]) == ["0", "100,000", "200,000", "300,000", "400,000", "500,000"])
        #expect(ticks([-12, 62]) == ["−20", "0", "20", "40", "60", "80"])
        #expect(ticks([0, 0.3], count: 3) == ["0.0", "0.1", "0.2", "0.3"])
    }

    @Test func logarithmicTicksAreDecadesOrTheirParts() {
        #expect(
            ticks([1, 454_417], .logarithmic, count: 7) == [
                "1", "10", "100", "1,000", "10,000", "100,000", "1,000,000",
            ])
        #expect(ticks([1, 48], .logarithmic, count: 7) == ["1", "2", "5", "10", "20", "50"])
        #expect(ticks([0.129, 101], .logarithmic, count: 5) == ["0.1", "1", "10", "100", "1,000"])
    }

    @Test func axisHoldsItsDataAtAnyMagnitude() throws {
        var generator = Generator(seed: 7)
        for _ in 0..<2000 {
            var power = 1.0
            for _ in 0..<Int.random(in: 0...14, using: &generator) { power *= 10 }
            let values = (0..<3).map { _ in Double.random(in: -1...1, using: &generator) * power }
            let mapping = Mapping(Axis(""), fitting: values, from: 0, to: 100, tickCount: 5)
            #expect((2...20).contains(mapping.ticks.count))
            #expect(Set(mapping.ticks.map(\.label)).count == mapping.ticks.count, "\(values)")
            for value in values {
                let position = try #require(mapping.position(value))
                #expect(position >= -0.01 && position <= 100.01)
            }
        }
    }

    @Test func fixedRangeIsKept() {
        let mapping = Mapping(Axis("", range: 0...95), fitting: [500], from: 0, to: 95, tickCount: 4)
        #expect(mapping.upper == 95)
        #expect(mapping.ticks.map(\.label) == ["0", "50"])
        #expect(mapping.position(47.5) == 47.5)
    }

    private func clock(_ from: Double, _ to: Double, offset: Int = 0, spacing: Double = 88) -> [String] {
        TimeMapping(.clock(offsetMinutes: offset), fitting: [from, to], from: 0, to: 700).ticks(
            spacing: spacing
        )
        .map(\.label)
    }

    @Test func clockTicksAreRoundTimes() {
        let job = Samples.job
        #expect(
            clock(job - 9, job + 24) == [
                "16:14:55", "16:15:00", "16:15:05", "16:15:10", "16:15:15", "16:15:20",
            ])
        #expect(clock(job, job + 3600).prefix(3) == ["16:20", "16:30", "16:40"])
        #expect(clock(job, job + 0.7).prefix(3) == ["16:15:00.0", "16:15:00.1", "16:15:00.2"])
        #expect(clock(job, job + 4 * 86_400) == ["2026-01-05", "2026-01-06", "2026-01-07", "2026-01-08"])
        #expect(clock(job, job + 86_400).contains("2026-01-05"), "midnight shows the day")
    }

    @Test func clockTicksAreRoundInTheirZone() {
        #expect(clock(Samples.job, Samples.job + 86_400, offset: 345).contains("06:00"))
        let mapping = TimeMapping(.clock(offsetMinutes: -90), fitting: [Samples.job], from: 0, to: 1)
        #expect(mapping.caption == "2026-01-04, UTC−01:30")
    }

    @Test func elapsedTicksNameTheirUnit() {
        let ticks = { (seconds: Double) in
            TimeMapping(.elapsed(since: "the job"), fitting: [0, seconds], from: 0, to: 700).ticks(
                spacing: 150
            )
            .map(\.label)
        }
        #expect(ticks(2.7) == ["0 s", "1 s", "2 s"])
        #expect(ticks(1) == ["0.0 s", "0.5 s", "1.0 s"])
        #expect(ticks(600) == ["0 min", "5 min", "10 min"])
        #expect(ticks(4 * 3600) == ["0 h", "1 h", "2 h", "3 h", "4 h"])
    }

    @Test func coordinatesAreShortAndNeverExponential() {
        #expect(
            [0.04, -0.04, 1.25, -3.96, 1e9, .nan, 12].map(coordinate) == [
                "0", "0", "1.3", "-4", "1000000", "0", "12",
            ])
    }

    @Test func lorenzValuesEndAtOne() throws {
        let values = LorenzCurve.values(of: [3, 1, .nan, -2, 0])
        #expect(values.map(\.y) == [0, 0.25, 1])
        #expect(try #require(values.last).x == 1)
    }
}
