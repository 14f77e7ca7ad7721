import Diagnostics
import TestSupport
import Testing

@testable import Capturing

/// What psql prints on standard error, taken apart and told with its place.
@Suite struct PsqlMessageTests {
    @Test func `the parts of a message are told apart`() throws {
        let messages = PsqlMessage.all(
            in: """
                psql:/tmp/a: 1:b/query.sql:5: ERROR:  42P01: relation "x: y" does not exist
                LINE 2:   FROM "x: y"
                               ^
                DETAIL:  first
                  second
                HINT:  Look.
                LOCATION:  parserOpenTable, parse_relation.c:1392
                psql:/tmp/a: 1:b/query.sql:7: NOTICE:  00000: two
                lines
                psql: error: connection to server failed: no
                	Is it running?

                """)
        try #require(messages.count == 3)
        #expect(messages[0].file == "/tmp/a: 1:b/query.sql")
        #expect(messages[0].line == 5)
        #expect(messages[0].severity == "ERROR")
        #expect(messages[0].sqlState == "42P01")
        #expect(messages[0].text == "relation \"x: y\" does not exist")
        #expect(messages[0].quotation == PsqlMessage.Quotation(number: 2, text: "  FROM \"x: y\"", caret: 7))
        #expect(messages[0].fields["DETAIL"] == "first\n  second")
        #expect(messages[0].fields["HINT"] == "Look.")
        #expect(messages[1].isNotice)
        #expect(messages[1].text == "two\nlines")
        #expect(messages[2].file == nil)
        #expect(messages[2].text == "connection to server failed: no\n\tIs it running?")
    }

    @Test func `nothing is nothing`() {
        #expect(PsqlMessage.all(in: "").isEmpty)
        #expect(PsqlMessage.all(in: "\n\n").isEmpty)
    }

    private static let sql = """
        -- Two statements.
        -- format: aligned
        SELECT a FROM b;

        -- why
        SELECT '漢字漢字', x,
        \tnow() AS "at",
          z
          FROM b
         WHERE z = 1 AND z = 1;
        """

    /// What libpq quotes of a line, with the caret where it puts it.
    @Test(arguments: [
        ("LINE 1: SELECT '漢字漢字', x,\n                           ^", 10, 6, 24),
        ("LINE 2:  now() AS \"at\",\n                  ^", 10, 7, 11),
        // The line before has it too, and is farther from where it should stand.
        ("LINE 5:  WHERE z = 1 AND z = 1;\n                         ^", 10, 10, 18),
        // Cut at both ends.
        ("LINE 5: ...E z = 1 AND z = 1...\n                       ^", 10, 10, 18),
        // Comments before the statement are counted by some versions.
        ("LINE 4:   z\n          ^", 10, 8, 3),
    ])
    func `the caret's place in the file is found by the line that is quoted`(
        quoted: String, end: Int, line: Int, column: Int
    ) throws {
        let query = try QueryFile(SourceFile(path: "q.sql", text: Self.sql), name: "q")
        let findings = PsqlFailure(query: query, path: "/s/query.sql").findings(
            "psql:/s/query.sql:\(end): ERROR:  42703: no\n\(quoted)\n", status: 3)
        let place = try #require(findings.first?.place)
        #expect((place.path, place.line, place.column) == ("q.sql", line, column))
    }

    @Test func `without a caret the statement is the place`() throws {
        let query = try QueryFile(SourceFile(path: "q.sql", text: Self.sql), name: "q")
        func place(_ line: Int, _ more: String = "") -> Place? {
            PsqlFailure(query: query, path: "/s/query.sql").findings(
                "psql:/s/query.sql:\(line): ERROR:  22012: division by zero\(more)\n", status: 3
            ).first?.place
        }
        #expect(place(3)?.line == 3)
        #expect(place(10)?.line == 6)
        // A query inside of a function is none of the file's.
        #expect(place(10, "\nLINE 1: SELECT a FROM b\n               ^\nQUERY:  SELECT a FROM b")?.line == 6)
    }

    @Test(arguments: [
        ("57014: canceling statement due to statement timeout", "capture.statement-timeout"),
        ("57014: canceling statement due to user request", "capture.query-failed"),
        ("55P03: canceling statement due to lock timeout", "capture.lock-timeout"),
        ("25006: cannot execute INSERT in a read-only transaction", "capture.write-refused"),
        ("42501: permission denied for table x", "capture.not-permitted"),
        ("22012: division by zero", "capture.query-failed"),
    ])
    func `what failed has a name that stays`(message: String, id: String) throws {
        let query = try QueryFile(SourceFile(path: "q.sql", text: "SELECT 1"), name: "q")
        // A server may speak another language; its codes stay.
        for severity in ["ERROR", "FEHLER", "ОШИБКА"] {
            let findings = PsqlFailure(query: query, path: "/q").findings(
                "psql:/q:1: WARNING:  01000: mind\npsql:/q:1: \(severity):  \(message)\n", status: 3)
            #expect(findings.map(\.id) == [id])
        }
    }

    @Test func `a lost connection, one never had, and silence are told apart`() throws {
        let query = try QueryFile(SourceFile(path: "q.sql", text: "SELECT 1"), name: "q")
        let failure = PsqlFailure(query: query, path: "/q")
        func id(_ errors: String, _ status: Int32) -> [String] {
            failure.findings(errors, status: status).map(\.id)
        }
        let full =
            "psql: error: connection to server at \"a\", port 5432 failed: FATAL:  sorry, too many clients already"
        #expect(id(full, 2) == ["capture.no-connection"])
        #expect(failure.findings(full, status: 2)[0].help?.contains("pg_use_reserved_connections") == true)
        #expect(
            id("psql:/q:1: FATAL:  57P01: terminating connection due to administrator command\n", 2)
                == ["capture.connection-lost"])
        #expect(id("", 1) == ["capture.psql"])
        #expect(id("psql:/q:1: NOTICE:  00000: hello\n", 0) == ["capture.notice"])
    }

    @Test func `damaged text never stops the reading`() {
        var random = SeededGenerator(seed: 7)
        let parts = [
            "psql:", "LINE ", "LINE 2: ", "^", "ERROR:  ", "42P01: ", "\n", ":", " ", "1", "DETAIL:", "漢",
            "...",
        ]
        for _ in 0..<3000 {
            let count = Int.random(in: 0..<14, using: &random)
            let text = (0..<count).map { _ in parts[Int.random(in: 0..<parts.count, using: &random)] }
                .joined()
            let lines = PsqlMessage.all(in: text)
            #expect(lines.count <= text.split(separator: "\n").count)
        }
    }
}
