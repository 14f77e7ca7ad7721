import Diagnostics

/// The lines under a plan that belong to the statement: planning, triggers, JIT compilation, times.
extension TextPlanReader {
    mutating func readSummary(_ range: Range<Int>) throws(Diagnostic) -> Bool {
        if heading != nil { throw misplaced(range, "the node of the heading before") }
        let bytes = file.bytes
        guard isAlone || isSummary(range) else { return false }
        inSummary = true
        summaryGroup = nil
        if bytes.stands("Trigger ", at: range.lowerBound, before: range.upperBound) {
            try readTrigger(range)
            return true
        }
        let printed = try propertyName(range)
        let value = valueStart(printed, range)..<range.upperBound
        var name = names.name(bytes, printed)
        switch name {
        case "Planning Time", "Planning time":
            name = "Planning Time"
            try checkTime(value)
        case "Execution Time", "Execution time":
            name = "Execution Time"
            try checkTime(value)
            endsWithExecutionTime = true
        case "Total runtime":
            try checkTime(value)
            endsWithExecutionTime = true
        default: break
        }
        summaryGroup = Group(name: name, indent: 0)
        parts.statementProperties.append(PropertyRecord(name: name, value: PrintedName(value, .plain)))
        return true
    }

    /// Whether a line is one of those that EXPLAIN prints under a plan.
    func isSummary(_ range: Range<Int>) -> Bool {
        Self.summaryNames.contains { file.bytes.stands($0, at: range.lowerBound, before: range.upperBound) }
    }

    /// In the words of PostgreSQL 11 and later, and of those before.
    private static let summaryNames: [StaticString] = [
        "Planning Time: ", "Execution Time: ", "Planning:", "JIT:", "Settings: ", "Query Identifier: ",
        "Trigger ", "Serialization: ", "Planning time: ", "Execution time: ", "Total runtime: ",
    ]

    mutating func readSummaryDetail(_ range: Range<Int>) throws(Diagnostic) -> Bool {
        guard let summaryGroup else { throw misplaced(range, PlanExpectation.summary) }
        let name = try propertyName(range)
        if let last = parts.statementProperties.last, last.value.range.isEmpty, last.group == nil,
            last.name == summaryGroup.name
        {
            parts.statementProperties.removeLast()
        }
        parts.statementProperties.append(
            PropertyRecord(
                group: summaryGroup.name, name: names.name(file.bytes, name),
                value: PrintedName(valueStart(name, range)..<range.upperBound, .plain)))
        return true
    }

    private func checkTime(_ range: Range<Int>) throws(Diagnostic) {
        var cursor = ByteCursor(file.bytes, range)
        guard cursor.number() != nil, cursor.take(" ms"), cursor.isAtEnd else {
            throw misplaced(range, "a time, such as `0.123 ms`")
        }
    }

    /// `Trigger name on relation: time=1.5 calls=3`; the name may itself hold colons.
    private mutating func readTrigger(_ range: Range<Int>) throws(Diagnostic) {
        let bytes = file.bytes
        var mark: Int?
        var offset = range.upperBound - 1
        while offset > range.lowerBound {
            if bytes.stands(": time=", at: offset, before: range.upperBound)
                || bytes.stands(": calls=", at: offset, before: range.upperBound)
            {
                mark = offset
                break
            }
            offset -= 1
        }
        guard let mark, mark > range.lowerBound + 8 else {
            throw misplaced(range, "`time=` and `calls=` of the trigger")
        }
        var trigger = TriggerRecord(name: PrintedName(range.lowerBound + 8..<mark, .plain))
        let title = range.lowerBound + 7..<mark
        if let found = bytes.firstIndex(of: " for constraint ", in: title) {
            trigger.constraint = PrintedName(found + 16..<mark, .plain)
            trigger.name =
                found > title.lowerBound ? PrintedName(title.lowerBound + 1..<found, .plain) : .absent
        }
        var cursor = ByteCursor(bytes, mark + 2..<range.upperBound)
        if cursor.take("time="), let time = cursor.number() {
            trigger.time = time
            _ = cursor.take(" ")
        }
        guard cursor.take("calls="), let calls = cursor.number(), cursor.isAtEnd else {
            throw misplaced(cursor.offset..<range.upperBound, "`calls=` and a number")
        }
        trigger.calls = calls
        parts.triggers.append(trigger)
        parts.statementProperties.append(
            PropertyRecord(
                name: file.text(range.lowerBound..<mark),
                value: PrintedName(mark + 2..<range.upperBound, .plain)))
    }
}
