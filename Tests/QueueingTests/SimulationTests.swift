import Queueing
import Testing

/// What holds of every simulated run, and what its runs have in common with the models.
@Suite struct SimulationTests {
    /// A busy database: checks whose clients retry, an API that waits, and a health check that does not.
    private func incident(slots: Int? = 57, client: SimulatedClient) throws -> DatabaseSimulation {
        try DatabaseSimulation(
            slots: slots, cores: 2,
            streams: [
                RequestStream(
                    "checks",
                    arrivals: .poisson([
                        .init(from: 0, rate: 2), .init(from: 10, rate: 30), .init(from: 30, rate: 0),
                    ]), demand: .varying(mean: 0.19, squaredVariation: 0.25), client: client),
                RequestStream("API", arrivals: .poisson(rate: 20), demand: .exponential(mean: 0.002)),
                RequestStream(
                    "health checks", arrivals: .regular(interval: 0.5, from: 0.25), demand: .constant(0.001),
                    client: SimulatedClient(timeout: 1)),
            ], duration: 60)
    }

    static let clients = [
        SimulatedClient(), SimulatedClient(timeout: 2), SimulatedClient(timeout: 2, cancelsAtTimeout: true),
        SimulatedClient(timeout: 1, cancelsAtTimeout: true, retries: 3, retryDelay: 0.1),
        SimulatedClient(timeout: 2, retries: 2, budget: RetryBudget(share: 0.2)),
    ]

    // MARK: Every run

    @Test(arguments: clients)
    func `Nothing is lost, and no slot is used twice`(client: SimulatedClient) throws {
        let run = try incident(client: client).run(seed: 7)
        #expect(run.steps.allSatisfy { (0...57).contains($0.inSystem) })
        for (step, next) in zip(run.steps, run.steps.dropFirst()) { #expect(step.time < next.time) }
        for (request, next) in zip(run.requests, run.requests.dropFirst()) {
            #expect(request.arrival <= next.arrival)
        }
        for request in run.requests {
            #expect((request.end == nil) == (request.outcome == .unfinished))
            #expect(request.refusals <= request.attempts)
            #expect(request.attempts <= (request.stream == 0 ? client.retries : 0) + 1)
            if let response = request.responseTime { #expect(response >= 0) }
            if request.outcome == .refused { #expect(request.refusals > 0) }
        }
        for stream in run.streams.indices {
            let outcomes: [SimulationResult.Outcome] = [.answered, .refused, .timedOut, .unfinished]
            let shares = outcomes.compactMap { run.share($0, of: stream) }
            #expect((shares.reduce(0, +) - 1).magnitude < 1e-12)
        }
        // What entered is the arrivals that found a slot.
        let entered = run.requests.reduce(0) { $0 + $1.attempts - $1.refusals }
        let ups = zip(run.steps, run.steps.dropFirst()).count { $0.inSystem < $1.inSystem }
        #expect(ups <= entered)
    }

    @Test func `Little's law holds of a run to the last bit`() throws {
        // Nothing is refused and all is finished, so the time inside is the area under the number inside.
        for discipline in [QueueDiscipline.processorSharing, .firstComeFirstServed] {
            let run = try DatabaseSimulation(
                slots: nil, cores: 3, discipline: discipline,
                streams: [
                    RequestStream(
                        "requests",
                        arrivals: .poisson([.init(from: 0, rate: 14), .init(from: 400, rate: 0)]),
                        demand: .varying(mean: 0.2, squaredVariation: 4))
                ], duration: 500
            ).run(seed: 3)
            #expect(run.inSystem(at: 500) == 0)
            let spent = run.requests.compactMap(\.responseTime)
            #expect(spent.count == run.requests.count)
            let inside = run.meanInSystem(from: 0, to: 500)
            let law = Double(spent.count) / 500 * (spent.reduce(0, +) / Double(spent.count))
            #expect((inside - law).magnitude < 1e-9 * law)
        }
    }

    @Test func `A seed gives one run, and what clients do changes no arrival`() throws {
        let patient = try incident(client: SimulatedClient())
        #expect(try patient.run(seed: 1) == patient.run(seed: 1))
        #expect(try patient.run(seed: 1).requests != patient.run(seed: 2).requests)
        let restless = try incident(client: SimulatedClient(timeout: 1, retries: 3)).run(seed: 1)
        #expect(try patient.run(seed: 1).requests.map(\.arrival) == restless.requests.map(\.arrival))
    }

    /// The first numbers of the generator decide every later one: a change of it would change every run.
    @Test func `A seed gives the same run on every machine`() throws {
        let run = try DatabaseSimulation(
            slots: 4, cores: 1,
            streams: [RequestStream("a", arrivals: .poisson(rate: 1), demand: .constant(0.7))], duration: 20
        ).run(seed: 42)
        let arrivals = run.requests.map { ($0.arrival * 1e6).rounded() / 1e6 }
        #expect(arrivals.prefix(4) == [2.478571, 3.448842, 3.834441, 3.912734])
    }

    // MARK: What it has in common with the models

    /// All pieces of a batch advance together, or each server does one to its end before the next.
    @Test func `A batch is done when the formula says`() throws {
        for (count, cores) in [(100, 2), (7, 3), (2, 4), (1, 1)] {
            for discipline in [QueueDiscipline.processorSharing, .firstComeFirstServed] {
                let run = try DatabaseSimulation(
                    slots: nil, cores: cores, discipline: discipline,
                    streams: [
                        RequestStream(
                            "batch", arrivals: .listed([Double](repeating: 0, count: count)),
                            demand: .constant(0.19))
                    ], duration: 60
                ).run(seed: 0)
                let ends = run.requests.compactMap(\.end).sorted()
                #expect(ends.count == count)
                for (index, end) in ends.enumerated() {
                    let expected =
                        discipline == .processorSharing
                        ? 0.19 * max(1, Double(count) / Double(cores)) : 0.19 * Double(index / cores + 1)
                    #expect((end - expected).magnitude < 1e-9)
                }
            }
        }
    }

    @Test func `Under sharing the mean does not depend on the distribution, in a line it does`() throws {
        func meanResponse(_ discipline: QueueDiscipline, _ demand: Durations) throws -> Double {
            let simulation = try DatabaseSimulation(
                slots: nil, cores: 1, discipline: discipline,
                streams: [RequestStream("a", arrivals: .poisson(rate: 7), demand: demand)], duration: 2000)
            let times = try (0..<4).flatMap { seed in
                try simulation.run(seed: UInt64(seed)).requests(from: 100).compactMap(\.responseTime)
            }
            return times.reduce(0, +) / Double(times.count)
        }
        // M/G/1 at λ = 7 and S = 0.1: S/(1 − ρ) under sharing, and S + λS²(1 + c²)/2(1 − ρ) in a line, by
        // Pollaczek and Khinchine.
        let shared = 0.1 / 0.3
        func line(_ variation: Double) -> Double { 0.1 + 7 * 0.01 * (1 + variation) / 0.6 }
        let demand = Durations.varying(mean: 0.1, squaredVariation: 4)
        for (measured, expected) in [
            (try meanResponse(.processorSharing, .constant(0.1)), shared),
            (try meanResponse(.processorSharing, demand), shared),
            (try meanResponse(.firstComeFirstServed, .constant(0.1)), line(0)),
            (try meanResponse(.firstComeFirstServed, demand), line(4)),
        ] {
            #expect((measured / expected - 1).magnitude < 0.1, "\(measured), expected \(expected)")
        }
    }

    @Test func `A bounded database refuses what M/M/c/K says, and fills as fast`() throws {
        let simulation = try DatabaseSimulation(
            slots: 57, cores: 2,
            streams: [RequestStream("a", arrivals: .poisson(rate: 30), demand: .exponential(mean: 0.19))],
            duration: 200)
        let runs = try (0..<20).map { try simulation.run(seed: UInt64($0)) }
        let model = try BoundedQueue(arrivalRate: 30, serviceTime: 0.19, servers: 2, places: 57)
        let refused = runs.compactMap { $0.share(.refused, from: 20, to: 200) }
        #expect((refused.reduce(0, +) / 20 - model.refusalProbability).magnitude < 0.01)
        let inside = runs.map { $0.meanInSystem(from: 20, to: 200) }
        #expect((inside.reduce(0, +) / 20 - model.meanInSystem).magnitude < 0.1)
        let filled = runs.compactMap { $0.firstTime(ofAtLeast: 57) }
        let expected = try TransientQueue(arrivalRate: 30, serviceTime: 0.19, servers: 2, places: 57)
            .meanTimeToFill(from: 0)
        #expect((filled.reduce(0, +) / 20 / expected - 1).magnitude < 0.1, "\(filled), expected \(expected)")
    }

    // MARK: What clients do

    @Test func `A query whose client has gone runs on, unless it is cancelled`() throws {
        func run(cancels: Bool) throws -> SimulationResult {
            try DatabaseSimulation(
                slots: 1, cores: 1,
                streams: [
                    RequestStream(
                        "a", arrivals: .listed([0, 3]), demand: .constant(5),
                        client: SimulatedClient(timeout: 2, cancelsAtTimeout: cancels))
                ], duration: 20
            ).run(seed: 0)
        }
        let abandoned = try run(cancels: false)
        #expect(abandoned.requests.map(\.outcome) == [.timedOut, .refused])
        #expect(abandoned.requests.map(\.end) == [2, 3])
        #expect(abandoned.inSystem(at: 4.9) == 1 && abandoned.inSystem(at: 5.1) == 0)
        let cancelled = try run(cancels: true)
        #expect(cancelled.requests.map(\.outcome) == [.timedOut, .timedOut])
        #expect(cancelled.inSystem(at: 2.5) == 0)
        #expect(cancelled.requests.map(\.end) == [2, 5])
    }

    @Test func `Retries follow a refusal until they or their budget are used up`() throws {
        func run(_ client: SimulatedClient) throws -> SimulationResult {
            try DatabaseSimulation(
                slots: 1, cores: 1,
                streams: [
                    RequestStream("long", arrivals: .listed([0]), demand: .constant(10)),
                    RequestStream(
                        "short", arrivals: .listed([1, 2, 3, 9.5]), demand: .constant(0.1), client: client),
                ], duration: 20
            ).run(seed: 0)
        }
        let limited = try run(SimulatedClient(retries: 3, retryDelay: 0.25)).requests(of: 1)
        #expect(limited.map(\.attempts) == [4, 4, 4, 3])
        #expect(limited.map(\.refusals) == [4, 4, 4, 2])
        #expect(limited.map(\.outcome) == [.refused, .refused, .refused, .answered])
        #expect(limited.prefix(3).map(\.end) == [1.75, 2.75, 3.75])
        #expect((try #require(limited[3].end) - 10.1).magnitude < 1e-12)
        let budget = RetryBudget(share: 0.5, reserve: 1)
        let budgeted = try run(SimulatedClient(retries: 3, retryDelay: 0.25, budget: budget)).requests(of: 1)
        #expect(budgeted.map(\.attempts) == [2, 1, 2, 1])
    }

    @Test func `A health check is refused like everybody else, and no more once the query is fast`() throws {
        let slow = try incident(client: SimulatedClient()).run(seed: 5)
        #expect(try #require(slow.share(.refused, of: 2, from: 14, to: 30)) > 0.4)
        #expect(try #require(slow.share(.refused, of: 1, from: 14, to: 30)) > 0.4)
        #expect(try #require(slow.share(.answered, of: 2, from: 0, to: 10)) == 1)
        var fast = try incident(client: SimulatedClient())
        fast.streams[0].demand = .varying(mean: 0.019, squaredVariation: 0.25)
        let run = try fast.run(seed: 5)
        #expect(run.requests.allSatisfy { $0.outcome == .answered || $0.end == nil })
        #expect(run.steps.allSatisfy { $0.inSystem < 12 })
        #expect(try run.responsePercentile(0.99, of: 2) < 0.05)
    }

    /// A run of the laboratory's burst on two cores.
    ///
    /// 549 checks in 20 s found 50 free slots, and 9.28 of them were done per second while no slot was free. Of
    /// the samples, five a second, the first without one was at 2.16 s; 340 checks were refused, and 8 of 17
    /// health checks failed. The fluid says 2.75 s, since it takes checks to be done from the beginning; under
    /// sharing none is done before its whole demand is.
    @Test func `The simulated burst is the measured one`() throws {
        let simulation = try DatabaseSimulation(
            slots: 50, cores: 2,
            streams: [
                RequestStream(
                    "checks",
                    arrivals: .poisson([.init(from: 0, rate: 549.0 / 20), .init(from: 20, rate: 0)]),
                    demand: .constant(2 / 9.28)),
                RequestStream(
                    "health checks", arrivals: .regular(interval: 20.0 / 17, from: 0.5),
                    demand: .constant(0.014)),
            ], duration: 30)
        let runs = try (0..<40).map { try simulation.run(seed: UInt64($0)) }
        func mean(_ values: [Double?]) -> Double {
            values.reduce(0) { $0 + ($1 ?? .nan) } / Double(values.count)
        }
        let refused = mean(runs.map { $0.share(.refused) })
        #expect((refused - 340.0 / 549).magnitude < 0.04, "\(refused)")
        let filled = mean(runs.map { $0.firstTime(ofAtLeast: 50) })
        #expect((filled - 2.16).magnitude < 0.3, "\(filled)")
        let fluid = try FluidModel(arrivalRate: 549.0 / 20, serviceTime: 2 / 9.28, servers: 2)
        #expect((filled - 2.16).magnitude < (try fluid.timeToFill(freeSlots: 50) - 2.16).magnitude / 2)
        let unhealthy = mean(runs.map { $0.share(.refused, of: 1, to: 20) })
        #expect((unhealthy - 8.0 / 17).magnitude < 0.15, "\(unhealthy)")
    }

    // MARK: Refusals of input

    @Test func `What cannot be simulated is refused with the condition`() throws {
        func refusal(_ change: (inout DatabaseSimulation) -> Void) throws -> String {
            var simulation = try incident(client: SimulatedClient())
            change(&simulation)
            do throws(QueueingError) {
                _ = try simulation.run(seed: 0)
                return "ran"
            } catch { return error.description }
        }
        #expect(
            try refusal { $0.slots = 0 }
                == "The number of slots must be a whole number from 1 to 1,000,000, and is 0.")
        #expect(
            try refusal { $0.duration = .infinity }.hasPrefix("The duration must be a finite number above 0"))
        #expect(
            try refusal { $0.streams[0].demand = .constant(0) }
                == "The demand must be a finite number above 0, and is 0.")
        #expect(
            try refusal { $0.streams[0].arrivals = .listed([1, 0.5]) }
                == "The time of an arrival must be finite, 0 or more and at least as large as the one before, "
                + "and is 0.5.")
        #expect(
            try refusal { $0.streams[1].client.timeout = -1 }
                == "The timeout must be a finite number above 0, and is -1.")
        #expect(
            try refusal { $0.streams[0].demand = .varying(mean: 1, squaredVariation: 0) }
                .hasPrefix("The squared variation of the demand must be at least 0.001"))
    }
}
