/// A day of the calendar, without a time and a zone, such as that on which an action is due.
public struct CalendarDate: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The day as `YYYY-MM-DD`.
    public let description: String

    /// Reads `YYYY-MM-DD`; nil where it is no day of the calendar.
    public init?(_ text: String) {
        guard text.utf8.count == 10, Timestamp(stringLiteral: "\(text)T00:00Z").isValid else { return nil }
        description = text
    }

    /// The day of an instant, in UTC.
    public init(of instant: Timestamp) {
        description = String(Timestamp(secondsSinceEpoch: instant.secondsSinceEpoch).iso8601.prefix(10))
    }

    /// Whether a day comes before another: days of this form sort as text as they do in time.
    public static func < (left: CalendarDate, right: CalendarDate) -> Bool {
        left.description < right.description
    }
}
