package import Diagnostics
package import Documents
import Incidents

extension IncidentChecker {
    /// What is wrong with the documents and captures: sections without content, pictures without words, links
    /// that lead nowhere, documents that take longer to read than they promise, figures that no document
    /// uses.
    package func findings(in made: IncidentDocuments) -> [Diagnostic] {
        let printing = made.documents.filter { $0.path != Addresses.figures }
        var findings = made.linkFindings + unusedFigures(printed: printing.flatMap(\.figures))
        findings += made.documents.flatMap(\.structureFindings)
        findings += made.documents.compactMap(\.lengthFinding)
        return findings
    }

    /// What stands in the captures and must not be published; each byte of each is read.
    package func leaks(in made: IncidentDocuments) -> [Diagnostic] {
        made.evidence.flatMap { $0.leaks(in: "Content/\(incident.id)/evidence") }
    }
}
