import Diagnostics
import Evidence
import Metrics
import Quantities
import TestSupport
import Testing

/// Series that a generator made, written as each tool writes them, and read back.
@Suite struct MetricPropertyTests {
    /// A point: tenths of a second since the epoch, and the number as it is printed.
    private struct Point {
        let tenths: Int
        let number: String
    }

    private static func points(_ random: inout SeededGenerator) -> [Point] {
        var tenths = 17_675_433_000
        return (0..<Int.random(in: 1...40, using: &random)).map { _ in
            tenths += Int.random(in: 1...900, using: &random)
            let whole = Int.random(in: -999...99_999, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: return Point(tenths: tenths, number: "\(whole)")
            case 1:
                return Point(
                    tenths: tenths, number: "\(whole).\(Int.random(in: 0...999_999, using: &random))")
            case 2: return Point(tenths: tenths, number: "\(whole)e-\(Int.random(in: 1...9, using: &random))")
            default:
                return Point(tenths: tenths, number: "\(whole).0E+\(Int.random(in: 0...9, using: &random))")
            }
        }
    }

    /// `2026-01-04T16:15:02.5` in a zone so many minutes east of UTC, with another letter between the parts.
    private static func clock(_ tenths: Int, _ east: Int, _ date: String, _ between: String) -> String {
        let local = tenths + east * 600
        let second = local / 10 % 60
        let minute = local / 600 % 60
        let hour = local / 36_000 % 24
        let day = 4 + local / 864_000 - 20_457
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return
            "2026\(date)01\(date)\(two(day))\(between)\(two(hour)):\(two(minute)):\(two(second)).\(local % 10)"
    }

    private static func zone(_ east: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(east < 0 ? "-" : "+")\(two(abs(east) / 60)):\(two(abs(east) % 60))"
    }

    /// The points as a tool writes them; each form in an order of its own.
    private static func rendered(
        _ points: [Point], as format: MetricCapture.Format, _ random: inout SeededGenerator
    ) -> (text: String, zone: TimeZoneOffset?) {
        let east = [0, 60, -300, 330][Int.random(in: 0..<4, using: &random)]
        let shuffled = points.shuffled(using: &random)
        let gap = ["", " ", "\n    "][Int.random(in: 0..<3, using: &random)]
        switch format {
        case .csv:
            let separator = [",", ";", "\t", "|"][Int.random(in: 0..<4, using: &random)]
            let quote = Bool.random(using: &random) ? "\"" : ""
            let end = Bool.random(using: &random) ? "\r\n" : "\n"
            let lines = points.map {
                "\(quote)\($0.number)\(quote)\(separator)\(clock($0.tenths, east, "-", " "))\(zone(east))\(separator)x"
            }
            return ((["v\(separator)at\(separator)note"] + lines).joined(separator: end) + end, nil)
        case .cloudWatchConsole:
            let lines = points.map { "\(clock($0.tenths, 60, "/", " ")),\($0.number)" }
            return ((["Full label,the v", "Label,v"] + lines).joined(separator: "\n"), .east(hours: 1))
        case .cloudWatchData:
            let times = shuffled.map { "\(gap)\"\(clock($0.tenths, east, "-", "T"))\(zone(east))\"" }
            let values = shuffled.map { "\(gap)\($0.number)" }
            return (
                """
                {"MetricDataResults":[{"Id":"m1","Label":"v",\(gap)"Timestamps":[\(times.joined(separator: ","))],\
                "Values":[\(values.joined(separator: ","))\(gap)],"StatusCode":"Complete"}]}
                """, nil
            )
        case .cloudWatchStatistics:
            let items = shuffled.map {
                "{\"Timestamp\":\(gap)\"\(clock($0.tenths, 0, "-", "T"))Z\",\"Sum\":\($0.number),\"Unit\":\"None\"}"
            }
            return ("{\"Label\":\"v\",\"Datapoints\":[\(items.joined(separator: ",\(gap)"))]}\n", nil)
        case .prometheus:
            let items = points.map { "[\(gap)\($0.tenths / 10).\($0.tenths % 10),\"\($0.number)\"]" }
            return (
                """
                {"status":"success","data":{"resultType":"matrix","result":[{"metric":{"__name__":"v"},\
                "values":[\(items.joined(separator: ","))]}]}}
                """, nil
            )
        }
    }

    @Test(
        "what was written is read, and each place holds its number", arguments: MetricCapture.Format.allCases)
    func roundTrip(_ format: MetricCapture.Format) throws {
        var random = SeededGenerator(seed: UInt64(format.rawValue.utf8.count))
        for _ in 0..<60 {
            let points = Self.points(&random)
            let (text, zone) = Self.rendered(points, as: format, &random)
            let reader = reader(["a": text])
            let series = bound(reader) { MetricSeries("a", Column<Ratio>("v"), zone: zone) }
            #expect(reader.diagnostics.allSatisfy { $0.id == "metric.last-line" }, "\(text)")
            let file = try #require(reader.filesRead.first)
            #expect(MetricCapture.recognises(file))
            #expect(try parseMetrics(in: file, zone: zone).format == format)
            #expect(series.values.numbers == points.map { Double($0.number) })
            #expect(series.values.values.map { $0.derivation.directSource?.text } == points.map(\.number))
            for (time, point) in zip(series.times.values, points) {
                #expect(time.value.map { ($0 * 10).rounded() } == Double(point.tenths), "\(text)")
            }
        }
    }

    @Test("a capture that was cut anywhere is refused", arguments: MetricCapture.Format.allCases)
    func cut(_ format: MetricCapture.Format) {
        var random = SeededGenerator(seed: 7)
        let points = Array(Self.points(&random).prefix(5))
        let (text, zone) = Self.rendered(points, as: format, &random)
        let bytes = Array(text.utf8)
        let end = bytes.last == 0x0A ? bytes.count - 1 : bytes.count
        for count in 0..<end {
            let reader = reader(bytes: ["a": Array(bytes[..<count])])
            let series = bound(reader) { MetricSeries("a", Column<Ratio>("v"), zone: zone) }
            switch format {
            case .csv where count == 0 || bytes[count - 1] == 0x0A:
                // Whole lines are a whole file; what was cut off cannot be known.
                continue
            case .cloudWatchConsole where series.problems.isEmpty:
                // The console ends its files without a line ending: the last number is doubted aloud.
                #expect(
                    bytes[count - 1] == 0x0A || reader.diagnostics.contains { $0.id == "metric.last-line" })
            default:
                #expect(!series.problems.isEmpty, "\(String(decoding: bytes[..<count], as: UTF8.self))")
            }
        }
    }

    @Test(
        "damage is read or refused, and every finding has its place", arguments: MetricCapture.Format.allCases
    )
    func damage(_ format: MetricCapture.Format) {
        var random = SeededGenerator(seed: 11)
        var refused = 0
        for _ in 0..<400 {
            let (text, zone) = Self.rendered(Self.points(&random), as: format, &random)
            var bytes = Array(text.utf8)
            for _ in 0..<Int.random(in: 1...3, using: &random) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...127, using: &random)
                case 1: bytes.removeSubrange(place..<min(bytes.count, place + 12))
                case 2: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 30)], at: place)
                default: bytes.swapAt(place, Int.random(in: 0..<bytes.count, using: &random))
                }
            }
            let reader = reader(bytes: ["a": bytes])
            let series = bound(reader) { MetricSeries("a", Column<Ratio>("v"), zone: zone) }
            refused += series.problems.isEmpty ? 0 : 1
            for finding in reader.diagnostics {
                #expect(!finding.text.isEmpty && finding.place?.path == "evidence/a")
            }
            #expect(series.problems.isEmpty || series.values.numbers.isEmpty)
            let times = series.times.numbers
            #expect(zip(times, times.dropFirst()).allSatisfy { $0 < $1 })
        }
        #expect(refused > 100)
    }
}
