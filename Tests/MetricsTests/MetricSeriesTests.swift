import Diagnostics
import Evidence
import Metrics
import Quantities
import TestSupport
import Testing

/// An instant on the day of the fixtures.
private func clock(_ hour: Int, _ minute: Int, _ second: Double = 0) -> Quantity<Instant> {
    Quantity(1_767_484_800 + Double(hour * 3600 + minute * 60) + second, derivation: .constant("a time"))
}

/// Series of metrics as CloudWatch, Prometheus and scripts write them.
@Suite struct MetricSeriesTests {
    @Test(
        "every series is read whole, with the place of each number",
        arguments: [
            ("cloudwatch_data.json", nil), ("cloudwatch_statistics.json", nil),
            ("cloudwatch_console.csv", TimeZoneOffset.utc), ("prometheus_range.json", nil),
            ("samples.csv", nil),
        ] as [(String, TimeZoneOffset?)])
    func golden(_ name: String, _ zone: TimeZoneOffset?) throws {
        let file = try fixture("\(fixtures)/metrics/\(name)")
        #expect(MetricCapture.recognises(file))
        let capture = try parseMetrics(in: file, zone: zone)
        var lines = ["\(capture.format.rawValue)"]
        for series in capture.series {
            let labels = series.labels.map { "\($0.name)=\($0.value)" }.joined(separator: "; ")
            lines.append("")
            lines.append("\(series.name) [\(series.unit ?? "no unit")] at \(Place(series.span).position)")
            lines.append("  also: \(series.otherNames.joined(separator: ", ")); \(labels)")
            let extent =
                series.extent.map { "\($0.least) to \($0.greatest), n = \($0.count)" } ?? "no numbers"
            lines.append("  \(series.pointCount) points, \(extent)")
            let reader = reader()
            let path = "metrics/\(name)"
            bound(reader) {
                switch series.unit ?? series.name {
                case "Percent": append(path, Column<Share>(series.name, in: .percent), zone, to: &lines)
                case "Bytes": append(path, Column<Bytes>(series.name), zone, to: &lines)
                case "Seconds": append(path, Column<Time>(series.name, in: .seconds), zone, to: &lines)
                case "longest query": append(path, Column<Time>(series.name, in: .interval), zone, to: &lines)
                default: append(path, Column<Ratio>(series.name), zone, to: &lines)
                }
            }
            for finding in reader.diagnostics { lines.append("  \(finding.id)") }
        }
        lines += capture.warnings.map { "\n\($0.text)" }
        let golden = Golden("golden/metrics/\(name).txt", in: "MetricsTests")
        #expect(try golden.difference(from: lines.joined(separator: "\n") + "\n") == nil)
    }

    /// A line for each point of a series.
    private func append<Unit: UnitOfMeasure>(
        _ path: String, _ column: Column<Unit>, _ zone: TimeZoneOffset?, to lines: inout [String]
    ) {
        let series = MetricSeries(path, column, zone: zone)
        for (value, time) in zip(series.values.values, series.times.values) {
            let source = value.derivation.directSource
            let instant = Timestamp(secondsSinceEpoch: time.value ?? 0).text
            let printed = "\(time.derivation.directSource?.text ?? "?"), \(source?.text ?? "?")"
            let place = source.map { "\($0.line):\($0.column)" } ?? "?"
            lines.append("  \(instant) = \(value.value ?? .nan) (\(printed) at \(place))")
        }
    }

    @Test("figures over a series know their unit and their place")
    func figures() {
        let reader = reader()
        let cpu = bound(reader) {
            MetricSeries("metrics/cloudwatch_data.json", Column<Share>("cpu", in: .percent))
        }
        #expect(reader.diagnostics == [])
        #expect(cpu.name == "CPUUtilization")
        #expect(cpu.max.value == 0.9975)
        #expect(cpu.max.derivation.text == "max of CPUUtilization, n = 4 (cloudwatch_data.json:14)")
        #expect(cpu.max.derivation.directSource?.text == "99.75")
        #expect(cpu.timeOfMax.value == clock(16, 17).value)
        #expect(cpu.timeOfMax.derivation.directSource?.text == "2026-01-04T16:17:00+00:00")
        #expect(cpu.min.value == 0.12)
        #expect(cpu.first.value == 0.12)
        #expect(cpu.last.value == 0.41208333333333336)
        #expect(cpu.median.value == (0.985 + 0.41208333333333336) / 2)
        #expect(cpu.percentile(75).value == 0.985)
        #expect(cpu.count.value == 4)
        // JSON prints every digit, so that nothing was rounded away.
        #expect(cpu.first.interval?.isExact == true)
        let peak = cpu.points(from: clock(16, 16), to: clock(16, 18))
        #expect(peak.values.numbers == [0.985, 0.9975])
        #expect(
            peak.mean.derivation.text
                == "mean of CPUUtilization where 2026-01-04 16:16 UTC ≤ time < 2026-01-04 16:18 UTC, n = 2 "
                + "(cloudwatch_data.json:15, cloudwatch_data.json:14)")
        #expect(cpu.times.numbers == [15, 16, 17, 18].map { clock(16, $0).value })
    }

    @Test("a value at a time, as of it and nearest to it")
    func times() {
        let cpu = bound(reader()) {
            MetricSeries("metrics/cloudwatch_data.json", Column<Share>("cpu", in: .percent))
        }
        #expect(cpu.value(at: clock(16, 16)).value == 0.985)
        #expect(cpu.value(at: clock(16, 16)).derivation.text == "CPUUtilization (cloudwatch_data.json:15)")
        #expect(cpu.value(at: clock(16, 16, 1)).problems.map(\.id) == ["metric.no-point"])
        #expect(
            cpu.value(asOf: clock(16, 14)).problems.first?.expected
                == "a time from 2026-01-04 16:15 UTC to 2026-01-04 16:18 UTC")
        #expect(cpu.value(asOf: clock(16, 17, 59)).value == 0.9975)
        #expect(cpu.value(asOf: clock(20, 0)).value == 0.41208333333333336)
        #expect(cpu.value(nearestTo: clock(16, 16, 31)).value == 0.9975)
        #expect(cpu.value(nearestTo: clock(16, 16, 30)).value == 0.985)
        #expect(cpu.change(from: clock(16, 15), to: clock(16, 16)).value == 0.985 - 0.12)
        let none = cpu.points(from: clock(17, 0), to: clock(18, 0))
        #expect(none.max.problems.map(\.id) == ["capture.no-values"])
        #expect(none.timeOfMax.problems.map(\.id) == ["capture.no-values"])
        #expect(none.count.value == 0)
    }

    @Test("the rate of a counter, and what is none")
    func rates() {
        let reader = reader([
            "reset.csv": "at,calls\n2026-01-04T16:15Z,100\n2026-01-04T16:16Z,160\n2026-01-04T16:17Z,10\n"
        ])
        let (commits, reset) = bound(reader) {
            (
                MetricSeries("metrics/prometheus_range.json", Column<Count>("pg_stat_database_xact_commit")),
                MetricSeries("reset.csv", Column<Count>("calls"))
            )
        }
        let all = commits.rate(from: clock(16, 15), to: clock(16, 16))
        #expect(all.value == 20)
        #expect(
            all.derivation.text == """
                (pg_stat_database_xact_commit (prometheus_range.json:1) − pg_stat_database_xact_commit \
                (prometheus_range.json:1)) ÷ (time of pg_stat_database_xact_commit (prometheus_range.json:1) − \
                time of pg_stat_database_xact_commit (prometheus_range.json:1))
                """)
        #expect(commits.rate(from: clock(16, 15, 15), to: clock(16, 16)).value == 10)
        let one = commits.rate(from: clock(16, 15, 15), to: clock(16, 15, 20))
        #expect(one.problems.map(\.id) == ["metric.too-few-points"])
        let fallen = reset.rate(from: clock(16, 15), to: clock(16, 18)).problems
        #expect(fallen.map(\.id) == ["metric.counter-reset"])
        #expect(fallen.first?.place?.position == "evidence/reset.csv:4:19")
        #expect(reset.change(from: clock(16, 15), to: clock(16, 17)).value == -90)
    }

    @Test("series are told apart by their labels")
    func labels() {
        let path = "metrics/prometheus_range.json"
        let reader = reader()
        let (idle, active, several, none) = bound(reader) {
            (
                MetricSeries(
                    path, Column<Count>("pg_stat_activity_count"),
                    where: ["state": "idle \"in\" transaction", "datname": "orders"]),
                MetricSeries(path, Column<Count>(""), where: ["state": "active"]),
                MetricSeries(path, Column<Count>("pg_stat_activity_count")),
                MetricSeries(path, Column<Count>("pg_stat_activity"), where: ["state": "gone"])
            )
        }
        #expect(idle.values.numbers == [0.5, 100])
        #expect(
            idle.name
                == "pg_stat_activity_count{datname=\"orders\", instance=\"db1:9187\", state=\"idle \\\"in\\\" transaction\"}"
        )
        // A point without a number is left out, and said to be.
        #expect(active.values.numbers == [3, 41, 97])
        #expect(several.problems.map(\.id) == ["metric.several-series"])
        #expect(none.problems.map(\.id) == ["metric.no-series"])
        #expect(
            Set(reader.diagnostics.map(\.id))
                == ["metric.several-series", "metric.no-series", "metric.without-number", "metric.message"])
    }

    @Test("CSV: the column of times is found or named, in any notation")
    func columnsOfTimes() {
        let reader = reader([
            "epoch.csv": "ts,ms,v\n1767543300,1767543300500,1\n1767543315,1767543315500,2\n",
            "two.tsv":
                "begun\tended\tv\n2026-01-04 16:15+01\t2026-01-04 16:16+01\t1\n2026-01-04 16:17+01\t2026-01-04 16:18+01\t2\n",
            "day.csv": "t|v\n16:15:02.5|1\n16:15:03.5|2\n",
            "colon.csv": "at:v\n2026-01-04T16Z:1\n",
            "slash.csv": "\"at\",\"v\"\r\n\"2026/01/04 16:15\",\"1\"\r\n",
        ])
        bound(reader) {
            let v = Column<Count>("v")
            let seconds = MetricSeries("epoch.csv", v, at: Column<Instant>(epochSeconds: "ts"))
            #expect(seconds.times.numbers == [1_767_543_300, 1_767_543_315])
            let milliseconds = MetricSeries("epoch.csv", v, at: Column<Instant>(epochMilliseconds: "ms"))
            #expect(milliseconds.times.numbers == [1_767_543_300.5, 1_767_543_315.5])
            let ended = MetricSeries("two.tsv", v, at: Column<Instant>("ended"))
            #expect(ended.times.first.value == clock(15, 16).value)
            let day = MetricSeries("day.csv", v, at: Column<Instant>("t", onDate: "2026-01-04", zone: .utc))
            #expect(day.times.numbers == [clock(16, 15, 2.5).value, clock(16, 15, 3.5).value])
            let slash = MetricSeries("slash.csv", v, zone: .east(hours: -5))
            #expect(slash.times.first.value == clock(21, 15).value)
            #expect(reader.diagnostics == [])
            let both = MetricSeries("two.tsv", v)
            #expect(both.problems.map(\.summary) == ["“begun” and “ended” hold times: which is meant?"])
            #expect(MetricSeries("epoch.csv", v).problems.map(\.id) == ["metric.no-times"])
            let misspelt = MetricSeries("two.tsv", v, at: Column<Instant>("end"))
            #expect(misspelt.problems.map(\.id) == ["capture.no-column"])
            #expect(MetricSeries("colon.csv", v).problems.map(\.id) == ["metric.no-columns"])
        }
    }

    @Test("a time without a zone is an error, whatever the form")
    func zones() {
        let files = [
            "a.csv": "at,v\n2026-01-04 16:15,1\n",
            "b.csv": "Label,v\n2026/01/04 16:15:00,1\n",
            "c.json":
                #"{"MetricDataResults":[{"Id":"v","Timestamps":["2026-01-04T16:15:00"],"Values":[1]}]}"#,
            "d.json": #"{"Label":"v","Datapoints":[{"Timestamp":"2026-01-04T16:15:00","Sum":1}]}"#,
        ]
        for path in files.keys.sorted() {
            let reader = reader(files)
            let (naive, declared) = bound(reader) {
                (
                    MetricSeries(path, Column<Count>("v")),
                    MetricSeries(path, Column<Count>("v"), zone: .east(hours: 1))
                )
            }
            #expect(naive.problems.map(\.id) == ["capture.time-without-zone"], "\(path)")
            #expect(naive.max.value == nil)
            #expect(declared.times.first.value == clock(15, 15).value, "\(path)")
        }
        let cest = reader(["a.csv": "at,v\n2026-01-04 16:15 CET,1\n"])
        let series = bound(cest) {
            MetricSeries("a.csv", Column<Count>("v"), at: Column<Instant>("at"), zone: .utc)
        }
        #expect(series.problems.map(\.id) == ["capture.unknown-zone"])
    }

    @Test("compressed captures are read as what they hold")
    func compressed() throws {
        let file = try fixture("\(fixtures)/gzip/activity.csv.gz")
        let series = bound(reader(bytes: ["a.gz": file.bytes])) {
            MetricSeries("a.gz", Column<Count>("active"))
        }
        #expect(series.values.numbers == [3, 9])
    }
}
