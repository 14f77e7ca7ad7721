import Diagnostics
import Quantities

extension EvaluatedIncident {
    /// Two ratios that share a number and differ in the other, and of which one does not say so.
    func twoBaselines(sources: SourceLookup) -> [Diagnostic] {
        let described =
            figures.map { Described($0.number, meaning: $0.meaning, at: sources.place($0.site)) }
            + impact.compactMap { harm in
                harm.share.map { Described($0, meaning: harm.what, at: sources.place(harm.site)) }
            } + toldFigures(sources: sources)
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
                "figure.two-baselines",
                "\(first.use.text) and \(second.use.text) are told alike, but compare with different numbers",
                at: second.place,
                expected: "words that say which: \((isSamePart ? left.whole : left.part).text), or "
                    + (isSamePart ? right.whole : right.part).text,
                help: "Say in each what it is compared with, or keep one of them.",
                notes: [Diagnostic.Note("the other one is here", at: first.place)]
            )
        }
    }

    /// Two figures of the same meaning, or claims of the same words, that have different values.
    func twoValues(sources: SourceLookup) -> [Diagnostic] {
        let named = figures.map { Described($0.number, meaning: $0.meaning, at: sources.place($0.site)) }
        let claimed = claims.filter { $0.origin == .author }.compactMap { claim in
            claim.statement.figures.count == 1
                ? Described(
                    claim.statement.figures[0],
                    meaning: claim.statement,
                    at: sources.place(claim.site)
                )
                : nil
        }
        return [named, claimed, toldFigures(sources: sources)].flatMap(pairsOfSameText).compactMap {
            first,
            second in
            // A ratio that is told with another baseline is told as that.
            let divisions = [first, second].compactMap(\.use.quantity.derivation.division)
            guard !first.text.isEmpty, !first.pointsElsewhere,
                Set(divisions.map(\.part)).count != 1 || divisions.count < 2,
                first.use.quantity.unitName == second.use.quantity.unitName,
                let left = first.use.quantity.interval, let right = second.use.quantity.interval,
                !left.overlaps(right)
            else { return nil }
            return Diagnostic(
                "figure.two-baselines",
                "The same is told twice, once as \(first.use.text) and once as \(second.use.text)",
                at: second.place,
                expected: "one value, or words that tell the two apart",
                help: "Say what distinguishes them: what is counted, when, and where it was measured.",
                notes: [Diagnostic.Note("the other one is here", at: first.place)]
            )
        }
    }

    /// The only figure of each sentence that tells what happened, with the words round it.
    private func toldFigures(sources: SourceLookup) -> [Described] {
        let paths = authorPaths
        return authorTexts.filter(\.part.statesFacts).compactMap { text in
            guard text.prose.figures.count == 1 else { return nil }
            let own = text.own
            let gap = own.figures.keys.first ?? 0
            let described = Described(
                text.prose.figures[0],
                meaning: text.prose,
                at: text.site.map { sources.place($0) }
                    ?? sources.place(of: max(0, gap - 1)..<max(1, gap), in: own, at: nil, among: paths)
            )
            return described.words.count >= 2 ? described : nil
        }
    }

    // MARK: Typed numbers

    /// Sentences of the same words with another number in each: “traffic fell by 82 %” here, “by 80 %” there.
    func typedTwice(sources: SourceLookup) -> [Diagnostic] {
        let paths = authorPaths
        var first: [String: (value: Double, text: String, place: () -> Place?)] = [:]
        var findings: [Diagnostic] = []
        for text in authorTexts where text.part.statesFacts || text.part == .claim {
            let own = text.own
            for sentence in ProseSentence.all(in: own.bytes, figures: own.figures) {
                let numbers = sentence.tokens.indices.filter {
                    if case .number = sentence.tokens[$0].kind { true } else { false }
                }
                let words = sentence.tokens.compactMap(\.word)
                guard numbers.count == 1, let index = numbers.first,
                    !sentence.tokens.contains(where: { $0.kind == .gap }),
                    case .number(let value) = sentence.tokens[index].kind,
                    stems(of: sentence.tokens).count >= 2
                else { continue }
                let key = "\(words.joined(separator: " "))\(sentence.isPercentage(index) ? "%" : "")"
                let number = own.text(sentence.tokens[index].range)
                let range = sentence.tokens[index].range
                let place = { sources.place(of: range, in: own, at: text.site, among: paths) }
                guard let other = first[key] else {
                    first[key] = (value, number, place)
                    continue
                }
                guard other.value != value else { continue }
                findings.append(
                    Diagnostic(
                        "figure.two-baselines",
                        "The same is told twice, once as \(other.text) and once as \(number)",
                        at: place(),
                        expected: "one value, or words that tell the two apart",
                        help:
                            "Say what distinguishes them: what is counted, when, and where it was measured.",
                        notes: [Diagnostic.Note("the other one is here", at: other.place())]
                    )
                )
            }
        }
        return findings
    }

    // MARK: One value, two baselines

    /// One figure that is said to be so much more than one thing here, and than another there.
    func oneValueOfTwo(sources: SourceLookup) -> [Diagnostic] {
        let paths = authorPaths
        var first: [Derivation: (Baseline, Place?)] = [:]
        var findings: [Diagnostic] = []
        for text in authorTexts where text.part.statesFacts || text.part == .claim || text.part == .timeline {
            let own = text.own
            for sentence in ProseSentence.all(in: own.bytes, figures: own.figures) {
                for index in sentence.tokens.indices {
                    guard let use = sentence.figures[sentence.tokens[index].range.lowerBound],
                        [Ratio.name, Share.name].contains(use.quantity.unitName),
                        let baseline = Baseline(
                            behind: index,
                            in: sentence,
                            isShare: use.quantity.unitName == Share.name
                        )
                    else { continue }
                    let derivation = use.quantity.derivation
                    let range = sentence.range(baseline.tokens)
                    let place = sources.place(of: range, in: own, at: text.site, among: paths)
                    guard let (other, otherPlace) = first[derivation] else {
                        first[derivation] = (baseline, place)
                        continue
                    }
                    guard other.isOf == baseline.isOf, other.stems.isDisjoint(with: baseline.stems) else {
                        continue
                    }
                    findings.append(
                        Diagnostic(
                            "figure.two-baselines",
                            "\(use.text) is told with two baselines: “\(other.words)” and “\(baseline.words)”",
                            at: place,
                            expected: "“\(other.words)”, or another figure that was compared with this",
                            help:
                                "Say of one number one thing that it is compared with, or compute the other.",
                            notes: [Diagnostic.Note("the other one is here", at: otherPlace)]
                        )
                    )
                }
            }
        }
        return findings
    }
}

/// What a sentence says that a figure is compared with, or is a part of.
private struct Baseline {
    let stems: Set<String>
    let words: String
    let tokens: Range<Int>
    /// Whether it is the whole of a part.
    let isOf: Bool

    init?(behind index: Int, in sentence: ProseSentence, isShare: Bool) {
        let comparators: Set<String> = ["than", "versus", "vs", "against"]
        var start: Int?
        for next in (index + 1)..<max(index + 1, min(sentence.tokens.count, index + 7)) where start == nil {
            guard let word = sentence.word(next) else { break }
            if comparators.contains(word) {
                start = next + 1
            } else if ["compared", "relative"].contains(word),
                sentence.isWord(next + 1, among: ["to", "with"])
            {
                start = next + 2
            } else if isShare, word == "of", next == index + 1 {
                start = next + 1
            }
        }
        guard let start, start < sentence.tokens.count else { return nil }
        isOf = sentence.word(start - 1) == "of"
        // Of a whole, the noun; what follows it is what happened to its part.
        var end = start
        while end < sentence.tokens.count, let word = sentence.word(end), word != "and", end < start + 6 {
            end += 1
            if isOf, !["all", "the", "our", "every"].contains(word) { break }
        }
        let pronouns: Set<String> = [
            "those", "these", "them", "it", "that", "this", "which", "before", "what", "its",
        ]
        let phrase = sentence.tokens[start..<max(start, end)]
        guard end > start, !phrase.contains(where: { $0.isWord(among: pronouns) }) else { return nil }
        let found = Incidents.stems(of: phrase)
        guard !found.isEmpty else { return nil }
        stems = found
        words = phrase.compactMap(\.word).joined(separator: " ")
        tokens = start..<end
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
    init(_ use: FigureUse, meaning: EvaluatedProse, at place: @autoclosure @escaping () -> Place?) {
        self.use = use
        words = meaning.descriptiveWords
        text = meaning.words.joined(separator: " ")
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

extension EvaluatedProse {
    fileprivate var words: [String] {
        ProseTokens.sentences(in: OwnWords(self).bytes).flatMap { $0 }.compactMap(\.word)
    }

    /// The words without those that stand in every sentence.
    fileprivate var descriptiveWords: Set<String> {
        Set(words).subtracting([
            "a", "an", "the", "by", "of", "in", "on", "at", "to", "is", "was", "and", "that", "as",
        ])
    }
}
