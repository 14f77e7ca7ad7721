import Diagnostics

/// A plan that a tool saved as one quoted field, with each quote in it written twice.
struct QuotedPlan {
    /// The plan without the quotes.
    let view: SourceFile
    /// The line with the closing quote.
    let lastLine: Int

    /// The field that begins on a line; nil where none does, or it holds no plan.
    init?(_ file: SourceFile, line: Int, to last: Int) {
        let bytes = file.bytes
        let range = PlanReader.trimmed(file, line)
        guard range.count > 1, bytes[range.lowerBound] == UInt8(ascii: "\"") else { return nil }
        let limit = file.line(last).upperBound
        var builder = SourceViewBuilder(of: file)
        var offset = range.lowerBound + 1
        var start = offset
        while offset < limit {
            guard bytes[offset] == UInt8(ascii: "\"") else {
                offset += 1
                continue
            }
            builder.append(start..<offset)
            guard offset + 1 < limit, bytes[offset + 1] == UInt8(ascii: "\"") else { break }
            builder.append(UInt8(ascii: "\""), for: offset..<offset + 2)
            offset += 2
            start = offset
        }
        guard offset < limit else { return nil }
        lastLine = file.lineNumber(at: offset)
        guard offset + 1 >= PlanReader.trimmed(file, lastLine).upperBound else { return nil }
        view = builder.view()
        guard view.lineCount > 0, PlanReader.format(view, line: 1, isAlone: false) != nil else { return nil }
    }
}

/// A plan in a table that has a border at its right alone, as DBeaver copies it.
///
/// ```
/// QUERY PLAN                                        |
/// --------------------------------------------------+
/// Seq Scan on t  (cost=0.00..1.01 rows=1 width=4)   |
/// ```
struct RightBorderedTable {
    /// The rows without the border.
    let view: SourceFile
    /// The last row.
    let lastLine: Int

    /// The table whose header stands on a line; nil where it is another line.
    init?(_ file: SourceFile, line: Int, to last: Int) {
        let header = PlanReader.trimmed(file, line)
        guard line + 1 < last, file.bytes[header].last == UInt8(ascii: "|"),
            file.bytes.stands("QUERY PLAN ", at: header.lowerBound, before: header.upperBound),
            file.bytes[header.lowerBound + 11..<header.upperBound - 1].allSatisfy({ $0 == 0x20 })
        else { return nil }
        let rule = PlanReader.trimmed(file, line + 1)
        guard rule.count > 1, file.bytes[rule.upperBound - 1] == UInt8(ascii: "+"),
            file.bytes[rule.lowerBound..<rule.upperBound - 1].allSatisfy({ $0 == UInt8(ascii: "-") })
        else { return nil }
        var builder = SourceViewBuilder(of: file)
        var number = line + 1
        while number < last {
            let row = file.line(number + 1)
            guard row.last.map({ file.bytes[$0] }) == UInt8(ascii: "|") else { break }
            var end = row.upperBound - 1
            while end > row.lowerBound, file.bytes[end - 1] == 0x20 { end -= 1 }
            builder.append(row.lowerBound..<end)
            builder.append(0x0A, for: end..<end)
            number += 1
        }
        guard number > line + 1 else { return nil }
        lastLine = number
        view = builder.view()
    }
}
