import Diagnostics
import Quantities
import TestSupport
import Testing

/// A quantity as a capture would give it: printed with so many decimals.
func printed<Unit: UnitOfMeasure>(_ text: String, as unit: Unit.Type = Unit.self) throws -> Quantity<Unit> {
    let file = SourceFile(path: "Content/a/evidence/t.txt", text: text)
    let value = try #require(Double(text))
    let decimals = text.split(separator: ".").dropFirst().first?.count ?? 0
    var half = Unit.isDiscrete && decimals == 0 ? 0 : 0.5
    for _ in 0..<decimals { half /= 10 }
    return Quantity(
        value, within: Interval(value - half, value + half),
        derivation: .reading(label: "t", at: file.span(0..<text.utf8.count)))
}

@Suite("Arithmetic carries bounds and sources")
struct ArithmeticTests {
    @Test("a ratio of two small times says how little it knows")
    func wideRatio() throws {
        let ratio = try printed("0.9", as: Time.self) / printed("0.001", as: Time.self)
        let bounds = try #require(ratio.interval)
        #expect(abs(bounds.lower - 0.85 / 0.0015) < 1e-9)
        #expect(abs(bounds.upper - 0.95 / 0.0005) < 1e-9)
        #expect(Format.times.text(ratio) == "between 570× and 1,900×")
    }

    @Test("the true result lies within the bounds, whatever the inputs were rounded from", arguments: 0..<200)
    func containment(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let left = Double.random(in: 0.05...500, using: &random)
        let right = Double.random(in: 0.05...500, using: &random)
        let a: Quantity<Time> = try printed(decimal(left, decimals: 2))
        let b: Quantity<Time> = try printed(decimal(right, decimals: 1))
        for (result, truth) in [
            ((a + b).interval, left + right), ((a - b).interval, left - right),
            ((a / b).interval, left / right), (a.reduction(from: b).interval, 1 - left / right),
        ] {
            guard let bounds = result else { continue }
            #expect(bounds.lower <= truth + 1e-9 && truth <= bounds.upper + 1e-9)
        }
    }

    @Test("a divisor that may be zero gives no number, and the reason with its place")
    func zeroDivisor() throws {
        let ratio = try printed("5", as: Count.self) / printed("0", as: Count.self)
        #expect(ratio.value == nil)
        let problem = try #require(ratio.problems.first)
        #expect(problem.id == "figure.divides-by-zero")
        #expect(problem.place?.path == "Content/a/evidence/t.txt")
        #expect((ratio * Quantity<Ratio>.assumed(2, because: "x")).problems == ratio.problems)
    }

    @Test("Little's law: 27.45 a second for 0.19 s are 5.2155 at once")
    func little() {
        let rate = Quantity<Count>.assumed(549, because: "x").per(
            Quantity<Time>.assumed(20_000, because: "x"))
        let inside: Quantity<Count> = rate * Quantity<Time>.assumed(190, because: "x")
        #expect(abs((inside.value ?? 0) - 5.2155) < 1e-9)
    }

    @Test("the derivation names every reading, once and in order")
    func derivation() throws {
        let before: Quantity<Time> = try printed("100.577")
        let after: Quantity<Time> = try printed("0.210")
        let speedUp = before / after
        #expect(speedUp.derivation.text == "t (t.txt:1) ÷ t (t.txt:1)")
        #expect((speedUp * (before / before)).derivation.sources.map(\.text) == ["100.577", "0.210"])
    }
}

@Suite("A figure never shows more digits than it has")
struct FormatTests {
    @Test(arguments: [
        ("100.577", "100.6 ms"), ("0.210", "0.210 ms"), ("0.001", "0.001 ms"),
        ("4395.465", "4,395 ms"), ("12", "12 ms"),
    ])
    func milliseconds(text: String, shown: String) throws {
        #expect(try Format.milliseconds.text(printed(text, as: Time.self)) == shown)
    }

    @Test(arguments: [
        ("151472", "151,472"), ("0", "0"), ("999", "999"), ("1000", "1,000"), ("1500000", "1,500,000"),
    ])
    func counts(text: String, shown: String) throws {
        #expect(try Format.count.text(printed(text, as: Rows.self)) == shown)
    }

    @Test("a share is written in hundredths, and rounding never makes it whole")
    func percent() throws {
        let share = try printed("634.9", as: Time.self).reduction(from: printed("1002166.1", as: Time.self))
        #expect(Format.percent.text(share) == "99.94 %")
        #expect(Format.about.text(share) == "about 99.94 %")
    }

    @Test("an unknown figure has no text")
    func unknown() {
        let quantity = Quantity<Time>(unknown: Diagnostic(.capture(.json), "c"), label: "d")
        #expect(Format.milliseconds.text(quantity) == nil)
        #expect(AnyQuantity(quantity).text == nil)
        #expect(AnyQuantity(quantity).problems.map(\.id) == ["capture.json"])
    }

    @Test("a unit's formats are found by name, and no others")
    func byName() {
        let any = AnyQuantity(Quantity<Time>.assumed(1500, because: "x"), format: .seconds)
        #expect(any.text == "1.5 s")
        #expect(any.text(format: "milliseconds") == "1,500 ms")
        #expect(any.text(format: "times") == nil)
        #expect(any.formatNames.first == "seconds")
    }

    @Test("numbers are grouped and rounded alike on every machine")
    func decimals() {
        #expect(decimal(-0.004, decimals: 2) == "0.00")
        #expect(decimal(1_234_567.895, decimals: 1) == "1,234,567.9")
        #expect(decimal(-1000, decimals: 0) == "−1,000")
        #expect(decimal(0.999, decimals: 2) == "1.00")
        #expect(significant(1949, digits: 2) == "1,900")
        #expect(significant(0.001549, digits: 2) == "0.0015")
    }
}

@Suite("Times with zones")
struct TimestampTests {
    @Test(arguments: [
        ("2026-01-04T16:15Z", "2026-01-04 16:15 UTC", 1_767_543_300.0),
        ("2026-01-04 16:15:02.126 UTC", "2026-01-04 16:15:02.126 UTC", 1_767_543_302.126),
        ("2026-01-04T17:15:00+01:00", "2026-01-04 17:15 UTC+01:00", 1_767_543_300),
        ("2026-01-04T17:45:00+01:30", "2026-01-04 17:45 UTC+01:30", 1_767_543_300),
        ("2026-01-04T12:45:00-03:30", "2026-01-04 12:45 UTC-03:30", 1_767_543_300),
        ("2026-01-04 16:15:06.162757+00", "2026-01-04 16:15:06.162757 UTC", 1_767_543_306.162757),
        ("1969-12-31T23:59:59Z", "1969-12-31 23:59:59 UTC", -1),
        ("2024-02-29T00:00Z", "2024-02-29 00:00 UTC", 1_709_164_800),
    ])
    func valid(written: String, shown: String, seconds: Double) {
        let timestamp = Timestamp(stringLiteral: written)
        #expect(timestamp.isValid)
        #expect(timestamp.text == shown)
        #expect(abs(timestamp.secondsSinceEpoch - seconds) < 1e-6)
    }

    @Test(
        "a time without a zone, or no time at all, is not valid",
        arguments: [
            "2026-01-04T16:15", "2026-01-04", "2026-02-29T00:00Z", "2026-13-01T00:00Z", "2026-01-04T24:00Z",
            "2026-01-04T16:15Zx", "", "yesterday", "2026-01-04T16:15:1Z", "2026-01-04T16:15:01.Z",
            "2026-01-04T16:15+01:", "2026-01-04T16:15+0",
        ])
    func invalid(written: String) {
        #expect(!Timestamp(stringLiteral: written).isValid)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity, 1e30, -1e30, 1_767_543_300_000_000_000])
    func `A point beyond every calendar is invalid and can still be printed`(_ seconds: Double) {
        let timestamp = Timestamp(secondsSinceEpoch: seconds)
        #expect(!timestamp.isValid)
        #expect(timestamp.roundedToMilliseconds.text.hasSuffix("UTC"))
    }

    @Test("what is written reads back, for days of four centuries", arguments: 0..<300)
    func roundTrip(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let seconds = Double(Int64.random(in: -6_000_000_000...8_000_000_000, using: &random))
        let timestamp = Timestamp(secondsSinceEpoch: seconds)
        #expect(Timestamp(stringLiteral: timestamp.iso8601).microseconds == timestamp.microseconds)
    }
}

@Suite struct CalendarDateTests {
    @Test(
        "only days of the calendar are read",
        arguments: [
            ("2026-02-28", true), ("2024-02-29", true), ("2026-02-29", false), ("2026-2-8", false),
            ("soon", false), ("2026-02-08T", false), ("", false),
        ])
    func days(_ text: String, _ isDay: Bool) {
        #expect((CalendarDate(text) != nil) == isDay)
    }

    @Test("an instant is on its day in UTC, and days are in order")
    func order() throws {
        #expect(CalendarDate(of: "2026-01-05T00:30+01:00").description == "2026-01-04")
        let first = try #require(CalendarDate("2025-12-31"))
        let second = try #require(CalendarDate("2026-01-01"))
        #expect(first < second)
    }
}

@Suite("Points in time") struct InstantTests {
    @Test("a time later and a time before, with the bounds of both, and what lies between")
    func laterAndEarlier() {
        let start = Quantity<Instant>(100, within: Interval(99.5, 100.5), derivation: .constant("start"))
        let time = Quantity<Time>(2_000, within: Interval(1_900, 2_100), derivation: .constant("time"))
        let later = start.later(by: time)
        #expect(later.value == 102)
        #expect(later.interval == Interval(101.4, 102.6))
        #expect(later.derivation.text == "start + time")
        #expect(start.earlier(by: time).interval == Interval(97.4, 98.6))
        #expect(later.since(start).value == 2_000)
    }
}
