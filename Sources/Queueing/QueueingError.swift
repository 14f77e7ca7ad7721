/// Why a formula does not apply to what it was given.
///
/// Every law of queueing theory holds under conditions, and gives a plausible number outside of them.
/// A caller gets this instead of the number, and `description` states the condition in words.
public enum QueueingError: Error, Sendable, Hashable {
    /// An input that no queue can have, such as a negative rate.
    case outsideRange(quantity: String, value: Double, condition: String)
    /// A long-run mean was asked of a queue that never settles, because work arrives as fast as it is done.
    case saturated(utilisation: Double)
    /// A time to fill was asked of a queue that does not grow.
    case notGrowing(growthRate: Double)
    /// A time to drain was asked of a queue that does not shrink.
    case notDraining(growthRate: Double)
    /// Too few measurements, or ones that do not determine what was asked of them.
    case undetermined(quantity: String, condition: String)
}

extension QueueingError: CustomStringConvertible {
    /// The condition that does not hold, and the value that breaks it.
    public var description: String {
        switch self {
        case .outsideRange(let quantity, let value, let condition):
            "The \(quantity) must be \(condition), and is \(Self.text(value))."
        case .saturated(let utilisation):
            """
            A long-run mean exists only while work arrives more slowly than the servers can do it: \
            utilisation must be below 1, and is \(Self.text(utilisation)). How the backlog grows with time \
            can be computed instead: as a fluid, or exactly for a bounded queue.
            """
        case .notGrowing(let growthRate):
            """
            Free slots run out only while work arrives faster than the servers can do it: the growth of \
            the backlog must be above 0 per second, and is \(Self.text(growthRate)).
            """
        case .notDraining(let growthRate):
            """
            A backlog drains only while work arrives more slowly than the servers can do it: the growth \
            of the backlog must be below 0 per second, and is \(Self.text(growthRate)).
            """
        case .undetermined(let quantity, let condition):
            "The \(quantity) cannot be determined: \(condition)."
        }
    }

    /// Six decimals at most: enough to recognise an input by, without the noise of binary fractions.
    private static func text(_ value: Double) -> String {
        let rounded = (value * 1e6).rounded() / 1e6
        let shown = value.isFinite && rounded.isFinite && (rounded != 0 || value == 0) ? rounded : value
        return shown.magnitude < 1e15 ? Int64(exactly: shown).map(String.init) ?? "\(shown)" : "\(shown)"
    }
}

/// The conditions that several laws share, each checked in one place.
enum Condition {
    /// Recursions take one step for each server or slot: the bound keeps a mistyped input from hanging a build.
    static let largestCount = 1_000_000

    static func notNegative(_ value: Double, _ quantity: String) throws(QueueingError) {
        guard value >= 0, value.isFinite else {
            throw .outsideRange(quantity: quantity, value: value, condition: "a finite number, 0 or more")
        }
    }

    static func positive(_ value: Double, _ quantity: String) throws(QueueingError) {
        guard value > 0, value.isFinite else {
            throw .outsideRange(quantity: quantity, value: value, condition: "a finite number above 0")
        }
    }

    static func probability(_ value: Double, _ quantity: String) throws(QueueingError) {
        guard value >= 0, value <= 1 else {
            throw .outsideRange(quantity: quantity, value: value, condition: "a probability from 0 to 1")
        }
    }

    static func percentile(_ share: Double) throws(QueueingError) {
        guard share >= 0, share < 1 else {
            throw .outsideRange(quantity: "percentile", value: share, condition: "from 0 to below 1")
        }
    }

    static func belowSaturation(_ utilisation: Double) throws(QueueingError) {
        guard utilisation < 1 else { throw .saturated(utilisation: utilisation) }
    }

    static func count(_ value: Int, _ quantity: String, from least: Int = 1) throws(QueueingError) {
        guard value >= least, value <= largestCount else {
            throw .outsideRange(
                quantity: quantity, value: Double(value),
                condition: "a whole number from \(least) to 1,000,000")
        }
    }
}
