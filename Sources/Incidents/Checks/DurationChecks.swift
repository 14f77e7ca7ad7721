import Diagnostics
import Quantities

extension EvaluatedIncident {
    /// Durations in the author's sentences that do not add up with the times beside them, with the incident's
    /// own times, or with its timeline.
    func durationFindings(sources: SourceLookup) -> [Diagnostic] {
        let paths = authorPaths
        var findings = timelineDurations(sources: sources, paths: paths)
        for text in authorTexts where text.part != .action && text.part != .glossary && text.part != .document
        {
            let own = text.own
            for fault in durationFaults(in: own.bytes, figures: own.figures, times: times) {
                let place = sources.place(of: fault.range, in: own, at: text.site, among: paths)
                findings.append(fault.diagnostic(at: place))
            }
        }
        return findings
    }

    /// “Within minutes”, “immediately” and “twenty minutes later” at the beginning of an entry, which speak of
    /// what was told before.
    private func timelineDurations(sources: SourceLookup, paths: [String]) -> [Diagnostic] {
        timeline.indices.dropFirst().compactMap { index in
            let entry = timeline[index]
            let own = OwnWords(entry.event)
            guard let tokens = ProseTokens.sentences(in: own.bytes).first,
                let fault = timelineFault(tokens, index)
            else { return nil }
            return fault.diagnostic(
                at: sources.place(of: fault.range, in: own, at: entry.site, among: paths)
            )
        }
    }

    private func timelineFault(_ tokens: [ProseToken], _ index: Int) -> DurationFault? {
        let entry = timeline[index]
        func elapsed(from other: Vocabulary<Evaluated>.TimelineEntry) -> Interval {
            entry.bounds.milliseconds(since: other.bounds)
        }
        if let promise = SpeedWords.at(0, in: tokens) {
            let since = elapsed(from: timeline[index - 1])
            guard since.lower > promise.most else { return nil }
            return DurationFault(
                range: promise.range(in: tokens),
                summary:
                    "“\(promise.words)” is said of what came \(roughTime(since.lower)) after the entry before",
                expected:
                    "at most \(roughTime(promise.most)) after \(timeline[index - 1].moment.timestamp.text)"
            )
        }
        let durations = StatedDuration.all(in: tokens, figures: [:])
        guard let first = durations.first, first.tokens.lowerBound <= 3,
            DurationHedge.before(tokens[..<first.tokens.lowerBound]).count == first.tokens.lowerBound,
            first.tokens.upperBound < tokens.count, tokens[first.tokens.upperBound].word == "later"
        else { return nil }
        let earlier =
            timeline[..<index].map { elapsed(from: $0) }
            + incidentTimes.map { entry.bounds.milliseconds(since: $0) }
        let allowed = first.bounds.widened(by: 0.2)
        guard !earlier.contains(where: { $0.overlaps(allowed) }) else { return nil }
        return DurationFault(
            range: tokens[first.tokens.lowerBound].range
                .lowerBound..<tokens[first.tokens.upperBound].range.upperBound,
            summary:
                "Nothing in the timeline lies \(roughTime((first.bounds.lower + first.bounds.upper) / 2)) before this entry",
            expected:
                "the time since an earlier entry, such as \(roughTime(elapsed(from: timeline[index - 1]).middle))"
        )
    }

    private var incidentTimes: [Interval] {
        [times.started, times.detected, times.mitigated, times.resolved].map(\.bounds)
    }
}

/// What is wrong with a duration, and where in the sentence.
struct DurationFault {
    let range: Range<Int>
    let summary: String
    let expected: String

    func diagnostic(at place: Place?) -> Diagnostic {
        Diagnostic(
            "prose.duration",
            summary,
            at: place,
            expected: expected,
            help: "Correct the duration or the times; bound to figures, they cannot drift apart."
        )
    }
}

/// The durations of a text that do not add up with the times beside them, or with the incident's.
func durationFaults(in bytes: [UInt8], figures: [Int: FigureUse], times: IncidentTimes?) -> [DurationFault] {
    ProseTokens.sentences(in: bytes).flatMap { tokens in
        [rangeFault(tokens, figures), laterFault(tokens, figures)].compactMap(\.self)
            + (times.map { incidentFaults(tokens, figures, $0) } ?? [])
    }
}

/// “From 16:15 to 16:40, for 20 minutes”: one stretch and one duration said to be its length.
private func rangeFault(_ tokens: [ProseToken], _ figures: [Int: FigureUse]) -> DurationFault? {
    let clocks = StatedClock.all(in: tokens, figures: figures)
    let durations = StatedDuration.all(in: tokens, figures: figures)
    let stretches = zip(clocks, clocks.dropFirst()).filter { from, to in
        let between = tokens[(from.token + 1)..<to.token].filter {
            !$0.isWord(among: ["utc"]) && $0.kind != .date
        }
        guard between.count == 1, let joint = between.first else { return false }
        let isBetween = from.token > 0 && tokens[from.token - 1].word == "between"
        return joint.isWord(among: ["to", "until", "till"]) || joint.kind == .mark("-")
            || (joint.word == "and" && isBetween)
    }
    guard stretches.count == 1, clocks.count == 2, durations.count == 1,
        !tokens.contains(where: { $0.isWord(among: ["every", "each", "per"]) }),
        tokens.filter({ $0.kind == .date }).count < 2
    else { return nil }
    let (from, to) = stretches[0]
    let duration = durations[0]
    let (hedge, hedges) = DurationHedge.before(tokens[..<duration.tokens.lowerBound])
    let cue = duration.tokens.lowerBound - hedges - 1
    guard tokens.indices.contains(cue),
        tokens[cue].isWord(among: ["for", "lasted", "lasting", "took", "lasts"])
            || tokens[cue].kind == .mark("("),
        let measured = from.time(until: to), !hedge.allows(duration.bounds, measured)
    else { return nil }
    return DurationFault(
        range: duration.range(in: tokens),
        summary:
            "The duration is not that of the times beside it, which are \(roughTime(measured.middle)) apart",
        expected: roughTime(measured.middle)
    )
}

/// “At 16:15 it began; 20 minutes later, at 16:40, it ended”.
private func laterFault(_ tokens: [ProseToken], _ figures: [Int: FigureUse]) -> DurationFault? {
    let clocks = StatedClock.all(in: tokens, figures: figures)
    let durations = StatedDuration.all(in: tokens, figures: figures)
    guard clocks.count == 2, durations.count == 1, clocks[0].token < durations[0].tokens.lowerBound,
        clocks[1].token > durations[0].tokens.upperBound, durations[0].tokens.upperBound < tokens.count,
        tokens[durations[0].tokens.upperBound].word == "later",
        tokens[(durations[0].tokens.upperBound + 1)..<clocks[1].token].allSatisfy({
            $0.word == "at" || $0.kind == .mark(",") || $0.kind == .mark("(")
        }),
        let measured = clocks[0].time(until: clocks[1])
    else { return nil }
    let (hedge, _) = DurationHedge.before(tokens[..<durations[0].tokens.lowerBound])
    guard !hedge.allows(durations[0].bounds, measured) else { return nil }
    return DurationFault(
        range: durations[0].range(in: tokens),
        summary:
            "The duration is not that of the times beside it, which are \(roughTime(measured.middle)) apart",
        expected: roughTime(measured.middle)
    )
}

/// “Detected within minutes” and “the outage lasted 20 minutes”, against the incident's own times.
private func incidentFaults(
    _ tokens: [ProseToken],
    _ figures: [Int: FigureUse],
    _ times: IncidentTimes
) -> [DurationFault] {
    // What would or should be so, or was not, states nothing of this incident.
    let unreal: Set<String> = [
        "should", "would", "could", "will", "must", "can", "may", "might", "not", "never", "if", "had",
        "target",
        "goal", "aim", "aims", "objective", "when", "unless", "no", "nobody", "cannot", "within-slo", "slo",
        "sla",
    ]
    guard !tokens.contains(where: { $0.isWord(among: unreal) || $0.word?.hasSuffix("n't") == true }) else {
        return []
    }
    var faults: [DurationFault] = []
    for index in tokens.indices {
        guard let promise = SpeedWords.at(index, in: tokens) else { continue }
        let near = tokens[max(0, index - 6)..<min(tokens.count, index + promise.count + 4)]
        guard let (verb, from, to) = spoken(of: near, times) else { continue }
        let measured = to.bounds.milliseconds(since: from.bounds)
        guard measured.lower > promise.most else { continue }
        faults.append(
            DurationFault(
                range: promise.range(in: tokens),
                summary:
                    "It was \(verb) \(roughTime(measured.lower)) after \(from.text), not “\(promise.words)”",
                expected: "at most \(roughTime(promise.most)) between \(from.text) and \(to.text)"
            )
        )
    }
    return faults + lengthFaults(tokens, times)
}

/// Which two of the incident's times a verb speaks of: from the latest that can be meant.
private func spoken(of tokens: ArraySlice<ProseToken>, _ times: IncidentTimes) -> (
    String, Timestamp, Timestamp
)? {
    for token in tokens {
        switch token.word {
        case "detected", "noticed", "discovered", "spotted", "alerted", "paged":
            return ("detected", times.started, times.detected)
        case "mitigated", "restored", "recovered": return ("mitigated", times.detected, times.mitigated)
        case "resolved": return ("resolved", times.detected, times.resolved)
        default: continue
        }
    }
    return nil
}

private func lengthFaults(_ tokens: [ProseToken], _ times: IncidentTimes) -> [DurationFault] {
    let subjects: Set<String> = ["incident", "outage", "disruption", "downtime", "degradation"]
    let lengths = [times.mitigated, times.resolved].flatMap { end in
        [times.started, times.detected].map { end.bounds.milliseconds(since: $0.bounds) }
    }
    return StatedDuration.all(in: tokens, figures: [:]).compactMap { duration in
        let start = duration.tokens.lowerBound
        let (hedge, hedges) = DurationHedge.before(tokens[..<start])
        var verb = start - hedges - 1
        if verb > 0, tokens[verb].word == "for" { verb -= 1 }
        guard verb > 0, tokens[verb].isWord(among: ["lasted", "took"]),
            tokens[verb - 1].isWord(among: subjects),
            !lengths.contains(where: { hedge.allows(duration.bounds, $0) })
        else { return nil }
        return DurationFault(
            range: duration.range(in: tokens),
            summary: "The incident lasted \(roughTime(lengths[0].middle)) until it was mitigated and "
                + "\(roughTime(lengths[2].middle)) until it was resolved, by its own times",
            expected: "\(roughTime(lengths[0].middle)) or \(roughTime(lengths[2].middle))"
        )
    }
}

/// Words that say that something came soon, and the most that they can mean.
struct SpeedWords {
    let words: String
    let most: Double
    let first: Int
    let count: Int

    func range(in tokens: [ProseToken]) -> Range<Int> {
        tokens[first].range.lowerBound..<tokens[first + count - 1].range.upperBound
    }

    /// “Within minutes”, “within 5 minutes”, “within an hour”, “immediately”, at this token.
    static func at(_ index: Int, in tokens: [ProseToken]) -> SpeedWords? {
        func word(_ offset: Int) -> String? {
            index + offset < tokens.count ? tokens[index + offset].word : nil
        }
        switch word(0) {
        case "immediately", "instantly":
            return SpeedWords(words: word(0) ?? "", most: 60_000, first: index, count: 1)
        case "within":
            if let vague = vague[word(1) ?? ""] {
                return SpeedWords(words: "within \(word(1) ?? "")", most: vague, first: index, count: 2)
            }
            if word(1) == "a", word(2) == "few", let vague = vague[word(3) ?? ""] {
                return SpeedWords(words: "within a few \(word(3) ?? "")", most: vague, first: index, count: 4)
            }
            guard index + 1 < tokens.count,
                let duration = StatedDuration.all(in: Array(tokens[(index + 1)...]), figures: [:]).first,
                duration.tokens.lowerBound == 0
            else { return nil }
            return SpeedWords(
                words: "within \(roughTime(duration.bounds.middle))",
                most: duration.bounds.upper,
                first: index,
                count: duration.tokens.upperBound + 1
            )
        default: return nil
        }
    }

    /// The most that a word without a number can mean: a quarter of an hour is no longer “minutes”.
    private static let vague: [String: Double] = [
        "moments": 60_000, "seconds": 60_000, "minutes": 900_000, "hours": 86_400_000, "days": 7 * 86_400_000,
    ]
}

extension DurationHedge {
    /// Whether a stated duration agrees with a measured one.
    fileprivate func allows(_ stated: Interval, _ measured: Interval) -> Bool {
        switch self {
        case .exact: stated.overlaps(measured)
        case .about: stated.widened(by: 0.2).overlaps(measured)
        case .atLeast: measured.upper >= stated.lower
        case .atMost: measured.lower <= stated.upper
        }
    }
}

extension StatedDuration {
    fileprivate func range(in all: [ProseToken]) -> Range<Int> {
        all[tokens.lowerBound].range.lowerBound..<all[tokens.upperBound - 1].range.upperBound
    }
}

extension Interval {
    var middle: Double { (lower + upper) / 2 }
    func overlaps(_ other: Interval) -> Bool { lower <= other.upper && other.lower <= upper }
    fileprivate func widened(by part: Double) -> Interval {
        Interval(lower - abs(middle) * part, upper + abs(middle) * part)
    }
    /// Of two stretches of seconds: the time from the other to this, in milliseconds.
    func milliseconds(since other: Interval) -> Interval {
        Interval((lower - other.upper) * 1000, (upper - other.lower) * 1000)
    }
}

/// A time in words that are exact enough for a message.
func roughTime(_ milliseconds: Double) -> String {
    func text(_ value: Double, _ unit: String) -> String {
        let tenths = (value * 10).rounded() / 10
        let number = tenths == tenths.rounded() ? "\(Int(tenths))" : "\(tenths)"
        return "\(number) \(unit)\(tenths == 1 ? "" : "s")"
    }
    switch abs(milliseconds) {
    case ..<999.5: return text(milliseconds, "millisecond")
    case ..<59_950: return text(milliseconds / 1000, "second")
    case ..<5_400_000: return text(milliseconds / 60_000, "minute")
    case ..<172_800_000: return text(milliseconds / 3_600_000, "hour")
    default: return text(milliseconds / 86_400_000, "day")
    }
}
