internal import Diagnostics

extension PsqlTextScan {
    /// Reads the result of a format that is not aligned, where one begins in a line; the line after it.
    mutating func otherFormat(at line: Int, _ bounds: Range<Int>) -> Int? {
        func begins(_ mark: StaticString) -> Bool {
            file.matches(mark, at: bounds.lowerBound, before: bounds.upperBound)
        }
        switch file.bytes[bounds.lowerBound] {
        case UInt8(ascii: "<"): return begins("<table border=\"") ? html(at: line) : nil
        case UInt8(ascii: "["): return isAsciidocTitle(bounds, at: line) ? asciidoc(at: line) : nil
        case UInt8(ascii: "\\"):
            if begins("\\begin{tabular}{") { return latex(at: line) }
            return begins("\\begin{longtable}{") ? latexLongtable(at: line) : nil
        case UInt8(ascii: "."):
            return file.bytes[bounds].elementsEqual(".TS".utf8) ? troff(at: line) : nil
        case UInt8(ascii: "Q"), UInt8(ascii: "\""):
            return isPlanHeader(bounds, at: line) ? planLines(at: line) : nil
        default: return nil
        }
    }

    /// Reads a file that holds nothing of the formats with marks: one in which every line is of a format.
    mutating func wholeFile() {
        let steps: [(inout PsqlTextScan) -> Void] = [
            { $0.jsonRows() }, { $0.quotedColumn() }, { $0.csvFile() }, { $0.separatedFile() },
        ]
        for step in steps where tables.isEmpty && findings.isEmpty { step(&self) }
    }
}
