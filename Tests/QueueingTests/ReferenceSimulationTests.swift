import Queueing
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Our simulation against those of other programs, and against the formulas.
@Suite struct ReferenceSimulationTests {
    /// Two-sided 97.5 % quantiles of Student's distribution, by degrees of freedom.
    private static let student = [9: 2.262, 19: 2.093, 29: 2.045]

    private struct Measured {
        let mean: Double
        let halfWidth: Double

        init(_ values: [Double]) {
            let count = Double(values.count)
            let mean = values.reduce(0, +) / count
            let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            self.mean = mean
            halfWidth =
                (ReferenceSimulationTests.student[values.count - 1] ?? 2.3)
                * (squares / (count - 1) / count).squareRoot()
        }
    }

    // MARK: Queues in steady state

    @Test func `Waits in line are those of another simulation`() throws {
        let kinds: [Reference.Kind] = [.openQueue, .singleServer, .manyServers, .kingman]
        let rows = try kinds.flatMap(Reference.rows).filter(\.isSimulated)
        #expect(rows.count == 12 + 4 + 20 + 4)
        var settings: [String] = []
        for row in rows where !settings.contains(row.inputText) { settings.append(row.inputText) }
        for setting in settings {
            let ofSetting = rows.filter { $0.inputText == setting }
            let (waits, waiting) = try simulate(try #require(ofSetting.first))
            for row in ofSetting where !row.quantity.hasSuffix("half-width") {
                let name = row.quantity.prefix { $0 != "=" }
                let width = try #require(ofSetting.first { $0.quantity == "\(name) 95% half-width" })
                let ours = name == "Wq" ? waits : waiting
                // Both are estimates: their difference is within what both may err by.
                let allowed = try (ours.halfWidth * ours.halfWidth + width.value() * width.value())
                    .squareRoot()
                #expect(
                    try (ours.mean - row.value()).magnitude <= allowed,
                    "\(row.name) ± \(width.text), got \(ours.mean) ± \(ours.halfWidth)")
            }
        }
    }

    private func simulate(_ row: Reference) throws -> (waits: Measured, waiting: Measured) {
        let demand = try row.inputs["E[S]"] ?? 1 / row.input("mu")
        let servers = Int(row.inputs["c"] ?? 1)
        let rate = try row.inputs["lambda"] ?? row.input("rho") / demand
        let arrivalVariation = row.inputs["ca2"] ?? 1
        let serviceVariation = row.inputs["cs2"] ?? 1
        let stream = RequestStream(
            "requests",
            arrivals: arrivalVariation == 1
                ? .poisson(rate: rate)
                : .renewal(.varying(mean: 1 / rate, squaredVariation: arrivalVariation)),
            demand: serviceVariation == 0
                ? .constant(demand) : .varying(mean: demand, squaredVariation: serviceVariation))
        let arrivals = 5000.0
        let simulation = try DatabaseSimulation(
            slots: nil, cores: servers, discipline: .firstComeFirstServed, streams: [stream],
            duration: arrivals / rate)
        var waits: [Double] = []
        var waiting: [Double] = []
        for seed in 0..<20 {
            let result = try simulation.run(seed: UInt64(seed))
            let times = result.requests(from: simulation.duration / 8).compactMap(\.wait)
            waits.append(times.reduce(0, +) / Double(times.count))
            waiting.append(Double(times.count { $0 > 0 }) / Double(times.count))
        }
        return (Measured(waits), Measured(waiting))
    }

    // MARK: Retries

    /// A storm of the file: what its clients do, and the settings that say so.
    ///
    /// The other program moves in steps of 10 ms, so that what it calls an immediate retry comes that much later.
    struct Storm: Sendable, CustomTestStringConvertible {
        let name: String
        let client: SimulatedClient
        var testDescription: String { name }
    }

    static let storms = [
        Storm(name: "no timeout, no retry", client: SimulatedClient()),
        Storm(
            name: "timeout 2 s, no retry, abandoned queries keep running", client: SimulatedClient(timeout: 2)
        ),
        Storm(
            name: "timeout 2 s, 3 immediate retries, abandoned queries keep running",
            client: SimulatedClient(timeout: 2, retries: 3, retryDelay: 0.01)),
        Storm(
            name: "timeout 2 s, 3 immediate retries, query cancelled at the timeout",
            client: SimulatedClient(timeout: 2, cancelsAtTimeout: true, retries: 3, retryDelay: 0.01)),
        Storm(
            name: "timeout 2 s, retry budget 10 %, query cancelled at the timeout",
            client: SimulatedClient(
                timeout: 2, cancelsAtTimeout: true, retries: 3, retryDelay: 0.01,
                budget: RetryBudget(share: 0.1))),
        Storm(
            name: "timeout 2 s, retry budget 10 %, abandoned queries keep running",
            client: SimulatedClient(timeout: 2, retries: 3, retryDelay: 0.01, budget: RetryBudget(share: 0.1))
        ),
    ]

    @Test(arguments: storms)
    func `A storm of retries goes as in another simulation`(storm: Storm) throws {
        let rows = try Reference.rows(.retryStorm).filter { $0.inputText.hasPrefix("\(storm.name);") }
        #expect(rows.count == 9)
        #expect(try Reference.rows(.retryStorm).count == 9 * Self.storms.count)
        let simulation = try DatabaseSimulation(
            slots: 57, cores: 2,
            streams: [
                RequestStream(
                    "checks",
                    arrivals: .poisson([
                        .init(from: 0, rate: 6), .init(from: 60, rate: 30), .init(from: 80, rate: 6),
                    ]), demand: .constant(0.2), client: storm.client)
            ], duration: 240)
        let runs = try (0..<30).map { try simulation.run(seed: UInt64($0)) }
        for row in rows {
            let values: [Double]
            if row.quantity.hasPrefix("goodput per s, ") {
                let span = row.quantity.dropFirst(15).prefix { $0 != " " }.split(separator: "-")
                let (start, end) = (try #require(Double(span[0])), try #require(Double(span[1])))
                values = runs.map { $0.goodput(from: start, to: end) }
            } else if row.quantity.hasPrefix("queries in progress at t=") {
                let time = try #require(Double(row.quantity.dropFirst(25).prefix { $0 != " " }))
                values = runs.map { Double($0.inSystem(at: time)) }
            } else {
                #expect(row.quantity == "runs of 10 still saturated (>=50 in progress) at t=239 s")
                values = runs.map { $0.inSystem(at: 239) >= 50 ? 10 : 0 }
            }
            let ours = Measured(values)
            let theirs = try row.value()
            // The file has ten runs to our thirty: its half-width is √3 times ours, that of the difference twice
            // ours. Half as much again leaves none of 54 rows out by chance.
            let allowed = 3 * ours.halfWidth
            #expect(
                (ours.mean - theirs).magnitude <= allowed, "\(row.name), got \(ours.mean) ± \(ours.halfWidth)"
            )
        }
    }
}
