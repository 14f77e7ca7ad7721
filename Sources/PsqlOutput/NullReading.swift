internal import Diagnostics
public import Evidence

/// Tells the nulls of one result from its empty texts.
public struct NullReading: Sendable {
    private let table: ResultTable
    private let marker: String?
    private let marksNulls: Bool
    /// Whether empty texts are quoted, so that a field without quotes is a null.
    private let quotesEmptyTexts: Bool

    /// The marks that people give nulls with `\pset null`.
    ///
    /// A cell that reads exactly so counts as null, since hardly any text does.
    package static let usualMarkers = ["(null)", "<null>", "[null]", "NULL", "∅", "¤", "␀", "\\N"]

    /// Looks through a result for nulls that are marked.
    ///
    /// - Parameter marker: What `\pset null` was when the capture was taken; the empty text where
    ///   every empty cell is a null. Without it the usual marks are looked for.
    public init(_ table: ResultTable, marker: String? = nil) {
        self.table = table
        self.marker = marker
        func anyCell(_ isSuch: (Int, Int) -> Bool) -> Bool {
            (0..<table.rowCount).contains { row in table.columns.indices.contains { isSuch(row, $0) } }
        }
        marksNulls = marker == nil && anyCell { table.isMarkedNull(row: $0, column: $1) }
        quotesEmptyTexts = marker == nil && anyCell { table.isQuotedEmpty(row: $0, column: $1) }
    }

    /// Whether a cell holds a value or a null.
    public subscript(row: Int, column: Int) -> Nullity {
        if table.layout == .json { return table.isNull(row: row, column: column) ? .null : .value }
        guard table.isEmpty(row: row, column: column) else {
            guard let marker else {
                return table.isMarkedNull(row: row, column: column) ? .null : .value
            }
            return table.text(row: row, column: column) == marker ? .null : .value
        }
        if let marker { return marker.isEmpty ? .null : .value }
        if marksNulls { return .value }
        guard quotesEmptyTexts else { return .ambiguous }
        return table.isQuotedEmpty(row: row, column: column) ? .value : .null
    }
}

extension ResultTable {
    /// Whether a cell holds a value or a null; see ``NullReading``, which is quicker for many cells.
    public func nullity(row: Int, column: Int) -> Nullity { NullReading(self)[row, column] }

    /// Whether a cell holds no value to be read: nothing, or one of the usual marks of nulls.
    func isVacant(row: Int, column: Int) -> Bool {
        isEmpty(row: row, column: column) || isMarkedNull(row: row, column: column)
    }

    /// Whether a cell holds one of the usual marks of nulls.
    func isMarkedNull(row: Int, column: Int) -> Bool {
        guard layout != .json else { return false }
        let range = range(row: row, column: column)
        guard range.count <= 16, range.count > 0 else { return false }
        // Text is made only of a cell that begins like a mark. A composed cell, such as `&lt;null&gt;` in
        // HTML, may begin with other bytes than its text.
        if !isComposed(row: row, column: column) {
            switch file.bytes[range.lowerBound] {
            case UInt8(ascii: "("), UInt8(ascii: "<"), UInt8(ascii: "["), UInt8(ascii: "N"),
                UInt8(ascii: "\\"), 0x80...:
                break
            default: return false
            }
        }
        return NullReading.usualMarkers.contains(text(row: row, column: column))
    }

    /// Whether a cell of CSV is `""`, which psql does not print, but `COPY` does for an empty text.
    fileprivate func isQuotedEmpty(row: Int, column: Int) -> Bool {
        guard layout == .csv, isEmpty(row: row, column: column) else { return false }
        let start = range(row: row, column: column).lowerBound
        return start > 0 && start < file.bytes.count && file.bytes[start - 1] == UInt8(ascii: "\"")
            && file.bytes[start] == UInt8(ascii: "\"")
    }
}
