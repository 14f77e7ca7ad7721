internal import CZlib

/// The size of a file, and a CRC-32 of each of its blocks.
///
/// They tell in which block a change is, and no more: whether there is one, only the SHA-256 of the whole
/// tells, since anybody can make bytes of any CRC-32.
public struct BlockChecksums: Sendable, Hashable {
    /// How many bytes the file has.
    public let size: Int
    /// The CRC-32 of each block, as zlib computes it.
    public let checksums: [UInt32]

    /// Takes checksums that were read; nil where they are not as many as a file of that size has.
    init?(size: Int, checksums: [UInt32]) {
        guard size >= 0, checksums.count == Self.blockCount(ofSize: size) else { return nil }
        self.size = size
        self.checksums = checksums
    }

    /// Computes the checksums of a file.
    public init(of bytes: [UInt8]) {
        size = bytes.count
        let length = Self.blockSize(ofSize: bytes.count)
        checksums = (0..<Self.blockCount(ofSize: bytes.count)).map { index in
            crc32(of: bytes[index * length..<min((index + 1) * length, bytes.count)])
        }
    }

    /// How many bytes a block has; the last one may have fewer.
    public var blockSize: Int { Self.blockSize(ofSize: size) }

    /// The bytes of a block.
    func range(ofBlock index: Int) -> Range<Int> {
        index * blockSize..<min((index + 1) * blockSize, size)
    }

    /// The checksum of a run of blocks, as if they were one.
    func checksum(ofBlocks blocks: Range<Int>) -> UInt32 {
        blocks.reduce(0) { joined, index in
            UInt32(
                truncatingIfNeeded: crc32_combine(
                    UInt(joined),
                    UInt(checksums[index]),
                    range(ofBlock: index).count
                )
            )
        }
    }

    /// The smallest power of two from 64 on that makes at most 256 blocks.
    static func blockSize(ofSize size: Int) -> Int {
        var length = 64
        while (size - 1) / length >= 256 { length *= 2 }
        return length
    }

    static func blockCount(ofSize size: Int) -> Int {
        size == 0 ? 0 : (size - 1) / blockSize(ofSize: size) + 1
    }
}

/// The CRC-32 of some bytes, computed by zlib.
func crc32(of bytes: ArraySlice<UInt8>) -> UInt32 {
    bytes.withUnsafeBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return 0 }
        var checksum: UInt = 0
        var offset = 0
        // zlib counts in 32 bits.
        while offset < buffer.count {
            let count = min(buffer.count - offset, 1 << 30)
            checksum = CZlib.crc32(checksum, base + offset, UInt32(count))
            offset += count
        }
        return UInt32(truncatingIfNeeded: checksum)
    }
}
