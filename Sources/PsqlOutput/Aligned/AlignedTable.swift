internal import Diagnostics
internal import Evidence

/// The cells of an aligned table while it is being read.
struct AlignedTable {
    /// Which of psql's line styles the marks of the table were seen to be of.
    enum Style {
        /// No cell of several lines was seen, or its lines cannot be told from rows.
        case unknown
        /// A mark stands after each line that goes on: `ascii` and `unicode`.
        case marked
        /// The bar before a cell's further line says what it is, and nothing before those of the first.
        case old
    }

    let rule: AlignedRule
    /// The first line of the table: of its header, where it has one.
    let firstLine: Int
    let hasHeader: Bool

    private(set) var columns: [ResultColumn] = []
    private(set) var style = Style.unknown
    /// Whether the last line says that its row goes on.
    private(set) var isContinuing = false
    /// The first place that can be read in two ways.
    private(set) var ambiguity: Range<Int>?
    /// The rows after which `old-ascii` has left room for a mark, where rows and lines cannot be told apart.
    var paddedRows: [Int] = []
    /// Whether the header is known to be of `old-ascii`, in which a row of several lines has no mark.
    var isOldHeader = false

    var cells: [CellRange] = []
    var pieces: [Int: [CellPiece]] = [:]
    private var isLeftAligned: [Bool]
    private var marks: [CellMark]
    /// Where the last line of each column ends with the padding, which is text where it was wrapped.
    private var edges: [Int]
    /// Blank lines of the first column that may be text, in `old-ascii`.
    private var blankLines: [Range<Int>] = []
    private var isFirstFull = false

    init(rule: AlignedRule, firstLine: Int, hasHeader: Bool) {
        self.rule = rule
        self.firstLine = firstLine
        self.hasHeader = hasHeader
        isLeftAligned = rule.segments.map { _ in false }
        marks = rule.segments.map { _ in .none }
        edges = rule.segments.map { _ in 0 }
    }

    var width: Int { rule.segments.count }
    var rowCount: Int { cells.count / rule.segments.count }

    /// Whether a line of the file may be a row or a further line of the row above: nothing tells.
    var areRowsUncertain: Bool {
        !rule.isUnicode && style == .unknown && (rule.border == 0 || width == 1)
    }

    /// Takes the names of the columns, as their lines were cut; a name may take several lines.
    mutating func takeNames(_ names: [(text: String, range: Range<Int>)], _ file: SourceFile) {
        columns = names.map { ResultColumn(name: $0.text, span: file.span($0.range)) }
    }

    /// Names the columns of a table without a header, as PostgreSQL does those of `VALUES`.
    mutating func nameColumns() {
        columns = (1...width).map { ResultColumn(name: "column\($0)", span: nil) }
    }

    /// Adds a line: a row, or one more line of the row before; false where it can be neither.
    mutating func take(_ cutter: AlignedCutter, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        if isContinuing {
            guard !cutter.isOldContinuation, takeMarkedLine(cutter.cells, bytes) else { return false }
        } else if cutter.isOldContinuation {
            guard style != .marked, rowCount > 0, takeOldLine(cutter.cells, bytes) else { return false }
            style = .old
        } else {
            for cell in cutter.cells where cell.opening != .plain { return false }
            for (index, cell) in cutter.cells.enumerated() {
                if cell.isLeftAligned { isLeftAligned[index] = true }
                cells.append(CellRange(cell.range))
                edges[index] = cell.edge
            }
            if width == 1 || rule.border == 0, cutter.isPaddedForMark { paddedRows.append(rowCount - 1) }
            blankLines = []
            isFirstFull = cutter.cells[0].isFull
        }
        isContinuing = false
        for (index, cell) in cutter.cells.enumerated() {
            marks[index] = cell.mark
            if cell.mark != .none { isContinuing = true }
        }
        guard isContinuing else { return true }
        guard style != .old else { return false }
        style = .marked
        return true
    }

    private mutating func takeMarkedLine(_ line: [CellLine], _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        for (index, cell) in line.enumerated() {
            switch marks[index] {
            case .none:
                guard cell.range.isEmpty, cell.opening == .plain, cell.mark == .none else { return false }
            case .newline:
                guard cell.opening == .plain else { return false }
                add(cell, at: index, afterWrap: false, bytes)
            case .wrap:
                guard cell.opening == .wrap || rule.border == 0 else { return false }
                add(cell, at: index, afterWrap: true, bytes)
            }
        }
        return true
    }

    private mutating func takeOldLine(_ line: [CellLine], _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        for (index, cell) in line.enumerated() {
            switch cell.opening {
            case .plain where index == 0:
                if cell.range.isEmpty {
                    blankLines.append(cell.range)
                    isFirstFull = false
                    continue
                }
                // A full line may have been wrapped there, or have ended there.
                if isFirstFull { ambiguity = ambiguity ?? cell.range }
                for blank in blankLines { addPiece(blank, at: index, afterWrap: false) }
                blankLines = []
                isFirstFull = cell.isFull
                add(cell, at: index, afterWrap: false, bytes)
            case .exhausted: guard cell.range.isEmpty else { return false }
            case .newline: add(cell, at: index, afterWrap: false, bytes)
            case .wrap: add(cell, at: index, afterWrap: true, bytes)
            case .plain: return false
            }
        }
        return true
    }

    private mutating func add(
        _ cell: CellLine, at index: Int, afterWrap: Bool, _ bytes: UnsafeBufferPointer<UInt8>
    ) {
        if cell.isLeftAligned { isLeftAligned[index] = true }
        let position = cells.count - width + index
        if afterWrap {
            // What was cut as padding is text where the line was wrapped: psql fills the column first.
            let last = pieces[position]?.last?.range ?? cells[position].range
            if last.upperBound < edges[index], !cell.range.isEmpty,
                displayWidth(
                    of: scalar(at: cell.range.lowerBound, in: bytes, before: cell.range.upperBound).value)
                    == 2
            {
                // One column was left, too narrow for the character that follows, or filled by a space.
                ambiguity = ambiguity ?? last.upperBound..<edges[index]
            }
            let whole = last.lowerBound..<max(last.upperBound, edges[index])
            if let count = pieces[position]?.count {
                pieces[position]?[count - 1] = CellPiece(whole)
            } else {
                cells[position] = CellRange(whole)
            }
        }
        addPiece(cell.range, at: index, afterWrap: afterWrap)
        edges[index] = cell.edge
    }

    private mutating func addPiece(_ range: Range<Int>, at index: Int, afterWrap: Bool) {
        let position = cells.count - width + index
        if pieces[position] == nil {
            pieces[position] = [CellPiece(cells[position].range)]
            cells[position] = CellRange(cells[position].range, isComposed: true)
        }
        guard let end = pieces[position]?.last?.range.upperBound else { return }
        if !afterWrap { pieces[position]?.append(CellPiece(end..<end, replacement: [0x0A])) }
        pieces[position]?.append(CellPiece(range))
    }

    /// The table, with the padding cut that only the whole table shows.
    func finished(_ file: SourceFile, lastLine: Int, stated: Int?) -> ResultTable {
        var cells = cells
        var pieces = pieces
        file.bytes.withUnsafeBufferPointer { bytes in
            for (position, parts) in pieces { pieces[position] = file.trimmedAtEnds(parts) }
            for column in 0..<width where !isLeftAligned[column] && isRightAligned(column, bytes, file) {
                for position in stride(from: column, to: cells.count, by: width) {
                    if let parts = pieces[position] {
                        let cut = parts.map {
                            $0.replacement == nil ? CellPiece(unpadded($0.range, bytes)) : $0
                        }
                        pieces[position] = cut
                        cells[position] = CellRange(cut[0].range, isComposed: true)
                    } else {
                        cells[position] = CellRange(unpadded(cells[position].range, bytes))
                    }
                }
            }
        }
        for (position, parts) in pieces { cells[position] = CellRange(parts[0].range, isComposed: true) }
        return ResultTable(
            file: file, layout: hasHeader ? .aligned : .alignedRows, columns: columns, rowCount: rowCount,
            lines: firstLine...max(firstLine, lastLine), statedRowCount: stated, cells: cells, pieces: pieces)
    }

    private func unpadded(_ range: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) -> Range<Int> {
        var lower = range.lowerBound
        while lower < range.upperBound, bytes[lower] == 0x20 { lower += 1 }
        return lower..<range.upperBound
    }

    /// Whether what all cells of a column fill to its right edge are numbers, or one marker of a null.
    ///
    /// psql aligns the types of numbers to the right and no others (`src/fe_utils/print.c`,
    /// `column_type_alignment`), and makes a column as wide as its longest text or its name: texts that
    /// happen to be of one length keep their first spaces.
    private func isRightAligned(
        _ column: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ file: SourceFile
    )
        -> Bool
    {
        var marker: [UInt8]?
        var isPadded = false
        let whole = rule.textColumns(column).count
        // Names make columns wider where they are not printed, too.
        var widest =
            hasHeader ? columns[column].name.split(separator: "\n").map(displayWidth).max() ?? 0 : whole
        var hasNumber = hasHeader
        for position in stride(from: column, to: cells.count, by: width) {
            var text: [UInt8] = []
            let parts = pieces[position] ?? [CellPiece(cells[position].range)]
            for (index, part) in parts.enumerated() {
                // Numbers have no second line, but may be wrapped: all lines but the last are then full.
                if part.replacement != nil { return false }
                let digits = unpadded(part.range, bytes)
                if index < parts.count - 1, digits.count < part.range.count { return false }
                if digits.count < part.range.count, !digits.isEmpty { isPadded = true }
                if widest < whole { widest = max(widest, file.displayWidth(of: digits)) }
                text += bytes[digits]
            }
            if text.isEmpty { continue }
            if isNumberLike(text) {
                hasNumber = true
            } else {
                if parts.count > 1 { return false }
                if let marker, marker != text { return false }
                marker = marker ?? text
            }
        }
        return isPadded && hasNumber && widest >= whole
    }

    private func isNumberLike(_ text: [UInt8]) -> Bool {
        var digits = 0
        for byte in text {
            switch byte {
            case 0x30...0x39: digits += 1
            case 0x80...: continue
            case UInt8(ascii: " "): return false
            case UInt8(ascii: "e"), UInt8(ascii: "E"): if digits == 0 { return isNotFinite(text) }
            default: if isLetter(byte) { return isNotFinite(text) }
            }
        }
        return digits > 0
    }

    private func isNotFinite(_ text: [UInt8]) -> Bool {
        ["NaN", "Infinity", "-Infinity"].contains { text.elementsEqual($0.utf8) }
    }
}
