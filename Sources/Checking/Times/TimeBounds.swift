import Incidents
import Quantities

extension Timestamp {
    /// The stretch that is meant, in seconds: a time written to the minute is some time in that minute.
    var bounds: Interval {
        Interval(secondsSinceEpoch, secondsSinceEpoch + step)
    }

    /// The worth of the last place that was written, in seconds.
    private var step: Double {
        let clock = written.utf8.drop { $0 != UInt8(ascii: ":") }
        guard !clock.isEmpty else { return 0.001 }
        let digits = clock.prefix { $0.isDigit || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") }
        if let point = digits.firstIndex(of: UInt8(ascii: ".")) {
            var step = 1.0
            for _ in digits[digits.index(after: point)...] { step /= 10 }
            return step
        }
        return digits.count(where: { $0 == UInt8(ascii: ":") }) >= 2 ? 1 : 60
    }
}

extension EvaluatedMoment {
    /// The stretch in which it lies, in seconds since 1970-01-01T00:00:00Z.
    var bounds: Interval {
        guard let interval = figure?.quantity.interval else { return timestamp.bounds }
        // A timeline shows milliseconds.
        return Interval(interval.lower - 0.001, interval.upper + 0.001)
    }
}

extension Vocabulary<Evaluated>.TimelineEntry {
    var bounds: Interval { moment.bounds }
    /// When it was, for a message.
    var when: String { moment.timestamp.text }
}
