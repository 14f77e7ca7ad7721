import Quantities

extension IncidentCourse {
    /// What a sentence says of the incident that its own times do not bear out.
    func faults(in sentence: ProseSentence) -> [DurationFault] {
        speedFaults(sentence) + lengthFaults(sentence) + clockFaults(sentence)
            + [toldDistanceFault(sentence)].compactMap(\.self)
    }

    // MARK: Speed

    /// “Detected within minutes”, “within minutes the rule was withdrawn”.
    private func speedFaults(_ sentence: ProseSentence) -> [DurationFault] {
        // What would or should be so, or was not, states nothing of this incident.
        guard !sentence.isUnreal else { return [] }
        return sentence.tokens.indices.compactMap { index in
            guard let promise = SpeedWords.at(index, in: sentence) else { return nil }
            let near = max(0, index - 6)..<min(sentence.tokens.count, index + promise.count + 4)
            return spokenFault(promise, sentence, near: near) ?? toldFault(promise, sentence)
        }
    }

    private func spokenFault(_ promise: SpeedWords, _ sentence: ProseSentence, near: Range<Int>)
        -> DurationFault?
    {
        guard let (verb, from, to) = spoken(of: sentence, near) else { return nil }
        let measured = length(from, to)
        guard measured.lower > promise.most else { return nil }
        return DurationFault(
            range: promise.range(in: sentence.tokens),
            summary: "It was \(verb) \(roughTime(measured.lower)) after \(from.text), not “\(promise.words)”",
            expected: "at most \(roughTime(promise.most)) between \(from.text) and \(to.text)"
        )
    }

    /// Of what the timeline tells too: since the incident began, was detected, or what the sentence names.
    private func toldFault(_ promise: SpeedWords, _ sentence: ProseSentence) -> DurationFault? {
        let behind = promise.first + promise.count
        let clause = sentence.clause(around: promise.first)
        var told = Array(sentence.tokens[clause])
        var origins = [times.started.bounds, times.detected.bounds]
        if sentence.isWord(behind, among: ["of", "after"]) {
            // “Within minutes of the alert, …”: what is named there is where the time begins.
            let end = sentence.tokens[behind...].firstIndex { $0.kind == .mark(",") } ?? clause.upperBound
            let named = sentence.tokens[behind..<max(behind, min(end, clause.upperBound))]
            told = Array(sentence.tokens[clause.lowerBound..<promise.first])
            if told.isEmpty, end + 1 < sentence.tokens.count {
                told = Array(sentence.tokens[sentence.clause(around: end + 1)])
            }
            let known = events(named: named).map(\.bounds)
            // What the timeline does not tell of may have been at any time.
            guard !known.isEmpty || named.contains(where: { $0.isWord(among: startWords) }) else {
                return nil
            }
            origins += known
        }
        guard let event = event(told: told) else { return nil }
        let elapsed = origins.map { event.bounds.milliseconds(since: $0) }.filter { $0.upper >= 0 }
        guard let shortest = elapsed.map(\.lower).min(), shortest > promise.most else { return nil }
        return DurationFault(
            range: promise.range(in: sentence.tokens),
            summary: "“\(promise.words)” is said of what the timeline tells at \(event.when), "
                + "\(roughTime(shortest)) later",
            expected: "at most \(roughTime(promise.most)), or an entry of the timeline that shows it"
        )
    }

    /// Which two of the incident's times a verb speaks of: from the latest that can be meant.
    private func spoken(of sentence: ProseSentence, _ range: Range<Int>) -> (String, Timestamp, Timestamp)? {
        for index in range {
            switch sentence.word(index) {
            case "detected", "noticed", "discovered", "spotted", "alerted", "paged":
                return ("detected", times.started, times.detected)
            case "mitigated", "restored", "recovered":
                if isOfTheWhole(index, sentence) { return ("mitigated", times.detected, times.mitigated) }
            case "back"
            where sentence.isWord(index - 1, among: ["was", "were", "came"]):
                if isOfTheWhole(index, sentence) { return ("mitigated", times.detected, times.mitigated) }
            case "resolved":
                if isOfTheWhole(index, sentence) { return ("resolved", times.detected, times.resolved) }
            default: continue
            }
        }
        return nil
    }

    /// Whether a verb speaks of the service or the incident, and not of a part, such as a network link.
    private func isOfTheWhole(_ verb: Int, _ sentence: ProseSentence) -> Bool {
        let whole: Set<String> = [
            "service", "services", "site", "website", "platform", "system", "systems", "everything", "it",
            "all",
            "operations", "availability",
        ]
        return (max(0, verb - 4)..<verb + 4).contains { index in
            sentence.isWord(index, among: whole.union(incidentNouns))
                || sentence.word(index).map { subjects.contains(String($0.prefix(5))) } ?? false
        }
    }

    // MARK: Distances

    /// “At 9:39, two hours after the first alarm, the cause was confirmed”, where the timeline tells of both.
    private func toldDistanceFault(_ sentence: ProseSentence) -> DurationFault? {
        guard !sentence.isUnreal, sentence.durations.count == 1, let duration = sentence.durations.first,
            sentence.word(duration.tokens.upperBound) == "after", sentence.clocks.count < 2
        else { return nil }
        let start = duration.tokens.upperBound + 1
        let end =
            sentence.tokens[start...].firstIndex { $0.kind == .mark(",") || $0.kind == .mark(";") }
            ?? sentence.tokens.count
        let (hedge, hedges) = DurationHedge.before(sentence.tokens[..<duration.tokens.lowerBound])
        let told = sentence.tokens[..<(duration.tokens.lowerBound - hedges)] + sentence.tokens[end...]
        let origins = end - start <= 7 ? events(named: sentence.tokens[start..<end]) : []
        let moments =
            sentence.clocks.first.map { clock in
                events.filter { matches(clock, $0.bounds, slack: 0, sentence) }
            } ?? [event(told: told)].compactMap(\.self)
        let apart = moments.flatMap { moment in origins.map { moment.bounds.milliseconds(since: $0.bounds) } }
            .filter { $0.upper > 0 }
        guard let first = apart.first, !apart.contains(where: { hedge.allows(duration, $0) }) else {
            return nil
        }
        return DurationFault(
            range: duration.range(in: sentence.tokens),
            summary: "By the timeline these are \(roughTime(first.middle)) apart",
            expected: roughTime(first.middle)
        )
    }

    // MARK: Times of day

    /// “The incident was resolved at 16:06”, “the outage began at 11:20”.
    private func clockFaults(_ sentence: ProseSentence) -> [DurationFault] {
        guard !sentence.mayBeOfAnother, !sentence.holds(["when", "by", "which"]) else { return [] }
        return sentence.clocks.compactMap { clock in
            guard sentence.word(clock.token - 1) == "at" else { return nil }
            let isHedged = sentence.isWord(clock.token - 2, among: ["around", "about", "shortly", "roughly"])
            let verb = clock.token - (isHedged ? 3 : 2)
            guard let (what, meant) = instants(sentence.word(verb)) else { return nil }
            let isPassive = sentence.isWord(verb - 1, among: ["was", "were", "been", "fully"])
            guard sentence.isWord(verb - (isPassive ? 2 : 1), among: incidentNouns.union(["impact"])) else {
                return nil
            }
            let slack = isHedged ? 900.0 : 60
            guard !meant.contains(where: { matches(clock, $0, slack: slack, sentence) }) else { return nil }
            let expected = meant.map(\.text).reduce(into: [String]()) {
                if !$0.contains($1) { $0.append($1) }
            }
            return DurationFault(
                range: sentence.range(clock.token..<clock.token + 1),
                summary: "By the incident's own times it \(what) at \(expected.joined(separator: " and "))",
                expected: expected.joined(separator: " or ")
            )
        }
    }

    private func instants(_ verb: String?) -> (String, [Timestamp])? {
        switch verb {
        case "began", "started": ("began", [times.started])
        case "detected", "noticed", "discovered": ("was detected", [times.detected])
        case "mitigated", "restored", "recovered": ("was mitigated", [times.mitigated, times.resolved])
        case "resolved", "ended", "over": ("was mitigated and resolved", [times.mitigated, times.resolved])
        default: nil
        }
    }

    /// Whether a stated time is an instant, in any zone that can be meant where none is named.
    private func matches(_ clock: StatedClock, _ instant: Timestamp, slack: Double, _ sentence: ProseSentence)
        -> Bool
    {
        matches(clock, instant.bounds, slack: slack, sentence)
    }

    func matches(_ clock: StatedClock, _ instant: Interval, slack: Double, _ sentence: ProseSentence) -> Bool
    {
        let stated = Interval(clock.bounds.lower / 1000 - slack, clock.bounds.upper / 1000 + slack)
        if clock.hasDay { return stated.overlaps(instant) }
        let next = sentence.word(clock.token + 1)
        let offsets: Set<Int> =
            next.flatMap { zoneOffsets[$0] }.map(Set.init)
            ?? Set(
                [times.started, times.detected, times.mitigated, times.resolved].map(\.offsetMinutes) + [0]
            )
        return offsets.contains { offset in
            let day = 86_400.0
            let local = (instant.lower + Double(offset * 60)).truncatingRemainder(dividingBy: day)
            return [-day, 0, day].contains { shift in
                stated.overlaps(
                    Interval(local + shift, local + shift + (instant.upper - instant.lower))
                )
            }
        }
    }
}

/// Words for the beginning of an incident.
let startWords: Set<String> = [
    "began", "begun", "begin", "start", "started", "starting", "beginning", "onset", "outset",
]

extension ProseSentence {
    /// The part of a sentence round a token, between commas that stand far enough apart, and semicolons.
    func clause(around index: Int) -> Range<Int> {
        let isEnd = { (token: ProseToken) in token.kind == .mark(";") || token.kind == .mark(":") }
        let start = tokens[..<index].lastIndex(where: isEnd).map { $0 + 1 } ?? 0
        let end = tokens[index...].firstIndex(where: isEnd) ?? tokens.count
        return start..<end
    }
}
