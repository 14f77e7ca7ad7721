import Diagnostics

/// Whether a finding may stand, with a reason that every reader can see.
package enum AcceptanceRule: Sendable, Hashable {
    /// It may: it is a matter of judgement.
    case withReason
    /// It may not, and why.
    case never(because: String)

    /// Without what is wrong here, nothing can be read, evaluated or written at all.
    package static let neverOfUnusableInput = AcceptanceRule.never(
        because: "no document is made of input that cannot be used")
}

/// What is said of a check: in `casebook check --explain`, as a rule of SARIF, and on the page `checks.html`.
package struct CheckDescription: Sendable {
    /// What is wrong where it finds something, in a few words.
    package let summary: String
    /// What is compared with what.
    package let checked: String
    /// Why a reader of a post-mortem should care; nil where the family says it.
    package let matters: String?
    /// What to do about a finding.
    package let mend: String
    /// Whether a finding may be accepted; nil where the family says it.
    package let acceptance: AcceptanceRule?
    /// Whether it finds on one day what it does not on another, so that an acceptance may be of nothing yet.
    package let dependsOnDay: Bool

    package init(
        _ summary: String, checked: String, matters: String? = nil, mend: String,
        acceptance: AcceptanceRule? = nil, dependsOnDay: Bool = false
    ) {
        self.summary = summary
        self.checked = checked
        self.matters = matters
        self.mend = mend
        self.acceptance = acceptance
        self.dependsOnDay = dependsOnDay
    }
}
