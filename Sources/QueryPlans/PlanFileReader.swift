import Diagnostics
import Evidence
import PsqlOutput
import ServerLogs

/// Finds every plan in a file, among whatever else stands in it.
struct PlanFileReader {
    /// The text without what people and mail programs put round it.
    private let text: SourceFile
    private let results: [ResultTable]
    private let findings: [Diagnostic]
    private let reader = PlanReader()
    private var plans: [QueryPlan] = []
    private var problems: [Diagnostic] = []
    private var line = 1
    /// The next result whose first line has not been passed.
    private var nextResult = 0
    /// The statement that the next plan was printed for.
    private var statement: PlanStatement?
    /// The lines of the text in which plans were found, whether each is whole by its own text, and the
    /// lines with a count of rows that ended one.
    private var taken: [(lines: ClosedRange<Int>, showsEnd: Bool)] = []
    private var footers: Set<Int> = []
    private var unframedLines = UnframedLinesCache()

    private init(_ output: PsqlText) {
        text = output.text
        results = output.results
        findings = output.findings
    }

    /// Reads the file; what cannot be read whole is refused, with everything that is wrong at once.
    static func plans(in file: SourceFile) throws(Diagnostics) -> [QueryPlan] {
        if ServerLogFile.isServerLog(file) { return try plans(inLog: file) }
        return try plans(in: PsqlText(file))
    }

    /// Reads what psql printed, and what stands around it.
    static func plans(in output: PsqlText) throws(Diagnostics) -> [QueryPlan] {
        var reader = PlanFileReader(output)
        while reader.line <= reader.text.lineCount { reader.readNext() }
        reader.judgeFindings()
        if reader.plans.isEmpty, reader.problems.isEmpty { reader.readWithoutFigures() }
        if reader.plans.isEmpty, reader.problems.isEmpty { reader.problems.append(noPlan(output.text)) }
        guard reader.problems.isEmpty else { throw Diagnostics(reader.problems) }
        return reader.plans
    }

    /// Reads a text that is nothing but a plan without any figure, as `COSTS OFF` prints it.
    ///
    /// Its lines look like those of other texts, so that all of them together must be a plan.
    private mutating func readWithoutFigures() {
        guard results.isEmpty, text.lineCount > 1 else { return }
        do throws(Diagnostic) {
            let found = try reader.readAll(text)
            guard found.allSatisfy({ $0.parts.nodes.count > 1 || !$0.parts.properties.isEmpty }) else {
                return
            }
            try take(found, 1...text.lineCount, isClosed: false)
        } catch {
            // It is another text: that there is no plan says more than why this is none.
            plans = []
        }
    }

    /// Reads what auto_explain wrote to a server's log.
    private static func plans(inLog file: SourceFile) throws(Diagnostics) -> [QueryPlan] {
        let log = try ServerLogFile.read(file)
        let reader = PlanReader()
        var plans: [QueryPlan] = []
        var problems: [Diagnostic] = []
        for (index, entry) in log.entries.enumerated() where entry.holdsPlan {
            let view = log.message(of: entry)
            // Nothing ends the last entry of the plain format.
            let isClosed = log.destination != .stderr || index < log.entries.count - 1
            do throws(Diagnostic) {
                plans += try reader.plans(inMessage: view, isClosed: isClosed)
            } catch {
                problems.append(error)
            }
        }
        if plans.isEmpty, problems.isEmpty { problems.append(noPlan(file)) }
        guard problems.isEmpty else { throw Diagnostics(problems) }
        return plans
    }

    private static func noPlan(_ file: SourceFile) -> Diagnostic {
        Diagnostic(
            .plan(.noPlan), "There is no query plan in this file", at: Place(path: file.path),
            expected: "what EXPLAIN printed, as text, JSON, YAML or XML",
            help:
                "Run EXPLAIN (ANALYZE, BUFFERS) on the statement and save the output with `psql -X -o FILE`.")
    }

    /// The last line before the next result.
    private var limit: Int {
        nextResult < results.count ? results[nextResult].lines.lowerBound - 1 : text.lineCount
    }

    private mutating func readNext() {
        while nextResult < results.count, results[nextResult].lines.lowerBound < line { nextResult += 1 }
        let first = line
        do {
            if nextResult < results.count, results[nextResult].lines.lowerBound == line {
                try readResult(results[nextResult])
            } else {
                try readText()
            }
        } catch {
            problems.append(error)
            line = max(line, first + 1)
            skip()
        }
    }

    // MARK: psql's results

    private mutating func readResult(_ table: ResultTable) throws(Diagnostic) {
        line = table.lines.upperBound + 1
        nextResult += 1
        defer { statement = nil }
        guard table.columns.count == 1 else { return }
        let isNamed = table.columns[0].name == "QUERY PLAN"
        guard isNamed || table.columns[0].span == nil else { return }
        let view = table.unframed(column: 0)
        let isClosed = isClosed(table)
        guard isNamed else {
            // A file of one column without a header may be anything.
            let first = (1...max(1, view.lineCount)).first { !PlanReader.trimmed(view, $0).isEmpty } ?? 1
            guard PlanReader.format(view, line: first, isAlone: false) != nil else { return }
            return try take(try reader.readAll(view, from: first), table.lines, isClosed: isClosed)
        }
        let found = try reader.readAll(view)
        guard !found.isEmpty else {
            throw Diagnostic(
                .plan(.truncated), "This result has no row of a plan", at: table.headerSpan,
                expected: "the plan", help: PlanHelp.captureWhole)
        }
        try take(found, table.lines, isClosed: isClosed)
    }

    /// Whether a result's frame shows where it ends: it has an end of its own, or counts its rows.
    private func isClosed(_ table: ResultTable) -> Bool {
        let openEnded: [ResultTable.Layout] = [.aligned, .expanded, .csv, .separated]
        return table.statedRowCount != nil || !openEnded.contains(table.layout)
    }

    private mutating func take(
        _ found: [FoundPlan], _ lines: ClosedRange<Int>, isClosed: Bool
    ) throws(Diagnostic) {
        taken.append((lines: lines, showsEnd: false))
        plans += try reader.finish(found, isClosed: isClosed, statement: statement)
    }

    // MARK: Text that is no result

    private mutating func readText() throws(Diagnostic) {
        let range = PlanReader.trimmed(text, line)
        if range.isEmpty {
            line += 1
        } else if let duration = PlanMessage.duration(text, line: line) {
            line += 1
            try readMessage(duration)
        } else if PlanMessage.statementStart(text, line: line) != nil {
            try readMessage(.absent)
        } else if text.bytes.equals("QUERY PLAN", range) {
            try readUnderHeader()
        } else if PlanReader.format(text, line: line, isAlone: false) != nil || startsMarked {
            try readBare(isAlone: false)
        } else if let quoted = QuotedPlan(text, line: line, to: limit) {
            let found = try reader.readAll(quoted.view)
            let first = line
            line = quoted.lastLine + 1
            try take(found, first...quoted.lastLine, isClosed: false)
            statement = nil
        } else if let table = RightBorderedTable(text, line: line, to: limit) {
            let first = line
            line = table.lastLine + 1
            try take(try reader.readAll(table.view), first...table.lastLine, isClosed: false)
            statement = nil
        } else if let found = echoedStatement() {
            statement = PlanStatement(file: text, name: PrintedName(found.range, .continued))
            line = found.lastLine + 1
            while nextResult < results.count, results[nextResult].lines.lowerBound < line { nextResult += 1 }
        } else {
            if PsqlFooter.rows(text.bytes, range) != nil { statement = nil }
            try UnparsedPlanDetector(file: text).check(range)
            line += 1
        }
    }

    /// Whether the file begins with a byte order mark and then a plan.
    private var startsMarked: Bool {
        guard line == 1, text.bytes.stands("\u{FEFF}", at: 0, before: text.bytes.count) else { return false }
        let view = UnframedLines(text, from: 1, to: limit).view
        return PlanReader.format(view, line: 1, isAlone: false) != nil
    }

    private func echoedStatement() -> PsqlEcho? {
        var next = min(nextResult, results.count)
        return PsqlEcho(text, line: line, to: text.lineCount) { number in
            while next < results.count, results[next].lines.lowerBound < number { next += 1 }
            return (next < results.count && results[next].lines.lowerBound == number)
                || PlanReader.format(text, line: number, isAlone: false) != nil
                || text.bytes.equals("QUERY PLAN", PlanReader.trimmed(text, number))
        }
    }

    /// psql's unaligned format: a header without a rule, and rows without padding.
    private mutating func readUnderHeader() throws(Diagnostic) {
        let header = line
        line += 1
        if line <= limit, UnparsedPlanDetector.isRule(text, line) { line += 1 }
        guard line <= limit else {
            throw Diagnostic(
                .plan(.truncated), "The file ends after the header of a plan",
                at: text.span(PlanReader.trimmed(text, header)), expected: "the plan",
                help: PlanHelp.captureWhole)
        }
        try readBare(isAlone: true)
    }

    private mutating func readBare(isAlone: Bool) throws(Diagnostic) {
        defer { statement = nil }
        let first = line
        let bare = unframedLines.text(text, from: line, to: limit)
        var readings: [PlanReader.Reading] = []
        var rows = 0
        var next = bare.firstLine
        repeat {
            let reading = try reader.read(bare.view, from: next, to: bare.lastLine, isAlone: isAlone)
            rows += reading.rowCount + (readings.isEmpty ? 0 : 1)
            readings.append(reading)
            next = reading.nextLine
            line = bare.fileLine(next)
            // A table goes on after an empty row with the next plan of a statement that a rule rewrote.
        } while readings[readings.count - 1].footer == nil && next < bare.lastLine
            && PlanReader.trimmed(bare.view, next).isEmpty
            && startsPlan(bare.view, next + 1)
        let last = readings[readings.count - 1]
        let footer = last.footer.map { ($0.rows, bare.fileLine($0.line)) } ?? footerHere()
        if isAlone, last.endsAtOtherText, footer == nil { throw notOfTable(line) }
        var isClosed = false
        var closesAll = false
        if let (stated, number) = footer {
            footers.insert(number)
            line = number + 1
            closesAll = stated == rows
            guard closesAll || stated == last.rowCount else {
                throw miscounted(stated, rows, number)
            }
            isClosed = true
        }
        let showsEnd = readings.allSatisfy { $0.plans.allSatisfy(\.showsEnd) }
        taken.append((lines: first...max(first, line - 1), showsEnd: showsEnd))
        for (index, reading) in readings.enumerated() {
            let isLast = index == readings.count - 1
            plans += try reader.finish(
                reading.plans, isClosed: closesAll || (isLast && isClosed), statement: statement)
        }
    }

    private func startsPlan(_ view: SourceFile, _ number: Int) -> Bool {
        NodeLine.looksLikeNode(view.bytes, view.line(number))
    }

    private func footerHere() -> (Int, Int)? {
        guard line <= limit, let rows = PsqlFooter.rows(text.bytes, text.line(line)) else { return nil }
        return (rows, line)
    }

    /// What auto_explain sends to a client that asks for messages of the log, or what was taken from one.
    private mutating func readMessage(_ duration: PrintedNumber) throws(Diagnostic) {
        defer { statement = nil }
        let first = line
        let bare = unframedLines.text(text, from: line, to: limit)
        let message = PlanMessage(
            bare.view, from: bare.firstLine, to: bare.lastLine, isAlone: false, reader: reader)
        let reading = try message.read()
        line = bare.fileLine(reading.nextLine)
        taken.append((lines: first...max(first, line - 1), showsEnd: false))
        plans += try reader.finish(
            reading.plans, isClosed: reading.endsAtOtherText, mayEndEarly: true, duration: duration)
    }

    private func miscounted(_ rows: Int, _ found: Int, _ footer: Int) -> Diagnostic {
        Diagnostic(
            .plan(.rowCount), "psql counted \(rows) rows in this plan, and \(found) are here",
            at: text.span(text.line(footer)), expected: "\(rows) lines between the header and the footer",
            help: PlanHelp.captureWhole)
    }

    private func notOfTable(_ number: Int) -> Diagnostic {
        Diagnostic(
            .plan(.unexpectedLine), "This line does not belong to the table of the plan above",
            at: text.span(text.line(number)), expected: "a row of the plan, or psql's `(N rows)`",
            help: PlanHelp.captureWhole)
    }

    // MARK: What cannot be read

    /// After what could not be read: on to the end of its table or to the next one.
    private mutating func skip() {
        statement = nil
        while line <= limit {
            if text.bytes.equals("QUERY PLAN", PlanReader.trimmed(text, line)) { return }
            line += 1
            if PsqlFooter.rows(text.bytes, text.line(line - 1)) != nil { return }
        }
    }

    /// Refuses the file for what is wrong with psql's output in or next to a plan; the rest is not ours.
    private mutating func judgeFindings() {
        let errors = findings.filter { $0.severity == .error }
        guard !errors.isEmpty else { return }
        let takenLines = taken.map { part in
            let first = text.span(text.line(part.lines.lowerBound)).line
            let last = text.span(text.line(part.lines.upperBound)).line
            return (lines: first...max(first, last), showsEnd: part.showsEnd)
        }
        let footerLines = Set(footers.map { text.span(text.line($0)).line })
        var blocks = ParagraphsOfPlans(text.original)
        var refused: [Diagnostic] = []
        var replaced = Set<Int>()
        for finding in errors {
            guard let place = finding.place, !footerLines.contains(place.line) else { continue }
            // Plans are taken in the order of the file: of those that end before the place, none touches it.
            var (low, high) = (0, takenLines.count)
            while low < high {
                let middle = (low + high) / 2
                if takenLines[middle].lines.upperBound + 1 < place.line {
                    low = middle + 1
                } else {
                    high = middle
                }
            }
            let touched = takenLines[low...].prefix { place.line >= $0.lines.lowerBound - 2 }
            // A table without a count may be cut, but not where the plan in it shows its own end.
            if finding.check == .capture(.truncated), !touched.isEmpty, touched.allSatisfy(\.showsEnd) {
                continue
            }
            let block = blocks.block(around: place.line)
            guard !touched.isEmpty || block.holdsPlan else { continue }
            replaced.insert(block.lines.lowerBound)
            refused.append(finding)
        }
        // psql's finding says better what is wrong than that a plan's line stands alone.
        problems.removeAll { problem in
            problem.place.map { replaced.contains(blocks.block(around: $0.line).lines.lowerBound) } ?? false
        }
        problems += refused
        problems.sort {
            ($0.place?.line ?? 0, $0.place?.column ?? 0) < ($1.place?.line ?? 0, $1.place?.column ?? 0)
        }
    }
}

/// The paragraphs of a file, each looked at once: lines between empty ones, and whether one is of a plan.
private struct ParagraphsOfPlans {
    private let file: SourceFile
    private var known: [Int: (lines: ClosedRange<Int>, holdsPlan: Bool)] = [:]

    init(_ file: SourceFile) { self.file = file }

    mutating func block(around line: Int) -> (lines: ClosedRange<Int>, holdsPlan: Bool) {
        let line = min(max(1, line), max(1, file.lineCount))
        if let block = known[line] { return block }
        var (first, last) = (line, line)
        while first > 1, !PlanReader.trimmed(file, first - 1).isEmpty { first -= 1 }
        while last < file.lineCount, !PlanReader.trimmed(file, last + 1).isEmpty { last += 1 }
        let remains = UnparsedPlanDetector(file: file)
        let block = (lines: first...last, holdsPlan: (first...last).contains { remains.isPlanLine($0) })
        // An empty line has its neighbours for a block, which are not its own.
        let isEmpty = PlanReader.trimmed(file, line).isEmpty
        for number in isEmpty ? line...line : first...last { known[number] = block }
        return block
    }
}
