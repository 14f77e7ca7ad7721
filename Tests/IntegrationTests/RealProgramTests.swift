import TestSupport
import Testing

/// The programs that the other tests here rely on do what those tests take for granted.
struct RealProgramTests {
    @Test("psql talks to a PostgreSQL 15 of the tests' own")
    func postgreSQL() async throws {
        let folder = try await PostgreSQLCluster.with { cluster in
            let version = try await cluster.psql("-At", "-c", "SHOW server_version")
            let values = try await cluster.psql("-At", input: "SELECT 1;\nSELECT 'ä';\n")
            #expect(version.hasPrefix("15."))
            #expect(values == "1\nä\n")
            await #expect(throws: (any Error).self) { try await cluster.psql("-c", "SELECT nonsense") }
            return cluster.folder
        }
        #expect(throws: (any Error).self) { try files(below: folder) }
    }

    @Test("a browser tells what a page asked for, what failed, and what sticks out at 390 pixels")
    func browser() async throws {
        try await TemporaryFolder.with { folder in
            try folder.write(
                """
                <!DOCTYPE html><meta http-equiv="Content-Security-Policy" content="default-src 'self'; script-src 'none'">
                <meta name="viewport" content="width=device-width"><title>T</title><p>wide<div id="w">x</div><img src="missing.png"><script>document.title = "no"</script>
                <link rel="stylesheet" href="a.css">
                """, to: "a page.html")
            try folder.write(
                "#w { width: 500px } @media (prefers-color-scheme: dark) { body { color: red } }", to: "a.css"
            )
            try await HeadlessChromium.with { browser in
                try await browser.visit(
                    "file://\(folder.path)/a%20page.html", width: 390, height: 800, dark: true
                ) { page in
                    let complaints = await page.complaints()
                    let title: String = try await page.evaluate("document.title")
                    let colour: String = try await page.evaluate("getComputedStyle(document.body).color")
                    let overflowing = try await page.overflowing()
                    let picture = try await page.screenshot()
                    let print = try await page.pdf()
                    #expect(complaints.contains { $0.contains("missing.png") })
                    #expect(complaints.contains { $0.contains("Content Security Policy") })
                    #expect(overflowing == ["div ends at 508"])
                    #expect(title == "T")
                    #expect(colour == "rgb(255, 0, 0)")
                    #expect(await page.requests().count == 3)
                    #expect(picture.starts(with: [0x89, 0x50, 0x4e, 0x47]))
                    #expect(print.starts(with: Array("%PDF".utf8)))
                }
            }
        }
    }
}
