internal import Diagnostics
internal import Quantities

/// The result behind the bindings to it, or why there is none.
final class TableSource: Sendable {
    let reader: EvidenceReader?
    let table: ResultTable?
    let problems: [Diagnostic]

    /// Reads through the current reader and records what is wrong.
    init(_ path: String, _ read: (EvidenceReader) -> Result<ResultTable, Diagnostics>) {
        guard let reader = EvidenceReader.current else {
            self.reader = nil
            table = nil
            problems = [noReader(path)]
            return
        }
        self.reader = reader
        switch read(reader) {
        case .success(let found):
            table = found
            problems = []
        case .failure(let findings):
            table = nil
            problems = findings.all
            for finding in findings.all { reader.record(finding) }
        }
    }

    /// The number of a cell that is not empty; what is wrong with it is recorded.
    func number<Unit: UnitOfMeasure>(
        _ column: Column<Unit>,
        at index: Int,
        row: Int
    ) -> Result<BoundedValue, Diagnostic> {
        guard let table else { return .failure(problems.first ?? noReader("")) }
        let range = table.range(row: row, column: index)
        return table.file.bytes.withUnsafeBufferPointer { bytes in
            do throws(CellProblem) {
                return .success(
                    try column.reading.value(of: Unit.name, isDiscrete: Unit.isDiscrete, in: bytes, range)
                )
            } catch {
                let finding = error.diagnostic(
                    table.text(row: row, column: index),
                    column: column.printedName,
                    unitName: Unit.name,
                    at: table.file.span(table.file.trimmed(range))
                )
                reader?.record(finding)
                return .failure(finding)
            }
        }
    }

    func text(_ name: String, row: Int) -> TextReading {
        guard let table, let index = table.column(named: name) else { return TextReading(absent: problems) }
        return TextReading(table.text(row: row, column: index), at: table.span(row: row, column: index))
    }

    func flag(_ name: String, row: Int) -> FlagReading {
        guard let table, let index = table.column(named: name) else { return FlagReading(absent: problems) }
        let span = table.span(row: row, column: index)
        switch table.text(row: row, column: index) {
        case "t", "true", "on", "yes", "1": return FlagReading(true, at: span)
        case "f", "false", "off", "no", "0": return FlagReading(false, at: span)
        case "": return FlagReading(absent: [emptyCell(name, at: table.place(row: row, column: index))])
        case let text:
            let finding = Diagnostic(
                "capture.not-a-flag",
                "“\(text)” in column “\(name)” is not a truth value",
                at: span,
                expected: "t or f, true or false, on or off, yes or no, 1 or 0"
            )
            reader?.record(finding)
            return FlagReading(absent: [finding])
        }
    }

    func emptyCell(_ name: String, at place: Place) -> Diagnostic {
        Diagnostic("capture.empty-cell", "The cell in column “\(name)” is empty", at: place)
    }
}

extension ResultTable {
    /// The place of a cell, also of an empty one.
    func place(row: Int, column: Int) -> Place { Place(span(row: row, column: column)) }
}
