import Diagnostics
import Incidents
import Quantities

extension IncidentChecker {
    /// Figures that a reader could take for something else: parts of an unnamed whole, means of an unknown
    /// number, and two values under one description.
    func figureFindings() -> [Diagnostic] {
        partsWithoutWhole() + meansWithoutCount()
            + twoBaselines() + twoValues()
    }

    // MARK: Parts

    private func partsWithoutWhole() -> [Diagnostic] {
        let named = zip(incident.figures, meanings).filter { figure, meaning in
            figure.number.needsWhole && !meaning.namesWhole
        }.map { figure, _ in
            noWhole("The meaning of the figure “\(figure.name)”", at: sources.place(figure.site))
        }
        let inSentences = texts.filter { $0.part != .figure }.compactMap { text -> Diagnostic? in
            guard text.prose.figures.contains(where: { $0.name == nil && $0.needsWhole }),
                !text.own.namesWhole
            else { return nil }
            let place =
                text.site.map { sources.place($0) }
                ?? sources.place(of: 0..<1, in: text.own, at: nil, among: paths)
            return noWhole("“\(text.prose.plainText)”", at: place)
        }
        return named + inSentences
    }

    private func noWhole(_ what: String, at place: Place?) -> Diagnostic {
        Diagnostic(
            .number(.percentageWithoutWhole), "\(what) does not say what the percentage is of", at: place,
            expected:
                "a share computed with share(of:) or reduction(from:), or words that name the whole: “of all …”",
            help: "Compute the share from its part and its whole, or say what it is a part of.")
    }

    // MARK: Means

    private func meansWithoutCount() -> [Diagnostic] {
        let counts =
            (incident.figures.map(\.number) + incident.figures.flatMap(\.meaning.figures) + figuresUsed)
            .filter {
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
                    .number(.meanWithoutCount),
                    "\(use.name.map { "The figure “\($0)”" } ?? use.text) is a mean, and nothing says of how many",
                    at: place,
                    expected: "a figure of the same capture that counts what the mean was taken of",
                    help: "Name the count beside it too: of a few runs a mean says little.", notes: [note])
            }
        }
        return incident.figures.compactMap { finding($0.number, at: sources.place($0.site)) }
            + texts.filter { $0.part != .figure }.flatMap { text in
                text.prose.figures.filter { $0.name == nil }.compactMap { use in
                    finding(
                        use,
                        at: text.site.map { sources.place($0) }
                            ?? sources.place(of: 0..<1, in: text.own, at: nil, among: paths))
                }
            }
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

extension OwnWords {
    /// Whether the words say what something is a part of.
    fileprivate var namesWhole: Bool {
        words.contains { ["of", "among", "out"].contains($0) || $0.hasSuffix("'s") }
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
