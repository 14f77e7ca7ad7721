package import Diagnostics
internal import Quantities

extension CellReading {
    /// The number in a stretch of bytes, or what is wrong with it.
    package func value(
        of unitName: String, isDiscrete: Bool, in bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>
    ) throws(CellProblem) -> BoundedValue {
        switch self {
        case .number(let scale):
            guard let numeral = wholeNumeral(in: bytes, range) else {
                throw isNotFinite(bytes, range) ? .notFinite : .notANumber
            }
            return numeral.scaled(by: scale, isDiscrete: isDiscrete)
        case .percent:
            let range = withoutSpaces(bytes, range)
            let isMarked = bytes[range].last == UInt8(ascii: "%")
            let number = range.lowerBound..<range.upperBound - (isMarked ? 1 : 0)
            guard let numeral = wholeNumeral(in: bytes, number) else {
                throw isNotFinite(bytes, range) ? .notFinite : .notANumber
            }
            return numeral.scaled(by: 0.01, isDiscrete: isDiscrete)
        case .size:
            guard let size = sizeNumeral(in: bytes, range) else { throw .notASize }
            return size
        case .interval:
            guard let interval = intervalNumeral(in: bytes, range) else { throw .notAnInterval }
            return interval
        case .instant(let day, let date, let zone):
            if let date, day == nil { throw .notADate(date) }
            do throws(ClockProblem) {
                return try readInstant(in: bytes, range, on: day, zone: zone)
            } catch {
                switch error {
                case .notATime, .outOfRange: throw .notATime(withDate: day == nil)
                case .withoutZone: throw .withoutZone
                case .unknownZone: throw .unknownZone
                }
            }
        }
    }
}

/// Whether a text is one of the numbers of PostgreSQL with which nothing can be computed.
private func isNotFinite(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool {
    ["NaN", "Infinity", "-Infinity"].contains(
        String(decoding: bytes[withoutSpaces(bytes, range)], as: UTF8.self))
}

/// Why a cell does not hold what its column was declared to hold.
package enum CellProblem: Error {
    case notANumber
    case notFinite
    case notASize
    case notAnInterval
    case notADate(String)
    case notATime(withDate: Bool)
    case withoutZone
    case unknownZone

    /// The finding about a cell.
    package func diagnostic(
        _ text: String, column: String, unitName: String, at span: SourceSpan
    )
        -> Diagnostic
    {
        let subject = "“\(text)” in column “\(column)”"
        switch self {
        case .notANumber:
            return Diagnostic(
                .cell(.notANumber), "\(subject) is not a number", at: span,
                expected: "a number (\(unitName))",
                help: "Declare the column as what it holds, or read only the rows that hold numbers.")
        case .notFinite:
            return Diagnostic(
                .cell(.notFinite), "\(subject) is no number that can be computed with", at: span,
                expected: "a finite number (\(unitName))",
                help: "Leave the row out in the query, or read only the rows that hold numbers.")
        case .notASize:
            return Diagnostic(
                .cell(.notASize), "\(subject) is not a size", at: span,
                expected: "a number of bytes, or a size such as “31 MB”")
        case .notAnInterval:
            return Diagnostic(
                .cell(.notAnInterval), "\(subject) is not an interval", at: span,
                expected: "an interval such as “00:00:06.768271” or “1 day 02:00:00”")
        case .notADate(let date):
            return Diagnostic(
                .cell(.notADate), "Column “\(column)” is declared on the date “\(date)”, which is none",
                at: span, expected: "a date such as “2026-01-04”")
        case .notATime(let withDate):
            return Diagnostic(
                .cell(.notATime), "\(subject) is not a point in time", at: span,
                expected: withDate
                    ? "a date and a time such as “2026-01-04 16:15:02.126”"
                    : "a time of day such as “16:15:02.126”",
                help: withDate
                    ? "Declare the date of bare times of day: onDate: \"2026-01-04\", zone: .utc." : nil)
        case .withoutZone:
            return Diagnostic(
                .cell(.timeWithoutZone), "\(subject) does not say its time zone", at: span,
                help: "Declare it: Column<Instant>(\"\(column)\", zone: .utc).")
        case .unknownZone:
            return Diagnostic(
                .cell(.unknownZone), "\(subject) has a time zone that is not known by its abbreviation",
                at: span, expected: "UTC, or an offset such as “+01:00”", help: "Capture with PGTZ=UTC.")
        }
    }
}
