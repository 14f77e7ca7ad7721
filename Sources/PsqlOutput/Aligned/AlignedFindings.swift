internal import Diagnostics
internal import Evidence

/// What is said of an aligned table that cannot be read whole.
extension PsqlTextScan {
    private func headerNote(_ line: Int) -> Diagnostic.Note {
        Diagnostic.Note("the table's header", at: Place(file.span(file.textLine(line))))
    }

    func badHeader(_ bounds: Range<Int>) -> Diagnostic {
        Diagnostic(
            .table(.tableHeader), "The header does not stand over the rule of dashes below it",
            at: file.span(file.trimmed(bounds)), expected: "a “|” over each “+” of the rule",
            help: "Capture the table again; editing has moved its columns.")
    }

    func badRow(_ bounds: Range<Int>, _ line: Int, _ table: AlignedTable) -> Diagnostic {
        if line == file.lineCount, !file.endsWithNewline {
            return truncated(header: table.firstLine, after: line)
        }
        return Diagnostic(
            .table(.tableRow), "The line is neither a row of the table above nor its end",
            at: file.span(bounds),
            expected:
                "\(table.width) cells under the header's, a count such as “(2 rows)”, or a blank line",
            help: "Capture the table again; a line of it is missing, or was edited.",
            notes: [headerNote(table.firstLine)])
    }

    func truncated(header: Int, after line: Int) -> Diagnostic {
        Diagnostic(
            .capture(.truncated), "The capture ends in the middle of a table",
            at: file.span(file.textLine(line)), expected: "a count such as “(2 rows)”, or a blank line",
            help: "Capture it again; the file is cut.", notes: [headerNote(header)])
    }

    func wrongRowCount(_ stated: Int, _ found: Int, at line: Int, _ table: AlignedTable) -> Diagnostic {
        Diagnostic(
            .table(.rowCount),
            "The footer counts \(stated) \(stated == 1 ? "row" : "rows"), the table has \(found)",
            at: file.span(file.trimmed(file.textLine(line))),
            help: "Capture the table again; rows are missing, or were added.",
            notes: [headerNote(table.firstLine)])
    }

    func uncertainRows(_ stated: Int?, _ lines: Int, _ table: AlignedTable, at line: Int) -> Diagnostic {
        Diagnostic(
            .table(.ambiguousRows),
            "The table has \(lines) lines"
                + (stated.map { ", its footer counts \($0) \($0 == 1 ? "row" : "rows")" } ?? "")
                + ", and nothing tells which lines make up a row",
            at: file.span(file.trimmed(file.textLine(line))),
            help:
                "Capture with \\pset linestyle ascii, which marks a cell that goes on, and with \\pset footer on.",
            notes: [headerNote(table.firstLine)])
    }

    func uncertainEnd(_ table: AlignedTable, at line: Int) -> Diagnostic {
        Diagnostic(
            .table(.ambiguousRows), "The blank line ends the table, or is an empty cell of it",
            at: file.span(file.textLine(line)), expected: "a count such as “(2 rows)” after the last row",
            help: "Capture with \\pset footer on, or with \\pset border 1.",
            notes: [headerNote(table.firstLine)])
    }

    func uncertainWrap(_ place: Range<Int>, _ table: AlignedTable) -> Diagnostic {
        Diagnostic(
            .table(.ambiguousWrap), "The cell that goes on here reads in two ways", at: file.span(place),
            help: "Capture with \\pset format aligned and \\pset linestyle ascii, which break no line.",
            notes: [headerNote(table.firstLine)])
    }
}
