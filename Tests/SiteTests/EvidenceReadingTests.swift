import Diagnostics
import Evidence
import Pictures
import Quantities
import TestSupport
import Testing

@testable import Site

/// What a page shows beside the lines: what Casebook reads in them.
@Suite struct EvidenceReadingTests {
    private func body(_ text: String, path: String = "x.txt") throws -> String {
        let file = EvidenceFile(path: path, bytes: Array(text.utf8))
        let page = try EvidencePage(of: file, at: "s/evidence/x.html", rawPath: "s/evidence/\(path)")
            .page(incidentTitle: nil, navigation: .init())
        return String(decoding: page.body, as: UTF8.self)
    }

    /// The part of the page that stands beside the lines.
    private func reading(_ text: String, path: String = "x.txt") throws -> String {
        let body = try body(text, path: path)
        let start = try #require(body.firstRange(of: "<section class=\"reading\""))
        let end = try #require(body.firstRange(of: "<section class=\"raw\""))
        return String(body[start.upperBound..<end.lowerBound])
    }

    @Test func `A result is a table with numbers to the right, its nulls shown and its rows linked`() throws {
        let reading = try reading("name,n\nfirst,12\n\"\",\nthird,1400\n", path: "x.csv")
        #expect(
            reading.contains(
                "<thead><tr><th align=\"right\">Line</th><th>name</th><th align=\"right\">n</th></tr></thead>"
            ))
        #expect(
            reading.contains(
                "<td align=\"right\"><a href=\"#L2\">2</a></td><td>first</td><td align=\"right\">12</td>"))
        // A quoted nothing is an empty text, and so the other is a null.
        #expect(reading.contains("<td></td><td align=\"right\"><i class=\"null\">NULL</i></td>"))
        #expect(reading.contains("3 rows, 2 columns."))
    }

    @Test(arguments: ["prom_ns.json", "prometheus_duplicate_huge_time.json", "cloudwatch_ns.json"])
    func `A capture with times that no clock shows says on its page why it is not read`(_ name: String) throws
    {
        let file = try fixture("Tests/InspectionTests/Fixtures/extreme/\(name)")
        let reading = try reading(String(decoding: file.bytes, as: UTF8.self), path: name)
        #expect(reading.contains("It cannot be read whole"))
        #expect(reading.contains("is not a point in time"))
    }

    @Test func `A null that may be an empty text is told apart from both`() throws {
        let reading = try reading("name,n\nfirst,12\n,3\n", path: "x.csv")
        #expect(reading.contains("<td><i class=\"null\">∅</i></td>"))
        #expect(reading.contains("a NULL or an empty text"))
    }

    @Test func `A long result says how much of it is shown`() throws {
        let rows = (1...1_234).map { "row \($0),\($0)\n" }.joined()
        let reading = try reading("name,n\n\(rows)", path: "x.csv")
        #expect(reading.contains("First 200 of 1,234 rows, 2 columns; all of them are in the lines"))
        #expect(reading.split(separator: "<tr>").count - 1 == 201)
    }

    @Test func `One row of many columns is read downwards`() throws {
        let reading = try reading("a,b,c,d,e,f,g\n1,2,3,4,5,6,7\n", path: "x.csv")
        #expect(reading.contains("<th scope=\"row\">c</th><td>3</td>"))
    }

    @Test func `A very long cell is cut, and says by how much`() throws {
        let reading = try reading("q,n\n\(String(repeating: "é", count: 1_000)),1\n", path: "x.csv")
        #expect(reading.contains("é… <small class=\"more\">1,700 more bytes</small>"))
        let odd = try self.reading("q,n\nx\(String(repeating: "é", count: 1_000)),1\n", path: "x.csv")
        #expect(odd.contains("é… <small class=\"more\">1,702 more bytes</small>"))
    }

    @Test func `What an outsider may have written in a cell or a column's name is text`() throws {
        let hostile = "<script>alert('1')</script>\u{202E}\u{1B}[31m"
        let reading = try reading("\"\(hostile)\",n\n\"\(hostile)\",1\n\"a\n</td><b>\",2\n", path: "x.csv")
        let shown =
            "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;<span class=\"byte\">U+202E</span>"
            + "<span class=\"byte\">␛</span>[31m"
        #expect(reading.contains("<th>\(shown)</th>") && reading.contains("<td>\(shown)</td>"))
        #expect(reading.contains("<td>a<br>&lt;/td&gt;&lt;b&gt;</td>"))
        #expect(!reading.contains("<script") && !reading.unicodeScalars.contains("\u{202E}"))
    }

    @Test func `A plan is a tree whose nodes link to their lines, with the node that takes the time marked`()
        throws
    {
        let reading = try reading(
            String(decoding: try fixture("Tests/SiteTests/Fixtures/explain_before.txt").bytes, as: UTF8.self),
            path: "explain_before.txt")
        #expect(reading.contains("<ul class=\"plan\">"))
        #expect(reading.split(separator: "<li class=\"dominating\">").count == 2)
        #expect(reading.contains("Execution "))
        #expect(reading.contains("<rect width=\""))
        #expect(reading.contains("<p><a href=\"#L3\">Limit</a></p>"))
    }

    @Test func `A hostile name in a plan is text`() throws {
        let plan = """
                                       QUERY PLAN
            ------------------------------------------------------------
             Index Scan using "<b>x\u{202E}" on t  (cost=0.42..8.44 rows=1 width=8)
               Filter: (a = '</p><script>alert(1)</script>'::text)
            (2 rows)

            """
        let reading = try reading(plan)
        #expect(reading.contains("&lt;/p&gt;&lt;script&gt;"), "\(reading)")
        #expect(!reading.contains("<script") && !reading.contains("<b>"))
        #expect(!reading.unicodeScalars.contains("\u{202E}"))
    }

    @Test func `A result with a column of times is drawn over time, without a zone too`() throws {
        let rows = (0..<30).map { "16:15:\($0 + 10).5,\($0 * 3),\($0 % 4)\n" }.joined()
        let reading = try reading("ts,active,idle\n\(rows)", path: "x.csv")
        #expect(reading.contains("id=\"chart-1\"") || reading.contains("chart-1-"))
        #expect(reading.contains("Time since 16:15:10.5"))
        #expect(reading.contains("Over time: 30 samples."))
        // Times that go back are no course of time.
        let shuffled = try self.reading(
            "ts,active\n\(rows)16:15:00,1,2\n".replacing("active\n", with: "active,idle\n"), path: "x.csv")
        #expect(!shuffled.contains("<figure"))
    }

    @Test func `Samples are thinned so that peaks stay`() {
        let samples = (0..<10_000).map { TimeChart.Sample(Double($0), $0 == 7_777 ? 1_000 : 1) }
        let thinned = ReadingChart.thinned(samples)
        #expect(thinned.samples.count <= ReadingChart.mostSamples + 2)
        #expect(thinned.samples.contains { $0.value == 1_000 && $0.time == 7_777 })
        #expect(zip(thinned.samples, thinned.samples.dropFirst()).allSatisfy { $0.time <= $1.time })
    }

    @Test func `A log is counted by severity and SQLSTATE, each with its lines and times`() throws {
        var log = ""
        for second in 10..<40 {
            log +=
                "2026-01-04 16:15:\(second).126 UTC [22645] app@reports 53300 FATAL:  sorry, too many clients\n"
        }
        log +=
            "2026-01-04 16:15:41.000 UTC [22646] app@reports 00000 LOG:  duration: 3.5 ms  statement: SELECT 1\n"
        let reading = try reading(log, path: "postgres.log")
        #expect(
            reading.contains(
                """
                <tr><td>53300</td><td align="right">30</td><td align="right"><a href="#L1">1</a></td>\
                <td align="right"><a href="#L30">30</a></td><td class="time">2026-01-04 16:15:10.126 UTC</td>\
                <td class="time">2026-01-04 16:15:39.126 UTC</td></tr>
                """), "\(reading)")
        #expect(reading.contains("<tr><td>FATAL</td><td align=\"right\">30</td>"))
        #expect(reading.contains("Entries over time, counted in stretches of 1 s."))
    }

    @Test func `A log's entries at far-off times are not drawn, and the caption counts them`() throws {
        func line(_ time: String) -> String { "\(time) UTC [22645] LOG:  checkpoint starting: time\n" }
        let log =
            line("2025-07-04 16:15:02.126")
            + (10..<40).map { line("2026-01-04 16:15:\($0).126") }.joined()
            + line("2026-06-04 16:15:02.126")
        let reading = try reading(log, path: "postgres.log")
        // The first and the last entry are cut off with the far-off ones.
        #expect(reading.contains("counted in stretches of 0.5 s. 2 at far-off times are not drawn."))
    }

    @Test func `A capture that cannot be read says why and where, and text for people says that it is`()
        throws
    {
        let cut = try reading("name,n\nfirst,1,2\n", path: "x.csv")
        #expect(cut.contains("It cannot be read whole") && cut.contains("Line <a href=\"#L2\">2</a>: "))
        #expect(!cut.contains("<table"))
        let prose = try reading("The database is slow again.\n\nAsk Ann.\n")
        #expect(prose.contains("It is text for people"))
    }

    @Test func `Any bytes give a reading in which nothing hides`() throws {
        var seed: UInt64 = 7
        let starts = [
            "a,b\n1,2\n", "progress: 1.0 s, 58.0 tps, ", "2026-01-04 16:15:02.126 UTC [1] LOG:  ",
            "[{\"Plan\":",
        ]
        for round in 0..<200 {
            var bytes = Array(starts[round % starts.count].utf8)
            for _ in 0..<(round % 61) {
                seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                bytes.append(UInt8(truncatingIfNeeded: seed >> 56))
            }
            let file = EvidenceFile(path: "x", bytes: bytes)
            let page = try EvidencePage(of: file, at: "s/evidence/x.html", rawPath: "s/evidence/x")
                .page(incidentTitle: nil, navigation: .init())
            let text = try #require(String(validating: page.body, as: UTF8.self))
            #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" && $0 != "\t" })
        }
    }
}

/// How a capture came about, and who relies on it.
@Suite struct EvidenceFactsTests {
    private func body(_ change: (inout EvidenceFile) -> Void) throws -> String {
        var file = EvidenceFile(path: "x.csv", bytes: Array("n\n1\n".utf8))
        change(&file)
        let page = try EvidencePage(of: file, at: "s/evidence/x.html", rawPath: "s/evidence/x.csv")
            .page(incidentTitle: nil, navigation: .init())
        return String(decoding: page.body, as: UTF8.self)
    }

    private func record(sha256: String) -> SavedRecord {
        SavedRecord(
            capture: "x.csv", sha256: sha256, bytes: 4, captured: "2026-01-04T17:41:07+01:00",
            timeZone: "Europe/Berlin", seconds: 1.25, command: "SELECT 1", client: "psql 15.4",
            server: .init(version: "15.4", database: "<db>", role: "app"), access: .readOnly,
            sampling: .init(interval: 0.2, duration: 30, samples: 1_049, missed: 1))
    }

    @Test func `The facts are those of the record, those that it leaves out are left out`() throws {
        let hash = try SHA256(of: Array("n\n1\n".utf8)).hexadecimal
        let page = try body {
            $0.record = record(sha256: hash)
            $0.recordPath = "s/evidence/x.csv.record.json"
        }
        for fact in [
            "<dt>Captured</dt><dd>2026-01-04 17:41:07 UTC+01:00 (session time zone Europe/Berlin)</dd>",
            "<dt>Took</dt><dd>1.250 s</dd>", "<dt>Server</dt><dd>PostgreSQL 15.4</dd>",
            "<dt>Database</dt><dd>&lt;db&gt;</dd>", "<dt>Role</dt><dd>app</dd>",
            "<dt>Client</dt><dd>psql 15.4</dd>", "<dt>Access</dt><dd>in a read-only transaction</dd>",
            "<dt>Sampled</dt><dd>every 200 ms for 30 s, 1,049 samples, 1 missed</dd>",
            "<dt>Record</dt><dd><a href=\"x.csv.record.json\" download>x.csv.record.json</a></dd>",
        ] {
            #expect(page.contains(fact), "\(fact)")
        }
        #expect(!page.contains("<dt>Host</dt>") && !page.contains("<dt>Replaced</dt>"))
        #expect(!page.contains("Changed since"))
    }

    @Test func `A capture that is not what its record says is called changed`() throws {
        let page = try body { $0.record = record(sha256: "00ff") }
        #expect(page.contains("Changed since it was captured") && page.contains("<code>00ff</code>"))
    }

    @Test func `The file that was run is shown, and documents that cite it lead to the lines`() throws {
        let page = try body {
            $0.query = "sql/q.sql"
            $0.statement = Array("SELECT '<b>'\n  AS x;\n".utf8)
            $0.citations = [
                .init(
                    document: .init("Report", to: "s/report.html"),
                    figures: (1...11).map { .init("figure-\($0): 1 ms", line: 2) })
            ]
            $0.mentions = [.init(source: "Exhibit 2", text: "<i>")]
        }
        #expect(
            page.contains(
                "<code>sql/q.sql</code>:</p>\n<pre><code>SELECT &#39;&lt;b&gt;&#39;\n  AS x;</code></pre>"))
        #expect(page.contains("<a href=\"../report.html\">Report</a>: <a href=\"#L2\">figure-1: 1 ms</a>, "))
        #expect(page.contains("figure-8: 1 ms</a> and <a href=\"#figures\">3 more</a></li>"))
        #expect(page.contains("<li>Exhibit 2: &lt;i&gt;</li>"))
        #expect(try body { _ in }.contains("No document cites this file."))
    }
}
