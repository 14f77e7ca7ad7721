public import Diagnostics
public import GFM
public import Incidents
import Quantities
import Templating

/// What the index of incidents says of one of them: small, so that a site of many needs little memory.
public struct IncidentEntry: Sendable {
    let id: String
    let facts: Record
    let openActions: [Record]
    let started: Timestamp

    /// Takes from an incident what the index shows.
    public init(_ incident: EvaluatedIncident) {
        id = incident.id
        started = incident.times.started
        let link = Value.inlines([
            .link([.text(incident.title)], url: "\(incident.id)/\(Self.home(of: incident))", title: "")
        ])
        facts = Record([
            "link": link,
            "id": .text(incident.id),
            "title": .text(incident.title),
            "severity": .text(incident.severity.rawValue),
            "status": .text(incident.status.rawValue),
            "date": .text(incident.times.started.dateText),
            "tags": .text(incident.tags.joined(separator: ", ")),
            "services": .text(incident.services.joined(separator: ", ")),
            "summary": incident.summary.first.map { .text($0.plainText) } ?? .absent,
        ])
        openActions = incident.actions.filter { $0.done == nil }.map { action in
            Record([
                "action": .text(action.action.plainText),
                "owner": .text(action.owner),
                "due": .text(action.due),
                "priority": .text(action.priority.rawValue),
                "kind": .text(action.kind.rawValue),
                "incident": link,
            ])
        }
    }

    private static func home(of incident: EvaluatedIncident) -> String {
        let templates = incident.artifacts.map(\.template)
        return Addresses.document(
            templates.contains(Addresses.homeTemplate) ? Addresses.homeTemplate : templates.first ?? "figures"
        )
    }
}

extension TemplateSet {
    /// Fills the index of incidents, the newest first; nil where the project has no template for it.
    public func incidentIndex(of entries: [IncidentEntry]) throws(Diagnostics) -> MarkdownDocument? {
        guard hasTemplate("incident-index") else { return nil }
        let sorted = entries.sorted { ($1.started, $1.id) < ($0.started, $0.id) }
        let facts = Record([
            "incidents": .list(sorted.map { .record($0.facts) }),
            "open-actions": .list(sorted.flatMap(\.openActions).map(Value.record)),
        ])
        return try fill("incident-index", with: facts)
    }
}
