/// Why a text is no point in time.
package enum ClockProblem: Error {
    case notATime
    /// A number of seconds that no clock shows, as where it is in nanoseconds.
    case outOfRange
    case withoutZone
    case unknownZone
}

/// A calendar date, as days since 1970-01-01.
package struct CalendarDay: Sendable, Hashable {
    package let number: Int

    /// A date of the proleptic Gregorian calendar, or nil where there is no such day; years begin in
    /// March, so that the leap day is the last, and 400 of them have 146,097 days.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...12).contains(month), day >= 1, day <= Self.length(ofMonth: month, year: year) else {
            return nil
        }
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        number = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// Reads `2026-01-04`.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        let parsed: CalendarDay? = bytes.withUnsafeBufferPointer { buffer in
            var scan = ClockScan(buffer, 0..<buffer.count)
            guard let day = scan.date(), scan.index == buffer.count else { return nil }
            return day
        }
        guard let parsed else { return nil }
        self = parsed
    }

    private static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

/// Reads times of the forms that PostgreSQL prints with DateStyle ISO, at the speed of a log.
package struct ClockScan {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let end: Int
    package private(set) var index: Int

    package init(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
        self.bytes = bytes
        index = range.lowerBound
        end = range.upperBound
    }

    /// A clock time of a day, and half of its last printed digit, in seconds.
    package struct Clock {
        package let seconds: Double
        package let halfStep: Double
        /// Whole microseconds since midnight.
        package let microseconds: Int
    }

    /// Reads `2026-01-04`.
    package mutating func date() -> CalendarDay? {
        guard let year = digits(4), take(UInt8(ascii: "-")), let month = digits(2), take(UInt8(ascii: "-")),
            let day = digits(2)
        else { return nil }
        return CalendarDay(year: year, month: month, day: day)
    }

    /// Reads `16:15`, `16:15:02` or `16:15:02.126`.
    package mutating func clock() -> Clock? {
        guard let hour = digits(2), take(UInt8(ascii: ":")), let minute = digits(2), hour < 24, minute < 60
        else {
            return nil
        }
        var seconds = hour * 3600 + minute * 60
        var (fraction, scale) = (0, 1)
        func clock(halfStep: Double) -> Clock {
            Clock(
                seconds: Double(seconds) + Double(fraction) / Double(scale), halfStep: halfStep,
                microseconds: seconds * 1_000_000 + fraction * 1_000_000 / scale)
        }
        guard take(UInt8(ascii: ":")) else { return clock(halfStep: 30) }
        guard let second = digits(2), second < 61 else { return nil }
        seconds += second
        guard take(UInt8(ascii: ".")) else { return clock(halfStep: 0.5) }
        while index < end, scale < 1_000_000_000, let digit = digits(1) {
            fraction = fraction * 10 + digit
            scale *= 10
        }
        guard scale > 1 else { return nil }
        return clock(halfStep: 0.5 / Double(scale))
    }

    /// Reads `UTC`, `GMT`, `Z`, `+01`, `+01:30` or nothing, in minutes east of UTC.
    package mutating func zone() throws(ClockProblem) -> Int? {
        if index == end { return nil }
        _ = take(0x20)
        if take(UInt8(ascii: "Z")) { return 0 }
        if index + 3 <= end, (0x41...0x5A).contains(bytes[index] & 0xDF) {
            let name = (bytes[index], bytes[index + 1], bytes[index + 2])
            guard name == (0x55, 0x54, 0x43) || name == (0x47, 0x4D, 0x54) else { throw .unknownZone }
            index += 3
            return 0
        }
        let isWest = index < end && bytes[index] == UInt8(ascii: "-")
        guard take(UInt8(ascii: "+")) || take(UInt8(ascii: "-")), let hours = digits(2) else {
            throw .notATime
        }
        var minutes = 0
        if index < end {
            _ = take(UInt8(ascii: ":"))
            guard let read = digits(2) else { throw .notATime }
            minutes = read
        }
        return (isWest ? -1 : 1) * (hours * 60 + minutes)
    }

    package mutating func take(_ byte: UInt8) -> Bool {
        guard index < end, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    package mutating func digits(_ count: Int) -> Int? {
        guard index + count <= end else { return nil }
        var value = 0
        for offset in index..<index + count {
            let digit = bytes[offset] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            value = value * 10 + Int(digit)
        }
        index += count
        return value
    }
}
