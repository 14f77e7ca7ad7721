import Diagnostics
import Evidence
import Testing

@testable import Site

/// Captures as pages: every byte shows, none acts, each line has its address.
@Suite struct EvidencePageTests {
    private func body(_ bytes: [UInt8], readings: [EvidenceFile.Reading] = []) throws -> String {
        let file = EvidenceFile(path: "x.txt", bytes: bytes, readings: readings)
        let page = try EvidencePage(
            of: file, at: "spike/evidence/x.txt.html", rawPath: "spike/evidence/x.txt"
        )
        .page(incidentTitle: nil, navigation: .init())
        return String(decoding: page.body, as: UTF8.self)
    }

    /// What stands on each line of the page, without its number.
    private func lines(_ bytes: [UInt8]) throws -> [String] {
        let body = try body(bytes)
        guard let listing = body.split(separator: "<pre class=\"lines\">").last, body.contains("<pre class")
        else {
            return []
        }
        return listing.split(separator: "\n</span>").dropLast().enumerated().map { index, line in
            let start = "<span id=\"L\(index + 1)\"><a href=\"#L\(index + 1)\">\(index + 1)</a>"
            return line.hasPrefix(start) ? String(line.dropFirst(start.count)) : "unaddressed: \(line)"
        }
    }

    @Test func `What an outsider may have written is text`() throws {
        #expect(
            try lines(Array("<script>alert('1')</script>\n</pre></span>&lt;\n\"\u{301}onload=x\n".utf8)) == [
                "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;", "&lt;/pre&gt;&lt;/span&gt;&amp;lt;",
                "&quot;\u{301}onload=x",
            ])
    }

    @Test func `Bytes that would not show, show`() throws {
        func seen(_ text: String) -> String { "<span class=\"byte\">\(text)</span>" }
        #expect(try lines([0x61, 0x1B, 0x5B, 0x33, 0x31, 0x6D]) == ["a\(seen("␛"))[31m"])
        #expect(
            try lines(Array("nul \u{0} bell \u{7} delete \u{7F} tab\there, and more text".utf8)) == [
                "nul \(seen("␀")) bell \(seen("␇")) delete \(seen("␡")) tab\there, and more text"
            ])
        // Invalid: a lone continuation, an overlong slash, a surrogate, a cut sequence, beyond U+10FFFF.
        #expect(try lines([0x80, 0x2E]) == ["\(seen("\\x80"))."])
        #expect(try lines([0xC0, 0xAF]) == [seen("\\xC0") + seen("\\xAF")])
        #expect(try lines([0xED, 0xA0, 0x80]) == [seen("\\xED") + seen("\\xA0") + seen("\\x80")])
        #expect(try lines([0xE2, 0x82]) == [seen("\\xE2") + seen("\\x82")])
        #expect(try lines([0xF4, 0x90, 0x80, 0x80]).first?.hasPrefix(seen("\\xF4")) == true)
        #expect(try lines([0xE2, 0x82, 0x0A, 0xAC]) == [seen("\\xE2") + seen("\\x82"), seen("\\xAC")])
        // Characters that turn the reading order round or cannot be seen.
        #expect(
            try lines(Array("user\u{202E}nimda\u{2069}\u{200B}\u{FEFF}\u{85}\u{E0041}".utf8)) == [
                "user" + seen("U+202E") + "nimda" + seen("U+2069") + seen("U+200B") + seen("U+FEFF")
                    + seen("U+0085")
                    + seen("U+E0041")
            ])
        #expect(try lines(Array("Ünï→ 日本 👩‍💻 e\u{301}".utf8)) == ["Ünï→ 日本 👩‍💻 e\u{301}"])
    }

    @Test func `Any bytes give well-formed UTF-8 with as many lines as the capture`() throws {
        var seed: UInt64 = 42
        for round in 0..<300 {
            var bytes: [UInt8] = Array(
                "start of a text capture, so that it counts as one, whatever follows it\n".utf8)
            for _ in 0..<(round % 97) {
                seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let byte = UInt8(truncatingIfNeeded: seed >> 56)
                bytes.append(byte < 0x20 && byte % 4 != 2 ? 0x3C : byte)
            }
            let file = SourceFile(path: "x", bytes: bytes)
            let page = try body(bytes)
            #expect(String(validating: Array(page.utf8), as: UTF8.self) != nil)
            #expect(page.split(separator: "<span id=\"L").count - 1 == file.lineCount)
            #expect(!page.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" && $0 != "\t" })
        }
    }

    @Test func `Every byte is escaped wherever it stands`() {
        let named: [UInt8: String] = [
            0x26: "&amp;", 0x3C: "&lt;", 0x3E: "&gt;", 0x22: "&quot;", 0x27: "&#39;",
        ]
        for byte in UInt8.min...UInt8.max {
            for position in 0..<20 {
                var bytes = Array(repeating: UInt8(ascii: "="), count: 20)
                bytes[position] = byte
                var html: [UInt8] = []
                bytes.withUnsafeBufferPointer { EvidenceLines.append($0, to: &html) }
                let shown = String(decoding: html, as: UTF8.self).filter { $0 != "=" || byte == 0x3D }
                let plain = byte == 0x09 || (0x20...0x7E).contains(byte)
                let expected = named[byte] ?? String(UnicodeScalar(byte))
                if byte == 0x3D {
                    #expect(html == bytes)
                } else if plain {
                    #expect(shown == expected, "\(byte) at \(position)")
                } else {
                    #expect(shown.hasPrefix("<span class\"byte\">"), "\(byte) at \(position)")
                }
            }
        }
    }

    @Test func `Lines are counted as the readers of captures count them`() throws {
        for text in ["", "a", "a\n", "a\n\n", "\n", "a\r\nb", "a\r\nb\r\n", "a\rb\n", "\r\n"] {
            let file = SourceFile(path: "x", text: text)
            #expect(NumberedLines.count(of: file.bytes) == file.lineCount, "\(Array(text.utf8))")
            #expect(try lines(file.bytes).count == file.lineCount, "\(Array(text.utf8))")
        }
        #expect(try lines(Array("a\r\nb\r".utf8)) == ["a", "b<span class=\"byte\">␍</span>"])
    }

    @Test func `Lines that documents read are marked and lead to them, several to a line too`() throws {
        let report = Page.Link("Report", to: "spike/report.html", fragment: "impact")
        let page = try body(
            Array("one\ntwo\nthree\n".utf8),
            readings: [
                .init(line: 3, label: "C", documents: []), .init(line: 2, label: "B<b>", documents: [report]),
                .init(line: 2, label: "A", documents: [report]),
                .init(line: 99, label: "beyond", documents: []),
            ])
        #expect(
            page.contains(
                """
                <span id="L2" class="read"><a href="#L2">2</a>two<small><a href="#F1">A</a></small>\
                <small><a href="#F2">B&lt;b&gt;</a></small>
                </span><span id="L3" class="read"><a href="#L3">3</a>three<small><a href="#F3">C</a></small>
                </span></pre>
                """))
        #expect(page.contains("<tr id=\"F1\"><td align=\"right\"><a href=\"#L2\">2</a></td><td>A</td>"))
        #expect(page.contains("<td><a href=\"../report.html#impact\">Report</a></td>"))
    }

    @Test func `A long capture is in folds, those that are read open, with every line in one of them`() throws
    {
        let text = (1...2_501).map { "line \($0)\n" }.joined()
        let page = try body(
            Array(text.utf8),
            readings: [
                .init(line: 450, label: "A", documents: []), .init(line: 450, label: "B<b>", documents: []),
                .init(line: 2_501, label: "C", documents: []),
            ])
        let folds = page.split(separator: "<details class=\"stretch\"").dropFirst()
        #expect(folds.count == 13)
        #expect(folds.filter { $0.hasPrefix(" open>") }.count == 2)
        #expect(
            page.contains(
                """
                <details class="stretch" open><summary>Lines 401–600 <span>2 figures: A, B&lt;b&gt;</span>\
                </summary><pre class="lines"><span id="L401"><a href="#L401">401</a>line 401
                """))
        #expect(page.contains("<details class=\"stretch\"><summary>Lines 601–800</summary>"))
        #expect(page.contains("line 2501<small>"))
        for number in 1...2_501 {
            #expect(page.contains("<span id=\"L\(number)\""), "\(number)")
        }
        #expect(page.contains("All 2,501 lines are here"))
        #expect(try body(Array("short\n".utf8)).contains("<details") == false)
    }

    @Test func `The list of folds stays short however long the capture is`() throws {
        let page = try body(Array(String(repeating: "x\n", count: 100_000).utf8))
        #expect(page.split(separator: "<details").count - 1 == 50)
        #expect(page.contains("Lines 98,001–100,000"))
    }

    @Test func `A compressed capture has facts and a link to its bytes, and no lines`() throws {
        let page = try body([0x1F, 0x8B, 0x08, 0x00], readings: [.init(line: 4, label: "A", documents: [])])
        #expect(!page.contains("<pre") && !page.contains("#L4"))
        #expect(page.contains("<dt>Size</dt><dd>4 bytes</dd>"))
        #expect(page.contains("<a href=\"x.txt\" download>x.txt</a>"))
        #expect(EvidenceFile(path: "x", bytes: Array(repeating: 0, count: 90)).isText == false)
        #expect(EvidenceFile(path: "x", bytes: []).isText)
    }

    @Test func `A capture that was unpacked shows its lines, and hands over the bytes on disk`() throws {
        let stored: [UInt8] = [0x1F, 0x8B, 0x08, 0x00]
        let file = EvidenceFile(
            path: "x.txt.gz", bytes: stored, text: Array("first\nsecond\n".utf8),
            readings: [.init(line: 2, label: "A", documents: [])])
        let page = try EvidencePage(of: file, at: "s/evidence/x.html", rawPath: "s/evidence/x.txt.gz")
            .page(incidentTitle: nil, navigation: .init())
        let body = String(decoding: page.body, as: UTF8.self)
        #expect(body.contains("<span id=\"L2\" class=\"read\"><a href=\"#L2\">2</a>second"))
        #expect(body.contains("<dt>Size</dt><dd>4 bytes compressed, 13 bytes unpacked, 2 lines</dd>"))
        #expect(body.contains("<a href=\"x.txt.gz\" download>x.txt.gz</a>"))
        #expect(body.contains(try SHA256(of: stored).hexadecimal))
    }

    @Test(arguments: [
        ("a.txt", "a.txt"), ("deep/b.csv", "deep/b.csv"), ("c.JSON", "c.JSON"), ("d.log.gz", "d.log.gz"),
        ("e.html", "e.html.txt"), ("f.XML", "f.XML.txt"), ("g.svg", "g.svg.txt"), ("h.xhtml", "h.xhtml.txt"),
        ("i.js", "i.js.txt"), ("noext", "noext.txt"), (".htaccess", ".htaccess.txt"), (".txt", ".txt.txt"),
        ("web.config", "web.config.txt"), ("j.txt.html", "j.txt.html.txt"),
    ])
    func `The exact bytes are served under a name that nothing runs`(capture: String, raw: String) {
        #expect(EvidenceFile.rawPath(of: capture, inIncident: "spike") == "spike/evidence/\(raw)")
    }

    @Test func `The hash is the one that sha256sum prints`() throws {
        #expect(
            try SHA256(of: []).hexadecimal
                == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(
            try SHA256(of: Array("abc".utf8)).hexadecimal
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }
}
