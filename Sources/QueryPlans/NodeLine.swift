import Diagnostics

/// Reads a node's line of the text format:
/// `Seq Scan on s.r a  (cost=0.00..1.00 rows=1 width=4) (actual time=0.1..0.2 rows=1 loops=1)`.
///
/// Written after ExplainNode and ExplainScanTarget in PostgreSQL's explain.c.
struct NodeLine {
    let file: SourceFile
    let titles: TitleCache

    /// Whether a stretch of a line, outside any table, has the look of a node's line with figures.
    static func looksLikeNode(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        guard let first = range.first, bytes[first] >= UInt8(ascii: "A"), bytes[first] <= UInt8(ascii: "Z")
        else { return false }
        let figures = ["(cost=", "(actual time=", "(actual rows=", "(never executed)"] as [StaticString]
        return figures.contains { text in
            guard let found = bytes.firstIndex(of: text, in: range) else { return false }
            let shown = found..<range.upperBound
            return found > first + 1 && bytes[found - 1] == 0x20
                && (bytes.firstIndex(of: "width=", in: shown) != nil
                    || bytes.firstIndex(of: "loops=", in: shown) != nil
                    || bytes.firstIndex(of: "never executed)", in: shown) != nil)
        }
    }

    /// Reads the line from its title on.
    func read(_ range: Range<Int>, role: PlanNodeRole) throws(Diagnostic) -> NodeRecord {
        let end = descriptionEnd(range)
        var record = try description(range.lowerBound..<end, role: role, whole: range)
        record.span = range
        var cursor = ByteCursor(file.bytes, range)
        cursor.offset = end
        try figures(&cursor, into: &record)
        return record
    }

    /// Where the description ends and the figures begin: two spaces outside quotes, or one before
    /// `(actual` and `(never executed)` where costs are off.
    private func descriptionEnd(_ range: Range<Int>) -> Int {
        let bytes = file.bytes
        var offset = range.lowerBound
        var quoted = false
        while offset < range.upperBound {
            let byte = bytes[offset]
            if byte == UInt8(ascii: "\"") { quoted.toggle() }
            if !quoted, byte == 0x20, offset + 2 < range.upperBound {
                let next = bytes[offset + 1]
                if next == 0x20 { return offset }
                if next == UInt8(ascii: "("),
                    bytes.stands("(actual ", at: offset + 1, before: range.upperBound)
                        || bytes.stands("(never executed)", at: offset + 1, before: range.upperBound)
                {
                    return offset
                }
            }
            offset += 1
        }
        return range.upperBound
    }

    private func description(
        _ range: Range<Int>, role: PlanNodeRole, whole: Range<Int>
    ) throws(Diagnostic) -> NodeRecord {
        let bytes = file.bytes
        var titleEnd = range.upperBound
        var index: Int?
        var target: Int?
        var offset = range.lowerBound
        var quoted = false
        while offset < range.upperBound {
            if bytes[offset] == UInt8(ascii: "\"") { quoted.toggle() }
            if !quoted, bytes[offset] == 0x20 {
                if bytes.stands(" using ", at: offset, before: range.upperBound), index == nil, target == nil
                {
                    titleEnd = min(titleEnd, offset)
                    index = offset + 7
                    offset += 6
                } else if bytes.stands(" on ", at: offset, before: range.upperBound), target == nil {
                    titleEnd = min(titleEnd, offset)
                    target = offset + 4
                }
            }
            offset += 1
        }
        guard let title = titles.title(file.text(range.lowerBound..<titleEnd)) else {
            throw unknownType(range.lowerBound..<titleEnd)
        }
        var record = NodeRecord(title: title, role: role, span: whole)
        if let index {
            record.index = try identifiers(index..<(target.map { $0 - 4 } ?? range.upperBound), atMost: 1)[0]
        }
        guard let target else { return record }
        try setTarget(target..<range.upperBound, in: &record)
        return record
    }

    private func setTarget(_ range: Range<Int>, in record: inout NodeRecord) throws(Diagnostic) {
        var cursor = ByteCursor(file.bytes, range)
        var names: [PrintedName] = [try identifier(&cursor)]
        var isQualified = false
        if cursor.take(".") {
            isQualified = true
            names.append(try identifier(&cursor))
        }
        var alias: PrintedName?
        if cursor.take(" ") { alias = try identifier(&cursor) }
        guard cursor.isAtEnd else {
            throw unexpected(cursor.offset..<range.upperBound, "the end of the name")
        }
        if isQualified { record.schema = names[0] }
        let name = names[names.count - 1]
        switch record.title.type {
        case "Bitmap Index Scan":
            record.index = name
            return
        case "Function Scan", "Table Function Scan", "Named Tuplestore Scan":
            if alias != nil || isQualified { record.function = name }
        case "CTE Scan", "WorkTable Scan": record.commonTable = name
        case "Subquery Scan", "Values Scan": break
        default: record.relation = name
        }
        record.alias = alias ?? name
    }

    private func identifiers(_ range: Range<Int>, atMost limit: Int) throws(Diagnostic) -> [PrintedName] {
        var cursor = ByteCursor(file.bytes, range)
        let names = [try identifier(&cursor)]
        guard cursor.isAtEnd else {
            throw unexpected(cursor.offset..<range.upperBound, "the end of the name")
        }
        return names
    }

    private func identifier(_ cursor: inout ByteCursor) throws(Diagnostic) -> PrintedName {
        let start = cursor.offset
        if cursor.byte == UInt8(ascii: "\"") {
            cursor.offset += 1
            while let byte = cursor.byte {
                cursor.offset += 1
                guard byte == UInt8(ascii: "\"") else { continue }
                guard cursor.byte == UInt8(ascii: "\"") else {
                    return PrintedName(start..<cursor.offset, .identifier)
                }
                cursor.offset += 1
            }
            throw unexpected(start..<cursor.end, "a closing quote")
        }
        while let byte = cursor.byte, byte != 0x20, byte != UInt8(ascii: "."), byte != UInt8(ascii: "\"") {
            cursor.offset += 1
        }
        guard cursor.offset > start else { throw unexpected(start..<cursor.end, "a name") }
        return PrintedName(start..<cursor.offset, .plain)
    }

    private func figures(_ cursor: inout ByteCursor, into record: inout NodeRecord) throws(Diagnostic) {
        guard !cursor.isAtEnd else { return }
        cursor.skipSpaces()
        if cursor.take("(cost=") {
            record.startupCost = try number(&cursor, "the startup cost")
            try literal("..", &cursor)
            record.totalCost = try number(&cursor, "the total cost")
            try literal(" rows=", &cursor)
            record.planRows = try number(&cursor, "the estimated rows")
            try literal(" width=", &cursor)
            record.planWidth = try number(&cursor, "the estimated width")
            try literal(")", &cursor)
            cursor.skipSpaces()
            if cursor.isAtEnd { return }
        }
        let start = cursor.offset
        if cursor.take("(never executed)") {
            record.figures.neverExecutedMark = start..<cursor.offset
        } else {
            try literal("(", &cursor)
            record.figures = try runFigures(&cursor)
            try literal(")", &cursor)
        }
        cursor.skipSpaces()
        guard cursor.isAtEnd else { throw unexpected(cursor.offset..<cursor.end, "the end of the line") }
    }

    /// `actual time=0.1..0.2 rows=1 loops=1`, as nodes and workers have it.
    func runFigures(_ cursor: inout ByteCursor) throws(Diagnostic) -> RunFigures {
        var figures = RunFigures()
        try literal("actual ", &cursor)
        if cursor.take("time=") {
            figures.startupTime = try number(&cursor, "the actual startup time")
            try literal("..", &cursor)
            figures.totalTime = try number(&cursor, "the actual total time")
            try literal(" ", &cursor)
        }
        try literal("rows=", &cursor)
        figures.rows = try number(&cursor, "the actual rows")
        try literal(" loops=", &cursor)
        figures.loops = try number(&cursor, "the loops")
        return figures
    }

    private func number(_ cursor: inout ByteCursor, _ what: String) throws(Diagnostic) -> PrintedNumber {
        guard let number = cursor.number() else {
            throw unexpected(cursor.offset..<cursor.end, "\(what), a number")
        }
        return number
    }

    private func literal(_ text: StaticString, _ cursor: inout ByteCursor) throws(Diagnostic) {
        guard cursor.take(text) else {
            throw unexpected(cursor.offset..<cursor.end, "`\(text)`")
        }
    }

    private func unexpected(_ range: Range<Int>, _ expected: String) -> Diagnostic {
        Diagnostic(
            .plan(.nodeLine),
            range.isEmpty
                ? "The line of a plan node ends too early"
                : "The line of a plan node is not as EXPLAIN prints it", at: file.span(range),
            expected: expected, help: PlanHelp.captureWhole)
    }

    private func unknownType(_ range: Range<Int>) -> Diagnostic {
        let title = file.text(range)
        return Diagnostic(
            .plan(.nodeType), "PostgreSQL has no plan node “\(title)”", at: file.span(range),
            expected: "the title of a plan node, such as `Seq Scan on orders`",
            help: nearestName(to: title, among: NodeTitle.commonTitles).map {
                "Is “\($0)” meant? \(PlanHelp.captureWhole)"
            }
                ?? PlanHelp.captureWhole)
    }
}

extension NodeTitle {
    static let commonTitles = [
        "Seq Scan", "Index Scan", "Index Only Scan", "Bitmap Heap Scan", "Bitmap Index Scan", "Nested Loop",
        "Hash Join", "Merge Join", "Hash", "Sort", "Aggregate", "HashAggregate", "Limit", "Gather",
        "Gather Merge", "Append", "Materialize", "Memoize", "CTE Scan", "Subquery Scan", "Function Scan",
        "Result", "WindowAgg", "Unique",
    ]
}

/// Titles that were taken apart, kept while a file is read: a plan repeats a handful of them.
final class TitleCache {
    private var known: [String: NodeTitle?] = [:]

    func title(_ text: String) -> NodeTitle? {
        if let found = known[text] { return found }
        let title = NodeTitle(text: text)
        known[text] = title
        return title
    }
}

/// What to do next, in words that several messages share.
enum PlanHelp {
    static let captureWhole =
        "Capture the whole output again, with `psql -X -o FILE` or `psql -X -At -o FILE`, and do not edit it."
    static let analyze = "Run EXPLAIN with ANALYZE."
}
