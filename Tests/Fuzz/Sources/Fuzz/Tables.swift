import Diagnostics
import Evidence
import PsqlOutput
import Quantities

/// Either every finding has its place, or every cell stands where the table says it does.
func tables(_ bytes: [UInt8]) {
    guard let file = text(bytes) else { return }
    do throws(Diagnostics) {
        try check(try parseResultTables(in: file), in: file)
    } catch {
        requirePlaces(error.all, in: file)
    }
}

/// CSV with a separator that is given, with a header and without.
func csv(_ bytes: [UInt8]) {
    guard let first = bytes.first, let file = text(Array(bytes.dropFirst())) else { return }
    let separators: [Unicode.Scalar] = [",", ";", "\t", "|"]
    do throws(Diagnostics) {
        let found = try parseCSV(
            in: file, separator: separators[Int(first) % separators.count], hasHeader: first & 0x80 == 0)
        try check(found, in: file)
    } catch {
        requirePlaces(error.all, in: file)
    }
}

private func check(_ tables: [ResultTable], in file: SourceFile) throws(Diagnostics) {
    for table in tables {
        let nulls = NullReading(table)
        require(table.lines.lowerBound >= 1, "lines outside the file")
        for column in table.columns.indices {
            for row in 0..<table.rowCount {
                let span = table.span(row: row, column: column)
                require(span.range.upperBound <= file.bytes.count, "a cell outside the file")
                _ = (table.text(row: row, column: column), nulls[row, column])
            }
            let texts = (0..<table.rowCount).map { table.text(row: $0, column: column) + "\n" }
            let view = table.unframed(column: column)
            require(view.text(0..<view.bytes.count) == texts.joined(), "the view of a column differs")
        }
        if let stated = table.statedRowCount {
            require(stated == table.rowCount, "the footer counts other rows")
        }
    }
}
