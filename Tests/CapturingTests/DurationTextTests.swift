import Capturing
import Diagnostics
import Testing

/// Durations as they are typed, and the plan of a series.
@Suite struct DurationTextTests {
    @Test(arguments: [
        ("200ms", 200), ("0ms", 0), ("30s", 30_000), ("2min", 120_000), ("24h", 86_400_000), ("007s", 7000),
    ])
    func `a whole number and its unit are read`(text: String, milliseconds: Int) {
        #expect(Duration(captureText: text) == .milliseconds(milliseconds))
    }

    @Test(arguments: [
        "", "s", "30", "-1s", "+1s", "1.5s", "1,5s", " 1s", "1 s", "1s ", "1m", "1S", "1sec", "1s1", "٣s",
        "9999999999999999999999s", "0x1s",
    ])
    func `anything else is not`(text: String) { #expect(Duration(captureText: text) == nil) }

    @Test(arguments: ["200ms", "30s", "2min", "24h", "90s", "1500ms", "0ms"])
    func `what is written reads as itself`(text: String) {
        #expect(Duration(captureText: text)?.captureText == text)
    }

    @Test func `a plan has a sample at the beginning of each whole interval`() throws {
        #expect(try SamplingPlan(every: .milliseconds(200), for: .seconds(30)).ticks == 150)
        #expect(try SamplingPlan(every: .milliseconds(300), for: .seconds(1)).ticks == 3)
        #expect(try SamplingPlan(every: .seconds(1), for: .seconds(1)).ticks == 1)
        #expect(try SamplingPlan(every: .milliseconds(50), for: .seconds(86_400)).ticks == 1_728_000)
    }

    @Test(arguments: [(49, 1000), (1000, 86_401_000), (1000, 999), (0, 1000)])
    func `a plan that is too quick, too long or too short is refused`(interval: Int, duration: Int) {
        let error = #expect(throws: Diagnostic.self) {
            try SamplingPlan(every: .milliseconds(interval), for: .milliseconds(duration))
        }
        #expect(error?.id == "capture.sampling")
    }

    @Test(arguments: ["before", "A-1_b", "2026-01-04", "x", "_"])
    func `names of files are taken`(name: String) { #expect(isCaptureName(name)) }

    @Test(arguments: [
        "", ".", "..", "a/b", "../a", "a b", "a.b", "-a", "é", "a\n", "a\u{0}",
        String(repeating: "a", count: 101),
    ])
    func `names that mean something to a shell or a path are not`(name: String) {
        #expect(!isCaptureName(name))
    }
}
