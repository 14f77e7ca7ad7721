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
                + "utilisation must be below 1, and is 1.207528. How the backlog grows with time can be "
                + "computed instead: as a fluid, or exactly for a bounded queue.")
        // Exactly at saturation there is no mean either.
        #expect(
            refusal { () throws(QueueingError) in
                try Erlang.waitingProbability(servers: 2, offeredLoad: 2)
            }.contains("must be below 1, and is 1. How the backlog"))
    }

    @Test func `Slots do not run out of a queue that drains, nor does a growing one drain`() {
        #expect(
            refusal { () throws(QueueingError) in
                try FluidModel(arrivalRate: 8, serviceTime: 0.2, servers: 2).timeToFill(freeSlots: 50)
            }.hasSuffix("must be above 0 per second, and is -2."))
        #expect(
            refusal { () throws(QueueingError) in
                try FluidModel(arrivalRate: 12, serviceTime: 0.2, servers: 2).timeToDrain(backlog: 50)
            }.hasSuffix("must be below 0 per second, and is 2."))
    }

    @Test func `Inputs that no queue has are named`() {
        #expect(
            refusal { () throws(QueueingError) in
                try OperationalLaws.utilisation(arrivalRate: -1, serviceTime: 1, servers: 1)
            } == "The arrival rate must be a finite number, 0 or more, and is -1.")
        #expect(
            refusal { () throws(QueueingError) in
                try OperationalLaws.utilisation(arrivalRate: 1, serviceTime: .nan, servers: 1)
            } == "The service time must be a finite number, 0 or more, and is nan.")
        #expect(
            refusal { () throws(QueueingError) in
                try OperationalLaws.saturationThroughput(servers: 0, serviceTime: 1)
            } == "The number of servers must be a whole number from 1 to 1,000,000, and is 0.")
        #expect(
            refusal { () throws(QueueingError) in
                try OperationalLaws.saturationThroughput(servers: 2, serviceTime: 0)
            } == "The service time must be a finite number above 0, and is 0.")
        #expect(
            refusal { () throws(QueueingError) in
                try BoundedQueue(arrivalRate: 1, serviceTime: 1, servers: 10, places: 9).meanInSystem
            } == "The number of places must be a whole number from 10 to 1,000,000, and is 9.")
        #expect(
            refusal { () throws(QueueingError) in
                try OpenQueue(arrivalRate: 1, serviceTime: 0.5, servers: 1).waitPercentile(1)
            } == "The percentile must be from 0 to below 1, and is 1.")
        #expect(
            refusal { () throws(QueueingError) in
                try ScalabilityLaw(contention: 1.5, coherency: 0).capacity(of: 1)
            } == "The contention must be a probability from 0 to 1, and is 1.5.")
    }
}
