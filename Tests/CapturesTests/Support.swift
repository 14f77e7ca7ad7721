import Captures
import Diagnostics
import TestSupport

let fixtures = "Tests/CapturesTests/Fixtures"

/// A reader over files given as text, and those of the fixtures.
func reader(_ files: [String: String] = [:]) -> EvidenceReader {
    reader(bytes: files.mapValues { Array($0.utf8) })
}

func reader(bytes files: [String: [UInt8]]) -> EvidenceReader {
    EvidenceReader(folder: "evidence/") { path throws(Diagnostic) in
        if let given = files[path] { return given }
        do {
            return try fixture("\(fixtures)/\(path)").bytes
        } catch {
            throw Diagnostic(
                .capture(.missing),
                "There is no file “\(path)”",
                at: Place(path: "evidence/\(path)")
            )
        }
    }
}

/// What a binding is, made while a reader is the current one.
func bound<Binding: Sendable>(_ reader: EvidenceReader, _ make: () throws -> Binding) rethrows -> Binding {
    try EvidenceReader.$current.withValue(reader, operation: make)
}

/// The messages of everything a parser throws.
func messages(_ body: () throws(Diagnostics) -> Void) -> String {
    do throws(Diagnostics) {
        try body()
        return "nothing was thrown"
    } catch {
        return error.all.map(\.text).joined(separator: "\n\n")
    }
}

/// The results of a text.
func tables(_ text: String, path: String = "a.txt") throws -> [ResultTable] {
    try parseResultTables(in: SourceFile(path: path, text: text))
}

/// Every cell of a result, row by row.
func cells(_ table: ResultTable) -> [[String]] {
    (0..<table.rowCount).map { row in table.columns.indices.map { table.text(row: row, column: $0) } }
}
