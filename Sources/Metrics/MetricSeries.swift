public import Diagnostics
public import Evidence
public import Quantities

/// A series of a capture of metrics, as an incident declares it: its name and the unit it is in.
///
/// ```swift
/// let cpu = MetricSeries("cpu.json", Column<Share>("CPUUtilization", in: .percent))
/// let sessions = MetricSeries("sessions.csv", Column<Count>("active"), zone: .utc)
/// let calls = MetricSeries("calls.json", Column<Count>("http_requests_total"), where: ["code": "500"])
/// ```
/// It is read through ``EvidenceReader/current`` when it is made. Where the file or the series is wrong,
/// the reader records why, and every quantity taken from it is unknown. A point without a number (an empty
/// cell, `NaN`) is left out of the numbers; an infinite one makes them unknown.
public struct MetricSeries<Unit: UnitOfMeasure>: Sendable {
    struct Entry: Sendable {
        let time: BoundedValue
        let timeRange: CellRange
        let number: BoundedValue
        let range: CellRange
    }

    /// The series' name in the capture, or what was asked for where there is none of it.
    public let name: String
    /// The unit that was printed, such as CloudWatch's `Percent`; nil where none was.
    public let printedUnit: String?
    /// Why there is no series; empty where there is.
    public let problems: [Diagnostic]

    let file: SourceFile?
    let place: SourceSpan?
    let entries: [Entry]
    /// What the points were selected by, as derivations show it.
    let condition: String?

    /// Reads a series.
    ///
    /// - Parameters:
    ///   - path: The capture: JSON of CloudWatch or Prometheus, CSV of CloudWatch's console, or any CSV with a
    ///     column of times.
    ///   - value: The series' name and unit: the name of the column, CloudWatch's label or identifier, the
    ///     statistic, or the metric's name; an empty name takes the only series that the labels leave.
    ///   - time: The column of times in CSV; without it, the only column whose every cell is a date with a
    ///     time.
    ///   - labels: Labels that the series must have, such as Prometheus' `instance`.
    ///   - zone: The zone of times that were printed without one; such times are an error where it is nil.
    ///   - separator: What separates the fields of CSV; found where it is nil.
    public init(
        _ path: String, _ value: Column<Unit>, at time: Column<Instant>? = nil,
        where labels: KeyValuePairs<String, String> = [:], zone: TimeZoneOffset? = nil,
        separator: Unicode.Scalar? = nil
    ) {
        let times = MetricTimes(
            column: time.map { ($0.printedName, $0.reading) }, zone: zone, separator: separator)
        let choice = SeriesChoice(name: value.printedName, labels: labels.map { ($0.key, $0.value) })
        var warnings: [Diagnostic] = []
        let read = currentFile(path).mapError { Diagnostics($0) }.flatMap {
            file -> Result<MetricSeries, Diagnostics> in
            do throws(Diagnostics) {
                let capture = try parseMetrics(in: file, times)
                warnings = capture.warnings
                let series = try choice.choose(from: capture)
                return .success(try MetricSeries(series, value, warnings: &warnings))
            } catch {
                return .failure(error)
            }
        }
        for warning in warnings { EvidenceReader.current?.record(warning) }
        switch read {
        case .success(let series): self = series
        case .failure(let findings):
            for finding in findings.all { EvidenceReader.current?.record(finding) }
            self.init(name: value.printedName, problems: findings.all)
        }
    }

    private init(name: String, problems: [Diagnostic]) {
        self.name = name
        self.problems = problems
        printedUnit = nil
        file = nil
        place = nil
        entries = []
        condition = nil
    }

    /// Reads the numbers of a series in the declared unit.
    private init(
        _ series: RecordedSeries, _ column: Column<Unit>, warnings: inout [Diagnostic]
    ) throws(Diagnostics) {
        if let unit = series.unit, let finding = unitConflict(unit, column, at: series.span) {
            throw Diagnostics(finding)
        }
        let file = series.span.file
        var entries: [Entry] = []
        entries.reserveCapacity(series.points.count)
        var findings: [Diagnostic] = []
        var withoutNumber: [SourceSpan] = []
        file.bytes.withUnsafeBufferPointer { bytes in
            for point in series.points {
                let range = point.range.range
                switch printedNumber(bytes, range) {
                case .none: continue
                case .notANumber: withoutNumber.append(file.span(range))
                case .infinite:
                    findings.append(notFinite(series.name, file.span(file.trimmed(range))))
                case .number, .text:
                    do throws(CellProblem) {
                        let number = try column.reading.value(
                            of: Unit.name, isDiscrete: Unit.isDiscrete, in: bytes, range)
                        entries.append(
                            Entry(
                                time: point.time, timeRange: point.timeRange,
                                number: series.isExact ? number.exact : number, range: point.range))
                    } catch {
                        findings.append(
                            error.diagnostic(
                                file.text(range), column: series.name, unitName: Unit.name,
                                at: file.span(file.trimmed(range))))
                    }
                }
            }
        }
        guard findings.isEmpty else { throw Diagnostics(findings) }
        if let first = withoutNumber.first {
            warnings.append(
                Diagnostic(
                    .metric(.withoutNumber),
                    "\(withoutNumber.count) of the \(series.points.count) points of “\(series.name)” hold no number; they are left out",
                    at: first,
                    help: "A query that divides by zero prints NaN; nothing is known of such a time."))
        }
        self.init(series, file: file, entries: entries)
    }

    private init(_ series: RecordedSeries, file: SourceFile, entries: [Entry]) {
        name = series.name
        printedUnit = series.unit
        problems = []
        self.file = file
        place = series.span
        self.entries = entries
        condition = nil
    }

    /// The same series with some of its points.
    init(_ series: MetricSeries, entries: [Entry], condition: String, problems: [Diagnostic] = []) {
        name = series.name
        printedUnit = series.printedUnit
        file = series.file
        place = series.place
        self.entries = problems.isEmpty ? entries : []
        self.condition = series.condition.map { "\($0) and \(condition)" } ?? condition
        self.problems = series.problems + problems
    }
}

extension Column where Unit == Instant {
    /// A column of milliseconds since 1970-01-01T00:00:00Z, as Grafana and JavaScript print times.
    public init(epochMilliseconds printedName: String) {
        self.init(printedName, reading: .number(scale: 0.001))
    }
}

private func notFinite(_ name: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
        .metric(.notFinite), "“\(span.text)” of “\(name)” is no number that can be computed with", at: span,
        expected: "a finite number",
        help: "Correct the query: it divides by zero, or its histogram has no upper bound.")
}

/// The finding about a series that was printed in another unit than its column declares.
///
/// CloudWatch's units are those of its API reference, StandardUnit; one that says nothing of the quantity
/// (`None`, bits, multiples of bytes) agrees with every column.
private func unitConflict<Unit: UnitOfMeasure>(
    _ printed: String, _ column: Column<Unit>, at span: SourceSpan
) -> Diagnostic? {
    let isCount = Unit.self == Count.self || Unit.self == Rows.self || Unit.self == Blocks.self
    let (agrees, expected): (Bool, String) =
        switch printed {
        case "Percent":
            (
                Unit.self == Share.self && column.reading == ShareScale.percent.reading,
                "Share>(…, in: .percent"
            )
        case "Seconds":
            (Unit.self == Time.self && column.reading == TimeScale.seconds.reading, "Time>(…, in: .seconds")
        case "Milliseconds":
            (
                Unit.self == Time.self && column.reading == TimeScale.milliseconds.reading,
                "Time>(…, in: .milliseconds"
            )
        case "Microseconds":
            (
                Unit.self == Time.self && column.reading == TimeScale.microseconds.reading,
                "Time>(…, in: .microseconds"
            )
        case "Bytes": (Unit.self == Bytes.self, "Bytes>(…")
        case "Count": (isCount, "Count>(…")
        case "Count/Second", "Bytes/Second": (Unit.self == Rate.self, "Rate>(…")
        default: (true, "")
        }
    guard !agrees else { return nil }
    return Diagnostic(
        .metric(.unit),
        "“\(column.printedName)” was printed in the unit “\(printed)” and is declared in another", at: span,
        expected: "Column<\(expected))")
}

/// Which series of a capture is meant.
struct SeriesChoice: Sendable {
    let name: String
    let labels: [(name: String, value: String)]

    func choose(from capture: MetricCapture) throws(Diagnostics) -> RecordedSeries {
        let named = capture.series.filter { series in
            name.isEmpty || series.name == name || series.otherNames.contains(name)
                || series.labels.contains { $0.name == "__name__" && $0.value == name }
        }
        let found = named.filter { series in
            labels.allSatisfy { wanted in
                series.labels.contains { $0.name == wanted.name && $0.value == wanted.value }
            }
        }
        if let only = found.first, found.count == 1 { return only }
        throw Diagnostics(found.isEmpty ? missing(capture) : several(found))
    }

    private var wanted: String {
        let conditions = labels.map { "\($0.name) = \($0.value)" }.joined(separator: " and ")
        let series = name.isEmpty ? "series" : "series “\(name)”"
        return conditions.isEmpty ? series : "\(series) where \(conditions)"
    }

    private func missing(_ capture: MetricCapture) -> Diagnostic {
        let names = capture.series.map(\.name)
        let listed = names.prefix(8).joined(separator: ", ") + (names.count > 8 ? ", …" : "")
        return Diagnostic(
            .metric(.noSeries), names.isEmpty ? "The capture holds no points" : "There is no \(wanted)",
            at: Place(path: capture.file.path),
            expected: names.isEmpty
                ? nil
                : nearestName(to: name, among: names).map { "did you mean “\($0)”?" } ?? "one of \(listed)",
            help: names.isEmpty ? "Ask for the time of the incident, and check the dimensions." : nil)
    }

    private func several(_ found: [RecordedSeries]) -> Diagnostic {
        Diagnostic(
            .metric(.severalSeries), "There are \(found.count) of \(wanted)", at: found[0].span,
            expected: "one series", help: "Name it whole, or by a label: where: [\"instance\": \"…\"].",
            notes: found.prefix(4).map { Diagnostic.Note($0.name, at: Place($0.span)) })
    }
}
