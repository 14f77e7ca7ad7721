internal import Diagnostics
internal import Evidence

extension PsqlTextScan {
    /// Reads the result of a format that is not aligned, where one begins in a line; the line after it.
    mutating func otherFormat(at line: Int, _ bounds: Range<Int>) -> Int? {
        func begins(_ mark: StaticString) -> Bool {
            file.matches(mark, at: bounds.lowerBound, before: bounds.upperBound)
        }
        switch file.bytes[bounds.lowerBound] {
        case UInt8(ascii: "<"): return begins("<table border=\"") ? html(at: line) : nil
        case UInt8(ascii: "["):
            guard begins("[options=\"header\",cols=\"") || begins("[cols=\""), line < file.lineCount,
                file.bytes[file.textLine(line + 1)].elementsEqual("|====".utf8)
            else { return nil }
            return unsupported("asciidoc", at: line, rows: line + 2, endingWith: "|====")
        case UInt8(ascii: "\\"):
            if begins("\\begin{tabular}{") {
                return unsupported("latex", at: line, rows: line + 1, endingWith: "\\end{tabular}")
            }
            guard begins("\\begin{longtable}{") else { return nil }
            return unsupported("latex-longtable", at: line, rows: line + 1, endingWith: "\\end{longtable}")
        case UInt8(ascii: "."):
            guard file.bytes[bounds].elementsEqual(".TS".utf8) else { return nil }
            return unsupported("troff-ms", at: line, rows: line + 1, endingWith: ".TE")
        case UInt8(ascii: "Q"), UInt8(ascii: "\""):
            return isPlanHeader(bounds, at: line) ? planLines(at: line) : nil
        default: return nil
        }
    }

    /// Refuses a result in a format that is not read, and returns the line after it.
    private mutating func unsupported(
        _ format: String, at line: Int, rows: Int, endingWith end: StaticString
    ) -> Int {
        findings.append(
            Diagnostic(
                .table(.unsupportedFormat), "Results in psql's \(format) format are not supported",
                at: file.span(file.textLine(line)), expected: "psql's aligned, unaligned, CSV or HTML format",
                help: "Capture the result again with psql --csv."))
        return lineAfterResult(from: rows, endingWith: end)
    }

    /// Reads a file that holds nothing of the formats with marks: one in which every line is of a format.
    mutating func wholeFile() {
        let steps: [(inout PsqlTextScan) -> Void] = [
            { $0.jsonRows() }, { $0.quotedColumn() }, { $0.csvFile() }, { $0.separatedFile() },
        ]
        for step in steps where tables.isEmpty && findings.isEmpty { step(&self) }
    }
}
