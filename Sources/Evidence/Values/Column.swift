public import Quantities

/// The columns that an incident declares of a result, by the names that were printed.
///
/// ```swift
/// struct Activity: CaptureColumns {
///     let at = Column<Instant>("ts", zone: .utc)
///     let active = Column<Count>("active")
/// }
/// ```
public protocol CaptureColumns: Sendable {
    /// Makes the declaration; it holds no data.
    init()
}

public struct Column<Unit: UnitOfMeasure>: Sendable {
    public let printedName: String
    package let reading: CellReading

    package init(_ printedName: String, reading: CellReading) {
        self.printedName = printedName
        self.reading = reading
    }

    /// A column of numbers in the unit's own scale: ``Time`` in milliseconds, ``Rate`` per second.
    public init(_ printedName: String) { self.init(printedName, reading: .number(scale: 1)) }
}

/// In what a column of times was printed.
public enum TimeScale: Sendable, Hashable {
    /// Thousandths of a millisecond.
    case microseconds
    /// What PostgreSQL prints most times in.
    case milliseconds
    /// Seconds, with decimals where there are any.
    case seconds
    /// Minutes, with decimals where there are any.
    case minutes
    /// Hours, with decimals where there are any.
    case hours
    /// A PostgreSQL `interval`: `00:00:06.768271`, `1 day 02:00:00`.
    case interval

    package var reading: CellReading {
        switch self {
        case .microseconds: .number(scale: 0.001)
        case .milliseconds: .number(scale: 1)
        case .seconds: .number(scale: 1000)
        case .minutes: .number(scale: 60_000)
        case .hours: .number(scale: 3_600_000)
        case .interval: .interval
        }
    }
}

/// In what a column of parts of a whole was printed.
public enum ShareScale: Sendable, Hashable {
    /// 25 is a quarter.
    case percent
    /// 0.25 is a quarter.
    case fraction

    package var reading: CellReading { self == .percent ? .percent : .number(scale: 1) }
}

extension Column where Unit == Time {
    /// A column of times.
    public init(_ printedName: String, in scale: TimeScale) { self.init(printedName, reading: scale.reading) }
}

extension Column where Unit == Share {
    /// A column of percentages.
    public init(_ printedName: String) { self.init(printedName, in: .percent) }
    /// A column of parts of a whole.
    public init(_ printedName: String, in scale: ShareScale) {
        self.init(printedName, reading: scale.reading)
    }
}

extension Column where Unit == Bytes {
    /// A column of sizes, in bytes or as `pg_size_pretty` prints them.
    public init(_ printedName: String) { self.init(printedName, reading: .size) }
}

extension Column where Unit == Instant {
    /// A column of times that carry their zone: `2026-01-04 16:15:02.126+00`.
    public init(_ printedName: String) {
        self.init(printedName, reading: .instant(day: nil, date: nil, zone: nil))
    }

    /// A column of times without a zone: `2026-01-04 16:15:02.126`.
    public init(_ printedName: String, zone: TimeZoneOffset) {
        self.init(printedName, reading: .instant(day: nil, date: nil, zone: zone))
    }

    /// A column of clock times of one day: `16:15:02.126` on `2026-01-04`.
    public init(_ printedName: String, onDate date: String, zone: TimeZoneOffset) {
        self.init(printedName, reading: .instant(day: CalendarDay(date), date: date, zone: zone))
    }

    /// A column of seconds since 1970-01-01T00:00:00Z.
    public init(epochSeconds printedName: String) { self.init(printedName, reading: .number(scale: 1)) }
}

public struct TextColumn: Sendable {
    public let printedName: String

    public init(_ printedName: String) { self.printedName = printedName }
}

/// A column of truth values: `t` and `f`, `true` and `false`, `on` and `off`, `yes` and `no`, `1` and `0`.
public struct FlagColumn: Sendable {
    public let printedName: String

    /// A column of truth values.
    public init(_ printedName: String) { self.printedName = printedName }
}

/// What every kind of column has, to find the columns of a declaration.
package protocol DeclaredColumn {
    var printedName: String { get }
}

extension Column: DeclaredColumn {}
extension TextColumn: DeclaredColumn {}
extension FlagColumn: DeclaredColumn {}

package enum CellReading: Sendable, Hashable {
    case number(scale: Double)
    case percent
    case size
    case interval
    case instant(day: CalendarDay?, date: String?, zone: TimeZoneOffset?)
}
