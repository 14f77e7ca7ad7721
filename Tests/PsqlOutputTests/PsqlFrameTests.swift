import Diagnostics
import Evidence
import PsqlOutput
import TestSupport
import Testing

/// One result in every frame and line style of psql 15, captured with `\pset columns 60`.
@Suite struct PsqlFrameTests {
    private static let table = [
        ["1", "plain", "one", "1.5"],
        ["22", "two\nlines", "a | pipe", "-0.25"],
        ["333", "漢字", "three\n\nlines", ""],
        ["4444", "👩‍💻 é", "a rather long text with  two  spaces", "12345678.901"],
        ["5", "", "+ . ↵ … |", "0"],
    ]

    /// Each section is read equal to what was asked for, or refused; the golden file says which.
    @Test func tables() throws {
        var outcomes = ""
        for section in try sections("frames.txt") {
            let isTuplesOnly = section.heading.hasSuffix("tuples only")
            outcomes += "\(section.heading): "
            do throws(Diagnostics) {
                let found = try parseResultTables(in: section.file)
                outcomes += found.isEmpty ? "no table\n" : "read\n"
                guard let only = found.first else { continue }
                #expect(found.count == 1, "\(section.heading)")
                #expect(cells(only) == Self.table, "\(section.heading)")
                let isNamed = !isTuplesOnly || section.heading.contains("expanded")
                let names =
                    isNamed ? ["id", "a | b", "é界", "amount"] : ["column1", "column2", "column3", "column4"]
                #expect(only.columns.map(\.name) == names, "\(section.heading)")
                #expect(only.columns.allSatisfy { ($0.span != nil) == isNamed })
                for row in 0..<only.rowCount {
                    for column in names.indices {
                        let first = Self.table[row][column].prefix { $0 != "\n" }
                        #expect(first.hasPrefix(only.span(row: row, column: column).text.prefix(5)))
                    }
                }
            } catch {
                outcomes += "refused, \(error.all.map(\.id).joined(separator: " "))\n"
            }
        }
        #expect(try Golden("golden/psql-frames.txt", in: "PsqlOutputTests").difference(from: outcomes) == nil)
    }

    /// What is read out of a frame is the text that the server sent, whatever the frame.
    @Test(arguments: ["plan-frames.txt", "json-plan-frames.txt"])
    func views(_ name: String) throws {
        var outcomes = ""
        var texts: Set<String> = []
        for section in try sections(name) {
            let output = PsqlText(section.file)
            outcomes += "\(section.heading): "
            if let refusal = output.findings.first {
                outcomes += "refused, \(refusal.id)\n"
                continue
            }
            outcomes += output.results.isEmpty ? "no table\n" : "read\n"
            guard let only = output.results.first else { continue }
            #expect(output.results.count == 1 && only.columns.count == 1, "\(section.heading)")
            let view = only.unframed(column: 0)
            texts.insert(view.text(0..<view.bytes.count))
            // A byte of the view stands where the file has it, but for the newlines between rows.
            for line in 1...view.lineCount {
                let range = view.line(line)
                for offset in range {
                    #expect(view.span(offset..<offset + 1).text.utf8.first == view.bytes[offset])
                }
            }
        }
        // In JSON, a value that was wrapped in old-ascii would read otherwise; nothing else may differ.
        #expect(texts.count == 1, "\(texts)")
        let golden = "golden/psql-\(name)"
        #expect(
            try Golden(golden, in: "PsqlOutputTests").difference(
                from: outcomes + "\n" + texts.sorted().joined()) == nil)
    }

    private func sections(_ name: String) throws -> [(heading: String, file: SourceFile)] {
        let file = try fixture("\(fixtures)/psql/\(name)")
        let text = file.text(0..<file.bytes.count)
        return text.split(separator: "== ").map { section in
            let heading = section.prefix { $0 != "\n" }
            return (
                String(heading), SourceFile(path: "a.txt", text: String(section.dropFirst(heading.count + 1)))
            )
        }
    }
}
