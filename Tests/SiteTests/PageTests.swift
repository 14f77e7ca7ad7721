import Site
import TestSupport
import Testing

/// Whole pages, as they are written to disk.
@Suite struct PageTests {
    private func html(_ page: Page) -> String {
        String(decoding: SamplePages.shell.render(page), as: UTF8.self)
    }

    @Test func `A document`() throws {
        let output = html(try SamplePages.document())
        #expect(try Golden("document.html", in: "SiteTests").difference(from: output) == nil)
    }

    @Test func `An evidence page`() throws {
        let output = html(try SamplePages.evidence())
        #expect(try Golden("evidence.html", in: "SiteTests").difference(from: output) == nil)
    }

    @Test func `A page that has nothing but text`() throws {
        let page = Page(path: "index.html", kind: .index, title: "Casebook", body: Array("<p>None.</p>".utf8))
        let output = html(page)
        #expect(try Golden("bare.html", in: "SiteTests").difference(from: output) == nil)
    }

    @Test func `What an outsider may have named stays text, in attributes too`() {
        let hostile = "</title><script>alert(1)</script> \"\u{301} onload='x' &amp; \u{0} \u{1B}[31m"
        let page = Page(
            path: "a/b.html", kind: .document, title: hostile, summary: hostile, incidentTitle: hostile + "2",
            banner: .init(
                status: hostile, owner: hostile,
                verdicts: .init(holds: 1, contradicted: 0, undecided: 0, ledger: .init(hostile, to: hostile)),
                notices: [.init(hostile, hostile, link: .init(hostile, to: "c.html", fragment: hostile))]),
            body: [], headings: (1...3).map { .init(level: 2, id: "\(hostile)\($0)", text: hostile) },
            navigation: .init(
                sections: [.init(hostile, [.init(hostile, to: "javascript:alert(1)")])],
                breadcrumbs: [.init(hostile, to: "//evil.example/x")],
                next: .init(hostile, to: "data:text/html,x")))
        let output = html(page)
        #expect(output.split(separator: "<script").count == 2, "the site's own and no other")
        // A quotation mark that a combining mark follows is one character, and still ends an attribute.
        #expect(output.utf8.count { $0 == 0x22 } % 2 == 0)
        #expect(!output.contains("onload='x'"))
        #expect(!output.utf8.contains(0) && !output.utf8.contains(0x1B))
        #expect(output.contains("href=\"../javascript%3Aalert%281%29\""))
        #expect(output.contains("href=\"../evil.example/x\""))
        #expect(output.contains("href=\"../data%3Atext/html%2Cx\""))
    }

    @Test func `The policy allows the site's own stylesheet, script and pictures, and nothing else`() throws {
        for (page, script) in [
            (try SamplePages.document(), "../site.js"), (try SamplePages.evidence(), "../../site.js"),
        ] {
            let output = html(page)
            #expect(
                output.contains(
                    """
                    content="default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; \
                    base-uri 'none'; form-action 'none'"
                    """))
            let scripts = output.split(separator: "<script", omittingEmptySubsequences: false).dropFirst()
            #expect(scripts.count == 1)
            #expect(scripts.first?.hasPrefix(" defer src=\"\(script)\"></script>") == true)
            #expect(!output.contains("style=\"") && !output.contains("<style") && !output.contains("onclick"))
            #expect(!output.contains("href=\"http") && !output.contains("src=\"http"))
        }
    }

    @Test func `The script asks for nothing, stores nothing and writes no markup`() {
        let script = String(decoding: Script.bytes, as: UTF8.self)
        for word in [
            "fetch", "XMLHttpRequest", "import", "eval", "innerHTML", "Storage", "cookie", "http",
            "Function(",
        ] {
            #expect(!script.contains(word), "\(word)")
        }
        #expect(Script.bytes.count < 4_096)
    }

    @Test func `The page that is shown is marked among the others, and only it`() throws {
        let output = html(try SamplePages.document())
        let marked = output.split(separator: "\n").filter {
            $0.contains("<li><a") && $0.contains("aria-current")
        }
        #expect(
            marked == [
                "<li><a href=\"post-incident-report.html\" aria-current=\"page\">Post-incident report</a></li>"
            ])
    }
}

/// Addresses between pages.
@Suite struct RelativeLinkTests {
    @Test(arguments: [
        ("index.html", "index.html", "index.html"),
        ("index.html", "spike/index.html", "../index.html"),
        ("spike/index.html", "index.html", "spike/index.html"),
        ("spike/a.html", "spike/b.html", "a.html"),
        ("spike/evidence/x.txt.html", "spike/b.html", "evidence/x.txt.html"),
        ("spike/b.html", "spike/evidence/deep/x.html", "../../b.html"),
        ("spike/b.html", "spike2/b.html", "../spike/b.html"),
        ("style.css", "a/b/c/d.html", "../../../style.css"),
        // A directory of the same name as a file's is no shared folder.
        ("a", "a/b.html", "../a"),
        ("spike/a:b.html", "spike/c.html", "a%3Ab.html"),
        ("spike/50% off?#1.html", "spike/c.html", "50%25%20off%3F%231.html"),
        ("spike/übersicht.html", "spike/c.html", "%C3%BCbersicht.html"),
    ])
    func `From one page to another`(target: String, page: String, link: String) {
        #expect(relativeLink(to: target, from: page) == link)
    }

    @Test func `To a place within a page`() {
        #expect(relativeLink(to: "a/b.html", from: "a/c.html", fragment: "L12") == "b.html#L12")
        #expect(relativeLink(to: "a/b.html", from: "a/b.html", fragment: "L12") == "#L12")
        #expect(relativeLink(to: "a/b.html", from: "a/b.html", fragment: "x y\"") == "#x%20y%22")
    }
}
