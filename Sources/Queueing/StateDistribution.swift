/// How probable each number of pieces of work in a queue is.
public struct StateDistribution: Sendable, Hashable {
    /// The probability of each number, from 0 to the number of places.
    public let probabilities: [Double]

    /// Takes probabilities that a computation of this module has made.
    init(_ probabilities: [Double]) { self.probabilities = probabilities }

    /// A queue that is known to hold so many.
    public init(certainly present: Int, of places: Int) throws(QueueingError) {
        try Condition.count(places, "number of places")
        guard (0...places).contains(present) else {
            throw .outsideRange(
                quantity: "number present", value: Double(present),
                condition: "from 0 to the number of places, \(places)")
        }
        probabilities = (0...places).map { $0 == present ? 1 : 0 }
    }

    /// The most that there can be.
    public var places: Int { probabilities.count - 1 }

    public var mean: Double {
        var sum = CompensatedSum()
        for (present, probability) in probabilities.enumerated() where probability > 0 {
            sum.add(probability * Double(present))
        }
        return sum.value
    }

    public var standardDeviation: Double {
        let mean = mean
        var sum = CompensatedSum()
        for (present, probability) in probabilities.enumerated() where probability > 0 {
            let deviation = Double(present) - mean
            sum.add(probability * deviation * deviation)
        }
        return sum.value.squareRoot()
    }

    /// The probability that there are at least so many.
    public func probability(ofAtLeast count: Int) -> Double {
        guard count > 0 else { return 1 }
        guard count <= places else { return 0 }
        var sum = CompensatedSum()
        for probability in probabilities[count...].reversed() { sum.add(probability) }
        return min(1, sum.value)
    }
}
