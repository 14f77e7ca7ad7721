public import Diagnostics
public import Evidence
import Quantities

/// Turns what an author wrote into values, by reading the evidence once.
struct Evaluator<Evidence: EvidenceSet> {
    let evidence: Evidence
    let names: FigureNames
    /// When each capture was taken, by path.
    let captureTimes: [String: Timestamp]

    func callAsFunction(_ prose: ProseOver<Evidence>) -> EvaluatedProse {
        EvaluatedProse(
            prose.segments.flatMap { segment -> [EvaluatedProse.Fragment] in
                switch segment {
                case .words(let words): fragments(of: words)
                case .asWritten(let text): [.asWritten(text)]
                case .code(let text): [.code(text)]
                case .figure(let reference): [.figure(names.use(of: reference, in: evidence))]
                case .reading(let read): [.reading(read(evidence))]
                }
            })
    }

    func callAsFunction(_ prose: [ProseOver<Evidence>]) -> [EvaluatedProse] {
        prose.map { self($0) }
    }

    func callAsFunction(_ reference: FigureReference<Evidence>) -> FigureUse {
        names.use(of: reference, in: evidence)
    }

    func callAsFunction(_ cell: Cell) -> EvaluatedProse {
        switch cell.content {
        case .figure(let quantity): EvaluatedProse([.figure(names.use(of: quantity))])
        case .words(let prose): prose
        }
    }

    /// The figures with names, those that the incident lists first; a meaning may use further ones.
    func figures() -> [NamedFigure] {
        var figures: [NamedFigure] = []
        while figures.count < names.declared.count {
            let use = names.declared[figures.count]
            guard let declaration = use.declaration else { continue }
            figures.append(
                NamedFigure(
                    name: declaration.name, meaning: meaning(of: declaration), symbol: declaration.symbol,
                    number: use, site: DeclarationSite(file: declaration.file, line: declaration.line)))
        }
        return figures
    }

    private func meaning(of declaration: FigureDeclaration) -> EvaluatedProse {
        let meaning = declaration.meaning()
        if let own = meaning as? ProseOver<Evidence> { return self(own) }
        // Declared in a set inside the incident's own one.
        return EvaluatedProse((meaning as? any WordsOfProse)?.words ?? [])
    }

    func callAsFunction(_ test: TestOver<Evidence>) -> Outcome { test.evaluate(evidence, names) }

    func callAsFunction(_ moment: MomentReference<Evidence>) -> EvaluatedMoment {
        switch moment.kind {
        case .written(let timestamp): return EvaluatedMoment(timestamp: timestamp, figure: nil)
        case .measured(let reference):
            let use = self(reference)
            return EvaluatedMoment(
                timestamp: Timestamp(secondsSinceEpoch: use.quantity.value ?? 0).roundedToMilliseconds,
                figure: use)
        case .captured(let path):
            let unknown = Timestamp(stringLiteral: "that of \(path), which has no record")
            return EvaluatedMoment(timestamp: captureTimes[path] ?? unknown, figure: nil)
        }
    }
}

/// Prose of which only the words are known, since its key paths are of another evidence.
protocol WordsOfProse {
    /// The words and the code.
    var words: [EvaluatedProse.Fragment] { get }
}

extension ProseOver: WordsOfProse {
    var words: [EvaluatedProse.Fragment] {
        segments.flatMap { segment -> [EvaluatedProse.Fragment] in
            switch segment {
            case .words(let words): fragments(of: words)
            case .asWritten(let text): [.text(text)]
            case .code(let text): [.code(text)]
            case .figure, .reading: [.text("—")]
            }
        }
    }
}

/// Words between back-ticks are code.
private func fragments(of words: String) -> [EvaluatedProse.Fragment] {
    let parts = words.split(separator: "`", omittingEmptySubsequences: false)
    guard parts.count > 1, !parts.count.isMultiple(of: 2) else { return [.text(words)] }
    return parts.enumerated().compactMap { offset, part in
        part.isEmpty ? nil : offset.isMultiple(of: 2) ? .text(String(part)) : .code(String(part))
    }
}

private func undeclaredFigure(at place: Place) -> Diagnostic {
    Diagnostic(
        .incident(.undeclaredFigure), "The list of figures has a property that declares no figure", at: place,
        expected: "var name: Quantity<Unit> { figure(…, \"What it is.\") }",
        help:
            "Declare the figure where it is computed, or name it here: Figure(\"name\", \\.path, \"What it is.\")."
    )
}

extension Incident {
    /// Reads the evidence, evaluates every figure and decides every claim.
    ///
    /// - Parameters:
    ///   - reader: Reads the incident's evidence folder.
    ///   - records: The records that lie beside captures.
    ///   - sources: Finds the author's own source files, to show lines of them in messages.
    ///   - begin: Called before a part is evaluated, with what it is and where it was declared: figures in
    ///     the order of their declaration, then claims, then the rest.
    public func evaluated(
        reading reader: EvidenceReader, records: [SavedRecord] = [], sources: SourceLookup,
        beginning begin: (_ part: String, _ site: DeclarationSite) -> Void = { _, _ in }
    ) -> Evaluation {
        let evidence = EvidenceReader.$current.withValue(reader) { Evidence() }
        let names = FigureNames()
        let evaluate = Evaluator(
            evidence: evidence, names: names, captureTimes: captureTimes(of: captures, saved: records))
        names.list(figures, in: evidence) { figure in
            begin(figure.declaration.map { "figure “\($0.name)”" } ?? "figure listed here", figure.site)
        }
        let claims = self.claims.map { claim in
            begin("claim “\(claim.id)”", claim.site)
            return claim.evaluated(by: evaluate)
        }
        begin("texts, tables and pictures", times.site)

        var incident = EvaluatedIncident(
            id: id, title: title, severity: severity, status: status, services: services, tags: tags,
            owner: owner, notice: notice.map { evaluate($0) }, times: times, summary: evaluate(summary),
            asks: evaluate(asks), timeline: timeline.map { $0.evaluated(by: evaluate) },
            impact: impact.map { $0.evaluated(by: evaluate) }, detection: evaluate(detection),
            contributingFactors: contributingFactors.map { $0.evaluated(by: evaluate) },
            recovery: recovery.map { $0.evaluated(by: evaluate) },
            lessons: lessons.map { $0.evaluated(by: evaluate) },
            actions: actions.map { $0.evaluated(by: evaluate) },
            glossary: glossary.map { $0.evaluated(by: evaluate) },
            corrections: corrections.map { $0.evaluated(by: evaluate) }, claims: claims,
            exhibits: exhibits.map { $0.evaluated(by: evaluate) },
            hypotheses: hypotheses.map { $0.evaluated(by: evaluate) }, limits: evaluate(limits),
            captures: evaluate.records(captures, saved: records),
            illustrations: illustrations.map { $0.evaluated(by: evaluate) },
            tables: tables.map { $0.evaluated(by: evaluate) },
            artifacts: artifacts.map { $0.evaluated(by: evaluate) }, filesRead: reader.filesRead)
        incident.figures = evaluate.figures()
        let read = reader.diagnostics
        // A capture that could not be read is told once, not again for each figure that needed it.
        let unreadable = Set(read.filter { $0.severity == .error }.compactMap(\.place?.path))
        let problems = names.unknown.flatMap(\.quantity.problems) + incident.problemsOfUnnamedValues
        let unknown = problems.filter { problem in
            problem.place.map { !unreadable.contains($0.path) } ?? true
        }
        let undeclared = names.undeclared.map { undeclaredFigure(at: sources.place($0)) }
        let all = read + unknown + undeclared + incident.structuralErrors(sources: sources)
        return Evaluation(
            incident: incident, errors: Diagnostics(all.filter { $0.severity == .error }).all,
            warnings: Diagnostics(all.filter { $0.severity == .warning }).all)
    }
}

/// Finds the author's own source files, so that messages can show lines of them.
public struct SourceLookup: Sendable {
    /// The file that the compiler saw at a path, with the path to show; nil where it cannot be read.
    public let file: @Sendable (String) -> SourceFile?

    /// Finds files by a function.
    public init(_ file: @escaping @Sendable (String) -> SourceFile?) { self.file = file }

    /// Finds nothing: messages name the file and the line only.
    public static var none: SourceLookup { SourceLookup { _ in nil } }

    /// The place of a declaration; where a text is given, the first line from there that holds it.
    public func place(_ site: DeclarationSite, holding text: String? = nil) -> Place {
        guard let file = file(site.path) else { return Place(path: site.path, line: site.line) }
        if let text {
            // The file may have been cut since it was compiled.
            for line in site.line..<max(site.line, min(site.line + 60, file.lineCount + 1)) {
                let bounds = file.line(line)
                if let offset = file.bytes[bounds].firstRange(of: Array(text.utf8))?.lowerBound {
                    return Place(file.span(offset..<(offset + text.utf8.count)))
                }
            }
        }
        let bounds = file.line(site.line)
        let start = file.bytes[bounds].firstIndex { $0 != 0x20 && $0 != 0x09 } ?? bounds.lowerBound
        return Place(file.span(start..<bounds.upperBound))
    }
}
