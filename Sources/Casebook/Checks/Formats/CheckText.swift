import Diagnostics

/// Findings as a compiler prints them, and what is accepted of them.
enum CheckText {
    /// The findings and the accepted ones, each with its newline; empty where there are none.
    static func text(of report: CheckReport) -> String {
        let open = report.open.map(\.diagnostic.text)
        let accepted = report.accepted.compactMap { finding in
            finding.acceptance.map { text(of: finding.diagnostic, acceptedBy: $0) }
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
}
