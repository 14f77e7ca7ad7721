import Diagnostics
import Quantities

extension EvaluatedIncident {
    /// Durations and times in the author's sentences that do not add up with the ones beside them, with the
    /// incident's own times, or with its timeline.
    func durationFindings(sources: SourceLookup) -> [Diagnostic] {
        let paths = authorPaths
        let course = IncidentCourse(self)
        var findings =
            timelineDurations(course, sources: sources, paths: paths)
            + impactDurations(course, sources: sources)
        for text in authorTexts where text.part.tellsOfTheIncident {
            let own = text.own
            // An entry of the timeline speaks of its own time, which is checked there.
            let course = text.part == .timeline ? nil : course
            for fault in durationFaults(in: own.bytes, figures: own.figures, course: course) {
                let place = sources.place(of: fault.range, in: own, at: text.site, among: paths)
                findings.append(fault.diagnostic(at: place))
            }
        }
        return findings + namedDurations(course, sources: sources)
    }

    /// Harm that is said to have lasted longer than the incident.
    private func impactDurations(_ course: IncidentCourse, sources: SourceLookup) -> [Diagnostic] {
        // Time that is added up over many people or calls has no such bound.
        let added: Set<String> = [
            "added", "altogether", "cumulative", "cumulatively", "combined", "sum", "aggregate", "together",
            "person", "user-minutes", "user-hours", "every", "each",
        ]
        let longest = course.longest
        return impact.compactMap { harm in
            guard harm.whole == nil, harm.number.quantity.unitName == Time.name,
                let bounds = harm.number.quantity.interval, bounds.lower > longest.upper,
                !ProseSentence.all(in: OwnWords(harm.what).bytes, figures: [:]).contains(where: {
                    $0.holds(added)
                })
            else { return nil }
            return DurationFault(
                range: 0..<0,
                summary: "“\(harm.what.plainText)” is said to have lasted \(roughTime(bounds.middle)), "
                    + "longer than the incident, which lasted \(roughTime(longest.middle))",
                expected:
                    "at most \(roughTime(longest.upper)), from \(times.started.text) to \(times.resolved.text)"
            ).diagnostic(at: sources.place(harm.site))
        }
    }

    /// Named figures that say of themselves that they are the length of the incident, or the time until it was
    /// noticed or ended.
    private func namedDurations(_ course: IncidentCourse, sources: SourceLookup) -> [Diagnostic] {
        figures.compactMap { figure in
            guard figure.number.quantity.unitName == Time.name, let bounds = figure.number.quantity.interval
            else { return nil }
            let sentences = ProseSentence.all(in: OwnWords(figure.meaning).bytes, figures: [:])
            guard let sentence = sentences.first, sentences.count == 1, !sentence.mayBeOfAnother,
                let meant = course.meant(by: sentence),
                !meant.lengths.contains(where: { $0.overlaps(bounds.widened(by: 0.05)) })
            else { return nil }
            return DurationFault(
                range: 0..<0,
                summary: "The figure “\(figure.name)” is \(figure.number.text); by the incident's own times "
                    + "\(meant.what) \(course.words(of: meant))",
                expected: course.words(of: meant)
            ).diagnostic(at: sources.place(figure.site))
        }
    }
}

extension AuthorText.Part {
    /// Whether its sentences tell what happened, and not what will be done or what a word means.
    fileprivate var tellsOfTheIncident: Bool {
        switch self {
        case .action, .glossary, .document: false
        default: true
        }
    }
}

/// What is wrong with a duration or a time, and where in the sentence.
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

/// The durations and times of a text that do not add up with the ones beside them, or with the incident's.
///
/// - Parameter course: What happened when in the incident that the text is about; nil where it is about none.
func durationFaults(in bytes: [UInt8], figures: [Int: FigureUse], course: IncidentCourse?) -> [DurationFault]
{
    ProseSentence.all(in: bytes, figures: figures).flatMap { sentence in
        stretchFaults(sentence) + (course.map { $0.faults(in: sentence) } ?? [])
    }
}

extension DurationHedge {
    /// Whether a stated duration agrees with a measured one.
    func allows(_ stated: Interval, _ measured: Interval) -> Bool {
        switch self {
        case .exact: stated.overlaps(measured)
        case .about: stated.widened(by: 0.2).overlaps(measured)
        case .atLeast: measured.upper >= stated.lower
        case .atMost: measured.lower <= stated.upper
        }
    }

    /// Whether it agrees with one that may have been cut to whole units: 18 hours and 40 minutes are “18 hours”.
    func allows(_ stated: StatedDuration, _ measured: Interval) -> Bool {
        let bounds = stated.bounds
        return allows(Interval(bounds.lower, bounds.upper + stated.step / 2), measured)
    }
}

extension Interval {
    var middle: Double { (lower + upper) / 2 }
    func overlaps(_ other: Interval) -> Bool { lower <= other.upper && other.lower <= upper }
    func widened(by part: Double) -> Interval {
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
    case 0: return "0 minutes"
    case ..<999.5: return text(milliseconds, "millisecond")
    case ..<59_950: return text(milliseconds / 1000, "second")
    case ..<5_400_000: return text(milliseconds / 60_000, "minute")
    case ..<432_000_000: return text(milliseconds / 3_600_000, "hour")
    default: return text(milliseconds / 86_400_000, "day")
    }
}
