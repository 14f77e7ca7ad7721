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
    private func broken(
        _ links: [(from: String, to: String)], places: [String: Set<String>]
    ) throws
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
            let captures = try pages().filter { page in
                ["explain-before-txt", "postgres-log", "business-context-txt", "activity-200ms-csv"]
                    .contains { page.hasSuffix("\($0).html") }
            }
            #expect(captures.count >= 4)
            for page in try documents() + captures {
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

    /// The pages of captures in folds, each with a line deep in a fold that is closed.
    private func folded() throws -> [(page: String, line: Int)] {
        let site = try site
        return try pages().filter { $0.contains("/evidence/") }.compactMap { page in
            let html = try String(contentsOfFile: "\(site)/\(page)", encoding: .utf8)
            let closed = html.components(separatedBy: "<details class=\"stretch\"><summary>Lines ")
                .dropFirst()
            let lines = closed.compactMap { fold -> ClosedRange<Int>? in
                let ends = fold.prefix { $0 != "<" }.replacing(",", with: "").split(separator: "–")
                guard let first = ends.first.flatMap({ Int($0) }), let last = ends.last.flatMap({ Int($0) })
                else { return nil }
                return first...last
            }
            guard lines.count > 1, let longest = lines.max(by: { $0.count < $1.count }) else { return nil }
            return (page, longest.lowerBound + longest.count * 3 / 4)
        }
    }

    @Test(
        "a link to a line opens the fold that it is in, with scripts and without", arguments: [true, false])
    func foldOpens(scripts: Bool) async throws {
        let site = try site
        let folded = try folded()
        #expect(folded.count > 2)
        try await HeadlessChromium.with { browser in
            for (page, line) in folded {
                for width in [390, 1_280] {
                    let url = "file://\(site)/\(page)#L\(line)"
                    let seen = try await browser.visit(url, width: width, scripts: scripts) { opened in
                        let complaints = await opened.complaints()
                        #expect(complaints.isEmpty)
                        return try await opened.evaluate(
                            """
                            (() => {
                              const line = document.getElementById("L\(line)");
                              const box = line.getBoundingClientRect();
                              const there = document.elementFromPoint(box.left + 5, box.top + box.height / 2);
                              return {open: line.closest("details").open, isOnTop: line.contains(there),
                                top: box.top, window: innerHeight,
                                closed: document.querySelectorAll("details.stretch:not([open])").length};
                            })()
                            """, as: SeenLine.self)
                    }
                    #expect(seen.open && seen.isOnTop, "\(url): the fold is open")
                    #expect(seen.top >= 0 && seen.top < seen.window, "\(url): the line is at \(seen.top)")
                    #expect(seen.closed > 0, "\(url): no other fold was opened for it")
                }
            }
        }
    }

    @Test("a column sorts by click and by keyboard, numbers as numbers, and says so")
    func sorts() async throws {
        let site = try site
        try await HeadlessChromium.with { browser in
            let page = try #require(try pages().first { $0.hasSuffix("/evidence.html") })
            try await browser.visit("file://\(site)/\(page)") { opened in
                let column = "document.querySelector('.table > table')"
                func bytes() async throws -> [String] {
                    try await opened.evaluate(
                        "[...\(column).tBodies[0].rows].map(r => r.cells[4].textContent)")
                }
                func state() async throws -> String {
                    try await opened.evaluate(
                        "[...\(column).tHead.rows[0].cells].map(c => c.getAttribute('aria-sort') || '-').join(' ')"
                    )
                }
                let before = try await bytes()
                let numbers = before.map { Int($0.replacing(",", with: "")) ?? -1 }
                #expect(Set(numbers).count > 10 && !numbers.contains(-1))
                #expect(numbers != numbers.sorted())

                let focused: Bool = try await opened.evaluate(
                    "(() => { const b = \(column).tHead.rows[0].cells[4].querySelector('button'); b.click(); b.focus(); return document.activeElement === b; })()"
                )
                #expect(focused, "the header is a button that takes the focus")
                #expect(try await bytes().map { Int($0.replacing(",", with: "")) ?? -1 } == numbers.sorted())
                #expect(try await state() == "- - - - ascending -")
                try await opened.press("Enter")
                #expect(
                    try await bytes().map { Int($0.replacing(",", with: "")) ?? -1 }
                        == numbers.sorted().reversed())
                #expect(try await state() == "- - - - descending -")
                try await opened.press("Tab")
                try await opened.press(" ")
                #expect(try await state() == "- - - - - ascending")
                let complaints = await opened.complaints()
                #expect(complaints.isEmpty)
            }
            let plain = try await browser.visit("file://\(site)/\(page)", scripts: false) { opened in
                try await opened.evaluate("document.querySelectorAll('.sort').length", as: Int.self)
            }
            #expect(plain == 0, "without scripts a header is only text")
        }
    }

    @Test("sorting keeps the order of equal rows and puts what is missing last in both directions")
    func sortsStably() async throws {
        let site = try site
        try await HeadlessChromium.with { browser in
            let page = try #require(try pages().first { $0.hasSuffix("/evidence.html") })
            try await browser.visit("file://\(site)/\(page)") { opened in
                func order(_ clicks: Int) async throws -> [String] {
                    try await opened.evaluate(
                        """
                        (() => {
                          const table = document.querySelector('.table > table');
                          const header = table.tHead.rows[0].cells[2];
                          for (let i = 0; i < \(clicks); i++) header.querySelector('button').click();
                          return [...table.tBodies[0].rows].map(r => r.cells[2].textContent.trim() + " " + r.cells[0].textContent);
                        })()
                        """)
                }
                let names = try await order(0)
                let missing = names.filter { $0.hasPrefix(" ") }
                #expect(missing.count > 2 && missing.count < names.count - 2)
                for rows in [try await order(1), try await order(1)] {
                    #expect(Array(rows.suffix(missing.count)) == missing, "in the order they had")
                    #expect(Set(rows) == Set(names))
                }
            }
        }
    }

    @Test("a page of a plan shows the tree beside the lines where it is wide, above them where it is narrow")
    func beside() async throws {
        let site = try site
        let page = try #require(try pages().first { $0.hasSuffix("/explain-before-txt.html") })
        try await HeadlessChromium.with { browser in
            for (width, isBeside) in [(1_440, true), (390, false)] {
                let found = try await browser.visit("file://\(site)/\(page)", width: width) { opened in
                    let overflowing = try await opened.overflowing()
                    #expect(overflowing.isEmpty)
                    return try await opened.evaluate(
                        """
                        (() => {
                          const [a, b] = [".reading", ".raw"].map(c => document.querySelector(c).getBoundingClientRect());
                          return a.right <= b.left;
                        })()
                        """, as: Bool.self)
                }
                #expect(found == isBeside, "\(width)")
            }
        }
    }

    @Test("an answer that is folded away opens by keyboard")
    func folds() async throws {
        let site = try site
        let page = try #require(try documents().first { $0.hasSuffix("concurrency-math.html") })
        try await HeadlessChromium.with { browser in
            try await browser.visit("file://\(site)/\(page)") { opened in
                func isAnswerSeen() async throws -> Bool {
                    try await opened.evaluate("document.querySelector('.folded > p').checkVisibility()")
                }
                #expect(try await !isAnswerSeen())
                _ = try await opened.evaluate(
                    "document.querySelector('.folded > summary').focus() ?? 0", as: Int.self)
                try await opened.press("Enter")
                #expect(try await isAnswerSeen())
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
              links: [...new Set([...document.querySelectorAll("a[href], link[href], img[src], script[src], use[href]")]
                .map(e => e.getAttribute("href") || e.getAttribute("src")))]})
            """)
    }
}

/// Where a line of a capture stands in the window.
private struct SeenLine: Decodable, Sendable {
    let open: Bool
    let isOnTop: Bool
    let top: Double
    let window: Double
    let closed: Int
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
            """)
    }
}

/// Builds the shipped site once for all tests of a suite.
struct BuiltSiteTrait: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        try await TemporaryFolder.with { folder in
            let site = folder.path(of: "site")
            try await Command(
                try builtProgram("casebook"), "build", "--root", repositoryRoot, "--output", site
            ).succeed()
            try await SiteInBrowserTests.$site.withValue(site) { try await function() }
        }
    }
}

extension Trait where Self == BuiltSiteTrait {
    static var builtSite: Self { Self() }
}
