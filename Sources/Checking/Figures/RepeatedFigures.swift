import Diagnostics
import Incidents
import Quantities

extension IncidentChecker {
    /// Two ratios that share a number and differ in the other, and of which one does not say so.
    func twoBaselines() -> [Diagnostic] {
        let described =
            zip(incident.figures, meanings).map { Described($0.number, $1, at: sources.place($0.site)) }
            + incident.impact.compactMap { harm in
                harm.share.map { Described($0, OwnWords(harm.what), at: sources.place(harm.site)) }
            } + toldFigures()
        let ratios = described.filter { described in
            [Ratio.name, Share.name].contains(described.use.quantity.unitName)
                && described.use.quantity.derivation.division != nil
        }
        var told: Set<String> = []
        return pairs(of: ratios).compactMap { first, second in
            guard first.use.quantity.unitName == second.use.quantity.unitName,
                !first.pointsElsewhere, !second.pointsElsewhere,
                let left = first.use.quantity.derivation.division,
                let right = second.use.quantity.derivation.division,
                left.part == right.part
                    ? left.whole != right.whole : first.isRatio && left.whole == right.whole,
                first.words.isSubset(of: second.words) || second.words.isSubset(of: first.words)
            else { return nil }
            guard told.insert(second.place?.position ?? second.text).inserted else { return nil }
            let isSamePart = left.part == right.part
            return Diagnostic(
                .figure(.twoBaselines),
                "\(first.use.text) and \(second.use.text) are told alike, but compare with different numbers",
                at: second.place,
                expected: "words that say which: \((isSamePart ? left.whole : left.part).text), or "
                    + (isSamePart ? right.whole : right.part).text,
                help: "Say in each what it is compared with, or keep one of them.",
                notes: [Diagnostic.Note("the other one is here", at: first.place)])
        }
    }

    /// Two figures of the same meaning, or claims of the same words, that have different values.
    func twoValues() -> [Diagnostic] {
        let named = zip(incident.figures, meanings).map {
            Described($0.number, $1, at: sources.place($0.site))
        }
        let claimed = incident.claims.filter { $0.origin == .author }.compactMap { claim in
            claim.statement.figures.count == 1
                ? Described(
                    claim.statement.figures[0], OwnWords(claim.statement), at: sources.place(claim.site))
                : nil
        }
        return [named, claimed, toldFigures()].flatMap(pairsOfSameText).compactMap {
            first,
            second in
            // A ratio that is told with another baseline is told as that.
            let divisions = [first, second].compactMap(\.use.quantity.derivation.division)
            guard !first.text.isEmpty, !first.pointsElsewhere,
                Set(divisions.map(\.part)).count != 1 || divisions.count < 2,
                first.use.quantity.unitName == second.use.quantity.unitName,
                let left = first.use.quantity.interval, let right = second.use.quantity.interval,
                left.upper < right.lower || right.upper < left.lower
            else { return nil }
            return Diagnostic(
                .figure(.twoBaselines),
                "The same is told twice, once as \(first.use.text) and once as \(second.use.text)",
                at: second.place, expected: "one value, or words that tell the two apart",
                help: "Say what distinguishes them: what is counted, when, and where it was measured.",
                notes: [Diagnostic.Note("the other one is here", at: first.place)])
        }
    }

    /// The only figure of each sentence that tells what happened, with the words round it.
    private func toldFigures() -> [Described] {
        texts.filter(\.part.statesFacts).compactMap { text in
            guard text.prose.figures.count == 1 else { return nil }
            let own = text.own
            let gap = own.figures.keys.first ?? 0
            let described = Described(
                text.prose.figures[0], own,
                at: text.site.map { sources.place($0) }
                    ?? sources.place(of: max(0, gap - 1)..<max(1, gap), in: own, at: nil, among: paths))
            return described.words.count >= 2 ? described : nil
        }
    }
}

extension AuthorText.Part {
    /// Whether its sentences state facts of the incident, each of which has one value.
    fileprivate var statesFacts: Bool {
        switch self {
        case .summary, .impact, .detection, .factor, .lesson, .notice: true
        default: false
        }
    }
}

/// A figure with the words that describe it.
private struct Described {
    let use: FigureUse
    /// The words that carry meaning.
    let words: Set<String>
    /// All words, in order, in lower case.
    let text: String
    private let locate: () -> Place?

    /// Describes a figure; its place is looked for in the sources only where a finding needs it.
    init(_ use: FigureUse, _ meaning: OwnWords, at place: @autoclosure @escaping () -> Place?) {
        self.use = use
        let all = meaning.words
        words = Set(all).subtracting(fillers)
        text = all.joined(separator: " ")
        locate = place
    }

    /// Where it is told.
    var place: Place? { locate() }

    /// Whether it says how many times, or by what part, one number is another: either of them may be the
    /// baseline, while a part has only its whole.
    var isRatio: Bool {
        if case .operation("÷", _) = use.quantity.derivation { return use.quantity.unitName == Ratio.name }
        return true
    }

    /// Whether the words lean on what was said before, so that the same ones can mean another thing.
    var pointsElsewhere: Bool {
        let pronouns: Set<Substring> = [
            "those", "these", "them", "they", "their", "that", "this", "it", "its", "same", "other", "such",
            "latter",
        ]
        return text.split(separator: " ").contains { pronouns.contains($0) }
    }
}

/// Every two of a list that are described in the same words, the earlier first.
private func pairsOfSameText(of all: [Described]) -> [(Described, Described)] {
    let groups = Dictionary(grouping: all.indices) { all[$0].text }
    return all.indices.flatMap { first in
        (groups[all[first].text] ?? []).filter { $0 > first }.map { (all[first], all[$0]) }
    }
}

/// Every two of a list, the earlier first.
private func pairs(of all: [Described]) -> [(Described, Described)] {
    all.indices.flatMap { first in all[(first + 1)...].map { (all[first], $0) } }
}

/// Words that stand in every sentence.
private let fillers: Set<String> = [
    "a", "an", "the", "by", "of", "in", "on", "at", "to", "is", "was", "and", "that", "as",
]
