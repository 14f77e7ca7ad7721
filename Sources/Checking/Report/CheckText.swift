import Diagnostics

/// Findings as a compiler prints them, and what is accepted of them.
enum CheckText {
    /// The findings and the accepted ones, each with its newline; empty where there are none.
    ///
    /// What one comment accepts of a whole file is told once.
    static func text(of report: CheckReport) -> String {
        let open = report.open.map(\.diagnostic.text)
        let accepted = report.acceptedByComment.map { acceptance, findings in
            findings.count == 1
                ? text(of: findings[0], acceptedBy: acceptance) : text(of: findings, acceptedBy: acceptance)
        }
        return (open + accepted).map { $0 + "\n" }.joined()
    }

    private static func text(of finding: Diagnostic, acceptedBy acceptance: Acceptance) -> String {
        let place = finding.place.map { "\($0.position): " } ?? ""
        return """
            \(place)accepted: \(finding.summary) [\(finding.id)]
              because: \(acceptance.reason)
              note: \(acceptance.place.position): accepted here
            """
    }

    private static func text(of findings: [Diagnostic], acceptedBy acceptance: Acceptance) -> String {
        let lines = findings.compactMap(\.place?.line).map(String.init).joined(separator: ", ")
        return """
            \(acceptance.place.position): accepted: \(findings.count) findings of \(acceptance.check), in lines \(lines)
              because: \(acceptance.reason)
            """
    }
}
