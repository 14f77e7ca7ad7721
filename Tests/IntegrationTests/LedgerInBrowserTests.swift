import Foundation
import TestSupport
import Testing

extension SiteInBrowserTests {
    @Test("the ledger is narrowed down by verdict and by document, with the parts that belong to a claim")
    func ledgerIsNarrowedDown() async throws {
        let site = try #require(Self.site)
        let page = "file://\(site)/2026-01-04-connection-spike/claims.html"
        try await HeadlessChromium.with { browser in
            try await browser.visit(page) { opened in
                /// Chooses in a select, and gives the verdicts and the documents of the rows that are left.
                func choose(_ name: String, _ option: String) async throws -> [String] {
                    try await opened.evaluate(
                        """
                        (() => {
                          const select = document.querySelector(".filter select[name='\(name)']");
                          select.value = "\(option)";
                          select.dispatchEvent(new Event("change"));
                          const body = document.querySelector(".filter ~ .table > table").tBodies[0];
                          return [...body.rows].filter(row => row.offsetParent)
                            .map(row => row.cells[1].textContent + "; " + row.cells[4].textContent);
                        })()
                        """)
                }
                func headings() async throws -> Int {
                    try await opened.evaluate(
                        "[...document.querySelectorAll('h3')].filter(h => h.offsetParent).length")
                }
                func said() async throws -> String {
                    try await opened.evaluate("document.querySelector('.filter output').value")
                }
                let all = try await choose("Verdict", "")
                #expect(all.count > 40)
                let allHeadings = try await headings()
                let contradicted = try await choose("Verdict", "✗ contradicted")
                #expect(contradicted == all.filter { $0.hasPrefix("✗ contradicted") })
                #expect(!contradicted.isEmpty && contradicted.count < all.count)
                #expect(try await said() == "\(contradicted.count) of \(all.count) shown")
                #expect(try await headings() == allHeadings - (all.count - contradicted.count))
                _ = try await choose("Verdict", "")
                let summary = try await choose("Stated in", "Executive summary")
                #expect(summary == all.filter { $0.contains("Executive summary") })
                #expect(!summary.isEmpty && summary.count < all.count)
                let both = try await choose("Verdict", "✓ holds")
                #expect(both == summary.filter { $0.hasPrefix("✓ holds") })
                _ = try await choose("Stated in", "")
                #expect(try await choose("Verdict", "").count == all.count)
                #expect(try await said().isEmpty)
                let complaints = await opened.complaints()
                #expect(complaints.isEmpty)
            }
            let hidden = try await browser.visit(page, scripts: false) { opened in
                try await opened.evaluate(
                    "document.querySelector('.filter').offsetParent === null", as: Bool.self)
            }
            #expect(hidden, "without the script there is nothing that could be chosen")
        }
    }
}
