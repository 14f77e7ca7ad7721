public import Diagnostics
import Quantities

extension EvaluatedIncident {
    /// What the documents would state and the evidence does not show.
    func findings(sources: SourceLookup) -> [Diagnostic] {
        claims.compactMap { $0.finding(sources: sources) }
            + hypotheses.compactMap { $0.finding(sources: sources) }
            + timelineFindings(sources: sources)
            + actionFindings(sources: sources)
            + sumFindings(sources: sources)
            + figureFindings(sources: sources)
            + captureFindings
            + illustrationFindings(sources: sources)
            + wordFindings(sources: sources)
            + tables.flatMap { $0.findings(sources: sources) }
            + titleFindings(sources: sources)
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
            .claim(proof.verdict.ofClaim),
            what,
            at: sources.place(site, holding: "\"\(id)\""),
            expected: proof.expectation,
            help: help,
            notes: proof.notes
        )
    }
}

extension Vocabulary<Evaluated>.Hypothesis {
    func finding(sources: SourceLookup) -> Diagnostic? {
        guard proof.verdict != recordedVerdict else { return nil }
        return Diagnostic(
            .hypothesis(proof.verdict.ofHypothesis),
            "The verdict on the hypothesis “\(statement.plainText)” is now \(proof.verdict), not \(recordedVerdict)",
            at: sources.place(site),
            expected: proof.expectation,
            help: "Record the verdict that the evidence gives, and reword the finding.",
            notes: proof.notes
        )
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
                    TypedNumber(words: words, range: range).text,
                    at: sources.place(ofWords: words, range: range, in: [site.path])
                )
            }
        }
    }
}

extension Incident {
    /// The numbers in the author's sentences that no figure backs.
    func handTypedNumbers(meanings: [Prose], sources: SourceLookup, in paths: [String]) -> [Diagnostic] {
        (allProse + meanings).flatMap { $0.handTypedNumbers }.map { number in
            handTypedNumber(
                number.text,
                at: sources.place(ofWords: number.words, range: number.range, in: paths)
            )
        }
    }

    private var allProse: [Prose] {
        var all = [notice].compactMap(\.self) + summary + asks + detection + limits
        all += timeline.map(\.event)
        all += impact.map(\.what)
        all += contributingFactors.flatMap { [$0.title, $0.explanation] }
        all += recovery.flatMap { [$0.step, $0.effect] }
        all += lessons.map(\.text)
        all += actions.flatMap { [$0.action, $0.doneWhen] }
        all += glossary.map(\.meaning)
        all += corrections.map(\.text)
        all += claims.flatMap { [$0.statement, $0.refutedBy, $0.meaning].compactMap(\.self) }
        all += exhibits.flatMap { [$0.title, $0.explanation] }
        all += hypotheses.flatMap { [$0.statement, $0.finding] }
        all += captures.compactMap(\.title)
        all += illustrations.map(\.caption)
        for artifact in artifacts {
            all += [artifact.useWhen, artifact.purpose, artifact.oneLine] + artifact.steps
            all += artifact.checklist.flatMap { [$0.task, $0.doneWhen] }
            all += [artifact.expectedOutcome].compactMap(\.self)
        }
        return all
    }
}

/// A number that somebody typed, and the words round it.
private struct TypedNumber {
    let words: String
    let range: Range<Int>

    var text: String { String(decoding: Array(words.utf8)[range], as: UTF8.self) }
}

extension ProseOver {
    /// The numbers in the words, which are read as one text so that a quotation may hold a figure.
    fileprivate var handTypedNumbers: [TypedNumber] {
        var text: [UInt8] = []
        var pieces: [(words: String, range: Range<Int>)] = []
        for segment in segments {
            guard case .words(let words) = segment else {
                text.append(UInt8(ascii: "\0"))
                continue
            }
            pieces.append((words, text.count..<text.count + words.utf8.count))
            text += words.utf8
        }
        return HandTypedNumbers.ranges(in: text, pieces: pieces.map(\.range)).compactMap { found in
            pieces.first { $0.range.contains(found.lowerBound) }.map { piece in
                let start = piece.range.lowerBound
                return TypedNumber(
                    words: piece.words,
                    range: found.lowerBound - start..<found.upperBound - start
                )
            }
        }
    }
}

/// The finding that a number in prose has no source.
public func handTypedNumber(_ number: String, at place: Place?) -> Diagnostic {
    Diagnostic(
        .prose(.numberWithoutSource),
        "The number \(number) in prose has no source",
        at: place,
        expected: "a figure of the evidence, such as \\(\\.name) in Swift or {{ figures.name }} in Markdown",
        help: "Bind it to the capture that shows it; where it is a name or a version, mark it: "
            + "\\(asWritten: \"\(number)\") or {{ \"\(number)\" }}."
    )
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
