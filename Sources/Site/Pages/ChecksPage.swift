/// The page that documents every check, and lists the findings that somebody accepted.
public struct ChecksPage: Sendable {
    /// A part of a check's explanation.
    public struct Part: Sendable {
        let title: String
        let text: String

        /// Describes a part; text between back-ticks is code.
        public init(_ title: String, _ text: String) {
            self.title = title
            self.text = text
        }
    }

    public struct Check: Sendable {
        let name: String
        let severity: String
        let summary: String
        let parts: [Part]

        public init(name: String, severity: String, summary: String, parts: [Part]) {
            self.name = name
            self.severity = severity
            self.summary = summary
            self.parts = parts
        }
    }

    /// Checks that belong together.
    public struct Group: Sendable {
        let title: String
        let checks: [Check]

        public init(_ title: String, _ checks: [Check]) {
            self.title = title
            self.checks = checks
        }
    }

    /// A finding that stands, with the reason.
    public struct Accepted: Sendable {
        let check: String
        let incident: String?
        let finding: String
        let place: String
        let reason: String

        public init(check: String, incident: String?, finding: String, place: String, reason: String) {
            self.check = check
            self.incident = incident
            self.finding = finding
            self.place = place
            self.reason = reason
        }
    }

    /// Where the page stands in the site.
    public static let path = "checks.html"

    private let groups: [Group]
    private let accepted: [Accepted]

    /// Takes the checks, and the findings that are accepted.
    public init(_ groups: [Group], accepted: [Accepted]) {
        self.groups = groups
        self.accepted = accepted
    }

    /// The page's file.
    public var file: SiteFile {
        var html = HTMLWriter(reserving: 200_000)
        html.markup("<p>A document can state nothing that the evidence does not show. ")
        html.markup("At each build these checks look for where one does; a finding that somebody accepted ")
        html.markup("stands here with the reason, and is never hidden.</p>\n")
        acceptedFindings(&html)
        for group in groups {
            html.markup("<h2")
            html.attribute("id", anchor(of: group))
            html.markup(">")
            html.text(group.title)
            html.markup("</h2>\n")
            for check in group.checks { write(check, &html) }
        }
        let headings =
            [Page.Heading(level: 2, id: "accepted", text: "Accepted findings")]
            + groups.map { Page.Heading(level: 2, id: anchor(of: $0), text: $0.title) }
        let page = Page(
            path: Self.path, kind: .index, title: "Checks",
            summary: "What is checked at each build, why it matters, and what was accepted", body: html.bytes,
            headings: headings,
            navigation: Page.Navigation(breadcrumbs: [Page.Link("Incidents", to: "index.html")]))
        return SiteFile(path: page.path, bytes: siteShell.render(page))
    }

    /// A group's anchor is no check's: those have a full stop.
    private func anchor(of group: Group) -> String {
        let dashed = group.title.lowercased().utf8.map { byte -> UInt8 in
            (0x61...0x7A).contains(byte) ? byte : UInt8(ascii: "-")
        }
        return "about-" + String(decoding: dashed, as: UTF8.self)
    }

    private func acceptedFindings(_ html: inout HTMLWriter) {
        html.markup("<h2 id=\"accepted\">Accepted findings</h2>\n")
        guard !accepted.isEmpty else { return html.markup("<p>No finding is accepted.</p>\n") }
        html.markup(
            "<div class=\"table\" role=\"group\" aria-labelledby=\"accepted\" tabindex=\"0\">\n<table>\n")
        html.markup("<thead>\n<tr><th>Check</th><th>Incident</th>")
        html.markup("<th>Finding</th><th>Where</th><th>Accepted because</th></tr>\n</thead>\n<tbody>\n")
        for one in accepted {
            html.markup("<tr><td><a")
            html.attribute("href", "#\(one.check)")
            html.markup("><code>")
            html.text(one.check)
            html.markup("</code></a></td><td>")
            html.text(one.incident ?? "all")
            html.markup("</td><td>")
            html.text(one.finding)
            html.markup("</td><td><code>")
            html.text(one.place)
            html.markup("</code></td><td>")
            html.text(one.reason)
            html.markup("</td></tr>\n")
        }
        html.markup("</tbody>\n</table>\n</div>\n")
    }

    private func write(_ check: Check, _ html: inout HTMLWriter) {
        html.markup("<h3")
        html.attribute("id", check.name)
        html.markup("><code>")
        html.text(check.name)
        html.markup("</code></h3>\n<p>")
        html.text("\(check.summary) (\(check.severity)).")
        html.markup("</p>\n<dl>\n")
        for part in check.parts {
            html.markup("<dt>")
            html.text(part.title)
            html.markup("</dt>\n<dd>")
            for (index, piece) in part.text.split(separator: "`", omittingEmptySubsequences: false)
                .enumerated()
            {
                if index.isMultiple(of: 2) {
                    html.text(String(piece))
                } else {
                    html.markup("<code>")
                    html.text(String(piece))
                    html.markup("</code>")
                }
            }
            html.markup("</dd>\n")
        }
        html.markup("</dl>\n")
    }
}
