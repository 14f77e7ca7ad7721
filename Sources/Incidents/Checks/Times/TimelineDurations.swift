import Diagnostics
import Quantities

extension EvaluatedIncident {
    /// “Within minutes”, “immediately” and “twenty minutes later” in an entry, which speak of what was told
    /// before, and “3 minutes after the deploy”, which names it.
    func timelineDurations(_ course: IncidentCourse, sources: SourceLookup, paths: [String]) -> [Diagnostic] {
        return timeline.indices.flatMap { index in
            let entry = timeline[index]
            let own = OwnWords(entry.event)
            return ProseSentence.all(in: own.bytes, figures: own.figures).enumerated().compactMap {
                offset,
                sentence -> Diagnostic? in
                let fault =
                    (offset == 0 ? speedFault(sentence, index) ?? laterFault(sentence, index) : nil)
                    ?? namedFault(sentence, index, course)
                return fault.map { fault in
                    fault.diagnostic(
                        at: sources.place(of: fault.range, in: own, at: entry.site, among: paths)
                    )
                }
            }
        }
    }

    private func elapsed(_ index: Int, from other: Int) -> Interval {
        timeline[index].bounds.milliseconds(since: timeline[other].bounds)
    }

    private func speedFault(_ sentence: ProseSentence, _ index: Int) -> DurationFault? {
        guard index > 0, let promise = SpeedWords.at(0, in: sentence) else { return nil }
        let since = elapsed(index, from: index - 1)
        guard since.lower > promise.most else { return nil }
        return DurationFault(
            range: promise.range(in: sentence.tokens),
            summary:
                "“\(promise.words)” is said of what came \(roughTime(since.lower)) after the entry before",
            expected: "at most \(roughTime(promise.most)) after \(timeline[index - 1].moment.timestamp.text)"
        )
    }

    /// “Twenty minutes later …”, or “…, twenty minutes later” at the end.
    private func laterFault(_ sentence: ProseSentence, _ index: Int) -> DurationFault? {
        guard index > 0, let duration = sentence.durations.first else { return nil }
        let start = duration.tokens.lowerBound
        let behind = duration.tokens.upperBound
        let (hedge, hedges) = DurationHedge.before(sentence.tokens[..<start])
        let isFirst = start <= 3 && hedges == start
        let isLast = behind + 1 >= sentence.tokens.count && sentence.isMark(start - hedges - 1, among: [","])
        guard isFirst || isLast, sentence.word(behind) == "later" else { return nil }
        let earlier =
            timeline.indices[..<index].map { elapsed(index, from: $0) }
            + incidentTimes.map { timeline[index].bounds.milliseconds(since: $0) }
        let allowed = duration.bounds.widened(by: 0.2)
        guard !earlier.contains(where: { hedge.allows(allowed, $0) }) else { return nil }
        return DurationFault(
            range: sentence.range(duration.tokens.lowerBound..<behind + 1),
            summary: "Nothing in the timeline lies \(roughTime(duration.bounds.middle)) before this entry",
            expected:
                "the time since an earlier entry, such as \(roughTime(elapsed(index, from: index - 1).middle))"
        )
    }

    /// “3 minutes after the deploy”, where the timeline tells of a deploy.
    private func namedFault(_ sentence: ProseSentence, _ index: Int, _ course: IncidentCourse)
        -> DurationFault?
    {
        guard !sentence.isUnreal, sentence.durations.count == 1, let duration = sentence.durations.first,
            sentence.word(duration.tokens.upperBound) == "after", sentence.clocks.isEmpty
        else { return nil }
        let named = sentence.tokens[(duration.tokens.upperBound + 1)...].prefix {
            $0.kind != .mark(",") && $0.kind != .mark(";") && $0.word != "and"
        }
        guard let limit = named.isEmpty ? nil : named.count, limit <= 7 else { return nil }
        var origins = course.events.indices.filter { $0 != index }.map { course.events[$0] }
            .filter { !$0.stems.isDisjoint(with: stems(of: named)) }.map(\.bounds)
        if named.contains(where: { $0.isWord(among: startWords.union(incidentNouns)) }) {
            origins.append(times.started.bounds)
        }
        let (hedge, _) = DurationHedge.before(sentence.tokens[..<duration.tokens.lowerBound])
        let elapsed = origins.map { timeline[index].bounds.milliseconds(since: $0) }
        guard let first = elapsed.first, !elapsed.contains(where: { hedge.allows(duration, $0) }) else {
            return nil
        }
        return DurationFault(
            range: duration.range(in: sentence.tokens),
            summary: "By the timeline this entry is \(roughTime(first.middle)) after what it names",
            expected: roughTime(first.middle)
        )
    }

    private var incidentTimes: [Interval] {
        [times.started, times.detected, times.mitigated, times.resolved].map(\.bounds)
    }
}
