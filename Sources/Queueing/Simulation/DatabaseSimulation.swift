/// A database as it really fails: sessions on few cores, a limit of connections, clients that lose patience.
///
/// Each attempt of a request opens a session, if a slot is free, and otherwise is refused at once. The cores
/// are shared equally among all running sessions, each of which uses at most one. Events are computed one
/// after the other, so the times are exact; the same seed gives the same run. A stream's arrivals and demands
/// do not depend on anything else, so that two runs which differ in one thing see the same requests.
public struct DatabaseSimulation: QueueingModel, Hashable {
    /// How many sessions there may be at once; nil for no limit.
    public var slots: Int?
    /// How many cores there are.
    public var cores: Int
    /// Whether sessions share the cores, as in a database, or wait in line for one, as in the textbook.
    public var discipline: QueueDiscipline
    public var streams: [RequestStream]
    /// When the run ends, in seconds.
    public var duration: Double

    /// The most events of a run: a bound that keeps a mistyped input from filling the memory.
    static let largestEventCount = 50_000_000

    /// Describes a run.
    public init(
        slots: Int?, cores: Int, discipline: QueueDiscipline = .processorSharing, streams: [RequestStream],
        duration: Double
    ) throws(QueueingError) {
        self.slots = slots
        self.cores = cores
        self.discipline = discipline
        self.streams = streams
        self.duration = duration
        try check()
    }

    /// What is simulated.
    public var name: String {
        "simulation of \(cores) core\(cores == 1 ? "" : "s")" + (slots.map { " and \($0) slots" } ?? "")
    }

    /// What the run takes for granted.
    public var assumptions: [String] {
        [
            discipline == .processorSharing
                ? "The cores are shared equally among the running sessions, and each uses at most one."
                : "Each core runs one session to its end; the others wait in the order of their arrival.",
            "Processor time is the only thing that sessions compete for: neither disks, locks nor memory.",
            "Opening and refusing a session costs nothing beyond its demand; changing between sessions is free.",
            "A request that is tried again demands the same as before.",
        ]
    }

    /// Runs it.
    /// - Parameter seed: Chooses the random numbers; any number.
    public func run(seed: UInt64) throws(QueueingError) -> SimulationResult {
        try check()
        var state = SimulationState(self, seed: seed)
        while state.advance() {
            guard state.eventCount < Self.largestEventCount else {
                throw .outsideRange(
                    quantity: "number of events", value: Double(Self.largestEventCount),
                    condition: "below 50,000,000; simulate a shorter time")
            }
        }
        return state.result
    }

    private func check() throws(QueueingError) {
        if let slots { try Condition.count(slots, "number of slots") }
        try Condition.count(cores, "number of cores")
        try Condition.positive(duration, "duration")
        for stream in streams {
            try stream.arrivals.check()
            try stream.demand.check("demand")
            try stream.client.check()
        }
    }
}
