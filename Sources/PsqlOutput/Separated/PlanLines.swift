internal import Diagnostics
internal import Evidence

/// The header over a plan that `EXPLAIN` prints.
let planColumn = "QUERY PLAN"

extension PsqlTextScan {
    /// Whether a line is the header of a plan that was printed without a frame.
    func isPlanHeader(_ bounds: Range<Int>, at line: Int) -> Bool {
        guard
            file.bytes[bounds].elementsEqual(planColumn.utf8)
                || file.bytes[bounds].elementsEqual("\"\(planColumn)\"".utf8)
        else { return false }
        return line < file.lineCount && AlignedRule(file, file.textLine(line + 1)) == nil
    }

    /// Reads a plan under its header as psql's unaligned format and CSV print it, and returns the line after it.
    ///
    /// It ends with its count, at a blank line, at the next header, or with the file.
    mutating func planLines(at line: Int) -> Int {
        let header = file.textLine(line)
        let name = file.bytes[header].first == UInt8(ascii: "\"") ? header.inset(by: 1) : header
        var builder = ResultBuilder(file)
        builder.columns = [CellText(name).column(in: file)]
        var end = line + 1
        var isQuoted = false
        var isOpen = false
        while end <= file.lineCount {
            let bounds = file.textLine(end)
            if !isOpen {
                if bounds.isEmpty || statedRows(bounds) != nil || timingRange(file, line: bounds) != nil {
                    break
                }
                if isPlanHeader(bounds, at: end) { break }
            }
            if isOpen || file.bytes[bounds.lowerBound..<bounds.upperBound].first == UInt8(ascii: "\"") {
                isQuoted = true
                for byte in file.bytes[bounds] where byte == UInt8(ascii: "\"") { isOpen.toggle() }
            }
            end += 1
        }
        guard end > line + 1 else { return line + 1 }
        if isQuoted { return quotedPlan(line, &builder) }
        guard end <= file.lineCount || file.endsWithNewline else {
            findings.append(file.cutLastLine())
            return end
        }
        let lines = line + 1..<end
        let grid = SeparatedGrid(file: file, separator: [], columnCount: 1)
        let stated = end <= file.lineCount ? statedRows(file.textLine(end)) : nil
        guard
            let rows = grid.rows(in: lines, stated: stated)
                ?? stated.flatMap({ grid.rowsByQuotes(in: lines, stated: $0) })
        else {
            let found = ambiguousRows(lines, columns: 1, separator: "a line break", stated: stated)
            findings.append(found)
            return end + 1
        }
        for row in rows { row.forEach { builder.add(CellText($0).withoutCarriageReturns(in: file)) } }
        let last = stated == nil ? end - 1 : end
        tables.append(builder.table(.separated, lines: line...last, stated: stated))
        return last + 1
    }

    private mutating func quotedPlan(_ line: Int, _ builder: inout ResultBuilder) -> Int {
        var records = QuotedLines(file, at: file.line(line + 1).lowerBound)
        var last = line
        while !records.isAtEnd {
            let number = file.lineNumber(at: records.index)
            let bounds = file.textLine(number)
            if bounds.isEmpty || timingRange(file, line: bounds) != nil || isPlanHeader(bounds, at: number) {
                break
            }
            do throws(MarkupProblem) {
                builder.add(try records.next(self).cell)
            } catch {
                findings.append(error.finding)
                return max(number, file.lineCount) + 1
            }
            last = file.lineNumber(at: records.index - 1)
        }
        tables.append(builder.table(.csv, lines: line...last, stated: nil))
        return last + 1
    }

    /// Reads a file of which every record is one field and at least one is quoted, as `psql --csv` prints
    /// one column, with a header or tuples only; a plan most of all.
    ///
    /// What is none is not reported, since most files are something else.
    mutating func quotedColumn() {
        guard file.endsWithNewline else { return }
        var records = QuotedLines(file, at: file.contentStart)
        var builder = ResultBuilder(file)
        var isQuoted = false
        var quotesAll = true
        var quotesInVain = false
        while !records.isAtEnd {
            do throws(MarkupProblem) {
                let record = try records.next(self)
                isQuoted = isQuoted || record.isQuoted
                quotesAll = quotesAll && record.isQuoted
                quotesInVain = quotesInVain || (record.isQuoted && !needsQuotes(record.cell))
                guard record.isQuoted || !record.cell.pieces.isEmpty else { return }
                if !builder.columns.isEmpty {
                    builder.add(record.cell)
                } else if isHeading(record.cell) {
                    builder.columns = [record.cell.column(in: file)]
                } else {
                    builder.nameColumns(1)
                    builder.add(record.cell)
                }
            } catch {
                return
            }
        }
        guard isQuoted, quotesAll || !quotesInVain else { return }
        tables.append(builder.table(.csv, lines: 1...file.lineCount, stated: nil))
    }

    /// Whether a field must be quoted in CSV, with whatever separator.
    private func needsQuotes(_ cell: CellText) -> Bool {
        let text = cell.bytes(in: file)
        return text.elementsEqual("\\.".utf8)
            || text.contains { !isLetter($0) && digitValue($0) == nil && $0 < 0x80 }
    }

    /// Whether a text can be the name of a column; two spaces stand in a plan's first line, not in a name.
    private func isHeading(_ cell: CellText) -> Bool {
        let text = cell.bytes(in: file)
        let hasTwoSpaces = zip(text, text.dropFirst()).contains { $0 == 0x20 && $1 == 0x20 }
        return isFieldName(text) && !hasTwoSpaces && !text.contains(0x0A)
    }
}

extension Range where Bound == Int {
    /// The range without so many of its first and its last bytes.
    fileprivate func inset(by count: Int) -> Range<Int> {
        Swift.min(lowerBound + count, upperBound)..<Swift.max(lowerBound + count, upperBound - count)
    }
}

/// Reads CSV of one field in each record.
struct QuotedLines {
    let file: SourceFile
    private(set) var index: Int

    init(_ file: SourceFile, at index: Int) {
        self.file = file
        self.index = index
    }

    var isAtEnd: Bool { index >= file.bytes.count }

    /// The next field; one that is not quoted holds no quote.
    mutating func next(_ scan: PsqlTextScan) throws(MarkupProblem) -> (cell: CellText, isQuoted: Bool) {
        let line = file.lineNumber(at: index)
        let bounds = file.textLine(line)
        guard index < bounds.upperBound, file.bytes[index] == UInt8(ascii: "\"") else {
            let end = file.offset(of: 0x0A, in: index..<file.bytes.count)
            guard let end, file.offset(of: UInt8(ascii: "\""), in: bounds) == nil else {
                throw end == nil
                    ? scan.markupEnd("CSV", expected: "the end of the line")
                    : scan.markupProblem(
                        "CSV", at: index, expected: "a field that is quoted as a whole where it holds a quote"
                    )
            }
            let cell = CellText(index..<max(index, bounds.upperBound))
            index = end + 1
            return (cell, false)
        }
        var cell = CellText(at: index + 1)
        var start = index + 1
        var search = start
        while let quote = file.offset(of: UInt8(ascii: "\""), in: search..<file.bytes.count) {
            cell.keep(start..<quote)
            if file.matches("\"\"", at: quote, before: file.bytes.count) {
                cell.put([UInt8(ascii: "\"")], for: quote..<quote + 2)
                start = quote + 2
                search = start
                continue
            }
            let after = file.textLine(file.lineNumber(at: quote))
            guard quote + 1 == after.upperBound else {
                throw scan.markupProblem(
                    "CSV", at: quote, expected: "the end of the line after a closing quote")
            }
            let end = file.offset(of: 0x0A, in: quote..<file.bytes.count)
            guard let end else { throw scan.markupEnd("CSV", expected: "the end of the line") }
            index = end + 1
            return (cell.withoutCarriageReturns(in: file), true)
        }
        throw scan.markupEnd("CSV", expected: "a closing quote")
    }
}
