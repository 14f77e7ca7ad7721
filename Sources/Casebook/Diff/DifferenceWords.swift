import Diagnostics
import Incidents
import Quantities

// What the text and the Markdown of a difference both say.

extension ProjectDifference {
    /// What was compared and how, in sentences.
    var introduction: [String] {
        var sentences = [
            "Compared \(base.label) with \(head.label), both evaluated with this program's incidents: figures and claims as they are coded now, over the evidence, prose and templates of each."
        ]
        if !changedSources.isEmpty {
            let paths = changedSources.prefix(5).joined(separator: ", ")
            let more = changedSources.count > 5 ? ", …" : ""
            sentences.append(
                "The Swift sources of the incidents differ between the two (\(count(changedSources.count, "file")): \(paths)\(more)). What that changed is in both sides alike, and not shown here."
            )
        }
        return sentences
    }

    /// That there is nothing to tell.
    var verdictOnNothing: String {
        "Nothing moved: every figure, verdict, sentence and capture of \(count(incidents.count, "incident")) is what it was."
    }
}

extension IncidentDifference {
    /// What changed, counted.
    var summary: String {
        guard !isEmpty else { return "Nothing moved." }
        let moved = count(.moved)
        let within = count(.withinRounding)
        let unknown = count(.unknownBefore) + count(.unknownNow)
        var parts = ["\(moved) of \(Casebook.count(totals.figures, "figure")) moved"]
        if within > 0 { parts.append("\(within) changed within rounding") }
        if unknown > 0 { parts.append("\(unknown) \(unknown == 1 ? "is" : "are") unknown on one side") }
        parts.append("\(verdicts.count) of \(Casebook.count(totals.verdicts, "verdict")) changed")
        let changed = documents.count { !$0.sentences.isEmpty }
        parts.append(
            "\(Casebook.count(sentenceCount, "sentence")) \(sentenceCount == 1 ? "reads" : "read") differently in \(changed) of \(Casebook.count(totals.documents, "document"))"
        )
        parts.append("\(Casebook.count(captures.count, "capture")) changed")
        return parts.joined(separator: ", ") + "."
    }

    /// The problems that one side has, with the words for when; a problem of both is told once.
    var problemsByState: [(when: String, problems: [Diagnostic])] {
        let both = Set(oldProblems).intersection(newProblems)
        return [
            ("before", oldProblems.filter { !both.contains($0) }),
            ("now", newProblems.filter { !both.contains($0) }),
            ("before and now", newProblems.filter(both.contains)),
        ]
    }
}

extension FigureChange {
    /// The absolute and the relative change: `+129.5×, +18.7 %`; nil where a value is unknown.
    var changeText: String? {
        differenceText.map { text in
            relativeDifferenceText.map { "\(text), \($0)" } ?? text
        }
    }

    /// The rounding intervals of both, or why there is none.
    var boundsText: String? {
        switch kind {
        case .moved, .withinRounding:
            guard let before = old.quantity.intervalText, let now = new.quantity.intervalText,
                before != "exact" || now != "exact"
            else { return nil }
            return "rounding: \(before) → \(now)"
        case .unknownBefore: return old.quantity.problems.first?.summary
        case .unknownNow: return new.quantity.problems.first?.summary
        }
    }
}

extension FigureChange.Kind {
    /// What a list of such changes is headed with.
    var title: String {
        switch self {
        case .moved: "Figures that moved, by more than their rounding"
        case .withinRounding: "Figures that changed within their rounding"
        case .unknownBefore: "Figures that were unknown before"
        case .unknownNow: "Figures that are unknown now"
        }
    }
}

extension DocumentChange {
    /// Why a document could not be compared.
    var notComparedText: String {
        let before = oldErrors.isEmpty ? nil : "before: \(oldErrors.map(\.summary).joined(separator: "; "))"
        let now = newErrors.isEmpty ? nil : "now: \(newErrors.map(\.summary).joined(separator: "; "))"
        let reasons = [before, now].compactMap(\.self)
        return "It could not be compared"
            + (reasons.isEmpty ? "; see what could not be read." : ": \(reasons.joined(separator: "; ")).")
    }
}

extension DocumentChange.Sentence {
    /// The figures and claims that the sentence has to do with; nil where there are none.
    var because: String? {
        let parts = [
            figures.isEmpty
                ? nil : "figure\(figures.count == 1 ? "" : "s") \(figures.joined(separator: ", "))",
            claims.isEmpty ? nil : "claim\(claims.count == 1 ? "" : "s") \(claims.joined(separator: ", "))",
        ]
        let words = parts.compactMap(\.self).joined(separator: "; ")
        return words.isEmpty ? nil : words
    }
}

extension CaptureChange {
    /// What is said of two files whose lines are the same or no text.
    static let noLine = "no line of text differs: only line endings, compression, or bytes that are no text"

    /// The first digits of both hashes: `1a2b3c4d5e6f → 6f5e4d3c2b1a`.
    var hashText: String {
        [oldHash, newHash].compactMap { $0.map { String($0.prefix(12)) } }.joined(separator: " → ")
    }
}
