/// A point in time that an author writes down, with its zone: `2026-01-04T16:15Z`, `2026-01-04T17:15:02.5+01:00`.
///
/// A literal without a zone, or one that is no date, is invalid: ``isValid`` tells, and the incident's
/// evaluation reports it with its place.
public struct Timestamp: Sendable, Hashable, ExpressibleByStringLiteral {
    /// Microseconds since 1970-01-01T00:00:00Z; 0 where the text was not valid.
    public let microseconds: Int64
    /// The offset of the zone it was written in, in minutes east of UTC.
    public let offsetMinutes: Int
    /// Whether the text was a date with a time and a zone.
    public let isValid: Bool
    /// What was written.
    public let written: String

    /// Reads a literal; see ``isValid``.
    public init(stringLiteral text: String) {
        let parsed = Self.parse(Array(text.utf8), defaultOffsetMinutes: nil)
        microseconds = parsed?.microseconds ?? 0
        offsetMinutes = parsed?.offsetMinutes ?? 0
        isValid = parsed != nil
        written = text
    }

    /// A point in UTC; not valid where it lies more than 100,000 years from 1970, the nearest such point then.
    public init(secondsSinceEpoch seconds: Double) {
        let bound = 3_155_760_000_000.0
        let nearest = seconds.isNaN ? 0 : max(-bound, min(bound, seconds))
        microseconds = Int64(exactly: (nearest * 1_000_000).rounded()) ?? 0
        offsetMinutes = 0
        isValid = nearest == seconds
        written = ""
    }

    /// The same point to the nearest millisecond, which is as much as a reader of a timeline can use.
    public var roundedToMilliseconds: Timestamp {
        Timestamp(secondsSinceEpoch: (Double(microseconds) / 1000).rounded() / 1000)
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    public var secondsSinceEpoch: Double { Double(microseconds) / 1_000_000 }

    /// Reads a date with a time and a zone; nil where it is not that.
    ///
    /// That is `YYYY-MM-DD`, `T` or a space, `HH:MM`, optional `:SS` with decimals, and `Z`, `UTC`, `+HH`
    /// or `+HH:MM`. Without a zone the default applies, or nil is returned.
    public static func parse(
        _ bytes: some RandomAccessCollection<UInt8>,
        defaultOffsetMinutes: Int?
    ) -> (microseconds: Int64, offsetMinutes: Int)? {
        var scanner = TimestampScanner(bytes)
        return scanner.scan(defaultOffsetMinutes: defaultOffsetMinutes)
    }

    /// `2026-01-04 16:15:02.126 UTC`: in the zone it was written in, without zeros that say nothing.
    public var text: String { "\(dateText) \(clockText)" }

    /// `2026-01-04`.
    public var dateText: String {
        let (year, month, day) = civil
        return "\(year)-\(twoDigits(month))-\(twoDigits(day))"
    }

    /// `16:15:02.126 UTC`.
    public var clockText: String { "\(clockTextWithoutZone) \(zoneText)" }

    /// `16:15:02.126`.
    public var clockTextWithoutZone: String {
        let ofDay = localMicroseconds - dayNumber * 86_400_000_000
        let seconds = Int(ofDay / 1_000_000)
        let fraction = Int(ofDay % 1_000_000)
        var text = "\(twoDigits(seconds / 3600)):\(twoDigits(seconds / 60 % 60))"
        if seconds % 60 != 0 || fraction != 0 { text += ":\(twoDigits(seconds % 60))" }
        if fraction != 0 {
            var digits = String(fraction)
            digits = String(repeating: "0", count: 6 - digits.count) + digits
            while digits.hasSuffix("0") { digits.removeLast() }
            text += ".\(digits)"
        }
        return text
    }

    /// `2026-01-04T16:15:02.126Z`, for machines.
    public var iso8601: String {
        "\(dateText)T\(clockTextWithoutZone)\(offsetMinutes == 0 ? "Z" : zoneText.replacing("UTC", with: ""))"
    }

    private var zoneText: String {
        guard offsetMinutes != 0 else { return "UTC" }
        let magnitude = offsetMinutes.magnitude
        return
            "UTC\(offsetMinutes < 0 ? "-" : "+")\(twoDigits(Int(magnitude) / 60)):\(twoDigits(Int(magnitude) % 60))"
    }

    private var localMicroseconds: Int64 { microseconds + Int64(offsetMinutes) * 60_000_000 }

    private var dayNumber: Int64 {
        let (quotient, remainder) = localMicroseconds.quotientAndRemainder(dividingBy: 86_400_000_000)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// Days to civil date in the proleptic Gregorian calendar, by eras of 400 years (146,097 days) that
    /// begin on 1 March, so that the leap day is the last of a year.
    private var civil: (year: Int64, month: Int, day: Int) {
        let shifted = dayNumber + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = Int(shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9)
        return (
            yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
            Int(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
        )
    }
}

extension Timestamp: Comparable {
    /// Orders by the instant, whatever the zones.
    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.microseconds < right.microseconds
    }
}

private func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

private struct TimestampScanner<Bytes: RandomAccessCollection<UInt8>> {
    private let bytes: Bytes
    private var index: Bytes.Index

    init(_ bytes: Bytes) {
        self.bytes = bytes
        index = bytes.startIndex
    }

    mutating func scan(defaultOffsetMinutes: Int?) -> (microseconds: Int64, offsetMinutes: Int)? {
        guard let year = digits(4), take("-"), let month = digits(2), take("-"), let day = digits(2),
            take("T") || take(" "), let hour = digits(2), take(":"), let minute = digits(2)
        else { return nil }
        var second = 0
        var fraction: Int64 = 0
        if take(":") {
            guard let whole = digits(2) else { return nil }
            second = whole
            if take(".") {
                guard let read = fractionDigits() else { return nil }
                fraction = read
            }
        }
        guard let offset = zone() ?? (index == bytes.endIndex ? defaultOffsetMinutes : nil),
            index == bytes.endIndex, (1...12).contains(month),
            (1...Self.days(in: month, of: year)).contains(day), hour < 24, minute < 60, second < 61
        else { return nil }
        let days = Self.daysSinceEpoch(year: year, month: month, day: day)
        let seconds = Int64(days) * 86_400 + Int64(hour * 3600 + minute * 60 + second - offset * 60)
        return (seconds * 1_000_000 + fraction, offset)
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard index < bytes.endIndex, bytes[index] == UInt8(ascii: character) else { return false }
        index = bytes.index(after: index)
        return true
    }

    private mutating func digits(_ count: Int) -> Int? {
        var value = 0
        for _ in 0..<count {
            guard index < bytes.endIndex, (0x30...0x39).contains(bytes[index]) else { return nil }
            value = value * 10 + Int(bytes[index] - 0x30)
            index = bytes.index(after: index)
        }
        return value
    }

    private mutating func fractionDigits() -> Int64? {
        var value: Int64 = 0
        var count = 0
        while index < bytes.endIndex, (0x30...0x39).contains(bytes[index]) {
            if count < 6 { value = value * 10 + Int64(bytes[index] - 0x30) }
            count += 1
            index = bytes.index(after: index)
        }
        guard count > 0 else { return nil }
        for _ in min(count, 6)..<6 { value *= 10 }
        return value
    }

    private mutating func zone() -> Int? {
        let start = index
        _ = take(" ")
        if take("Z") { return 0 }
        if take("U") { return take("T") && take("C") ? 0 : nil }
        let sign = take("+") ? 1 : (take("-") ? -1 : 0)
        guard sign != 0, let hours = digits(2) else {
            index = start
            return nil
        }
        _ = take(":")
        return sign * (hours * 60 + (digits(2) ?? 0))
    }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
