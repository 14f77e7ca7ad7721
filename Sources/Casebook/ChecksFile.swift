import Checking
import Diagnostics
import Site

/// The page of all checks, with the findings that are accepted.
func checksFile(of report: CheckReport, registry: CheckRegistry = .all) -> SiteFile {
    let groups = registry.families.map { family in
        ChecksPage.Group(
            family.text.title,
            family.checks.map(CheckRegistry.Entry.init).map { entry in
                ChecksPage.Check(
                    name: entry.id, severity: entry.check.severity.rawValue,
                    summary: entry.description.summary,
                    parts: entry.paragraphs.map { ChecksPage.Part($0.title, $0.text) })
            })
    }
    let accepted = report.accepted.compactMap { finding in
        finding.acceptance.map { acceptance in
            ChecksPage.Accepted(
                check: finding.diagnostic.id, incident: finding.incident, finding: finding.diagnostic.summary,
                place: finding.diagnostic.place?.position ?? acceptance.place.position,
                reason: acceptance.reason)
        }
    }
    return ChecksPage(groups, accepted: accepted).file
}
