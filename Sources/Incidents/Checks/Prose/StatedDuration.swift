import Quantities

/// A duration that a sentence states, in digits, in words or as a figure.
struct StatedDuration {
    /// The bounds that its rounding leaves, in milliseconds.
    let bounds: Interval
    /// What its last place is worth, in milliseconds.
    let step: Double
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
        var isUpTo = false
        for token in tokens.reversed() {
            if isUpTo, token.word != "up", token.word != "close" { return (hedge, count - 1) }
            switch token.kind {
            case .mark("~"): hedge = .about
            case .word("about"), .word("around"), .word("roughly"), .word("approximately"), .word("nearly"),
                .word("almost"), .word("some"), .word("circa"),
                .word("close") where isUpTo:
                hedge = .about
            case .word("over"),
                .word("than") where hedge == .exact:
                hedge = .atLeast
            case .word("more"), .word("least"), .word("longer"): hedge = .atLeast
            case .word("under"), .word("less"), .word("most"), .word("fewer"),
                .word("up") where isUpTo:
                hedge = .atMost
            case .word("than"), .word("at"), .word("a"), .word("the"), .word("total"), .word("of"),
                .word("only"), .word("just"), .word("another"), .word("well"), .word("little"), .word("bit"),
                .word("slightly"), .word("full"), .word("to"):
                break
            default: return (hedge, count)
            }
            isUpTo = token.word == "to"
            count += 1
        }
        return (hedge, count - (isUpTo ? 1 : 0))
    }
}

/// How long a unit of time is, in milliseconds.
private let units: [String: Double] = {
    var units: [String: Double] = [:]
    for (names, length) in [
        (["ms", "millisecond", "milliseconds", "msec"], 1.0),
        (["s", "sec", "secs", "second", "seconds"], 1000),
        (["min", "mins", "minute", "minutes"], 60_000), (["h", "hr", "hrs", "hour", "hours"], 3_600_000),
        (["day", "days"], 86_400_000), (["week", "weeks"], 7 * 86_400_000),
    ] {
        for name in names { units[name] = length }
    }
    return units
}()

/// The numbers from one to ninety-nine, as they are written in words.
let numbersInWords: [String: Double] = {
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
                step: slack,
                tokens: start..<start + 1
            )
        }
        guard var part = part(tokens, start) else { return nil }
        // “1 hour and 20 minutes”, “1 h 20 min”, “1h20m”
        while true {
            var next = part.end
            if next < tokens.count, tokens[next].word == "and" || tokens[next].kind == .mark(",") {
                next += 1
            }
            guard next < tokens.count, let more = self.part(tokens, next, after: part.unit),
                more.unit < part.unit
            else { break }
            part = (part.value + more.value, more.unit, more.step, more.end)
        }
        return StatedDuration(
            bounds: Interval(part.value - part.step / 2, part.value + part.step / 2),
            step: part.step,
            tokens: start..<part.end
        )
    }

    private typealias Part = (value: Double, unit: Double, step: Double, end: Int)

    /// `20 minutes`, `twenty minutes`, `20-minute`, `20min`, `an hour`, `half an hour`, `two and a half hours`.
    private static func part(_ tokens: [ProseToken], _ start: Int, after larger: Double? = nil) -> Part? {
        func word(_ offset: Int) -> String? {
            start + offset < tokens.count ? tokens[start + offset].word : nil
        }
        func unit(_ offset: Int) -> Double? {
            // A bare “m” may be metres or millions; behind hours it is minutes.
            word(offset).flatMap { $0 == "m" && larger == 3_600_000 ? 60_000 : units[$0] }
        }
        /// The part, or half a unit more where “and a half” follows.
        func whole(_ value: Double, _ unit: Double, step: Double, count: Int) -> Part {
            guard word(count) == "and", word(count + 1) == "a", word(count + 2) == "half" else {
                return (value, unit, step, start + count)
            }
            return (value + unit / 2, unit, unit / 6, start + count + 3)
        }
        if case .number(let value) = tokens[start].kind, value.isFinite {
            if let unit = unit(1) {
                let isWhole = value == value.rounded()
                return whole(value * unit, unit, step: isWhole ? unit : unit / 10, count: 2)
            }
            return halves(value, word, unit, at: start)
        }
        guard let first = word(0) else { return nil }
        if let number = numbersInWords[first] {
            if let unit = unit(1) { return whole(number * unit, unit, step: unit, count: 2) }
            return halves(number, word, unit, at: start)
        }
        if let joined = joined(first) { return (joined.value, joined.unit, joined.step, start + 1) }
        if first == "half", word(1) == "an" || word(1) == "a", let unit = unit(2), unit >= 3_600_000 {
            return (unit / 2, unit, unit / 12, start + 3)
        }
        if first == "a", word(1) == "quarter", word(2) == "of", word(3) == "an", word(4) == "hour" {
            return (900_000, 3_600_000, 120_000, start + 5)
        }
        if first == "a" || first == "an", let unit = unit(1), unit >= 60_000, unit <= 3_600_000,
            start == 0 || tokens[start - 1].word != "half"
        {
            return whole(unit, unit, step: unit / 3, count: 2)
        }
        return nil
    }

    /// `two and a half hours`.
    private static func halves(
        _ number: Double,
        _ word: (Int) -> String?,
        _ unit: (Int) -> Double?,
        at start: Int
    ) -> Part? {
        guard word(1) == "and", word(2) == "a", word(3) == "half", let unit = unit(4) else { return nil }
        return ((number + 0.5) * unit, unit, unit / 6, start + 5)
    }

    /// `two-hour`, `half-hour`, `hour-long`: number and unit in one word.
    private static func joined(_ word: String) -> (value: Double, unit: Double, step: Double)? {
        guard let hyphen = word.lastIndex(of: "-") else { return nil }
        let first = String(word[..<hyphen])
        let second = String(word[word.index(after: hyphen)...])
        if let number = numbersInWords[first], let unit = units[second] { return (number * unit, unit, unit) }
        if first == "half", let unit = units[second], unit >= 3_600_000 { return (unit / 2, unit, unit / 12) }
        if second == "long", let unit = units[first], unit >= 60_000 { return (unit, unit, unit / 3) }
        return nil
    }

    /// Where it stands in the text.
    func range(in all: [ProseToken]) -> Range<Int> {
        all[tokens.lowerBound].range.lowerBound..<all[tokens.upperBound - 1].range.upperBound
    }
}
