/// Renders a page as a complete HTML document that works from a disk and under any path.
///
/// It asks nothing of the network, and shows all it has without a script: the Content-Security-Policy allows
/// the site's own stylesheet, its pictures and its one script file, which sorts tables (``Script``); no inline
/// script or style, no frame, form or foreign address.
public struct PageShell: Sendable {
    /// The name of the whole site, which leads to its home.
    public let siteTitle: String
    /// The path of the site's home.
    public let home: String
    /// The language of the text, as a BCP 47 tag.
    public let language: String
    /// A line at the foot of every page, where there is one.
    public let footer: String?

    /// Describes what all pages share.
    public init(
        siteTitle: String, home: String = "index.html", language: String = "en", footer: String? = nil
    ) {
        self.siteTitle = siteTitle
        self.home = home
        self.language = language
        self.footer = footer
    }

    /// The page as the bytes of its file.
    public func render(_ page: Page) -> [UInt8] { render(page, seal: nil) }

    /// The page with what it says of the seal of its incident's evidence.
    func render(_ page: Page, seal: SealNote?) -> [UInt8] {
        var html = HTMLWriter(reserving: page.body.count + 8_192)
        head(of: page, &html)
        html.markup("<body class=\"")
        html.text(page.kind.rawValue)
        html.markup("\">\n<a class=\"skip\" href=\"#main\">Skip to the text</a>\n")
        masthead(of: page, &html)
        html.markup("<div class=\"frame\">\n")
        sections(of: page, &html)
        html.markup("<main id=\"main\">\n<article>\n")
        banner(of: page, notices: page.banner.notices + (seal?.notices ?? []), &html)
        tableOfContents(of: page, &html)
        html.markup("<div class=\"text\">\n")
        html.fragment(page.body)
        if page.body.last != 0x0A { html.markup("\n") }
        html.markup("</div>\n</article>\n")
        sequence(of: page, &html)
        html.markup("</main>\n</div>\n<footer class=\"site-foot\">\n<p>")
        link(Page.Link(siteTitle, to: home), of: page, &html)
        html.markup("</p>\n")
        if let seal { foot(seal.foot, of: page, &html) }
        if let footer {
            html.markup("<p>")
            html.text(footer)
            html.markup("</p>\n")
        }
        html.markup("</footer>\n</body>\n</html>\n")
        return html.bytes
    }

    private func head(of page: Page, _ html: inout HTMLWriter) {
        html.markup("<!doctype html>\n<html")
        html.attribute("lang", language)
        html.markup(
            """
            >
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; \
            script-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="referrer" content="no-referrer">
            <title>
            """)
        html.text(page.title)
        for part in [page.incidentTitle, siteTitle] {
            guard let part, part != page.title else { continue }
            html.markup(" · ")
            html.text(part)
        }
        html.markup("</title>\n")
        if let summary = page.summary {
            html.markup("<meta name=\"description\"")
            html.attribute("content", summary)
            html.markup(">\n")
        }
        html.markup("<link rel=\"stylesheet\"")
        html.attribute("href", relativeLink(to: Stylesheet.path, from: page.path))
        html.markup(">\n<script defer")
        html.attribute("src", relativeLink(to: Script.path, from: page.path))
        // Without an icon browsers ask the server for /favicon.ico.
        html.markup("></script>\n<link rel=\"icon\" href=\"data:,\">\n</head>\n")
    }

    private func masthead(of page: Page, _ html: inout HTMLWriter) {
        html.markup("<header class=\"masthead\">\n")
        if page.navigation.breadcrumbs.isEmpty {
            html.markup("<p class=\"home\">")
            link(Page.Link(siteTitle, to: home), of: page, &html)
            html.markup("</p>\n")
        } else {
            html.markup("<nav class=\"breadcrumbs\" aria-label=\"Breadcrumbs\">\n<ol>\n")
            for crumb in page.navigation.breadcrumbs {
                html.markup("<li>")
                link(crumb, of: page, &html)
                html.markup("</li>\n")
            }
            html.markup("<li aria-current=\"page\">")
            html.text(page.title)
            html.markup("</li>\n</ol>\n</nav>\n")
        }
        html.markup("</header>\n")
    }

    private func sections(of page: Page, _ html: inout HTMLWriter) {
        guard !page.navigation.sections.isEmpty else { return }
        html.markup("<nav class=\"sections\" aria-label=\"Documents\">\n<details class=\"fold\">\n<summary>")
        html.text(page.incidentTitle ?? "All pages")
        html.markup("</summary>\n")
        for section in page.navigation.sections {
            html.markup("<p class=\"section-title\">")
            html.text(section.title)
            html.markup("</p>\n<ul>\n")
            for item in section.links {
                html.markup("<li>")
                link(item, of: page, marksCurrent: true, &html)
                html.markup("</li>\n")
            }
            html.markup("</ul>\n")
        }
        html.markup("</details>\n</nav>\n")
    }

    private func tableOfContents(of page: Page, _ html: inout HTMLWriter) {
        let shown = page.headings.filter { $0.level == 2 || $0.level == 3 }
        guard shown.count > 3 else { return }
        html.markup("<nav class=\"contents\" aria-label=\"On this page\">\n<details class=\"fold\">\n")
        html.markup("<summary>On this page</summary>\n<ul>\n")
        for heading in shown {
            html.markup("<li class=\"level-")
            html.number(heading.level)
            html.markup("\"><a")
            html.attribute("href", relativeLink(to: page.path, from: page.path, fragment: heading.id))
            html.markup(">")
            html.text(heading.text)
            html.markup("</a></li>\n")
        }
        html.markup("</ul>\n</details>\n</nav>\n")
    }

    private func sequence(of page: Page, _ html: inout HTMLWriter) {
        guard page.navigation.previous != nil || page.navigation.next != nil else { return }
        html.markup("<nav class=\"sequence\" aria-label=\"Previous and next\">\n")
        if let previous = page.navigation.previous {
            html.markup("<p class=\"previous\"><span>Previous</span> ")
            link(previous, of: page, &html)
            html.markup("</p>\n")
        }
        if let next = page.navigation.next {
            html.markup("<p class=\"next\"><span>Next</span> ")
            link(next, of: page, &html)
            html.markup("</p>\n")
        }
        html.markup("</nav>\n")
    }

    func link(_ link: Page.Link, of page: Page, marksCurrent: Bool = false, _ html: inout HTMLWriter) {
        html.markup("<a")
        html.attribute("href", relativeLink(to: link.path, from: page.path, fragment: link.fragment))
        if marksCurrent, link.path == page.path, link.fragment == nil {
            html.markup(" aria-current=\"page\"")
        }
        html.markup(">")
        html.text(link.title)
        html.markup("</a>")
    }
}
