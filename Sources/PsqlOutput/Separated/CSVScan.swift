internal import Diagnostics
internal import Evidence

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// Reads the results of a CSV file as psql writes it (RFC 4180, and text lines between results).
struct CSVScan {
    private let file: SourceFile
    private let separator: UInt8
    private let hasHeader: Bool
    /// Whether the file's lines end with carriage returns, those inside of quotes too.
    private let hasCarriageReturns: Bool
    private(set) var tables: [ResultTable] = []
    private(set) var findings: [Diagnostic] = []

    private var columns: [ResultColumn] = []
    private var cells: [CellRange] = []
    private var pieces: [Int: [CellPiece]] = [:]
    private var firstLine = 0
    private var recordStart = 0
    /// The heading above the next result, and how many fields it would have as a record.
    private var heading: (line: Range<Int>, fields: ClosedRange<Int>)?
    private var tableEnd = 0

    private struct Failure: Error { let finding: Diagnostic }

    init(_ file: SourceFile, separator: UInt8, hasHeader: Bool = true) {
        self.file = file
        self.separator = separator
        self.hasHeader = hasHeader
        hasCarriageReturns = file.hasCarriageReturns
    }

    mutating func run() {
        if !file.endsWithNewline, file.bytes.count > file.contentStart {
            findings.append(file.cutLastLine())
            return
        }
        file.bytes.withUnsafeBufferPointer { bytes in
            do throws(Failure) {
                try records(bytes)
                closeTable()
            } catch {
                findings.append(error.finding)
            }
        }
    }

    private mutating func records(_ bytes: UnsafeBufferPointer<UInt8>) throws(Failure) {
        var index = file.contentStart
        while index < bytes.count {
            if isText(bytes, at: index) {
                try checkHeading(bytes, at: index)
                closeTable()
                index = lineEnd(bytes, from: index) + 1
                continue
            }
            recordStart = index
            let before = cells.count
            index = try record(bytes, from: index)
            tableEnd = index
            if columns.isEmpty {
                try takeHeader(Array(cells[before...]))
            } else if cells.count - before != columns.count {
                throw Failure(finding: wrongCount(found: cells.count - before, end: index))
            }
        }
    }

    private func lineEnd(_ bytes: UnsafeBufferPointer<UInt8>, from index: Int) -> Int {
        guard let base = bytes.baseAddress, let found = memchr(base + index, 0x0A, bytes.count - index) else {
            return bytes.count
        }
        return UnsafeRawPointer(base).distance(to: UnsafeRawPointer(found))
    }

    /// Whether a line is no record: a blank one, `== …`, `-- …` or psql's `Time: … ms`.
    ///
    /// In a result of one column a blank line is a null.
    private func isText(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        switch bytes[index] {
        case 0x0A: columns.count != 1
        case 0x0D: columns.count != 1 && index + 1 < bytes.count && bytes[index + 1] == 0x0A
        case UInt8(ascii: "="): file.matches("== ", at: index, before: bytes.count)
        case UInt8(ascii: "-"): file.matches("-- ", at: index, before: bytes.count)
        case UInt8(ascii: "T"):
            file.matches("Time: ", at: index, before: bytes.count)
                && timingRange(file, line: index..<lineEnd(bytes, from: index)) != nil
        default: false
        }
    }

    /// A heading that has as many fields as the rows above it may be a row.
    private mutating func checkHeading(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) throws(Failure) {
        guard bytes[index] > 0x20 else { return }
        let line = index..<lineEnd(bytes, from: index)
        let fields = fieldCount(bytes, line)
        if columns.isEmpty { heading = (line, fields) }
        guard columns.count > 1, fields.contains(columns.count) else { return }
        throw Failure(finding: ambiguousHeading(line))
    }

    /// How many fields a line would have as a record: fewer than its separators tell where some are quoted.
    private func fieldCount(_ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>) -> ClosedRange<Int> {
        let most = bytes[line].count(where: { $0 == separator }) + 1
        return (bytes[line].contains(UInt8(ascii: "\"")) ? 1 : most)...most
    }

    private func ambiguousHeading(_ line: Range<Int>) -> Diagnostic {
        Diagnostic(
            .table(.ambiguousHeading), "The line may be a heading or a row of the result",
            at: file.span(line), expected: "a heading without “\(Unicode.Scalar(separator))”",
            help: "Put no separator into a heading.")
    }

    /// Reads one record and returns where the next begins.
    private mutating func record(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) throws(Failure) -> Int
    {
        let separator = separator
        let count = bytes.count
        var index = start
        while true {
            if index < count, bytes[index] == UInt8(ascii: "\"") {
                index = try quoted(bytes, from: index)
            } else {
                let lower = index
                while index < count {
                    let byte = bytes[index]
                    if byte == separator || byte == 0x0A { break }
                    if byte == UInt8(ascii: "\"") { throw Failure(finding: strayQuote(at: index)) }
                    index += 1
                }
                let isLineEnd = index < count && bytes[index] == 0x0A
                let upper = isLineEnd && index > lower && bytes[index - 1] == 0x0D ? index - 1 : index
                cells.append(CellRange(lower..<upper))
            }
            guard index < count else { return count }
            if bytes[index] == 0x0D, index + 1 < count, bytes[index + 1] == 0x0A { index += 1 }
            if bytes[index] == 0x0A { return index + 1 }
            guard bytes[index] == separator else { throw Failure(finding: strayQuote(at: index)) }
            index += 1
        }
    }

    /// Reads a quoted field and returns where it ended, after the closing quote.
    private mutating func quoted(_ bytes: UnsafeBufferPointer<UInt8>, from open: Int) throws(Failure) -> Int {
        var index = open + 1
        var isDoubled = false
        while true {
            guard let base = bytes.baseAddress, index < bytes.count,
                let found = memchr(base + index, 0x22, bytes.count - index)
            else {
                throw Failure(
                    finding: Diagnostic(
                        .capture(.truncated), "The quoted field that begins here has no end",
                        at: file.span(open..<open + 1), expected: "a closing quote",
                        help: "Capture it again; the file is cut."))
            }
            let close = UnsafeRawPointer(base).distance(to: UnsafeRawPointer(found))
            guard close + 1 < bytes.count, bytes[close + 1] == 0x22 else {
                appendQuoted(open + 1..<close, isDoubled: isDoubled)
                return close + 1
            }
            isDoubled = true
            index = close + 2
        }
    }

    private mutating func appendQuoted(_ range: Range<Int>, isDoubled: Bool) {
        guard hasCarriageReturns, file.offset(of: 0x0D, in: range) != nil else {
            cells.append(CellRange(range, isComposed: isDoubled))
            return
        }
        var cell = CellText(at: range.lowerBound)
        var start = range.lowerBound
        while let quote = file.offset(of: 0x22, in: start..<range.upperBound) {
            cell.keep(start..<quote + 1)
            start = quote + 2
        }
        cell.keep(start..<range.upperBound)
        cell = cell.withoutCarriageReturns(in: file)
        if !cell.isVerbatim { pieces[cells.count] = cell.pieces }
        cells.append(CellRange(range, isComposed: !cell.isVerbatim))
    }

    private mutating func takeHeader(_ names: [CellRange]) throws(Failure) {
        firstLine = file.lineNumber(at: recordStart)
        guard hasHeader else {
            if let heading, names.count > 1, heading.fields.contains(names.count) {
                throw Failure(finding: ambiguousHeading(heading.line))
            }
            columns = names.indices.map { ResultColumn(name: "column\($0 + 1)", span: nil) }
            return
        }
        let header = ResultTable(
            file: file, layout: .csv, columns: names.map { _ in ResultColumn(name: "", span: nil) },
            rowCount: 1, lines: firstLine...firstLine, statedRowCount: nil, cells: names, pieces: pieces)
        columns = names.indices.map {
            ResultColumn(name: header.text(row: 0, column: $0), span: header.span(row: 0, column: $0))
        }
        cells.removeAll(keepingCapacity: true)
        pieces = [:]
    }

    private mutating func closeTable() {
        guard !columns.isEmpty else { return }
        tables.append(
            ResultTable(
                file: file, layout: .csv, columns: columns, rowCount: cells.count / columns.count,
                lines: firstLine...max(firstLine, file.lineNumber(at: max(0, tableEnd - 1))),
                statedRowCount: nil, cells: cells, pieces: pieces))
        columns = []
        cells = []
        pieces = [:]
    }

    private func strayQuote(at index: Int) -> Diagnostic {
        Diagnostic(
            .table(.csvQuote), "A quote and other characters share a field", at: file.span(index..<index + 1),
            expected: "a field that is quoted as a whole, with quotes inside it doubled",
            help: "Capture with psql --csv, which writes such fields rightly.")
    }

    private func wrongCount(found: Int, end: Int) -> Diagnostic {
        let line = file.line(file.lineNumber(at: recordStart))
        return Diagnostic(
            .table(.fieldCount),
            "The record has \(found) \(found == 1 ? "field" : "fields"), its header has \(columns.count)",
            at: file.span(recordStart..<min(end, max(line.upperBound, recordStart + 1))),
            expected: "\(columns.count) fields",
            help: "A line of text between two results must begin with “== ” or “-- ” (psql: \\echo).",
            notes: [Diagnostic.Note("the header", at: columns.first?.span.map(Place.init))])
    }
}
