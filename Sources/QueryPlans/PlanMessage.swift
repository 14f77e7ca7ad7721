import Diagnostics

/// Reads what auto_explain writes to the log: the duration, the statement, and its plan.
///
/// ```
/// duration: 510.721 ms  plan:
/// Query Text: select …
/// HashAggregate  (cost=6969.89..6969.97 rows=7 width=35) (actual time=510.695..510.704 rows=7 loops=1)
/// ```
/// The statement may be of several lines, and may look like a plan itself.
struct PlanMessage {
    private let file: SourceFile
    private let reader: PlanReader
    private let line: Int
    private let lastLine: Int
    /// Whether all lines belong to the message.
    private let isAlone: Bool

    /// Begins at the line with the statement.
    init(_ file: SourceFile, from line: Int, to lastLine: Int, isAlone: Bool, reader: PlanReader) {
        self.file = file
        self.line = line
        self.lastLine = lastLine
        self.isAlone = isAlone
        self.reader = reader
    }

    /// The duration that stands at the end of a line before a plan; nil where it is another line.
    static func duration(_ file: SourceFile, line: Int) -> PrintedNumber? {
        let range = file.line(line)
        let bytes = file.bytes
        guard let mark = bytes.firstIndex(of: "duration: ", in: range) else { return nil }
        var cursor = ByteCursor(bytes, mark + 10..<range.upperBound)
        guard let duration = cursor.number(), cursor.take(" ms  plan:"), cursor.isAtEnd else { return nil }
        return duration
    }

    /// Where the statement begins that a line of the text format has; nil where it is another line.
    static func statementStart(_ file: SourceFile, line: Int) -> Int? {
        let range = PlanReader.trimmed(file, line)
        guard file.bytes.stands("Query Text: ", at: range.lowerBound, before: range.upperBound),
            !file.bytes.stands("Query Text: \"", at: range.lowerBound, before: range.upperBound)
        else { return nil }
        return range.lowerBound + 12
    }

    /// Reads the plan; its statement is what auto_explain says was run.
    func read() throws(Diagnostic) -> PlanReader.Reading {
        guard line <= lastLine else { throw cut(at: line - 1) }
        guard let start = Self.statementStart(file, line: line) else {
            return try reader.read(file, from: line, to: lastLine, isAlone: isAlone)
        }
        return try readText(start)
    }

    private func readText(_ start: Int) throws(Diagnostic) -> PlanReader.Reading {
        var lexer = StatementLexer(file.bytes)
        var failure: Diagnostic?
        for last in line..<max(line, lastLine) {
            let range = file.line(last)
            _ = lexer.read(max(start, range.lowerBound)..<range.upperBound)
            guard !lexer.isOpen, beginsPlan(last + 1) else { continue }
            do {
                return try plan(from: last + 1, statement: start..<range.upperBound)
            } catch {
                failure = failure ?? error
            }
        }
        throw failure ?? cut(at: lastLine)
    }

    private func beginsPlan(_ number: Int) -> Bool {
        let range = file.line(number)
        return file.bytes.stands("Query Parameters: ", at: range.lowerBound, before: range.upperBound)
            || NodeLine.looksLikeNode(file.bytes, range)
    }

    private func plan(from first: Int, statement: Range<Int>) throws(Diagnostic) -> PlanReader.Reading {
        var number = first
        var parameters: PropertyRecord?
        let range = file.line(number)
        if file.bytes.stands("Query Parameters: ", at: range.lowerBound, before: range.upperBound) {
            let start = range.lowerBound + 18
            let end = try PlanLiteral.end(in: file, from: start, line: &number, lastLine: lastLine)
            parameters = PropertyRecord(name: "Query Parameters", value: PrintedName(start..<end, .continued))
            number += 1
            guard number <= lastLine else { throw cut(at: lastLine) }
        }
        var reading = try reader.read(file, from: number, to: lastLine, isAlone: isAlone)
        let goesOn = reading.nextLine <= lastLine && !PlanReader.trimmed(file, reading.nextLine).isEmpty
        if isAlone, goesOn || reading.plans.count != 1 {
            throw Diagnostic(
                .plan(.unexpectedLine), "This line does not belong to the plan above",
                at: file.span(file.line(min(reading.nextLine, lastLine))),
                expected: "a further line of the plan, or the end of the log entry",
                help: PlanHelp.captureWhole)
        }
        reading.plans[0].statement = PrintedName(statement, .continued)
        if let parameters { reading.plans[0].parts.statementProperties.insert(parameters, at: 0) }
        return reading
    }

    private func cut(at number: Int) -> Diagnostic {
        Diagnostic(
            .plan(.truncated), "auto_explain's message ends before its plan",
            at: file.span(file.line(number)), expected: "the plan", help: "Take the whole entry from the log."
        )
    }
}

extension PlanReader {
    /// Reads the plan of an entry of the log.
    func plans(inMessage view: SourceFile, isClosed: Bool) throws(Diagnostic) -> [QueryPlan] {
        let message = PlanMessage(view, from: 2, to: view.lineCount, isAlone: true, reader: self)
        let reading = try message.read()
        return try finish(
            reading.plans, isClosed: isClosed, mayEndEarly: true,
            duration: PlanMessage.duration(view, line: 1) ?? .absent)
    }
}
