import Quantities

/// What happened when, for sentences that speak of it.
struct IncidentCourse: Sendable {
    /// Something that the timeline tells of.
    struct Event: Sendable {
        let bounds: Interval
        /// When it was, for a message.
        let when: String
        /// What the words of its entry begin with.
        let stems: Set<String>
    }

    let times: IncidentTimes
    let events: [Event]
    /// What the words of its title and of the names of its services begin with.
    let subjects: Set<String>

    init(_ times: IncidentTimes, events: [Event] = [], subjects: Set<String> = []) {
        self.times = times
        self.events = events
        self.subjects = subjects
    }

    init(_ incident: EvaluatedIncident) {
        times = incident.times
        subjects = stems(
            of: ([incident.title] + incident.services).flatMap { ProseTokens.sentences(in: Array($0.utf8)) }
                .flatMap { $0 }
        )
        events = incident.timeline.map { entry in
            Event(
                bounds: entry.bounds,
                when: entry.when,
                stems: stems(of: ProseTokens.sentences(in: OwnWords(entry.event).bytes).flatMap { $0 })
            )
        }
    }

    /// The only event that a sentence has the most words in common with, and at least two.
    func event(told tokens: some Sequence<ProseToken>) -> Event? {
        let words = stems(of: tokens)
        let scored = events.map { (event: $0, score: $0.stems.intersection(words).count) }
        guard let best = scored.map(\.score).max(), best >= 2 else { return nil }
        let found = scored.filter { $0.score == best }
        return found.count == 1 ? found[0].event : nil
    }

    /// The events that words may mean, of which one is enough, those with the most words in common first.
    func events(named tokens: some Sequence<ProseToken>) -> [Event] {
        let words = stems(of: tokens)
        func common(_ event: Event) -> Int { event.stems.intersection(words).count }
        return events.filter { common($0) > 0 }.enumerated().sorted { left, right in
            (common(right.element), left.offset) < (common(left.element), right.offset)
        }.map(\.element)
    }

    /// How long it was from one of its times to another, in milliseconds.
    func length(_ from: Timestamp, _ to: Timestamp) -> Interval { to.bounds.milliseconds(since: from.bounds) }

    /// How long users can be said to have been hurt: from the start or its detection until the end of the harm
    /// or of the cause.
    var lengths: [Interval] {
        [times.mitigated, times.resolved].flatMap { end in
            [times.started, times.detected].map { length($0, end) }
        }
    }

    /// How long it was between any two of its times and of what its timeline tells.
    var distances: [Interval] {
        let all =
            events.map(\.bounds)
            + [times.started, times.detected, times.mitigated, times.resolved].map(\.bounds)
        return all.flatMap { end in all.map { end.milliseconds(since: $0) } }.filter { $0.upper > 0 }
    }

    /// From the first of its times to the last: nothing of it can have lasted longer.
    var longest: Interval {
        times.resolved.bounds.milliseconds(since: Swift.min(times.started, times.detected).bounds)
    }

    /// Its length, in words.
    var lengthInWords: String {
        let mitigated = roughTime(length(times.started, times.mitigated).middle)
        let resolved = roughTime(length(times.started, times.resolved).middle)
        return mitigated == resolved ? mitigated : "\(mitigated) or \(resolved)"
    }
}

/// Words that say little of what a sentence is about.
private let emptyWords: Set<String> = [
    "the", "and", "was", "were", "are", "has", "had", "have", "been", "its", "that", "this", "with",
    "from",
    "into", "for", "all", "again", "back", "after", "before", "later", "within", "minutes", "minute",
    "hours", "hour", "seconds", "second", "days", "day", "now", "then", "still", "more", "most", "few",
    "immediately", "instantly", "they", "them", "their", "our", "out", "off", "not", "but", "which",
    "who",
    "when", "while", "until", "since", "start", "began", "begins", "utc", "very", "only", "over", "under",
    "first", "last", "one", "two", "new", "incident", "outage", "service", "team",
]

/// What the words begin with that carry meaning; an ending says little.
func stems(of tokens: some Sequence<ProseToken>) -> Set<String> {
    return Set(
        tokens.compactMap(\.word).filter { $0.utf8.count >= 3 && !emptyWords.contains($0) }.map {
            String($0.prefix(5))
        }
    )
}
