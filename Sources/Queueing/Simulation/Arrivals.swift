/// When requests arrive.
public enum Arrivals: Sendable, Hashable {
    /// A rate that holds from a time on, until that of the next phase.
    public struct Phase: Sendable, Hashable {
        /// From when, in seconds.
        public let start: Double
        /// Arrivals per second.
        public let rate: Double

        public init(from start: Double, rate: Double) {
            self.start = start
            self.rate = rate
        }
    }

    /// At random, each independently of the others, at a mean rate per second that may change.
    case poisson([Phase])
    /// At a constant interval in seconds, as health checks do, the first at a given time.
    case regular(interval: Double, from: Double)
    /// With independent times between them, the first after one such time.
    case renewal(Durations)
    /// At given times in ascending order, such as those of a log.
    case listed([Double])

    /// At random, at one mean rate per second.
    public static func poisson(rate: Double) -> Arrivals { .poisson([Phase(from: 0, rate: rate)]) }

    func check() throws(QueueingError) {
        switch self {
        case .poisson(let phases):
            try Condition.ascending(phases.map(\.start), "start of a phase")
            for phase in phases { try Condition.notNegative(phase.rate, "arrival rate") }
        case .regular(let interval, let start):
            try Condition.positive(interval, "interval")
            try Condition.notNegative(start, "first arrival")
        case .renewal(let durations): try durations.check("time between arrivals")
        case .listed(let times): try Condition.ascending(times, "time of an arrival")
        }
    }
}

extension Condition {
    static func ascending(_ values: [Double], _ quantity: String) throws(QueueingError) {
        var last = 0.0
        for value in values {
            guard value >= last, value.isFinite else {
                throw .outsideRange(
                    quantity: quantity, value: value,
                    condition: "finite, 0 or more and at least as large as the one before")
            }
            last = value
        }
    }
}

/// The arrivals of one kind of request, one after the other.
struct ArrivalSequence {
    private let arrivals: Arrivals
    private var numbers: RandomNumbers
    private var time = 0.0
    private var count = 0
    private var phase = 0

    init(_ arrivals: Arrivals, numbers: RandomNumbers) {
        self.arrivals = arrivals
        self.numbers = numbers
    }

    /// The next arrival, in seconds; nil where none follows.
    mutating func next() -> Double? {
        defer { count += 1 }
        switch arrivals {
        case .poisson(let phases): return next(phases)
        case .regular(let interval, let start): return start + interval * Double(count)
        case .renewal(let durations):
            time += durations.draw(&numbers)
            return time
        case .listed(let times): return count < times.count ? times[count] : nil
        }
    }

    /// Spends an exponential amount of arrivals expected, phase by phase: exact where the rate changes.
    private mutating func next(_ phases: [Arrivals.Phase]) -> Double? {
        guard let first = phases.first else { return nil }
        time = max(time, first.start)
        var expected = numbers.exponential()
        while true {
            let rate = phases[phase].rate
            let end = phase + 1 < phases.count ? phases[phase + 1].start : .infinity
            if rate > 0, time + expected / rate < end {
                time += expected / rate
                return time
            }
            guard end.isFinite else { return nil }
            expected -= rate * (end - time)
            time = end
            phase += 1
        }
    }
}
