import Quantities

extension IncidentCourse {
    /// Durations that a sentence says are those of the incident, of noticing it or of ending it.
    func lengthFaults(_ sentence: ProseSentence) -> [DurationFault] {
        guard !sentence.mayBeOfAnother else { return [] }
        return sentence.durations.compactMap { duration in
            let start = duration.tokens.lowerBound
            let (hedge, hedges) = DurationHedge.before(sentence.tokens[..<start])
            let place = StatedLength(
                duration: duration,
                hedge: hedge,
                before: start - hedges - 1,
                start: start
            )
            if isLengthOfTheIncident(place, sentence) { return lengthFault(place, sentence) }
            if let meant = meant(by: place, in: sentence) { return meantFault(place, meant, sentence) }
            if isStateOfSomething(place, sentence) {
                return longerFault(place, sentence) ?? subjectFault(place, sentence)
            }
            return nil
        }
    }

    private func lengthFault(_ place: StatedLength, _ sentence: ProseSentence) -> DurationFault? {
        guard !lengths.contains(where: { place.hedge.allows(place.duration, $0) }) else { return nil }
        let until = length(times.started, times.mitigated).middle
        let whole = length(times.started, times.resolved).middle
        let summary =
            roughTime(until) == roughTime(whole)
            ? "The incident lasted \(roughTime(whole)), by its own times"
            : "The incident lasted \(roughTime(until)) until it was mitigated and \(roughTime(whole)) until it "
                + "was resolved, by its own times"
        return DurationFault(
            range: place.duration.range(in: sentence.tokens),
            summary: summary,
            expected: lengthInWords
        )
    }

    private func meantFault(_ place: StatedLength, _ meant: MeantLength, _ sentence: ProseSentence)
        -> DurationFault?
    {
        guard !meant.lengths.contains(where: { place.hedge.allows(place.duration, $0) }) else { return nil }
        return DurationFault(
            range: place.duration.range(in: sentence.tokens),
            summary: "By the incident's own times \(meant.what) \(words(of: meant))",
            expected: words(of: meant)
        )
    }

    private func longerFault(_ place: StatedLength, _ sentence: ProseSentence) -> DurationFault? {
        let bounds = place.duration.bounds
        let least = place.hedge == .about ? bounds.widened(by: 0.2).lower : bounds.lower
        guard place.hedge != .atMost, least > longest.upper else { return nil }
        return DurationFault(
            range: place.duration.range(in: sentence.tokens),
            summary:
                "That is longer than the incident, which lasted \(roughTime(longest.middle)) by its own times",
            expected: "at most \(roughTime(longest.middle))"
        )
    }

    /// Of what the incident is named for: a part of it may be meant, but then one that the timeline shows.
    private func subjectFault(_ place: StatedLength, _ sentence: ProseSentence) -> DurationFault? {
        guard let verb = stateVerb(before: place.before, sentence), verb > 0, sentence.durations.count == 1,
            !subjects.isDisjoint(with: stems(of: sentence.tokens[max(0, verb - 2)..<verb])),
            !distances.contains(where: { place.hedge.allows(place.duration, $0) })
        else { return nil }
        return lengthFault(place, sentence)
    }

    // MARK: Which length is meant

    /// “The outage lasted 20 minutes”, “the outage, which lasted 20 minutes”, “a 20-minute outage”, “20 minutes
    /// of downtime”, “the service was down for 20 minutes”.
    private func isLengthOfTheIncident(_ place: StatedLength, _ sentence: ProseSentence) -> Bool {
        if place.isBefore(incidentNouns, in: sentence) { return true }
        var verb = place.before
        let isOf = sentence.isWord(verb, among: incidentNouns) && sentence.word(verb + 1) == "of"
        if isOf {
            return sentence.endsAClause(place.duration.tokens.upperBound) || place.endsInVerb(sentence)
        }
        if sentence.isWord(verb, among: ["for", "to"]) { verb -= 1 }
        let verbs: Set<String> = [
            "lasted", "took", "lasting", "totalled", "totaled", "amounted", "spanned", "continued", "ran",
        ]
        if sentence.isWord(verb, among: verbs) { return isSubject(before: verb, sentence) }
        return sentence.word(place.before) == "for" && isWholeService(before: place.before, sentence)
    }

    /// Whether the incident is what the verb at an index speaks of.
    private func isSubject(before verb: Int, _ sentence: ProseSentence) -> Bool {
        if sentence.isWord(verb - 1, among: incidentNouns) { return true }
        guard sentence.isMark(verb - 1, among: [","]) || sentence.isWord(verb - 1, among: ["which", "that"]),
            let noun = sentence.tokens[..<verb].firstIndex(where: { $0.isWord(among: incidentNouns) })
        else { return false }
        return sentence.isMark(noun + 1, among: [","]) || sentence.isWord(noun + 1, among: ["which", "that"])
    }

    /// “The service was down for …”, of which nothing says that only a part of it is meant.
    private func isWholeService(before preposition: Int, _ sentence: ProseSentence) -> Bool {
        guard let verb = stateVerb(before: preposition, sentence) else { return false }
        let subjects: Set<String> = [
            "service", "services", "site", "website", "platform", "system", "everything",
        ]
        guard sentence.isWord(verb - 1, among: subjects) else { return false }
        return verb == 1 || sentence.isWord(verb - 2, among: ["the", "our", "all", "whole", "entire"])
            || sentence.isMark(verb - 2, among: [",", ";"])
    }

    /// “Something was unreachable for …”: it may be a part, but no part was hurt for longer than the whole.
    private func isStateOfSomething(_ place: StatedLength, _ sentence: ProseSentence) -> Bool {
        guard sentence.word(place.before) == "for" else { return false }
        // “For 20 hours, writes failed.”
        return stateVerb(before: place.before, sentence) != nil
            || place.before == 0 && sentence.isMark(place.duration.tokens.upperBound, among: [","])
    }

    /// The index of the “was” of “was down for”.
    private func stateVerb(before preposition: Int, _ sentence: ProseSentence) -> Int? {
        let states: Set<String> = [
            "down", "unavailable", "unreachable", "offline", "degraded", "inaccessible", "interrupted",
            "disrupted", "broken", "impaired", "unusable", "out", "locked",
        ]
        var state = preposition - 1
        if sentence.word(state) == "out", sentence.word(state - 1) == "locked" { state -= 1 }
        guard sentence.isWord(state, among: states) else { return nil }
        var verb = state - 1
        if sentence.isWord(verb, among: ["completely", "fully", "largely", "partly", "entirely", "totally"]) {
            verb -= 1
        }
        guard sentence.isWord(verb, among: ["was", "were", "been", "remained", "stayed", "is"]) else {
            return nil
        }
        return sentence.word(verb) == "been" ? verb - 1 : verb
    }

    /// “Detection took 13 minutes”, “the time to mitigate was 44 minutes”, “detected 13 minutes after it began”.
    private func meant(by place: StatedLength, in sentence: ProseSentence) -> MeantLength? {
        guard sentence.durations.count == 1 else { return nil }
        let behind = place.duration.tokens.upperBound
        // “It took us 30 minutes to notice.”
        let verb = place.before - (sentence.isWord(place.before, among: ["us", "them"]) ? 1 : 0)
        if sentence.word(verb) == "took" || sentence.word(verb) == "was"
            || sentence.isMark(verb, among: [":"])
        {
            if sentence.word(verb - 2) == "to", sentence.word(verb - 3) == "time" {
                return meant(by: sentence.word(verb - 1))
            }
            if sentence.word(verb) == "took" {
                if verb == 1, let noun = meant(by: sentence.word(0)) { return noun.orAny(until: self) }
                if sentence.word(behind) == "to", sentence.isWord(verb - 1, among: ["it", "we", "us"]) {
                    let isWhole =
                        sentence.endsAClause(behind + 2)
                        || sentence.word(behind + 2) == "the"
                            && sentence.isWord(behind + 3, among: incidentNouns)
                    return isWhole ? meant(by: sentence.word(behind + 1)) : nil
                }
            }
            return nil
        }
        let nearest = sentence.tokens[max(0, verb - 3)..<max(0, verb + 1)].reversed().compactMap(\.word)
        guard let event = nearest.lazy.compactMap({ self.meant(by: $0) }).first else { return nil }
        if sentence.word(behind) == "after" {
            let origin = sentence.tokens[behind..<min(sentence.tokens.count, behind + 6)]
            guard origin.contains(where: { $0.isWord(among: startWords) }) else { return nil }
            return event.from(times.started, in: self)
        }
        // “We resolved the incident in 7 hours.”
        let isAim =
            sentence.isWord(verb, among: ["in", "after", "within"])
            && sentence.isWord(verb - 1, among: incidentNouns)
        guard sentence.word(behind) == "later" && sentence.holds(incidentNouns) || isAim else { return nil }
        return event
    }

    /// What a figure says of itself: “how long the outage lasted”, “time to detect”.
    func meant(by sentence: ProseSentence) -> MeantLength? {
        for index in sentence.tokens.indices where sentence.word(index) == "to" {
            if sentence.word(index - 1) == "time" { return meant(by: sentence.word(index + 1)) }
        }
        let isLength =
            sentence.holds(["duration", "length"]) || sentence.holds(["how"]) && sentence.holds(["long"])
        guard isLength, sentence.tokens.contains(where: { $0.isWord(among: incidentNouns) }),
            sentence.tokens.count < 9
        else { return nil }
        return MeantLength(
            what: "the incident lasted",
            ends: [times.mitigated, times.resolved],
            lengths: lengths
        )
    }

    private func meant(by verb: String?) -> MeantLength? {
        guard let verb else { return nil }
        func made(_ what: String, _ ends: [Timestamp], more: [Interval] = []) -> MeantLength {
            let all = ends.flatMap { end in [times.started, times.detected].map { length($0, end) } }
            return MeantLength(what: what, ends: ends, lengths: all + more)
        }
        if ["detect", "detection", "detected", "notice", "noticed", "discovered"].contains(verb) {
            return MeantLength(
                what: "it was detected after",
                ends: [times.detected],
                lengths: [length(times.started, times.detected)]
            )
        }
        let mitigation = ["mitigat", "restor", "recover"].contains { verb.hasPrefix($0) }
        let resolution = verb.hasPrefix("resol") || ["ended", "over", "fixed"].contains(verb)
        guard mitigation || resolution else { return nil }
        return made(
            "it was \(mitigation ? "mitigated" : "resolved") after",
            [times.mitigated, times.resolved],
            more: verb.hasPrefix("recover") || verb.hasPrefix("restor")
                ? [length(times.mitigated, times.resolved)] : []
        )
    }

    /// How long it can be said to have been, for a message: from the start on, each length once.
    func words(of meant: MeantLength) -> String {
        meant.ends.map { roughTime(length(times.started, $0).middle) }.reduce(into: [String]()) {
            if !$0.contains($1) { $0.append($1) }
        }
        .joined(separator: " or ")
    }
}

/// A duration in a sentence, and where its hedges begin.
private struct StatedLength {
    let duration: StatedDuration
    let hedge: DurationHedge
    /// The index of the token before it and its hedges.
    let before: Int
    let start: Int

    /// Whether one of those nouns is what the duration measures: “a 20-minute global outage”, “20 minutes of
    /// downtime”; not where the noun goes on: “outage of the dashboard”.
    func isBefore(_ nouns: Set<String>, in sentence: ProseSentence) -> Bool {
        let behind = duration.tokens.upperBound
        let adjectives: Set<String> = [
            "global", "total", "complete", "full", "major", "worldwide", "site-wide", "long", "network",
            "service",
            "of", "service-wide", "severe",
        ]
        guard
            let noun = (behind..<min(sentence.tokens.count, behind + 3)).first(where: { index in
                sentence.isWord(index, among: nouns)
            }), (behind..<noun).allSatisfy({ sentence.isWord($0, among: adjectives) })
        else { return false }
        return !sentence.isWord(noun + 1, among: ["of", "in", "on"])
    }

    /// Whether the sentence goes on with what the incident did: “the outage of 4 hours was …”.
    func endsInVerb(_ sentence: ProseSentence) -> Bool {
        sentence.isWord(duration.tokens.upperBound, among: ["was", "had", "hurt", "hit", "affected", "is"])
    }
}

/// What a sentence says was so long, and how long it can be said to have been.
struct MeantLength {
    let what: String
    let ends: [Timestamp]
    let lengths: [Interval]

    /// Of a noun, such as “recovery”, which may begin with anything that the timeline tells.
    func orAny(until course: IncidentCourse) -> MeantLength {
        guard ends.count > 1 else { return self }
        let more = ends.flatMap { end in course.events.map { end.bounds.milliseconds(since: $0.bounds) } }
        return MeantLength(what: what, ends: ends, lengths: lengths + more)
    }

    /// Only what is counted from one time on.
    func from(_ start: Timestamp, in course: IncidentCourse) -> MeantLength {
        MeantLength(what: what, ends: ends, lengths: ends.map { course.length(start, $0) })
    }
}
