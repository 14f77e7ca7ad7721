import Capturing
import Diagnostics
import Evidence
import TestSupport
import Testing

/// What a query file says of itself, and what its findings say to its author.
@Suite struct SQLQueryFileTests {
    private func query(_ sql: String, _ name: String = "slots") throws(Diagnostics) -> QueryFile {
        try QueryFile(SourceFile(path: "Content/x/queries/\(name).sql", text: sql), name: name)
    }

    private func findings(_ sql: String) -> [Diagnostic] {
        do throws(Diagnostics) {
            return try query(sql).writes
        } catch {
            return error.all
        }
    }

    @Test func `the first comment line is the title, and directives are none`() throws {
        #expect(
            try query("\n-- format: aligned\n--  Slots: used and free. \n-- More.\nSELECT 1").title
                == "Slots: used and free.")
        #expect(try query("SELECT 1 -- no header").title == "slots")
        #expect(try query("--\n-- Slots\nSELECT 1").title == "Slots")
    }

    @Test(arguments: [
        ("SELECT 1", QueryFile.Format.csv, "csv", ["--csv"]),
        ("SHOW work_mem", .csv, "csv", ["--csv"]),
        ("SELECT 1 \\g\n", .csv, "csv", ["--csv"]),
        ("SELECT 1; SELECT 2", .aligned, "txt", []),
        ("\\x\nSELECT 1;", .aligned, "txt", []),
        ("\\d t", .aligned, "txt", []),
        ("-- format: aligned\nSELECT 1", .aligned, "txt", []),
        ("-- format: unaligned\nSELECT 1", .unaligned, "txt", ["--no-align"]),
        ("EXPLAIN SELECT 1", .aligned, "txt", []),
        ("EXPLAIN (ANALYZE, FORMAT json) SELECT 1", .unaligned, "json", ["--no-align", "--tuples-only"]),
        ("EXPLAIN (FORMAT YAML) SELECT 1", .unaligned, "yaml", ["--no-align", "--tuples-only"]),
        ("EXPLAIN (FORMAT 'xml') SELECT 1", .unaligned, "xml", ["--no-align", "--tuples-only"]),
        (
            "EXPLAIN (FORMAT \"json\") SELECT 1; EXPLAIN (FORMAT json) SELECT 2", .unaligned, "json",
            ["--no-align", "--tuples-only"]
        ),
        ("EXPLAIN (FORMAT json) SELECT 1; EXPLAIN SELECT 1", .aligned, "txt", []),
        ("DELETE FROM t", .aligned, "txt", []),
    ])
    func `the format follows from the statements unless the header says it`(
        sql: String, format: QueryFile.Format, fileExtension: String, arguments: [String]
    ) throws {
        let query = try query(sql)
        #expect(query.format == format)
        #expect(query.fileExtension == fileExtension)
        #expect(query.psqlArguments == arguments)
    }

    @Test func `statements are those that psql would send`() throws {
        let query = try query(
            "-- a\nSELECT ';' ; -- b\n\nEXPLAIN (ANALYZE) SELECT $$;$$ /* c */;\\d t\nSHOW a")
        #expect(query.statements.map(\.text) == ["SELECT ';'", "EXPLAIN (ANALYZE) SELECT $$;$$", "SHOW a"])
        #expect(query.statements.map(\.kind) == [.query, .explain(.text, isAnalyze: true), .show])
        #expect(query.statements.map(\.span.line) == [2, 4, 5])
    }

    @Test(arguments: [
        ("SELECT 1", true), ("WITH a AS (SELECT 1) TABLE a; -- c", true), ("(SELECT 1) UNION SELECT 2", true),
        ("SELECT 1; SELECT 2", false), ("SHOW work_mem", false), ("EXPLAIN SELECT 1", false),
        ("SELECT * INTO t FROM u", false), ("\\x\nSELECT 1;", false), ("SELECT 1 \\gx", false),
    ])
    func `a single query can stand as a subquery`(sql: String, expected: Bool) throws {
        #expect(try query(sql).isSingleQuery == expected)
    }

    @Test(arguments: [
        ("SELECT 1 FROM pg_stat_statements s", ["pg_stat_statements"]),
        (
            "SELECT 1 FROM public.\"pg_stat_statements\", pg_catalog.PG_STAT_IO",
            ["pg_stat_io", "pg_stat_statements"]
        ),
        ("TABLE pg_statio_user_indexes", ["pg_stat_database"]),
        ("TABLE pg_stat_user_functions", ["pg_stat_database"]),
        ("SELECT 'pg_stat_statements' FROM pg_stat_activity", []), ("SELECT 1 -- pg_stat_wal", []),
    ])
    func `counters that can be set back are known by their views`(sql: String, views: [String]) throws {
        #expect(try query(sql).readsStatistics.sorted() == views)
    }

    @Test func `variables are declared with what they are, and all get a value`() throws {
        let query = try query(
            """
            -- Skew
            -- variable: schema=public  The schema
            -- variable: name  The   table
            SELECT :'name', count(*) FROM :"schema".:"name"
            """)
        #expect(query.variables.map(\.name) == ["schema", "name"])
        #expect(query.variables.map(\.title) == ["The schema", "The   table"])
        #expect(try query.values(given: ["name": "a"]).map(\.value) == ["public", "a"])
        #expect(try query.values(given: ["name": "", "schema": "s"]).map(\.value) == ["s", ""])
        let error = #expect(throws: Diagnostics.self) { try query.values(given: ["nam": "a"]) }
        #expect(error?.all.map(\.id) == ["query.variable-unknown", "query.variable-missing"])
    }

    @Test func `every finding shows the place, what was expected and what to do`() throws {
        let samples = [
            "DELETE FROM t", "SELECT a,\n       b FROM t FOR NO KEY UPDATE", "SELECT * INTO t FROM u",
            "SELECT pid, pg_catalog.\"pg_terminate_backend\"(pid)\nFROM pg_stat_activity",
            "SELECT nextval('s')",
            "-- variable: f  A name\nSELECT :\"f\"(1)", "EXPLAIN (ANALYZE, BUFFERS)\nUPDATE t SET a = 1",
            "LOCK TABLE t",
            "SET work_mem = '1GB'",
            "frobnicate", "BEGIN; DELETE FROM t; COMMIT", "COPY t TO PROGRAM 'sh'",
            "EXPLAIN ANALYZE DELETE FROM t; DELETE FROM t",
            "SELECT 'it''s\nSELECT 1", "SELECT $body$ 1", "/* /* */ SELECT 1",
            "SELECT 'C:\\'; DELETE FROM t --'",
            "SELECT E'a'\n 'b'", "SELECT $1", "SELECT U&\"a\"", "SELECT 1E'a'", "SELECT :name",
            "SELECT :'name'",
            "SELECT (1; SELECT 2)", "\\! rm", "\\copy t to 'a'", "\\frob", "\\echo `id`",
            "\\pset format html",
            "SELECT 1 \\g out.txt", "SELECT 1\n\\x\n;", "\\g", "-- format: csv\nSELECT 1; SELECT 2",
            "-- format: csv\n\\x\nSELECT 1",
            "-- format: html\nSELECT 1", "-- fromat: csv\nSELECT 1", "-- variable: a b c\nSELECT 1",
            "-- variable: Table\nSELECT 1", "", "SELECT\u{0B}1",
        ]
        let text = samples.map { sample in
            findings(sample).map(\.text).joined(separator: "\n") + "\n"
        }.joined(separator: "\n")
        #expect(try Golden("query-findings.txt", in: "CapturingTests").difference(from: text) == nil)
    }

    @Test func `whatever is cut or changed in a file, the findings have a place in it`() throws {
        var generator = SeededGenerator(seed: 5)
        let samples = SQLAccessTests.readOnly + SQLAccessTests.changing + SQLAccessTests.refused
        for _ in 0..<4_000 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let piece = Array((samples.randomElement(using: &generator)?.sql ?? "").utf8)
                bytes += piece.prefix(Int.random(in: 0...piece.count, using: &generator))
            }
            if !bytes.isEmpty, Bool.random(using: &generator) {
                bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(
                    in: 0...127, using: &generator)
            }
            let file = SourceFile(path: "q.sql", bytes: bytes)
            do throws(Diagnostics) {
                let query = try QueryFile(file, name: "q")
                var end = 0
                for statement in query.statements {
                    #expect(statement.span.range.lowerBound >= end && !statement.span.range.isEmpty)
                    end = statement.span.range.upperBound
                    guard query.variables.isEmpty else { continue }
                    let alone = try QueryFile(SourceFile(path: "q.sql", text: statement.text), name: "q")
                    #expect(alone.statements.map(\.text) == [statement.text])
                    #expect(alone.access == statement.access)
                }
            } catch {
                #expect(!error.all.isEmpty)
                for finding in error.all { #expect((finding.place?.line ?? 0) <= file.lineCount + 1) }
            }
        }
    }
}
