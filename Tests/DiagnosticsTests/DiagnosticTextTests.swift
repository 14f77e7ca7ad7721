import Diagnostics
import Testing

@Suite("A diagnostic as a person reads it")
struct DiagnosticTextTests {
    let file = SourceFile(path: "Content/a/evidence/t.csv", text: "user,reports\n4217,many\r\n")

    @Test("shows place, line, caret, what was expected and what to do")
    func wholeMessage() {
        let diagnostic = Diagnostic(
            .cell(.notANumber), "“many” is not a number", at: file.span(18..<22), expected: "a whole number",
            help: "Correct the capture's declaration.",
            notes: [.init("the column is declared here", at: Place(file.span(5..<12)))])
        #expect(
            diagnostic.text == """
                Content/a/evidence/t.csv:2:6: error: “many” is not a number [capture.not-a-number]
                    2 | 4217,many
                             ^~~~
                  expected: a whole number
                  help: Correct the capture's declaration.
                  note: Content/a/evidence/t.csv:1:6: the column is declared here
                    1 | user,reports
                             ^~~~~~~
                """)
    }

    @Test("keeps the caret in sight on a long line, and control characters out of the terminal")
    func longLine() {
        let text = String(repeating: "x", count: 500) + "\u{1B}[31mNOW" + String(repeating: "y", count: 500)
        let file = SourceFile(path: "a", text: text)
        let lines = Diagnostic(.prose(.blame), "z", at: file.span(505..<508)).text.split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines.allSatisfy { $0.count < 140 })
        #expect(!lines[1].contains("\u{1B}"))
        let caret = Array(lines[2]).firstIndex(of: "^")
        let shown = Array(lines[1]).firstIndex(of: "N")
        #expect(caret == shown)
    }

    @Test("sorts by place, each finding once")
    func order() {
        let late = Diagnostic(.claim(.undecided), "late", at: file.span(13..<17))
        let early = Diagnostic(.claim(.contradicted), "early", at: file.span(0..<4))
        let nowhere = Diagnostic(.claim(.holds), "nowhere")
        #expect(Diagnostics([nowhere, late, early, late]).all == [early, late, nowhere])
    }
}

@Suite("Lines and columns")
struct SourceFileTests {
    @Test(
        "every offset has the line and column that counting newlines gives",
        arguments: ["", "a", "a\n", "\n\n", "ab\ncd", "ab\r\ncd\r\n", "é\n☃x", "\n\na\n"])
    func positions(text: String) {
        let file = SourceFile(path: "f", text: text)
        var line = 1
        var column = 1
        for offset in file.bytes.indices {
            let span = file.span(offset..<(offset + 1))
            #expect(span.line == line)
            #expect(span.column == column)
            column += 1
            if file.bytes[offset] == 0x0A, offset + 1 < file.bytes.count { (line, column) = (line + 1, 1) }
        }
        #expect(file.lineCount == (text.isEmpty ? 0 : line))
    }

    @Test("a line is given without its ending")
    func lineText() {
        let file = SourceFile(path: "f", text: "one\r\ntwo\nthree")
        #expect((1...4).map { file.text(file.line($0)) } == ["one", "two", "three", ""])
    }

    @Test("a span outside the file is cut to it")
    func outside() {
        let file = SourceFile(path: "f", text: "abc")
        #expect(file.span(-5..<99).text == "abc")
        #expect(file.span(7..<9).text == "")
    }
}

@Suite("The nearest name")
struct NearestNameTests {
    @Test(
        arguments: [
            ("reprots", "reports"), ("user", "user_id"), ("Reports", "reports"), ("zzzzzz", nil), ("", nil),
        ] as [(String, String?)])
    func nearest(misspelt: String, meant: String?) {
        #expect(
            nearestName(to: misspelt, among: ["reports", "user_id", "status"])
                == (misspelt == "user" ? nil : meant))
    }
}
