import Diagnostics
import Evidence
import PsqlOutput
import TestSupport
import Testing

extension AgainstPostgreSQL {
    /// Random tables in random frames: what psql prints is read equal to what it printed, or refused.
    @Suite struct PsqlFrameSweep {
        @Test(arguments: [1, 2, 3] as [UInt64])
        func everyFrame(seed: UInt64) async throws {
            let server = try AgainstPostgreSQL.server()
            var random = SeededGenerator(seed: seed)
            let captures = (0..<500).map { _ in FramedQuery(&random) }
            let heading = "==table==\n"
            let printed = try await server.psql(
                ["-q"], input: captures.map { "\\echo ==table==\n\($0.settings)\($0.query);\n" }.joined()
            ).split(separator: heading, omittingEmptySubsequences: false).dropFirst()
            let values = try await server.psql(
                UnalignedOutput.options, input: captures.map { "\\echo ==table==\n\($0.query);\n" }.joined()
            ).split(separator: heading, omittingEmptySubsequences: false).dropFirst()
            try #require(printed.count == captures.count && values.count == captures.count)
            let (texts, truths) = (Array(printed), Array(values))

            var counts = (read: 0, refused: 0, unseen: 0, empty: 0)
            for (number, capture) in captures.enumerated() {
                let text = String(texts[number])
                do throws(Diagnostics) {
                    let tables = try parseResultTables(in: SourceFile(path: "printed.txt", text: text))
                    guard let table = tables.first else {
                        if capture.mayShowNothing { counts.empty += 1 } else { counts.unseen += 1 }
                        continue
                    }
                    if capture.rowCount == 0, table.columns.isEmpty {
                        // Of an expanded result without rows, psql prints the count alone.
                        counts.empty += 1
                        continue
                    }
                    counts.read += 1
                    let expected =
                        capture.rowCount == 0
                        ? [] : UnalignedOutput(String(truths[number])).records.map { $0.map(trimmed) }
                    let isSame =
                        tables.count == 1 && table.columns.map(\.name) == capture.expectedNames
                        && cells(table) == expected
                    #expect(isSame, "\(capture.settings)\n\(text)\nreads as \(cells(table))")
                } catch {
                    counts.refused += 1
                    #expect(error.all.allSatisfy { $0.place != nil && $0.help != nil }, "\(error.all)")
                }
            }
            // Without borders and without a header, nothing shows that text is a table.
            #expect(counts.unseen <= captures.count { $0.isBare } + 10, "\(counts)")
            #expect(counts.read >= captures.count * 3 / 4, "\(counts)")
            #expect(counts.refused <= captures.count / 16, "\(counts)")
        }

        /// Cut anywhere, a capture never gives fewer rows than the whole one.
        @Test func noPartOfATableIsReadAsAWhole() async throws {
            let server = try AgainstPostgreSQL.server()
            var random = SeededGenerator(seed: 9)
            let captures = (0..<60).map { _ in FramedQuery(&random) }
                .filter { $0.rowCount > 1 && !$0.isBare && $0.hasCount }
            let printed = try await server.psql(
                ["-q"], input: captures.map { "\\echo ==table==\n\($0.settings)\($0.query);\n" }.joined()
            ).split(separator: "==table==\n")
            for (capture, text) in zip(captures, printed) {
                let bytes = Array(text.utf8)
                let whole = try? parseResultTables(in: SourceFile(path: "printed.txt", bytes: bytes)).first?
                    .rowCount
                for length in stride(from: 1, to: bytes.count - 2, by: 7) {
                    let part = SourceFile(path: "printed.txt", bytes: Array(bytes[..<length]))
                    for table in PsqlText(part).results {
                        #expect(table.rowCount == whole, "\(capture.settings)\(part.text(0..<length))")
                    }
                }
            }
        }

        private func cells(_ table: ResultTable) -> [[String]] {
            (0..<table.rowCount).map { row in
                table.columns.indices.map { trimmed(table.text(row: row, column: $0)) }
            }
        }

        /// The text without the spaces at the ends of its lines, which look like padding.
        private func trimmed(_ text: String) -> String {
            text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
                var line = line
                while line.last == " " { line.removeLast() }
                return String(line)
            }.joined(separator: "\n")
        }
    }
}

/// A query, and the settings that it is printed with.
private struct FramedQuery {
    let settings: String
    let query: String
    let expectedNames: [String]
    let rowCount: Int
    /// Whether neither bars nor a header show the columns.
    let isBare: Bool
    /// Whether psql prints no more than a count, or nothing.
    let mayShowNothing: Bool
    /// Whether the end of the table shows: by a count or a frame.
    let hasCount: Bool

    static let words = [
        "a", "bc", "plain", "two words", "a | pipe", "a || b", "+", "a+", "a + b", "-+-", "--", "(3 rows)",
        "quoted \"x\"", "it's", "a,b;c", "back\\slash", "漢字", "界", "👩‍💻", "é", "e\u{301}", "", "=", "∅", "│",
        "─",
        "↵", "…", "0", "a.", ".b", "x:", "; y", "  lead", "a long text that goes on and on for wrapping",
        "漢字かな混じり文のとても長い行です", "12345", "* Record 1", "-[ RECORD 1 ]-", "two\nlines", "three\n\nlines",
        "a+\n+b", "a |\n| b", "漢\n字", "one\ntwo\nthree four five six seven", "{\"a\": 1,\n \"b\": [1, 2]}",
    ]

    static let names = [
        "id", "name", "a | b", "é界", "two words", "multi\nline", "x", "application_name", "?column?",
        "漢\n字 long name", "n",
    ]

    init(_ random: inout SeededGenerator) {
        func pick<Element>(_ elements: [Element]) -> Element {
            elements[Int.random(in: 0..<elements.count, using: &random)]
        }
        let border = pick([0, 1, 1, 2])
        let isExpanded = pick([false, false, true])
        let isTuplesOnly = pick([false, false, false, true])
        let isWrapped = pick([false, false, true])
        let hasFooter = pick([true, true, false])
        var settings = """
            \\pset border \(border)
            \\pset linestyle \(pick(["ascii", "ascii", "old-ascii", "unicode"]))
            \\pset expanded \(isExpanded ? "on" : "off")
            \\pset format \(isWrapped ? "wrapped" : "aligned")
            \\pset columns \(pick([20, 30, 40, 60, 80]))
            \\pset tuples_only \(isTuplesOnly ? "on" : "off")
            \\pset footer \(hasFooter ? "on" : "off")
            \\C \(pick(["", "'A title'", "'A | title with + things'"]))

            """
        for part in ["border", "column", "header"] {
            settings += "\\pset unicode_\(part)_linestyle \(pick(["single", "double"]))\n"
        }
        self.settings = settings

        let width = pick([1, 1, 2, 2, 3, 4, 6])
        let height = pick([0, 1, 1, 2, 3, 5, 9])
        var names = Self.names
        if pick([true, true, false]) {
            names.shuffle(using: &random)
        } else {
            names = (0..<width).map { "c\($0)" }
        }
        names = Array(names.prefix(width))
        let types = (0..<width).map { _ in pick(["text", "text", "text", "int", "numeric", "bool"]) }
        // What reads as a bar in a table without a header, or as a count in one without bars, reads so for anybody.
        let words = Self.words.filter { word in
            !(isTuplesOnly && word.contains(" | ")) && !(border == 0 && word.hasPrefix("("))
        }
        let rows = (0..<height).map { _ in
            types.map { type -> String in
                if pick([false, false, false, false, false, false, false, true]) { return "NULL" }
                switch type {
                case "int": return pick(["0", "7", "-5", "4217", "123456789"])
                case "numeric": return pick(["1.5", "-0.25", "12345678.901", "'NaN'::numeric"])
                case "bool": return pick(["true", "false"])
                default: return Self.literal(pick(words))
                }
            }
        }
        let columns = (0..<width).map { "x\($0)" }
        let list = zip(zip(columns, types), names).map { column, name in
            "\(column.0)::\(column.1) AS \"\(name.replacing("\"", with: "\"\""))\""
        }.joined(separator: ", ")
        if rows.isEmpty {
            let nulls = columns.map { "NULL AS \($0)" }.joined(separator: ", ")
            query = "SELECT \(list) FROM (SELECT \(nulls)) AS v WHERE false"
        } else {
            let values = rows.map { "(\($0.joined(separator: ", ")))" }.joined(separator: ", ")
            query = "SELECT \(list) FROM (VALUES \(values)) AS v(\(columns.joined(separator: ", ")))"
        }
        rowCount = height
        isBare = isTuplesOnly && (border == 0 || (border == 1 && !isExpanded && width == 1))
        mayShowNothing = height == 0 && (isTuplesOnly || isExpanded)
        hasCount = (border == 2 || (!isExpanded && hasFooter)) && !isTuplesOnly
        expectedNames = isTuplesOnly && !isExpanded ? (1...width).map { "column\($0)" } : names
    }

    private static func literal(_ text: String) -> String {
        let escaped = text.replacing("\\", with: "\\\\").replacing("'", with: "''").replacing(
            "\n", with: "\\n")
        return "E'\(escaped)'"
    }
}
