internal import Diagnostics
internal import Evidence

extension PsqlTextScan {
    /// Reads the unaligned result that ends with the count in a line, and returns the line after it.
    ///
    /// The format has no marks, so the count is the proof (see ``SeparatedGrid``). Nil where the lines
    /// above are no such result.
    mutating func unaligned(endingAt line: Int, _ bounds: Range<Int>) -> Int? {
        guard line - 1 > lastTaken, let stated = statedRows(bounds) else { return nil }
        let first = lastTaken + 1
        let above = file.textLine(first).lowerBound..<file.textLine(line - 1).upperBound
        for separator in fieldSeparators(of: separatorMarks) {
            // Most signs are nowhere in what stands above, which is quickly known.
            guard file.offset(of: separator, in: above) != nil else { continue }
            guard let header = separatedHeader(separator, from: first, before: line, stated: stated) else {
                continue
            }
            let name = "“\(String(decoding: separator, as: UTF8.self))”"
            let rows = header.line + 1..<line
            let grid = SeparatedGrid(file: file, separator: separator, columnCount: header.names.count)
            if header.isCertain, !isDivided(header, otherwiseThan: separator, hasRows: stated > 0),
                let cells = grid.rows(in: rows, stated: stated),
                cells.allSatisfy({ isWhole(separator, between: $0) })
            {
                return takeSeparated(header, cells, endingAt: line, stated: stated)
            }
            findings.append(ambiguousRows(rows, columns: header.names.count, separator: name, stated: stated))
            return line + 1
        }
        return oneColumn(endingAt: line, stated: stated)
    }

    /// Whether another separator too would make names of a header: one that is likely between cells, or
    /// where no rows are under it, any.
    private func isDivided(_ header: SeparatedHeader, otherwiseThan separator: [UInt8], hasRows: Bool) -> Bool
    {
        let bounds = file.textLine(header.line)
        if separator == [UInt8(ascii: "|")] || separator == [0x09] { return false }
        let others = fieldSeparators(of: hasRows ? "|\t;:@#" : separatorMarks)
        return others.contains { other in
            guard !separator.contains(where: other.contains), file.offset(of: other, in: bounds) != nil else {
                return false
            }
            let grid = SeparatedGrid(file: file, separator: other, columnCount: 2)
            return names(grid.fields(bounds), separator: other, count: nil) != nil
        }
    }

    private mutating func takeSeparated(
        _ header: SeparatedHeader, _ rows: [[Range<Int>]], endingAt line: Int, stated: Int
    ) -> Int {
        var builder = ResultBuilder(file)
        builder.columns = header.names.map { CellText($0).column(in: file) }
        for cell in rows.joined() { builder.add(CellText(cell).withoutCarriageReturns(in: file)) }
        tables.append(builder.table(.separated, lines: header.line...line, stated: stated))
        return line + 1
    }

    /// Reads a result of one column, whose header stands above as many lines as are counted.
    ///
    /// What is above the header must be no part of it: a cell of two lines would pass for a header and a row.
    private mutating func oneColumn(endingAt line: Int, stated: Int) -> Int? {
        let header = line - stated - 1
        guard header > lastTaken, isSoundName(file.textLine(header)), !isHeading(file.textLine(header)),
            isEdge(above: header)
        else { return nil }
        let grid = SeparatedGrid(file: file, separator: [], columnCount: 1)
        guard let rows = grid.rows(in: header + 1..<line, stated: stated) else { return nil }
        let body = file.textLine(header).upperBound..<file.textLine(line - 1).upperBound
        for separator in fieldSeparators(of: separatorMarks)
        where file.offset(of: separator, in: file.textLine(header)) != nil
            && file.offset(of: separator, in: body) != nil
        {
            // Several columns, with cells that hold the separator too.
            let name = "“\(String(decoding: separator, as: UTF8.self))”"
            findings.append(ambiguousRows(header + 1..<line, columns: 2, separator: name, stated: stated))
            return line + 1
        }
        let found = SeparatedHeader(line: header, names: [file.textLine(header)])
        return takeSeparated(found, rows, endingAt: line, stated: stated)
    }

    /// Whether what stands above a line is certainly no part of the result that begins in it.
    private func isEdge(above line: Int) -> Bool {
        var above = line - 1
        while above > lastTaken, file.isBlank(file.textLine(above)) { above -= 1 }
        guard above > lastTaken else { return true }
        let bounds = file.textLine(above)
        if above == line - 1, file.bytes[file.trimmed(bounds).upperBound - 1] == UInt8(ascii: ";") {
            return true
        }
        return isHeading(bounds)
    }

    /// Whether a line is text between results: a heading, or what `\timing` prints.
    func isHeading(_ bounds: Range<Int>) -> Bool {
        file.matches("== ", at: bounds.lowerBound, before: bounds.upperBound)
            || file.matches("-- ", at: bounds.lowerBound, before: bounds.upperBound)
            || timingRange(file, line: bounds) != nil
    }

    /// The header of the result that ends before a line: the one under which the separators add up.
    private func separatedHeader(
        _ separator: [UInt8], from first: Int, before line: Int, stated: Int
    ) -> SeparatedHeader? {
        let grid = SeparatedGrid(file: file, separator: separator, columnCount: 2)
        var found: SeparatedHeader?
        var below = 0
        var number = line - 1
        while number >= first {
            let bounds = file.textLine(number)
            let count = grid.separators(in: bounds)
            // Where the rows have each a line, the first of them must have as many as the last.
            if line - 1 - number >= stated, count > 0, isSoundName(bounds) {
                let wanted = stated == 0 ? nil : below % stated == 0 ? below / stated + 1 : 0
                if let names = names(grid.fields(bounds), separator: separator, count: wanted) {
                    // Under a header of more columns this line would be the first of a row of several.
                    if let found, names.count > found.names.count {
                        return SeparatedHeader(line: number, names: names, isCertain: false)
                    }
                    found = found ?? SeparatedHeader(line: number, names: names)
                }
            }
            if stated == 0 || (found != nil && bounds.isEmpty) { return found }
            below += count
            number -= 1
        }
        return found
    }

    /// The names of a header: as it was split, or with those put together again that hold the separator.
    ///
    /// A name begins and ends with no space; `a | b` in a header of `|` is one name. Nil where there are
    /// not as many as the rows have cells.
    private func names(_ split: [Range<Int>], separator: [UInt8], count: Int?) -> [Range<Int>]? {
        var names: [Range<Int>] = []
        for part in split {
            if let last = names.last, last.upperBound > last.lowerBound, !part.isEmpty,
                file.bytes[last.upperBound - 1] == 0x20, file.bytes[part.lowerBound] == 0x20
            {
                names[names.count - 1] = last.lowerBound..<part.upperBound
            } else {
                names.append(part)
            }
        }
        guard names.count > 1, count.map({ $0 == names.count }) ?? true, names.allSatisfy(isSoundName) else {
            return nil
        }
        return holdsNone(of: separator, names) ? names : nil
    }

    /// Whether the sign that makes up a separator is nowhere inside of what it separates.
    func holdsNone(of separator: [UInt8], _ fields: [Range<Int>]) -> Bool {
        guard separator.count > 1, let mark = separator.first(where: { $0 != 0x20 }) else { return true }
        return fields.allSatisfy { file.offset(of: mark, in: $0) == nil }
    }

    /// Whether no sign of a separator of several is left beside it: one too many is a cell's own.
    func isWhole(_ separator: [UInt8], between fields: [Range<Int>]) -> Bool {
        guard separator.count > 1, let mark = separator.first(where: { $0 != 0x20 }) else { return true }
        if separator.allSatisfy({ $0 == mark }) { return holdsNone(of: separator, fields) }
        return fields.allSatisfy { file.bytes[$0].first != mark && file.bytes[$0].last != mark }
    }

    /// Whether a range can be the name of a column: PostgreSQL cuts them at 63 bytes.
    func isSoundName(_ range: Range<Int>) -> Bool {
        guard let first = file.bytes[range].first, let last = file.bytes[range].last, first > 0x20,
            last > 0x20
        else { return false }
        return file.bytes[range].contains { $0 >= 0x80 || isLetter($0) || digitValue($0) != nil }
    }

    /// What may stand between cells: the usual ones first, of those with one sign the longest first.
    func fieldSeparators(of marks: String) -> [[UInt8]] {
        marks.utf8.flatMap { mark -> [[UInt8]] in
            [[mark, mark, mark], [mark, mark], [0x20, mark, 0x20], [mark, 0x20], [mark]]
        }
    }
}

/// The signs that people choose to separate cells with.
private let separatorMarks = "|\t;,^~#@:/&%!*+=\u{1F}\u{1E}\u{1}\u{2}"

/// The line that names the columns of an unaligned result.
struct SeparatedHeader {
    let line: Int
    let names: [Range<Int>]
    /// Whether no line further down could be the header too.
    var isCertain = true
}
