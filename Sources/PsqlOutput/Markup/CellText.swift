internal import Diagnostics
internal import Evidence

/// The text of a cell while it is put together out of what a format writes for it.
struct CellText {
    private(set) var pieces: [CellPiece] = []
    private let start: Int

    /// Begins an empty cell at an offset.
    init(at start: Int) { self.start = start }

    /// A cell that holds bytes of the file as they are.
    init(_ range: Range<Int>) {
        start = range.lowerBound
        keep(range)
    }

    /// Adds bytes that stand for themselves.
    mutating func keep(_ range: Range<Int>) {
        guard !range.isEmpty else { return }
        if let last = pieces.last, last.replacement == nil, last.range.upperBound == range.lowerBound {
            pieces[pieces.count - 1] = CellPiece(last.range.lowerBound..<range.upperBound)
        } else {
            pieces.append(CellPiece(range))
        }
    }

    /// Adds bytes that are written in another form, such as `<` as `&lt;`.
    mutating func put(_ text: [UInt8], for range: Range<Int>) {
        pieces.append(CellPiece(range, replacement: text))
    }

    /// The text without the carriage returns that a file with such line endings has inside its cells.
    func withoutCarriageReturns(in file: SourceFile) -> CellText {
        guard file.hasCarriageReturns, pieces.contains(where: { $0.replacement == nil }) else { return self }
        var cell = CellText(at: start)
        for piece in pieces {
            if let text = piece.replacement {
                cell.put(text, for: piece.range)
                continue
            }
            var lower = piece.range.lowerBound
            while let newline = file.offset(of: 0x0A, in: lower..<piece.range.upperBound) {
                if newline > lower, file.bytes[newline - 1] == 0x0D {
                    cell.keep(lower..<newline - 1)
                    cell.put([0x0A], for: newline - 1..<newline + 1)
                } else {
                    cell.keep(lower..<newline + 1)
                }
                lower = newline + 1
            }
            cell.keep(lower..<piece.range.upperBound)
        }
        return cell
    }

    func bytes(in file: SourceFile) -> [UInt8] {
        var bytes: [UInt8] = []
        for piece in pieces { bytes += piece.replacement ?? Array(file.bytes[piece.range]) }
        return bytes
    }

    func text(in file: SourceFile) -> String { String(decoding: bytes(in: file), as: UTF8.self) }

    /// The stretch of the file that holds it: of a text of several lines, its first line.
    func range(in file: SourceFile) -> Range<Int> {
        var end = start
        for piece in pieces {
            if piece.replacement?.contains(0x0A) == true { break }
            end = piece.range.upperBound
            guard piece.replacement == nil else { continue }
            if let newline = file.offset(of: 0x0A, in: piece.range) {
                end = newline
                break
            }
        }
        return (pieces.first?.range.lowerBound ?? start)..<max(end, pieces.first?.range.lowerBound ?? start)
    }

    /// Whether the text is the bytes of one stretch, unchanged.
    var isVerbatim: Bool { pieces.isEmpty || (pieces.count == 1 && pieces[0].replacement == nil) }

    /// A column that is named by this text.
    func column(in file: SourceFile) -> ResultColumn {
        ResultColumn(name: text(in: file), span: file.span(range(in: file)))
    }
}

/// A result while its cells are being read, row by row.
struct ResultBuilder {
    let file: SourceFile
    var columns: [ResultColumn] = []
    private(set) var cells: [CellRange] = []
    private var pieces: [Int: [CellPiece]] = [:]
    private var nulls: Set<Int> = []

    init(_ file: SourceFile, columns: [ResultColumn] = []) {
        self.file = file
        self.columns = columns
    }

    /// Names the columns of a result without a header by their order: `column1`, as `VALUES` does.
    mutating func nameColumns(_ count: Int) {
        columns = (1...max(1, count)).map { ResultColumn(name: "column\($0)", span: nil) }
    }

    /// Says that the next cell is null.
    mutating func markNull() { nulls.insert(cells.count) }

    /// Adds the next cell.
    mutating func add(_ cell: CellText) {
        if cell.isVerbatim, let range = cell.pieces.first?.range {
            cells.append(CellRange(range))
        } else if cell.pieces.isEmpty {
            cells.append(CellRange(cell.range(in: file)))
        } else {
            pieces[cells.count] = cell.pieces
            cells.append(CellRange(cell.range(in: file), isComposed: true))
        }
    }

    /// How many whole rows there are.
    var rowCount: Int { columns.isEmpty ? 0 : cells.count / columns.count }

    func table(_ layout: ResultTable.Layout, lines: ClosedRange<Int>, stated: Int?) -> ResultTable {
        ResultTable(
            file: file, layout: layout, columns: columns, rowCount: rowCount, lines: lines,
            statedRowCount: stated, cells: cells, pieces: pieces, nulls: nulls)
    }
}

/// The records of a format that prints each column on a line of its own, as `\x` has it.
struct RecordBuilder {
    private(set) var builder: ResultBuilder
    private var names: [CellText] = []
    private var position = 0
    private var isFirst = true
    private var titles = 0
    /// What is wrong with the first record that differs from the first.
    private(set) var problem: Diagnostic?

    init(_ file: SourceFile) { builder = ResultBuilder(file) }

    /// Begins the next record at its title, which has a number or none; the one before must be whole.
    mutating func next(titled number: Int?, at range: Range<Int>) {
        let file = builder.file
        if let number, number != titles + 1, problem == nil {
            problem = Diagnostic(
                .table(.recordOrder),
                titles == 0
                    ? "The first record is number \(number)" : "Record \(number) follows record \(titles)",
                at: file.span(range), expected: "record \(titles + 1)",
                help: "Capture it again; records are missing.")
        }
        titles += 1
        guard titles > 1 else { return }
        finish(at: range)
        isFirst = false
        position = 0
    }

    /// Begins the next record at a rule.
    mutating func separate(at range: Range<Int>) {
        guard position > 0 else { return }
        finish(at: range)
        isFirst = false
        position = 0
    }

    /// Adds a column's name and its value.
    mutating func add(_ name: CellText, _ value: CellText) {
        let file = builder.file
        if isFirst {
            names.append(name)
            builder.columns.append(name.column(in: file))
        } else if position >= names.count || names[position].bytes(in: file) != name.bytes(in: file) {
            let expected = position < names.count ? names[position].text(in: file) : nil
            problem =
                problem
                ?? Diagnostic(
                    .table(.recordShape),
                    "The record has “\(name.text(in: file))” where the first has "
                        + (expected.map { "“\($0)”" } ?? "no more columns"),
                    at: file.span(name.range(in: file)),
                    help: "Capture it again; a line is missing, or was edited.",
                    notes: position < names.count
                        ? [
                            Diagnostic.Note(
                                "in the first record", at: Place(file.span(names[position].range(in: file))))
                        ] : [])
        }
        position += 1
        builder.add(value)
    }

    /// Ends the last record.
    mutating func finish(at range: Range<Int>) {
        guard problem == nil, titles > 0 || position > 0, names.isEmpty || position < names.count else {
            return
        }
        let file = builder.file
        problem = Diagnostic(
            .table(.recordShape),
            names.isEmpty
                ? "A record has no columns"
                : "A record ends before its column “\(names[max(0, position)].text(in: file))”",
            at: file.span(range),
            expected: names.isEmpty ? "its columns" : "the \(names.count) columns of the first record",
            help: "Capture it again; lines are missing.")
    }
}

extension SourceFile {
    /// The first number in a range of bytes, such as that of `Record 12`.
    func firstNumber(in range: Range<Int>) -> Int? {
        var number: Int?
        for byte in bytes[range] {
            if let digit = digitValue(byte), (number ?? 0) < 1_000_000_000 {
                number = (number ?? 0) * 10 + digit
            } else if number != nil {
                break
            }
        }
        return number
    }

    /// Whether the first line ends with a carriage return and a newline.
    var hasCarriageReturns: Bool {
        guard let newline = offset(of: 0x0A, in: contentStart..<bytes.count) else { return false }
        return newline > contentStart && bytes[newline - 1] == 0x0D
    }
}
