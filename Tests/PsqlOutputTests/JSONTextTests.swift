import Diagnostics
import Evidence
import PsqlOutput
import ServerLogs
import TestSupport
import Testing

/// Strings of JSON mean the same in every capture that holds them.
@Suite struct JSONTextTests {
    private func text(_ inside: String) throws -> String {
        try JSONText(SourceFile(path: "a.json", text: "\"\(inside)\""), from: 0).text(0)
    }

    private func message(_ inside: String) throws -> SourceFile {
        let line = #"{"timestamp":"2026-01-04 16:15:02.126 UTC","error_severity":"LOG","message":""#
        let file = SourceFile(path: "a.json", text: line + inside + "\"}\n")
        let log = try ServerLogFile.read(file)
        let entry = try #require(log.entries.first)
        let view = log.message(of: entry)
        #expect(entry.message.text == view.text(0..<view.bytes.count))
        return view
    }

    private func cell(_ inside: String) throws -> String {
        let table = try #require(try tables("{\"a\":\"\(inside)\",\"b\":1}\n").first)
        return table.text(row: 0, column: 0)
    }

    @Test(arguments: [
        (#"\"\\\/\b\f\n\r\t"#, "\"\\/\u{8}\u{C}\n\r\t"),
        (#"\u0041\u00e9\u20AC\u0001"#, "Aé€\u{1}"),
        (#"\ud83d\ude00"#, "😀"), (#"\uD800\uDC00"#, "\u{10000}"), (#"\uDBFF\uDFFF"#, "\u{10FFFF}"),
        (#"\ud83d"#, "\u{FFFD}"), (#"\ude00"#, "\u{FFFD}"), (#"\ud83dx"#, "\u{FFFD}x"),
        (#"\ud83d\n"#, "\u{FFFD}\n"), (#"\ude00\ud83d"#, "\u{FFFD}\u{FFFD}"),
        (#"\ud83d\ud83d\ude00"#, "\u{FFFD}😀"), (#"\ud83d\u0041"#, "\u{FFFD}A"), (#"\\u0041"#, #"\u0041"#),
    ])
    func escapes(_ inside: String, _ expected: String) throws {
        #expect(try text(inside) == expected)
        #expect(try cell(inside) == expected)
        let view = try message(inside)
        #expect(view.text(0..<view.bytes.count) == expected)
    }

    /// Random texts, each character spelled in one of the ways that JSON has.
    @Test func textsAndPlacesComeBack() throws {
        var random = SeededGenerator(seed: 8259)
        for _ in 0..<300 {
            let pieces = (0..<Int.random(in: 1...12, using: &random)).map { _ in piece(&random) }
            let inside = pieces.map(\.spelling).joined()
            let expected = pieces.map { String($0.scalar) }.joined()
            #expect(Array(try text(inside).unicodeScalars) == Array(expected.unicodeScalars))
            #expect(Array(try cell(inside).unicodeScalars) == Array(expected.unicodeScalars))
            let view = try message(inside)
            #expect(view.bytes == Array(expected.utf8))
            var offset = 0
            for (spelling, scalar) in pieces {
                let end = offset + scalar.utf8.count
                #expect(view.span(offset..<end).text == spelling)
                offset = end
            }
        }
    }

    private func piece(_ random: inout SeededGenerator) -> (spelling: String, scalar: Unicode.Scalar) {
        let letters: [Unicode.Scalar: Character] = [
            "\"": "\"", "\\": "\\", "/": "/", "\u{8}": "b", "\u{C}": "f", "\n": "n", "\r": "r", "\t": "t",
        ]
        let scalars: [Unicode.Scalar] = [
            "\"", "\\", "/", "\u{8}", "\u{C}", "\n", "\r", "\t", "\0", "\u{1F}", " ", "a", "u", "7", "é", "€",
            "\u{D7FF}", "\u{E000}", "\u{FFFD}", "\u{10000}", "😀", "\u{10FFFF}",
        ]
        let scalar = scalars[Int.random(in: 0..<scalars.count, using: &random)]
        let mustEscape = scalar.value < 0x20 || scalar == "\"" || scalar == "\\"
        switch Int.random(in: 0..<3, using: &random) {
        case 0 where !mustEscape: return (String(scalar), scalar)
        case 1: if let letter = letters[scalar] { return ("\\\(letter)", scalar) }
        default: break
        }
        let isUpper = Bool.random(using: &random)
        let units = Character(scalar).utf16.map { unit in
            let digits = String(unit, radix: 16, uppercase: isUpper)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
        return (units.joined(), scalar)
    }

    @Test(arguments: [
        (#""\x""#, "1:2 malformed"), (#""\u12g4""#, "1:2 malformed"), (#""\u12""#, "1:2 malformed"),
        (#""\u12"#, "1:5 truncated"), (#""\"#, "1:2 truncated"), (#""ab"#, "1:1 truncated"),
        ("[1,", "1:3 truncated"), ("[1 2]", "1:4 malformed"), ("{\"a\":tru", "1:8 truncated"),
        (String(repeating: "[", count: 600), "1:513 tooDeep"),
    ])
    func whatIsNoJSONSaysWhere(_ json: String, _ expected: String) {
        do throws(JSONFailure) {
            _ = try JSONText(SourceFile(path: "a.json", text: json), from: 0)
            Issue.record("read: \(json)")
        } catch {
            #expect("\(error.span.line):\(error.span.column) \(error.kind)" == expected)
        }
    }

    @Test func rowsAreObjects() throws {
        let rows = #"""
            [{"id":1,"na\u006de":"","tags":{"k":["]}",1]}},
             {"name":null,"id":-2.5e3,"tags":[]},
             {"id":3,"more":true}]

            """#
        let table = try #require(try tables(rows).first)
        #expect(table.columns.map(\.name) == ["id", "name", "tags", "more"])
        #expect(
            cells(table) == [
                ["1", "", #"{"k":["]}",1]}"#, ""], ["-2.5e3", "", "[]", ""], ["3", "", "", "true"],
            ])
        #expect((0..<3).map { table.nullity(row: $0, column: 1) } == [.value, .null, .null])
        let lines = try #require(try tables("{\"a\":1}\n{\"a\":2}\n").first)
        #expect(cells(lines) == [["1"], ["2"]])
    }

    @Test(arguments: [
        #"[{"a":1},{"a":01}]"#, #"[{"a":1},2]"#, #"[{"a":1}] x"#, #"[{"a":"\x"}]"#, #"[{"a":[}]}]"#,
        #"[{"a":1}"#,
        "{\"a\":\n1}", #"[{"Plan":{}}]"#, #"{"error_severity":"LOG"}"#,
    ])
    func otherJSONIsNoRows(_ json: String) throws {
        let found: [ResultTable]
        do throws(Diagnostics) {
            found = try parseResultTables(in: SourceFile(path: "a.json", text: json + "\n"))
        } catch {
            found = []
        }
        #expect(!found.contains { $0.layout == .json })
    }
}
