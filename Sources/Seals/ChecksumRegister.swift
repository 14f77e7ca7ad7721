internal import CZlib

/// The register of a CRC-32, which can be moved over bytes in both directions.
///
/// The register is linear over the bytes it is moved by, and each step can be taken back: so the four bytes
/// between two known states are known as well (Koopmann, "CRC-32 forging", and zlib's table of its steps).
struct ChecksumRegister {
    private let steps: [UInt32]
    /// Which step leaves a given highest byte: each leaves another.
    private let stepOfHighByte: [UInt8]

    /// The state before the first byte.
    static let start: UInt32 = 0xFFFF_FFFF

    init() {
        steps = Array(UnsafeBufferPointer(start: get_crc_table(), count: 256)).map {
            UInt32(truncatingIfNeeded: $0)
        }
        var found = [UInt8](repeating: 0, count: 256)
        for (index, step) in steps.enumerated() { found[Int(step >> 24)] = UInt8(index) }
        stepOfHighByte = found
    }

    /// The state at the end of bytes with this checksum.
    static func end(_ checksum: UInt32) -> UInt32 { ~checksum }

    /// The state after one more byte.
    func advanced(_ state: UInt32, over byte: UInt8) -> UInt32 {
        state >> 8 ^ steps[Int(UInt8(truncatingIfNeeded: state) ^ byte)]
    }

    /// The state before a byte.
    func retreated(_ state: UInt32, over byte: UInt8) -> UInt32 {
        let step = stepOfHighByte[Int(state >> 24)]
        return (state ^ steps[Int(step)]) << 8 | UInt32(step ^ byte)
    }

    /// The at most four bytes that lead from a state to another; nil where none of that number do.
    func bytes(from first: UInt32, to last: UInt32, count: Int) -> [UInt8]? {
        var state = last
        for _ in 0..<count { state = retreated(state, over: 0) }
        let difference = state ^ first
        guard count >= 4 || difference >> (8 * UInt32(count)) == 0 else { return nil }
        return (0..<count).map { UInt8(truncatingIfNeeded: difference >> (8 * UInt32($0))) }
    }
}
