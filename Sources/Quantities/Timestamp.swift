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
    public let written: String

    /// Reads a literal; see ``isValid``.
    public init(stringLiteral text: String) {
        let parsed = Self.parse(Array(text.utf8))
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

    /// Reads `YYYY-MM-DD`, `T` or a space, `HH:MM`, optional `:SS` with decimals, and a zone: `Z`, `UTC`,
    /// `+HH` or `+HH:MM`.
    private static func parse(_ bytes: [UInt8]) -> (microseconds: Int64, offsetMinutes: Int)? {
        bytes.withUnsafeBufferPointer { bytes in
            var scan = ClockScan(bytes, 0..<bytes.count)
            guard let day = scan.date(), scan.take(UInt8(ascii: "T")) || scan.take(0x20),
                let clock = scan.clock()
            else { return nil }
            do throws(ClockProblem) {
                guard let offset = try scan.zone(), scan.index == bytes.count else { return nil }
                let seconds = Int64(day.number) * 86_400 - Int64(offset) * 60
                return (seconds * 1_000_000 + Int64(clock.microseconds), offset)
            } catch {
                return nil
            }
        }
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
