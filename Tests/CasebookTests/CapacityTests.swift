import Foundation
import Queueing
import TestSupport
import Testing

/// What-if questions, through the real program.
@Suite("casebook capacity")
struct CapacityTests {
    private func capacity(_ arguments: [String]) async throws -> Command.Result {
        try await Command("\(buildFolder)/casebook", arguments: ["capacity"] + arguments, in: "/").run()
    }

    private func figures(_ arguments: String...) async throws -> [String: Double] {
        let result = try await capacity(arguments + ["--json"])
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.text.hasSuffix("}\n") && result.text.split(separator: "\n").count == 1)
        return try JSONDecoder().decode([String: Double].self, from: Data(result.output))
    }

    private func expect(_ value: Double?, near expected: Double, _ error: Double = 1e-9) {
        #expect(
            ((value ?? .nan) - expected).magnitude <= error * expected.magnitude,
            "\(String(describing: value))")
    }

    // MARK: For a reader

    @Test(
        "The answer at a terminal",
        arguments: [
            ("overload", "--arrival-rate 30 --service-time 190ms --servers 2 --slots 57"),
            ("stable", "--arrival-rate 360/min --service-time 0.2s --servers 2 --percentile 99.9"),
            ("growing", "--arrival-rate 30 --service-time 190ms --servers 2"),
            ("limited", "--arrival-rate 6 --service-time 190ms --servers 2 --slots 10"),
            ("flood", "--arrival-rate 5000000 --service-time 3us --servers 8"),
            ("critical", "--arrival-rate 4 --service-time 250ms --servers 1"),
            ("idle", "--arrival-rate 0 --service-time 2min --servers 1 --slots 1"),
        ])
    func text(name: String, arguments: String) async throws {
        let result = try await capacity(arguments.split(separator: " ").map(String.init))
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.errors.isEmpty)
        let golden = Golden("capacity-\(name).txt", in: "CasebookTests")
        #expect(try golden.difference(from: result.text) == nil)
        for line in result.text.split(separator: "\n") { #expect(line.count <= 100, "\(line)") }
        #expect(result.text.contains("\nModel: "))
        #expect(!result.text.contains("…"))
    }

    // MARK: JSON

    @Test func `There may be more slots than the most servers`() async throws {
        let found = try await figures(
            "--arrival-rate", "120000", "--service-time", "1s", "--servers", "100000", "--slots", "100500")
        // 1 ÷ Σ pₙ/p_K, with pₙ₋₁ = pₙ·min(n, c)/a.
        var sum = 1.0
        for inside in 1...100_500 { sum = 1 + sum * Double(min(inside, 100_000)) / 120_000 }
        expect(found["refusalProbability"], near: 1 / sum)
        expect(found["secondsToExhaustion"], near: 100_500.0 / 20_000)
    }

    @Test func `A load that can be done has waits and percentiles`() async throws {
        let found = try await figures("--arrival-rate", "9", "--service-time", "200ms", "--servers", "2")
        #expect(
            found.keys.sorted() == [
                "meanResponse", "meanWait", "responsePercentile", "throughputCeiling", "utilisation",
                "waitPercentile", "waitProbability",
            ])
        expect(found["utilisation"], near: 0.9)
        expect(found["throughputCeiling"], near: 10)
        // Of the reference file: 9.47368421 are in the system, at 9 a second.
        expect(found["meanWait"], near: 0.852631579, 1e-8)
        expect(found["meanResponse"], near: 1.05263158, 1e-8)
        let queue = try OpenQueue(arrivalRate: 9, serviceTime: 0.2, servers: 2)
        expect(found["waitProbability"], near: queue.waitingProbability)
        expect(found["waitPercentile"], near: try queue.waitPercentile(0.95))
        expect(found["responsePercentile"], near: try queue.responsePercentile(0.95))
        let higher = try await figures(
            "--arrival-rate", "540/min", "--service-time", "0.2s", "--servers", "2", "--percentile", "99.9")
        expect(higher["responsePercentile"], near: try queue.responsePercentile(0.999))
        #expect(higher["meanWait"] == found["meanWait"])
    }

    @Test func `An overload without a limit has no steady state`() async throws {
        for rate in ["30", "10"] {
            let found = try await figures("--arrival-rate", rate, "--service-time", "200ms", "--servers", "2")
            #expect(found.keys.sorted() == ["throughputCeiling", "utilisation"])
        }
    }

    @Test func `An overload with slots refuses and runs out of them`() async throws {
        let found = try await figures(
            "--arrival-rate", "30", "--service-time", "190ms", "--servers", "2", "--slots", "57")
        #expect(
            found.keys.sorted() == [
                "meanInSystem", "refusalProbability", "secondsToExhaustion", "throughputCeiling",
                "utilisation",
            ])
        expect(found["utilisation"], near: 2.85)
        expect(found["throughputCeiling"], near: 2 / 0.19)
        expect(found["secondsToExhaustion"], near: 57 / (30 - 2 / 0.19))
        expect(found["refusalProbability"], near: 0.649122807017544, 1e-12)
        let calm = try await figures(
            "--arrival-rate", "6", "--service-time", "190ms", "--servers", "2", "--slots", "57")
        #expect(calm.keys.contains("refusalProbability") && !calm.keys.contains("secondsToExhaustion"))
    }

    @Test func `Rates and times may be written in several ways`() async throws {
        let expected = try await figures("--arrival-rate", "2", "--service-time", "250ms", "--servers", "1")
        for (rate, time) in [
            ("2/s", "0.25s"), ("120/min", "250000us"), ("7200/h", "250000µs"), ("2.0", "250 ms"),
            ("120 /min", "250000000ns"),
        ] {
            #expect(
                try await figures("--arrival-rate", rate, "--service-time", time, "--servers", "1")
                    == expected)
        }
    }

    // MARK: Misuse

    private static let rates = "It takes a number of arrivals, as 30, 30/s, 1800/min or 108000/h"
    private static let times = "It takes a number with its unit, as 190ms, 0.19s, 250us or 2min"

    @Test(
        "What cannot be asked is refused, and what can is said",
        arguments: [
            ("30", "190", "2", [], times), ("30", "-190ms", "2", [], times), ("30", "0ms", "2", [], times),
            ("30", "190 parsecs", "2", [], times), ("30", "1e3ms", "2", [], times),
            ("30", "", "2", [], times),
            ("30", "1.2.3s", "2", [], times), ("30", "9999999999s", "2", [], times),
            ("-30", "190ms", "2", [], rates), ("30/day", "190ms", "2", [], rates),
            ("nan", "190ms", "2", [], rates),
            ("inf", "190ms", "2", [], rates), ("0x10", "190ms", "2", [], rates),
            (".5", "190ms", "2", [], rates),
            ("1000000001", "190ms", "2", [], rates),
            ("30", "190ms", "0", [], "It takes a whole number from 1 to 100,000"),
            ("30", "190ms", "-2", [], "It takes a whole number from 1 to 100,000"),
            ("30", "190ms", "2.5", [], "It takes a whole number from 1 to 100,000"),
            ("30", "190ms", "99999999999999999999", [], "It takes a whole number from 1 to 100,000"),
            ("30", "190ms", "2", ["--slots", "0"], "It takes a whole number from 1 to 1,000,000"),
            ("30", "190ms", "2", ["--slots", "1"], "--slots takes at least as many as --servers"),
            (
                "30", "190ms", "2", ["--percentile", "100"],
                "It takes a number above 0 and below 100, as 95 or 99.9"
            ),
            (
                "30", "190ms", "2", ["--percentile", "0"],
                "It takes a number above 0 and below 100, as 95 or 99.9"
            ),
            (
                "30", "190ms", "2", ["--percentile", "-5"],
                "It takes a number above 0 and below 100, as 95 or 99.9"
            ),
        ] as [(String, String, String, [String], String)])
    func misuse(rate: String, time: String, servers: String, others: [String], says: String) async throws {
        for json in [[], ["--json"]] {
            let result = try await capacity(
                ["--arrival-rate", rate, "--service-time", time, "--servers", servers] + others + json)
            #expect(result.status == 2)
            #expect(result.output.isEmpty, "\(result.text)")
            #expect(result.errors.lowercased().hasPrefix("error: "))
            #expect(result.errors.contains(says), "\(result.errors)")
        }
    }

    @Test func `What must be given is named`() async throws {
        let result = try await capacity(["--arrival-rate", "30", "--servers", "2"])
        #expect(result.status == 2)
        #expect(result.errors.contains("--service-time <time>"))
    }

    // MARK: Extremes

    @Test func `The largest questions are answered, and with numbers`() async throws {
        for arguments in [
            ["--arrival-rate", "99999", "--service-time", "1s", "--servers", "100000"],
            [
                "--arrival-rate", "1000000000", "--service-time", "1000000s", "--servers", "100000",
                "--slots", "100000",
            ],
            ["--arrival-rate", "0.000000001", "--service-time", "1ns", "--servers", "1", "--slots", "1"],
            ["--arrival-rate", "1", "--service-time", "1s", "--servers", "1", "--slots", "100000"],
            ["--arrival-rate", "0.999999999999", "--service-time", "1s", "--servers", "1"],
        ] {
            let json = try await capacity(arguments + ["--json"])
            #expect(json.status == 0, "\(json.errors)")
            #expect(!json.text.contains("null"), "\(json.text)")
            let text = try await capacity(arguments)
            #expect(text.status == 0, "\(text.errors)")
            for bad in ["NaN", "∞", "nan", "inf"] { #expect(!text.text.contains(bad), "\(text.text)") }
        }
    }
}
