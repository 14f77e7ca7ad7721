public import Diagnostics
internal import Evidence

/// Reads lines without a header, as `psql -At` writes them, with the names of the columns given in order.
///
/// Throws where a line has not as many fields as there are names, where nothing separates fields, and
/// where the last line was cut.
public func parseSeparatedLines(
    in file: SourceFile, columns names: [String], separator: String
) throws(Diagnostics) -> ResultTable {
    let mark = Array(separator.utf8)
    guard !mark.isEmpty, !names.isEmpty else {
        throw Diagnostics(
            Diagnostic(
                .table(.noSeparator),
                "Lines without a header need a separator and the names of their columns",
                at: Place(path: file.path)))
    }
    guard file.endsWithNewline else { throw Diagnostics(file.cutLastLine()) }
    var cells: [CellRange] = []
    var findings: [Diagnostic] = []
    for line in 1...file.lineCount {
        let bounds = file.textLine(line)
        let before = cells.count
        var start = bounds.lowerBound
        while let found = file.offset(of: mark, in: start..<bounds.upperBound) {
            cells.append(CellRange(start..<found))
            start = found + mark.count
        }
        cells.append(CellRange(start..<bounds.upperBound))
        let count = cells.count - before
        guard count != names.count else { continue }
        findings.append(
            Diagnostic(
                .table(.fieldCount),
                "The line has \(count) \(count == 1 ? "field" : "fields"), \(names.count) are named",
                at: file.span(bounds), expected: names.joined(separator: separator)))
    }
    guard findings.isEmpty else { throw Diagnostics(findings) }
    return ResultTable(
        file: file, layout: .separated, columns: names.map { ResultColumn(name: $0, span: nil) },
        rowCount: cells.count / names.count, lines: 1...file.lineCount, statedRowCount: nil, cells: cells,
        pieces: [:])
}
