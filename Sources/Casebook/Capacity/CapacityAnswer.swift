import Queueing

/// What the models of a queue say to a question.
struct CapacityAnswer {
    /// The figures of a steady state, of the model that applies.
    enum SteadyState {
        /// All that arrives is let in.
        case open(OpenQueue, waitPercentile: Double, responsePercentile: Double)
        /// What finds no slot is refused.
        case bounded(BoundedQueue)
        /// Without a limit there is none once work arrives as fast as it can be done.
        case none
    }

    let question: CapacityQuestion
    /// Arriving work by what the servers can do, λS/c.
    let utilisation: Double
    /// What the servers can finish per second, c/S.
    let throughputCeiling: Double
    let steadyState: SteadyState
    /// How fast a backlog grows, per second; nil where the servers keep up.
    let growthRate: Double?
    /// When the slots have run out of a server that had none in use, as a fluid, in seconds.
    let secondsToExhaustion: Double?
    /// The exact mean of the same time, in seconds.
    let meanSecondsToExhaustion: Double?

    init(_ question: CapacityQuestion) throws(QueueingError) {
        self.question = question
        let (rate, time, servers) = (question.arrivalRate, question.serviceTime, question.servers)
        utilisation = try OperationalLaws.utilisation(arrivalRate: rate, serviceTime: time, servers: servers)
        let flow = try FluidModel(arrivalRate: rate, serviceTime: time, servers: servers)
        throughputCeiling = flow.capacity
        growthRate = flow.growthRate > 0 ? flow.growthRate : nil
        guard let slots = question.slots else {
            secondsToExhaustion = nil
            meanSecondsToExhaustion = nil
            steadyState = try Self.open(question)
            return
        }
        steadyState = .bounded(
            try BoundedQueue(arrivalRate: rate, serviceTime: time, servers: servers, places: slots))
        guard flow.growthRate > 0 else {
            secondsToExhaustion = nil
            meanSecondsToExhaustion = nil
            return
        }
        secondsToExhaustion = try flow.timeToFill(freeSlots: Double(slots))
        meanSecondsToExhaustion = try TransientQueue(
            arrivalRate: rate, serviceTime: time, servers: servers, places: slots
        ).meanTimeToFill(from: 0)
    }

    /// M/M/c where it has a steady state.
    private static func open(_ question: CapacityQuestion) throws(QueueingError) -> SteadyState {
        guard question.arrivalRate * question.serviceTime < Double(question.servers) else { return .none }
        let queue = try OpenQueue(
            arrivalRate: question.arrivalRate, serviceTime: question.serviceTime, servers: question.servers)
        return .open(
            queue, waitPercentile: try queue.waitPercentile(question.percentile / 100),
            responsePercentile: try queue.responsePercentile(question.percentile / 100))
    }

    /// How many are there on average after a time in seconds, none having been at the beginning.
    ///
    /// Exact where that takes little to compute, by a bounded queue too large to fill; nil elsewhere.
    func meanInSystem(after time: Double) throws(QueueingError) -> Double? {
        let arrivals = question.arrivalRate * time
        guard arrivals + throughputCeiling * time <= 20_000 else { return nil }
        guard let atMost = Int(exactly: (arrivals + 12 * arrivals.squareRoot()).rounded(.up)) else {
            return nil
        }
        let places = atMost + question.servers + 20
        let queue = try TransientQueue(
            arrivalRate: question.arrivalRate, serviceTime: question.serviceTime, servers: question.servers,
            places: places)
        return try queue.distribution(after: time, from: StateDistribution(certainly: 0, of: places)).mean
    }

    /// The models that the figures come from.
    var models: [any QueueingModel] {
        get throws(QueueingError) {
            let flow = try FluidModel(
                arrivalRate: question.arrivalRate, serviceTime: question.serviceTime,
                servers: question.servers)
            let growing: [any QueueingModel] = growthRate == nil ? [] : [flow]
            switch steadyState {
            case .open(let queue, _, _): return [queue]
            case .bounded(let queue): return [queue] + growing
            case .none: return [flow]
            }
        }
    }
}
