public import Diagnostics
import Evidence

/// The page on which a reader checks a figure: a capture line by line, each line with its address.
///
/// Line 12 has the id `L12`; the lines that documents read are marked and named. What was run, when, where
/// and with what stands above, with the documents that rely on it; what Casebook reads in the capture stands
/// beside its lines. The exact bytes are a link away, with the hash to check them by.
public struct EvidencePage: Sendable {
    let file: EvidenceFile
    let path: String
    let rawPath: String

    /// Describes the page of a file.
    /// - Parameters:
    ///   - file: What is shown.
    ///   - path: Where the page stands in the site.
    ///   - rawPath: Where the exact bytes stand in the site.
    public init(of file: EvidenceFile, at path: String, rawPath: String) {
        self.file = file
        self.path = path
        self.rawPath = rawPath
    }

    /// The page, to be rendered by the shell.
    /// - Throws: `hash.unavailable` where the hash cannot be computed.
    public func page(
        incidentTitle: String?, notices: [Page.Banner.Notice] = [], navigation: Page.Navigation
    ) throws(Diagnostic) -> Page {
        let hash = try SHA256(of: file.bytes).hexadecimal
        let isText = file.isText
        var html = HTMLWriter(reserving: isText ? file.text.count * 3 / 2 + 16_384 : 4_096)
        let lines = isText ? NumberedLines(file, rawName: rawName) : nil
        facts(hash: hash, lineCount: lines?.count, &html)
        query(&html)
        citations(isText: isText, &html)
        let readings = file.readings.sorted { ($0.line, $0.label) < ($1.line, $1.label) }
        if let lines {
            let reading = EvidenceReading(of: file)
            html.markup(reading.isBesideLines ? "<div class=\"beside\">\n" : "<div class=\"stacked\">\n")
            html.markup("<section class=\"reading\" aria-labelledby=\"reading\">\n")
            reading.write(to: &html)
            html.markup("</section>\n<section class=\"raw\" aria-labelledby=\"lines\">\n")
            lines.write(readings, to: &html)
            html.markup("</section>\n</div>\n")
        }
        self.readings(readings, isText: isText, &html)
        return Page(
            path: path, kind: .evidence, title: file.path, incidentTitle: incidentTitle,
            banner: Page.Banner(notices: notices), body: html.bytes, navigation: navigation)
    }

    var rawName: String { rawPath.split(separator: "/").last.map(String.init) ?? rawPath }

    private func readings(_ readings: [EvidenceFile.Reading], isText: Bool, _ html: inout HTMLWriter) {
        html.markup("<h2 id=\"figures\">Figures read from it</h2>\n")
        guard !readings.isEmpty else {
            html.markup("<p>No document reads a figure from this file.</p>\n")
            return
        }
        html.markup(
            """
            <div class="table" role="group" aria-labelledby="figures" tabindex="0">
            <table>
            <thead><tr><th align="right">Line</th><th>Figure</th><th>Shown in</th></tr></thead>
            <tbody>

            """)
        for (index, reading) in readings.enumerated() {
            html.markup("<tr id=\"F")
            html.number(index + 1)
            html.markup("\"><td align=\"right\">")
            if isText { html.lineLink(reading.line) } else { html.number(reading.line) }
            html.markup("</td><td>")
            html.text(reading.label)
            html.markup("</td><td>")
            for (position, document) in reading.documents.enumerated() {
                if position > 0 { html.markup(", ") }
                link(document, &html)
            }
            html.markup("</td></tr>\n")
        }
        html.markup("</tbody>\n</table>\n</div>\n")
    }

    func link(_ link: Page.Link, _ html: inout HTMLWriter) {
        html.markup("<a")
        html.attribute("href", relativeLink(to: link.path, from: path, fragment: link.fragment))
        html.markup(">")
        html.text(link.title)
        html.markup("</a>")
    }
}

extension HTMLWriter {
    /// A link to a line of the page, whose text is the line's number.
    mutating func lineLink(_ line: Int) {
        markup("<a href=\"#L")
        number(line)
        markup("\">")
        number(line)
        markup("</a>")
    }
}
