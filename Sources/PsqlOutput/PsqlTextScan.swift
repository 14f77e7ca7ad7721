internal import Diagnostics
internal import Evidence

/// Finds the results in text that psql printed; other lines are left alone.
struct PsqlTextScan {
    let file: SourceFile
    var tables: [ResultTable] = []
    var findings: [Diagnostic] = []

    /// The last line that belongs to a result found so far: a header never reaches above it.
    var lastTaken = 0

    /// The line at which the lines being looked at end.
    var knownEnd = 0

    /// The line before which the lines are known to be no table without a header.
    var untitledEnd = 0

    /// Whether the file is said to be CSV by its name.
    let isNamedCSV: Bool

    init(_ file: SourceFile, isNamedCSV: Bool = false) {
        self.file = file
        self.isNamedCSV = isNamedCSV
    }

    /// Finds the results; `onlyFrames` leaves out the formats that a file can only be as a whole.
    mutating func run(onlyFrames: Bool = false) {
        var line = 1
        while line <= file.lineCount {
            let bounds = file.textLine(line)
            if let next = result(at: line, bounds) ?? unaligned(endingAt: line, bounds) {
                lastTaken = next - 1
                line = next
            } else {
                if let stated = statedRows(bounds) {
                    // Of an expanded result without rows, psql prints the count alone.
                    if stated == 0 { tables.append(emptyResult(line)) }
                    if stated > 0 { findings.append(strayFooter(bounds)) }
                    lastTaken = line
                }
                line += 1
            }
        }
        if tables.isEmpty, findings.isEmpty, !onlyFrames { wholeFile() }
    }

    /// Reads the result whose rule or title stands in a line, and returns the line after it.
    private mutating func result(at line: Int, _ bounds: Range<Int>) -> Int? {
        guard bounds.count >= 2 else { return nil }
        if let next = withoutHeader(at: line, bounds) { return next }
        switch file.bytes[bounds.lowerBound] {
        case UInt8(ascii: "-"), UInt8(ascii: "+"), 0xE2:
            if let title = RecordTitle(file, bounds) { return expanded(title, at: line) }
            guard let rule = AlignedRule(file, bounds) else { return nil }
            return aligned(rule, at: line)
        case UInt8(ascii: "*"):
            return RecordTitle(file, bounds).flatMap { expanded($0, at: line) }
        default: return otherFormat(at: line, bounds)
        }
    }

    /// The number that a footer such as `(12 rows)` states, in any language, or nil where it is none.
    func statedRows(_ bounds: Range<Int>) -> Int? {
        let range = file.trimmed(bounds)
        let bytes = file.bytes
        guard range.count >= 5, bytes[range.lowerBound] == UInt8(ascii: "("),
            range.lowerBound == bounds.lowerBound,
            bytes[range.upperBound - 1] == UInt8(ascii: ")")
        else { return nil }
        var index = range.lowerBound + 1
        var number = 0
        while index < range.upperBound, let digit = digitValue(bytes[index]), number < 1_000_000_000 {
            number = number * 10 + digit
            index += 1
        }
        guard index > range.lowerBound + 1, bytes[index] == 0x20 || bytes[index] >= 0x80,
            index + 2 < range.upperBound
        else { return nil }
        for letter in bytes[(index + 1)..<(range.upperBound - 1)] {
            guard letter >= 0x80 || letter == 0x20 || isLetter(letter) else { return nil }
        }
        return number
    }

    /// Where a result's rows may end without a count: at a blank line, or before the footer of `\d`.
    func isDescriptionFooter(_ bounds: Range<Int>) -> Bool {
        guard let first = file.bytes[bounds].first, (0x41...0x5A).contains(first) else { return false }
        return file.offset(of: UInt8(ascii: ":"), in: bounds) != nil
    }

    private func emptyResult(_ line: Int) -> ResultTable {
        ResultTable(
            file: file, layout: .expanded, columns: [], rowCount: 0, lines: line...line, statedRowCount: 0,
            cells: [], pieces: [:])
    }

    private func strayFooter(_ bounds: Range<Int>) -> Diagnostic {
        Diagnostic(
            .table(.strayFooter), "\(file.text(bounds)) ends no table", at: file.span(bounds),
            expected: "a header and a rule of dashes above the rows that are counted here",
            help: "The table above is damaged: capture it again.")
    }
}
