internal import Diagnostics
internal import Evidence

/// Reading of what Prometheus answers (Prometheus, "HTTP API", Expression queries).
extension MetricJSON {
    /// Reads the answer of `query_range` or `query`.
    func prometheusAnswer(_ top: [String: Int]) throws(Diagnostic) -> Part {
        let status = try required("status", in: top, of: 0)
        guard try string(status) == "success" else { throw failure(top, status) }
        if let partial = top["isPartial"], json.kind(partial) == .yes {
            throw Diagnostic(
                .metric(.incomplete), "The answer says that it holds only a part of the data",
                at: json.span(partial), help: "Ask again when all storage nodes answer.")
        }
        let data = try required("data", in: top, of: 0)
        let members = try members(data)
        let type = try required("resultType", in: members, of: data)
        let result = try required("result", in: members, of: data)
        var part: Part
        switch try string(type) {
        case "matrix", "vector": part = try prometheusResults(array(result))
        case "scalar":
            part = Part(format: .prometheus)
            part.series = [try series(named: nil, of: result, [point(result)])]
        case let other:
            throw Diagnostic(
                .metric(.unknownForm), "The result is a \(other), which holds no numbers",
                at: json.span(type), expected: "a matrix, a vector or a scalar")
        }
        for key in ["warnings", "infos"] {
            for index in try top[key].map({ index throws(Diagnostic) in try array(index) }) ?? [] {
                part.warnings.append(
                    Diagnostic(
                        .metric(.message), "Prometheus says of the answer: \(try string(index))",
                        at: json.span(index)))
            }
        }
        return part
    }

    /// Reads the series of a matrix or a vector.
    func prometheusResults(_ results: [Int]) throws(Diagnostic) -> Part {
        var part = Part(format: .prometheus)
        for index in results {
            let result = try members(index)
            let metric = try required("metric", in: result, of: index)
            if let histogram = result["histograms"] ?? result["histogram"] {
                throw Diagnostic(
                    .metric(.unknownForm), "The series holds native histograms, which are no numbers",
                    at: json.span(histogram), help: "Ask for a number of them: histogram_quantile(0.95, …).")
            }
            var points: [RecordedSeries.Point] = []
            if let value = result["value"] {
                points = [try point(value)]
            } else {
                for pair in try array(required("values", in: result, of: index)) {
                    points.append(try point(pair))
                }
            }
            part.series.append(try series(named: metric, of: index, points))
        }
        return part
    }

    private func series(
        named metric: Int?, of owner: Int, _ points: [RecordedSeries.Point]
    ) throws(Diagnostic) -> RecordedSeries {
        var labels: [RecordedSeries.Label] = []
        var metricName = ""
        let pairs = metric.map { json.members($0) } ?? []
        for (key, value) in pairs {
            let text = try string(value)
            if json.text(key) == "__name__" { metricName = text }
            labels.append(RecordedSeries.Label(name: json.text(key), value: text))
        }
        let shown = labels.filter { $0.name != "__name__" }.map { "\($0.name)=\"\(escaped($0.value))\"" }
        let name =
            shown.isEmpty && !metricName.isEmpty
            ? metricName : "\(metricName){\(shown.joined(separator: ", "))}"
        let range = json.range(metric ?? owner)
        return RecordedSeries(
            name: name, otherNames: metricName.isEmpty ? [] : [metricName], unit: nil, labels: labels,
            span: file.span(range.lowerBound..<max(range.upperBound, range.lowerBound + 1)),
            points: try ordered(points, of: name, in: file), isExact: true)
    }

    /// Quotes and backslashes as PromQL writes them.
    private func escaped(_ value: String) -> String {
        value.contains { $0 == "\"" || $0 == "\\" }
            ? String(value.flatMap { $0 == "\"" || $0 == "\\" ? ["\\", $0] : [$0] }) : value
    }

    /// Reads `[1767543300.5, "41.6"]`.
    private func point(_ pair: Int) throws(Diagnostic) -> RecordedSeries.Point {
        let items = try array(pair)
        guard items.count == 2, json.kind(items[0]) == .number, json.kind(items[1]) == .string else {
            throw unexpected(pair, "a time and a number in quotes")
        }
        return RecordedSeries.Point(
            time: try time(items[0]), timeRange: CellRange(json.range(items[0])), range: try number(items[1]))
    }

    private func failure(_ top: [String: Int], _ status: Int) -> Diagnostic {
        let message = ["errorType", "error"].compactMap { top[$0].map(json.text) }
        return Diagnostic(
            .metric(.queryFailed),
            "Prometheus could not answer the query: \(message.joined(separator: ": "))",
            at: json.span(top["error"] ?? status), expected: "an answer whose status is “success”",
            help: "Correct the query, and save its answer.")
    }
}
