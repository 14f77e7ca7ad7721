import Casebook

extension ConnectionSpike.Evidence {
    /// The models beside what was observed; the last column is by what part the model is off.
    var modelRows: [[Cell]] {
        func row<Unit: AdditiveUnit>(
            _ what: String, _ model: Quantity<Unit>, _ observed: Quantity<Unit>, _ format: Format<Unit>? = nil
        ) -> [Cell] {
            [
                Cell.words(what), Cell.figure(model, format), Cell.figure(observed, format),
                Cell.figure(model / observed, .times),
            ]
        }
        return [
            row("Slots gone, fluid: F ÷ (λ − X)", modelTimeToExhaustion, measuredTimeToExhaustion, .seconds),
            row("Slots gone, simulated", simulatedExhaustion, measuredTimeToExhaustion, .seconds),
            row("Checks refused, fluid", modelRefusedShare, refusedShare),
            row("Checks refused, simulated", simulatedRefusedShare, refusedShare),
            row("Health checks refused, simulated", simulatedProbesFailed, probesFailedShare),
            row("Time of a check, simulated", simulatedResponse, responseTime, .seconds),
            row("Last check done, simulated", simulatedDrain, backlogDrainedAfter, .seconds),
            row("Checks inside, Little: X·R", littleProduct, sessionsSampled, .mean),
            row("Throughput, c ÷ D", ceiling, throughput),
        ]
    }

    /// The job with one thing changed: what was measured, and below it what the simulation says.
    var whatIfRows: [[Cell]] {
        let runs: [(title: String, run: WhatIf)] = [
            ("Nothing changed", asItWas), ("Twice the connections", twiceConnections),
            ("Refused checks come back", retries), ("A pool of five", poolOfFive),
            ("A pool of twenty", poolOfTwenty),
        ]
        return runs.flatMap { title, run in [measuredRow(title, run), simulatedRow(run)] }
    }

    private func measuredRow(_ title: String, _ run: WhatIf) -> [Cell] {
        let isRefused = (run.refusals.value ?? 0) > 0
        return [
            Cell.words(title), Cell.words("measured"), Cell.figure(run.throughput, .short),
            Cell.figure(run.refusedForGood),
            isRefused ? Cell.figure(run.firstRefusal, .seconds) : Cell.words("never"),
            Cell.figure(run.meanTime, .seconds),
        ]
    }

    private func simulatedRow(_ run: WhatIf) -> [Cell] {
        func cell<Unit: UnitOfMeasure>(
            _ what: String, _ format: Format<Unit>?, _ value: (SimulatedJob) -> Double?
        ) -> Cell { Cell.figure(simulated(run, what, value), format) }
        let seconds = (run.duration.value ?? .nan) / 1000
        return [
            Cell.none, Cell.words("simulated"),
            cell("checks finished per second", Format<Rate>.short) {
                Double($0.finishedWhileRunning) / seconds
            },
            cell("checks refused for good", Format<Count>.count) { Double($0.refusedForGood) },
            isRefusalSimulated(run)
                ? cell("first refusal", Format<Time>.seconds) { $0.firstRefusal.map { $0 * 1000 } }
                : Cell.words("never"),
            cell("mean time of a check", Format<Time>.seconds) { $0.meanTime * 1000 },
        ]
    }
}
