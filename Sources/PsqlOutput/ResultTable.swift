public import Diagnostics
internal import Evidence

/// A column of a result, as its header names it.
public struct ResultColumn: Sendable, Hashable {
    /// The name that was printed.
    public let name: String
    /// Where it was printed, or nil where the capture has no header.
    public let span: SourceSpan?
}

/// One result of a query as a tool printed it: its columns, its rows, and where each cell stands.
///
/// Cells are kept as offsets into the file; text is made when it is asked for.
public final class ResultTable: Sendable {
    /// In which of psql's formats it was printed.
    public enum Layout: String, Sendable, Hashable {
        /// The format of `\pset format aligned`.
        case aligned
        /// The rows of an aligned format without a header, of `\pset tuples_only`.
        case alignedRows
        /// A line for each column, of `\x`.
        case expanded
        /// The format of `--csv`.
        case csv
        /// Lines of fields with a separator between them, of `\pset format unaligned`.
        case separated
        /// The format of `\pset format html`.
        case html
        /// Objects whose members are the columns, as `json_agg` makes them.
        case json
    }

    /// The file that holds it.
    public let file: SourceFile
    /// The format it was printed in.
    public let layout: Layout
    /// The columns, in order.
    public let columns: [ResultColumn]
    /// How many rows there are.
    public let rowCount: Int
    /// The lines it takes, from the header to the footer, counted from 1.
    public let lines: ClosedRange<Int>
    /// The number of rows that the footer `(N rows)` states, or nil where there is none.
    public let statedRowCount: Int?

    let cells: [CellRange]
    let pieces: [Int: [CellPiece]]
    /// The cells that the format itself says to be null.
    let nulls: Set<Int>

    init(
        file: SourceFile, layout: Layout, columns: [ResultColumn], rowCount: Int, lines: ClosedRange<Int>,
        statedRowCount: Int?, cells: [CellRange], pieces: [Int: [CellPiece]], nulls: Set<Int> = []
    ) {
        self.file = file
        self.layout = layout
        self.columns = columns
        self.rowCount = rowCount
        self.lines = lines
        self.statedRowCount = statedRowCount
        self.cells = cells
        self.pieces = pieces
        self.nulls = nulls
    }

    /// The bytes of a cell; of a cell of several lines, those of its first line.
    public func range(row: Int, column: Int) -> Range<Int> {
        let range = cells[row * columns.count + column].range
        return range
    }

    /// Where a cell stands; see ``range(row:column:)``.
    public func span(row: Int, column: Int) -> SourceSpan { file.span(range(row: row, column: column)) }

    /// The text of a cell, without the padding and quoting of the format.
    ///
    /// An aligned format does not tell trailing spaces from padding: they are left out.
    public func text(row: Int, column: Int) -> String {
        let index = row * columns.count + column
        let cell = cells[index]
        guard cell.isComposed else { return file.text(cell.range) }
        var bytes: [UInt8] = []
        forEachPiece(of: index) { bytes += $0.replacement ?? Array(file.bytes[$0.range]) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The texts of a column, one under the other, as a view of the file in which each byte knows its place.
    ///
    /// It is how what psql put into a frame, such as a query plan, is read as if it had been printed alone.
    public func unframed(column: Int) -> SourceFile {
        var builder = SourceViewBuilder(of: file)
        for row in 0..<rowCount {
            let index = row * columns.count + column
            let range = cells[index].range
            if !cells[index].isComposed { builder.append(range) }
            forEachPiece(of: index) { piece in
                if let text = piece.replacement {
                    builder.append(text, for: piece.range)
                } else {
                    builder.append(piece.range)
                }
            }
            let end = pieces[index]?.last?.range.upperBound ?? range.upperBound
            builder.append(0x0A, for: end..<end)
        }
        return builder.view()
    }

    /// Calls `body` for the parts of a cell whose text is more than its bytes.
    private func forEachPiece(of index: Int, _ body: (CellPiece) -> Void) {
        let cell = cells[index]
        guard cell.isComposed else { return }
        if let parts = pieces[index] { return parts.forEach(body) }
        // CSV: a quote is written twice.
        var start = cell.range.lowerBound
        var offset = start
        while offset < cell.range.upperBound {
            let isPair =
                file.bytes[offset] == UInt8(ascii: "\"") && offset + 1 < cell.range.upperBound
                && file.bytes[offset + 1] == UInt8(ascii: "\"")
            offset += 1
            guard isPair else { continue }
            body(CellPiece(start..<offset))
            offset += 1
            start = offset
        }
        body(CellPiece(start..<cell.range.upperBound))
    }

    /// Whether a cell holds nothing; a null and an empty text print alike.
    public func isEmpty(row: Int, column: Int) -> Bool {
        let cell = cells[row * columns.count + column]
        return cell.range.isEmpty && !cell.isComposed
    }

    /// Whether the format itself says that a cell is null, as JSON does; see ``nullity(row:column:)``.
    func isNull(row: Int, column: Int) -> Bool { nulls.contains(row * columns.count + column) }

    /// Whether the text of a cell is more than the bytes of ``range(row:column:)``.
    func isComposed(row: Int, column: Int) -> Bool { cells[row * columns.count + column].isComposed }

    /// From the first cell of a row to its last.
    public func span(row: Int) -> SourceSpan {
        let first = cells[row * columns.count].range
        let last = cells[(row + 1) * columns.count - 1].range
        return file.span(min(first.lowerBound, last.lowerBound)..<max(first.upperBound, last.upperBound))
    }

    /// Where the names of the columns stand, or the first line where there are none.
    public var headerSpan: SourceSpan {
        guard let first = columns.first?.span, let last = columns.last?.span, layout != .expanded else {
            return file.span(file.textLine(lines.lowerBound))
        }
        guard first.line == last.line else { return first }
        return file.span(first.range.lowerBound..<max(first.range.upperBound, last.range.upperBound))
    }

    /// The same result of no rows, with the columns that it would have.
    func withoutRows(columns names: [String]) -> ResultTable {
        ResultTable(
            file: file, layout: layout, columns: names.map { ResultColumn(name: $0, span: nil) }, rowCount: 0,
            lines: lines, statedRowCount: statedRowCount, cells: [], pieces: [:])
    }

    /// The place of the first column of a name, or nil.
    public func column(named name: String) -> Int? { columns.firstIndex { $0.name == name } }
}

/// A part of a cell's text: bytes of the file as they are, or a text that stands for them.
struct CellPiece: Sendable {
    let range: Range<Int>
    /// The text that the bytes stand for; nil where they stand for themselves.
    let replacement: [UInt8]?

    init(_ range: Range<Int>, replacement: [UInt8]? = nil) {
        self.range = range
        self.replacement = replacement
    }

    /// The lines of a cell, with a newline between each and the next.
    static func lines(_ lines: [Range<Int>], after first: Range<Int>? = nil) -> [CellPiece] {
        var pieces: [CellPiece] = []
        var end = first?.upperBound
        for line in lines {
            if let end { pieces.append(CellPiece(end..<end, replacement: [0x0A])) }
            pieces.append(CellPiece(line))
            end = line.upperBound
        }
        return pieces
    }
}

/// Every result printed in a file, in order; lines of other text may stand between them.
///
/// The format is found from the bytes: psql's aligned, expanded and HTML formats by their marks; unaligned lines by the count under them; otherwise JSON, CSV and unaligned lines where
/// all of the file is such. In CSV, lines that begin with `== ` or `-- `, blank lines and `Time:` lines
/// separate the results. Throws every finding at once; nothing is returned in part.
public func parseResultTables(in file: SourceFile) throws(Diagnostics) -> [ResultTable] {
    let output = PsqlText(file)
    guard output.findings.isEmpty else { throw Diagnostics(output.findings) }
    return output.results
}

/// Every result of a CSV file, with psql's separator or another; see ``parseResultTables(in:)``.
///
/// - Parameter hasHeader: Whether each result begins with the names of its columns, as it does without
///   `--tuples-only`; otherwise they are called `column1`, `column2` and so on.
public func parseCSV(
    in file: SourceFile, separator: Unicode.Scalar = ",", hasHeader: Bool = true
) throws(Diagnostics) -> [ResultTable] {
    var scan = CSVScan(file, separator: UInt8(truncatingIfNeeded: separator.value), hasHeader: hasHeader)
    scan.run()
    guard scan.findings.isEmpty else { throw Diagnostics(scan.findings) }
    return scan.tables
}
