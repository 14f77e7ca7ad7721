import Queueing
import Testing

/// Every formula against the values of other programs, row by row.
@Suite struct ReferenceTests {
    @Test func `Every row of the file is of a kind that a test knows`() throws {
        let rows = try Reference.all()
        #expect(rows.count == 964)
        #expect(Set(rows.map(\.kind)).count == Reference.Kind.allCases.count)
    }

    /// Checks each row of a kind that is not simulated; nil says that the quantity is unknown.
    private func check(_ kind: Reference.Kind, count: Int, _ compute: (Reference) throws -> Double?) throws {
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
        try check(.erlangC, count: 59) { row in
            let (servers, load) = (Int(try row.input("c")), try row.input("a"))
            guard row.quantity == "C(c,a)" else { return nil }
            return try Erlang.waitingProbability(servers: servers, offeredLoad: load)
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
                servers: Int(row.input("c")), offeredLoad: row.input("a"))
            #expect(result > 0.06 && result < 1, "\(row.name), got \(result)")
        }
    }

    // MARK: Open queues

    @Test func `M/M/c: means, percentiles and tails`() throws {
        try check(.openQueue, count: 224) { row in
            let queue = try OpenQueue(
                arrivalRate: row.input("lambda"), serviceTime: 1 / row.input("mu"),
                servers: Int(row.input("c")))
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
                servers: Int(row.input("N")), serviceTime: row.input("S"))
        }
    }

    @Test func `How much longer a response takes than the service`() throws {
        try check(.stretch, count: 7) { row in
            let utilisation = try row.input("rho")
            guard row.quantity == "R/S", row.inputText.hasPrefix("M/M/10;") else { return nil }
            return try OpenQueue(arrivalRate: utilisation * 10, serviceTime: 1, servers: 10).meanResponseTime
        }
    }

    // MARK: Queues with a limit

    @Test func `M/M/c/K: refusals, number inside, throughput`() throws {
        try check(.boundedQueue, count: 44) { row in
            let queue = try BoundedQueue(
                arrivalRate: row.input("lambda"), serviceTime: 1 / row.input("mu"),
                servers: Int(row.input("c")), places: Int(row.input("K")))
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

    // MARK: Scalability

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
                    workers: try #require(Double($0[1])), throughput: try #require(Double($0[2])))
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
}
