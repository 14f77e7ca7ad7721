package import Diagnostics
package import Incidents
import Quantities

/// Finds what the documents of an incident would state and the evidence does not show.
package struct IncidentChecker: Sendable {
    let incident: EvaluatedIncident
    let sources: SourceLookup
    /// The author's sentences, each read once for all checks.
    let texts: [AuthorText]
    /// The meanings of the named figures, in their order.
    let meanings: [OwnWords]
    /// The author's files, sorted.
    let paths: [String]
    /// Every figure that the incident itself uses: in sentences, tests, impact and tables.
    let figuresUsed: [FigureUse]

    /// Gathers what the checks look at.
    ///
    /// - Parameter sources: Finds the author's source files, to show lines of them in messages.
    package init(_ incident: EvaluatedIncident, sources: SourceLookup) {
        self.incident = incident
        self.sources = sources
        texts = incident.authorTexts
        meanings = texts.filter { $0.part == .figure }.map(\.own)
        paths = incident.authorPaths
        figuresUsed = incident.figuresUsed(in: texts)
    }

    /// What is wrong with the incident itself; its documents are checked by ``findings(in:)``.
    package func findings() -> [Diagnostic] {
        incident.claims.compactMap { $0.finding(sources: sources) }
            + incident.hypotheses.compactMap { $0.finding(sources: sources) }
            + timelineFindings()
            + actionFindings()
            + sumFindings()
            + figureFindings()
            + captureFindings
            + illustrationFindings()
            + wordFindings()
            + numberFindings()
            + incident.tables.flatMap { $0.findings(sources: sources) }
            + titleFindings()
    }

    /// The numbers in the author's sentences that no figure backs.
    private func numberFindings() -> [Diagnostic] {
        texts.flatMap { text in
            text.own.numbers.map { range in
                handTypedNumber(
                    text.own.text(range),
                    at: sources.place(of: range, in: text.own, at: text.site, among: paths))
            }
        }
    }
}

extension Vocabulary<Evaluated>.Claim {
    func finding(sources: SourceLookup) -> Diagnostic? {
        guard proof.verdict != recordedVerdict else { return nil }
        let what: String
        let help: String
        switch origin {
        case .promise(let quotation, _):
            what = "The verdict on the promise “\(quotation)” is now \(proof.verdict), not \(recordedVerdict)"
            help = "Record the verdict that the evidence gives, and reword what it means."
        case .author:
            what = "The claim `\(id)` is \(proof.verdict): \(statement.plainText)"
            help = "Change what the claim says, or capture evidence that shows it."
        }
        return Diagnostic(
            .claim(proof.verdict.ofClaim), what, at: sources.place(site, holding: "\"\(id)\""),
            expected: proof.expectation, help: help, notes: proof.notes)
    }
}

extension Vocabulary<Evaluated>.Hypothesis {
    func finding(sources: SourceLookup) -> Diagnostic? {
        guard proof.verdict != recordedVerdict else { return nil }
        return Diagnostic(
            .hypothesis(proof.verdict.ofHypothesis),
            "The verdict on the hypothesis “\(statement.plainText)” is now \(proof.verdict), not \(recordedVerdict)",
            at: sources.place(site), expected: proof.expectation,
            help: "Record the verdict that the evidence gives, and reword the finding.", notes: proof.notes)
    }
}

extension Verdict {
    /// The check of a claim whose verdict is this and not the recorded one.
    fileprivate var ofClaim: Check.Claim {
        switch self {
        case .holds: .holds
        case .contradicted: .contradicted
        case .undecided: .undecided
        }
    }

    /// The check of a hypothesis whose verdict is this and not the recorded one.
    fileprivate var ofHypothesis: Check.Hypothesis {
        switch self {
        case .holds: .holds
        case .contradicted: .contradicted
        case .undecided: .undecided
        }
    }
}

extension Outcome {
    fileprivate var expectation: String { comparisons.map(\.text).joined(separator: "; ") }

    /// Every line that the figures and bounds of a failing comparison were read from, since any of them may
    /// be the one that changed.
    fileprivate var notes: [Diagnostic.Note] {
        comparisons.filter { $0.verdict != .holds }.flatMap { comparison in
            ([comparison.observed] + comparison.bounds).flatMap { use in
                let derivation = use.quantity.derivation
                let verb = derivation.directSource == nil ? "computed" : "read"
                let figure = use.name.map { "the figure `\($0)`, \(use.text)," } ?? use.text
                return derivation.sources.prefix(24).map { source in
                    Diagnostic.Note("\(figure) was \(verb) from here", at: Place(source))
                }
            }
        }
    }
}

extension Vocabulary<Evaluated>.DataTable {
    /// The numbers that somebody typed into the headings and the words of the cells.
    fileprivate func findings(sources: SourceLookup) -> [Diagnostic] {
        let words = rows.flatMap { $0 }.flatMap(\.fragments).compactMap { fragment in
            if case .text(let words) = fragment { words } else { nil }
        }
        return (columns + words).flatMap { words in
            HandTypedNumbers.ranges(in: words).map { range in
                handTypedNumber(
                    String(decoding: Array(words.utf8)[range], as: UTF8.self),
                    at: sources.place(ofWords: words, range: range, in: [site.path]))
            }
        }
    }
}

/// The finding that a number in prose has no source.
func handTypedNumber(_ number: String, at place: Place?) -> Diagnostic {
    Diagnostic(
        .prose(.numberWithoutSource), "The number \(number) in prose has no source", at: place,
        expected: "a figure of the evidence, such as \\(\\.name) in Swift or {{ figures.name }} in Markdown",
        help: "Bind it to the capture that shows it; where it is a name or a version, mark it: "
            + "\\(asWritten: \"\(number)\") or {{ \"\(number)\" }}.")
}

extension SourceLookup {
    /// Finds typed words again in the author's files: first with what stands round them, then alone.
    func place(ofWords words: String, range: Range<Int>, in paths: [String]) -> Place? {
        let bytes = Array(words.utf8)
        let wide = max(0, range.lowerBound - 24)..<min(bytes.count, range.upperBound + 24)
        let left = max(0, range.lowerBound - 12)..<range.upperBound
        let files = paths.compactMap(file)
        for snippet in [wide, left, range] {
            for file in files {
                guard let found = file.bytes.firstRange(of: bytes[snippet]) else { continue }
                let start = found.lowerBound + range.lowerBound - snippet.lowerBound
                return Place(file.span(start..<(start + range.count)))
            }
        }
        return paths.first.map { Place(path: file($0)?.path ?? $0) }
    }
}
