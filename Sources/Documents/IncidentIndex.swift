public import Diagnostics
public import GFM
public import Incidents
package import Quantities
import Templating

/// What the index of incidents says of one of them: small, so that a site of many needs little memory.
public struct IncidentEntry: Sendable, Hashable {
    /// An action that is not done.
    package struct OpenAction: Sendable, Hashable {
        package let action: String
        package let owner: String
        package let due: String
        package let priority: String
        package let kind: String

        package init(action: String, owner: String, due: String, priority: String, kind: String) {
            self.action = action
            self.owner = owner
            self.due = due
            self.priority = priority
            self.kind = kind
        }
    }

    package let id: String
    package let title: String
    /// The page that the index leads to, in the incident's folder.
    package let home: String
    package let severity: String
    package let status: String
    package let started: Timestamp
    package let tags: String
    package let services: String
    package let summary: String?
    package let openActions: [OpenAction]

    package init(
        id: String, title: String, home: String, severity: String, status: String, started: Timestamp,
        tags: String, services: String, summary: String?, openActions: [OpenAction]
    ) {
        self.id = id
        self.title = title
        self.home = home
        self.severity = severity
        self.status = status
        self.started = started
        self.tags = tags
        self.services = services
        self.summary = summary
        self.openActions = openActions
    }

    /// Takes from an incident what the index shows.
    public init(_ incident: EvaluatedIncident) {
        self.init(
            id: incident.id, title: incident.title, home: Self.home(of: incident),
            severity: incident.severity.rawValue, status: incident.status.rawValue,
            started: incident.times.started, tags: incident.tags.joined(separator: ", "),
            services: incident.services.joined(separator: ", "), summary: incident.summary.first?.plainText,
            openActions: incident.actions.filter { $0.done == nil }.map { action in
                OpenAction(
                    action: action.action.plainText, owner: action.owner, due: action.due,
                    priority: action.priority.rawValue, kind: action.kind.rawValue)
            })
    }

    private static func home(of incident: EvaluatedIncident) -> String {
        let templates = incident.artifacts.map(\.template)
        return Addresses.document(
            templates.contains(Addresses.homeTemplate) ? Addresses.homeTemplate : templates.first ?? "figures"
        )
    }

    private var link: Value { .inlines([.link([.text(title)], url: "\(id)/\(home)", title: "")]) }

    fileprivate var facts: Record {
        Record([
            "link": link,
            "id": .text(id),
            "title": .text(title),
            "severity": .text(severity),
            "status": .text(status),
            "date": .text(started.dateText),
            "tags": .text(tags),
            "services": .text(services),
            "summary": summary.map(Value.text) ?? .absent,
        ])
    }

    fileprivate var actionFacts: [Record] {
        openActions.map { action in
            Record([
                "action": .text(action.action),
                "owner": .text(action.owner),
                "due": .text(action.due),
                "priority": .text(action.priority),
                "kind": .text(action.kind),
                "incident": link,
            ])
        }
    }
}

extension TemplateSet {
    /// Fills the index of incidents, the newest first; nil where the project has no template for it.
    public func incidentIndex(of entries: [IncidentEntry]) throws(Diagnostics) -> MarkdownDocument? {
        guard hasTemplate("incident-index") else { return nil }
        let sorted = entries.sorted { ($1.started, $1.id) < ($0.started, $0.id) }
        let facts = Record([
            "incidents": .list(sorted.map { .record($0.facts) }),
            "open-actions": .list(sorted.flatMap(\.actionFacts).map(Value.record)),
        ])
        return try fill("incident-index", with: facts)
    }
}
