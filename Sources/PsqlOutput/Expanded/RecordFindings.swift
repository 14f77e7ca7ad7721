internal import Diagnostics
internal import Evidence

/// What is said of expanded output that cannot be read whole.
extension PsqlTextScan {
    func badRecord(at line: Int) -> Diagnostic {
        Diagnostic(
            .table(.recordLine), "The line belongs to no record", at: file.span(file.textLine(line)),
            expected: "a column's name, “|” and its value, or a blank line after the last record",
            help: "Capture it again; a line is missing, or was edited.")
    }

    func cutRecords(at line: Int) -> Diagnostic {
        Diagnostic(
            .capture(.truncated), "The capture ends in the middle of a record",
            at: file.span(file.textLine(line)), expected: "a blank line after the last record",
            help: "Capture it again; where you know that it is whole, add a blank line.")
    }

    func badRecordNumber(_ number: Int, after last: Int, at line: Int) -> Diagnostic {
        Diagnostic(
            .table(.recordOrder),
            last == 0
                ? "The first record is number \(number)"
                : "Record \(number) follows record \(last)", at: file.span(file.textLine(line)),
            expected: "record \(last + 1)", help: "Capture it again; records are missing.")
    }

    func badRecordCount(_ stated: Int, _ found: Int, at line: Int) -> Diagnostic {
        Diagnostic(
            .table(.rowCount),
            "The footer counts \(stated) \(stated == 1 ? "row" : "rows"), there are \(found) records",
            at: file.span(file.textLine(line)), help: "Capture it again; records are missing, or were added.")
    }

    func otherName(
        _ own: Range<Int>, _ ownName: String, _ model: Range<Int>, _ modelName: String
    )
        -> Diagnostic
    {
        Diagnostic(
            .table(.recordShape), "The record has “\(ownName)” where the first has “\(modelName)”",
            at: file.span(own), help: "Capture it again; a line is missing, or was edited.",
            notes: [Diagnostic.Note("in the first record", at: Place(file.span(model)))])
    }

    func otherCount(_ own: Int, _ model: Int, then missing: String?, at line: Int) -> Diagnostic {
        let isCut = line >= file.lineCount
        return Diagnostic(
            isCut ? .capture(.truncated) : .table(.recordShape),
            isCut
                ? "The capture ends in the middle of a record"
                : "The record has \(own) lines, the first has \(model)", at: file.span(file.textLine(line)),
            expected: missing.map { "then “\($0)”" }, help: "Capture it again.")
    }

    func uncertainSplit(_ block: RecordBlock, _ layouts: [RecordLayout]) -> Diagnostic {
        let places = layouts.map { "\($0.split + 1)" }.joined(separator: " or ")
        return Diagnostic(
            .table(.ambiguousColumns), "The names may end in column \(places) of the terminal",
            at: file.span(file.textLine(block.lines.lowerBound)),
            help: "Capture with \\pset border 2, or without \\x.")
    }

    func uncertainValue(_ place: Range<Int>) -> Diagnostic {
        Diagnostic(
            .table(.ambiguousWrap), "The cell that goes on here reads in two ways", at: file.span(place),
            help: "Capture with \\pset format aligned, which breaks no line.")
    }
}
