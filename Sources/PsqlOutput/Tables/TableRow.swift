public import Diagnostics
public import Evidence
public import Quantities

/// One row of a table, or the lack of one.
@dynamicMemberLookup
public struct TableRow<Row: CaptureColumns>: Sendable {
    let source: TableSource
    let declaration: Row
    let row: Int?
    /// Why there is no row; empty where there is.
    public let problems: [Diagnostic]

    /// From the first cell to the last, or nil where the row is absent.
    public var span: SourceSpan? {
        guard let row, let table = source.table else { return nil }
        return table.span(row: row)
    }

    /// The number in a column; an empty cell is unknown.
    public subscript<Unit: UnitOfMeasure>(dynamicMember column: KeyPath<Row, Column<Unit>>) -> Quantity<Unit>
    {
        let column = declaration[keyPath: column]
        guard let row, let table = source.table, let index = table.column(named: column.printedName) else {
            return Quantity(state: .unknown(problems), derivation: .missing(label: column.printedName))
        }
        if table.isVacant(row: row, column: index) {
            let reason = source.emptyCell(column.printedName, at: table.place(row: row, column: index))
            return Quantity(unknown: reason, label: column.printedName)
        }
        switch source.number(column, at: index, row: row) {
        case .failure(let reason): return Quantity(unknown: reason, label: column.printedName)
        case .success(let number):
            let span = table.file.span(table.file.trimmed(table.range(row: row, column: index)))
            return Quantity(
                number.value, within: number.interval,
                derivation: .reading(label: column.printedName, at: span))
        }
    }

    public subscript(dynamicMember column: KeyPath<Row, TextColumn>) -> TextReading {
        guard let row else { return TextReading(absent: problems) }
        return source.text(declaration[keyPath: column].printedName, row: row)
    }

    /// The truth value in a column.
    public subscript(dynamicMember column: KeyPath<Row, FlagColumn>) -> FlagReading {
        guard let row else { return FlagReading(absent: problems) }
        return source.flag(declaration[keyPath: column].printedName, row: row)
    }
}
