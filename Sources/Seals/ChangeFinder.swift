internal import Captures
internal import Diagnostics

/// Finds where a file differs from what was sealed, with nothing but the seal and the present bytes.
///
/// The blocks' checksums narrow the change down. What one changed, inserted or removed stretch was is then
/// computed, where the checksums determine it: any insertion, and whatever took the place of up to four
/// bytes. Nothing computed is believed before its SHA-256 is the sealed one.
struct ChangeFinder {
    private let sealed: SealedFile
    private let present: [UInt8]
    private let digest: [UInt8]
    private let register = ChecksumRegister()

    /// How many bytes may be hashed to prove what was computed: about a second's work.
    private var budget: Int

    init(of sealed: SealedFile, in present: [UInt8], budget: Int = 1 << 28) {
        self.sealed = sealed
        self.present = present
        self.budget = budget
        digest = bytes(ofHexadecimal: sealed.sha256)
    }

    private var blocks: BlockChecksums { sealed.blocks }
    private var shift: Int { present.count - blocks.size }

    /// The difference of bytes whose SHA-256 is not the sealed one.
    mutating func difference() throws(Diagnostic) -> Difference {
        let region = self.region
        if let restored = try restored(region) { return restored }
        let lower = region.lowerBound * blocks.blockSize
        let upper = region.isEmpty ? lower : blocks.range(ofBlock: region.lowerBound).upperBound
        // Checksums that all agree, where the SHA-256 does not, were made to.
        let first =
            region.isEmpty ? 0..<present.count : min(lower, present.count)..<min(upper, present.count + 1)
        return Difference(
            sealedSize: blocks.size,
            presentSize: present.count,
            first: first.isEmpty ? first.lowerBound..<first.lowerBound + 1 : first
        )
    }

    /// The blocks that are neither at the beginning nor, moved by the difference of the sizes, at the end.
    private var region: Range<Int> {
        let count = blocks.checksums.count
        var lower = 0
        while lower < count, holds(block: lower, movedBy: 0, from: 0) { lower += 1 }
        let start = min(lower * blocks.blockSize, blocks.size)
        var upper = count
        while upper > lower, holds(block: upper - 1, movedBy: shift, from: start) { upper -= 1 }
        return lower..<upper
    }

    /// Whether a sealed block is in the present bytes, moved by a number of bytes, from an offset on.
    private func holds(block: Int, movedBy shift: Int, from start: Int) -> Bool {
        let range = blocks.range(ofBlock: block)
        let (lower, upper) = (range.lowerBound + shift, range.upperBound + shift)
        guard lower >= start, upper <= present.count else { return false }
        return crc32(of: present[lower..<upper]) == blocks.checksums[block]
    }

    // MARK: Restoring what was sealed

    private mutating func restored(_ region: Range<Int>) throws(Diagnostic) -> Difference? {
        if shift == 0, let found = try singleBytes() { return found }
        // One small edit touches two blocks at most; there is no use in trying the rest.
        guard region.count <= 2 else { return nil }
        let stretch = Stretch(region: region, of: blocks, in: present, register)
        guard let stretch else { return nil }
        for insertion in stretch.insertions {
            if let found = try proved(stretch.present(insertion), replacedBy: []) { return found }
        }
        for window in stretch.windows {
            if let found = try proved(stretch.present(window.range), replacedBy: window.bytes) {
                return found
            }
        }
        return nil
    }

    /// The difference, where the present bytes with a range of them replaced are what was sealed.
    private mutating func proved(
        _ range: Range<Int>,
        replacedBy bytes: [UInt8]
    ) throws(Diagnostic) -> Difference? {
        guard budget > 0 else { return nil }
        budget -= blocks.size + 64
        var trial = present
        trial.replaceSubrange(range, with: bytes)
        guard try SHA256(of: trial).bytes == digest else { return nil }
        return Difference(sealed: trial, present: present, proof: .checksums)
    }

    /// The difference, where in each block that differs a single byte was changed.
    private mutating func singleBytes() throws(Diagnostic) -> Difference? {
        var choices: [[(offset: Int, byte: UInt8)]] = []
        var combinations = 1
        for index in blocks.checksums.indices where !holds(block: index, movedBy: 0, from: 0) {
            let candidates = singleBytes(inBlock: index)
            combinations *= candidates.count
            guard (1...256).contains(combinations) else { return nil }
            choices.append(candidates)
        }
        guard !choices.isEmpty else { return nil }
        var trial = present
        for combination in 0..<combinations {
            guard budget > 0 else { return nil }
            budget -= blocks.size + 64
            var rest = combination
            for candidates in choices {
                let choice = candidates[rest % candidates.count]
                rest /= candidates.count
                trial[choice.offset] = choice.byte
            }
            if try SHA256(of: trial).bytes == digest {
                return Difference(sealed: trial, present: present, proof: .checksums)
            }
            for candidates in choices {
                for choice in candidates { trial[choice.offset] = present[choice.offset] }
            }
        }
        return nil
    }

    /// Every byte of a block by whose change alone the block would have the sealed checksum.
    ///
    /// The checksum's difference, taken back from the block's end, is at the changed byte one of zlib's
    /// 255 steps, which tells what the change was.
    private func singleBytes(inBlock index: Int) -> [(offset: Int, byte: UInt8)] {
        let range = blocks.range(ofBlock: index)
        var difference = crc32(of: present[range]) ^ blocks.checksums[index]
        var found: [(offset: Int, byte: UInt8)] = []
        for offset in range.reversed() {
            difference = register.retreated(difference, over: 0)
            if difference <= 0xFF {
                found.append((offset, present[offset] ^ UInt8(difference)))
            }
        }
        return found
    }
}

/// A run of blocks that is not as sealed, with what the checksums say of what it was.
private struct Stretch {
    /// Some bytes that may have been sealed in the place of a range of the present ones.
    struct Window {
        let range: Range<Int>
        let bytes: [UInt8]
    }

    private let offset: Int
    private let size: Int
    private let bytes: ArraySlice<UInt8>
    private let register: ChecksumRegister
    /// The register's state after so many present bytes from the beginning.
    private var forward: [UInt32] = [ChecksumRegister.start]
    /// The state that the register must have had before so many present bytes at the end.
    private var backward: [UInt32]

    /// How long it may be, since a state is held for each byte.
    private static let longest = 1 << 24
    /// How long it may be for windows, of which there is one at each byte.
    private static let longestForWindows = 1 << 16

    init?(
        region: Range<Int>,
        of blocks: BlockChecksums,
        in present: [UInt8],
        _ register: ChecksumRegister
    ) {
        let lower = min(region.lowerBound * blocks.blockSize, blocks.size)
        let upper = region.isEmpty ? lower : blocks.range(ofBlock: region.upperBound - 1).upperBound
        let presentUpper = upper + present.count - blocks.size
        guard presentUpper >= lower, presentUpper - lower <= Self.longest, upper - lower <= Self.longest
        else {
            return nil
        }
        offset = lower
        size = upper - lower
        bytes = present[lower..<presentUpper]
        self.register = register
        backward = [ChecksumRegister.end(blocks.checksum(ofBlocks: region))]
        for byte in bytes.prefix(size) {
            forward.append(register.advanced(forward[forward.count - 1], over: byte))
        }
        for byte in bytes.suffix(size).reversed() {
            backward.append(register.retreated(backward[backward.count - 1], over: byte))
        }
    }

    private var shift: Int { bytes.count - size }

    /// Offsets of the stretch as offsets of the file.
    func present(_ range: Range<Int>) -> Range<Int> { range.lowerBound + offset..<range.upperBound + offset }

    /// The ranges without which the stretch would have the sealed checksum.
    var insertions: some Sequence<Range<Int>> {
        (0...size).lazy.filter { shift > 0 && forward[$0] == backward[size - $0] }.map { $0..<$0 + shift }
    }

    /// What may have stood in the place of some bytes, the likelier first: texts before what is none, since
    /// captures are text.
    var windows: some Sequence<Window> {
        let count = size <= Self.longestForWindows ? min(4, size) : 0
        let all = (0..<(count > 0 ? size - count + 1 : 0)).lazy.compactMap { start -> Window? in
            guard count + shift >= 0, start < forward.count else { return nil }
            let rest = size - start - count
            guard rest < backward.count else { return nil }
            return register.bytes(from: forward[start], to: backward[rest], count: count).map {
                Window(range: start..<start + count + shift, bytes: $0)
            }
        }
        let texts = all.filter { $0.bytes.allSatisfy(isText) }
        let others = all.filter { !$0.bytes.allSatisfy(isText) }
        return [Array(texts), Array(others)].joined()
    }
}

private func isText(_ byte: UInt8) -> Bool { (0x20...0x7E).contains(byte) || (0x09...0x0D).contains(byte) }

/// The bytes that hexadecimal digits stand for; empty where they are none.
private func bytes(ofHexadecimal text: String) -> [UInt8] {
    let digits = Array(text.utf8)
    return stride(from: 0, to: digits.count - 1, by: 2).compactMap { index in
        UInt8(String(decoding: digits[index...index + 1], as: UTF8.self), radix: 16)
    }
}
