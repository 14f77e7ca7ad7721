import Diagnostics

/// A kind of finding: what is checked, why that matters to a reader, and what to do about it.
///
/// A new check is one entry of a ``CheckFamily``; its documentation, its rule in SARIF and its part of the
/// page `checks.html` come from that entry.
struct Check: Sendable {
    /// Whether a finding may stand, with a reason that every reader can see.
    enum Acceptance: Sendable, Hashable {
        /// It may: it is a matter of judgement.
        case withReason
        /// It may not, and why.
        case never(because: String)
    }

    /// The stable name, which is the ``Diagnostics/Diagnostic/id`` of its findings.
    let id: String
    /// How much its findings matter.
    let severity: Diagnostic.Severity
    /// What is wrong where it finds something, in a few words.
    let summary: String
    /// What is held against what.
    let checked: String
    /// Why a reader of a post-mortem should care; nil where the family says it.
    let matters: String?
    /// What to do about a finding.
    let mend: String
    /// Whether a finding may be accepted; nil where the family says it.
    let acceptance: Acceptance?
    /// Whether it finds on one day what it does not on another, so that an acceptance may be of nothing yet.
    let dependsOnDay: Bool

    /// Describes a check.
    init(
        _ id: String,
        _ summary: String,
        checked: String,
        matters: String? = nil,
        mend: String,
        severity: Diagnostic.Severity = .error,
        acceptance: Acceptance? = nil,
        dependsOnDay: Bool = false
    ) {
        self.id = id
        self.severity = severity
        self.summary = summary
        self.checked = checked
        self.matters = matters
        self.mend = mend
        self.acceptance = acceptance
        self.dependsOnDay = dependsOnDay
    }
}

/// Checks that have the first part of their names in common, and mostly the reason why they matter.
struct CheckFamily: Sendable {
    /// The first part of the names, before the full stop.
    let name: String
    /// What the checks are about, as a heading.
    let title: String
    /// Why a reader of a post-mortem should care.
    let matters: String
    /// Whether findings may be accepted.
    let acceptance: Check.Acceptance
    /// The checks, sorted by name.
    let checks: [Check]

    /// Describes a family.
    init(
        _ name: String,
        _ title: String,
        matters: String,
        acceptance: Check.Acceptance,
        _ checks: [Check]
    ) {
        self.name = name
        self.title = title
        self.matters = matters
        self.acceptance = acceptance
        self.checks = checks.sorted { $0.id < $1.id }
    }
}

extension Check.Acceptance {
    /// Without what is wrong here, nothing can be read, evaluated or written at all.
    static let neverOfUnusableInput = Check.Acceptance.never(
        because: "no document is made of input that cannot be used"
    )
}
