import Diagnostics
import Evidence
import Quantities
import Site
import TestSupport

/// A small incident with every part that a page can have.
enum SamplePages {
    static let folder = "2026-01-04-connection-spike"
    static let shell = PageShell(siteTitle: "Casebook", footer: "Newest evidence: 4 January 2026, 16:58 UTC")

    static var navigation: Page.Navigation {
        Page.Navigation(
            sections: [
                .init(
                    "Start here",
                    [
                        .init("Usage guide", to: "\(folder)/index.html"),
                        .init("Executive summary", to: "\(folder)/executive-summary.html"),
                    ]),
                .init(
                    "For engineers",
                    [
                        .init("Post-incident report", to: "\(folder)/post-incident-report.html"),
                        .init("EXPLAIN analysis", to: "\(folder)/explain-analysis.html"),
                        .init("Data distribution", to: "\(folder)/data-distribution.html"),
                        .init("Concurrency math", to: "\(folder)/concurrency-math.html"),
                    ]),
                .init(
                    "Check it yourself",
                    [
                        .init("Claims ledger", to: "\(folder)/claims-ledger.html"),
                        .init("Evidence", to: "\(folder)/evidence/index.html"),
                    ]),
            ],
            breadcrumbs: [
                .init("Casebook", to: "index.html"), .init("Connection spike", to: "\(folder)/index.html"),
            ], previous: .init("Executive summary", to: "\(folder)/executive-summary.html"),
            next: .init("EXPLAIN analysis", to: "\(folder)/explain-analysis.html"))
    }

    static func document() throws -> Page {
        Page(
            path: "\(folder)/post-incident-report.html", kind: .document, title: "Post-incident report",
            summary: "What happened on 4 January, whom it hurt, and what stops the next one.",
            incidentTitle: "Report checks took every connection",
            banner: .init(
                status: "Resolved", severity: "SEV-2", audience: "Leadership and the team",
                readingTime: "10 min", owner: "Database reliability",
                newestEvidence: "4 January 2026, 16:58 UTC",
                verdicts: .init(
                    holds: 17, contradicted: 2, undecided: 1,
                    ledger: .init("Claims", to: "\(folder)/claims-ledger.html")),
                notices: [
                    .init(
                        "Reproduced in a lab.",
                        "The figures come from a rebuilt server, not from the one that failed.",
                        link: .init("How it was rebuilt", to: "\(folder)/evidence/environment.txt.html"))
                ]), body: try fixture("Tests/SiteTests/Fixtures/body.html").bytes,
            headings: [
                .init(level: 2, id: "what-happened", text: "What happened"),
                .init(level: 3, id: "before-and-after", text: "Before and after"),
                .init(level: 2, id: "the-fix", text: "The fix"),
                .init(level: 3, id: "verify-it", text: "Verify it"),
                .init(level: 2, id: "timeline", text: "Timeline"),
                .init(level: 3, id: "a-wide-table", text: "Sessions by state"),
            ], navigation: navigation)
    }

    static func evidence() throws -> Page {
        let name = "explain_before.txt"
        let report = Page.Link("Post-incident report", to: "\(folder)/post-incident-report.html")
        let analysis = Page.Link("EXPLAIN analysis", to: "\(folder)/explain-analysis.html")
        let bytes = try fixture("Tests/SiteTests/Fixtures/\(name)").bytes
        var file = EvidenceFile(
            path: name, bytes: bytes,
            query: "EXPLAIN (ANALYZE, BUFFERS)\nSELECT 1 FROM report_jobs WHERE user_id = '<b>&\"';",
            readings: [
                .init(line: 21, label: "Execution time before", documents: [report, analysis]),
                .init(line: 16, label: "Rows removed by the filter", documents: [analysis]),
            ])
        file.title = "The check before the index"
        file.record = SavedRecord(
            capture: name, sha256: try SHA256(of: bytes).hexadecimal, bytes: bytes.count,
            captured: "2026-01-04T16:41:07Z", timeZone: "Etc/UTC", seconds: 0.1042, command: "EXPLAIN",
            query: "check", label: "before", client: "psql 17.2",
            server: .init(version: "17.2", database: "reports", role: "app_user"), access: .readOnly,
            sampling: .init(interval: 0.2, duration: 30, samples: 149, missed: 1),
            statisticsReset: ["pg_stat_statements": "2026-01-04T16:14:50Z"],
            replaces: [.init(sha256: "ab12", captured: "2026-01-04T16:39:00Z")])
        file.recordPath = "\(folder)/evidence/\(name).record.json"
        file.citations = [
            .init(document: report, figures: [.init("execution-before: 101.2 ms", line: 21)]),
            .init(document: analysis, figures: []),
        ]
        file.mentions = [.init(source: "Exhibit 2", text: "How the server runs it")]
        return try EvidencePage(
            of: file, at: "\(folder)/evidence/\(name).html",
            rawPath: EvidenceFile.rawPath(of: name, inIncident: folder)
        )
        .page(
            incidentTitle: "Report checks took every connection",
            navigation: .init(
                sections: navigation.sections,
                breadcrumbs: navigation.breadcrumbs + [.init("Evidence", to: "\(folder)/evidence/index.html")]
            ))
    }
}
