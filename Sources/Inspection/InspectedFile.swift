package import Diagnostics
package import QueryPlans

/// A file, and either all that was read of it or why it could not be read whole.
package struct InspectedFile: Sendable {
    /// The path as it was given.
    package let path: String
    /// What was read, in the order of the text; empty where anything is wrong.
    package let captures: [InspectedCapture]
    /// What is wrong; empty where all is well.
    package let problems: [Diagnostic]

    /// Takes what was read.
    package init(path: String, captures: [InspectedCapture]) {
        self.path = path
        self.captures = captures
        problems = []
    }

    /// Takes why it could not be read.
    package init(path: String, problems: [Diagnostic]) {
        self.path = path
        self.problems = problems
        captures = []
    }

    /// The plans among what was read.
    package var plans: [QueryPlan] {
        captures.compactMap { if case .plan(let plan) = $0 { plan } else { nil } }
    }
}
