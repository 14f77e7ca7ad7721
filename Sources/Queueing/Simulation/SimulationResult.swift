/// What happened in a simulation, request by request.
public struct SimulationResult: Sendable, Hashable {
    /// How a request ended for its client.
    public enum Outcome: Sendable, Hashable {
        /// With an answer in time.
        case answered
        /// Without a free slot, at the last attempt.
        case refused
        /// Without an answer in time, at the last attempt.
        case timedOut
        /// Not at all before the end of the run.
        case unfinished
    }

    /// A request, with all of its attempts.
    public struct Request: Sendable, Hashable {
        /// Of which stream it is, by its place in the simulation.
        public let stream: Int
        /// When it was first sent, in seconds.
        public let arrival: Double
        /// When its client had an answer or gave up, in seconds; nil where the run ended before.
        public internal(set) var end: Double?
        /// How it ended.
        public internal(set) var outcome: Outcome
        /// How often it was sent.
        public internal(set) var attempts: Int
        /// How many of its attempts found no free slot.
        public internal(set) var refusals: Int
        /// How long its last attempt that got a core had waited for it, in seconds; nil where none did.
        public internal(set) var wait: Double?

        /// From its first attempt to its end, in seconds: what the client sees, nothing omitted.
        public var responseTime: Double? { end.map { $0 - arrival } }
    }

    /// How many sessions there are from a time on.
    public struct Step: Sendable, Hashable {
        /// From when, in seconds.
        public let time: Double
        /// How many.
        public let inSystem: Int
    }

    /// The names of the streams.
    public let streams: [String]
    /// How long the run was, in seconds.
    public let duration: Double
    /// All requests, in the order of their arrival.
    public private(set) var requests: [Request] = []
    /// The number of sessions, at each change.
    public private(set) var steps: [Step] = [Step(time: 0, inSystem: 0)]

    init(streams: [String], duration: Double) {
        self.streams = streams
        self.duration = duration
    }

    // MARK: Questions

    /// How many sessions there are at a time in seconds.
    public func inSystem(at time: Double) -> Int {
        var low = 0
        var high = steps.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if steps[middle].time <= time { low = middle } else { high = middle }
        }
        return steps[low].inSystem
    }

    /// The mean number of sessions over an interval in seconds, by time.
    public func meanInSystem(from start: Double, to end: Double) -> Double {
        guard end > start else { return Double(inSystem(at: start)) }
        var sum = CompensatedSum()
        for (index, step) in steps.enumerated() {
            let until = index + 1 < steps.count ? steps[index + 1].time : max(duration, end)
            let shared = min(until, end) - max(step.time, start)
            if shared > 0 { sum.add(shared * Double(step.inSystem)) }
        }
        return sum.value / (end - start)
    }

    /// When there are first so many sessions, in seconds; nil where there never are.
    public func firstTime(ofAtLeast count: Int, from start: Double = 0) -> Double? {
        if inSystem(at: start) >= count { return start }
        return steps.first { $0.time >= start && $0.inSystem >= count }?.time
    }

    /// The requests that arrived in an interval, from its start up to but without its end.
    public func requests(of stream: Int = 0, from start: Double = 0, to end: Double = .infinity) -> [Request]
    {
        requests.filter { $0.stream == stream && $0.arrival >= start && $0.arrival < end }
    }

    /// How many requests were answered in time per second, over an interval: the goodput.
    public func goodput(of stream: Int = 0, from start: Double, to end: Double) -> Double {
        guard end > start else { return 0 }
        let answered = requests.reduce(0) { count, request in
            guard request.stream == stream, request.outcome == .answered, let done = request.end,
                done >= start, done < end
            else { return count }
            return count + 1
        }
        return Double(answered) / (end - start)
    }

    /// The share of the requests of an interval that ended in a way; nil where none arrived.
    public func share(
        _ outcome: Outcome, of stream: Int = 0, from start: Double = 0, to end: Double = .infinity
    ) -> Double? {
        let arrived = requests(of: stream, from: start, to: end)
        guard !arrived.isEmpty else { return nil }
        return Double(arrived.count { $0.outcome == outcome }) / Double(arrived.count)
    }

    /// The response time that a share of the answered requests does not exceed, by the nearest rank, in seconds.
    /// - Parameter share: Above 0 and up to 1.
    public func responsePercentile(
        _ share: Double, of stream: Int = 0, from start: Double = 0, to end: Double = .infinity
    ) throws(QueueingError) -> Double {
        let answered = requests(of: stream, from: start, to: end).filter { $0.outcome == .answered }
        return try NearestRank.percentile(share, ofSorted: answered.compactMap(\.responseTime).sorted())
    }

    // MARK: Recording

    mutating func begin(stream: Int, at time: Double) {
        requests.append(
            Request(stream: stream, arrival: time, end: nil, outcome: .unfinished, attempts: 0, refusals: 0))
    }

    mutating func addAttempt(to request: Int) { requests[request].attempts += 1 }

    mutating func addRefusal(to request: Int) { requests[request].refusals += 1 }

    mutating func setWait(of request: Int, to wait: Double) { requests[request].wait = wait }

    mutating func end(_ request: Int, as outcome: Outcome, at time: Double) {
        requests[request].outcome = outcome
        requests[request].end = time
    }

    mutating func record(inSystem count: Int, at time: Double) {
        if steps[steps.count - 1].time == time { steps.removeLast() }
        steps.append(Step(time: time, inSystem: count))
    }
}
