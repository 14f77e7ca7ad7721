internal import Diagnostics
internal import Evidence
internal import Quantities

/// The result behind the bindings to it, or why there is none.
final class TableSource: Sendable {
    let reader: EvidenceReader?
    let table: ResultTable?
    let problems: [Diagnostic]
    /// Which cells of the table are null.
    private let nulls: NullReading?

    /// Reads through the current reader and records what is wrong.
    init(_ path: String, _ read: (EvidenceReader) -> Result<ResultTable, Diagnostics>) {
        guard let reader = EvidenceReader.current else {
            self.reader = nil
            table = nil
            nulls = nil
            problems = [noReader(path)]
            return
        }
        self.reader = reader
        switch read(reader) {
        case .success(let found):
            table = found
            nulls = NullReading(found)
            problems = []
        case .failure(let findings):
            table = nil
            nulls = nil
            problems = findings.all
            for finding in findings.all { reader.record(finding) }
        }
    }

    /// The number of a cell that is not empty; what is wrong with it is recorded.
    func number<Unit: UnitOfMeasure>(
        _ column: Column<Unit>, at index: Int, row: Int
    ) -> Result<BoundedValue, Diagnostic> {
        guard let table else { return .failure(problems.first ?? noReader("")) }
        do throws(Diagnostic) {
            return .success(
                try table.value(
                    column.reading, row: row, column: index, unitName: Unit.name, isDiscrete: Unit.isDiscrete)
            )
        } catch {
            reader?.record(error)
            return .failure(error)
        }
    }

    func text(_ name: String, row: Int) -> TextReading {
        guard let table, let index = table.column(named: name) else { return TextReading(absent: problems) }
        let nullity = nulls?[row, index] ?? .value
        let span = table.span(row: row, column: index)
        return TextReading(
            table.text(row: row, column: index), at: span, nullity: nullity,
            problems: nullity == .ambiguous ? [ambiguousCell(name, at: span)] : [])
    }

    func flag(_ name: String, row: Int) -> FlagReading {
        guard let table, let index = table.column(named: name) else { return FlagReading(absent: problems) }
        let span = table.span(row: row, column: index)
        do throws(Diagnostic) {
            guard let flag = try table.flag(row: row, column: index) else {
                let place = table.place(row: row, column: index)
                return FlagReading(absent: [emptyCell(name, at: place)])
            }
            return FlagReading(flag, at: span)
        } catch {
            reader?.record(error)
            return FlagReading(absent: [error])
        }
    }

    private func ambiguousCell(_ name: String, at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            .cell(.ambiguousNull), "The empty cell in column “\(name)” is a null or an empty text", at: span,
            help: "Capture with \\pset null '(null)'.")
    }

    func emptyCell(_ name: String, at place: Place) -> Diagnostic {
        Diagnostic(.cell(.emptyCell), "The cell in column “\(name)” is empty", at: place)
    }
}

extension ResultTable {
    /// The place of a cell, also of an empty one.
    func place(row: Int, column: Int) -> Place { Place(span(row: row, column: column)) }
}
