public import Diagnostics

/// The list of an incident's captures, from which each page of evidence is reached.
public struct EvidenceIndex: Sendable {
    private let files: [EvidenceFile]
    private let folder: String

    /// Describes the list; it is sorted by path, whatever order the files come in.
    /// - Parameters:
    ///   - files: The captures of the incident.
    ///   - folder: The incident's folder in the site.
    public init(of files: [EvidenceFile], inIncident folder: String) {
        self.files = files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
        self.folder = folder
    }

    /// Where the list stands, such as `spike/evidence/index.html`.
    public static func path(inIncident folder: String) -> String { "\(folder)/evidence/index.html" }

    /// The page, to be rendered by the shell.
    /// - Throws: `hash.unavailable` where a hash cannot be computed.
    public func page(
        title: String = "Evidence",
        incidentTitle: String?,
        banner: Page.Banner = .init(),
        navigation: Page.Navigation
    ) throws(Diagnostic) -> Page {
        let path = Self.path(inIncident: folder)
        let hasTimes = files.contains { $0.capturedAt != nil }
        var html = HTMLWriter(reserving: files.count * 320 + 1_024)
        html.markup("<p>Every capture as it was printed. The hash is that of the exact bytes: ")
        html.markup("<code>sha256sum</code> on the downloaded file must print it.</p>\n")
        html.markup("<table>\n<thead><tr><th>Capture</th>")
        if hasTimes { html.markup("<th>Captured</th>") }
        html.markup(
            "<th align=\"right\">Bytes</th><th align=\"right\">Figures read</th><th>SHA-256</th></tr></thead>\n"
        )
        html.markup("<tbody>\n")
        for file in files {
            let page = EvidenceFile.pagePath(of: file.path, inIncident: folder)
            html.markup("<tr><td><a")
            html.attribute("href", relativeLink(to: page, from: path))
            html.markup(">")
            html.text(file.path)
            html.markup("</a></td>")
            if hasTimes {
                html.markup("<td>")
                html.text(file.capturedAt ?? "")
                html.markup("</td>")
            }
            html.markup("<td align=\"right\">")
            html.text(EvidencePage.grouped(file.bytes.count))
            html.markup("</td><td align=\"right\">")
            html.text(EvidencePage.grouped(file.readings.count))
            html.markup("</td><td class=\"hash\"><code>")
            html.text(try SHA256(of: file.bytes).hexadecimal)
            html.markup("</code></td></tr>\n")
        }
        html.markup("</tbody>\n</table>\n")
        return Page(
            path: path,
            kind: .index,
            title: title,
            incidentTitle: incidentTitle,
            banner: banner,
            body: html.bytes,
            navigation: navigation
        )
    }
}
