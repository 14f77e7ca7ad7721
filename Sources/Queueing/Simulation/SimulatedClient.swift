/// How a client behaves whose answer does not come.
public struct SimulatedClient: Sendable, Hashable {
    /// How long a client waits for an attempt, in seconds; nil for as long as it takes.
    public var timeout: Double?
    /// Whether the server stops working on an attempt whose client has given up.
    ///
    /// PostgreSQL does not notice by itself: the client cancels the query, statement_timeout ends it, or
    /// client_connection_check_interval, which is off by default, finds the connection closed.
    public var cancelsAtTimeout: Bool
    /// How often a client tries again after a refusal or a timeout.
    public var retries: Int
    /// How long it waits before it tries again, in seconds; a retry at once takes a round trip.
    ///
    /// With 0 a retry gets the very slot that its own cancellation freed, ahead of everybody else, which no
    /// client on a network can do, and which makes a storm of retries look milder than it is.
    public var retryDelay: Double
    /// What limits the retries of all clients of this kind together; nil for no limit.
    public var budget: RetryBudget?

    /// Describes a client; by default it waits as long as it takes and never tries again.
    public init(
        timeout: Double? = nil, cancelsAtTimeout: Bool = false, retries: Int = 0, retryDelay: Double = 0.001,
        budget: RetryBudget? = nil
    ) {
        self.timeout = timeout
        self.cancelsAtTimeout = cancelsAtTimeout
        self.retries = retries
        self.retryDelay = retryDelay
        self.budget = budget
    }

    func check() throws(QueueingError) {
        if let timeout { try Condition.positive(timeout, "timeout") }
        try Condition.count(retries, "limit of retries", from: 0)
        try Condition.notNegative(retryDelay, "delay of a retry")
        if let budget {
            try Condition.notNegative(budget.share, "share of the retry budget")
            try Condition.notNegative(budget.reserve, "reserve of the retry budget")
        }
    }
}

/// A limit to retries as a share of the requests: each request earns a part of a retry.
public struct RetryBudget: Sendable, Hashable {
    /// How many retries a request earns, such as 0.1.
    public var share: Double
    /// How many retries may be saved up while all goes well.
    public var reserve: Double

    public init(share: Double, reserve: Double = 10) {
        self.share = share
        self.reserve = reserve
    }
}

/// Requests of one kind: when they come, what they cost, how their clients behave.
public struct RequestStream: Sendable, Hashable {
    /// What the stream is called in results, such as "health checks".
    public var name: String
    /// When requests arrive.
    public var arrivals: Arrivals
    /// What each takes of one core, in seconds.
    public var demand: Durations
    /// How its clients behave.
    public var client: SimulatedClient

    public init(
        _ name: String, arrivals: Arrivals, demand: Durations, client: SimulatedClient = SimulatedClient()
    ) {
        self.name = name
        self.arrivals = arrivals
        self.demand = demand
        self.client = client
    }
}
