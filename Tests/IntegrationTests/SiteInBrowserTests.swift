import Foundation
import TestSupport
import Testing

/// The shipped site, built by the real program and opened from disk in a real browser.
@Suite(.builtSite) struct SiteInBrowserTests {
    @TaskLocal static var site: String?

    private var site: String { get throws { try #require(Self.site) } }

    private func pages() throws -> [String] { try files(below: site).filter { $0.hasSuffix(".html") } }

    /// The pages that are no capture's: what a person comes to read.
    private func documents() throws -> [String] { try pages().filter { !$0.contains("/evidence/") } }

    @Test(
        "every page fits 390 pixels, complains of nothing, asks for nothing from elsewhere, and its links lead somewhere"
    )
    func everyPage() async throws {
        let site = try site
        let pages = try pages()
        #expect(pages.count > 20)
        var places: [String: Set<String>] = [:]
        var links: [(from: String, to: String)] = []
        try await HeadlessChromium.with { browser in
            for page in pages {
                let found = try await browser.visit("file://\(site)/\(page)", width: 390, height: 844) {
                    opened in
                    let overflowing = try await opened.overflowing()
                    let complaints = await opened.complaints()
                    let elsewhere = await opened.requests().filter {
                        !$0.hasPrefix("file://\(site)/") && $0 != "data:,"
                    }
                    #expect(overflowing.isEmpty, "\(page)")
                    #expect(complaints.isEmpty, "\(page)")
                    #expect(elsewhere.isEmpty, "\(page)")
                    return try await Targets(opened)
                }
                places[page] = Set(found.ids)
                let twice = Dictionary(grouping: found.ids, by: \.self).filter { $0.value.count > 1 }.keys
                    .sorted()
                #expect(twice.isEmpty, "\(page): ids that stand twice")
                links += found.links.map { (page, $0) }
            }
        }
        let broken = try broken(links, places: places)
        #expect(links.count > 500)
        #expect(broken.isEmpty, "\(broken.count) links, such as \(broken.prefix(10))")
    }

    /// The links that leave the site, lead to no file or to no place in it.
    private func broken(_ links: [(from: String, to: String)], places: [String: Set<String>]) throws
        -> [String]
    {
        let files = Set(try files(below: site))
        var broken: [String] = []
        // An empty icon, which keeps browsers from asking for one.
        for (page, link) in links where link != "data:," {
            guard let url = URL(string: link, relativeTo: URL(string: "site:///\(page)")),
                url.scheme == "site",
                !link.hasPrefix("/")
            else {
                broken.append("\(page): \(link) leaves the site")
                continue
            }
            let path = String(url.path.dropFirst())
            let file = path.isEmpty || path.hasSuffix("/") ? path + "index.html" : path
            if !files.contains(file) { broken.append("\(page): \(link) leads to no file") }
            if let place = url.fragment(percentEncoded: false), !place.isEmpty,
                places[file]?.contains(place) == false
            {
                broken.append("\(page): \(link) leads to no place")
            }
        }
        return broken
    }

    @Test("wide and dark, a document shows as much as it does narrow and light, and all of it can be read")
    func wideAndDark() async throws {
        let site = try site
        try await HeadlessChromium.with { browser in
            for page in try documents() {
                let url = "file://\(site)/\(page)"
                let narrow = try await browser.visit(url, width: 390) { try await Shown($0) }
                let wide = try await browser.visit(url, width: 1_440, dark: true) { opened in
                    let overflowing = try await opened.overflowing()
                    let complaints = await opened.complaints()
                    #expect(overflowing.isEmpty, "\(page)")
                    #expect(complaints.isEmpty, "\(page)")
                    return try await Shown(opened)
                }
                #expect(narrow.words == wide.words, "\(page)")
                #expect(narrow.background != wide.background, "\(page): dark is as light")
                #expect(wide.contrast >= 4.5, "\(page): text on its ground")
                #expect(narrow.contrast >= 4.5, "\(page): text on its ground")
                #expect(wide.headings == 1, "\(page): one heading of the first level")
                #expect(wide.language == "en" && !wide.title.isEmpty, "\(page)")
            }
        }
    }

    @Test("a document prints as PDF")
    func print() async throws {
        let site = try site
        let page = try #require(try documents().first { $0.hasSuffix("executive-summary.html") })
        let pdf = try await HeadlessChromium.with { browser in
            try await browser.visit("file://\(site)/\(page)") { try await $0.pdf() }
        }
        #expect(pdf.starts(with: Array("%PDF".utf8)))
        #expect(pdf.count > 10_000)
    }
}

/// What a page holds that can be linked to, and what it links to.
private struct Targets: Decodable, Sendable {
    let ids: [String]
    let links: [String]

    init(_ page: BrowserPage) async throws {
        self = try await page.evaluate(
            """
            ({ids: [...document.querySelectorAll("[id]")].map(e => e.id),
              links: [...new Set([...document.querySelectorAll("a[href], link[href], img[src], use[href]")]
                .map(e => e.getAttribute("href") || e.getAttribute("src")))]})
            """
        )
    }
}

/// What a reader sees of a page.
private struct Shown: Decodable, Sendable {
    let words: Int
    let background: String
    let contrast: Double
    let headings: Int
    let language: String
    let title: String

    init(_ page: BrowserPage) async throws {
        // The contrast is that of WCAG 2.2, "relative luminance" and "contrast ratio".
        self = try await page.evaluate(
            """
            (() => {
              const main = document.querySelector("main") || document.body;
              const rgb = c => (c.match(/[\\d.]+/g) || []).map(Number);
              const ground = e => {
                for (; e; e = e.parentElement) {
                  const c = rgb(getComputedStyle(e).backgroundColor);
                  if (c.length === 3 || c[3] > 0) return c;
                }
                return [255, 255, 255];
              };
              const light = c => c.slice(0, 3)
                .map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
                .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
              const against = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
              const texts = [...main.querySelectorAll("p, li, td, th, h1, h2, h3, a, small, code, dt, dd")]
                .filter(e => e.offsetParent && e.textContent.trim());
              return {
                words: main.textContent.split(/\\s+/).filter(w => w).length,
                background: ground(document.body).join(),
                contrast: Math.min(...texts.map(e =>
                  against(light(rgb(getComputedStyle(e).color)), light(ground(e))))),
                headings: document.querySelectorAll("h1").length,
                language: document.documentElement.lang,
                title: document.title,
              };
            })()
            """
        )
    }
}

/// Builds the shipped site once for all tests of a suite.
struct BuiltSiteTrait: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @Sendable () async throws -> Void
    ) async throws {
        try await TemporaryFolder.with { folder in
            let site = folder.path(of: "site")
            try await Command(
                try builtProgram("casebook"),
                "build",
                "--root",
                repositoryRoot,
                "--output",
                site
            ).succeed()
            try await SiteInBrowserTests.$site.withValue(site) { try await function() }
        }
    }
}

extension Trait where Self == BuiltSiteTrait {
    static var builtSite: Self { Self() }
}
