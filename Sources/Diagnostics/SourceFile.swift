#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A named file held in memory, which can say where in it an offset stands.
///
/// It is a reference so that the thousands of values read from one capture can each point at it for
/// the price of a pointer.
public final class SourceFile: Sendable {
    /// The path that messages and pages show, relative to the project's root.
    public let path: String

    /// The last part of the path: derivations name it often, so that it is cut out once.
    public let name: String

    /// The bytes that lines and columns count, unchanged.
    public let bytes: [UInt8]

    /// The bytes of the file on disk: other ones than ``bytes`` only where the file is compressed.
    public let stored: [UInt8]

    private let lineStarts: [Int32]

    /// The number of the first line: 1, or more where the bytes are a window of a larger file.
    public let firstLine: Int

    /// Where in the file on disk the bytes begin: 0, or more where they are a window of a larger file.
    public let firstOffset: Int

    /// From where the bytes were taken, where they are a view of another file.
    let origin: Origin?

    /// Takes the bytes of a file, or of a window of whole lines of a file too large to be held.
    ///
    /// The lines of a window keep the numbers that they have in the file; offsets count from the
    /// window's first byte.
    ///
    /// - Parameter stored: The bytes on disk, where the file is compressed.
    public init(
        path: String, bytes: [UInt8], stored: [UInt8]? = nil, firstLine: Int = 1, firstOffset: Int = 0
    ) {
        self.path = path
        name =
            path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[path.index(after: $0)...]) } ?? path
        self.bytes = bytes
        self.stored = stored ?? bytes
        self.lineStarts = Self.lineStarts(of: bytes)
        self.firstLine = firstLine
        self.firstOffset = firstOffset
        origin = nil
    }

    /// Takes bytes that were put together out of another file.
    init(_ origin: Origin, bytes: [UInt8]) {
        path = origin.file.path
        name = origin.file.name
        self.bytes = bytes
        stored = origin.file.stored
        lineStarts = Self.lineStarts(of: bytes)
        firstLine = 1
        firstOffset = 0
        self.origin = origin
    }

    public convenience init(path: String, text: String) {
        self.init(path: path, bytes: Array(text.utf8))
    }

    private static func lineStarts(of bytes: [UInt8]) -> [Int32] {
        var starts: [Int32] = [0]
        bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress else { return }
            var offset = 0
            while offset < buffer.count,
                let newline = memchr(base + offset, 0x0A, buffer.count - offset)
            {
                offset = base.distance(to: UnsafeRawPointer(newline)) + 1
                if offset < buffer.count { starts.append(Int32(truncatingIfNeeded: offset)) }
            }
        }
        return starts
    }

    /// How many lines there are; a newline at the very end begins no further line.
    public var lineCount: Int { bytes.isEmpty ? 0 : lineStarts.count }

    /// The bytes of a line (from ``firstLine``), without its line ending.
    public func line(_ number: Int) -> Range<Int> {
        let index = number - firstLine
        guard lineStarts.indices.contains(index) else { return bytes.count..<bytes.count }
        let start = Int(lineStarts[index])
        var end = index + 1 < lineStarts.count ? Int(lineStarts[index + 1]) : bytes.count
        if end > start, bytes[end - 1] == 0x0A { end -= 1 }
        if end > start, bytes[end - 1] == 0x0D { end -= 1 }
        return start..<end
    }

    /// The line (from ``firstLine``) in which a byte offset stands.
    public func lineNumber(at offset: Int) -> Int {
        var low = 0
        var high = lineStarts.count
        while low + 1 < high {
            let middle = (low + high) / 2
            if Int(lineStarts[middle]) <= offset { low = middle } else { high = middle }
        }
        return firstLine + low
    }

    /// The text of a range of bytes; what is not UTF-8 shows as the replacement character.
    public func text(_ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }

    /// The place of a range of bytes; in a view of a file, their place in that file.
    public func span(_ range: Range<Int>) -> SourceSpan {
        guard let origin else { return SourceSpan(file: self, range: range) }
        return SourceSpan(file: origin.file, range: origin.range(range))
    }

    /// The file itself: what a view was taken from, or this.
    public var original: SourceFile { origin?.file ?? self }

    /// Where in the original file a range of bytes stands.
    public func originalRange(_ range: Range<Int>) -> Range<Int> { origin?.range(range) ?? range }
}

/// A stretch of bytes in a file: where a value was read, or where something is wrong.
public struct SourceSpan: Sendable {
    /// The file that holds the bytes.
    public let file: SourceFile

    private let lower: Int32
    private let upper: Int32

    /// Marks a range of bytes; a range outside the file is cut to it.
    public init(file: SourceFile, range: Range<Int>) {
        self.file = file
        lower = Int32(truncatingIfNeeded: min(max(0, range.lowerBound), file.bytes.count))
        upper = Int32(truncatingIfNeeded: min(max(0, range.upperBound), file.bytes.count))
    }

    /// The byte offsets in ``file``.
    public var range: Range<Int> { Int(lower)..<Int(upper) }

    /// The byte offsets in the file on disk, which differ from ``range`` where ``file`` is a window of it.
    public var rangeOnDisk: Range<Int> {
        file.firstOffset + Int(lower)..<file.firstOffset + Int(upper)
    }

    /// The line, counted from 1.
    public var line: Int { file.lineNumber(at: Int(lower)) }

    /// The column of the first byte, counted in bytes from 1.
    public var column: Int { Int(lower) - file.line(line).lowerBound + 1 }

    /// The bytes as text.
    public var text: String { file.text(range) }
}

extension SourceSpan: Hashable {
    /// Two spans are equal when they mark the same bytes of the same path.
    public static func == (left: SourceSpan, right: SourceSpan) -> Bool {
        left.rangeOnDisk == right.rangeOnDisk && left.file.path == right.file.path
    }

    /// Hashes the path and the offsets.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(file.path)
        hasher.combine(rangeOnDisk)
    }
}

extension SourceFile {
    /// The range without spaces and tabs at its ends.
    @inlinable
    package func trimmed(_ range: Range<Int>) -> Range<Int> { bytes.trimmed(range) }
}

extension [UInt8] {
    /// The range without spaces and tabs at its ends.
    @inlinable
    package func trimmed(_ range: Range<Int>) -> Range<Int> {
        var (lower, upper) = (range.lowerBound, range.upperBound)
        while lower < upper, self[lower] == 0x20 || self[lower] == 0x09 { lower += 1 }
        while upper > lower, self[upper - 1] == 0x20 || self[upper - 1] == 0x09 { upper -= 1 }
        return lower..<upper
    }
}
