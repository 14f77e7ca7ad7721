import Diagnostics
import Incidents

@testable import Checking
@testable import SampleIncidents

extension Laboratory {
    /// What the checks of an incident find.
    static func findings(
        _ incident: some Incident, _ captures: [String: String] = captures, sources: SourceLookup = .none
    ) -> [Diagnostic] {
        evaluate(incident, captures, sources: sources).findings(sources: sources)
    }
}

extension Evaluation {
    /// What was found while the evidence was read, and what the checks find, sorted.
    func findings(sources: SourceLookup) -> [Diagnostic] {
        Diagnostics(warnings + IncidentChecker(incident, sources: sources).findings()).all
    }
}
