internal import Diagnostics
internal import Evidence
internal import Quantities

/// Reads a date with a time as tools of monitoring print it: PostgreSQL's forms, and `2026/01/04 16:15`.
func readMetricInstant(
    in bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, zone: TimeZoneOffset?
) throws(ClockProblem) -> BoundedValue {
    let range = withoutSpaces(bytes, range)
    guard range.count >= 10, range.count <= 40, bytes[range.lowerBound + 4] == UInt8(ascii: "/") else {
        return try readInstant(in: bytes, range, on: nil, zone: zone)
    }
    var dashed = Array(bytes[range])
    for index in [4, 7] where dashed[index] == UInt8(ascii: "/") { dashed[index] = UInt8(ascii: "-") }
    return try dashed.withUnsafeBufferPointer { (copy) throws(ClockProblem) in
        try readInstant(in: copy, 0..<copy.count, on: nil, zone: zone)
    }
}

extension BoundedValue {
    /// The same number where it was printed with all its digits.
    var exact: BoundedValue { BoundedValue(value: value, lower: value, upper: value) }
}

/// The finding about a time that cannot be read.
func timeProblem(_ problem: ClockProblem, _ text: String, at span: SourceSpan) -> Diagnostic {
    switch problem {
    case .notATime:
        Diagnostic(
            .cell(.notATime), "“\(text)” is not a point in time", at: span,
            expected: "a date and a time such as “2026-01-04T16:15:00Z”")
    case .outOfRange:
        Diagnostic(
            .cell(.notATime), "“\(text)” is not a point in time: it lies more than 3,000 years from 1970",
            at: span, expected: "seconds since 1970-01-01T00:00:00Z",
            help: "Convert times that are in milliseconds, microseconds or nanoseconds to seconds.")
    case .withoutZone:
        Diagnostic(
            .cell(.timeWithoutZone), "“\(text)” does not say its time zone", at: span,
            help: "Declare it: MetricSeries(…, zone: .utc).")
    case .unknownZone:
        Diagnostic(
            .cell(.unknownZone), "“\(text)” has a time zone that is not known by its abbreviation", at: span,
            expected: "UTC, or an offset such as “+01:00”")
    }
}
