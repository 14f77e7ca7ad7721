#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// The natural logarithm.
func logarithm(_ value: Double) -> Double { log(value) }
