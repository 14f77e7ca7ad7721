/// Work as a fluid that flows in at λ and out at c/S: how a backlog grows and drains.
///
/// The mean path of an overloaded queue, good while the backlog is large against the square root of
/// the time. Source: G. F. Newell, "Applications of Queueing Theory", chapter 2.
public struct FluidModel: QueueingModel, Hashable {
    /// Arrivals per second, λ.
    public let arrivalRate: Double
    /// What the servers can finish, c/S, per second.
    public let capacity: Double

    /// Describes the flow into and out of c servers that take S seconds for each piece of work.
    public init(arrivalRate: Double, serviceTime: Double, servers: Int) throws(QueueingError) {
        try Condition.notNegative(arrivalRate, "arrival rate")
        self.arrivalRate = arrivalRate
        capacity = try OperationalLaws.saturationThroughput(servers: servers, serviceTime: serviceTime)
    }

    /// The name of the approximation.
    public var name: String { "fluid model" }

    /// What the figures take for granted.
    public var assumptions: [String] {
        [
            "Work flows in and out at constant rates; chance is left out.",
            "The servers stay busy: the backlog is large against the square root of the number of arrivals.",
        ]
    }

    /// How fast the backlog grows, λ − c/S, per second; below 0 it drains.
    public var growthRate: Double { arrivalRate - capacity }

    /// The backlog after a time in seconds, N(t) = max(0, N0 + (λ − c/S)t).
    public func backlog(after time: Double, from start: Double = 0) throws(QueueingError) -> Double {
        try Condition.notNegative(time, "time")
        try Condition.notNegative(start, "backlog")
        return max(0, start + growthRate * time)
    }

    /// The seconds until free slots are taken, slots/(λ − c/S); holds while the backlog grows.
    public func timeToFill(freeSlots: Double) throws(QueueingError) -> Double {
        try Condition.notNegative(freeSlots, "number of free slots")
        guard growthRate > 0 else { throw .notGrowing(growthRate: growthRate) }
        return freeSlots / growthRate
    }

    /// The seconds until a backlog is gone, backlog/(c/S − λ); holds while the backlog drains.
    public func timeToDrain(backlog: Double) throws(QueueingError) -> Double {
        try Condition.notNegative(backlog, "backlog")
        guard growthRate < 0 else { throw .notDraining(growthRate: growthRate) }
        return backlog / -growthRate
    }
}
