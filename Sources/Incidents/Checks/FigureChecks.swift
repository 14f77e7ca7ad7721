import Diagnostics
import Quantities

extension EvaluatedIncident {
    /// Figures that a reader could take for something else: parts of an unnamed whole, means of an unknown
    /// number, and two values under one description.
    func figureFindings(sources: SourceLookup) -> [Diagnostic] {
        partsWithoutWhole(sources: sources) + meansWithoutCount(sources: sources)
            + twoBaselines(sources: sources) + twoValues(sources: sources)
    }

    // MARK: Parts

    private func partsWithoutWhole(sources: SourceLookup) -> [Diagnostic] {
        let named = figures.filter { figure in
            figure.number.needsWhole && !namesWhole(OwnWords(figure.meaning).bytes)
        }.map { figure in
            noWhole("The meaning of the figure “\(figure.name)”", at: sources.place(figure.site))
        }
        let inSentences = authorTexts.filter { $0.part != .figure }.compactMap { text -> Diagnostic? in
            guard text.prose.figures.contains(where: { $0.name == nil && $0.needsWhole }),
                !namesWhole(text.own.bytes)
            else { return nil }
            let place =
                text.site.map { sources.place($0) }
                ?? sources.place(of: 0..<1, in: text.own, at: nil, among: authorPaths)
            return noWhole("“\(text.prose.plainText)”", at: place)
        }
        return named + inSentences
    }

    private func noWhole(_ what: String, at place: Place?) -> Diagnostic {
        Diagnostic(
            "percentage.no-denominator",
            "\(what) does not say what the percentage is of",
            at: place,
            expected:
                "a share computed with share(of:) or reduction(from:), or words that name the whole: “of all …”",
            help: "Compute the share from its part and its whole, or say what it is a part of."
        )
    }

    // MARK: Means

    private func meansWithoutCount(sources: SourceLookup) -> [Diagnostic] {
        let counts = (figures.map(\.number) + figures.flatMap(\.meaning.figures) + figuresUsed).filter {
            use in
            use.quantity.unitName == Count.name || use.quantity.unitName == Rows.name
        }
        let counted = Set(counts.flatMap(\.quantity.derivation.sources).map { $0.file.path })
        func lacksCount(_ use: FigureUse) -> Diagnostic.Note? {
            guard case .reading(let label, let span) = use.quantity.derivation, isMean(label),
                !counted.contains(span.file.path)
            else { return nil }
            return Diagnostic.Note("“\(label)” was read from here", at: Place(span))
        }
        func finding(_ use: FigureUse, at place: Place?) -> Diagnostic? {
            lacksCount(use).map { note in
                Diagnostic(
                    "mean.no-count",
                    "\(use.name.map { "The figure “\($0)”" } ?? use.text) is a mean, and nothing says of how many",
                    at: place,
                    expected: "a figure of the same capture that counts what the mean was taken of",
                    help: "Name the count beside it too: of a few runs a mean says little.",
                    notes: [note]
                )
            }
        }
        let paths = authorPaths
        return figures.compactMap { finding($0.number, at: sources.place($0.site)) }
            + authorTexts.filter { $0.part != .figure }.flatMap { text in
                text.prose.figures.filter { $0.name == nil }.compactMap { use in
                    finding(
                        use,
                        at: text.site.map { sources.place($0) }
                            ?? sources.place(of: 0..<1, in: text.own, at: nil, among: paths)
                    )
                }
            }
    }

    // MARK: One description, two values

    /// Two ratios that share a number and differ in the other, and of which one does not say so.
    private func twoBaselines(sources: SourceLookup) -> [Diagnostic] {
        let described =
            figures.map { Described($0.number, meaning: $0.meaning, site: $0.site) }
            + impact.compactMap { harm in
                harm.share.map { Described($0, meaning: harm.what, site: harm.site) }
            }
        let ratios = described.filter { described in
            [Ratio.name, Share.name].contains(described.use.quantity.unitName)
                && described.use.quantity.derivation.division != nil
        }
        return pairs(of: ratios).compactMap { first, second in
            guard first.use.quantity.unitName == second.use.quantity.unitName,
                !first.pointsElsewhere, !second.pointsElsewhere,
                let left = first.use.quantity.derivation.division,
                let right = second.use.quantity.derivation.division,
                left.part == right.part
                    ? left.whole != right.whole : first.isRatio && left.whole == right.whole,
                first.words.isSubset(of: second.words) || second.words.isSubset(of: first.words)
            else { return nil }
            let isSamePart = left.part == right.part
            return Diagnostic(
                "figure.two-baselines",
                "\(first.use.text) and \(second.use.text) are told alike, but compare with different numbers",
                at: sources.place(second.site),
                expected: "words that say which: \((isSamePart ? left.whole : left.part).text), or "
                    + (isSamePart ? right.whole : right.part).text,
                help: "Say in each what it is compared with, or keep one of them.",
                notes: [Diagnostic.Note("the other one is here", at: sources.place(first.site))]
            )
        }
    }

    /// Two figures of the same meaning, or claims of the same words, that have different values.
    private func twoValues(sources: SourceLookup) -> [Diagnostic] {
        let named = figures.map { Described($0.number, meaning: $0.meaning, site: $0.site) }
        let claimed = claims.filter { $0.origin == .author }.compactMap { claim in
            claim.statement.figures.count == 1
                ? Described(claim.statement.figures[0], meaning: claim.statement, site: claim.site) : nil
        }
        return [named, claimed].flatMap(pairsOfSameText).compactMap { first, second in
            guard !first.text.isEmpty, !first.pointsElsewhere,
                first.use.quantity.unitName == second.use.quantity.unitName,
                let left = first.use.quantity.interval, let right = second.use.quantity.interval,
                !left.overlaps(right)
            else { return nil }
            return Diagnostic(
                "figure.two-baselines",
                "The same is told twice, once as \(first.use.text) and once as \(second.use.text)",
                at: sources.place(second.site),
                expected: "one value, or words that tell the two apart",
                help: "Say what distinguishes them: what is counted, when, and where it was measured.",
                notes: [Diagnostic.Note("the other one is here", at: sources.place(first.site))]
            )
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
    let site: DeclarationSite

    init(_ use: FigureUse, meaning: EvaluatedProse, site: DeclarationSite) {
        self.use = use
        words = meaning.descriptiveWords
        text = meaning.words.joined(separator: " ")
        self.site = site
    }

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

extension FigureUse {
    /// Whether it is a part that was not computed from its whole.
    fileprivate var needsWhole: Bool {
        quantity.unitName == Share.name && !quantity.derivation.holdsDivision
    }
}

extension Derivation {
    fileprivate var holdsDivision: Bool {
        guard case .operation(let symbol, let operands) = self else { return false }
        return symbol == "÷" || operands.contains(where: \.holdsDivision)
    }
}

/// Whether words say what something is a part of.
private func namesWhole(_ bytes: [UInt8]) -> Bool {
    let tokens = ProseTokens.sentences(in: bytes).flatMap { $0 }
    return tokens.contains { token in
        guard let word = token.word else { return false }
        return ["of", "among", "out"].contains(word) || word.hasSuffix("'s")
    }
}

/// Whether the name of what was read says that it is a mean or the like of many.
private func isMean(_ label: String) -> Bool {
    let words = label.lowercased().split { !$0.isLetter && !$0.isNumber }
    let means: Set<Substring> = [
        "mean", "avg", "average", "median", "percentile", "p50", "p90", "p95", "p99", "p999",
    ]
    return words.contains { means.contains($0) }
}
