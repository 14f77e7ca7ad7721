/// How the options of `casebook capacity` are written.
enum CapacityInput {
    static let rates =
        "a number of arrivals, as 30, 30/s, 1800/min or 108000/h, at most 1,000,000,000 a second"
    static let times = "a number with its unit, as 190ms, 0.19s, 250us or 2min, from 1 ns to 1,000,000 s"
    static let counts = "a whole number from 1 to 100,000"
    static let slotCounts = "a whole number from 1 to 1,000,000"
    static let percentiles = "a number above 0 and below 100, as 95 or 99.9"

    /// Arrivals per second.
    static func rate(_ text: String) -> Double? {
        let parts = parts(text)
        let seconds: Double
        switch parts.unit {
        case "", "/s": seconds = 1
        case "/min": seconds = 60
        case "/h": seconds = 3600
        default: return nil
        }
        guard let number = parts.number.map({ $0 / seconds }), number <= 1e9 else { return nil }
        return number
    }

    /// A time in seconds.
    static func time(_ text: String) -> Double? {
        let parts = parts(text)
        guard let number = parts.number else { return nil }
        let seconds: Double
        switch parts.unit {
        // Divided where the unit is smaller: 190 ÷ 1000 is the number nearest to 0.19, 190 × 0.001 is not.
        case "ns": seconds = number / 1_000_000_000
        case "us", "µs", "μs": seconds = number / 1_000_000
        case "ms": seconds = number / 1000
        case "s": seconds = number
        case "min": seconds = number * 60
        case "h": seconds = number * 3600
        default: return nil
        }
        return seconds >= 1e-9 && seconds <= 1e6 ? seconds : nil
    }

    /// A number of servers.
    static func count(_ text: String) -> Int? { count(text, most: 100_000) }

    /// A number of slots: room for more than there may be servers.
    static func slotCount(_ text: String) -> Int? { count(text, most: 1_000_000) }

    private static func count(_ text: String, most: Int) -> Int? {
        guard text.utf8.allSatisfy(isDigit), let number = Int(text), (1...most).contains(number) else {
            return nil
        }
        return number
    }

    static func percentile(_ text: String) -> Double? {
        let parts = parts(text)
        guard parts.unit.isEmpty, let number = parts.number, number > 0, number < 100 else { return nil }
        return number
    }

    /// A decimal number without sign or exponent, and what follows it.
    private static func parts(_ text: String) -> (number: Double?, unit: String) {
        let digits = text.utf8.prefix { isDigit($0) || $0 == UInt8(ascii: ".") }
        let points = digits.count { $0 == UInt8(ascii: ".") }
        let rest = text[digits.endIndex...].drop { $0 == " " }
        guard points <= 1, let first = digits.first, let last = digits.last, isDigit(first), isDigit(last),
            let number = Double(String(text[..<digits.endIndex])), number.isFinite
        else { return (nil, String(rest)) }
        return (number, String(rest))
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
