import Queueing
import Testing

/// A law is refused outside its conditions, in words that name the condition and the value.
@Suite struct ConditionTests {
    private func refusal(_ body: () throws(QueueingError) -> Double) -> String {
        do {
            return "gave \(try body())"
        } catch {
            return error.description
        }
    }

    @Test func `A saturated M/M/c queue has no mean`() {
        let text = refusal { () throws(QueueingError) in
            try OpenQueue(arrivalRate: 80, serviceTime: 0.150941, servers: 10).meanWait
        }
        #expect(
            text
                == "A long-run mean exists only while work arrives more slowly than the servers can do it: "
                + "utilisation must be below 1, and is 1.207528."
        )
        // Exactly at saturation there is no mean either.
        #expect(
            refusal { () throws(QueueingError) in
                try Erlang.waitingProbability(servers: 2, offeredLoad: 2)
            }.hasSuffix("must be below 1, and is 1.")
        )
    }

    @Test func `Slots do not run out of a queue that drains, nor does a growing one drain`() {
        #expect(
            refusal { () throws(QueueingError) in
                try FluidModel(arrivalRate: 8, serviceTime: 0.2, servers: 2).timeToFill(freeSlots: 50)
            }.hasSuffix("must be above 0 per second, and is -2.")
        )
        #expect(
            refusal { () throws(QueueingError) in
                try FluidModel(arrivalRate: 12, serviceTime: 0.2, servers: 2).timeToDrain(backlog: 50)
            }.hasSuffix("must be below 0 per second, and is 2.")
        )
    }

    @Test func `Inputs that no queue has are named`() {
        #expect(
            refusal { () throws(QueueingError) in
                try OperationalLaws.concurrency(arrivalRate: -1, timeInSystem: 1)
            } == "The arrival rate must be a finite number, 0 or more, and is -1."
        )
        #expect(
            refusal { () throws(QueueingError) in
                try OperationalLaws.concurrency(arrivalRate: 1, timeInSystem: .nan)
            } == "The time in the system must be a finite number, 0 or more, and is nan."
        )
        #expect(
            refusal { () throws(QueueingError) in
                try OperationalLaws.saturationThroughput(servers: 0, serviceTime: 1)
            } == "The number of servers must be a whole number from 1 to 1,000,000, and is 0."
        )
        #expect(
            refusal { () throws(QueueingError) in
                try OperationalLaws.saturationThroughput(servers: 2, serviceTime: 0)
            } == "The service time must be a finite number above 0, and is 0."
        )
        #expect(
            refusal { () throws(QueueingError) in
                try BoundedQueue(arrivalRate: 1, serviceTime: 1, servers: 10, places: 9).meanInSystem
            } == "The number of places must be a whole number from 10 to 1,000,000, and is 9."
        )
        #expect(
            refusal { () throws(QueueingError) in
                try OpenQueue(arrivalRate: 1, serviceTime: 0.5, servers: 1).waitPercentile(1)
            } == "The percentile must be from 0 to below 1, and is 1."
        )
        #expect(
            refusal { () throws(QueueingError) in
                try Retries(limit: 3).attemptRate(requestRate: 1, failureProbability: 1.5)
            } == "The probability of failure must be a probability from 0 to 1, and is 1.5."
        )
    }
}

/// Relations that hold between the laws, whatever the numbers.
@Suite struct RelationTests {
    @Test func `Little's law holds of every queue`() throws {
        for servers in [1, 2, 10, 400] {
            for load in [0.1, 0.5, 0.9, 0.999] {
                let queue = try OpenQueue(
                    arrivalRate: load * Double(servers) / 0.02,
                    serviceTime: 0.02,
                    servers: servers
                )
                let inside = try OperationalLaws.concurrency(
                    arrivalRate: queue.arrivalRate,
                    timeInSystem: queue.meanResponseTime
                )
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

    @Test func `Retries add a geometric series of attempts`() throws {
        let patient = try Retries(limit: 3)
        #expect(try patient.attemptRate(requestRate: 6, failureProbability: 0) == 6)
        #expect(try patient.attemptRate(requestRate: 6, failureProbability: 1) == 24)
        #expect(try patient.attemptRate(requestRate: 8, failureProbability: 0.5) == 15)
        #expect(try Retries(limit: 0).attemptRate(requestRate: 6, failureProbability: 1) == 6)
    }

    @Test func `More connections than the cores can serve raise nothing`() throws {
        let rates = try [2, 10, 40, 100].map { connections in
            try OperationalLaws.saturationThroughput(
                connections: connections,
                serviceTime: 0.15,
                cores: 4,
                demand: 0.1
            )
        }
        #expect(rates == [2 / 0.15, 40, 40, 40])
        #expect(try PoolSize.startingPoint(cores: 4, effectiveSpindles: 1) == 9)
        #expect(try OperationalLaws.timeInSystem(concurrency: 40, arrivalRate: 40) == 1)
        #expect(try OperationalLaws.utilisation(arrivalRate: 80, serviceTime: 0.05, servers: 8) == 0.5)
    }
}
