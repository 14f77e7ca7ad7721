import Foundation
import TestSupport
import Testing

extension SiteInBrowserTests {
    @Test("a figure in focus shows how it came about, and a fold lists it for who cannot point")
    func figureInFocus() async throws {
        let site = try #require(Self.site)
        let page = "file://\(site)/2026-01-04-connection-spike/executive-summary.html"
        try await HeadlessChromium.with { browser in
            try await browser.visit(page, width: 390) { opened in
                let shown: [String] = try await opened.evaluate(
                    """
                    [...document.querySelectorAll(".text > ul a[href*='figures.html#']")].map(figure => {
                      figure.focus({focusVisible: true});
                      return getComputedStyle(figure, "::after").content;
                    })
                    """)
                #expect(!shown.isEmpty)
                // Each names the capture and the line: "log time (postgres.log:856) − …".
                #expect(
                    shown.allSatisfy { $0.contains(".log:") || $0.contains(".txt:") || $0.contains(".csv:") },
                    "\(shown)")
                let unlisted: [String] = try await opened.evaluate(
                    """
                    (() => {
                      const list = document.querySelector("details.derivations").textContent;
                      return [...document.querySelectorAll(".text > ul a[href*='figures.html#']")]
                        .map(figure => figure.textContent).filter(text => !list.includes(text));
                    })()
                    """)
                #expect(unlisted.isEmpty)
                let overflowing = try await opened.overflowing()
                #expect(overflowing.isEmpty)
            }
        }
    }

    @Test("every page of the incident says that it was reproduced, and on which clock")
    func everyPageSaysReproduced() async throws {
        let site = try #require(Self.site)
        let pages = try files(below: site).filter { $0.hasPrefix("2026-01-04-") && $0.hasSuffix(".html") }
        #expect(pages.count > 120)
        for page in pages {
            let html = try String(contentsOfFile: "\(site)/\(page)", encoding: .utf8)
            #expect(html.contains("This incident was reproduced in a laboratory"), "\(page)")
            #expect(html.contains("clock was set to the incident"), "\(page)")
        }
    }
}
