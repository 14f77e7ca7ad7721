import Queueing
import TestSupport
import Testing

/// Relations that hold between the laws, whatever the numbers.
@Suite struct RelationTests {
    /// Queues of all sizes, the same in each run: servers, and an offered load below them.
    private static let cases: [(servers: Int, load: Double)] = {
        var generator = SeededGenerator(seed: 2026)
        return (0..<300).map { _ in
            let servers = [1, 2, 3, 10, 57, 400, 3000][Int.random(in: 0..<7, using: &generator)]
            return (servers, Double(servers) * Double.random(in: 0.001..<0.9999, using: &generator))
        }
    }()

    private func isClose(_ left: Double, _ right: Double, _ error: Double = 1e-10) -> Bool {
        (left - right).magnitude <= error * max(left.magnitude, right.magnitude)
    }

    // MARK: Erlang

    @Test func `Erlang's formulas fulfil their recursions and each other`() throws {
        for (servers, load) in Self.cases where servers > 1 {
            let loss = try Erlang.lossProbability(servers: servers, offeredLoad: load)
            let fewer = try Erlang.lossProbability(servers: servers - 1, offeredLoad: load)
            #expect(isClose(loss, load * fewer / (Double(servers) + load * fewer)))
            #expect(loss <= fewer)
            let waiting = try Erlang.waitingProbability(servers: servers, offeredLoad: load)
            #expect(isClose(waiting, loss / (1 - load / Double(servers) * (1 - loss)), 1e-9))
            // With B(c − 1) alone: 1/C = 1 + (c − a)/(aB(c − 1)).
            if fewer > 1e-300 { #expect(isClose(1 / waiting, 1 + (Double(servers) - load) / (load * fewer))) }
            #expect(waiting >= loss && waiting <= 1)
            #expect(try Erlang.waitingProbability(servers: servers + 1, offeredLoad: load) <= waiting)
            #expect(try Erlang.lossProbability(servers: servers, offeredLoad: load * 1.1) >= loss)
        }
    }

    // MARK: Open queues

    @Test func `Percentiles invert the probabilities they belong to`() throws {
        for (servers, load) in Self.cases {
            let queue = try OpenQueue(arrivalRate: load / 0.02, serviceTime: 0.02, servers: servers)
            var last = (wait: 0.0, response: 0.0)
            for share in [0.1, 0.5, 0.9, 0.95, 0.99, 0.999999] {
                let wait = try queue.waitPercentile(share)
                let response = try queue.responsePercentile(share)
                #expect(wait >= last.wait && response > last.response && response > wait)
                #expect(isClose(try queue.probabilityOfResponding(longerThan: response), 1 - share, 1e-9))
                if wait > 0 {
                    #expect(isClose(try queue.probabilityOfWaiting(longerThan: wait), 1 - share, 1e-9))
                } else {
                    #expect(queue.waitingProbability <= 1 - share)
                }
                last = (wait, response)
            }
        }
    }

    @Test func `The response time is continuous where its formula changes`() throws {
        // At a = c − 1 the formula has a limit of its own.
        func tail(_ load: Double) throws -> Double {
            try OpenQueue(arrivalRate: load, serviceTime: 1, servers: 3).probabilityOfResponding(
                longerThan: 4)
        }
        let middle = try tail(2)
        #expect(isClose(try tail(2 - 1e-9), middle, 1e-8))
        #expect(isClose(try tail(2 + 1e-9), middle, 1e-8))
        #expect(try tail(2 - 1e-9) < tail(2 + 1e-9))
    }

    // MARK: Queues with a limit

    @Test func `More places bring M/M/c/K nearer to M/M/c, and refuse fewer`() throws {
        for (servers, load) in Self.cases where servers <= 57 {
            let open = try OpenQueue(arrivalRate: load, serviceTime: 1, servers: servers)
            var last = (refused: 1.0, inside: 0.0)
            for more in [0, 1, 5, 50, 500, 5000] {
                let queue = try BoundedQueue(
                    arrivalRate: load, serviceTime: 1, servers: servers, places: servers + more)
                #expect(queue.refusalProbability <= last.refused)
                #expect(queue.meanInSystem >= last.inside * (1 - 1e-12))
                #expect(queue.meanInSystem <= open.meanInSystem * (1 + 1e-9))
                #expect(isClose(queue.throughput * queue.meanResponseTime, queue.meanInSystem))
                #expect(isClose(queue.states.probabilities.reduce(0, +), 1, 1e-12))
                last = (queue.refusalProbability, queue.meanInSystem)
            }
            if open.utilisation < 0.99 { #expect(isClose(last.inside, open.meanInSystem, 1e-9)) }
        }
    }

    // MARK: Over time

    @Test func `A queue over time comes to its steady state and stays there`() throws {
        for (rate, servers, places) in [(8.0, 10, 40), (30, 2, 57), (0, 3, 5), (1, 1, 1), (50, 40, 40)] {
            let queue = try TransientQueue(
                arrivalRate: rate, serviceTime: 1, servers: servers, places: places)
            let steady = try BoundedQueue(arrivalRate: rate, serviceTime: 1, servers: servers, places: places)
                .states
            for start in [0, places] {
                var state = try StateDistribution(certainly: start, of: places)
                #expect(try queue.distribution(after: 0, from: state) == state)
                state = try queue.distribution(after: 200, from: state)
                #expect((state.mean - steady.mean).magnitude < 1e-9)
                let later = try queue.distribution(after: 1, from: state)
                for (one, other) in zip(later.probabilities, steady.probabilities) {
                    #expect((one - other).magnitude < 1e-10)
                }
            }
        }
    }

    @Test func `Two times after each other are one time, and nothing is lost`() throws {
        let queue = try TransientQueue(arrivalRate: 12, serviceTime: 0.2, servers: 2, places: 57)
        let start = try StateDistribution(certainly: 3, of: 57)
        let once = try queue.distribution(after: 4, from: start)
        let twice = try queue.distribution(after: 2.5, from: try queue.distribution(after: 1.5, from: start))
        for (one, other) in zip(once.probabilities, twice.probabilities) {
            #expect(isClose(one, other, 1e-9))
        }
        #expect((once.probabilities.reduce(0, +) - 1).magnitude < 1e-12)
        #expect(once.probability(ofAtLeast: 0) == 1 && once.probability(ofAtLeast: 58) == 0)
        #expect(once.mean > start.mean && start.standardDeviation == 0)
    }

    @Test func `Places of servers alone empty as the exponential distribution says`() throws {
        let queue = try TransientQueue(arrivalRate: 0, serviceTime: 2, servers: 5, places: 5)
        let state = try queue.distribution(after: 3, from: try StateDistribution(certainly: 5, of: 5))
        #expect(isClose(state.mean, 5 * 0.22313016014842982, 1e-12))
        #expect(isClose(state.probabilities[5], 0.000553084370147834, 1e-12))
    }

    @Test func `The exact time to fill is the fluid's where chance hardly matters`() throws {
        let exact = try TransientQueue(arrivalRate: 3000, serviceTime: 1, servers: 1000, places: 100_000)
            .meanTimeToFill(from: 1000)
        let fluid = try FluidModel(arrivalRate: 3000, serviceTime: 1, servers: 1000).timeToFill(
            freeSlots: 99_000)
        #expect(isClose(exact, fluid, 1e-3))
        let rare = try TransientQueue(arrivalRate: 1, serviceTime: 1, servers: 900, places: 900)
        #expect(throws: QueueingError.self) { try rare.meanTimeToFill(from: 0) }
    }

    // MARK: Scalability

    @Test func `A fit gives back the law that the measurements come from`() throws {
        for (scale, contention, coherency) in [
            (7.5, 0.688, 0.0027), (3426, 0.383, 0.0164), (100, 0.02, 0), (5, 0, 0.001),
        ] {
            let law = try ScalabilityLaw(contention: contention, coherency: coherency)
            let measurements = try [1.0, 2, 4, 8, 16, 32, 64, 128].map {
                ScalabilityFit.Measurement(workers: $0, throughput: scale * (try law.capacity(of: $0)))
            }
            let fit = try ScalabilityFit(measurements)
            #expect(isClose(fit.throughputOfOne, scale, 1e-6))
            #expect((fit.law.contention - contention).magnitude < 1e-6)
            #expect((fit.law.coherency - coherency).magnitude < 1e-8)
            #expect(fit.deviation < 1e-6 * scale)
            #expect(isClose(try fit.throughput(of: 20), scale * (try law.capacity(of: 20)), 1e-6))
            #expect(try ScalabilityFit(measurements.reversed()) == fit)
            #expect(fit.reservations.count == (coherency == 0 ? 1 : 0))
        }
        let measurement = ScalabilityFit.Measurement(workers: 1, throughput: 5)
        #expect(throws: QueueingError.self) {
            try ScalabilityFit([measurement, measurement, measurement, measurement])
        }
    }

    @Test func `Fits without one measurement each lie as far apart as the measurements`() throws {
        let law = try ScalabilityLaw(contention: 0.8, coherency: 0.001)
        func fits(noise: Double) throws -> [ScalabilityFit] {
            try ScalabilityFit.leavingOneOut(
                try [1.0, 2, 4, 8, 16, 32].enumerated().map { index, workers in
                    ScalabilityFit.Measurement(
                        workers: workers,
                        throughput: 14 * (try law.capacity(of: workers))
                            * (index.isMultiple(of: 2) ? 1 + noise : 1 - noise))
                })
        }
        func spread(_ fits: [ScalabilityFit]) -> Double {
            let values = fits.map(\.law.contention)
            return (values.max() ?? 0) - (values.min() ?? 0)
        }
        let exact = try fits(noise: 0)
        #expect(exact.count == 6)
        #expect(exact.allSatisfy { ($0.law.contention - 0.8).magnitude < 1e-6 })
        let (little, much) = (spread(try fits(noise: 0.01)), spread(try fits(noise: 0.05)))
        #expect(little > 1e-4)
        #expect(much > 2 * little)
    }

    // MARK: Little's law and limits
    @Test func `Little's law holds of every queue`() throws {
        for servers in [1, 2, 10, 400] {
            for load in [0.1, 0.5, 0.9, 0.999] {
                let queue = try OpenQueue(
                    arrivalRate: load * Double(servers) / 0.02, serviceTime: 0.02, servers: servers)
                let inside = queue.arrivalRate * queue.meanResponseTime
                #expect((inside - queue.meanInSystem).magnitude <= 1e-9 * inside)
                let busy = queue.meanInSystem - queue.meanQueueLength
                #expect((busy - load * Double(servers)).magnitude <= 1e-9 * busy)
            }
        }
    }

    @Test func `Without a queue M/M/c/K is Erlang's loss system, with a long one it is M/M/c`() throws {
        let loss = try Erlang.lossProbability(servers: 10, offeredLoad: 8)
        let noQueue = try BoundedQueue(arrivalRate: 8, serviceTime: 1, servers: 10, places: 10)
        #expect((noQueue.refusalProbability - loss).magnitude < 1e-12)

        let endless = try OpenQueue(arrivalRate: 8, serviceTime: 1, servers: 10)
        let long = try BoundedQueue(arrivalRate: 8, serviceTime: 1, servers: 10, places: 100_000)
        #expect((long.meanInSystem - endless.meanInSystem).magnitude < 1e-9)
    }

    @Test func `A million places under overload neither overflow nor lose the refusals`() throws {
        let queue = try BoundedQueue(arrivalRate: 300, serviceTime: 1, servers: 100, places: 1_000_000)
        #expect((queue.refusalProbability - 2.0 / 3).magnitude < 1e-9)
        #expect((queue.throughput - 100).magnitude < 1e-6)
        #expect(queue.meanInSystem > 999_998)
    }

    @Test func `An empty queue refuses nobody and makes nobody wait`() throws {
        let open = try OpenQueue(arrivalRate: 0, serviceTime: 0.5, servers: 3)
        #expect(open.meanWait == 0)
        #expect(open.meanResponseTime == 0.5)
        #expect(try open.waitPercentile(0.99) == 0)
        let bounded = try BoundedQueue(arrivalRate: 0, serviceTime: 0.5, servers: 3, places: 5)
        #expect(bounded.refusalProbability == 0)
        #expect(bounded.meanResponseTime == 0.5)
    }

    @Test func `Rates and times beyond all measure neither overflow nor hang`() throws {
        let ordinary = try OpenQueue(arrivalRate: 1.5, serviceTime: 1, servers: 2).responsePercentile(0.95)
        for scale in [1e-300, 1e-150, 1, 1e150, 1e300] {
            let open = try OpenQueue(arrivalRate: 1.5 / scale, serviceTime: scale, servers: 2)
            #expect(isClose(open.waitingProbability, 0.6428571428571429))
            #expect(isClose(try open.responsePercentile(0.95) / scale, ordinary))
            #expect(isClose(open.meanInSystem, 1.5 + 1.5 * open.waitingProbability / 0.5))
            let bounded = try BoundedQueue(
                arrivalRate: 1.5 / scale, serviceTime: scale, servers: 2, places: 9)
            #expect(bounded.refusalProbability > 0.01 && bounded.refusalProbability < 0.1)
            #expect(
                isClose(
                    try FluidModel(arrivalRate: 3 / scale, serviceTime: scale, servers: 2).timeToFill(
                        freeSlots: 7), 7 * scale))
        }
        let flooded = try BoundedQueue(arrivalRate: 1e300, serviceTime: 1e300, servers: 2, places: 57)
        #expect(flooded.refusalProbability == 1 && flooded.meanInSystem == 57)
        #expect(try Erlang.lossProbability(servers: 100_000, offeredLoad: 1e-300) == 0)
        #expect(try Erlang.lossProbability(servers: 100_000, offeredLoad: 1e300) == 1)
        let nearly = try OpenQueue(arrivalRate: 1 - 0x1p-50, serviceTime: 1, servers: 1)
        #expect(isClose(nearly.meanWait, 0x1p50))
        #expect(try nearly.responsePercentile(0.5).isFinite)
    }
}
