import Diagnostics
import Evidence
import Metrics
import PsqlOutput
import Quantities
import TestSupport
import Testing

/// What is wrong with captures of metrics, and where.
@Suite struct MetricErrorTests {
    /// Everything that is found where a count is read from a capture.
    private func report(_ text: String, path: String = "a.json", zone: TimeZoneOffset? = nil) -> String {
        let reader = reader([path: text])
        let series = bound(reader) { MetricSeries(path, Column<Count>("v"), zone: zone) }
        if reader.diagnostics.contains(where: { $0.severity == .error }) {
            #expect(series.max.value == nil && series.values.numbers.isEmpty)
        }
        return reader.diagnostics.map(\.text).joined(separator: "\n\n")
    }

    private func ids(_ text: String, path: String = "a.json") -> [String] {
        let reader = reader([path: text])
        _ = bound(reader) { MetricSeries(path, Column<Count>("v"), zone: .utc) }
        return reader.diagnostics.map { "\($0.place?.position ?? "") \($0.id)" }
    }

    @Test("an answer that says it is not whole is refused")
    func incomplete() {
        #expect(
            report(
                #"{"MetricDataResults":[{"Id":"v","Label":"v","Timestamps":[],"Values":[],"StatusCode":"PartialData"}]}"#
            ) == """
                evidence/a.json:1:87: error: “v” holds only a part of its data [metric.incomplete]
                    1 | …lts":[{"Id":"v","Label":"v","Timestamps":[],"Values":[],"StatusCode":"PartialData"}]}
                                                                                               ^~~~~~~~~~~
                  expected: “Complete”
                  help: Fetch all pages, or a shorter time.
                """)
        #expect(
            ids(#"{"MetricDataResults":[],"NextToken":"abc"}"#) == ["evidence/a.json:1:38 metric.incomplete"])
        #expect(ids(#"{"MetricDataResults":[],"NextToken":null}"#) == ["evidence/a.json metric.no-series"])
        for status in ["InternalError", "Forbidden"] {
            let text =
                #"{"MetricDataResults":[{"Id":"v","Timestamps":[],"Values":[],"StatusCode":"\#(status)"}]}"#
            #expect(ids(text) == ["evidence/a.json:1:75 metric.query-failed"])
        }
        #expect(
            ids(#"{"status":"success","isPartial":true,"data":{"resultType":"vector","result":[]}}"#)
                == ["evidence/a.json:1:33 metric.incomplete"])
    }

    @Test("an error of Prometheus is shown as it says it")
    func queryFailed() {
        #expect(
            report(#"{"status":"error","errorType":"bad_data","error":"parse error: unexpected \"}\""}"#)
                == """
                evidence/a.json:1:51: error: Prometheus could not answer the query: bad_data: parse error: unexpected "}" [metric.query-failed]
                    1 | {"status":"error","errorType":"bad_data","error":"parse error: unexpected \\"}\\""}
                                                                          ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~
                  expected: an answer whose status is “success”
                  help: Correct the query, and save its answer.
                """)
    }

    @Test("what is no number, and what is an infinite one")
    func numbers() {
        func matrix(_ value: String) -> String {
            #"{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"__name__":"v"},"#
                + #""values":[[1,"2"],[2,\#(value)]]}]}}"#
        }
        #expect(ids(matrix(#""3""#)) == [])
        #expect(ids(matrix(#""NaN""#)) == ["evidence/a.json:1:110 metric.without-number"])
        #expect(ids(matrix(#""+Inf""#)) == ["evidence/a.json:1:110 metric.not-finite"])
        #expect(ids(matrix(#""-Inf""#)) == ["evidence/a.json:1:110 metric.not-finite"])
        #expect(ids(matrix(#""x""#)) == ["evidence/a.json:1:110 metric.unexpected-value"])
        #expect(ids(matrix("3")) == ["evidence/a.json:1:106 metric.unexpected-value"])
        #expect(
            ids("at,v\n2026-01-04T16:15Z,1\n2026-01-04T16:16Z,x\n") == [
                "evidence/a.json:3:19 capture.not-a-number"
            ])
        #expect(
            ids("at,v\n2026-01-04T16:15Z,1\n2026-01-04T16:16Z,inf\n") == [
                "evidence/a.json:3:19 metric.not-finite"
            ])
    }

    @Test("two values at one time")
    func duplicates() {
        #expect(
            report("at,v\n2026-01-04T16:15Z,1\n2026-01-04T16:15:00Z,2\n", path: "a.csv") == """
                evidence/a.csv:3:1: error: There are two values of “v” at 2026-01-04 16:15 UTC [metric.duplicate-time]
                    3 | 2026-01-04T16:15:00Z,2
                        ^~~~~~~~~~~~~~~~~~~~
                  expected: one value at a time
                  help: Where each line is of another thing, read it as a Table and narrow its rows down.
                  note: evidence/a.csv:2:1: the other
                    2 | 2026-01-04T16:15Z,1
                        ^~~~~~~~~~~~~~~~~
                """)
    }

    @Test("a unit that CloudWatch printed and the column does not have")
    func units() {
        let reader = reader()
        let path = "metrics/cloudwatch_statistics.json"
        let (wrong, scale, right, samples) = bound(reader) {
            (
                MetricSeries(path, Column<Count>("Average")), MetricSeries(path, Column<Time>("Average")),
                MetricSeries(path, Column<Time>("ReadLatency p99", in: .seconds)),
                MetricSeries(path, Column<Count>("SampleCount"))
            )
        }
        #expect(wrong.problems.map(\.id) == ["metric.unit"])
        #expect(scale.problems.map(\.expected) == ["Column<Time>(…, in: .seconds)"])
        #expect(right.max.value.map { ($0 * 10).rounded() / 10 } == 301.2)
        #expect(samples.min.value == 58)
        #expect(
            ids(
                #"{"Label":"v","Datapoints":[{"Timestamp":1,"Sum":1,"Unit":"Count"},{"Timestamp":2,"Sum":1,"Unit":"None"}]}"#
            ) == ["evidence/a.json:1:98 metric.several-units"])
    }

    @Test(
        "JSON of another form",
        arguments: [
            ("{}", "1:1 metric.unknown-form"), ("[1]", "1:2 metric.unexpected-value"),
            ("[]", "1:1 metric.unknown-form"),
            (#"{"status":"success"}"#, "1:1 metric.missing-key"),
            (#"{"status":"success","status":"success"}"#, "1:22 capture.json"),
            (
                #"{"status":"success","data":{"resultType":"string","result":[1,"a"]}}"#,
                "1:43 metric.unknown-form"
            ),
            (#"{"MetricDataResults":[{"Id":"v","Timestamps":[1],"Values":[]}]}"#, "1:23 metric.count"),
            (
                #"{"MetricDataResults":[{"Id":"v","Timestamps":[true],"Values":[1]}]}"#,
                "1:47 metric.unexpected-value"
            ),
            (#"{"MetricDataResults":{}}"#, "1:22 metric.unexpected-value"),
            (#"{"Datapoints":[]}"#, "1:1 metric.missing-key"),
            (
                #"{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"histogram":[1,{}]}]}}"#,
                "1:86 metric.unknown-form"
            ),
            ("{\"Datapoints\":[],\"Label\":\"v\"} x", "1:31 capture.json"),
            ("{\"Datapoints\":[01],\"Label\":\"v\"}", "1:16 capture.json"),
            ("{\"Datapoints\":[1,],\"Label\":\"v\"}", "1:18 capture.json"),
            ("{\"a\":\"\u{1}\"}", "1:6 capture.json"),
            (#"{"a":"\x"}"#, "1:7 capture.json"),
            (String(repeating: "[", count: 600), "1:513 capture.json"),
        ])
    func otherJSON(_ text: String, _ expected: String) {
        #expect(ids(text) == ["evidence/a.json:\(expected)"])
    }

    @Test("answers that were appended to one another are one capture")
    func appended() {
        let one =
            #"{"status":"success","data":{"resultType":"vector","result":[{"metric":{"__name__":"v"},"value":[1,"5"]}]}}"#
        let other = #"{"status":"success","data":{"resultType":"scalar","result":[1,"7"]}}"#
        let both = reader(["a.json": one + other + "\n"])
        bound(both) {
            #expect(MetricSeries("a.json", Column<Count>("v")).only == 5)
            #expect(MetricSeries("a.json", Column<Count>("{}")).only == 7)
        }
        #expect(both.diagnostics == [])
        #expect(
            ids(one + #"{"Label":"v","Datapoints":[]}"#) == ["evidence/a.json:1:107 metric.several-formats"])
    }

    @Test("the results that promtool prints alone")
    func promtool() {
        let reader = reader(["a.json": #"[{"metric":{"__name__":"v"},"values":[[1,"5"]]}]"#])
        #expect(bound(reader) { MetricSeries("a.json", Column<Count>("v")).only } == 5)
    }

    @Test("what is no capture of metrics is not recognised as one")
    func recognised() {
        func recognised(_ text: String) -> Bool {
            MetricCapture.recognises(SourceFile(path: "a", text: text))
        }
        #expect(recognised("at,v\n2026-01-04 16:15,1\n"))
        #expect(recognised("\u{FEFF}v;at\n1;2026-01-04 16:15\n"))
        #expect(!recognised(""))
        #expect(!recognised("a,b\n1,2\n"))
        #expect(!recognised("2026-01-04 16:15:00 UTC,\"postgres\",\"orders\"\n2026-01-04 16:15:00 UTC,,\n"))
        #expect(!recognised(" at | v\n----+---\n 2026-01-04 16:15 | 1\n"))
        #expect(!recognised("[{\"Plan\": {\"Node Type\": \"Result\"}}]"))
    }
}

extension MetricSeries {
    /// The only number; nil where there is none or several.
    fileprivate var only: Double? { values.only.value }
}
