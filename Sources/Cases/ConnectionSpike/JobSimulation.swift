import Casebook

/// The job of a what-if run as `DatabaseSimulation` plays it, with the very checks that were measured.
///
/// Nothing in it is left to chance: the checks are due when they were due, and each demands the same.
struct SimulatedJob: Sendable {
    var attempts = 0
    var refusedForGood = 0
    var finishedWhileRunning = 0
    /// Seconds from the start; nil where none was refused.
    var firstRefusal: Double?
    /// Seconds from when a check was due to its answer.
    var meanTime = Double.nan
    /// Seconds from the start.
    var lastDone = Double.nan

    /// - Parameters:
    ///   - due: When each check is due, in seconds.
    ///   - demand: What a check takes of one core, in seconds.
    ///   - slots: How many sessions there may be; nil for kept connections, for which checks wait in line.
    ///   - seconds: How long the job runs.
    init(
        due: [Double], demand: Double, cores: Int, slots: Int?, client: SimulatedClient, seconds: Double
    ) throws(QueueingError) {
        let simulation = try DatabaseSimulation(
            slots: slots, cores: cores, discipline: slots == nil ? .firstComeFirstServed : .processorSharing,
            streams: [
                RequestStream("checks", arrivals: .listed(due), demand: .constant(demand), client: client)
            ], duration: 600)
        let requests = try simulation.run(seed: 1).requests
        var total = 0.0
        var answered = 0
        for request in requests {
            attempts += request.attempts
            if request.refusals > 0 { firstRefusal = min(firstRefusal ?? .infinity, request.arrival) }
            if request.outcome == .refused { refusedForGood += 1 }
            if let end = request.end { lastDone = max(lastDone.isNaN ? 0 : lastDone, end) }
            guard request.outcome == .answered, let time = request.responseTime, let end = request.end
            else { continue }
            total += time
            answered += 1
            if end <= seconds { finishedWhileRunning += 1 }
        }
        meanTime = total / Double(max(1, answered))
    }
}

/// The burst as `DatabaseSimulation` plays it, many times over: checks and health checks at random moments.
struct SimulatedSpike: Sendable {
    /// What the runs gave: the middle one, and between what nine in ten of them lie.
    struct Spread: Sendable {
        let median: Double
        let within: Interval

        init(_ values: [Double]) {
            let sorted = values.sorted()
            func rank(_ share: Double) -> Double {
                Int(exactly: (share * Double(sorted.count - 1)).rounded()).flatMap {
                    sorted.indices.contains($0) ? sorted[$0] : nil
                } ?? .nan
            }
            median = rank(0.5)
            within = Interval(rank(0.05), rank(0.95))
        }
    }

    /// What the burst is made of.
    struct Burst: Sendable {
        var rate: Double
        var seconds: Double
        /// The slots that checks and health checks find free.
        var slots: Int
        var cores: Int
        /// What a check and a health check take of one core, in seconds.
        var demand: Double
        var probeDemand: Double
        var probeInterval: Double
    }

    static let runs = 31
    /// How far apart the points of the curves are, in seconds.
    static let step = 0.2

    /// Seconds from the start until no slot is free.
    let exhaustion: Spread
    let refusedShare: Spread
    let probesFailedShare: Spread
    /// Seconds that a check took which finished while no slot was free.
    let meanTime: Spread
    /// Seconds from the start until the last check was done.
    let drained: Spread
    /// The mean number of sessions at each step.
    let inSystem: [Double]
    /// The mean number of refused connections in each second.
    let refusedBySecond: [Double]

    init(_ burst: Burst) throws(QueueingError) {
        let simulation = try DatabaseSimulation(
            slots: burst.slots, cores: burst.cores,
            streams: [
                RequestStream(
                    "checks",
                    arrivals: .poisson([
                        Arrivals.Phase(from: 0, rate: burst.rate),
                        Arrivals.Phase(from: burst.seconds, rate: 0),
                    ]), demand: .constant(burst.demand)),
                RequestStream(
                    "health checks",
                    arrivals: .regular(interval: burst.probeInterval, from: burst.probeInterval / 2),
                    demand: .constant(burst.probeDemand)),
            ], duration: burst.seconds * 3)
        var (exhausted, refused, failed) = ([Double](), [Double](), [Double]())
        var (times, drained) = ([Double](), [Double]())
        let points = (Int(exactly: (burst.seconds * 1.25 / Self.step).rounded()) ?? 0) + 1
        var inSystem = [Double](repeating: 0, count: points)
        var refusedBySecond = [Double](repeating: 0, count: Int(exactly: burst.seconds.rounded(.up)) ?? 0)
        for seed in 1...Self.runs {
            let run = try simulation.run(seed: UInt64(seed))
            exhausted.append(run.firstTime(ofAtLeast: burst.slots) ?? burst.seconds)
            refused.append(run.share(.refused, from: 0, to: burst.seconds) ?? 0)
            failed.append(run.share(.refused, of: 1, from: 0, to: burst.seconds + 1) ?? 0)
            let checks = run.requests(of: 0)
            let late = checks.filter { ($0.end ?? 0) >= 4 && ($0.end ?? .infinity) <= burst.seconds }
                .filter { $0.outcome == .answered }.compactMap(\.responseTime)
            times.append(late.reduce(0, +) / Double(max(1, late.count)))
            drained.append(checks.compactMap(\.end).max() ?? 0)
            for point in 0..<points {
                inSystem[point] += Double(run.inSystem(at: Double(point) * Self.step)) / Double(Self.runs)
            }
            for request in run.requests where request.outcome == .refused {
                if let second = Int(exactly: request.arrival.rounded(.down)),
                    refusedBySecond.indices.contains(second)
                {
                    refusedBySecond[second] += 1 / Double(Self.runs)
                }
            }
        }
        exhaustion = Spread(exhausted)
        refusedShare = Spread(refused)
        probesFailedShare = Spread(failed)
        meanTime = Spread(times)
        self.drained = Spread(drained)
        self.inSystem = inSystem
        self.refusedBySecond = refusedBySecond
    }
}
