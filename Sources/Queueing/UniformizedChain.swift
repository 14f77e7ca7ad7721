#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The probabilities of a Poisson distribution that are not negligible.
///
/// They are computed from the most probable one outwards and divided by their sum, as in B. L. Fox and
/// P. W. Glynn, "Computing Poisson probabilities", 1988.
struct PoissonWeights {
    /// The count that the first weight belongs to.
    let first: Int
    /// The probabilities of `first` and the counts that follow it.
    let values: [Double]

    var last: Int { first + values.count - 1 }

    init(mean: Double, negligible: Double = 1e-40) {
        let mode = Int(exactly: mean.rounded(.down)) ?? 0
        var below: [Double] = []
        var weight = 1.0
        var count = mode
        while count > 0 {
            weight *= Double(count) / mean
            count -= 1
            guard weight > negligible else { break }
            below.append(weight)
        }
        var above = [1.0]
        weight = 1
        count = mode
        while weight > negligible {
            count += 1
            weight *= mean / Double(count)
            above.append(weight)
        }
        let all = below.reversed() + above
        var total = CompensatedSum()
        for weight in all { total.add(weight) }
        first = mode - below.count
        let scale = total.value
        values = all.map { $0 / scale }
    }
}

/// The chain of a queue's states at the events of a Poisson process of rate λ + cμ.
struct UniformizedChain {
    private let servers: Int
    private let places: Int
    /// The probability that an event is an arrival.
    private let arrival: Double
    /// The probability that an event is the completion of one server, busy or not.
    private let completion: Double
    private let steady: [Double]
    private var current: [Double]
    private var next: [Double]
    private var sum: [Double]
    /// The states outside of these are left out.
    private var lower: Int
    private var upper: Int

    /// Less probable states are left out.
    private static let negligible = 1e-30
    /// Steps between two comparisons with the steady state.
    private static let comparisonInterval = 128

    init(_ queue: TransientQueue, start: [Double]) {
        servers = queue.servers
        places = queue.places
        let offeredLoad = queue.arrivalRate * queue.serviceTime
        completion = 1 / (offeredLoad + Double(queue.servers))
        arrival = offeredLoad * completion
        let count = queue.servers
        steady = BirthDeath.probabilities(top: queue.places) { offeredLoad / Double(min($0, count)) }
        current = start
        next = [Double](repeating: 0, count: start.count)
        sum = next
        lower = start.firstIndex { $0 > 0 } ?? 0
        upper = start.lastIndex { $0 > 0 } ?? 0
    }

    /// The weighted sum of the chain's distributions after each number of events.
    mutating func distribution(weights: PoissonWeights) -> [Double] {
        var settled = 0.0
        for event in 0...weights.last {
            if event >= weights.first { accumulate(weights.values[event - weights.first]) }
            guard event < weights.last else { break }
            if event % Self.comparisonInterval == Self.comparisonInterval - 1, isSteady {
                let done = max(0, event + 1 - weights.first)
                var rest = CompensatedSum()
                for weight in weights.values[done...] { rest.add(weight) }
                settled = rest.value
                break
            }
            step()
        }
        if settled > 0 {
            for state in sum.indices { sum[state] += settled * current[state] }
        }
        return sum
    }

    private mutating func accumulate(_ weight: Double) {
        let range = lower...upper
        current.withUnsafeBufferPointer { current in
            sum.withUnsafeMutableBufferPointer { sum in
                var state = range.lowerBound
                while state <= range.upperBound {
                    sum[state] += weight * current[state]
                    state += 1
                }
            }
        }
    }

    /// Moves on by one event: an arrival, a completion, or nothing.
    private mutating func step() {
        let (first, last) = (max(0, lower - 1), min(places, upper + 1))
        let (arrival, completion, servers, places) = (arrival, completion, servers, places)
        let departure = Double(servers) * completion
        current.withUnsafeBufferPointer { current in
            next.withUnsafeMutableBufferPointer { next in
                var state = first
                var below = first > 0 ? current[first - 1] : 0
                var here = current[first]
                while state <= last {
                    let above = state < places ? current[state + 1] : 0
                    if state >= servers {
                        next[state] = below * arrival + above * departure
                    } else {
                        let idle = Double(servers - state) * completion
                        let leaving = Double(state + 1) * completion
                        next[state] = below * arrival + here * idle + above * leaving
                    }
                    below = here
                    here = above
                    state += 1
                }
                if last == places { next[places] += current[places] * arrival }
            }
        }
        swap(&current, &next)
        (lower, upper) = (first, last)
        drop()
    }

    /// Narrows the states to those that are not negligible, and forgets the others.
    private mutating func drop() {
        while lower < upper, current[lower] < Self.negligible {
            current[lower] = 0
            next[lower] = 0
            lower += 1
        }
        while upper > lower, current[upper] < Self.negligible {
            current[upper] = 0
            next[upper] = 0
            upper -= 1
        }
        if lower > 0 { next[lower - 1] = 0 }
        if upper < places { next[upper + 1] = 0 }
    }

    /// Whether each state that is not negligible is as probable as in the long run.
    private var isSteady: Bool {
        for state in steady.indices {
            let expected = steady[state]
            guard expected > 1e-25 || (lower...upper).contains(state) else { continue }
            if (current[state] - expected).magnitude > 1e-11 * expected + 1e-26 { return false }
        }
        return true
    }
}
