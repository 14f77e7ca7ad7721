public import Diagnostics

/// How a query is repeated: every so often, for so long.
public struct SamplingPlan: Sendable, Hashable {
    /// The distance of two samples.
    public let interval: Duration
    /// From the first sample to the end.
    public let duration: Duration

    /// How many samples there are to be: one at the beginning of each whole interval.
    public var ticks: Int { Int(duration.wholeMilliseconds / interval.wholeMilliseconds) }

    /// Plans a series.
    ///
    /// - Throws: `capture.sampling` for an interval under 50 ms, which would load the server more than it
    ///   shows, a duration over 24 hours, or one that is shorter than the interval.
    public init(every interval: Duration, for duration: Duration) throws(Diagnostic) {
        guard interval >= .milliseconds(50) else {
            throw Diagnostic(
                .capturing(.sampling),
                "A sample every \(interval.captureText) loads the server more than it shows",
                expected: "at least --every 50ms")
        }
        guard duration <= .seconds(86_400) else {
            throw Diagnostic(
                .capturing(.sampling), "\(duration.captureText) is too long for a series",
                expected: "at most --for 24h")
        }
        guard duration >= interval else {
            throw Diagnostic(
                .capturing(.sampling),
                "Within \(duration.captureText) there is no time for a sample every \(interval.captureText)",
                expected: "--for at least as long as --every")
        }
        self.interval = interval
        self.duration = duration
    }
}
