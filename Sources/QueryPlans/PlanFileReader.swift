import Diagnostics

/// Finds every plan in a file, among whatever else stands in it.
struct PlanFileReader {
    private let file: SourceFile
    private let titles = TitleCache()
    private var plans: [QueryPlan] = []
    private var problems: [Diagnostic] = []
    private var line = 1
    private var statementStart: Int?
    /// Whether the echoed statement goes on: no `;` has ended it yet.
    private var isStatementOpen = false
    /// The statement that the plan now being read was printed for.
    private var statement: Range<Int>?

    init(_ file: SourceFile) { self.file = file }

    /// Reads the file; what cannot be read whole is refused, with everything that is wrong at once.
    static func plans(in file: SourceFile) throws(Diagnostics) -> [QueryPlan] {
        var reader = PlanFileReader(file)
        while reader.line <= file.lineCount { reader.readNext() }
        if reader.plans.isEmpty, reader.problems.isEmpty { reader.problems.append(reader.noPlan) }
        guard reader.problems.isEmpty else { throw Diagnostics(reader.problems) }
        return reader.plans
    }

    private var noPlan: Diagnostic {
        Diagnostic(
            "plan.none",
            "There is no query plan in this file",
            at: Place(path: file.path),
            expected: "what EXPLAIN printed, as text or as JSON",
            help:
                "Run EXPLAIN (ANALYZE, BUFFERS) on the statement and save the output with `psql -X -o FILE`."
        )
    }

    private mutating func readNext() {
        let range = trimmed(line)
        guard !range.isEmpty else {
            line += 1
            return
        }
        let bytes = file.bytes
        do {
            if bytes.equals("QUERY PLAN", range) {
                try readTable()
            } else if opensJSON(range), opensJSONPlan(range.lowerBound) {
                takeStatement()
                line = try readJSON(from: range.lowerBound, framed: false)
            } else if NodeLine.looksLikeNode(bytes, range) {
                try readBare(range)
            } else {
                followStatement(range)
                try PlanRemains(file: file).check(range, inStatement: isStatementOpen)
                if isStatementOpen, file.bytes[range.upperBound - 1] == UInt8(ascii: ";") {
                    isStatementOpen = false
                }
                line += 1
            }
        } catch {
            problems.append(error)
            skip()
        }
    }

    /// The line without spaces round it, and without a byte-order mark.
    private func trimmed(_ number: Int) -> Range<Int> {
        var range = file.line(number)
        if number == 1, file.bytes.stands("\u{FEFF}", at: 0, before: range.upperBound) {
            range = 3..<range.upperBound
        }
        while let first = range.first, file.bytes[first] == 0x20 || file.bytes[first] == 0x09 {
            range = range.lowerBound + 1..<range.upperBound
        }
        while let last = range.last, file.bytes[last] == 0x20 || file.bytes[last] == 0x09 {
            range = range.lowerBound..<range.upperBound - 1
        }
        return range
    }

    /// After what could not be read: on to the end of its table or to the next one.
    private mutating func skip() {
        line += 1
        statementStart = nil
        while line <= file.lineCount {
            if file.bytes.equals("QUERY PLAN", trimmed(line)) { return }
            line += 1
            if PsqlFooter.rows(file.bytes, file.line(line - 1)) != nil { return }
        }
    }

    // MARK: psql tables

    private mutating func readTable() throws(Diagnostic) {
        takeStatement()
        let header = line
        var first = header + 1
        let isAligned = first <= file.lineCount && isRule(trimmed(first))
        if isAligned { first += 1 }
        guard first <= file.lineCount else {
            throw Diagnostic(
                "plan.truncated",
                "The file ends after the header of a plan",
                at: file.span(trimmed(header)),
                expected: "the plan",
                help: PlanHelp.captureWhole
            )
        }
        let content = trimmed(first)
        if opensJSON(content) {
            line = try readJSON(from: content.lowerBound, framed: isAligned)
            try readJSONFooter()
            return
        }
        try PlanRemains(file: file).refuseOtherFormats(content)
        let start = file.line(first)
        let isPadded = isAligned && start.count > 1 && file.bytes[start.lowerBound] == 0x20
        try readTextTable(from: first, margin: isPadded ? [0x20] : [])
    }

    private func isRule(_ range: Range<Int>) -> Bool {
        guard range.count >= 3 else { return false }
        if file.bytes[range].allSatisfy({ $0 == UInt8(ascii: "-") }) { return true }
        return file.bytes.stands("\u{2500}\u{2500}", at: range.lowerBound, before: range.upperBound)
            || file.bytes.stands("\u{2550}\u{2550}", at: range.lowerBound, before: range.upperBound)
    }

    private mutating func readTextTable(from first: Int, margin: [UInt8]) throws(Diagnostic) {
        line = first
        var read: [QueryPlan] = []
        while true {
            var reader = TextPlanReader(
                file: file,
                firstLine: line,
                margin: margin,
                isFramed: true,
                titles: titles
            )
            let end = try readPlan(&reader, wrapsAt: margin.count)
            line = reader.line
            if case .footer(let rows, let footer) = end {
                guard rows == footer - first else { throw miscounted(rows, footer - first, footer) }
                read.append(plan(reader, isClosed: true))
                line += 1
                break
            }
            if end == .blank, nextRow(after: line, margin: margin) {
                read.append(plan(reader, isClosed: true))
                line += 1
                continue
            }
            guard end != .otherText else { throw notOfTable(line) }
            try requireEnd(of: reader)
            read.append(plan(reader, isClosed: false))
            break
        }
        plans += read
    }

    private func readPlan(
        _ reader: inout TextPlanReader,
        wrapsAt column: Int
    ) throws(Diagnostic) -> TextPlanReader.End {
        do {
            return try reader.read()
        } catch {
            throw wrapped(error) ?? error
        }
    }

    /// psql with `\pset format wrapped` breaks a row after `.` and goes on after another: say so.
    private func wrapped(_ error: Diagnostic) -> Diagnostic? {
        guard let place = error.place, place.line > 0 else { return nil }
        for number in [place.line, place.line + 1] where number <= file.lineCount && number > 1 {
            let continued = file.line(number)
            let before = file.line(number - 1)
            guard let first = continued.first, let last = before.last else { continue }
            let isWrapped =
                (file.bytes[first] == UInt8(ascii: ".") && file.bytes[last] == UInt8(ascii: "."))
                || (file.bytes.stands("\u{2026}", at: first, before: continued.upperBound)
                    && file.bytes.stands("\u{2026}", at: last - 2, before: before.upperBound))
            guard isWrapped else { continue }
            return Diagnostic(
                "plan.wrapped",
                "psql broke the rows of this plan to fit the window: it cannot be read safely",
                at: file.span(continued),
                expected: "each row of the plan on one line",
                help: "Capture it again with `psql -X -P format=aligned -o FILE`."
            )
        }
        return nil
    }

    /// Whether a table goes on after an empty row: with the next plan of a statement that a rule rewrote.
    private func nextRow(after blank: Int, margin: [UInt8]) -> Bool {
        guard blank < file.lineCount else { return false }
        let next = file.line(blank + 1)
        guard next.count > margin.count,
            zip(file.bytes[next], margin).allSatisfy({ $0 == $1 })
        else { return false }
        return NodeLine.looksLikeNode(file.bytes, next.lowerBound + margin.count..<next.upperBound)
    }

    private func miscounted(_ rows: Int, _ found: Int, _ footer: Int) -> Diagnostic {
        Diagnostic(
            "plan.row-count",
            "psql counted \(rows) rows in this plan, and \(found) are here",
            at: file.span(file.line(footer)),
            expected: "\(rows) lines between the header and the footer",
            help: PlanHelp.captureWhole
        )
    }

    private func notOfTable(_ number: Int) -> Diagnostic {
        Diagnostic(
            "plan.unexpected-line",
            "This line does not belong to the table of the plan above",
            at: file.span(file.line(number)),
            expected: "a row of the plan, or psql's `(N rows)`",
            help: PlanHelp.captureWhole
        )
    }

    // MARK: Plans without a frame

    private mutating func readBare(_ range: Range<Int>) throws(Diagnostic) {
        takeStatement()
        let whole = file.line(line)
        let start =
            whole.lowerBound == 0 && file.bytes.stands("\u{FEFF}", at: 0, before: whole.upperBound)
            ? 3 : whole.lowerBound
        let margin = Array(file.bytes[start..<range.lowerBound])
        let first = line
        var reader = TextPlanReader(
            file: file,
            firstLine: line,
            margin: margin,
            isFramed: false,
            titles: titles
        )
        let end = try readPlan(&reader, wrapsAt: margin.count)
        line = reader.line
        var isClosed = false
        if case .footer(let rows, let footer) = end {
            guard rows == footer - first else { throw miscounted(rows, footer - first, footer) }
            isClosed = true
            line += 1
        } else {
            try requireEnd(of: reader)
        }
        plans.append(plan(reader, isClosed: isClosed))
    }

    /// A plan that was run ends with its time, unless SUMMARY is off: without a footer that is cut.
    private func requireEnd(of reader: TextPlanReader) throws(Diagnostic) {
        guard let root = reader.parts.nodes.first else { return }
        let wasRun = root.figures.loops.isPrinted || root.figures.neverExecutedMark != nil
        guard wasRun, !reader.endsWithExecutionTime else { return }
        throw Diagnostic(
            "plan.truncated",
            "The plan was run, and neither its Execution Time nor psql's count of rows follows",
            at: file.span(file.line(reader.lastLine)),
            expected: "`Execution Time: … ms` or `(N rows)` at the end",
            help: PlanHelp.captureWhole
        )
    }

    private func plan(_ reader: TextPlanReader, isClosed: Bool) -> QueryPlan {
        let root = reader.parts.nodes[0]
        let start = root.span.lowerBound
        var warnings: [Diagnostic] = []
        if !isClosed, !reader.endsWithExecutionTime {
            warnings.append(
                Diagnostic(
                    "plan.end-unknown",
                    "Nothing shows that this plan is whole: neither psql's count of rows nor an Execution Time",
                    at: file.span(file.line(reader.lastLine)),
                    severity: .warning,
                    help: "Capture it with psql's footer, or with EXPLAIN ANALYZE."
                )
            )
        }
        return QueryPlan(
            PlanTree(
                file: file,
                format: .text,
                range: start..<max(start, file.line(reader.lastLine).upperBound),
                statement: statement,
                padding: reader.margin.count,
                parts: reader.parts,
                warnings: warnings
            )
        )
    }

    // MARK: JSON

    private func opensJSON(_ range: Range<Int>) -> Bool {
        guard let start = range.first else { return false }
        return file.bytes[start] == UInt8(ascii: "[") || file.bytes[start] == UInt8(ascii: "{")
    }

    private func opensJSONPlan(_ offset: Int) -> Bool {
        var cursor = ByteCursor(file.bytes, offset..<min(file.bytes.count, offset + 4096))
        var opened = false
        while let byte = cursor.byte {
            switch byte {
            case 0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: "+"): cursor.offset += 1
            case UInt8(ascii: "["): cursor.offset += 1
            case UInt8(ascii: "{"):
                if opened { return false }
                opened = true
                cursor.offset += 1
            default:
                return opened && (cursor.take("\"Plan\"") || cursor.take("\"Query Text\""))
            }
        }
        return false
    }

    /// Reads a JSON text and returns the line after it.
    private mutating func readJSON(from start: Int, framed: Bool) throws(Diagnostic) -> Int {
        let json = try JSONText(file, from: start, newlineMarks: framed)
        let last = file.lineNumber(at: json.end - 1)
        let rest = json.end..<file.line(last).upperBound
        if let stray = rest.first(where: { file.bytes[$0] != 0x20 && file.bytes[$0] != 0x09 }) {
            throw Diagnostic(
                "plan.json",
                "Something follows the JSON of the plan on its last line",
                at: file.span(stray..<rest.upperBound),
                expected: "the end of the line",
                help: PlanHelp.captureWhole
            )
        }
        for found in try JSONPlanReader.plans(in: file, json) {
            let tree = PlanTree(
                file: file,
                format: .json,
                range: found.range,
                statement: statement,
                padding: 0,
                parts: found.parts,
                warnings: []
            )
            plans.append(QueryPlan(tree))
        }
        return last + 1
    }

    private mutating func readJSONFooter() throws(Diagnostic) {
        guard line <= file.lineCount, let rows = PsqlFooter.rows(file.bytes, file.line(line)) else { return }
        guard rows == 1 else { throw miscounted(rows, 1, line) }
        line += 1
    }

    // MARK: What surrounds plans

    /// Takes what stands between the echoed `EXPLAIN` and the line of the plan as its statement.
    private mutating func takeStatement() {
        defer {
            statementStart = nil
            isStatementOpen = false
        }
        statement = nil
        guard let statementStart else { return }
        var last = line - 1
        while trimmed(last).isEmpty { last -= 1 }
        statement = statementStart..<max(statementStart, trimmed(last).upperBound)
    }

    /// Remembers where an echoed `EXPLAIN …` begins, with or without psql's prompt before it.
    private mutating func followStatement(_ range: Range<Int>) {
        if let start = explainStart(range) {
            statementStart = start
            isStatementOpen = true
        } else if PsqlFooter.rows(file.bytes, range) != nil {
            statementStart = nil
        }
    }

    private func explainStart(_ range: Range<Int>) -> Int? {
        var start = range.lowerBound
        for prompt in ["=# ", "=> "] as [StaticString] {
            if let found = file.bytes.firstIndex(of: prompt, in: range), found - range.lowerBound < 64 {
                start = found + 3
                break
            }
        }
        guard start + 7 <= range.upperBound else { return nil }
        let word = file.bytes[start..<start + 7].map { $0 | 0x20 }
        return word.elementsEqual("explain".utf8) ? start : nil
    }
}
