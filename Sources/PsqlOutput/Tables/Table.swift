public import Diagnostics
public import Evidence
public import Quantities

/// A result of a query in a capture, with the columns that an incident declares of it.
///
/// It is read through ``EvidenceReader/current`` when it is made. Where the file or a column is wrong,
/// the reader records why and the table is absent: every quantity taken from it is unknown.
/// A declared column is taken as `table.name`; one that is called like a member of the table (`count`,
/// `first`) needs another name in the declaration.
@dynamicMemberLookup
public struct Table<Row: CaptureColumns>: Sendable {
    let source: TableSource
    let declaration: Row
    /// The rows of the result that are left, by their numbers in it.
    let selection: [Int]
    /// What the rows were selected by, as derivations show it.
    let conditions: [String]
    /// Why there are no rows to speak of; empty where there are.
    let problems: [Diagnostic]

    /// Reads a result of a psql capture or a CSV file.
    ///
    /// A marker chooses the first result after the one line that holds this text, such as `== D1`.
    /// Without one it is the file's only result that has every declared column.
    public init(_ path: String, after marker: String? = nil) {
        let declaration = Row()
        let source = TableSource(path) { reader in
            let file: SourceFile
            switch reader.load(path) {
            case .success(let loaded): file = loaded
            case .failure(let reason): return .failure(Diagnostics(reason))
            }
            return reader.parsed(path, by: parseResultTables).flatMap { tables in
                ResultChoice(path: path, marker: marker, columns: declaredColumns(of: declaration))
                    .choose(from: tables, in: file)
            }
        }
        self.init(source, declaration)
    }

    /// Reads lines without a header, of `psql -At`, whose columns are named here in their order.
    public init(_ path: String, columnsInOrder names: [String], separator: String) {
        let declaration = Row()
        let source = TableSource(path) { reader in
            switch reader.load(path) {
            case .failure(let reason): return .failure(Diagnostics(reason))
            case .success(let file):
                do throws(Diagnostics) {
                    let table = try parseSeparatedLines(in: file, columns: names, separator: separator)
                    return ResultChoice(path: path, marker: nil, columns: declaredColumns(of: declaration))
                        .choose(from: [table], in: file)
                } catch {
                    return .failure(error)
                }
            }
        }
        self.init(source, declaration)
    }

    private init(_ source: TableSource, _ declaration: Row) {
        self.source = source
        self.declaration = declaration
        selection = Array(0..<(source.table?.rowCount ?? 0))
        conditions = []
        problems = source.problems
    }

    /// The same table with some of its rows.
    init(_ table: Table, selection: [Int], condition: String, problems: [Diagnostic] = []) {
        source = table.source
        declaration = table.declaration
        self.selection = problems.isEmpty ? selection : []
        conditions = table.conditions + [condition]
        self.problems = table.problems + problems
    }

    /// The result as it was printed, or nil where the table is absent.
    public var result: ResultTable? { source.table }

    /// Where the result's header stands, or nil where the table is absent.
    public var headerSpan: SourceSpan? { source.table?.headerSpan }

    /// The rows, in order; none where the table is absent.
    public var rows: [TableRow<Row>] {
        selection.map { TableRow(source: source, declaration: declaration, row: $0, problems: []) }
    }

    /// How many rows there are, with the first and the last.
    public var count: Quantity<Count> {
        guard problems.isEmpty, let table = source.table else {
            return Quantity(state: .unknown(problems), derivation: .missing(label: label("rows")))
        }
        let places = [selection.first, selection.count > 1 ? selection.last : nil].compactMap { $0 }
        return Quantity(
            Double(selection.count),
            derivation: .aggregate(
                name: "count", label: label("rows"), count: selection.count,
                at: places.isEmpty ? [table.headerSpan] : places.map { table.span(row: $0) }))
    }

    /// The first row; absent where there is none.
    public var first: TableRow<Row> { row(selection.first, "first") }

    /// The last row; absent where there is none.
    public var last: TableRow<Row> { row(selection.last, "last") }

    /// The only row; absent where there are none or several.
    public var only: TableRow<Row> {
        selection.count <= 1 ? first : absentRow(foundInstead: selection)
    }

    /// The numbers of a column.
    public subscript<Unit: UnitOfMeasure>(dynamicMember column: KeyPath<Row, Column<Unit>>) -> Readings<Unit>
    {
        readings(declaration[keyPath: column])
    }

    public subscript(dynamicMember column: KeyPath<Row, TextColumn>) -> TextReadings {
        let name = declaration[keyPath: column].printedName
        return TextReadings(
            label: label(name), readings: selection.map { source.text(name, row: $0) }, problems: problems)
    }

    /// The truth values of a column, those that could not be read among them.
    public subscript(dynamicMember column: KeyPath<Row, FlagColumn>) -> [FlagReading] {
        let name = declaration[keyPath: column].printedName
        return selection.map { source.flag(name, row: $0) }
    }

    /// What a derivation calls a column of the rows that are left.
    func label(_ name: String) -> String {
        conditions.isEmpty ? name : "\(name) where \(conditions.joined(separator: " and "))"
    }

    func readings<Unit: UnitOfMeasure>(_ column: Column<Unit>) -> Readings<Unit> {
        let label = label(column.printedName)
        guard problems.isEmpty, let table = source.table, let index = table.column(named: column.printedName)
        else { return Readings(label: label, absent: problems) }
        var entries: [Readings<Unit>.Entry] = []
        entries.reserveCapacity(selection.count)
        var found: [Diagnostic] = []
        for (position, row) in selection.enumerated() where !table.isVacant(row: row, column: index) {
            switch source.number(column, at: index, row: row) {
            case .success(let number):
                let range = CellRange(table.range(row: row, column: index))
                entries.append(Readings<Unit>.Entry(number: number, range: range, row: position))
            case .failure(let problem): found.append(problem)
            }
        }
        return Readings(
            label: label, file: table.file, entries: entries, problems: found,
            place: table.columns[index].span ?? table.headerSpan, rowCount: selection.count)
    }

    private func row(_ row: Int?, _ which: String) -> TableRow<Row> {
        guard problems.isEmpty else { return absentRow(problems) }
        return row.map { TableRow(source: source, declaration: declaration, row: $0, problems: []) }
            ?? absentRow(foundInstead: [])
    }

    func absentRow(_ problems: [Diagnostic]) -> TableRow<Row> {
        TableRow(source: source, declaration: declaration, row: nil, problems: problems)
    }

    /// A row that is not there because none or several were found; the reader learns of it.
    func absentRow(foundInstead found: [Int]) -> TableRow<Row> {
        guard problems.isEmpty, let table = source.table else { return absentRow(problems) }
        let wanted = conditions.isEmpty ? "" : " where \(conditions.joined(separator: " and "))"
        let finding = Diagnostic(
            found.isEmpty ? .table(.noRow) : .table(.severalRows),
            found.isEmpty ? "There is no row\(wanted)" : "There are \(found.count) rows\(wanted)",
            at: table.headerSpan, expected: "one row",
            notes: found.prefix(3).map { Diagnostic.Note("a row", at: Place(table.span(row: $0))) })
        source.reader?.record(finding)
        return absentRow([finding])
    }
}

/// The names of the columns that a declaration holds, in order.
private func declaredColumns(of declaration: some CaptureColumns) -> [String] {
    Mirror(reflecting: declaration).children.compactMap { ($0.value as? any DeclaredColumn)?.printedName }
}
