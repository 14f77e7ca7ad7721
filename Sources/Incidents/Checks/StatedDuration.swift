import Quantities

/// A duration that a sentence states, in digits, in words or as a figure.
struct StatedDuration {
    /// The bounds that its rounding leaves, in milliseconds.
    let bounds: Interval
    /// Whether a figure states it, so that the evidence shows it.
    let isFigure: Bool
    /// Where it stands among the tokens.
    let tokens: Range<Int>
}

/// What a sentence says beside a duration of how exact it is.
enum DurationHedge {
    case exact, about, atLeast, atMost

    /// Words that stand directly before a duration.
    static func before(_ tokens: some BidirectionalCollection<ProseToken>) -> (
        hedge: DurationHedge, count: Int
    ) {
        var hedge = DurationHedge.exact
        var count = 0
        for token in tokens.reversed() {
            switch token.kind {
            case .mark("~"): hedge = .about
            case .word("about"), .word("around"), .word("roughly"), .word("approximately"), .word("nearly"),
                .word("almost"), .word("some"), .word("circa"):
                hedge = .about
            case .word("over"),
                .word("than") where hedge == .exact:
                hedge = .atLeast
            case .word("more"), .word("least"), .word("longer"): hedge = .atLeast
            case .word("under"), .word("less"), .word("most"), .word("fewer"): hedge = .atMost
            case .word("than"), .word("at"), .word("a"), .word("the"), .word("total"), .word("of"),
                .word("only"),
                .word("just"), .word("another"):
                break
            default: return (hedge, count)
            }
            count += 1
        }
        return (hedge, count)
    }
}

/// How long a unit of time is, in milliseconds.
private let units: [String: Double] = {
    var units: [String: Double] = [:]
    for (names, length) in [
        (["ms", "millisecond", "milliseconds", "msec"], 1.0),
        (["s", "sec", "secs", "second", "seconds"], 1000),
        (["min", "mins", "minute", "minutes"], 60_000), (["h", "hr", "hrs", "hour", "hours"], 3_600_000),
        (["day", "days"], 86_400_000),
    ] {
        for name in names { units[name] = length }
    }
    return units
}()

private let numbersInWords: [String: Double] = {
    let small = [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
    ]
    let tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
    var numbers: [String: Double] = [:]
    for (offset, word) in small.enumerated() { numbers[word] = Double(offset + 1) }
    for (offset, ten) in tens.enumerated() {
        numbers[ten] = Double(offset + 2) * 10
        for (unit, word) in small.prefix(9).enumerated() {
            numbers["\(ten)-\(word)"] = Double(offset + 2) * 10 + Double(unit + 1)
        }
    }
    return numbers
}()

extension StatedDuration {
    /// The durations of a sentence, in order.
    static func all(in tokens: [ProseToken], figures: [Int: FigureUse]) -> [StatedDuration] {
        var found: [StatedDuration] = []
        var index = 0
        while index < tokens.count {
            if let duration = duration(tokens, index, figures) {
                found.append(duration)
                index = duration.tokens.upperBound
            } else {
                index += 1
            }
        }
        return found
    }

    private static func duration(_ tokens: [ProseToken], _ start: Int, _ figures: [Int: FigureUse])
        -> StatedDuration?
    {
        if let use = figures[tokens[start].range.lowerBound], tokens[start].kind == .gap {
            guard use.quantity.unitName == Time.name, let bounds = use.quantity.interval else { return nil }
            // What is compared is what a reader sees, which the format may round further.
            let slack = abs(bounds.upper) * 0.05
            return StatedDuration(
                bounds: Interval(bounds.lower - slack, bounds.upper + slack),
                isFigure: true,
                tokens: start..<start + 1
            )
        }
        guard var part = part(tokens, start) else { return nil }
        // “1 hour and 20 minutes”, “1 h 20 min”
        while true {
            var next = part.end
            if next < tokens.count, tokens[next].word == "and" || tokens[next].kind == .mark(",") {
                next += 1
            }
            guard next < tokens.count, let more = self.part(tokens, next), more.unit < part.unit else {
                break
            }
            part = (part.value + more.value, more.unit, more.step, more.end)
        }
        return StatedDuration(
            bounds: Interval(part.value - part.step / 2, part.value + part.step / 2),
            isFigure: false,
            tokens: start..<part.end
        )
    }

    /// `20 minutes`, `twenty minutes`, `20-minute`, `20min`, `an hour`, `half an hour`, `a quarter of an hour`.
    private static func part(_ tokens: [ProseToken], _ start: Int)
        -> (value: Double, unit: Double, step: Double, end: Int)?
    {
        func word(_ offset: Int) -> String? {
            start + offset < tokens.count ? tokens[start + offset].word : nil
        }
        func unit(_ offset: Int) -> Double? { word(offset).flatMap { units[$0] } }
        if case .number(let value) = tokens[start].kind, let unit = unit(1), value.isFinite {
            let isWhole = value == value.rounded()
            return (value * unit, unit, isWhole ? unit : unit / 10, start + 2)
        }
        guard let first = word(0) else { return nil }
        if let number = numbersInWords[first], let unit = unit(1) {
            return (number * unit, unit, unit, start + 2)
        }
        if first == "half", word(1) == "an", word(2) == "hour" {
            return (1_800_000, 3_600_000, 300_000, start + 3)
        }
        if first == "a", word(1) == "quarter", word(2) == "of", word(3) == "an", word(4) == "hour" {
            return (900_000, 3_600_000, 120_000, start + 5)
        }
        if first == "a" || first == "an", let unit = unit(1), unit >= 60_000, unit <= 3_600_000,
            start == 0 || tokens[start - 1].word != "half"
        {
            return (unit, unit, unit / 3, start + 2)
        }
        return nil
    }
}

/// A time of day that a sentence states, in digits or as a figure.
struct StatedClock {
    /// The bounds, in milliseconds from the midnight before or, of a figure, from the epoch.
    let bounds: Interval
    /// Whether it is a whole instant and not only a time of some day.
    let hasDay: Bool
    /// Where it stands among the tokens.
    let token: Int

    /// The times of a sentence, in order.
    static func all(in tokens: [ProseToken], figures: [Int: FigureUse]) -> [StatedClock] {
        tokens.enumerated().compactMap { offset, token in
            switch token.kind {
            case .clock(let time, let step):
                return StatedClock(bounds: Interval(time, time + step), hasDay: false, token: offset)
            case .gap:
                guard let use = figures[token.range.lowerBound], use.quantity.unitName == Instant.name,
                    let bounds = use.quantity.interval
                else { return nil }
                return StatedClock(
                    bounds: Interval(bounds.lower * 1000, bounds.upper * 1000 + 1),
                    hasDay: true,
                    token: offset
                )
            default: return nil
            }
        }
    }

    /// How long it is from here to a later time: of two times of day, on the same day or over midnight.
    func time(until later: StatedClock) -> Interval? {
        guard hasDay == later.hasDay else { return nil }
        let difference = Interval(
            later.bounds.lower - bounds.upper,
            later.bounds.upper - bounds.lower
        )
        guard !hasDay, difference.upper < 0 else { return difference }
        let day = 86_400_000.0
        return Interval(difference.lower + day, difference.upper + day)
    }
}
