#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Pseudo-random numbers that are the same on every machine and in every run with the same seed.
///
/// The generator is xoshiro256** (D. Blackman and S. Vigna, "Scrambled linear pseudorandom number
/// generators", 2018), filled from its seed by SplitMix64 (Steele, Lea and Flood 2014) as they recommend.
struct RandomNumbers: RandomNumberGenerator {
    private var state: (UInt64, UInt64, UInt64, UInt64)

    /// Starts a sequence; each number of a stream gives another sequence for the same seed.
    init(seed: UInt64, stream: UInt64) {
        var mixer = seed &+ stream &* 0xD134_2543_DE82_EF95
        func next() -> UInt64 {
            mixer &+= 0x9E37_79B9_7F4A_7C15
            var mixed = mixer
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
        state = (next(), next(), next(), next())
    }

    mutating func next() -> UInt64 {
        let product = state.1 &* 5
        let result = (product << 7 | product >> 57) &* 9
        let shifted = state.1 << 17
        state.2 ^= state.0
        state.3 ^= state.1
        state.1 ^= state.2
        state.0 ^= state.3
        state.2 ^= shifted
        state.3 = state.3 << 45 | state.3 >> 19
        return result
    }

    /// A number above 0 and up to 1, in steps of 2⁻⁵³, so that its logarithm exists.
    mutating func unit() -> Double { Double((next() >> 11) + 1) * 0x1p-53 }

    /// An exponential number of mean 1, by inversion.
    mutating func exponential() -> Double { -log(unit()) }
}
