extension Check {
    /// Verdicts on claims and promises that are not the recorded ones.
    public enum Claim: String, CaseIterable, Sendable {
        case contradicted = "claim.contradicted"
        case holds = "claim.holds"
        case undecided = "claim.undecided"
    }

    /// Verdicts on hypotheses that are not the recorded ones.
    public enum Hypothesis: String, CaseIterable, Sendable {
        case contradicted = "hypothesis.contradicted"
        case holds = "hypothesis.holds"
        case undecided = "hypothesis.undecided"
    }

    /// Figures without a value, without a use, or told with two values.
    public enum Figure: String, CaseIterable, Sendable {
        case circular = "figure.circular"
        case dividesByZero = "figure.divides-by-zero"
        case outsideModel = "figure.outside-model"
        case twoBaselines = "figure.two-baselines"
        case unused = "figure.unused"
    }

    /// Numbers that need another one to mean anything.
    public enum Number: String, CaseIterable, Sendable {
        case meanWithoutCount = "mean.no-count"
        case percentageWithoutWhole = "percentage.no-denominator"
        case sumMismatch = "sum.mismatch"
    }

    /// The author's own words.
    public enum Prose: String, CaseIterable, Sendable {
        case blame = "prose.blame"
        case numberWithoutSource = "prose.number-without-source"
    }

    /// The order and the sources of the timeline.
    public enum Timeline: String, CaseIterable, Sendable {
        case captureTime = "timeline.capture-time"
        case evidenceBeforeStart = "timeline.evidence-before-start"
        case noSource = "timeline.no-source"
        case outOfOrder = "timeline.out-of-order"
        case outside = "timeline.outside"
    }

    public enum Action: String, CaseIterable, Sendable {
        case noDoneTest = "action.no-done-test"
        case noDueDate = "action.no-due-date"
        case noOwner = "action.no-owner"
        case overdue = "action.overdue"
    }

    /// Sections and links of documents.
    public enum Document: String, CaseIterable, Sendable {
        case brokenAnchor = "document.broken-anchor"
        case brokenLink = "document.broken-link"
        case emptySection = "document.empty-section"
        case tooLong = "document.too-long"
    }

    /// Pictures without words.
    public enum Picture: String, CaseIterable, Sendable {
        case noText = "picture.no-text"
    }

    /// What must not be published.
    public enum Redaction: String, CaseIterable, Sendable {
        case leak = "redaction.leak"
    }

    /// Comments that accept findings.
    public enum Acceptance: String, CaseIterable, Sendable {
        case noReason = "acceptance.no-reason"
        case notPossible = "acceptance.not-possible"
        case notUnderstood = "acceptance.not-understood"
        case nothingToAccept = "acceptance.nothing-to-accept"
        case unknownCheck = "acceptance.unknown-check"
    }

    /// What an incident declares.
    public enum Incident: String, CaseIterable, Sendable {
        case duplicateID = "incident.duplicate-id"
        case duplicateName = "incident.duplicate-name"
        case invalidTime = "incident.invalid-time"
        case timesRunBackwards = "incident.times-run-backwards"
        case undeclaredFigure = "incident.undeclared-figure"
        case unknownCapture = "incident.unknown-capture"
        case unknownClaim = "incident.unknown-claim"
        case unknownDocument = "incident.unknown-document"
        case unknownExhibit = "incident.unknown-exhibit"
        case unknownPicture = "incident.unknown-picture"
        case unsafeID = "incident.unsafe-id"
        case unsafeName = "incident.unsafe-name"
    }
}
