import Queueing
import Testing

/// Every formula against values computed independently (closed forms in 60-digit arithmetic).
@Suite struct ReferenceTests {
    @Test func `Erlang B, up to ten thousand servers`() throws {
        let rows = try Reference.rows("Erlang B")
        #expect(rows.count == 25)
        for row in rows {
            let result = try Erlang.lossProbability(
                servers: Int(row.input("c")),
                offeredLoad: row.input("a")
            )
            #expect(row.agrees(with: result), "\(row.name), got \(result)")
        }
    }

    @Test func `Erlang C, up to ten thousand servers`() throws {
        let rows = try Reference.rows("Erlang C")
        #expect(rows.count == 23)
        for row in rows {
            let result = try Erlang.waitingProbability(
                servers: Int(row.input("c")),
                offeredLoad: row.input("a")
            )
            #expect(row.agrees(with: result), "\(row.name), got \(result)")
        }
    }

    @Test func `M/M/c: means, percentiles and tails`() throws {
        let rows = try Reference.rows("M/M/c").filter { $0.scenario == "M/M/c" }
        #expect(rows.count == 12 * 12)
        for row in rows {
            let queue = try OpenQueue(
                arrivalRate: row.input("lambda"),
                serviceTime: 1 / row.input("mu"),
                servers: Int(row.input("c"))
            )
            let result: Double
            switch row.quantity {
            case "rho": result = queue.utilisation
            case "P(wait)=C": result = queue.waitingProbability
            case "Wq": result = queue.meanWait
            case "Lq": result = queue.meanQueueLength
            case "W": result = queue.meanResponseTime
            case "L": result = queue.meanInSystem
            case "P(Wq > 1 s)": result = try queue.probabilityOfWaiting(longerThan: 1)
            default:
                let share = try #require(row.quantity.split(separator: "p").last.flatMap { Double($0) })
                result = try queue.waitPercentile(share / 100)
            }
            #expect(row.agrees(with: result), "\(row.name), got \(result)")
        }
    }

    @Test func `M/M/c/K: refusals, number inside, throughput`() throws {
        let rows = try Reference.rows("M/M/c/K")
        #expect(rows.count == 7 * 5)
        for row in rows {
            let queue = try BoundedQueue(
                arrivalRate: row.input("lambda"),
                serviceTime: 1 / row.input("mu"),
                servers: Int(row.input("c")),
                places: Int(row.input("K"))
            )
            let result =
                switch row.quantity {
                case "P(blocked)": queue.refusalProbability
                case "L": queue.meanInSystem
                case "throughput": queue.throughput
                case "W of the admitted": queue.meanResponseTime
                default: queue.overloadRefusalShare
                }
            #expect(row.agrees(with: result), "\(row.name), got \(result)")
        }
    }

    @Test func `Saturation throughput`() throws {
        let rows = try Reference.rows("Saturation throughput")
        #expect(rows.count == 42)
        for row in rows {
            let result = try OperationalLaws.saturationThroughput(
                servers: Int(row.input("N")),
                serviceTime: row.input("S")
            )
            #expect(row.agrees(with: result), "\(row.name), got \(result)")
        }
    }

    @Test(arguments: [
        ("A:", 40.0, 80.0, 0.150941, 10), ("C:", 6, 12, 0.2, 2), ("D:", 60, 70, 0.150941, 10),
    ])
    func `A burst of five minutes as a fluid`(
        name: String,
        calm: Double,
        burst: Double,
        serviceTime: Double,
        servers: Int
    ) throws {
        let rows = try Reference.rows("Transient overload").filter { $0.name.hasPrefix(name) }
        #expect(rows.count == 17)
        let steady = try OpenQueue(arrivalRate: calm, serviceTime: serviceTime, servers: servers)
        let filling = try FluidModel(arrivalRate: burst, serviceTime: serviceTime, servers: servers)
        let draining = try FluidModel(arrivalRate: calm, serviceTime: serviceTime, servers: servers)
        let start = steady.meanInSystem
        let peak = try filling.backlog(after: 300, from: start)
        for row in rows {
            var result = try draining.timeToDrain(backlog: peak - start)
            if row.quantity.hasPrefix("E[N(t=") {
                let time = try #require(Double(row.quantity.dropFirst(6).prefix { $0 != " " }))
                result =
                    time <= 300
                    ? try filling.backlog(after: time, from: start)
                    : max(start, try draining.backlog(after: time - 300, from: peak))
            }
            #expect(row.agrees(with: result), "\(row.name), got \(result)")
        }
    }

    @Test func `Connections pile up until the last slot is taken`() throws {
        let row = try #require(try Reference.rows("Connection pile-up").first)
        let flow = try FluidModel(arrivalRate: 30, serviceTime: 0.2, servers: 2)
        #expect(flow.growthRate == 20)
        #expect(row.agrees(with: try flow.timeToFill(freeSlots: 50)))
    }

    @Test func `Retries make a load vulnerable`() throws {
        let rows = try Reference.rows("Retry storm")
        #expect(rows.count == 3)
        for (row, limit) in zip(rows, 1...3) {
            #expect(row.agrees(with: try Retries(limit: limit).vulnerableRate(capacity: 10)))
        }
    }
}
