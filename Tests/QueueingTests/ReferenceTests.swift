import Queueing
import Testing

/// Every formula against the values of other programs, row by row.
@Suite struct ReferenceTests {
    @Test func `Every row of the file is of a kind that a test knows`() throws {
        let rows = try Reference.all()
        #expect(rows.count == 1084)
        #expect(Set(rows.map(\.kind)).count == Reference.Kind.allCases.count)
    }

    /// Checks each row of a kind that is not simulated; nil says that the quantity is unknown.
    private func check(
        _ kind: Reference.Kind,
        count: Int,
        _ compute: (Reference) throws -> Double?
    ) throws {
        let rows = try Reference.rows(kind).filter { !$0.isSimulated && !isAboutAnotherProgram($0) }
        #expect(rows.count == count)
        for row in rows {
            guard let result = try compute(row) else {
                Issue.record("No test knows \(row.name)")
                continue
            }
            #expect(try row.agrees(with: result), "\(row.name), got \(result)")
        }
    }

    // MARK: Erlang

    /// Whether a row tells how far off another program is, or how long it took.
    private func isAboutAnotherProgram(_ row: Reference) -> Bool {
        row.quantity.contains("relative error") || row.quantity.hasPrefix("recursion time")
            || row.text == "OverflowError"
    }

    @Test func `Erlang B, up to ten thousand servers`() throws {
        try check(.erlangB, count: 86) { row in
            guard row.quantity == "B(c,a)" else { return nil }
            return try Erlang.lossProbability(servers: Int(row.input("c")), offeredLoad: row.input("a"))
        }
    }

    @Test func `Erlang C, up to ten thousand servers`() throws {
        try check(.erlangC, count: 66) { row in
            let (servers, load) = (Int(try row.input("c")), try row.input("a"))
            switch row.quantity {
            case "C(c,a)": return try Erlang.waitingProbability(servers: servers, offeredLoad: load)
            case "C(c,a) Halfin-Whitt":
                return try Erlang.approximateWaitingProbability(servers: servers, offeredLoad: load)
            default: return nil
            }
        }
    }

    /// Ours is compared with exact values, as the other program's recursion was for these rows.
    @Test func `Erlang's recursions err no more than another program's`() throws {
        var stated = 0.0
        let rows = try [.erlangB, .erlangC, .erlangStability].flatMap(Reference.rows)
            .filter(isAboutAnotherProgram)
        #expect(rows.count == 26 + 27 + 4)
        for row in rows where row.quantity.contains("relative error") {
            guard !row.quantity.hasSuffix("poisson") else { continue }
            stated = max(stated, try row.value())
        }
        #expect(stated < 1.2e-14)
        for row in try CSVLines("exact.csv").rows where row[0].hasPrefix("Erlang ") {
            let inputs = Reference.inputs(row[1])
            let (servers, load) = (Int(try #require(inputs["c"])), try #require(inputs["a"]))
            guard servers <= 10_000, let exact = Double(row[3]) else { continue }
            let ours =
                row[0] == "Erlang B"
                ? try Erlang.lossProbability(servers: servers, offeredLoad: load)
                : try Erlang.waitingProbability(servers: servers, offeredLoad: load)
            #expect((ours - exact).magnitude <= stated * exact, "\(row), got \(ours)")
        }
    }

    /// a^c/c! overflows from 170 servers on, where the recursion has a value.
    @Test func `Erlang C exists where the naive formula overflows`() throws {
        let rows = try Reference.rows(.erlangC).filter { $0.text == "OverflowError" }
        #expect(rows.count == 4)
        for row in rows {
            let result = try Erlang.waitingProbability(
                servers: Int(row.input("c")),
                offeredLoad: row.input("a")
            )
            #expect(result > 0.06 && result < 1, "\(row.name), got \(result)")
        }
    }

    // MARK: Open queues

    @Test func `M/M/c: means, percentiles and tails`() throws {
        try check(.openQueue, count: 224) { row in
            let queue = try OpenQueue(
                arrivalRate: row.input("lambda"),
                serviceTime: 1 / row.input("mu"),
                servers: Int(row.input("c"))
            )
            switch row.quantity {
            case "rho": return queue.utilisation
            case "P(wait)=C": return queue.waitingProbability
            case "Wq": return queue.meanWait
            case "Lq": return queue.meanQueueLength
            case "W": return queue.meanResponseTime
            case "L": return queue.meanInSystem
            case "P(Wq > 1 s)": return try queue.probabilityOfWaiting(longerThan: 1)
            default:
                guard let share = row.quantity.split(separator: "p").last.flatMap({ Double($0) }) else {
                    return nil
                }
                if row.quantity.hasPrefix("waiting time p") { return try queue.waitPercentile(share / 100) }
                guard row.quantity.hasPrefix("response time p") else { return nil }
                return try queue.responsePercentile(share / 100)
            }
        }
    }

    @Test func `Saturation throughput`() throws {
        try check(.saturation, count: 42) { row in
            try OperationalLaws.saturationThroughput(
                servers: Int(row.input("N")),
                serviceTime: row.input("S")
            )
        }
    }

    @Test func `How much longer a response takes than the service`() throws {
        try check(.stretch, count: 14) { row in
            let utilisation = try row.input("rho")
            switch (row.quantity, row.inputText.hasPrefix("M/M/10;")) {
            case ("R/S = 1/(1-rho)", false):
                let queue = try SingleServerQueue(
                    arrivalRate: utilisation,
                    serviceTime: 1,
                    serviceVariation: 1
                )
                #expect(try row.agrees(with: queue.meanResponseTime))
                return queue.meanResponseTimeUnderSharing
            case ("R/S", true):
                return try OpenQueue(
                    arrivalRate: utilisation * 10,
                    serviceTime: 1,
                    servers: 10
                ).meanResponseTime
            default: return nil
            }
        }
    }

    @Test func `M/G/1: Pollaczek and Khinchine`() throws {
        try check(.singleServer, count: 9) { row in
            guard row.quantity == "Wq" else { return nil }
            return try SingleServerQueue(
                arrivalRate: row.input("lambda"),
                serviceTime: row.input("E[S]"),
                serviceVariation: row.input("cs2")
            ).meanWait
        }
    }

    @Test func `G/G/1: Kingman's approximation and his bound`() throws {
        func queue(_ row: Reference) throws -> GeneralQueue {
            try GeneralQueue(
                arrivalRate: row.input("rho") / row.input("E[S]"),
                serviceTime: row.input("E[S]"),
                arrivalVariation: row.input("ca2"),
                serviceVariation: row.input("cs2")
            )
        }
        try check(.kingman, count: 4) { row in row.quantity == "Wq" ? try queue(row).meanWait : nil }
        try check(.kingmanBound, count: 4) { row in
            let queue = try queue(row)
            let bound = try #require(queue.largestMeanWait)
            #expect(queue.meanWait <= bound)
            return row.quantity == "Wq <=" ? bound : nil
        }
    }

    @Test func `G/G/c: Allen and Cunneen with exact Erlang C`() throws {
        try check(.manyServers, count: 7) { row in
            guard row.quantity == "Wq" else { return nil }
            return try GeneralQueue(
                arrivalRate: row.input("lambda"),
                serviceTime: row.input("E[S]"),
                servers: Int(row.input("c")),
                arrivalVariation: row.input("ca2"),
                serviceVariation: row.input("cs2"),
                variant: .exactErlangC
            ).meanWait
        }
    }

    // MARK: Queues with a limit

    @Test func `M/M/c/K: refusals, number inside, throughput`() throws {
        try check(.boundedQueue, count: 44) { row in
            let queue = try BoundedQueue(
                arrivalRate: row.input("lambda"),
                serviceTime: 1 / row.input("mu"),
                servers: Int(row.input("c")),
                places: Int(row.input("K"))
            )
            return switch row.quantity {
            case "P(blocked)": queue.refusalProbability
            case "L": queue.meanInSystem
            case "throughput": queue.throughput
            case "W of the admitted": queue.meanResponseTime
            case "fluid P(blocked) = max(0, 1-1/rho)": queue.overloadRefusalShare
            default: nil
            }
        }
    }

    @Test func `M/M/c//N: a closed population and the interactive law`() throws {
        try check(.closedQueue, count: 51) { row in
            let queue = try ClosedQueue(
                callers: Int(row.input("N")),
                thinkTime: row.input("Z"),
                serviceTime: 1 / row.input("mu"),
                servers: Int(row.input("c"))
            )
            switch row.quantity {
            case "throughput X": return queue.throughput
            case "L": return queue.meanInSystem
            case "R": return queue.meanResponseTime
            case "interactive law N/X - Z":
                return try OperationalLaws.interactiveResponseTime(
                    callers: queue.callers,
                    throughput: queue.throughput,
                    thinkTime: queue.thinkTime
                )
            case "bound X <= min(c mu, N/(Z+S))": return queue.largestThroughput
            case "knee N* = (Z+S) c mu": return queue.knee
            default: return nil
            }
        }
    }

    @Test func `Erlang A: who waits too long leaves`() throws {
        try check(.impatientQueue, count: 16) { row in
            let queue = try ImpatientQueue(
                arrivalRate: row.input("lambda"),
                serviceTime: 1 / row.input("mu"),
                servers: Int(row.input("c")),
                meanPatience: 1 / row.input("theta")
            )
            return switch row.quantity {
            case "P(wait)": queue.waitingProbability
            case "P(abandon)": queue.abandonmentProbability
            case "Lq": queue.meanQueueLength
            case "throughput": queue.throughput
            default: nil
            }
        }
    }

    // MARK: Scalability and measurement

    @Test func `The Universal Scalability Law`() throws {
        try check(.scalability, count: 15) { row in
            let law = try ScalabilityLaw(contention: row.input("sigma"), coherency: row.input("kappa"))
            if row.quantity.hasPrefix("N* =") { return law.peak }
            if row.quantity == "ceiling 1/sigma" { return law.ceiling }
            guard row.quantity.hasPrefix("C(N="), let workers = Double(row.quantity.dropFirst(4).dropLast())
            else { return nil }
            return try law.capacity(of: workers)
        }
    }

    @Test func `The law fitted to the measured sweep`() throws {
        let sweep = try CSVLines("sweep.csv")
        let rows = try Reference.rows(.scalabilityFit)
        #expect(rows.count == 9)
        for row in rows {
            let form = try #require(row.inputText.split(separator: "=").last)
            let measurements = try sweep.rows.filter { $0[0] == form }.map {
                ScalabilityFit.Measurement(
                    workers: try #require(Double($0[1])),
                    throughput: try #require(Double($0[2]))
                )
            }
            let fit = try ScalabilityFit(measurements)
            let coefficients = [
                "gamma (tps at N=1)": fit.throughputOfOne, "sigma": fit.law.contention,
                "kappa": fit.law.coherency,
            ]
            let result = try #require(coefficients[row.quantity])
            // Two minimisers that both stop when the error no longer falls agree to a few digits.
            #expect(try row.agrees(with: result, relative: 1e-4), "\(row.name), got \(result)")
            #expect(fit.reservations.isEmpty == (measurements.count >= 6), "\(fit.reservations)")
        }
    }

    @Test func `What a closed loop leaves out of its percentiles`() throws {
        try check(.coordinatedOmission, count: 12) { row in
            let measurement = try StalledMeasurement(
                interval: 0.01,
                serviceTime: 0.001,
                requestsBefore: 10_000,
                stall: 100
            )
            #expect(row.inputText.hasPrefix("100 req/s; 100 s at 1 ms, then one 100 s stall; "))
            let loop: StalledMeasurement.Loop = row.inputText.contains("; closed loop") ? .closed : .open
            if row.quantity == "mean ms" {
                let latencies = measurement.latencies(loop)
                return latencies.reduce(0, +) / Double(latencies.count) * 1000
            }
            guard row.quantity.hasSuffix(" ms (nearest rank)"), row.quantity.hasPrefix("p"),
                let share = Double(row.quantity.dropFirst().prefix { $0 != " " })
            else { return nil }
            return try measurement.latencyPercentile(share / 100, loop) * 1000
        }
    }
}
