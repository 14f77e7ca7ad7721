/// A unit of measure: quantities of different units neither add nor compare, and the compiler says so.
public protocol UnitOfMeasure: Sendable {
    /// The unit's name in messages, plural: `milliseconds`, `rows`.
    static var name: String { get }
    /// Whether values are whole numbers, so that an integer that was printed is exact.
    static var isDiscrete: Bool { get }
    /// The formats that templates may ask for by name; the first is the one used where none is asked for.
    static var formats: [Format<Self>] { get }
    /// How bounds and differences are written; by default with the unit's name.
    static var bareNumbers: BareNumbers { get }
}

extension UnitOfMeasure {
    /// Bounds and differences with the unit's name.
    public static var bareNumbers: BareNumbers { BareNumbers(suffix: " \(name)") }
}

/// An elapsed time; the value is in milliseconds, as PostgreSQL prints it.
public enum Time: UnitOfMeasure {
    /// The name in messages.
    public static var name: String { "milliseconds" }
    /// Time is continuous.
    public static var isDiscrete: Bool { false }
    /// The formats, the first by default.
    public static var formats: [Format<Time>] {
        [.milliseconds, .seconds, .minutes, .hours, .hoursAndMinutes, .about]
    }
    /// Milliseconds.
    public static var bareNumbers: BareNumbers { BareNumbers(suffix: " ms") }
}

/// A number of rows of a table.
public enum Rows: UnitOfMeasure {
    /// The name in messages.
    public static var name: String { "rows" }
    /// Rows are counted, but EXPLAIN prints means of them: see ``Quantity/scaled(by:label:)``.
    public static var isDiscrete: Bool { true }
    /// The formats, the first by default.
    public static var formats: [Format<Rows>] { [.count, .rows, .about] }
}

/// A number of 8 kB buffer pages, as EXPLAIN's BUFFERS option counts them.
public enum Blocks: UnitOfMeasure {
    /// The name in messages.
    public static var name: String { "blocks" }
    /// Blocks are counted.
    public static var isDiscrete: Bool { true }
    /// The formats, the first by default.
    public static var formats: [Format<Blocks>] { [.count, .blocks] }
}

/// A number of things that have no unit of their own: calls, sessions, connections, users.
public enum Count: UnitOfMeasure {
    /// The name in messages.
    public static var name: String { "count" }
    public static var isDiscrete: Bool { true }
    /// The formats, the first by default.
    public static var formats: [Format<Count>] { [.count, .mean, .about] }
    /// Numbers alone.
    public static var bareNumbers: BareNumbers { BareNumbers(suffix: "") }
}

/// A size; the value is in bytes.
public enum Bytes: UnitOfMeasure {
    /// The name in messages.
    public static var name: String { "bytes" }
    /// Bytes are counted.
    public static var isDiscrete: Bool { true }
    /// The formats, the first by default.
    public static var formats: [Format<Bytes>] { [.size] }
}

/// How many times one quantity is another; the value 2 means twice.
public enum Ratio: UnitOfMeasure {
    /// The name in messages.
    public static var name: String { "ratio" }
    /// Ratios are continuous.
    public static var isDiscrete: Bool { false }
    /// The formats, the first by default.
    public static var formats: [Format<Ratio>] { [.times, .factor, .about] }
    /// So many times.
    public static var bareNumbers: BareNumbers { BareNumbers(suffix: "×") }
}

/// A part of a whole; the value 0.25 means a quarter.
public enum Share: UnitOfMeasure {
    /// The name in messages.
    public static var name: String { "share" }
    /// Shares are continuous.
    public static var isDiscrete: Bool { false }
    /// The formats, the first by default.
    public static var formats: [Format<Share>] { [.percent, .about] }
    /// Hundredths, which differ by percentage points.
    public static var bareNumbers: BareNumbers {
        BareNumbers(suffix: " %", scale: 100, difference: " percentage points")
    }
}

/// How often something happens; the value is a number per second.
public enum Rate: UnitOfMeasure {
    /// The name in messages.
    public static var name: String { "rate per second" }
    /// Rates are continuous.
    public static var isDiscrete: Bool { false }
    /// The formats, the first by default.
    public static var formats: [Format<Rate>] { [.perSecond, .short] }
    /// So many a second.
    public static var bareNumbers: BareNumbers { BareNumbers(suffix: " per second") }
}

/// A planner cost, in the planner's own arbitrary units.
public enum Cost: UnitOfMeasure {
    /// The name in messages.
    public static var name: String { "planner cost" }
    /// Costs are continuous.
    public static var isDiscrete: Bool { false }
    /// The formats, the first by default.
    public static var formats: [Format<Cost>] { [.cost] }
    /// Numbers alone.
    public static var bareNumbers: BareNumbers { BareNumbers(suffix: "") }
}

/// A point in time; the value is in seconds since 1970-01-01T00:00:00Z.
public enum Instant: UnitOfMeasure {
    /// The name in messages.
    public static var name: String { "point in time" }
    /// Time is continuous.
    public static var isDiscrete: Bool { false }
    /// The formats, the first by default.
    public static var formats: [Format<Instant>] { [.clock, .dateTime] }
    /// Points in time, which differ by seconds.
    public static var bareNumbers: BareNumbers { .instants }
}
