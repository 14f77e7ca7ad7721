public import Diagnostics
public import Quantities

/// An incident with every figure evaluated and every claim decided: the one set of facts of its documents.
public struct EvaluatedIncident: Sendable {
    /// The name of its folder and of its part of the site.
    public let id: String
    /// What happened, in a line.
    public let title: String
    /// How bad it was.
    public let severity: Severity
    /// Where its handling stands.
    public let status: IncidentStatus
    /// The services that were hurt.
    public let services: [String]
    /// Words to find it by.
    public let tags: [String]
    /// The role that answers for its documents.
    public let owner: String
    /// What every page must say of its evidence.
    public let notice: EvaluatedProse?
    /// The four instants.
    public let times: IncidentTimes
    /// The bottom line.
    public let summary: [EvaluatedProse]
    /// What leadership is asked to decide.
    public let asks: [EvaluatedProse]
    /// What happened when.
    public let timeline: [Vocabulary<Evaluated>.TimelineEntry]
    /// Who and what was hurt.
    public let impact: [Vocabulary<Evaluated>.Impact]
    /// How it was noticed.
    public let detection: [EvaluatedProse]
    /// What made it possible.
    public let contributingFactors: [Vocabulary<Evaluated>.ContributingFactor]
    /// What was done to end it.
    public let recovery: [Vocabulary<Evaluated>.RecoveryStep]
    /// What was learnt.
    public let lessons: [Vocabulary<Evaluated>.Lesson]
    /// What will be done.
    public let actions: [Vocabulary<Evaluated>.ActionItem]
    /// Words explained.
    public let glossary: [Vocabulary<Evaluated>.GlossaryTerm]
    /// Errors owned up to.
    public let corrections: [Vocabulary<Evaluated>.Correction]
    public internal(set) var figures: [NamedFigure] = []
    /// The claims with their verdicts.
    public let claims: [Vocabulary<Evaluated>.Claim]
    /// The chain of evidence.
    public let exhibits: [Vocabulary<Evaluated>.Exhibit]
    /// Competing explanations with their verdicts.
    public let hypotheses: [Vocabulary<Evaluated>.Hypothesis]
    /// What is not proven.
    public let limits: [EvaluatedProse]
    /// How the captures came about.
    public let captures: [Vocabulary<Evaluated>.CaptureRecord]
    /// The pictures.
    public let illustrations: [Vocabulary<Evaluated>.Illustration]
    public let tables: [Vocabulary<Evaluated>.DataTable]
    /// The documents to make.
    public let artifacts: [Vocabulary<Evaluated>.Artifact]
    /// The captures that were read, by path.
    public let filesRead: [SourceFile]

    /// The time of the newest capture that has a record; nil where none has.
    public var newestEvidence: Timestamp? { captures.compactMap(\.captured).max() }

    /// Why values are unknown that are computed on the spot: shares of an impact, and cells of tables.
    var problemsOfUnnamedValues: [Diagnostic] {
        let cells = tables.flatMap(\.rows).flatMap { $0 }
        return impact.compactMap(\.share).flatMap(\.quantity.problems) + cells.flatMap(\.problems)
    }
}

/// What came of evaluating an incident.
public struct Evaluation: Sendable {
    /// The incident with its values; where there are errors, some are unknown.
    public let incident: EvaluatedIncident
    /// What keeps the documents from being made: captures that cannot be read, figures without a value.
    public let errors: [Diagnostic]
    /// What was found while the evidence was read, and keeps no document from being made.
    public let warnings: [Diagnostic]
}
