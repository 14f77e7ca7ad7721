internal import Diagnostics
internal import Evidence
internal import Quantities

/// Reads the JSON texts of a file, one after another, as CloudWatch or Prometheus wrote them.
func parseMetricJSON(in file: SourceFile, _ times: MetricTimes) throws(Diagnostics) -> MetricCapture {
    do throws(Diagnostic) {
        var offset = file.contentStart
        var format: MetricCapture.Format?
        var series: [RecordedSeries] = []
        var warnings: [Diagnostic] = []
        while offset < file.bytes.count {
            let part = try MetricJSON(file, from: offset, times).capture()
            if let format, format != part.format {
                throw Diagnostic(
                    .metric(.severalFormats), "Another form of metrics begins here",
                    at: file.span(offset..<offset + 1), expected: "more of \(format.rawValue)",
                    help: "Keep what each command printed in a file of its own.")
            }
            format = part.format
            series += part.series
            warnings += part.warnings
            offset = part.end
        }
        return MetricCapture(
            file: file, format: format ?? .prometheus, series: withClearNames(series), warnings: warnings)
    } catch {
        throw Diagnostics(error)
    }
}

/// Takes away other names that mean several series of a capture.
func withClearNames(_ series: [RecordedSeries]) -> [RecordedSeries] {
    var uses: [String: Int] = [:]
    for one in series {
        for name in Set([one.name] + one.otherNames) { uses[name, default: 0] += 1 }
    }
    return series.map { one in
        RecordedSeries(
            name: one.name, otherNames: one.otherNames.filter { $0 != one.name && uses[$0] == 1 },
            unit: one.unit, labels: one.labels, span: one.span, points: one.points, isExact: one.isExact)
    }
}

/// One JSON text of metrics, with the means to walk it.
struct MetricJSON {
    /// What was read of one text, and where it ended.
    struct Part {
        let format: MetricCapture.Format
        var series: [RecordedSeries] = []
        var warnings: [Diagnostic] = []
        var end = 0
    }

    let json: JSONText
    let times: MetricTimes

    var file: SourceFile { json.file }

    init(_ file: SourceFile, from start: Int, _ times: MetricTimes) throws(Diagnostic) {
        do throws(JSONFailure) {
            json = try JSONText(file, from: start)
        } catch {
            throw error.diagnostic(
                help: "Capture it again; the whole answer must be in the file, and nothing else.")
        }
        self.times = times
    }

    func capture() throws(Diagnostic) -> Part {
        var part = try wholeText()
        part.end = json.end
        while part.end < file.bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(file.bytes[part.end]) {
            part.end += 1
        }
        return part
    }

    private func wholeText() throws(Diagnostic) -> Part {
        guard json.kind(0) == .object else {
            let items = json.items(0)
            // `promtool query range --format=json` prints the results alone.
            for item in items.prefix(1) where try members(item)["metric"] != nil {
                return try prometheusResults(items)
            }
            throw unknownForm()
        }
        let top = try members(0)
        if let results = top["MetricDataResults"] { return try cloudWatchData(top, results) }
        if let points = top["Datapoints"] { return try cloudWatchStatistics(top, points) }
        if top["status"] != nil { return try prometheusAnswer(top) }
        throw unknownForm()
    }

    private func unknownForm() -> Diagnostic {
        let range = json.range(0)
        return Diagnostic(
            .metric(.unknownForm), "The JSON text is no answer of CloudWatch or Prometheus",
            at: file.span(range.lowerBound..<range.lowerBound + 1),
            expected: "an object with “MetricDataResults”, “Datapoints” or “status”",
            help: "Save what `aws cloudwatch get-metric-data`, `get-metric-statistics` or "
                + "Prometheus' /api/v1/query_range answered, unchanged.")
    }
}

extension MetricJSON {
    /// The members of an object by their keys; a key that comes twice is an error.
    func members(_ index: Int) throws(Diagnostic) -> [String: Int] {
        guard json.kind(index) == .object else { throw unexpected(index, "an object") }
        var found: [String: Int] = [:]
        for (key, value) in json.members(index) {
            guard found.updateValue(value, forKey: json.text(key)) == nil else {
                throw Diagnostic(
                    .capture(.json), "The key “\(json.text(key))” comes twice", at: json.span(key),
                    expected: "each key once", help: "Capture it again; no tool writes such an object.")
            }
        }
        return found
    }

    /// The value of a key that must be there.
    func required(_ key: String, in members: [String: Int], of owner: Int) throws(Diagnostic) -> Int {
        if let found = members[key] { return found }
        let range = json.range(owner)
        throw Diagnostic(
            .metric(.missingKey), "“\(key)” is missing",
            at: file.span(range.lowerBound..<range.lowerBound + 1), expected: "an object with “\(key)”")
    }

    func array(_ index: Int) throws(Diagnostic) -> [Int] {
        guard json.kind(index) == .array else { throw unexpected(index, "an array") }
        return json.items(index)
    }

    func string(_ index: Int) throws(Diagnostic) -> String {
        guard json.kind(index) == .string else { throw unexpected(index, "a string") }
        return json.text(index)
    }

    /// A point in time: a text with its zone, or seconds since 1970-01-01T00:00:00Z.
    func time(_ index: Int) throws(Diagnostic) -> BoundedValue {
        let range = json.range(index)
        let kind = json.kind(index)
        guard kind == .string || kind == .number else { throw unexpected(index, "a point in time") }
        do throws(ClockProblem) {
            return try file.bytes.withUnsafeBufferPointer { (bytes) throws(ClockProblem) in
                guard kind == .number else {
                    return try readMetricInstant(in: bytes, range, zone: times.zone).exact
                }
                guard let seconds = wholeNumeral(in: bytes, range) else { throw .notATime }
                guard seconds.value.magnitude < 1e11 else { throw .outOfRange }
                return seconds.scaled(by: 1, isDiscrete: false).exact
            }
        } catch {
            throw timeProblem(error, json.text(index), at: json.span(index))
        }
    }

    /// The bytes of a number; also of one in quotes, as Prometheus prints them.
    func number(_ index: Int) throws(Diagnostic) -> CellRange {
        switch json.kind(index) {
        case .number, .null: return CellRange(json.range(index))
        case .string:
            let range = json.range(index)
            let printed = file.bytes.withUnsafeBufferPointer { printedNumber($0, range) }
            switch printed {
            case .number, .notANumber, .infinite: return CellRange(range)
            case .none, .text: throw unexpected(index, "a number")
            }
        default: throw unexpected(index, "a number")
        }
    }

    func unexpected(_ index: Int, _ expected: String) -> Diagnostic {
        let range = json.range(index)
        return Diagnostic(
            .metric(.unexpectedValue), "The value is not \(expected)",
            at: file.span(range.lowerBound..<max(range.upperBound, range.lowerBound + 1)), expected: expected)
    }
}
