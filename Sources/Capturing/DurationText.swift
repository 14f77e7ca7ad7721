extension Duration {
    /// Reads a whole number and its unit: `200ms`, `30s`, `2min`, `1h`; nil where the text is anything else.
    ///
    /// Without a unit it is nil too: PostgreSQL would take milliseconds, and most people mean seconds.
    public init?(captureText text: String) {
        let digits = text.utf8.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard (1...12).contains(digits.count), let number = Int64(Substring(digits)) else { return nil }
        let milliseconds: Int64
        switch String(text.dropFirst(digits.count)) {
        case "ms": milliseconds = 1
        case "s": milliseconds = 1000
        case "min": milliseconds = 60_000
        case "h": milliseconds = 3_600_000
        default: return nil
        }
        self = .milliseconds(number * milliseconds)
    }

    /// In the largest unit that needs no decimals: `200ms`, `30s`, `2min`, as it can be read again.
    public var captureText: String {
        let number = wholeMilliseconds
        for (unit, size) in [("h", Int64(3_600_000)), ("min", 60_000), ("s", 1000)]
        where number >= size && number % size == 0 {
            return "\(number / size)\(unit)"
        }
        return "\(number)ms"
    }

    /// In whole milliseconds, the rest dropped.
    var wholeMilliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }

    var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
