import Testing

@testable import Seals

@Suite("Checksums of blocks")
struct BlockChecksumTests {
    @Test("blocks are the smallest power of two that makes at most 256")
    func sizes() {
        for (size, length, count) in [
            (0, 64, 0), (1, 64, 1), (64, 64, 1), (65, 64, 2), (16_384, 64, 256), (16_385, 128, 129),
            (1 << 20, 4_096, 256), (Int.max, 1 << 55, 256),
        ] {
            #expect(BlockChecksums.blockSize(ofSize: size) == length, "\(size)")
            #expect(BlockChecksums.blockCount(ofSize: size) == count, "\(size)")
        }
    }

    @Test("the checksum is the CRC-32 of zlib, gzip and cksum -a crc32b")
    func known() {
        // The check value of CRC-32 in Williams, "A Painless Guide to CRC Error Detection Algorithms".
        #expect(BlockChecksums(of: Array("123456789".utf8)).checksums == [0xCBF4_3926])
    }

    @Test("a run of blocks has the checksum of its bytes")
    func joined() {
        let bytes = (0..<1_000).map { UInt8(truncatingIfNeeded: $0 &* 37) }
        let blocks = BlockChecksums(of: bytes)
        #expect(blocks.checksum(ofBlocks: 3..<16) == crc32(of: bytes[192...]))
        #expect(blocks.checksum(ofBlocks: 2..<2) == 0)
    }

    @Test("a step of the register can be taken back, and four bytes between two states are known")
    func register() {
        let register = ChecksumRegister()
        var state = ChecksumRegister.start
        for byte in [UInt8(0x31), 0x00, 0xFF, 0x80] {
            let next = register.advanced(state, over: byte)
            #expect(register.retreated(next, over: byte) == state)
            state = next
        }
        #expect(
            register.bytes(from: ChecksumRegister.start, to: state, count: 4) == [0x31, 0x00, 0xFF, 0x80]
        )
        #expect(register.bytes(from: ChecksumRegister.start, to: state, count: 3) == nil)
    }
}
