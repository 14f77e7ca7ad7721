internal import Evidence
internal import Quantities

/// Reads the times of a server log, of which thousands share a day and a zone.
struct LogClock {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let zone: TimeZoneOffset?
    private var day: (first: UInt64, second: UInt64, number: Int)?

    /// A time, and where it ends.
    struct Reading {
        /// Seconds since 1970, cut at the last printed digit.
        let seconds: Double
        /// The last printed digit, in seconds.
        let step: Double
        let end: Int
        /// Where the zone is an abbreviation that is not known and none was declared.
        let hasUnknownZone: Bool
    }

    init(_ bytes: UnsafeBufferPointer<UInt8>, zone: TimeZoneOffset?) {
        self.bytes = bytes
        self.zone = zone
    }

    /// Reads `2026-01-04 16:15:02.126 UTC`.
    ///
    /// The server cuts a time at its last printed digit, it does not round (`elog.c`,
    /// `get_formatted_log_time`): the true time is up to one step later.
    mutating func read(at position: Int, before end: Int) -> Reading? {
        guard position + 20 <= end, let day = dayNumber(at: position) else { return nil }
        guard let hour = pair(at: position + 11), let minute = pair(at: position + 14),
            let second = pair(at: position + 17), bytes[position + 13] == UInt8(ascii: ":"),
            bytes[position + 16] == UInt8(ascii: ":"), hour < 24, minute < 60, second < 61
        else { return nil }
        var seconds = Double(hour * 3600 + minute * 60 + second)
        var step = 1.0
        var index = position + 19
        if bytes[index] == UInt8(ascii: ".") {
            var fraction = 0
            var scale = 1
            index += 1
            while index < end, scale < 1_000_000_000, let digit = digitValue(bytes[index]) {
                fraction = fraction * 10 + digit
                scale *= 10
                index += 1
            }
            guard scale > 1 else { return nil }
            seconds += Double(fraction) / Double(scale)
            step = 1 / Double(scale)
        }
        guard index < end, bytes[index] == 0x20 else { return nil }
        index += 1
        guard let (offset, next) = zoneOffset(at: index, before: end) else { return nil }
        return Reading(
            seconds: Double(day * 86_400 - (offset ?? 0) * 60) + seconds, step: step, end: next,
            hasUnknownZone: offset == nil)
    }

    /// The date with the space behind it, as the number of the day.
    private mutating func dayNumber(at position: Int) -> Int? {
        let raw = UnsafeRawBufferPointer(bytes)
        let first = raw.loadUnaligned(fromByteOffset: position, as: UInt64.self)
        let second = raw.loadUnaligned(fromByteOffset: position + 3, as: UInt64.self)
        if let day, day.first == first, day.second == second { return day.number }
        var scan = ClockScan(bytes, position..<position + 11)
        guard let read = scan.date(), scan.take(0x20) else { return nil }
        day = (first, second, read.number)
        return read.number
    }

    private func pair(at position: Int) -> Int? {
        guard let tens = digitValue(bytes[position]), let ones = digitValue(bytes[position + 1]) else {
            return nil
        }
        return tens * 10 + ones
    }

    /// The offset of a zone in minutes, nil where its abbreviation is not known, and where it ends.
    private func zoneOffset(at position: Int, before end: Int) -> (minutes: Int?, next: Int)? {
        var next = position
        if next < end, isLetter(bytes[next]) {
            while next < end, isLetter(bytes[next]) { next += 1 }
        } else if next < end, bytes[next] == UInt8(ascii: "+") || bytes[next] == UInt8(ascii: "-") {
            next += 1
            while next < end,
                digitValue(bytes[next]) != nil
                    || (bytes[next] == UInt8(ascii: ":")
                        && isOffsetColon(at: next, from: position, before: end))
            {
                next += 1
            }
        }
        guard next > position, next - position <= 12 else { return nil }
        var scan = ClockScan(bytes, position..<next)
        do throws(ClockProblem) {
            let read = try scan.zone()
            return scan.index == next ? (read ?? 0, next) : (zone?.minutes, next)
        } catch {
            return (zone?.minutes, next)
        }
    }

    /// Whether a colon belongs to an offset such as `+05:30`, not to the prefix, as in `+03:10.0.0.1`.
    private func isOffsetColon(at position: Int, from start: Int, before end: Int) -> Bool {
        guard position == start + 3, position + 2 < end,
            digitValue(bytes[position + 1]) != nil, digitValue(bytes[position + 2]) != nil
        else { return false }
        guard position + 3 < end else { return true }
        let next = bytes[position + 3]
        return digitValue(next) == nil && next != UInt8(ascii: ".") && next != UInt8(ascii: ":")
    }
}
