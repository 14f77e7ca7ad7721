/// In which order servers do the work that there is.
public enum QueueDiscipline: Sendable, Hashable {
    /// All requests that are there advance together, as sessions do on the cores of a database.
    case processorSharing
    /// Each server does one request to its end, as behind a pool no larger than the number of servers.
    case firstComeFirstServed
}
