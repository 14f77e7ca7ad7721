public import Quantities
internal import Queueing

/// A queue whose arrivals, service and servers were measured: what queueing theory makes of them, as figures.
///
/// ```swift
/// var queue: MeasuredQueue { MeasuredQueue(arrivals: calls.per(window), service: meanTime, servers: cores) }
/// var meanWait: Quantity<Time> { queue.meanWait }
/// var refused: Quantity<Share> { queue.with(slots: maxConnections).refusalProbability }
/// ```
/// The model is M/M/c: Poisson arrivals, exponential service, first come first served, no bound on those who
/// wait. Where a formula does not apply, the figure is unknown, and its message states the condition in words;
/// so it is where the rounding of the measurements leaves open whether it applies. All formulas here rise or
/// fall throughout in each of their inputs, so that the bounds of a figure are its values at the bounds of
/// the measurements.
public struct MeasuredQueue: Sendable {
    /// What arrives in a second: λ.
    public let arrivals: Quantity<Rate>
    /// How long one takes without waiting, on one server: S.
    public let service: Quantity<Time>
    /// How many are served at once: c.
    public let servers: Quantity<Count>

    /// A queue of measurements.
    public init(arrivals: Quantity<Rate>, service: Quantity<Time>, servers: Quantity<Count>) {
        self.arrivals = arrivals
        self.service = service
        self.servers = servers
    }

    /// The same queue with a bound on those inside, waiting and served: M/M/c/K.
    public func with(slots: Quantity<Count>) -> MeasuredBoundedQueue {
        MeasuredBoundedQueue(queue: self, slots: slots)
    }

    /// What the servers finish at most in a second: c ÷ S.
    public var throughputCeiling: Quantity<Rate> { servers.servers(eachTaking: service) }

    /// What arrives, by what the servers finish at most: ρ = λS ÷ c.
    public var utilisation: Quantity<Ratio> { arrivals / throughputCeiling }

    /// By how much more arrives in a second than is finished: λ − c ÷ S; negative where the queue keeps up.
    public var growth: Quantity<Rate> { arrivals - throughputCeiling }

    /// The probability that an arrival must wait: Erlang's C.
    ///
    /// Unknown where utilisation is not below one.
    public var waitProbability: Quantity<Share> {
        figure("probability of waiting") { $0.waitingProbability }
    }

    /// The mean time before service.
    ///
    /// Unknown where utilisation is not below one.
    public var meanWait: Quantity<Time> { figure("mean wait") { $0.meanWait * 1000 } }

    /// The mean time until the end of service.
    ///
    /// Unknown where utilisation is not below one.
    public var meanResponse: Quantity<Time> { figure("mean response") { $0.meanResponseTime * 1000 } }

    /// How many are inside on average.
    ///
    /// Unknown where utilisation is not below one.
    public var meanInSystem: Quantity<Count> { figure("mean number inside") { $0.meanInSystem } }

    /// The time before service that so many per cent do not exceed.
    ///
    /// Unknown where utilisation is not below one.
    public func waitPercentile(_ percent: Double) -> Quantity<Time> {
        figure("p\(percentText(percent)) of the wait") { queue throws(QueueingError) in
            try queue.waitPercentile(percent / 100) * 1000
        }
    }

    /// The time until the end of service that so many per cent do not exceed.
    ///
    /// Unknown where utilisation is not below one.
    public func responsePercentile(_ percent: Double) -> Quantity<Time> {
        figure("p\(percentText(percent)) of the response") { queue throws(QueueingError) in
            try queue.responsePercentile(percent / 100) * 1000
        }
    }

    /// How long free slots last while more arrives than is finished, as a fluid.
    ///
    /// Unknown where the queue does not grow.
    public func timeToExhaustion(of freeSlots: Quantity<Count>) -> Quantity<Time> {
        .modelled(
            "time to exhaustion, M/M/c as a fluid",
            monotoneIn: [arrivals.measured, service.measured, servers.measured, freeSlots.measured]
        ) { inputs throws(QueueingError) in
            try FluidModel(
                arrivalRate: inputs[0], serviceTime: inputs[1] / 1000,
                servers: try wholeNumber(inputs[2], "number of servers")
            ).timeToFill(freeSlots: inputs[3]) * 1000
        }
    }

    private func figure<Unit: UnitOfMeasure>(
        _ name: String, _ value: (OpenQueue) throws(QueueingError) -> Double
    ) -> Quantity<Unit> {
        .modelled(
            "\(name), M/M/c with Poisson arrivals and exponential service",
            monotoneIn: [arrivals.measured, service.measured, servers.measured]
        ) { inputs throws(QueueingError) in
            try value(
                try OpenQueue(
                    arrivalRate: inputs[0], serviceTime: inputs[1] / 1000,
                    servers: try wholeNumber(inputs[2], "number of servers")))
        }
    }
}

/// A measured queue with a bound on those inside: M/M/c/K, in which who finds no slot is refused and lost.
///
/// It has a steady state at any utilisation. See ``MeasuredQueue`` for its assumptions and bounds.
public struct MeasuredBoundedQueue: Sendable {
    let queue: MeasuredQueue
    /// How many may be inside, waiting and served: K.
    public let slots: Quantity<Count>

    /// The probability that an arrival finds no slot.
    public var refusalProbability: Quantity<Share> {
        figure("probability of refusal") { $0.refusalProbability }
    }

    /// How many are inside on average.
    public var meanInSystem: Quantity<Count> { figure("mean number inside") { $0.meanInSystem } }

    /// What is finished in a second.
    public var throughput: Quantity<Rate> { figure("throughput") { $0.throughput } }

    /// The mean time until the end of service, of those who got in.
    public var meanResponse: Quantity<Time> { figure("mean response") { $0.meanResponseTime * 1000 } }

    private func figure<Unit: UnitOfMeasure>(
        _ name: String, _ value: (BoundedQueue) -> Double
    ) -> Quantity<Unit> {
        .modelled(
            "\(name), M/M/c/K with Poisson arrivals and exponential service",
            monotoneIn: [
                queue.arrivals.measured, queue.service.measured, queue.servers.measured, slots.measured,
            ]
        ) { inputs throws(QueueingError) in
            value(
                try BoundedQueue(
                    arrivalRate: inputs[0], serviceTime: inputs[1] / 1000,
                    servers: try wholeNumber(inputs[2], "number of servers"),
                    places: try wholeNumber(inputs[3], "number of slots")))
        }
    }
}

extension Quantity {
    /// The quantity without its unit, for formulas that take several of different units.
    fileprivate var measured: AnyQuantity { AnyQuantity(self) }
}

private func wholeNumber(_ value: Double, _ name: String) throws(QueueingError) -> Int {
    guard let whole = Int(exactly: value) else {
        throw .outsideRange(quantity: name, value: value, condition: "a whole number")
    }
    return whole
}

private func percentText(_ percent: Double) -> String {
    percent.magnitude < 1e6 ? Int(exactly: percent).map(String.init) ?? "\(percent)" : "\(percent)"
}
