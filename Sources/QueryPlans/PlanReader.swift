import Diagnostics

/// A plan that a reader found, before it is known what shows that it is whole.
struct FoundPlan {
    let file: SourceFile
    let format: PlanFormat
    var parts: PlanParts
    /// The bytes of the whole plan.
    let range: Range<Int>
    /// The statement that is printed with the plan, as auto_explain does.
    var statement: PrintedName?
    /// Whether the plan's own text shows that it is whole: its brackets close, or its times end it.
    let showsEnd: Bool
    /// The bytes of its last line.
    let lastLine: Range<Int>
}

/// The statement that a plan was printed for, and where it stands.
struct PlanStatement {
    let file: SourceFile
    let name: PrintedName
}

/// Reads the plans of a text, in whichever format they are: the one way of all captures.
///
/// What a capture puts around a plan is gone when its text comes here; see `SourceView`.
struct PlanReader {
    let titles = TitleCache()
    let names = PropertyNames()

    /// Plans that stand one after the other, and how they end.
    struct Reading {
        var plans: [FoundPlan]
        /// The first line after them.
        var nextLine: Int
        /// How many rows psql would count.
        var rowCount: Int
        /// The line of psql's count, which is then the line before `nextLine`.
        var footer: (rows: Int, line: Int)?
        /// Whether they end at a line that is no part of a plan.
        var endsAtOtherText = false
    }

    /// The format of the plan that begins on a line; nil where none does.
    ///
    /// - Parameter isAlone: whether nothing but plans can stand here, so that a line without figures may be
    ///   a node's.
    static func format(_ file: SourceFile, line: Int, isAlone: Bool) -> PlanFormat? {
        let bytes = file.bytes
        let range = trimmed(file, line)
        guard let start = range.first else { return nil }
        switch bytes[start] {
        case UInt8(ascii: "["), UInt8(ascii: "{"): return opensJSON(bytes, start) || isAlone ? .json : nil
        case UInt8(ascii: "<"):
            let opens =
                bytes.stands("<explain ", at: start, before: range.upperBound)
                || bytes.equals("<explain>", range)
                || (bytes.stands("<?xml ", at: start, before: range.upperBound)
                    && bytes.firstIndex(of: "<explain", in: start..<min(bytes.count, start + 400)) != nil)
            return opens ? .xml : nil
        case UInt8(ascii: "-"):
            return bytes.stands("- Plan:", at: start, before: range.upperBound) ? .yaml : nil
        default:
            if bytes.stands("Query Text: \"", at: start, before: range.upperBound) { return .yaml }
            return isAlone || NodeLine.looksLikeNode(bytes, range) ? .text : nil
        }
    }

    private static func opensJSON(_ bytes: [UInt8], _ offset: Int) -> Bool {
        var cursor = ByteCursor(bytes, offset..<min(bytes.count, offset + 4096))
        var opened = false
        while let byte = cursor.byte {
            switch byte {
            case 0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: "+"): cursor.offset += 1
            case 0xE2 where cursor.take("\u{21B5}"): break
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

    /// The line without spaces round it.
    static func trimmed(_ file: SourceFile, _ number: Int) -> Range<Int> {
        file.trimmed(file.line(number))
    }

    /// Reads a text in which nothing but plans stands, from a line on.
    func readAll(_ file: SourceFile, from first: Int = 1) throws(Diagnostic) -> [FoundPlan] {
        var plans: [FoundPlan] = []
        var line = first
        while line <= file.lineCount {
            if Self.trimmed(file, line).isEmpty {
                line += 1
                continue
            }
            let reading = try read(file, from: line, to: file.lineCount, isAlone: true)
            if reading.endsAtOtherText || reading.footer != nil { throw stray(file, reading) }
            plans += reading.plans
            line = reading.nextLine
        }
        return plans
    }

    private func stray(_ file: SourceFile, _ reading: Reading) -> Diagnostic {
        Diagnostic(
            .plan(.unexpectedLine), "This line does not belong to the plan above",
            at: file.span(file.line(reading.footer?.line ?? reading.nextLine)),
            expected: "a further line of the plan, or its end", help: PlanHelp.captureWhole)
    }

    /// Reads the plans that begin on a line, which must be the first of one.
    func read(
        _ file: SourceFile, from line: Int, to lastLine: Int, isAlone: Bool
    ) throws(Diagnostic) -> Reading {
        switch Self.format(file, line: line, isAlone: isAlone) ?? .text {
        case .text: try readText(file, from: line, to: lastLine, isAlone: isAlone)
        case .json:
            try readDocument(file, .json, from: line) { start throws(Diagnostic) in
                try PlanDocument.json(file, from: start, names: names)
            }
        case .xml:
            try readDocument(file, .xml, from: line) { start throws(Diagnostic) in
                var scan = XMLScan(file, from: start, names: names)
                try scan.run()
                return (scan.document, scan.offset)
            }
        case .yaml: try readYAML(file, from: line, to: lastLine)
        }
    }

    // MARK: Formats

    private func readText(
        _ file: SourceFile, from line: Int, to lastLine: Int, isAlone: Bool
    ) throws(Diagnostic) -> Reading {
        var reader = TextPlanReader(
            file: file, firstLine: line, lastLine: lastLine, isAlone: isAlone, titles: titles, names: names)
        let end = try reader.read()
        let start = reader.parts.nodes[0].span.lowerBound
        let last = file.line(reader.endLine)
        let plan = FoundPlan(
            file: file, format: .text, parts: reader.parts, range: start..<max(start, last.upperBound),
            statement: nil, showsEnd: reader.endsWithExecutionTime, lastLine: last)
        var reading = Reading(plans: [plan], nextLine: reader.line, rowCount: reader.line - line)
        switch end {
        case .footer(let rows, let footer):
            reading.footer = (rows, footer)
            reading.nextLine = footer + 1
        case .otherText: reading.endsAtOtherText = true
        case .file, .blank: break
        }
        return reading
    }

    private func readDocument(
        _ file: SourceFile, _ format: PlanFormat, from line: Int,
        _ scan: (Int) throws(Diagnostic) -> (PlanDocument, end: Int)
    ) throws(Diagnostic) -> Reading {
        let (document, end) = try scan(Self.trimmed(file, line).lowerBound)
        let last = file.lineNumber(at: end - 1)
        let rest = end..<max(end, file.line(last).upperBound)
        if let stray = rest.first(where: { file.bytes[$0] != 0x20 && file.bytes[$0] != 0x09 }) {
            throw Diagnostic(
                .plan(format.check), "Something follows the plan on its last line",
                at: file.span(stray..<rest.upperBound), expected: "the end of the line",
                help: PlanHelp.captureWhole)
        }
        return try plans(file, document, format, last: last, showsEnd: true)
    }

    private func readYAML(_ file: SourceFile, from line: Int, to lastLine: Int) throws(Diagnostic) -> Reading
    {
        var scan = YAMLScan(file, fromLine: line, to: lastLine, names: names)
        try scan.run()
        let last = file.lineNumber(at: max(scan.end - 1, file.line(line).lowerBound))
        var reading = try plans(file, scan.document, .yaml, last: last, showsEnd: false)
        reading.nextLine = scan.line
        reading.endsAtOtherText = scan.line <= lastLine && !Self.trimmed(file, scan.line).isEmpty
        return reading
    }

    private func plans(
        _ file: SourceFile, _ document: PlanDocument, _ format: PlanFormat, last: Int, showsEnd: Bool
    ) throws(Diagnostic) -> Reading {
        let found = try DocumentPlanReader.plans(in: file, document, format)
        var reading = Reading(plans: [], nextLine: last + 1, rowCount: 1)
        for (index, plan) in found.enumerated() {
            if format == .yaml { try checkTimes(plan, file) }
            let isLast = index == found.count - 1
            reading.plans.append(
                FoundPlan(
                    file: file, format: format, parts: plan.parts, range: plan.range,
                    statement: plan.queryText,
                    showsEnd: showsEnd || !isLast
                        || plan.parts.statementProperties.last?.name == "Execution Time",
                    lastLine: file.line(last)))
        }
        return reading
    }

    /// YAML ends with a time, and nothing after it shows that no digit is missing but that there are three.
    private func checkTimes(_ plan: DocumentPlanReader.Found, _ file: SourceFile) throws(Diagnostic) {
        for property in plan.parts.statementProperties
        where property.name == "Execution Time" || property.name == "Planning Time" {
            var cursor = ByteCursor(file.bytes, property.value.range)
            guard let time = cursor.number(), cursor.isAtEnd, time.decimals == 3 else {
                throw Diagnostic(
                    .plan(.truncated), "The \(property.name) is cut", at: file.span(property.value.range),
                    expected: "a time with three decimals", help: PlanHelp.captureWhole)
            }
        }
    }

    // MARK: Endings

    /// The plans, if their ends can be seen.
    ///
    /// - Parameters:
    ///   - isClosed: whether what is around the text shows that it is whole: psql's count of rows, the end
    ///     of a log entry.
    ///   - mayEndEarly: whether a plan that was run may lack its Execution Time, as auto_explain's do.
    func finish(
        _ plans: [FoundPlan], isClosed: Bool, mayEndEarly: Bool = false, statement: PlanStatement? = nil,
        duration: PrintedNumber = .absent
    ) throws(Diagnostic) -> [QueryPlan] {
        var finished: [QueryPlan] = []
        for (index, plan) in plans.enumerated() {
            let isWhole = isClosed || plan.showsEnd || index < plans.count - 1
            if !isWhole, !mayEndEarly, plan.parts.wasRun { throw cut(plan) }
            let own = plan.statement.map { PlanStatement(file: plan.file, name: $0) }
            finished.append(
                QueryPlan(
                    PlanTree(
                        plan, statement: own ?? statement, duration: duration,
                        warnings: isWhole ? [] : [unknownEnd(plan)])))
        }
        return finished
    }

    /// A plan that was run ends with its time, unless SUMMARY is off: without a footer that is cut.
    private func cut(_ plan: FoundPlan) -> Diagnostic {
        Diagnostic(
            .plan(.truncated),
            "The plan was run, and neither its Execution Time nor psql's count of rows follows",
            at: plan.file.span(plan.lastLine), expected: "`Execution Time: … ms` or `(N rows)` at the end",
            help: PlanHelp.captureWhole)
    }

    private func unknownEnd(_ plan: FoundPlan) -> Diagnostic {
        Diagnostic(
            .plan(.endUnknown),
            "Nothing shows that this plan is whole: neither psql's count of rows nor an Execution Time",
            at: plan.file.span(plan.lastLine), help: "Capture it with psql's footer, or with EXPLAIN ANALYZE."
        )
    }
}

extension PlanParts {
    /// Whether the statement was run: some node has actual figures.
    var wasRun: Bool {
        guard let root = nodes.first else { return false }
        return root.figures.loops.isPrinted || root.figures.neverExecutedMark != nil
    }
}
