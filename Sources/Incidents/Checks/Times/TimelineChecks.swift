import Captures
import Diagnostics
import Quantities

extension EvaluatedIncident {
    /// Where the timeline contradicts itself, the incident's times, or the evidence's own timestamps.
    func timelineFindings(sources: SourceLookup) -> [Diagnostic] {
        disorder(sources: sources) + withoutSource(sources: sources) + outside(sources: sources)
            + beforeItHappened(sources: sources) + contradictedTimes(sources: sources)
            + evidenceBeforeTheStart(sources: sources)
    }

    private func disorder(sources: SourceLookup) -> [Diagnostic] {
        zip(timeline, timeline.dropFirst()).compactMap { earlier, later in
            guard later.moment.timestamp < earlier.moment.timestamp else { return nil }
            return Diagnostic(
                "timeline.out-of-order",
                "\(later.when) comes after \(earlier.when) in the timeline",
                at: sources.place(later.site),
                help: "Put the entries in the order of their times, or correct the time."
            )
        }
    }

    private func withoutSource(sources: SourceLookup) -> [Diagnostic] {
        timeline.compactMap { entry in
            guard entry.source == nil, entry.moment.figure == nil, entry.event.figures.isEmpty else {
                return nil
            }
            return Diagnostic(
                "timeline.no-source",
                "The timeline's entry at \(entry.when) has no source",
                at: sources.place(entry.site),
                expected: "a measured time, a figure in the text, or source: .capture(…) or .testimony(…)",
                help: "Name the capture that shows it, or the role that says so."
            )
        }
    }

    /// Only what led to the incident can come before its start, only recovery after its end.
    private func outside(sources: SourceLookup) -> [Diagnostic] {
        timeline.compactMap { entry in
            let when = entry.bounds
            let note: (what: String, expected: String)
            if entry.phase != .before, when.upper <= times.started.bounds.lower, !when.isExact {
                note = ("before the incident's start", "\(times.started.text) or later, or the phase .before")
            } else if entry.phase == .before, when.lower > times.started.bounds.upper {
                note = (
                    "after the incident's start, but is said to have come before",
                    "\(times.started.text) or earlier, or another phase"
                )
            } else if entry.phase != .recovery, when.lower > times.resolved.bounds.upper {
                note = (
                    "after the incident's end", "\(times.resolved.text) or earlier, or the phase .recovery"
                )
            } else {
                return nil
            }
            return Diagnostic(
                "timeline.outside",
                "The timeline's entry at \(entry.when) lies \(note.what)",
                at: sources.place(entry.site),
                expected: note.expected,
                help: "Correct the entry's time or phase, or the incident's own times; mind the zones."
            )
        }
    }

    /// A capture that was taken before something happened cannot show it.
    private func beforeItHappened(sources: SourceLookup) -> [Diagnostic] {
        let taken = captureTimes
        return timeline.compactMap { entry in
            guard case .capture(let path)? = entry.source, let captured = taken[path],
                entry.bounds.lower > captured.bounds.upper
            else { return nil }
            return Diagnostic(
                "timeline.capture-time",
                "The entry at \(entry.when) cannot be shown by \(path), which was captured at \(captured.text)",
                at: sources.place(entry.site, holding: "\"\(path)\""),
                expected: "a capture that was taken at \(entry.when) or later",
                help: "Name the capture that shows it, or correct the time; mind the zones."
            )
        }
    }

    /// An entry's sentence that states another time for the same thing.
    private func contradictedTimes(sources: SourceLookup) -> [Diagnostic] {
        let paths = authorPaths
        return timeline.compactMap { entry in
            let own = OwnWords(entry.event)
            guard let tokens = ProseTokens.sentences(in: own.bytes).first else { return nil }
            let clocks = StatedClock.all(in: tokens, figures: own.figures)
            guard clocks.count == 1, let clock = clocks.first, clock.token > 0,
                tokens[clock.token - 1].word == "at"
            else { return nil }
            let stated = instant(clock, near: entry)
            // At the beginning it is the entry's own time; further on it may be that of something earlier.
            let isOwn = clock.token == 1
            let isLater = stated.lower > entry.bounds.upper
            let mentions: Set<String> = [
                "until", "next", "later", "before", "scheduled", "planned", "would", "due",
            ]
            guard isOwn ? isLater || stated.upper < entry.bounds.lower : isLater,
                isOwn || !tokens.contains(where: { $0.isWord(among: mentions) })
            else { return nil }
            let text =
                own.figures[tokens[clock.token].range.lowerBound]?.text
                ?? own.text(tokens[clock.token].range)
            return Diagnostic(
                "timeline.capture-time",
                "The entry at \(entry.when) says of itself that it was at \(text)",
                at: sources.place(of: tokens[clock.token - 1].range, in: own, at: entry.site, among: paths),
                expected: entry.when,
                help: "Correct the one that is wrong; best is a measured time, .measured(\\.name)."
            )
        }
    }

    /// A stated time as an instant: a time of day is that of the entry's day, in its zone.
    private func instant(_ clock: StatedClock, near entry: Vocabulary<Evaluated>.TimelineEntry) -> Interval {
        let bounds = Interval(clock.bounds.lower / 1000, clock.bounds.upper / 1000)
        guard !clock.hasDay else { return bounds }
        let timestamp = entry.moment.timestamp
        let local = timestamp.secondsSinceEpoch + Double(timestamp.offsetMinutes * 60)
        let midnight = local - local.truncatingRemainder(dividingBy: 86_400)
        let shift = midnight - Double(timestamp.offsetMinutes * 60)
        return Interval(bounds.lower + shift, bounds.upper + shift)
    }

    /// When each capture was taken, by path in the evidence folder.
    var captureTimes: [String: Timestamp] {
        Dictionary(
            captures.compactMap { record in record.captured.map { (record.path, $0) } },
            uniquingKeysWith: { first, _ in first }
        )
    }
}
