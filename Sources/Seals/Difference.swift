/// In what a file differs from the sealed one, whose bytes were found.
public struct Difference: Sendable, Hashable {
    /// Where the sealed bytes were found; their SHA-256 is the sealed one.
    public enum Source: Sendable, Hashable {
        /// In this commit of the git repository.
        case commit(String)
        /// In this file.
        case copy(String)
    }

    /// Where the sealed bytes were found.
    public let source: Source
    /// The offset of the first byte that differs: the end of the file where bytes are missing there.
    public let offset: Int
    /// The sealed bytes from the first that differs to the last; empty where bytes were only inserted.
    public let sealed: [UInt8]
    /// The bytes that are there now in their place; empty where bytes were only removed.
    public let present: [UInt8]
    /// How many bytes differ, where the sizes are equal.
    public let count: Int?
    /// The sealed line in which the first change is, without its ending.
    public let sealedLine: [UInt8]

    /// Compares two contents; nil where they are equal.
    init?(sealed: [UInt8], present: [UInt8], source: Source) {
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
        self.source = source
        offset = start
        self.sealed = Array(sealed[start..<sealed.count - tail])
        self.present = Array(present[start..<present.count - tail])
        count = sealed.count == present.count ? zip(sealed, present).count { $0 != $1 } : nil
        sealedLine = Self.line(of: sealed, at: start)
    }

    private static func line(of bytes: [UInt8], at offset: Int) -> [UInt8] {
        let start = bytes[..<offset].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let end = bytes[offset...].firstIndex(of: 0x0A) ?? bytes.count
        return Array(bytes[start..<end])
    }
}
