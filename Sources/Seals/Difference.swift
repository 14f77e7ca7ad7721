/// Where a file differs from what was sealed.
public struct Difference: Sendable, Hashable {
    /// How it is known what was sealed.
    public enum Proof: Sendable, Hashable {
        /// The sealed bytes were computed from the present ones and the checksums; their SHA-256 is the sealed one.
        case checksums
        /// The sealed bytes are in the git repository, in this commit; their SHA-256 is the sealed one.
        case commit(String)
    }

    /// What stands in the place of what; known only where the sealed bytes are.
    public struct Edit: Sendable, Hashable {
        /// How it is known.
        public let proof: Proof
        /// The sealed bytes from the first that differs to the last; empty where bytes were only inserted.
        public let sealed: [UInt8]
        /// The bytes that are there now in their place; empty where bytes were only removed.
        public let present: [UInt8]
        /// How many bytes differ, where the sizes are equal.
        public let count: Int?
        /// The sealed line in which the first change is, without its ending.
        public let sealedLine: [UInt8]
    }

    /// How many bytes were sealed.
    public let sealedSize: Int
    /// How many bytes there are.
    public let presentSize: Int
    /// The first byte that differs is in this range of offsets: exactly one where it is known.
    ///
    /// It may be the end of the present bytes, where something is missing there.
    public let first: Range<Int>
    /// What was changed, where that is known.
    public let edit: Edit?

    /// A difference that is only narrowed down.
    init(sealedSize: Int, presentSize: Int, first: Range<Int>) {
        self.sealedSize = sealedSize
        self.presentSize = presentSize
        self.first = first
        edit = nil
    }

    /// The difference of two known contents; nil where they are equal.
    init?(sealed: [UInt8], present: [UInt8], proof: Proof) {
        let shorter = min(sealed.count, present.count)
        var start = 0
        while start < shorter, sealed[start] == present[start] { start += 1 }
        guard start < max(sealed.count, present.count) else { return nil }
        var tail = 0
        while tail < shorter - start,
            sealed[sealed.count - 1 - tail] == present[present.count - 1 - tail]
        {
            tail += 1
        }
        let (sealedEdit, presentEdit) = (start..<sealed.count - tail, start..<present.count - tail)
        sealedSize = sealed.count
        presentSize = present.count
        first = start..<start + 1
        edit = Edit(
            proof: proof,
            sealed: Array(sealed[sealedEdit]),
            present: Array(present[presentEdit]),
            count: sealed.count == present.count ? zip(sealed, present).count { $0 != $1 } : nil,
            sealedLine: Self.line(of: sealed, at: start)
        )
    }

    /// Whether the first byte that differs is known, and not only narrowed down.
    public var isExact: Bool { first.count == 1 }

    private static func line(of bytes: [UInt8], at offset: Int) -> [UInt8] {
        let start = bytes[..<offset].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let end = bytes[offset...].firstIndex(of: 0x0A) ?? bytes.count
        return Array(bytes[start..<end])
    }
}
