import Quantities

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension Timestamp {
    /// This moment, to the second: for what a user asks of today, and never for a document.
    static var now: Timestamp { Timestamp(secondsSinceEpoch: Double(time(nil))) }
}
