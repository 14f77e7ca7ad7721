public import Diagnostics
public import Evidence
internal import Quantities

/// What a monitoring system wrote of its metrics: one or several series of numbers over time.
public struct MetricCapture: Sendable {
    /// In which form it was saved.
    public enum Format: String, Sendable, Hashable, CaseIterable {
        /// CSV with a column of times and a column for each series.
        case csv
        /// `aws cloudwatch get-metric-data`.
        case cloudWatchData = "cloudwatch-data"
        /// `aws cloudwatch get-metric-statistics`.
        case cloudWatchStatistics = "cloudwatch-statistics"
        /// The CSV that the graphs of CloudWatch's console are downloaded as.
        case cloudWatchConsole = "cloudwatch-console"
        /// The answer of Prometheus to `query_range` or `query`.
        case prometheus
    }

    /// The file that holds it.
    public let file: SourceFile
    /// The form it was saved in.
    public let format: Format
    /// The series, in the order of the file.
    public let series: [RecordedSeries]
    /// What a person should look at, though everything could be read.
    public let warnings: [Diagnostic]
}

/// One series of a capture of metrics: a name, and a number for each of some points in time.
public struct RecordedSeries: Sendable {
    /// What tells the series of one capture apart: a dimension, a label.
    public struct Label: Sendable, Hashable {
        /// Its name, such as `instance`.
        public let name: String
        /// Its value, such as `db1:9187`.
        public let value: String
    }

    struct Point: Sendable {
        /// Seconds since 1970-01-01T00:00:00Z.
        let time: BoundedValue
        let timeRange: CellRange
        let range: CellRange
    }

    /// The name: the column, the label and statistic of CloudWatch, or the metric with its labels.
    public let name: String
    /// Other names that it may be called by where they mean no other series of the capture.
    public let otherNames: [String]
    /// The unit that was printed, such as CloudWatch's `Percent`; nil where none was.
    public let unit: String?
    /// The labels, in the order of the file.
    public let labels: [Label]
    /// Where its name stands.
    public let span: SourceSpan

    /// The points in the order of time, those without a number among them.
    let points: [Point]
    /// Whether numbers and times are printed with all their digits, so that nothing was rounded away.
    let isExact: Bool

    /// How many points there are, those without a number among them.
    public var pointCount: Int { points.count }

    /// The time of the first point, in seconds since 1970-01-01T00:00:00Z; nil where there is none.
    public var firstTime: Double? { points.first?.time.value }

    /// The time of the last point, in seconds since 1970-01-01T00:00:00Z; nil where there is none.
    public var lastTime: Double? { points.last?.time.value }

    /// The least and the greatest number as they were printed, and how many numbers there are.
    ///
    /// Nil where there is no number, and where a cell holds something else, such as a size with its unit.
    public var extent: (least: Double, greatest: Double, count: Int)? {
        span.file.bytes.withUnsafeBufferPointer { bytes in
            var found: (least: Double, greatest: Double, count: Int)?
            for point in points {
                switch printedNumber(bytes, point.range.range) {
                case .none, .notANumber: continue
                case .text: return nil
                case .infinite(let isNegative):
                    let value = isNegative ? -Double.infinity : .infinity
                    found = widened(found, by: value)
                case .number(let value): found = widened(found, by: value)
                }
            }
            return found
        }
    }

    /// The numbers over time, in the order of time: seconds since 1970-01-01T00:00:00Z, and the number that
    /// was printed, nil where there is none that can be drawn.
    public var samples: [(time: Double, value: Double?)] {
        span.file.bytes.withUnsafeBufferPointer { bytes in
            points.map { point in
                if case .number(let value) = printedNumber(bytes, point.range.range) {
                    return (point.time.value, value)
                }
                return (point.time.value, nil)
            }
        }
    }

    private func widened(
        _ extent: (least: Double, greatest: Double, count: Int)?, by value: Double
    ) -> (least: Double, greatest: Double, count: Int) {
        guard let extent else { return (value, value, 1) }
        return (min(extent.least, value), max(extent.greatest, value), extent.count + 1)
    }
}

/// How the times of a capture are to be read, where it does not tell by itself.
struct MetricTimes: Sendable {
    /// The column of the times in CSV; found where it is nil.
    var column: (name: String, reading: CellReading)?
    /// The zone of times without one.
    var zone: TimeZoneOffset?
    /// What separates the fields of CSV; found where it is nil.
    var separator: Unicode.Scalar?
}

/// Reads every series of a capture of metrics, whatever its form.
///
/// - Parameters:
///   - file: The capture: JSON of CloudWatch or Prometheus, CSV of CloudWatch's console, or any CSV with a
///     column of times.
///   - zone: The zone of times that were printed without one; such times are an error where it is nil.
/// - Throws: `metric.…` and `capture.…`: what is wrong, all of it; nothing is returned in part. A capture
///   that says of itself that it is not whole (`PartialData`, `NextToken`) is refused.
public func parseMetrics(
    in file: SourceFile, zone: TimeZoneOffset? = nil
) throws(Diagnostics) -> MetricCapture {
    try parseMetrics(in: file, MetricTimes(zone: zone))
}

func parseMetrics(in file: SourceFile, _ times: MetricTimes) throws(Diagnostics) -> MetricCapture {
    switch firstCharacter(of: file) {
    case UInt8(ascii: "{"), UInt8(ascii: "["): try parseMetricJSON(in: file, times)
    default: try parseMetricCSV(in: file, times)
    }
}

extension MetricCapture {
    /// Whether a file looks like a capture of metrics; only its beginning is looked at.
    ///
    /// JSON must have the keys of CloudWatch or Prometheus; CSV must have a point in time with its date in
    /// one of its first lines. What is recognised may still turn out to be damaged.
    public static func recognises(_ file: SourceFile) -> Bool {
        let beginning = file.contentStart..<min(file.bytes.count, file.contentStart + 4_096)
        switch firstCharacter(of: file) {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            return [
                "\"MetricDataResults\"", "\"Datapoints\"", "\"resultType\"", "\"errorType\"", "\"metric\"",
            ]
            .contains { file.offset(of: Array($0.utf8), in: beginning) != nil }
        case nil: return false
        default: return looksLikeMetricCSV(file)
        }
    }
}

/// The first byte that is no white space.
private func firstCharacter(of file: SourceFile) -> UInt8? {
    file.bytes[file.contentStart...].first { $0 != 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
}

/// What stands where the number of a point should.
enum PrintedMetric {
    case none
    case number(Double)
    case notANumber
    case infinite(isNegative: Bool)
    case text
}

/// Reads a number, or one of the words that stand for none: Go's `NaN` and `+Inf`, pandas' `inf`.
func printedNumber(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> PrintedMetric {
    let range = withoutSpaces(bytes, range)
    guard !range.isEmpty else { return .none }
    if let numeral = wholeNumeral(in: bytes, range) { return .number(numeral.value) }
    guard range.count <= 9 else { return .text }
    switch String(decoding: bytes[range], as: UTF8.self).lowercased() {
    case "nan", "-nan", "null": return .notANumber
    case "inf", "+inf", "infinity", "+infinity": return .infinite(isNegative: false)
    case "-inf", "-infinity": return .infinite(isNegative: true)
    default: return .text
    }
}

/// The points in the order of time; throws where two have the same.
func ordered(
    _ points: [RecordedSeries.Point], of name: String, in file: SourceFile
) throws(Diagnostic) -> [RecordedSeries.Point] {
    var sorted = points
    let isAscending = zip(points, points.dropFirst()).allSatisfy { $0.time.value < $1.time.value }
    if !isAscending { sorted.sort { $0.time.value < $1.time.value } }
    for (earlier, later) in zip(sorted, sorted.dropFirst()) where earlier.time.value == later.time.value {
        throw Diagnostic(
            .metric(.duplicateTime),
            "There are two values of “\(name)” at \(Timestamp(secondsSinceEpoch: later.time.value).text)",
            at: file.span(later.timeRange.range), expected: "one value at a time",
            help: "Where each line is of another thing, read it as a Table and narrow its rows down.",
            notes: [Diagnostic.Note("the other", at: Place(file.span(earlier.timeRange.range)))])
    }
    return sorted
}
