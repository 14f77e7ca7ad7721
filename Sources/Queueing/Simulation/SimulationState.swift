/// The database of a simulation at a moment.
///
/// Sharing is computed with a virtual time, which advances by what each running session gets of a core: a
/// session is done when the virtual time reaches that of its start plus its demand, whatever comes or goes
/// in between. Source: A. Parekh and R. Gallager, "A generalized processor sharing approach", 1993.
struct SimulationState {
    private enum Event {
        case arrival(stream: Int)
        case timeout(attempt: Int)
        case retry(request: Int)
    }

    private enum Phase {
        case waiting, running, gone
    }

    private struct Attempt {
        let request: Int
        let start: Double
        var phase: Phase
    }

    private struct Progress {
        let demand: Double
        var retriesLeft: Int
        /// The attempt whose answer the client waits for.
        var attempt: Int?
    }

    private let simulation: DatabaseSimulation
    private(set) var result: SimulationResult
    private(set) var eventCount = 0

    private var now = 0.0
    private var virtualNow = 0.0
    private var events = PriorityQueue<Event>()
    private var running = PriorityQueue<Int>()
    private var runningCount = 0
    private var line: [Int] = []
    private var lineStart = 0
    private var waitingCount = 0

    private var arrivals: [ArrivalSequence] = []
    private var demands: [RandomNumbers] = []
    private var budgets: [Double] = []
    private var attempts: [Attempt] = []
    private var progress: [Progress] = []

    init(_ simulation: DatabaseSimulation, seed: UInt64) {
        self.simulation = simulation
        result = SimulationResult(streams: simulation.streams.map(\.name), duration: simulation.duration)
        for (index, stream) in simulation.streams.enumerated() {
            let number = UInt64(index) * 2
            arrivals.append(
                ArrivalSequence(stream.arrivals, numbers: RandomNumbers(seed: seed, stream: number)))
            demands.append(RandomNumbers(seed: seed, stream: number + 1))
            budgets.append(stream.client.budget?.reserve ?? 0)
            schedule(stream: index)
        }
    }

    /// Moves on to the next event; false at the end of the run.
    mutating func advance() -> Bool {
        forgetGoneSessions()
        let completion = running.first.map { now + max(0, $0.time - virtualNow) / speed }
        let event = events.first
        guard let next = [completion, event?.time].compactMap(\.self).min(), next <= simulation.duration
        else {
            move(to: simulation.duration)
            return false
        }
        eventCount += 1
        move(to: next)
        if let completion, completion <= event?.time ?? .infinity, let attempt = running.first?.item {
            // The sum of small steps may miss the session's own virtual time by the last bits.
            virtualNow = max(virtualNow, running.first?.time ?? virtualNow)
            running.removeFirst()
            complete(attempt)
        } else if let event {
            events.removeFirst()
            handle(event.item)
        }
        return true
    }

    /// What a running session gets of a core.
    private var speed: Double {
        switch simulation.discipline {
        case .processorSharing: min(1, Double(simulation.cores) / Double(max(1, runningCount)))
        case .firstComeFirstServed: 1
        }
    }

    private mutating func move(to time: Double) {
        if runningCount > 0 { virtualNow += (time - now) * speed }
        now = time
    }

    private mutating func forgetGoneSessions() {
        while let first = running.first, attempts[first.item].phase == .gone { running.removeFirst() }
    }

    private mutating func schedule(stream: Int) {
        guard let time = arrivals[stream].next(), time <= simulation.duration else { return }
        events.add(.arrival(stream: stream), at: time)
    }

    private mutating func handle(_ event: Event) {
        switch event {
        case .arrival(let stream):
            schedule(stream: stream)
            let client = simulation.streams[stream].client
            if let budget = client.budget {
                budgets[stream] = min(budget.reserve, budgets[stream] + budget.share)
            }
            let demand = simulation.streams[stream].demand.draw(&demands[stream])
            progress.append(Progress(demand: demand, retriesLeft: client.retries, attempt: nil))
            result.begin(stream: stream, at: now)
            attempt(progress.count - 1)
        case .timeout(let attempt): timeOut(attempt)
        case .retry(let request): attempt(request)
        }
    }

    // MARK: Attempts

    /// Opens a session for a request, or is refused.
    private mutating func attempt(_ request: Int) {
        result.addAttempt(to: request)
        if let slots = simulation.slots, runningCount + waitingCount >= slots {
            result.addRefusal(to: request)
            fail(request, as: .refused)
            return
        }
        let number = attempts.count
        attempts.append(Attempt(request: request, start: now, phase: .waiting))
        progress[request].attempt = number
        if simulation.discipline == .processorSharing || runningCount < simulation.cores {
            start(number)
        } else {
            line.append(number)
            waitingCount += 1
        }
        result.record(inSystem: runningCount + waitingCount, at: now)
        let stream = result.requests[request].stream
        if let timeout = simulation.streams[stream].client.timeout {
            events.add(.timeout(attempt: number), at: now + timeout)
        }
    }

    private mutating func start(_ number: Int) {
        let request = attempts[number].request
        attempts[number].phase = .running
        runningCount += 1
        running.add(number, at: virtualNow + progress[request].demand)
        if progress[request].attempt == number {
            result.setWait(of: request, to: now - attempts[number].start)
        }
    }

    private mutating func complete(_ number: Int) {
        leave(number)
        let request = attempts[number].request
        guard progress[request].attempt == number else { return }
        progress[request].attempt = nil
        result.end(request, as: .answered, at: now)
    }

    /// Takes a session out of the database, and lets the next one of the line have its core.
    private mutating func leave(_ number: Int) {
        if attempts[number].phase == .running { runningCount -= 1 } else { waitingCount -= 1 }
        attempts[number].phase = .gone
        while simulation.discipline == .firstComeFirstServed, runningCount < simulation.cores,
            lineStart < line.count
        {
            let next = line[lineStart]
            lineStart += 1
            guard attempts[next].phase == .waiting else { continue }
            waitingCount -= 1
            start(next)
        }
        if lineStart > 4096, lineStart * 2 > line.count {
            line.removeFirst(lineStart)
            lineStart = 0
        }
        result.record(inSystem: runningCount + waitingCount, at: now)
    }

    // MARK: Clients

    private mutating func timeOut(_ number: Int) {
        let request = attempts[number].request
        guard progress[request].attempt == number else { return }
        progress[request].attempt = nil
        let stream = result.requests[request].stream
        if simulation.streams[stream].client.cancelsAtTimeout { leave(number) }
        fail(request, as: .timedOut)
    }

    /// Tries again, where the client and its budget allow it.
    private mutating func fail(_ request: Int, as outcome: SimulationResult.Outcome) {
        let stream = result.requests[request].stream
        let client = simulation.streams[stream].client
        guard progress[request].retriesLeft > 0, client.budget == nil || budgets[stream] >= 1 else {
            result.end(request, as: outcome, at: now)
            return
        }
        progress[request].retriesLeft -= 1
        if client.budget != nil { budgets[stream] -= 1 }
        events.add(.retry(request: request), at: now + client.retryDelay)
    }
}
