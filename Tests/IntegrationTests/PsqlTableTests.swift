import Diagnostics
import Evidence
import PsqlOutput
import TestSupport
import Testing

extension AgainstPostgreSQL {
    /// Tables as psql prints them hold the values that `psql -At` gives.
    @Suite struct PsqlTables {
        /// Ways of printing from which every value without outer spaces and tabs can be read back.
        static let layouts: [[String]] =
            ["0", "1", "2"].flatMap { border in
                (border == "0" ? [[]] : [[], ["-x"]]).flatMap { expanded in
                    ["ascii", "unicode"].map { style in
                        ["-P", "border=\(border)", "-P", "linestyle=\(style)"] + expanded
                    }
                }
            } + [["--csv"], ["--csv", "-P", "csv_fieldsep=;"]]

        /// Texts that look like the frame they are printed in, need quoting, are wide, or span lines.
        static let words = [
            "'plain'", "'two words'", "'a | pipe'", "'a || b'", "'+'", "'a+'", "'a + b'", "'-+-'", "'--'",
            "'-[ RECORD 1 ]-'", "'(3 rows)'", "'<script>alert(1)</script>'", "'\"quoted\"'", "'''single'''",
            "'a,b;c'", #"'back\slash'"#, "'漢字'", "'ﬁ'", "'👩‍💻'", "'é'", "'e\u{301}'", "''", "NULL", "'NULL'",
            "'='", "'∅'", "'│'", "'─'", "'↵'", "'…'", "'0'", #"E'two\nlines'"#, #"E'three\n\nlines'"#,
            #"E'ends\n'"#, #"E'\nbegins'"#, #"E'a+\n+b'"#, #"E'a |\n| b'"#, #"E'漢\n字'"#,
        ]

        @Test("each word reads as itself, between others and at the end", arguments: layouts)
        func words(layout: [String]) async throws {
            let words = layout.contains("border=0") ? Self.words.filter { !endsBlank($0) } : Self.words
            try await compare(words.map { ($0, $0) }, layout)
        }

        @Test("texts that span lines stay apart side by side", arguments: layouts)
        func multiLinePairs(layout: [String]) async throws {
            var tall = Self.words.filter { $0.contains(#"\n"#) } + ["''", "'+'", "'plain'"]
            if layout.contains("border=0") { tall.removeAll(where: endsBlank) }
            try await compare(tall.flatMap { left in tall.map { (left, $0) } }, layout)
        }

        /// Whether the last line is blank: without a frame, such a line cannot be told from the table's end.
        private func endsBlank(_ word: String) -> Bool { word.hasSuffix(#"\n'"#) }

        /// Prints a table for each pair of texts, all in one session, and reads each.
        private func compare(_ pairs: [(String, String)], _ layout: [String]) async throws {
            let server = try AgainstPostgreSQL.server()
            let input = pairs.map { first, last in
                """
                \\echo ==table==
                SELECT \(first) AS first, 1 AS middle, \(last) AS last UNION ALL SELECT 'other', 2, 'other';

                """
            }.joined()
            let printed = try await server.psql(layout, input: input).split(separator: "==table==\n")
            let expected = try await server.psql(UnalignedOutput.options, input: input)
                .split(separator: "==table==\n")
            try #require(printed.count == pairs.count && expected.count == pairs.count)
            for (number, pair) in pairs.enumerated() {
                expectSame(
                    String(printed[number]), layout, as: UnalignedOutput(String(expected[number])),
                    columns: ["first", "middle", "last"], of: "\(pair.0), \(pair.1)")
            }
        }

        @Test("a long table of all kinds of values reads as itself", arguments: layouts)
        func longTable(layout: [String]) async throws {
            let server = try AgainstPostgreSQL.server()
            let words = layout.contains("border=0") ? Self.words.filter { !endsBlank($0) } : Self.words
            let input = """
                SELECT setseed(0.42) \\gset discarded_
                WITH words AS (SELECT ARRAY[\(words.joined(separator: ", "))] AS of)
                SELECT number AS id,
                       (random() * 10 ^ (number % 12))::numeric(20, 3) AS amount,
                       of[1 + number % array_length(of, 1)] AS word,
                       random() * 1e9 AS "double",
                       CASE WHEN number % 3 = 0 THEN NULL ELSE number % 3 = 1 END AS flag,
                       timestamptz '2026-01-04 16:15:00.123+00' + number * interval '1 hour' AS "at time",
                       ARRAY[number, -number] AS "a | b",
                       of[1 + (number * 7) % array_length(of, 1)] AS "last Spalte ä"
                  FROM words, generate_series(1, 200) AS number
                 ORDER BY number;

                """
            expectSame(
                try await server.psql(layout, input: input), layout,
                as: UnalignedOutput(try await server.psql(UnalignedOutput.options, input: input)),
                columns: ["id", "amount", "word", "double", "flag", "at time", "a | b", "last Spalte ä"],
                of: "the table")
        }

        @Test("every character takes as many columns as psql gives it")
        func everyCharacter() async throws {
            let server = try AgainstPostgreSQL.server()
            // Not the control characters, which psql prints as escapes, nor the surrogates, which are none.
            let input = """
                SELECT number, '[' || chr(number) || ']' AS letter, 'end' AS "end"
                  FROM (SELECT generate_series(32, 65533) UNION SELECT generate_series(126976, 131069)
                        UNION SELECT generate_series(917504, 918016)) AS every(number)
                 WHERE number NOT BETWEEN 127 AND 159 AND number NOT BETWEEN 55296 AND 57343
                 ORDER BY number;

                """
            let printed = try await server.psql(input: input)
            let table = try #require(
                try parseResultTables(in: SourceFile(path: "printed.txt", text: printed)).first)
            let wrong = (0..<table.rowCount).filter { row in
                let scalar = UInt32(table.text(row: row, column: 0)).flatMap(Unicode.Scalar.init)
                return scalar.map { "[\($0)]" } != table.text(row: row, column: 1)
                    || table.text(row: row, column: 2) != "end"
            }
            #expect(wrong.isEmpty, "\(wrong.prefix(5).map { table.text(row: $0, column: 0) })")
            #expect(table.rowCount > 65_000)
        }

        @Test("CSV keeps what no other format can: outer spaces, tabs, and an empty text beside a null")
        func exactCSV() async throws {
            let server = try AgainstPostgreSQL.server()
            let statement = #"SELECT ' both ' AS a, E'\ttab' AS b, E'\r\n' AS c, '' AS d, NULL AS e;"#
            let printed = try await server.psql("--csv", input: statement)
            let table = try #require(try parseCSV(in: SourceFile(path: "printed.csv", text: printed)).first)
            #expect((0..<5).map { table.text(row: 0, column: $0) } == [" both ", "\ttab", "\r\n", "", ""])
        }

        @Test("several results in one capture stay apart, and one without rows is a table without rows")
        func severalResults() async throws {
            let server = try AgainstPostgreSQL.server()
            let printed = try await server.psql(
                input: """
                    SELECT 1 AS one;
                    SELECT 2 AS two WHERE false;
                    \\echo a line of text
                    \\timing on
                    SELECT 3 AS three, 'x' AS four;
                    """)
            let tables = try parseResultTables(in: SourceFile(path: "printed.txt", text: printed))
            #expect(tables.map { $0.columns.map(\.name) } == [["one"], ["two"], ["three", "four"]])
            #expect(tables.map(\.rowCount) == [1, 0, 1])
        }

        @Test(
            "a table that lost its end is refused", arguments: [[], ["-P", "border=2"], ["-P", "border=0"]])
        func truncated(layout: [String]) async throws {
            let server = try AgainstPostgreSQL.server()
            let printed = try await server.psql(
                layout, input: "SELECT n, n * n AS square FROM generate_series(1, 50) AS n;\n")
            let cut = String(printed.prefix(printed.count / 2))
            #expect(throws: Diagnostics.self) {
                try parseResultTables(in: SourceFile(path: "printed.txt", text: cut))
            }
        }

        /// Reads what psql printed and compares every cell, as one expectation with what differs.
        private func expectSame(
            _ printed: String, _ layout: [String], as expected: UnalignedOutput, columns: [String],
            of subject: String
        ) {
            let file = SourceFile(path: "printed.txt", text: printed)
            var wrong: [String] = []
            do throws(Diagnostics) {
                let tables =
                    layout.contains("--csv")
                    ? try parseCSV(in: file, separator: layout.contains("csv_fieldsep=;") ? ";" : ",")
                    : try parseResultTables(in: file)
                guard let table = tables.first, tables.count == 1 else {
                    Issue.record("\(subject) reads as \(tables.count) tables:\n\(printed.prefix(2_000))")
                    return
                }
                #expect(table.columns.map(\.name) == columns)
                if table.rowCount != expected.records.count { wrong.append("\(table.rowCount) rows") }
                for (row, record) in expected.records.enumerated() where row < table.rowCount {
                    for (column, value) in record.enumerated() {
                        let read = table.text(row: row, column: column)
                        if read != value {
                            wrong.append("row \(row), column \(column): “\(read)”, not “\(value)”")
                        }
                    }
                }
            } catch {
                wrong = error.all.map(\.summary)
            }
            #expect(wrong.isEmpty, "\(subject): \(wrong.prefix(5))\n\(printed.prefix(1_000))")
        }
    }
}
