/// The head of a page: its title, the facts about it, and what to know before reading on.
extension PageShell {
    func banner(of page: Page, notices: [Page.Banner.Notice], _ html: inout HTMLWriter) {
        html.markup("<header class=\"banner\">\n")
        if let incident = page.incidentTitle, incident != page.title {
            html.markup("<p class=\"incident\">")
            html.text(incident)
            html.markup("</p>\n")
        }
        html.markup("<h1>")
        html.text(page.title)
        html.markup("</h1>\n")
        facts(of: page, &html)
        for notice in notices {
            html.markup("<aside class=\"notice\"><p><strong>")
            html.text(notice.title)
            html.markup("</strong> ")
            html.text(notice.text)
            if let more = notice.link {
                html.markup(" ")
                link(more, of: page, &html)
            }
            html.markup("</p></aside>\n")
        }
        html.markup("</header>\n")
    }

    private func facts(of page: Page, _ html: inout HTMLWriter) {
        let banner = page.banner
        let facts: [(name: StaticString, title: StaticString, value: String?)] = [
            ("status", "Status", banner.status), ("severity", "Severity", banner.severity),
            ("audience", "For", banner.audience), ("reading-time", "Reading time", banner.readingTime),
            ("owner", "Owner", banner.owner), ("newest-evidence", "Newest evidence", banner.newestEvidence),
        ]
        guard facts.contains(where: { $0.value != nil }) || banner.verdicts != nil else { return }
        html.markup("<dl class=\"facts\">\n")
        for fact in facts {
            guard let value = fact.value else { continue }
            html.markup("<div class=\"")
            html.markup(fact.name)
            html.markup("\"><dt>")
            html.markup(fact.title)
            html.markup("</dt><dd>")
            html.text(value)
            html.markup("</dd></div>\n")
        }
        if let verdicts = banner.verdicts { self.verdicts(verdicts, of: page, &html) }
        html.markup("</dl>\n")
    }

    private func verdicts(_ verdicts: Page.Banner.Verdicts, of page: Page, _ html: inout HTMLWriter) {
        html.markup("<div class=\"verdicts\"><dt>")
        if let ledger = verdicts.ledger { link(ledger, of: page, &html) } else { html.markup("Claims") }
        html.markup("</dt><dd>")
        let counts: [(name: StaticString, words: StaticString, count: Int)] = [
            ("holds", verdicts.holds == 1 ? " holds" : " hold", verdicts.holds),
            ("contradicted", " contradicted", verdicts.contradicted),
            ("undecided", " undecided", verdicts.undecided),
        ]
        var separator: StaticString = ""
        for verdict in counts where verdict.count > 0 {
            html.markup(separator)
            separator = " "
            html.markup("<span class=\"verdict ")
            html.markup(verdict.name)
            html.markup("\">")
            html.number(verdict.count)
            html.markup(verdict.words)
            html.markup("</span>")
        }
        if verdicts.holds + verdicts.contradicted + verdicts.undecided == 0 { html.markup("none") }
        html.markup("</dd></div>\n")
    }
}
