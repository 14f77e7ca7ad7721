import Casebook

extension ConnectionSpike.Evidence {
    // MARK: The burst, simulated

    /// What it takes of a core to connect and to ask for next to nothing, as the health check does: what the
    /// server spends on a check of the replay beyond the check itself.
    var cpuPerConnection: Quantity<Time> { cpuPerCheckWithConnection - cpuPerCheckAfter }
    /// What a check took of a core while no slot was free, c ÷ X: connecting, and the clients' share, included.
    var demandInSpike: Quantity<Time> { cores / throughput }

    private var spikeGrounds: [AnyQuantity] {
        [
            AnyQuantity(offeredRate), AnyQuantity(job.duration), AnyQuantity(slotsFreeAtSpike),
            AnyQuantity(cores), AnyQuantity(throughput), AnyQuantity(cpuPerConnection),
            AnyQuantity(probesInSpike),
        ]
    }

    /// Nil where a figure that goes into it is unknown.
    var simulatedSpike: SimulatedSpike? {
        simulation {
            guard let rate = offeredRate.value, let seconds = job.duration.value.map({ $0 / 1000 }),
                let slots = slotsFreeAtSpike.value, let cores = cores.value, let probes = probesInSpike.value,
                let demand = demandInSpike.value, let probeDemand = cpuPerConnection.value,
                let slots = Int(exactly: slots.rounded()), let cores = Int(exactly: cores)
            else { return nil }
            let burst = SimulatedSpike.Burst(
                rate: rate, seconds: seconds, slots: slots, cores: cores, demand: demand / 1000,
                probeDemand: probeDemand / 1000, probeInterval: (seconds + 1) / probes)
            do throws(QueueingError) { return try SimulatedSpike(burst) } catch { return nil }
        }
    }

    private func simulated<Unit: UnitOfMeasure>(
        _ what: String, scale: Double = 1, _ spread: KeyPath<SimulatedSpike, SimulatedSpike.Spread>
    ) -> Quantity<Unit> {
        .modelled(
            "\(what), median of \(SimulatedSpike.runs) simulations; nine in ten lie between the bounds",
            from: spikeGrounds
        ) { () throws(QueueingError) in
            guard let found = simulatedSpike?[keyPath: spread], found.median.isFinite else {
                throw .undetermined(quantity: what, condition: "the simulation has no such time")
            }
            let bounds = Interval(found.within.lower * scale, found.within.upper * scale)
            return (found.median * scale, bounds)
        }
    }

    var simulatedExhaustion: Quantity<Time> {
        simulated("time until no slot is free", scale: 1000, \.exhaustion)
    }
    var simulatedRefusedShare: Quantity<Share> { simulated("part of the checks refused", \.refusedShare) }
    var simulatedProbesFailed: Quantity<Share> {
        simulated("part of the health checks refused", \.probesFailedShare)
    }
    var simulatedResponse: Quantity<Time> {
        simulated("mean time of a check while no slot is free", scale: 1000, \.meanTime)
    }
    var simulatedDrain: Quantity<Time> {
        simulated("time until the last check is done", scale: 1000, \.drained)
    }

    var simulatedExhaustionRatio: Quantity<Ratio> { simulatedExhaustion / measuredTimeToExhaustion }
    var simulatedRefusedRatio: Quantity<Ratio> { simulatedRefusedShare / refusedShare }

    var simulationRuns: Quantity<Count> {
        figure(
            .assumed(Double(SimulatedSpike.runs), because: "enough for the median to settle"),
            "How often the burst was simulated.")
    }

    // MARK: The what-ifs, simulated

    private func grounds(of run: WhatIf) -> [AnyQuantity] {
        [
            AnyQuantity(run.checks.due.max), AnyQuantity(run.slotsFree), AnyQuantity(cores),
            AnyQuantity(jobThroughput), AnyQuantity(run.retryLimit), AnyQuantity(run.retryDelay),
            AnyQuantity(run.keptConnections),
        ]
    }

    private func simulatedJob(_ run: WhatIf) -> SimulatedJob? {
        run.simulation {
            guard let cores = cores.value, let throughput = jobThroughput.value, throughput > 0,
                let slots = run.slotsFree.value, let kept = run.keptConnections.value,
                let retries = run.retryLimit.value, let delay = run.retryDelay.value,
                let seconds = run.duration.value, let servers = Int(exactly: cores),
                let slots = Int(exactly: slots.rounded()), let retries = Int(exactly: retries)
            else { return nil }
            do throws(QueueingError) {
                return try SimulatedJob(
                    due: run.checks.due.numbers.map { $0 / 1000 }, demand: cores / throughput, cores: servers,
                    slots: kept > 0 ? nil : slots,
                    client: SimulatedClient(retries: retries, retryDelay: delay / 1000),
                    seconds: seconds / 1000)
            } catch {
                return nil
            }
        }
    }

    /// What the simulation says of a run; unknown where it has no such number.
    func simulated<Unit: UnitOfMeasure>(
        _ run: WhatIf, _ what: String, _ value: (SimulatedJob) -> Double?
    ) -> Quantity<Unit> {
        .modelled("\(what), simulated with the same checks", from: grounds(of: run)) {
            () throws(QueueingError) in
            guard let found = simulatedJob(run).flatMap(value), found.isFinite else {
                throw .undetermined(quantity: what, condition: "the simulation has no such number")
            }
            return (found, nil)
        }
    }

    /// Whether the simulation refuses a check of a run.
    func isRefusalSimulated(_ run: WhatIf) -> Bool { simulatedJob(run)?.firstRefusal != nil }
}
