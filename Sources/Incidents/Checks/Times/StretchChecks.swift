import Quantities

/// Durations that are not those of the times beside them in the same sentence.
func stretchFaults(_ sentence: ProseSentence) -> [DurationFault] {
    [rangeFault(sentence), distanceFault(sentence), sentence.sumFault].compactMap(\.self)
}

/// “From 16:15 to 16:40, for 20 minutes”: one stretch and one duration said to be its length.
private func rangeFault(_ sentence: ProseSentence) -> DurationFault? {
    let tokens = sentence.tokens
    let clocks = sentence.clocks
    let stretches = zip(clocks, clocks.dropFirst()).filter { from, to in
        let between = tokens[(from.token + 1)..<to.token].filter {
            !$0.isWord(among: zones) && $0.kind != .date
        }
        guard between.count == 1, let joint = between.first else { return false }
        let isBetween = from.token > 0 && tokens[from.token - 1].word == "between"
        return joint.isWord(among: ["to", "until", "till"]) || joint.kind == .mark("-")
            || (joint.word == "and" && isBetween)
    }
    guard stretches.count == 1, clocks.count == 2, sentence.durations.count == 1,
        !sentence.holds(["every", "each", "per"]), tokens.filter({ $0.kind == .date }).count < 2,
        sentence.isOfOneZone
    else { return nil }
    let (from, to) = stretches[0]
    let duration = sentence.durations[0]
    let (hedge, hedges) = DurationHedge.before(tokens[..<duration.tokens.lowerBound])
    let cue = duration.tokens.lowerBound - hedges - 1
    guard isLength(cue, of: duration, behind: to.token, in: sentence), let apart = from.time(until: to) else {
        return nil
    }
    let measured = apart.shifted(byDays: sentence.holds(["next", "following"]) && !from.hasDay ? 1 : 0)
    guard !hedge.allows(duration.bounds, measured),
        measured == apart || !hedge.allows(duration.bounds, apart)
    else { return nil }
    return notApart(duration, measured, sentence)
}

/// Whether a sentence says by the words round a duration that it is the length of the stretch beside it.
private func isLength(
    _ cue: Int,
    of duration: StatedDuration,
    behind end: Int,
    in sentence: ProseSentence
) -> Bool {
    if sentence.isWord(cue, among: ["for", "lasted", "lasting", "took", "lasts", "totalling", "totaling"])
        || sentence.isMark(cue, among: ["("])
    {
        return true
    }
    let isOutage = (0...2).contains { sentence.isWord(duration.tokens.upperBound + $0, among: incidentNouns) }
    guard isOutage || sentence.isMark(cue, among: [",", "-", "=", ":"]) else { return false }
    // Directly behind the stretch, or named as the outage: “13:42–14:09 UTC, a 27-minute outage”.
    let between = sentence.tokens[min(end + 1, max(cue, 0))..<max(cue, 0)]
    let isNext = cue > end && between.allSatisfy { $0.isWord(among: zones) || $0.kind == .mark(",") }
    return isOutage || isNext && sentence.endsAClause(duration.tokens.upperBound)
}

/// “At 16:15 it began; 20 minutes later, at 16:40, it ended”, “at 16:40, 20 minutes after the start at 16:15”.
private func distanceFault(_ sentence: ProseSentence) -> DurationFault? {
    let clocks = sentence.clocks
    guard clocks.count == 2, sentence.durations.count == 1, let duration = sentence.durations.first,
        clocks[0].token < duration.tokens.lowerBound, clocks[1].token > duration.tokens.upperBound,
        sentence.isOfOneZone
    else { return nil }
    let behind = duration.tokens.upperBound
    let measured: Interval?
    switch sentence.word(behind) {
    case "later":
        let isJoined = sentence.tokens[(behind + 1)..<clocks[1].token].allSatisfy {
            $0.word == "at" || $0.kind == .mark(",") || $0.kind == .mark("(")
        }
        measured = isJoined ? clocks[0].time(until: clocks[1]) : nil
    case "after": measured = isOneThing(behind, clocks[1], sentence) ? clocks[1].time(until: clocks[0]) : nil
    case "before": measured = isOneThing(behind, clocks[1], sentence) ? clocks[0].time(until: clocks[1]) : nil
    default: measured = nil
    }
    let (hedge, _) = DurationHedge.before(sentence.tokens[..<duration.tokens.lowerBound])
    guard let measured, !hedge.allows(duration.bounds, measured) else { return nil }
    return notApart(duration, measured, sentence)
}

/// Whether the words from “after” on name one thing with its time: “after the deploy at 13:42”.
private func isOneThing(_ start: Int, _ clock: StatedClock, _ sentence: ProseSentence) -> Bool {
    clock.token - start <= 8 && sentence.isWord(clock.token - 1, among: ["at", "of", "from", "since"])
        && !sentence.tokens[start..<clock.token].contains { $0.kind == .mark(",") || $0.kind == .mark(";") }
}

private func notApart(_ duration: StatedDuration, _ measured: Interval, _ sentence: ProseSentence)
    -> DurationFault
{
    DurationFault(
        range: duration.range(in: sentence.tokens),
        summary:
            "The duration is not that of the times beside it, which are \(roughTime(measured.middle)) apart",
        expected: roughTime(measured.middle)
    )
}

/// Words for what an incident is.
let incidentNouns: Set<String> = [
    "incident", "outage", "disruption", "downtime", "degradation", "interruption", "unavailability", "event",
]

/// Names of time zones, which may stand between two times, and how many minutes they may be ahead of UTC.
let zoneOffsets: [String: [Int]] = [
    "utc": [0], "gmt": [0], "z": [0], "pst": [-480], "pdt": [-420], "est": [-300], "edt": [-240],
    "cst": [-360],
    "cdt": [-300], "mst": [-420], "mdt": [-360], "pt": [-480, -420], "et": [-300, -240], "cet": [60],
    "cest": [120], "bst": [60], "ist": [330, 60, 120], "jst": [540],
]

/// Names of time zones.
let zones = Set(zoneOffsets.keys)

extension ProseSentence {
    /// Whether at most one time zone is named: times of two zones cannot be told apart by their digits.
    fileprivate var isOfOneZone: Bool { Set(tokens.compactMap(\.word).filter(zones.contains)).count < 2 }

    /// Whether a clause ends at an index.
    func endsAClause(_ index: Int) -> Bool {
        index >= tokens.count || isMark(index, among: [",", ";", ":", ")", "-"]) || word(index) == "and"
    }
}

extension Interval {
    fileprivate func shifted(byDays days: Double) -> Interval {
        Interval(lower + days * 86_400_000, upper + days * 86_400_000)
    }
}
