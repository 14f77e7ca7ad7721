/// N equal pieces of work that come at once, and when each of them is done.
///
/// However it is ordered, the last one is done at the same time; what differs is how many are done before.
/// Source: PostgreSQL wiki, "Number Of Database Connections".
public struct BatchOfWork: QueueingModel, Hashable {
    /// In which order servers do the work that there is.
    public enum Discipline: Sendable, Hashable {
        /// All pieces that are there advance together, as sessions do on the cores of a database.
        case processorSharing
        /// Each server does one piece to its end, as behind a pool no larger than the number of servers.
        case firstComeFirstServed
    }

    /// How many pieces there are, N.
    public let count: Int
    /// What each takes of one server, D, in seconds.
    public let demand: Double
    /// How many servers there are, c.
    public let servers: Int

    /// Describes a batch.
    public init(count: Int, demand: Double, servers: Int) throws(QueueingError) {
        try Condition.count(count, "number of pieces of work")
        try Condition.positive(demand, "demand")
        try Condition.count(servers, "number of servers")
        self.count = count
        self.demand = demand
        self.servers = servers
    }

    /// What is described.
    public var name: String { "\(count) at once on \(servers)" }

    /// What the times take for granted.
    public var assumptions: [String] {
        [
            "All pieces come at the same moment, are equal, and nothing else runs.",
            "A piece uses one server at a time, and changing from one to another costs nothing.",
        ]
    }

    /// When the last piece is done, in seconds: N·D/c under sharing, ⌈N/c⌉·D one after the other.
    public func makespan(_ discipline: Discipline) -> Double { completionTime(of: count, discipline) }

    /// When the k-th piece is done, in seconds.
    ///
    /// Under sharing all are done at the same time, max(1, N/c)·D; one after the other, at ⌈k/c⌉·D.
    /// - Parameter position: k, from 1; what lies outside is taken as the first or the last.
    public func completionTime(of position: Int, _ discipline: Discipline) -> Double {
        switch discipline {
        case .processorSharing:
            return max(1, Double(count) / Double(servers)) * demand
        case .firstComeFirstServed:
            let position = min(max(position, 1), count)
            return Double((position - 1) / servers + 1) * demand
        }
    }

    /// The mean of the times at which the pieces are done, in seconds.
    public func meanCompletionTime(_ discipline: Discipline) -> Double {
        guard discipline == .firstComeFirstServed else { return makespan(discipline) }
        let (rounds, rest) = count.quotientAndRemainder(dividingBy: servers)
        let whole = Double(servers) * Double(rounds) * Double(rounds + 1) / 2
        return (whole + Double(rest) * Double(rounds + 1)) / Double(count) * demand
    }

    /// How many pieces are done after a time in seconds.
    public func completed(after time: Double, _ discipline: Discipline) throws(QueueingError) -> Int {
        try Condition.notNegative(time, "time")
        guard discipline == .firstComeFirstServed else { return time >= makespan(discipline) ? count : 0 }
        let rounds = (time / demand).rounded(.down)
        return rounds >= Double(count) ? count : min(count, Int(rounds) * servers)
    }
}
