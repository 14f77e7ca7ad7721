public import Diagnostics
public import Evidence

/// The types of PostgreSQL that a cell can be read as; each gives nil for a null, and for an empty cell.
///
/// Each throws a finding at the cell's place where the cell is not of the type.
extension ResultTable {
    /// A whole number, also one with commas between thousands; throws `capture.not-an-integer`.
    public func integer(row: Int, column: Int) throws(Diagnostic) -> Int? {
        guard !isVacant(row: row, column: column) else { return nil }
        let text = text(row: row, column: column)
        if let integer = Int(text) { return integer }
        let isNumber = Array(text.utf8).withUnsafeBufferPointer {
            wholeNumeral(in: $0, 0..<$0.count) != nil
        }
        guard isNumber, let integer = Int(text.filter { $0 != "," && $0 != " " }) else {
            throw Diagnostic(
                .cell(.notAnInteger), "“\(text)” in column “\(columns[column].name)” is not a whole number",
                at: span(row: row, column: column), expected: "a whole number")
        }
        return integer
    }

    /// A number, with decimals and an exponent where there are any; throws `capture.not-a-number`, or
    /// `capture.not-finite` for `NaN` and the infinities.
    public func number(row: Int, column: Int) throws(Diagnostic) -> Double? {
        try reading(.number(scale: 1), row, column, "number")
    }

    /// An interval of any IntervalStyle, in milliseconds; throws `capture.not-an-interval`.
    ///
    /// Months are of 30 days and years of 365.25, as in `extract(epoch from …)`.
    public func interval(row: Int, column: Int) throws(Diagnostic) -> Double? {
        try reading(.interval, row, column, "milliseconds")
    }

    /// A point in time, in seconds since 1970-01-01T00:00:00Z; throws `capture.not-a-time`, and
    /// `capture.time-without-zone` where neither the cell nor `zone` says its zone.
    public func instant(row: Int, column: Int, zone: TimeZoneOffset? = nil) throws(Diagnostic) -> Double? {
        try reading(.instant(day: nil, date: nil, zone: zone), row, column, "point in time")
    }

    /// A number of bytes, also as `pg_size_pretty` prints it; throws `capture.not-a-size`.
    public func bytes(row: Int, column: Int) throws(Diagnostic) -> Double? {
        try reading(.size, row, column, "bytes")
    }

    /// A percentage with or without its sign, as a part of 1; throws `capture.not-a-number`.
    public func percent(row: Int, column: Int) throws(Diagnostic) -> Double? {
        try reading(.percent, row, column, "percent")
    }

    /// A truth value; throws `capture.not-a-flag`.
    public func flag(row: Int, column: Int) throws(Diagnostic) -> Bool? {
        guard !isVacant(row: row, column: column) else { return nil }
        switch text(row: row, column: column) {
        case "t", "true", "on", "yes", "1": return true
        case "f", "false", "off", "no", "0": return false
        case let text:
            throw Diagnostic(
                .cell(.notAFlag), "“\(text)” in column “\(columns[column].name)” is not a truth value",
                at: span(row: row, column: column),
                expected: "t or f, true or false, on or off, yes or no, 1 or 0")
        }
    }

    private func reading(
        _ reading: CellReading, _ row: Int, _ column: Int, _ unit: String
    ) throws(Diagnostic) -> Double? {
        guard !isVacant(row: row, column: column) else { return nil }
        return try value(reading, row: row, column: column, unitName: unit).value
    }

    /// The number of a cell that is not empty.
    func value(
        _ reading: CellReading, row: Int, column: Int, unitName: String, isDiscrete: Bool = false
    ) throws(Diagnostic) -> BoundedValue {
        let range = range(row: row, column: column)
        // What a format has escaped, such as `&lt;` in HTML, is not the bytes that stand there.
        let text = isComposed(row: row, column: column) ? Array(text(row: row, column: column).utf8) : nil
        let result: Result<BoundedValue, CellProblem> = (text ?? file.bytes).withUnsafeBufferPointer {
            bytes in
            do throws(CellProblem) {
                return .success(
                    try reading.value(
                        of: unitName, isDiscrete: isDiscrete, in: bytes, text == nil ? range : 0..<bytes.count
                    ))
            } catch {
                return .failure(error)
            }
        }
        switch result {
        case .success(let value): return value
        case .failure(let problem):
            throw problem.diagnostic(
                self.text(row: row, column: column), column: columns[column].name, unitName: unitName,
                at: file.span(file.trimmed(range)))
        }
    }
}
