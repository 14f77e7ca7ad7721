import Diagnostics
import Incidents
import Quantities

extension IncidentChecker {
    /// Where the timeline contradicts itself, the incident's times, or the evidence's own timestamps.
    func timelineFindings() -> [Diagnostic] {
        disorder() + withoutSource() + outside()
            + beforeItHappened() + evidenceBeforeTheStart()
    }

    private func disorder() -> [Diagnostic] {
        zip(incident.timeline, incident.timeline.dropFirst()).compactMap { earlier, later in
            guard later.moment.timestamp < earlier.moment.timestamp else { return nil }
            return Diagnostic(
                .timeline(.outOfOrder), "\(later.when) comes after \(earlier.when) in the timeline",
                at: sources.place(later.site),
                help: "Put the entries in the order of their times, or correct the time.")
        }
    }

    private func withoutSource() -> [Diagnostic] {
        incident.timeline.compactMap { entry in
            guard entry.source == nil, entry.moment.figure == nil, entry.event.figures.isEmpty else {
                return nil
            }
            return Diagnostic(
                .timeline(.noSource), "The timeline's entry at \(entry.when) has no source",
                at: sources.place(entry.site),
                expected: "a measured time, a figure in the text, or source: .capture(…) or .testimony(…)",
                help: "Name the capture that shows it, or the role that says so.")
        }
    }

    /// Only what led to the incident can come before its start, only recovery after its end.
    private func outside() -> [Diagnostic] {
        incident.timeline.compactMap { entry in
            let when = entry.bounds
            let note: (what: String, expected: String)
            if entry.phase != .before, when.upper <= incident.times.started.bounds.lower, !when.isExact {
                note = (
                    "before the incident's start",
                    "\(incident.times.started.text) or later, or the phase .before"
                )
            } else if entry.phase == .before, when.lower > incident.times.started.bounds.upper {
                note = (
                    "after the incident's start, but is said to have come before",
                    "\(incident.times.started.text) or earlier, or another phase"
                )
            } else if entry.phase != .recovery, when.lower > incident.times.resolved.bounds.upper {
                note = (
                    "after the incident's end",
                    "\(incident.times.resolved.text) or earlier, or the phase .recovery"
                )
            } else {
                return nil
            }
            return Diagnostic(
                .timeline(.outside), "The timeline's entry at \(entry.when) lies \(note.what)",
                at: sources.place(entry.site), expected: note.expected,
                help: "Correct the entry's time or phase, or the incident's own times; mind the zones.")
        }
    }

    /// A capture that was taken before something happened cannot show it.
    private func beforeItHappened() -> [Diagnostic] {
        let taken = captureTimes
        return incident.timeline.compactMap { entry in
            guard case .capture(let path)? = entry.source, let captured = taken[path],
                entry.bounds.lower > captured.bounds.upper
            else { return nil }
            return Diagnostic(
                .timeline(.captureTime),
                "The entry at \(entry.when) cannot be shown by \(path), which was captured at \(captured.text)",
                at: sources.place(entry.site, holding: "\"\(path)\""),
                expected: "a capture that was taken at \(entry.when) or later",
                help: "Name the capture that shows it, or correct the time; mind the zones.")
        }
    }

    /// When each capture was taken, by path in the evidence folder.
    var captureTimes: [String: Timestamp] {
        Dictionary(
            incident.captures.compactMap { record in record.captured.map { (record.path, $0) } },
            uniquingKeysWith: { first, _ in first })
    }
}
