import Diagnostics
import Quantities
import TestSupport
import Testing

@testable import Incidents

/// Evidence whose figures lie between bounds that a test states.
struct Bounds: EvidenceSet {
    var observed: Quantity<Time>
    var bound: Quantity<Time>
    var upper: Quantity<Time>

    init() { self.init(0...0, 0...0) }

    init(_ observed: ClosedRange<Double>, _ bound: ClosedRange<Double>, _ upper: ClosedRange<Double> = 0...0)
    {
        self.observed = Self.time(observed)
        self.bound = Self.time(bound)
        self.upper = Self.time(upper)
    }

    private static func time(_ range: ClosedRange<Double>) -> Quantity<Time> {
        Quantity(
            (range.lowerBound + range.upperBound) / 2, within: Interval(range.lowerBound, range.upperBound),
            derivation: .constant("\(range)"))
    }
}

@Suite struct VerdictTests {
    typealias Test = TestOver<Bounds>

    struct Comparison: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let test: Test
        /// Whether two numbers satisfy it.
        let isSatisfied: @Sendable (Double, Double) -> Bool
    }

    static let comparisons = [
        Comparison(
            testDescription: "at least", test: .atLeast(\.observed, .figure(\.bound)),
            isSatisfied: { $0 >= $1 }),
        Comparison(
            testDescription: "at most", test: .atMost(\.observed, .figure(\.bound)), isSatisfied: { $0 <= $1 }
        ),
        Comparison(
            testDescription: "below", test: .below(\.observed, .figure(\.bound)), isSatisfied: { $0 < $1 }),
        Comparison(
            testDescription: "above", test: .above(\.observed, .figure(\.bound)), isSatisfied: { $0 > $1 }),
        Comparison(
            testDescription: "equals", test: .equals(\.observed, .figure(\.bound)), isSatisfied: { $0 == $1 }),
    ]

    @Test(
        "A comparison holds where all numbers within the rounding satisfy it, is contradicted where none does",
        arguments: comparisons)
    func soundness(comparison: Comparison) {
        // Small whole bounds make equal ends, points and overlaps frequent.
        let ranges = (0...4).flatMap { lower in (lower...4).map { Double(lower)...Double($0) } }
        for observed in ranges {
            for bound in ranges {
                let answers = Set(
                    Self.points(in: observed).flatMap { left in
                        Self.points(in: bound).map { comparison.isSatisfied(left, $0) }
                    })
                let expected: Verdict =
                    answers == [true] ? .holds : answers == [false] ? .contradicted : .undecided
                let outcome = verdict(of: comparison.test, in: Bounds(observed, bound))
                #expect(outcome == expected, "\(observed) \(comparison.testDescription) \(bound)")
            }
        }
    }

    @Test
    func `Between holds where the whole figure is inside, and is contradicted where all of it is outside`() {
        let ranges = (0...5).flatMap { lower in (lower...5).map { Double(lower)...Double($0) } }
        let test: Test = .between(\.observed, .figure(\.bound), and: .figure(\.upper))
        for observed in ranges {
            for bound in ranges {
                for upper in [3.0...3.0, 3.0...4.0, 5.0...5.0] {
                    let answers = Set(
                        Self.points(in: observed).flatMap { value in
                            Self.points(in: bound).flatMap { low in
                                Self.points(in: upper).map { low <= value && value <= $0 }
                            }
                        })
                    let expected: Verdict =
                        answers == [true] ? .holds : answers == [false] ? .contradicted : .undecided
                    #expect(
                        verdict(of: test, in: Bounds(observed, bound, upper)) == expected,
                        "\(observed) between \(bound) and \(upper)")
                }
            }
        }
    }

    /// Both ends, and enough points between them to meet every order of two ranges with whole ends.
    private static func points(in range: ClosedRange<Double>) -> [Double] {
        Array(stride(from: range.lowerBound, through: range.upperBound, by: 0.25))
    }

    private func verdict(of test: Test, in evidence: Bounds) -> Verdict {
        test.evaluate(evidence, FigureNames()).verdict
    }

    @Test(
        "Figures agree where their roundings overlap",
        arguments: [
            (9.0...9.0, 9.0...9.0, Verdict.holds), (8.5...9.5, 9.5...10.5, .holds),
            (8.5...9.4, 9.5...10.5, .contradicted), (9.0...9.0, 8.9...9.1, .holds),
        ])
    func agreement(observed: ClosedRange<Double>, bound: ClosedRange<Double>, expected: Verdict) {
        #expect(
            verdict(of: .agrees(\.observed, with: .figure(\.bound)), in: Bounds(observed, bound)) == expected)
    }

    @Test func `All holds where each holds, and one contradiction contradicts it`() {
        let evidence = Bounds(9...11, 10...10)
        let holds: Test = .below(\.observed, .milliseconds(20))
        let open: Test = .atLeast(\.observed, .figure(\.bound))
        let contradicted: Test = .atLeast(\.observed, .seconds(20))
        #expect(verdict(of: .all([holds, holds]), in: evidence) == .holds)
        #expect(verdict(of: .all([holds, open]), in: evidence) == .undecided)
        #expect(verdict(of: .all([open, contradicted, holds]), in: evidence) == .contradicted)
        #expect(verdict(of: .all([.all([holds]), .all([contradicted])]), in: evidence) == .contradicted)
        #expect(verdict(of: .all([]), in: evidence) == .undecided, "nothing was tested")
    }

    @Test func `A figure without a value decides nothing`() {
        var evidence = Bounds(9...11, 10...10)
        evidence.observed = Quantity(
            unknown: Diagnostic(.capture(.missing), "It is not there"), label: "observed")
        for comparison in Self.comparisons {
            #expect(verdict(of: comparison.test, in: evidence) == .undecided)
        }
        evidence = Bounds(9...11, 10...10)
        evidence.bound = Quantity(unknown: Diagnostic(.capture(.missing), "It is not there"), label: "bound")
        for comparison in Self.comparisons {
            #expect(verdict(of: comparison.test, in: evidence) == .undecided)
        }
        #expect(
            verdict(of: .between(\.observed, .milliseconds(0), and: .figure(\.bound)), in: evidence)
                == .undecided)
    }

    @Test func `An outcome says what was compared with what, and how far apart they are`() {
        let far = outcome(.atLeast(\.observed, .milliseconds(200)), Bounds(692.55...692.65, 0...0))
        #expect(far.comparisons.map(\.text) == ["at least 200 ms (measured 692.6 ms)"])
        #expect(far.marginText == "492.6 ms (246 %) above the bound")
        let short = outcome(.atLeast(\.observed, .seconds(20)), Bounds(5000...5000, 0...0))
        #expect(short.comparisons.map(\.text) == ["at least 20 s (measured 5,000 ms)"])
        #expect(short.marginText == "15,000 ms (75.0 %) below the bound")
        let both = outcome(
            .all([
                .above(\.observed, .milliseconds(1)),
                .between(\.observed, .milliseconds(1), and: .minutes(1)),
            ]), Bounds(2...2, 0...0))
        #expect(
            both.comparisons.map(\.text) == [
                "above 1 ms (measured 2 ms)", "between 1 ms and 1 min (measured 2 ms)",
            ])
        #expect(both.marginText == "nearest: 2 ms is 1 ms (100 %) above the bound")
    }

    @Test func `A margin is between the nearest ends, so that rounding is no part of it`() {
        let measured = Bounds(90...110, 100...100)
        let above = outcome(.atLeast(\.observed, .milliseconds(80)), measured).margin
        #expect(above?.distance == 10)
        #expect(above?.share == 0.125)
        let below = outcome(.atMost(\.observed, .milliseconds(130)), measured).margin
        #expect(below?.distance == -20)
        let straddled = outcome(.atLeast(\.observed, .milliseconds(100)), measured).margin
        #expect(straddled?.distance == nil)
        #expect(straddled?.text == "the bound lies within the rounding")
        let touched = outcome(.atLeast(\.observed, .milliseconds(90)), measured).margin
        #expect(touched?.distance == 0)
        #expect(touched?.text == "at the bound")
        #expect(outcome(.atLeast(\.observed, .milliseconds(0)), measured).margin?.share == nil)
    }

    @Test
    func `Of a range the nearest end counts, of several tests the tightest, or the one that fails most`() {
        let measured = Bounds(40...40, 100...100)
        let range = outcome(.between(\.observed, .milliseconds(35), and: .milliseconds(60)), measured)
        #expect(range.marginText == "5 ms (14.3 %) above the lower bound")
        let outside = outcome(.between(\.observed, .milliseconds(10), and: .milliseconds(30)), measured)
        #expect(outside.marginText == "10 ms (33.3 %) above the upper bound")
        let held = outcome(
            .all([.atLeast(\.observed, .milliseconds(10)), .atMost(\.observed, .milliseconds(41))]), measured)
        #expect(held.margin?.distance == -1)
        let failed = outcome(
            .all([
                .atMost(\.observed, .milliseconds(41)), .atMost(\.observed, .milliseconds(30)),
                .atMost(\.observed, .milliseconds(4)),
            ]), measured)
        #expect(failed.margin?.distance == 36)
    }

    @Test func `There is no margin where equality holds, and where a side has no value`() {
        #expect(outcome(.equals(\.observed, .figure(\.bound)), Bounds(5...5, 5...5)).margin == nil)
        #expect(outcome(.agrees(\.observed, with: .figure(\.bound)), Bounds(4...6, 5...5)).margin == nil)
        #expect(outcome(.equals(\.observed, .figure(\.bound)), Bounds(5...5, 7...7)).margin?.distance == -2)
        var evidence = Bounds(5...5, 7...7)
        evidence.bound = Quantity(unknown: Diagnostic(.capture(.missing), "It is not there"), label: "bound")
        #expect(outcome(.atLeast(\.observed, .figure(\.bound)), evidence).margin == nil)
    }

    @Test func `Moving a figure by less than its margin keeps the verdict, and by more changes it`() throws {
        var random = SeededGenerator(seed: 11)
        for _ in 0..<200 {
            let bound = Double(Int.random(in: 1...1000, using: &random))
            let value = Double(Int.random(in: 1...1000, using: &random))
            func judged(_ value: Double) -> Outcome {
                outcome(.atLeast(\.observed, .milliseconds(bound)), Bounds(value...value, 0...0))
            }
            let distance = try #require(judged(value).margin?.distance)
            #expect(judged(value - distance).margin?.distance == 0)
            #expect((judged(value).verdict == .holds) == (distance >= 0))
            #expect(judged(value - distance * 0.99).verdict == judged(value).verdict || distance == 0)
            #expect(judged(value - distance - 0.5).verdict == .contradicted)
            #expect(judged(value - distance + 0.5).verdict == .holds)
        }
    }

    private func outcome(_ test: Test, _ evidence: Bounds) -> Outcome {
        test.evaluate(evidence, FigureNames())
    }
}
