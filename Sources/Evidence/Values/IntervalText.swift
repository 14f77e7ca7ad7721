/// Reads a PostgreSQL `interval` as any IntervalStyle prints it, in milliseconds.
///
/// The styles are those of `EncodeInterval` in PostgreSQL's `src/backend/utils/adt/datetime.c`: `postgres`
/// (`1 day 02:00:00`), `postgres_verbose` (`@ 1 day 2 hours`), `sql_standard` (`1 2:00:00`) and `iso_8601`
/// (`P1DT2H`). A month counts as 30 days and a year as 365.25, as in `extract(epoch from …)`; the bounds
/// tell how long they may have been. Days and shorter parts are whole microseconds, and exact.
func intervalNumeral(in bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> BoundedValue? {
    var scan = IntervalScan(bytes, withoutSpaces(bytes, range))
    return scan.read() ? scan.parts.value : nil
}

/// The parts of an interval, each with its sign.
private struct IntervalParts {
    var months = 0.0
    var days = 0.0
    var milliseconds = 0.0

    /// The sum, and how far months of 28 to 31 days and years of 365 or 366 may move it.
    var value: BoundedValue {
        let day = 86_400_000.0
        let years = (months / 12).rounded(.towardZero)
        let rest = months - years * 12
        let fixed = days * day + milliseconds
        let low = (years * 365 + rest * 28) * day
        let high = (years * 366 + rest * 31) * day
        return BoundedValue(
            value: fixed + (years * 365.25 + rest * 30) * day, lower: fixed + min(low, high),
            upper: fixed + max(low, high))
    }

    mutating func negate() {
        months = -months
        days = -days
        milliseconds = -milliseconds
    }

    /// Adds a number of some unit; false where there is no such unit.
    mutating func add(_ number: Double, _ unit: some StringProtocol) -> Bool {
        switch unit {
        case "year", "years": months += number * 12
        case "mon", "mons": months += number
        case "day", "days": days += number
        case "hour", "hours": milliseconds += number * 3_600_000
        case "min", "mins": milliseconds += number * 60_000
        case "sec", "secs": milliseconds += number * 1000
        default: return false
        }
        return true
    }
}

private struct IntervalScan {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let end: Int
    private var index: Int
    private(set) var parts = IntervalParts()

    init(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
        self.bytes = bytes
        index = range.lowerBound
        end = range.upperBound
    }

    mutating func read() -> Bool {
        guard index < end else { return false }
        if bytes[index] == UInt8(ascii: "P") {
            index += 1
            return designators()
        }
        let isVerbose = bytes[index] == UInt8(ascii: "@")
        if isVerbose {
            guard index + 2 < end, bytes[index + 1] == 0x20 else { return false }
            index += 2
        }
        let tokens = String(decoding: bytes[index..<end], as: UTF8.self).split(
            separator: " ", omittingEmptySubsequences: false)
        return isVerbose ? words(tokens[...]) : wordsAndClock(tokens[...])
    }

    /// `1 day 2 hours 3 mins 4.5 secs ago`, or `0`.
    private mutating func words(_ tokens: ArraySlice<Substring>) -> Bool {
        var tokens = tokens
        if tokens.count == 1 { return tokens.first == "0" }
        let isAgo = tokens.last == "ago"
        if isAgo { tokens.removeLast() }
        guard !tokens.isEmpty, tokens.count.isMultiple(of: 2) else { return false }
        while let number = tokens.popFirst(), let unit = tokens.popFirst() {
            guard let value = decimal(number, isWhole: !unit.hasPrefix("sec")), parts.add(value, unit) else {
                return false
            }
        }
        if isAgo { parts.negate() }
        return true
    }

    /// `1 year 2 mons 3 days 04:05:06`, or `1-2 3 4:05:06` with one sign for all or one for each.
    private mutating func wordsAndClock(_ tokens: ArraySlice<Substring>) -> Bool {
        var tokens = tokens
        var sign: Double?
        var hasYears = false
        var hasDays = false
        while let token = tokens.popFirst() {
            if token.contains(":") {
                guard tokens.isEmpty, let clock = clock(token, inheriting: sign) else { return false }
                parts.milliseconds += clock
                return true
            }
            if let unit = tokens.first, unit.utf8.first.map(isLetter) == true {
                tokens.removeFirst()
                guard ["year", "years", "mon", "mons", "day", "days"].contains(unit),
                    let value = decimal(token, isWhole: true), parts.add(value, unit)
                else { return false }
                continue
            }
            if let dash = token.dropFirst().firstIndex(of: "-"), !hasYears, !hasDays {
                let years = token[..<dash]
                guard let whole = decimal(years, isWhole: true),
                    let months = decimal(token[token.index(after: dash)...], isWhole: true), months < 12,
                    months >= 0
                else { return false }
                let isNegative = years.hasPrefix("-")
                if isNegative { sign = -1 }
                parts.months += whole * 12 + (isNegative ? -months : months)
                hasYears = true
            } else {
                guard !hasDays, let days = decimal(token, isWhole: true) else { return false }
                // A number alone is a number of days before a clock time; `0` alone is no time at all.
                guard !tokens.isEmpty || (token == "0" && !hasYears) else { return false }
                if token.hasPrefix("-") { sign = -1 }
                parts.days += sign == -1 && days > 0 && !token.hasPrefix("+") ? -days : days
                hasDays = true
            }
        }
        return true
    }

    /// `04:05:06.789`, with the sign of the days before it where `sql_standard` prints one for all.
    private func clock(_ token: Substring, inheriting sign: Double?) -> Double? {
        var fields = token.split(separator: ":", omittingEmptySubsequences: false)
        guard fields.count == 3, let first = fields[0].first else { return nil }
        let isSigned = first == "-" || first == "+"
        if isSigned { fields[0] = fields[0].dropFirst() }
        guard let hours = decimal(fields[0], isWhole: true), let minutes = decimal(fields[1], isWhole: true),
            let seconds = decimal(fields[2], isWhole: false), fields[1].utf8.count == 2,
            fields[0].utf8.first.flatMap(digitValue) != nil, minutes < 60, seconds >= 0, seconds < 60
        else { return nil }
        let clock = (hours * 3600 + minutes * 60 + seconds) * 1000
        return first == "-" || (!isSigned && sign == -1) ? -clock : clock
    }

    /// `1Y2M3DT4H5M6.7S`, each part with a sign of its own.
    private mutating func designators() -> Bool {
        var isTime = false
        var count = 0
        while index < end {
            if bytes[index] == UInt8(ascii: "T"), !isTime {
                isTime = true
                index += 1
                continue
            }
            guard let read = numeral(in: bytes, index..<end), read.end < end else { return false }
            let unit: String
            switch (bytes[read.end], isTime) {
            case (UInt8(ascii: "Y"), false): unit = "year"
            case (UInt8(ascii: "M"), false): unit = "mon"
            case (UInt8(ascii: "D"), false): unit = "day"
            case (UInt8(ascii: "H"), true): unit = "hour"
            case (UInt8(ascii: "M"), true): unit = "min"
            case (UInt8(ascii: "S"), true): unit = "sec"
            default: return false
            }
            guard unit == "sec" || read.numeral.isWhole, parts.add(read.numeral.value, unit) else {
                return false
            }
            index = read.end + 1
            count += 1
        }
        return count > 0
    }

    private func decimal(_ text: Substring, isWhole: Bool) -> Double? {
        var text = text
        return text.withUTF8 { bytes -> Double? in
            guard let read = wholeNumeral(in: bytes, 0..<bytes.count), !isWhole || read.isWhole else {
                return nil
            }
            return read.value
        }
    }
}
