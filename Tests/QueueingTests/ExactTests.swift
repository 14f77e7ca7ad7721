import Queueing
import Testing

/// Values to twenty digits, computed once in arithmetic of sixty: what the formulas err by in `Double`.
@Suite struct ExactTests {
    private struct Row {
        let name: String
        let scenario: String
        let inputs: [String: Double]
        let quantity: String
        let value: Double

        func input(_ name: String) throws -> Double { try #require(inputs[name]) }
    }

    private func rows(_ scenario: String) throws -> [Row] {
        try CSVLines("exact.csv").rows.filter { $0[0] == scenario }.map { cells in
            Row(
                name: "\(cells)", scenario: cells[0], inputs: Reference.inputs(cells[1]), quantity: cells[2],
                value: try #require(Double(cells[3])))
        }
    }

    private func check(
        _ scenario: String, count: Int, error: Double, _ compute: (Row) throws -> Double?
    )
        throws
    {
        let rows = try rows(scenario)
        #expect(rows.count == count)
        for row in rows {
            let computed = try compute(row)
            let result = try #require(computed, "\(row.name)")
            #expect(
                (result - row.value).magnitude <= error * row.value.magnitude, "\(row.name), got \(result)")
        }
    }

    @Test func `Erlang B and C, up to a hundred thousand servers`() throws {
        try check("Erlang B", count: 31, error: 1e-12) { row in
            try Erlang.lossProbability(servers: Int(row.input("c")), offeredLoad: row.input("a"))
        }
        try check("Erlang C", count: 28, error: 1e-12) { row in
            try Erlang.waitingProbability(servers: Int(row.input("c")), offeredLoad: row.input("a"))
        }
    }

    @Test func `M/M/c, with percentiles of waiting and response`() throws {
        try check("M/M/c", count: 132, error: 1e-11) { row in
            let queue = try OpenQueue(
                arrivalRate: row.input("lambda"), serviceTime: 1 / row.input("mu"),
                servers: Int(row.input("c")))
            if row.quantity == "Wq" { return queue.meanWait }
            if row.quantity == "L" { return queue.meanInSystem }
            let words = row.quantity.split(separator: " ")
            let share = try #require(Double(words[1]))
            return words[0] == "wait" ? try queue.waitPercentile(share) : try queue.responsePercentile(share)
        }
    }

    @Test func `M/M/c/K, from idle to far beyond its capacity`() throws {
        try check("M/M/c/K", count: 20, error: 1e-12) { row in
            let queue = try BoundedQueue(
                arrivalRate: row.input("lambda"), serviceTime: row.input("S"), servers: Int(row.input("c")),
                places: Int(row.input("K")))
            return row.quantity == "L" ? queue.meanInSystem : queue.refusalProbability
        }
    }
}
