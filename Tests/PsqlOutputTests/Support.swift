import Diagnostics
import Evidence
import PsqlOutput

/// The results of a text.
func tables(_ text: String, path: String = "a.txt") throws -> [ResultTable] {
    try parseResultTables(in: SourceFile(path: path, text: text))
}

/// Every cell of a result, row by row.
func cells(_ table: ResultTable) -> [[String]] {
    (0..<table.rowCount).map { row in table.columns.indices.map { table.text(row: row, column: $0) } }
}
