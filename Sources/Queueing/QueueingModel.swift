/// A model of a queue: what it is called, and what must be true for its figures to mean anything.
///
/// Nothing that a model says is printed without the list of its assumptions.
public protocol QueueingModel: Sendable {
    /// The model in Kendall's notation, or the name of its law.
    var name: String { get }
    /// What the model takes for granted, each as a sentence.
    var assumptions: [String] { get }
}

/// Assumptions that several models share, in the same words everywhere.
enum Assumption {
    static let poissonArrivals =
        "Work arrives at random, each piece independently of the others, at a constant mean rate (Poisson)."
    static let exponentialService =
        "Service times are exponential: most are short, a few several times the mean."
    static let equalServers = "The servers are equal and independent, and none is idle while work waits."
    static let firstCome = "Work is served in the order of its arrival."
    static let unlimitedLine = "All that arrives is let in and waits as long as it has to."
    static let steadyState = "The figures are long-run means: the load stays as it is for long enough."
    static let belowSaturation = "Work arrives more slowly than the servers can do it (utilisation below 1)."
}
