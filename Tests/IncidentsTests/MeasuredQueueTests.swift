import Diagnostics
import Quantities
import Queueing
import TestSupport
import Testing

@testable import Incidents

@Suite("What queueing theory makes of measurements")
struct MeasuredQueueTests {
    private func queue(
        _ arrivals: Double, _ service: Double, _ servers: Double, within part: Double = 0
    ) -> MeasuredQueue {
        func measured<Unit: UnitOfMeasure>(_ value: Double, _ name: String) -> Quantity<Unit> {
            Quantity(
                value, within: Interval(value * (1 - part), value * (1 + part)), derivation: .constant(name))
        }
        return MeasuredQueue(
            arrivals: measured(arrivals, "λ"), service: measured(service, "S"),
            servers: Quantity(servers, derivation: .constant("c")))
    }

    private func slots(_ number: Double) -> Quantity<Count> {
        Quantity(number, derivation: .constant("K"))
    }

    @Test("the figures are those of the formulas, in milliseconds, and lead to the measurements")
    func values() throws {
        let measured = queue(12, 100, 2)
        let open = try OpenQueue(arrivalRate: 12, serviceTime: 0.1, servers: 2)
        #expect(measured.utilisation.value == 0.6)
        #expect(measured.throughputCeiling.value == 20)
        #expect(measured.growth.value == -8)
        #expect(measured.waitProbability.value == open.waitingProbability)
        #expect(measured.meanWait.value == open.meanWait * 1000)
        #expect(measured.meanResponse.value == open.meanResponseTime * 1000)
        #expect(measured.meanInSystem.value == open.meanInSystem)
        #expect(measured.waitPercentile(95).value == (try open.waitPercentile(0.95)) * 1000)
        let tail = try open.responsePercentile(0.999) * 1000
        #expect(measured.responsePercentile(99.9).value.map { ($0 - tail).magnitude < 1e-9 * tail } == true)
        #expect(
            measured.responsePercentile(99.9).derivation.text
                == "p99.9 of the response, M/M/c with Poisson arrivals and exponential service(λ; S; c)")
        let bounded = try BoundedQueue(arrivalRate: 12, serviceTime: 0.1, servers: 2, places: 5)
        #expect(measured.with(slots: slots(5)).refusalProbability.value == bounded.refusalProbability)
        #expect(measured.with(slots: slots(5)).throughput.value == bounded.throughput)
        #expect(measured.with(slots: slots(5)).meanInSystem.value == bounded.meanInSystem)
        #expect(measured.with(slots: slots(5)).meanResponse.value == bounded.meanResponseTime * 1000)
    }

    @Test("where there is no steady state, the long-run figures are unknown and say why; what grows is known")
    func saturated() {
        let measured = queue(30, 190, 2)
        for problems in [
            measured.meanWait.problems, measured.waitProbability.problems, measured.meanResponse.problems,
            measured.meanInSystem.problems, measured.waitPercentile(95).problems,
        ] {
            #expect(problems.map(\.id) == ["figure.outside-model"])
            #expect(problems.first?.summary.contains("utilisation must be below 1, and is 2.85") == true)
        }
        #expect(measured.with(slots: slots(57)).refusalProbability.value.map { $0 > 0.6 && $0 < 0.7 } == true)
        let time = measured.timeToExhaustion(of: slots(57))
        #expect(time.value.map { ($0 - 57 / (30 - 2 / 0.19) * 1000).magnitude < 1e-6 } == true)
        #expect(
            queue(5, 190, 2).timeToExhaustion(of: slots(57)).problems.map(\.id) == ["figure.outside-model"])
    }

    @Test("where rounding leaves open whether there is a steady state, nothing is stated of it")
    func straddling() {
        #expect(queue(19.9, 100, 2).meanWait.value != nil)
        #expect(queue(19.9, 100, 2, within: 0.01).meanWait.problems.map(\.id) == ["figure.outside-model"])
    }

    @Test("what is no queue is refused")
    func refused() {
        #expect(queue(-1, 100, 2).meanWait.problems.map(\.id) == ["figure.outside-model"])
        #expect(queue(1, 100, 1.5).meanWait.problems.map(\.id) == ["figure.outside-model"])
        #expect(queue(1, 100, 2).waitPercentile(100).problems.map(\.id) == ["figure.outside-model"])
        #expect(
            queue(1, 100, 2).with(slots: slots(1)).throughput.problems.map(\.id) == ["figure.outside-model"])
    }

    @Test("the bounds hold the figure of every measurement within the rounding")
    func bounds() throws {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<100 {
            let servers = Double(Int.random(in: 1...20, using: &random))
            let service = Double.random(in: 1...500, using: &random)
            let arrivals = Double.random(in: 0.1...0.9, using: &random) * servers / service * 1000
            let part = Double.random(in: 0...0.04, using: &random)
            let wide = queue(arrivals, service, servers, within: part)
            let inside = queue(
                arrivals * Double.random(in: 1 - part...1 + part, using: &random),
                service * Double.random(in: 1 - part...1 + part, using: &random), servers)
            func holds<Unit: UnitOfMeasure>(_ figure: (MeasuredQueue) -> Quantity<Unit>) throws {
                let bounds = try #require(figure(wide).interval)
                let value = try #require(figure(inside).value)
                #expect(bounds.lower <= value && value <= bounds.upper)
            }
            try holds(\.meanWait)
            try holds(\.waitProbability)
            try holds(\.meanInSystem)
            try holds { $0.responsePercentile(95) }
            try holds { $0.with(slots: slots(servers + 7)).refusalProbability }
            try holds { $0.with(slots: slots(servers + 7)).throughput }
            try holds { $0.with(slots: slots(servers + 7)).meanResponse }
        }
    }
}
