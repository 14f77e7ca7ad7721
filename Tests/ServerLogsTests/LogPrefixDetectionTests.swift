import Diagnostics
import Evidence
import ServerLogs
import TestSupport
import Testing

/// The prefix of a plain log is found out from its lines, or asked for; it is never guessed.
@Suite struct LogPrefixDetectionTests {
    private func read(_ text: String) throws(Diagnostics) -> ServerLogFile {
        try ServerLogFile.read(SourceFile(path: "a.log", text: text))
    }

    @Test(arguments: [
        ("%m [%p] ", "2026-01-04 16:15:02.126 UTC [7] LOG:  checkpoint starting: time\n"),
        ("%t:%r:%u@%d:[%p]:", "2026-01-04 16:15:02 UTC:10.1.2.3(5432):app@shop:[7]:ERROR:  no\n"),
        ("%t:%r:%u@%d:[%p]:", "2026-01-04 16:15:02 UTC:::1(5432):app@shop:[7]:ERROR:  no\n"),
        (
            "%t [%p]: [%l-1] user=%u,db=%d,app=%a,client=%h ",
            "2026-01-04 16:15:02 UTC [7]: [3-1] user=app,db=shop,app=psql 15 (a),client=10.1.2.3 LOG:  x\n"
        ),
        (
            "%m [%p]: [%l-1] db=%d,user=%u ",
            "2026-01-04 16:15:02.126 UTC [7]: [3-1] db=shop,user=app LOG:  x\n"
        ),
        (
            "%m [%p] %q%u@%d ",
            "2026-01-04 16:15:02.126 UTC [7] LOG:  x\n2026-01-04 16:15:02.126 UTC [8] app@shop LOG:  y\n"
        ),
        ("< %m >", "< 2026-01-04 16:15:02.126 CET >LOG:  x\n"),
        ("%n [%p] ", "1767543302.126 [7] LOG:  x\n"),
        ("%t-%c-", "2026-01-04 16:15:02 UTC-6b030126.2355-LOG:  x\n"),
        ("", "LOG:  database system is ready to accept connections\nERROR:  no\n"),
        // None of these is in wide use.
        (
            "%m|%c|%p|%l|%e|%u@%d|%h|",
            "2026-01-04 16:15:02.126 UTC|6b030126.2355|7|1|00000|app@shop|10.1.2.3|LOG:  x\n"
        ),
        (
            "pid=%p time=%m %qsession=%c xid=%x vxid=%v state=%e ",
            """
            pid=7 time=2026-01-04 16:15:02.126 UTC LOG:  x
            pid=8 time=2026-01-04 16:15:03.126 UTC session=6b030126.2355 xid=0 vxid=3/11 state=42P01 ERROR:  y

            """
        ),
        (
            "%m (%p) {%b} <%i> ",
            "2026-01-04 16:15:02.126 UTC (7) {client backend} <idle in transaction> LOG:  x\n"
        ),
        ("%m [%6p] %u@%d ", "2026-01-04 16:15:02.126 UTC [     7] app@shop LOG:  x\n"),
        ("%% %m %s [%p] ", "% 2026-01-04 16:15:02.126 UTC 2026-01-04 16:00:00 UTC [7] LOG:  x\n"),
    ])
    func found(prefix: String, text: String) throws {
        #expect(try read(text).prefix == prefix)
        #expect(ServerLogFile.isServerLog(SourceFile(path: "a", text: text)) == !prefix.isEmpty)
    }

    @Test func namesWithoutAKeyAreAmbiguous() throws {
        let text = "2026-01-04 16:15:02.126 UTC [7] app shop LOG:  x\n"
        #expect(
            messages { () throws(Diagnostics) in _ = try read(text) } == """
                a.log:1:1: error: The log's lines fit several settings of log_line_prefix: “%m [%p] %a %d ”, “%m [%p] %a %u ”, “%m [%p] %d %a ”, “%m [%p] %d %u ”, “%m [%p] %u %a ”, “%m [%p] %u %d ” [server-log.prefix-ambiguous]
                    1 | 2026-01-04 16:15:02.126 UTC [7] app shop LOG:  x
                        ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
                  expected: lines that only one setting fits
                  help: Give it: ServerLog(…, prefix: "…"), as SHOW log_line_prefix prints it on the server.
                """)
        let given = try ServerLogFile.read(SourceFile(path: "a.log", text: text), prefix: "%m [%p] %d %u ")
        #expect(given.entries.first?.user.text == "shop")
    }

    @Test func severitiesInOtherLanguagesAreNamedAsTheReason() {
        func report(_ text: String, prefix: String? = nil) -> String {
            messages { () throws(Diagnostics) in
                _ = try ServerLogFile.read(SourceFile(path: "a.log", text: text), prefix: prefix)
            }
        }
        for text in [
            "2026-01-04 16:15:02.126 UTC [7] FEHLER:  Relation »a« existiert nicht\n",
            "2026-01-04 16:15:02.126 UTC [7] ОШИБКА:  отношение \"a\" не существует\n",
        ] {
            #expect(report(text).contains("server-log.prefix-unknown"))
            #expect(report(text).contains("lc_messages = 'C'"))
            #expect(report(text, prefix: "%m [%p] ").contains("server-log.line"))
            #expect(report(text, prefix: "%m [%p] ").contains("lc_messages = 'C'"))
        }
        let csv = RenderedEntry.random(1, seed: 1).map { $0.csv() }.joined()
        let severity = RenderedEntry.random(1, seed: 1)[0].severity
        #expect(report(csv.replacing(",\(severity),", with: ",FEHLER,")).contains("“FEHLER” is no severity"))
    }

    /// Lines that fit many settings in many ways take no time to speak of.
    @Test(.timeLimit(.minutes(1)), arguments: ["@/ ", "a ", "1 ", "[7] ", "user=a,", "::1 ", "a@b:", "%q"])
    func hostileHeaders(piece: String) {
        let header = String(repeating: piece, count: 390 / piece.utf8.count)
        let line = "\(header)LOG:  x\n"
        for text in [String(repeating: line, count: 300), "2026-01-04 16:15:02.126 UTC \(line)"] {
            _ = ServerLogFile.isServerLog(SourceFile(path: "a.log", text: text))
            let report = messages { () throws(Diagnostics) in _ = try read(text) }
            #expect(report.contains("[server-log.") || report == "nothing was thrown")
        }
    }

    @Test(arguments: [
        "ERROR:  relation \"a\" does not exist\nLINE 1: SELECT * FROM a\n",
        "psql:a.sql:3: ERROR:  relation \"a\" does not exist\n",
        "NOTICE:  table \"a\" does not exist, skipping\nDROP TABLE\n",
        " id | message\n----+---------\n  1 | LOG:  x\n(1 row)\n",
        " Seq Scan on a  (cost=0.00..1.00 rows=1 width=4)\n   Filter: (b = 'LOG:  x'::text)\n",
        "id,severity\n1,LOG\n", "[{\"Plan\": {}}]\n", "{\"a\": 1}\n", "",
        "progress: 1.0 s, 2.0 tps, lat 3.0 ms stddev 4.0, 0 failed\n",
    ])
    func whatIsNoServerLog(text: String) {
        #expect(!ServerLogFile.isServerLog(SourceFile(path: "a", text: text)))
    }
}
