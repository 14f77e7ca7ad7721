import Quantities
import TestSupport
import Testing

/// The number in a text such as `about 1,234.5 ms`, and the worth of its last digit.
private func printed(_ text: String) -> (value: Double, step: Double)? {
    let digits = text.drop { !$0.isNumber && $0 != "−" }.prefix { $0.isNumber || ",.−".contains($0) }
    let plain = digits.replacing(",", with: "").replacing("−", with: "-")
    guard let value = Double(plain) else { return nil }
    let decimals = plain.split(separator: ".", omittingEmptySubsequences: false).dropFirst().first?.count ?? 0
    if decimals > 0 { return (value, (0..<decimals).reduce(1) { step, _ in step / 10 }) }
    // Zeros at the end of a whole number may stand for digits that are not known.
    let zeros = plain.reversed().prefix { $0 == "0" }.count
    return (value, (0..<min(zeros, plain.count - 1)).reduce(1) { step, _ in step * 10 })
}

@Suite("A format prints no more digits than the interval allows, and never another number")
struct FormatPropertyTests {
    private func check<Unit: UnitOfMeasure>(_ unit: Unit.Type, scale: (String) -> Double, seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<3_000 {
            let size = pow10(Double.random(in: -3...7, using: &random))
            let value = Double.random(in: 1...10, using: &random) * size
            let width = value * pow10(Double.random(in: -7 ... -1.5, using: &random))
            let bounds = Interval(value - width * Double.random(in: 0...1, using: &random), value + width)
            let quantity = Quantity<Unit>(value, within: bounds, derivation: .constant("a number"))
            for format in Unit.formats {
                // Of several numbers in a text the first is read.
                guard let text = format.text(quantity), !text.hasPrefix("between"), !text.contains(" h "),
                    let number = printed(text)
                else { continue }
                let factor = scale(text)
                let step = number.step / factor
                #expect(
                    (number.value / factor - value).magnitude <= step * 0.5 + value * 1e-9,
                    "\(text) for \(value) in \(format.name)")
                // What the last digit is worth is not less than the tenth part of what is not known.
                #expect(step >= bounds.halfWidth * 2 / 10 || number.value == 0, "\(text) for \(bounds)")
            }
        }
    }

    private func pow10(_ exponent: Double) -> Double {
        var value = 1.0
        for _ in 0..<Int(exponent.magnitude) { value *= exponent < 0 ? 0.1 : 10 }
        let rest = exponent.magnitude - exponent.magnitude.rounded(.down)
        return value * (1 + (exponent < 0 ? -0.9 : 9) * rest)
    }

    @Test func times() {
        let scales: [(suffix: String, scale: Double)] = [
            (" ms", 1), (" s", 0.001), (" min", 1 / 60_000), (" h", 1 / 3_600_000),
        ]
        check(
            Time.self, scale: { text in scales.first { text.hasSuffix($0.suffix) }?.scale ?? .nan }, seed: 1)
    }

    @Test func ratios() { check(Ratio.self, scale: { _ in 1 }, seed: 2) }
    @Test func rates() { check(Rate.self, scale: { _ in 1 }, seed: 3) }
    @Test func counts() { check(Count.self, scale: { _ in 1 }, seed: 4) }
    @Test func costs() { check(Cost.self, scale: { _ in 1 }, seed: 5) }

    @Test("a ratio of two times below a millisecond says how little it knows")
    func coarseRatio() {
        let before = Quantity<Time>(0.95, within: Interval(0.945, 0.955), derivation: .constant("before"))
        let after = Quantity<Time>(0.001, within: Interval(0.0005, 0.0015), derivation: .constant("after"))
        #expect(Format.times.text(before / after) == "between 630× and 1,900×")
        #expect(Format.about.text(before / after) == "between 630× and 1,900×")
    }

    @Test("how long an incident lasted is told in hours and minutes, as far as these are known")
    func hoursAndMinutes() {
        func text(_ minutes: Double, within half: Double = 0) -> String? {
            let value = minutes * 60_000
            let bounds = Interval(value - half * 60_000, value + half * 60_000)
            return Format.hoursAndMinutes.text(Quantity(value, within: bounds, derivation: .constant("x")))
        }
        #expect(text(24 * 60 + 11) == "24 h 11 min")
        #expect(text(24 * 60 + 11, within: 1) == "24 h 11 min")
        #expect(text(120) == "2 h")
        #expect(text(59.5) == "1 h")
        #expect(text(58.3) == "58.3 min")
        #expect(text(-61) == "−1 h 1 min")
        #expect(text(24 * 60 + 11, within: 30) == "24 h")
        #expect(text(4_505, within: 0.5) == "75 h 5 min")
    }

    @Test("no format crashes on what a division or a capture may give")
    func extremes() {
        for value in [0, -0.0, 1e300, -1e300, .leastNonzeroMagnitude, .infinity, -.infinity, .nan] {
            for width in [0, 1, 1e300] {
                let bounds = Interval(value - width, value + width)
                func all<Unit: UnitOfMeasure>(_ unit: Unit.Type) {
                    let quantity = Quantity<Unit>(value, within: bounds, derivation: .constant("x"))
                    for format in Unit.formats { #expect(format.text(quantity)?.isEmpty == false) }
                    #expect(AnyQuantity(quantity).intervalText != nil)
                }
                all(Time.self)
                all(Ratio.self)
                all(Share.self)
                all(Rate.self)
                all(Bytes.self)
                all(Count.self)
                all(Rows.self)
            }
        }
    }
}
