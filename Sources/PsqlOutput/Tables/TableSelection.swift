internal import Diagnostics
public import Evidence
public import Quantities

extension Table {
    public func rows(where column: KeyPath<Row, TextColumn>, is text: String) -> Table {
        rows(column, "= \(text)") { $0 == text }
    }

    public func rows(where column: KeyPath<Row, TextColumn>, contains text: String) -> Table {
        let needle = Array(text.utf8)
        return rows(column, "contains \(text)") { Self.contains(needle, in: $0) }
    }

    /// The rows whose text begins with this.
    public func rows(where column: KeyPath<Row, TextColumn>, hasPrefix text: String) -> Table {
        rows(column, "begins with \(text)") { $0.utf8.starts(with: text.utf8) }
    }

    /// The rows whose truth value is this; an empty cell has none.
    public func rows(where column: KeyPath<Row, FlagColumn>, is value: Bool) -> Table {
        let name = declaration[keyPath: column].printedName
        var kept: [Int] = []
        var found: [Diagnostic] = []
        for row in selection {
            let flag = source.flag(name, row: row)
            if flag.value == value { kept.append(row) }
            found += flag.problems.filter { $0.check != .cell(.emptyCell) }
        }
        return Table(self, selection: kept, condition: "\(name) is \(value)", problems: found)
    }

    /// The rows whose number meets a condition; an empty cell meets none.
    public func rows<Unit: UnitOfMeasure>(
        where column: KeyPath<Row, Column<Unit>>, _ condition: RowCondition
    ) -> Table {
        let column = declaration[keyPath: column]
        let readings = readings(column)
        let kept = readings.entries.filter { condition.holds($0.number.value) }.map { selection[$0.row] }
        return Table(
            self, selection: kept, condition: "\(column.printedName) \(condition.text)",
            problems: problems.isEmpty ? readings.problems : [])
    }

    /// The rows from one instant on and before another; windows that touch share no row.
    public func rows(
        from start: Quantity<Instant>, to end: Quantity<Instant>, by column: KeyPath<Row, Column<Instant>>
    ) -> Table {
        let column = declaration[keyPath: column]
        let unknown = start.problems + end.problems
        guard let from = start.value, let to = end.value, unknown.isEmpty else {
            return Table(
                self, selection: [], condition: "\(column.printedName) in a window", problems: unknown)
        }
        let readings = readings(column)
        let kept = readings.entries.filter { $0.number.value >= from && $0.number.value < to }
        let window =
            "\(Timestamp(secondsSinceEpoch: from).text) ≤ \(column.printedName) < \(Timestamp(secondsSinceEpoch: to).text)"
        return Table(
            self, selection: kept.map { selection[$0.row] }, condition: window,
            problems: problems.isEmpty ? readings.problems : [])
    }

    /// The only row whose text is this; absent where there are none or several.
    public func row(where column: KeyPath<Row, TextColumn>, is text: String) -> TableRow<Row> {
        rows(where: column, is: text).only
    }

    /// The only row whose text contains this; absent where there are none or several.
    public func row(where column: KeyPath<Row, TextColumn>, contains text: String) -> TableRow<Row> {
        rows(where: column, contains: text).only
    }

    /// The only row whose number meets a condition; absent where there are none or several.
    public func row<Unit: UnitOfMeasure>(
        where column: KeyPath<Row, Column<Unit>>, _ condition: RowCondition
    ) -> TableRow<Row> {
        rows(where: column, condition).only
    }

    /// The first row that holds the greatest number of a column; absent where there is no number.
    public func row<Unit: UnitOfMeasure>(ofMax column: KeyPath<Row, Column<Unit>>) -> TableRow<Row> {
        row(at: self[dynamicMember: column].rowOfMax, self[dynamicMember: column].max.problems)
    }

    /// The first row that holds the least number of a column; absent where there is no number.
    public func row<Unit: UnitOfMeasure>(ofMin column: KeyPath<Row, Column<Unit>>) -> TableRow<Row> {
        row(at: self[dynamicMember: column].rowOfMin, self[dynamicMember: column].min.problems)
    }

    private func row(at position: Int?, _ problems: [Diagnostic]) -> TableRow<Row> {
        guard let position else { return absentRow(problems) }
        return TableRow(source: source, declaration: declaration, row: selection[position], problems: [])
    }

    private func rows(
        _ column: KeyPath<Row, TextColumn>, _ condition: String, _ holds: (String) -> Bool
    ) -> Table {
        let name = declaration[keyPath: column].printedName
        let kept = selection.filter { holds(source.text(name, row: $0).text) }
        return Table(self, selection: kept, condition: "\(name) \(condition)")
    }

    private static func contains(_ needle: [UInt8], in text: String) -> Bool {
        guard !needle.isEmpty else { return true }
        let bytes = Array(text.utf8)
        guard bytes.count >= needle.count else { return false }
        return (0...bytes.count - needle.count).contains { start in
            bytes[start..<start + needle.count].elementsEqual(needle)
        }
    }
}
