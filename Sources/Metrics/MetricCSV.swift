internal import Diagnostics
internal import Evidence
internal import PsqlOutput
internal import Quantities

/// Reads CSV with a column of times; the other columns that hold numbers are its series.
func parseMetricCSV(in file: SourceFile, _ times: MetricTimes) throws(Diagnostics) -> MetricCapture {
    let isConsole = isConsoleExport(file)
    var warnings: [Diagnostic] = []
    var source = file
    if isConsole, !file.endsWithNewline {
        // A browser wrote the file, and it writes no newline at the end.
        var builder = SourceViewBuilder(of: file)
        builder.append(0..<file.bytes.count)
        builder.append(0x0A, for: file.bytes.count..<file.bytes.count)
        source = builder.view()
        let last = file.line(file.lineCount)
        warnings.append(
            Diagnostic(
                .metric(.lastLine),
                "The last line has no line ending, so that its last number may have been cut",
                at: file.span(max(last.lowerBound, last.upperBound - 1)..<last.upperBound),
                help: "Where the number is the one that the graph shows, the file is whole."))
    }
    let tables = try metricTables(in: source, times.separator)
    var series: [RecordedSeries] = []
    do throws(Diagnostic) {
        for table in tables {
            series +=
                isConsole
                ? try ConsoleExport(table, times).series()
                : try columnSeries(of: table, times)
        }
        guard !tables.isEmpty else {
            throw Diagnostic(.metric(.noSeries), "The file holds no series", at: Place(path: file.path))
        }
    } catch {
        throw Diagnostics(error)
    }
    return MetricCapture(
        file: file, format: isConsole ? .cloudWatchConsole : .csv, series: withClearNames(series),
        warnings: warnings)
}

private let separators: [Unicode.Scalar] = [",", ";", "\t", "|"]

/// The results of a CSV file; where no separator is given, by the first one that splits every line alike.
private func metricTables(in file: SourceFile, _ given: Unicode.Scalar?) throws(Diagnostics) -> [ResultTable]
{
    if let given { return try parseCSV(in: file, separator: given) }
    var first: Diagnostics?
    for separator in separators {
        do throws(Diagnostics) {
            let tables = try parseCSV(in: file, separator: separator)
            if tables.contains(where: { $0.columns.count > 1 }) { return tables }
        } catch {
            // What is wrong is told of the separator that the header has, or else of the usual one.
            if first == nil || file.offset(of: headerByte(separator), in: file.textLine(1)) != nil {
                first = first ?? error
            }
        }
    }
    if let first { throw first }
    throw Diagnostics(
        Diagnostic(
            .metric(.noColumns), "No separator splits the lines into columns",
            at: file.span(file.textLine(1)),
            expected: "a column of times and one of numbers, between commas, semicolons, tabs or `|`",
            help: "Name the separator: MetricSeries(…, separator: \":\")."))
}

private func headerByte(_ separator: Unicode.Scalar) -> UInt8 { UInt8(truncatingIfNeeded: separator.value) }

// MARK: A column of times

private func columnSeries(of table: ResultTable, _ times: MetricTimes) throws(Diagnostic) -> [RecordedSeries]
{
    let column = try timeColumn(of: table, times)
    let reading = times.column?.reading ?? .instant(day: nil, date: nil, zone: times.zone)
    let instants = try instants(of: table, column, fromRow: 0, isExact: false) {
        (bytes, range) throws(CellProblem) in
        if case .instant(nil, nil, let zone) = reading {
            do throws(ClockProblem) {
                return try readMetricInstant(in: bytes, range, zone: zone ?? times.zone)
            } catch {
                switch error {
                case .notATime, .outOfRange: throw .notATime(withDate: true)
                case .withoutZone: throw .withoutZone
                case .unknownZone: throw .unknownZone
                }
            }
        }
        return try reading.value(of: Instant.name, isDiscrete: Instant.isDiscrete, in: bytes, range)
    }
    var series: [RecordedSeries] = []
    for index in table.columns.indices where index != column && holdsNumbers(table, index, fromRow: 0) {
        let name = table.columns[index].name
        series.append(
            RecordedSeries(
                name: name, otherNames: [], unit: nil, labels: [],
                span: table.columns[index].span ?? table.headerSpan,
                points: try points(of: table, index, column, instants, fromRow: 0, named: name),
                isExact: false))
    }
    return series
}

/// The column of times: the declared one, or the only one whose every cell is a date with a time.
private func timeColumn(of table: ResultTable, _ times: MetricTimes) throws(Diagnostic) -> Int {
    if let name = times.column?.name {
        if let index = table.column(named: name) { return index }
        let names = table.columns.map(\.name)
        throw Diagnostic(
            .table(.noColumn), "There is no column “\(name)”", at: table.headerSpan,
            expected: nearestName(to: name, among: names).map { "did you mean “\($0)”?" }
                ?? "one of \(names.joined(separator: ", "))")
    }
    let found = table.columns.indices.filter { column in
        table.rowCount > 0
            && table.file.bytes.withUnsafeBufferPointer { bytes in
                (0..<table.rowCount).allSatisfy { isInstant(bytes, table.range(row: $0, column: column)) }
            }
    }
    if let only = found.first, found.count == 1 { return only }
    let names = found.map { "“\(table.columns[$0].name)”" }.joined(separator: " and ")
    throw Diagnostic(
        found.isEmpty ? .metric(.noTimes) : .metric(.severalTimes),
        found.isEmpty
            ? "No column holds a date with a time in every row" : "\(names) hold times: which is meant?",
        at: table.headerSpan,
        help: "Name it: MetricSeries(…, at: Column<Instant>(\"…\")), or Column<Instant>(epochSeconds: \"…\")."
    )
}

/// Whether a cell is a date with a time, with a zone or without.
private func isInstant(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool {
    do throws(ClockProblem) {
        _ = try readMetricInstant(in: bytes, range, zone: .utc)
        return true
    } catch {
        return false
    }
}

/// Whether the first cell of a column that is not empty begins as a number does.
private func holdsNumbers(_ table: ResultTable, _ column: Int, fromRow first: Int) -> Bool {
    table.file.bytes.withUnsafeBufferPointer { bytes in
        for row in first..<max(first, table.rowCount) {
            let range = withoutSpaces(bytes, table.range(row: row, column: column))
            guard !range.isEmpty else { continue }
            if case .text = printedNumber(bytes, range) { return numeral(in: bytes, range) != nil }
            return true
        }
        return false
    }
}

private func instants(
    of table: ResultTable, _ column: Int, fromRow first: Int, isExact: Bool,
    _ read: (UnsafeBufferPointer<UInt8>, Range<Int>) throws(CellProblem) -> BoundedValue
) throws(Diagnostic) -> [BoundedValue] {
    var found: [BoundedValue] = []
    found.reserveCapacity(table.rowCount)
    for row in first..<max(first, table.rowCount) {
        let range = table.range(row: row, column: column)
        do throws(CellProblem) {
            let instant = try table.file.bytes.withUnsafeBufferPointer { (bytes) throws(CellProblem) in
                try read(bytes, range)
            }
            found.append(isExact ? instant.exact : instant)
        } catch {
            throw error.diagnostic(
                table.text(row: row, column: column), column: table.columns[column].name,
                unitName: Instant.name, at: table.span(row: row, column: column))
        }
    }
    return found
}

private func points(
    of table: ResultTable, _ column: Int, _ timeColumn: Int, _ instants: [BoundedValue], fromRow first: Int,
    named name: String
) throws(Diagnostic) -> [RecordedSeries.Point] {
    let points = instants.enumerated().map { offset, instant in
        RecordedSeries.Point(
            time: instant,
            timeRange: CellRange(
                table.file.originalRange(table.range(row: first + offset, column: timeColumn))),
            range: CellRange(table.file.originalRange(table.range(row: first + offset, column: column))))
    }
    return try ordered(points, of: name, in: table.file.original)
}

// MARK: CloudWatch's console

/// The CSV of CloudWatch's console: some lines that name and describe each series, then the points.
///
/// Its times are printed in the zone that the console was set to, which the file does not tell.
private struct ConsoleExport {
    private let table: ResultTable
    private let times: MetricTimes
    /// How many lines below the first describe the series.
    private let headerRows: Int

    init(_ table: ResultTable, _ times: MetricTimes) {
        self.table = table
        self.times = times
        headerRows = table.file.bytes.withUnsafeBufferPointer { bytes in
            (0..<table.rowCount).first { isInstant(bytes, table.range(row: $0, column: 0)) } ?? table.rowCount
        }
    }

    func series() throws(Diagnostic) -> [RecordedSeries] {
        let instants = try instants(of: table, 0, fromRow: headerRows, isExact: true) {
            (bytes, range) throws(CellProblem) in
            do throws(ClockProblem) {
                return try readMetricInstant(in: bytes, range, zone: times.zone)
            } catch {
                switch error {
                case .notATime, .outOfRange: throw .notATime(withDate: true)
                case .withoutZone: throw .withoutZone
                case .unknownZone: throw .unknownZone
                }
            }
        }
        var series: [RecordedSeries] = []
        for column in table.columns.indices.dropFirst() {
            let labels = labels(of: column)
            let short = labels.first { $0.name.lowercased() == "label" }?.value
            let full = labels.first { $0.name.lowercased() == "full label" }?.value
            let name = [short, full].compactMap { $0 }.first { !$0.isEmpty } ?? "column \(column + 1)"
            series.append(
                RecordedSeries(
                    name: name,
                    otherNames: [full, labels.first { $0.name.lowercased() == "id" }?.value]
                        .compactMap { $0 }.filter { !$0.isEmpty },
                    unit: labels.first { $0.name.lowercased() == "unit" }?.value, labels: labels,
                    span: table.columns[column].span ?? table.headerSpan,
                    points: try points(of: table, column, 0, instants, fromRow: headerRows, named: name),
                    isExact: true))
        }
        return series
    }

    private func labels(of column: Int) -> [RecordedSeries.Label] {
        [RecordedSeries.Label(name: table.columns[0].name, value: table.columns[column].name)]
            + (0..<headerRows).map { row in
                RecordedSeries.Label(
                    name: table.text(row: row, column: 0), value: table.text(row: row, column: column))
            }
    }
}

/// Whether the first line is that of CloudWatch's console.
private func isConsoleExport(_ file: SourceFile) -> Bool {
    var line = file.textLine(1)
    if !line.isEmpty, file.bytes[line.lowerBound] == UInt8(ascii: "\"") {
        line = line.lowerBound + 1..<line.upperBound
    }
    for name in ["Full label", "Label", "full label", "label"] as [StaticString]
    where file.matches(name, at: line.lowerBound, before: line.upperBound) {
        let end = line.lowerBound + name.utf8CodeUnitCount
        // A column of this name in other CSV is followed by rows that begin with no time.
        guard end < line.upperBound, [UInt8(ascii: ","), UInt8(ascii: "\"")].contains(file.bytes[end]) else {
            return false
        }
        return (2...max(2, min(24, file.lineCount))).contains { beginsWithTime(file, file.line($0)) }
    }
    return false
}

/// Whether the first field of a line is a date with a time.
private func beginsWithTime(_ file: SourceFile, _ line: Range<Int>) -> Bool {
    let end = file.offset(of: UInt8(ascii: ","), in: line) ?? line.upperBound
    return file.bytes.withUnsafeBufferPointer { isInstant($0, unquoted($0, line.lowerBound..<end)) }
}

private func unquoted(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Range<Int> {
    guard range.count >= 2, bytes[range.lowerBound] == 0x22, bytes[range.upperBound - 1] == 0x22 else {
        return range
    }
    return range.lowerBound + 1..<range.upperBound - 1
}

/// Whether a file is CSV with a time in one of its first lines; see ``MetricCapture/recognises(_:)``.
func looksLikeMetricCSV(_ file: SourceFile) -> Bool {
    if isConsoleExport(file) { return true }
    guard file.lineCount >= 2 else { return false }
    return file.bytes.withUnsafeBufferPointer { bytes in
        separators.contains { separator in
            let mark = headerByte(separator)
            let header = fields(bytes, file.textLine(1), mark)
            let row = fields(bytes, file.line(2), mark)
            return header.count > 1 && header.count == row.count
                && !header.contains { isInstant(bytes, $0) } && row.contains { isInstant(bytes, $0) }
        }
    }
}

/// The fields of one line, without their quotes.
private func fields(
    _ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>, _ separator: UInt8
) -> [Range<
    Int
>] {
    var found: [Range<Int>] = []
    var start = line.lowerBound
    var isQuoted = false
    for index in line {
        if bytes[index] == 0x22 { isQuoted.toggle() }
        guard bytes[index] == separator, !isQuoted else { continue }
        found.append(unquoted(bytes, start..<index))
        start = index + 1
    }
    return found + [unquoted(bytes, start..<line.upperBound)]
}
