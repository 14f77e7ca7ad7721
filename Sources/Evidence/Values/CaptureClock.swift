package import Quantities

/// The offset of a time zone from UTC, for times that were printed without one.
public struct TimeZoneOffset: Sendable, Hashable {
    /// Minutes east of UTC.
    public let minutes: Int

    private init(minutes: Int) { self.minutes = minutes }

    /// UTC itself.
    public static let utc = TimeZoneOffset(minutes: 0)

    /// So many hours and minutes east of UTC; both are negative for the west.
    public static func east(hours: Int, minutes: Int = 0) -> TimeZoneOffset {
        TimeZoneOffset(minutes: hours * 60 + minutes)
    }
}

/// Reads a date with a time, or only a time on a given day; seconds since 1970-01-01T00:00:00Z.
package func readInstant(
    in bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, on day: CalendarDay?, zone: TimeZoneOffset?
) throws(ClockProblem) -> BoundedValue {
    let range = withoutSpaces(bytes, range)
    var scan = ClockScan(bytes, range)
    var date = day
    if day == nil {
        date = scan.date()
        guard date != nil, scan.take(0x20) || scan.take(UInt8(ascii: "T")) else { throw .notATime }
    }
    guard let date, let clock = scan.clock() else { throw .notATime }
    let printed = try scan.zone()
    guard scan.index == range.upperBound else { throw .notATime }
    guard let offset = printed ?? zone?.minutes else { throw .withoutZone }
    let seconds = Double(date.number * 86_400 - offset * 60) + clock.seconds
    return BoundedValue(value: seconds, lower: seconds - clock.halfStep, upper: seconds + clock.halfStep)
}
