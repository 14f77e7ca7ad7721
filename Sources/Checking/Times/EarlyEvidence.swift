import Diagnostics
import Incidents
import Quantities

extension IncidentChecker {
    /// Evidence of harm that is stamped before the incident is said to have begun.
    func evidenceBeforeTheStart() -> [Diagnostic] {
        let start = incident.times.started.bounds.lower
        func isEarly(_ use: FigureUse) -> Bool {
            guard use.quantity.unitName == Instant.name, let bounds = use.quantity.interval else {
                return false
            }
            return bounds.upper < start
        }
        func finding(_ use: FigureUse, _ what: String, at place: Place?) -> Diagnostic {
            Diagnostic(
                .timeline(.evidenceBeforeStart),
                "\(what) is stamped \(use.text), before the incident's start at \(incident.times.started.text)",
                at: place, expected: "evidence of harm from \(incident.times.started.text) on",
                help: "Correct the incident's start, or say what the earlier evidence shows instead.",
                notes: [Diagnostic.Note("the start is stated here", at: sources.place(incident.times.site))]
                    + use.quantity.derivation.sources.prefix(1).map {
                        Diagnostic.Note("this was read from here", at: Place($0))
                    })
        }
        var findings: [Diagnostic] = []
        for figure in incident.figures
        where isEarly(figure.number) && OwnWords(figure.meaning).tellsOfFirstHarm {
            findings.append(
                finding(figure.number, "The figure “\(figure.name)”", at: sources.place(figure.site)))
        }
        for entry in incident.timeline where entry.phase == .impact {
            guard let use = entry.event.figures.first(where: isEarly) else { continue }
            findings.append(finding(use, "What an entry of the impact reads", at: sources.place(entry.site)))
        }
        for text in texts where text.part.tellsOfHarm {
            guard let use = text.prose.figures.first(where: isEarly), text.own.tellsOfFirstHarm else {
                continue
            }
            let own = text.own
            let gap = own.figures.first { $0.value.text == use.text }?.key ?? 0
            findings.append(
                finding(
                    use, "“\(text.prose.plainText)”",
                    at: text.site.map { sources.place($0) }
                        ?? sources.place(of: max(0, gap - 1)..<max(1, gap), in: own, at: nil, among: paths)))
        }
        for claim in incident.claims {
            let uses = claim.statement.figures + claim.proof.comparisons.map(\.observed)
            guard let use = uses.first(where: isEarly), OwnWords(claim.statement).tellsOfFirstHarm else {
                continue
            }
            findings.append(finding(use, "What the claim `\(claim.id)` reads", at: sources.place(claim.site)))
        }
        return findings + earlyHarm()
    }

    /// Harm that was counted in captures which were all taken before the incident is said to have begun.
    private func earlyHarm() -> [Diagnostic] {
        let folder = "Content/\(incident.id)/evidence/"
        let taken = captureTimes
        let start = incident.times.started
        return incident.impact.compactMap { harm in
            let paths = Set(harm.number.quantity.derivation.sources.map(\.file.path))
            let captured = paths.map { path in
                path.hasPrefix(folder) ? taken[String(path.dropFirst(folder.count))] : nil
            }
            let known = captured.compactMap(\.self)
            guard let newest = known.max(), known.count == paths.count,
                newest.bounds.upper < start.bounds.lower
            else { return nil }
            return Diagnostic(
                .timeline(.evidenceBeforeStart),
                "“\(harm.what.plainText)” was counted in what was captured at \(newest.text), before the "
                    + "incident's start at \(start.text)", at: sources.place(harm.site),
                expected: "evidence of harm from \(start.text) on",
                help:
                    "Correct the incident's start or the capture's time, or count in a capture of the ",
                notes: [Diagnostic.Note("the start is stated here", at: sources.place(incident.times.site))]
                    + harm.number.quantity.derivation.sources.prefix(1).map {
                        Diagnostic.Note("this was read from here", at: Place($0))
                    })
        }
    }
}

extension AuthorText.Part {
    /// Whether its sentences tell of the harm; the timeline, claims and figures are looked at by themselves.
    fileprivate var tellsOfHarm: Bool {
        switch self {
        case .summary, .impact, .detection, .factor, .lesson, .exhibit, .notice: true
        default: false
        }
    }
}

extension OwnWords {
    /// Whether it is about the first of the failures, or since when there were any: evidence of harm is meant.
    fileprivate var tellsOfFirstHarm: Bool {
        let harm = [
            "refus", "error", "fail", "timeout", "timed", "unavailable", "outage", "reject", "lost", "down",
            "crash", "alert", "alarm", "slow", "degrad", "spike", "anomal", "5xx",
        ]
        let all = words
        let onset: Set<String> = [
            "first", "earliest", "since", "begins", "began", "begun", "begin", "starts", "start", "started",
            "starting", "beginning", "onset", "outset",
        ]
        return all.contains(where: onset.contains)
            && all.contains { word in harm.contains { word.hasPrefix($0) } }
    }
}
