import Diagnostics
import Quantities
import Testing

@testable import Incidents

/// Evidence whose figures lie between bounds that a test states.
struct Bounds: EvidenceSet {
    var observed: Quantity<Time>
    var bound: Quantity<Time>
    var upper: Quantity<Time>

    init() { self.init(0...0, 0...0) }

    init(
        _ observed: ClosedRange<Double>,
        _ bound: ClosedRange<Double>,
        _ upper: ClosedRange<Double> = 0...0
    ) {
        self.observed = Self.time(observed)
        self.bound = Self.time(bound)
        self.upper = Self.time(upper)
    }

    private static func time(_ range: ClosedRange<Double>) -> Quantity<Time> {
        Quantity(
            (range.lowerBound + range.upperBound) / 2,
            within: Interval(range.lowerBound, range.upperBound),
            derivation: .constant("\(range)")
        )
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
            testDescription: "at least",
            test: .atLeast(\.observed, .figure(\.bound)),
            isSatisfied: { $0 >= $1 }
        ),
        Comparison(
            testDescription: "at most",
            test: .atMost(\.observed, .figure(\.bound)),
            isSatisfied: { $0 <= $1 }
        ),
        Comparison(
            testDescription: "below",
            test: .below(\.observed, .figure(\.bound)),
            isSatisfied: { $0 < $1 }
        ),
        Comparison(
            testDescription: "above",
            test: .above(\.observed, .figure(\.bound)),
            isSatisfied: { $0 > $1 }
        ),
        Comparison(
            testDescription: "equals",
            test: .equals(\.observed, .figure(\.bound)),
            isSatisfied: { $0 == $1 }
        ),
    ]

    @Test(
        "A comparison holds where all numbers within the rounding satisfy it, is contradicted where none does",
        arguments: comparisons
    )
    func soundness(comparison: Comparison) {
        // Small whole bounds make equal ends, points and overlaps frequent.
        let ranges = (0...4).flatMap { lower in (lower...4).map { Double(lower)...Double($0) } }
        for observed in ranges {
            for bound in ranges {
                let answers = Set(
                    Self.points(in: observed).flatMap { left in
                        Self.points(in: bound).map { comparison.isSatisfied(left, $0) }
                    }
                )
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
                        }
                    )
                    let expected: Verdict =
                        answers == [true] ? .holds : answers == [false] ? .contradicted : .undecided
                    #expect(
                        verdict(of: test, in: Bounds(observed, bound, upper)) == expected,
                        "\(observed) between \(bound) and \(upper)"
                    )
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
        ]
    )
    func agreement(observed: ClosedRange<Double>, bound: ClosedRange<Double>, expected: Verdict) {
        #expect(
            verdict(of: .agrees(\.observed, with: .figure(\.bound)), in: Bounds(observed, bound)) == expected
        )
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
            unknown: Diagnostic("capture.missing", "It is not there"),
            label: "observed"
        )
        for comparison in Self.comparisons {
            #expect(verdict(of: comparison.test, in: evidence) == .undecided)
        }
        evidence = Bounds(9...11, 10...10)
        evidence.bound = Quantity(unknown: Diagnostic("capture.missing", "It is not there"), label: "bound")
        for comparison in Self.comparisons {
            #expect(verdict(of: comparison.test, in: evidence) == .undecided)
        }
        #expect(
            verdict(of: .between(\.observed, .milliseconds(0), and: .figure(\.bound)), in: evidence)
                == .undecided
        )
    }

    @Test func `An outcome says what was compared with what, and how far apart they are`() {
        func outcome(_ test: Test, _ evidence: Bounds) -> Outcome { test.evaluate(evidence, FigureNames()) }
        let far = outcome(.atLeast(\.observed, .milliseconds(200)), Bounds(692.55...692.65, 0...0))
        #expect(far.comparisons.map(\.text) == ["at least 200 ms (measured 692.6 ms)"])
        #expect(far.margin == "3.46 times the bound")
        let short = outcome(.atLeast(\.observed, .seconds(20)), Bounds(5000...5000, 0...0))
        #expect(short.comparisons.map(\.text) == ["at least 20 s (measured 5,000 ms)"])
        #expect(short.margin == "25.0 % of the bound")
        let both = outcome(
            .all([
                .above(\.observed, .milliseconds(1)),
                .between(\.observed, .milliseconds(1), and: .minutes(1)),
            ]),
            Bounds(2...2, 0...0)
        )
        #expect(
            both.comparisons.map(\.text) == [
                "above 1 ms (measured 2 ms)", "between 1 ms and 1 min (measured 2 ms)",
            ]
        )
        #expect(both.margin == nil)
        #expect(outcome(.atLeast(\.observed, .figure(\.bound)), Bounds(5...5, 0...0)).margin == nil)
        #expect(outcome(.equals(\.observed, .figure(\.bound)), Bounds(5...5, 5...5)).margin == nil)
    }
}
