internal import Diagnostics
internal import Evidence

/// Reading of what `aws cloudwatch` prints (CloudWatch API reference, GetMetricData, GetMetricStatistics).
extension MetricJSON {
    /// The results of one identifier and label: the pages of a long answer follow one another.
    private struct Result {
        let identifier: String
        let label: Int
        var points: [RecordedSeries.Point] = []
        /// The status of the last page; the earlier ones are partial.
        var status: Int?
    }

    /// Reads the answer of `get-metric-data`.
    func cloudWatchData(_ top: [String: Int], _ results: Int) throws(Diagnostic) -> Part {
        if let token = top["NextToken"], json.kind(token) != .null {
            throw Diagnostic(
                .metric(.incomplete), "The answer goes on: there is a token for its next page",
                at: json.span(token), expected: "an answer without “NextToken”",
                help: "Fetch all pages: aws cloudwatch get-metric-data without --max-items.")
        }
        var part = Part(format: .cloudWatchData)
        part.warnings = try messages(top)
        var found: [Result] = []
        for index in try array(results) {
            let result = try members(index)
            let identifier = try string(required("Id", in: result, of: index))
            let label = result["Label"] ?? result["Id"] ?? index
            let position =
                found.firstIndex {
                    $0.identifier == identifier && json.text($0.label) == json.text(label)
                } ?? found.count
            if position == found.count { found.append(Result(identifier: identifier, label: label)) }
            found[position].status = result["StatusCode"]
            found[position].points += try points(of: result, index)
            part.warnings += try messages(result)
        }
        for result in found {
            try checkStatus(result)
            let name = json.text(result.label)
            part.series.append(
                RecordedSeries(
                    name: name, otherNames: [result.identifier], unit: nil,
                    labels: [RecordedSeries.Label(name: "Id", value: result.identifier)],
                    span: json.span(result.label), points: try ordered(result.points, of: name, in: file),
                    isExact: true))
        }
        return part
    }

    private func points(of result: [String: Int], _ index: Int) throws(Diagnostic) -> [RecordedSeries.Point] {
        let times = try array(required("Timestamps", in: result, of: index))
        let values = try array(required("Values", in: result, of: index))
        guard times.count == values.count else {
            throw Diagnostic(
                .metric(.count), "There are \(times.count) timestamps and \(values.count) values",
                at: json.span(index), expected: "as many values as timestamps",
                help: "Capture it again; the answer was changed.")
        }
        var points: [RecordedSeries.Point] = []
        points.reserveCapacity(times.count)
        for (time, value) in zip(times, values) {
            points.append(
                RecordedSeries.Point(
                    time: try self.time(time), timeRange: CellRange(json.range(time)),
                    range: try number(value)))
        }
        return points
    }

    private func checkStatus(_ result: Result) throws(Diagnostic) {
        guard let status = result.status else { return }
        switch try string(status) {
        case "Complete": return
        case "PartialData":
            throw Diagnostic(
                .metric(.incomplete), "“\(json.text(result.label))” holds only a part of its data",
                at: json.span(status), expected: "“Complete”", help: "Fetch all pages, or a shorter time.")
        case let other:
            throw Diagnostic(
                .metric(.queryFailed),
                "CloudWatch could not give the data of “\(json.text(result.label))”: \(other)",
                at: json.span(status), expected: "“Complete”",
                help: other == "Forbidden"
                    ? "The account that asked may not read this metric." : "Ask again.")
        }
    }

    /// What CloudWatch says about an answer, as warnings.
    private func messages(_ owner: [String: Int]) throws(Diagnostic) -> [Diagnostic] {
        guard let list = owner["Messages"], json.kind(list) != .null else { return [] }
        var warnings: [Diagnostic] = []
        for index in try array(list) {
            let message = try members(index)
            let text = try message["Value"].map { index throws(Diagnostic) in try string(index) }
            let code = try message["Code"].map { index throws(Diagnostic) in try string(index) }
            warnings.append(
                Diagnostic(
                    .metric(.message),
                    "CloudWatch says of the answer: \([code, text].compactMap { $0 }.joined(separator: ": "))",
                    at: json.span(index)))
        }
        return warnings
    }

    /// Reads the answer of `get-metric-statistics`: points in no order, each with some statistics.
    func cloudWatchStatistics(_ top: [String: Int], _ datapoints: Int) throws(Diagnostic) -> Part {
        let label = try required("Label", in: top, of: 0)
        let name = try string(label)
        var columns: [(statistic: Int, points: [RecordedSeries.Point])] = []
        var unit: Int?
        for index in try array(datapoints) {
            let point = try members(index)
            let time = try required("Timestamp", in: point, of: index)
            let instant = try self.time(time)
            if let printed = point["Unit"] {
                let text = try string(printed)
                if let unit, json.text(unit) != text { throw severalUnits(unit, printed) }
                unit = unit ?? printed
            }
            let extended = point["ExtendedStatistics"].map { json.members($0) } ?? []
            for (key, value) in json.members(index) + extended {
                switch json.text(key) {
                case "Timestamp", "Unit", "ExtendedStatistics": continue
                case let statistic:
                    let position =
                        columns.firstIndex { json.text($0.statistic) == statistic } ?? columns.count
                    if position == columns.count { columns.append((key, [])) }
                    columns[position].points.append(
                        RecordedSeries.Point(
                            time: instant, timeRange: CellRange(json.range(time)), range: try number(value)))
                }
            }
        }
        var part = Part(format: .cloudWatchStatistics)
        let unitName = unit.map(json.text)
        for column in columns {
            let statistic = json.text(column.statistic)
            part.series.append(
                RecordedSeries(
                    name: "\(name) \(statistic)",
                    otherNames: [statistic] + (columns.count == 1 ? [name] : []),
                    unit: statistic == "SampleCount" ? nil : unitName,
                    labels: [RecordedSeries.Label(name: "Statistic", value: statistic)],
                    span: json.span(label),
                    points: try ordered(column.points, of: "\(name) \(statistic)", in: file), isExact: true))
        }
        return part
    }

    private func severalUnits(_ first: Int, _ other: Int) -> Diagnostic {
        Diagnostic(
            .metric(.severalUnits), "The points are in “\(json.text(first))” and in “\(json.text(other))”",
            at: json.span(other), expected: "one unit",
            help: "Ask for one of them: get-metric-statistics --unit.",
            notes: [Diagnostic.Note("the first", at: Place(json.span(first)))])
    }
}
