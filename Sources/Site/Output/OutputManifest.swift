internal import Diagnostics

/// The list of a site's files that we wrote, kept in the site as `.casebook-manifest`.
///
/// It tells what may be replaced and removed from what somebody else put there, and which bytes a build left.
/// The lines are kept as the bytes of the file, sorted by path: a site of many incidents has tens of thousands.
struct OutputManifest: Sendable {
    struct Entry: Sendable {
        let path: String
        let size: Int
        let hash: String
    }

    /// A line's bytes: a hash, a size and a path, separated by spaces.
    private struct Line: Sendable {
        let start: UInt32
        let path: UInt32
        let end: UInt32
    }

    private static let heading = "casebook manifest 1: SHA-256, size, path\n"
    private static let hashLength = 64

    private var bytes: [UInt8] = []
    private var lines: [Line] = []

    /// A manifest of no files.
    init() {}

    /// The manifest of some files.
    init(of entries: [Entry]) {
        for entry in entries.sorted(by: { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }) {
            let start = bytes.count
            bytes.append(contentsOf: entry.hash.utf8)
            bytes.append(0x20)
            bytes.append(contentsOf: String(entry.size).utf8)
            bytes.append(0x20)
            let path = bytes.count
            bytes.append(contentsOf: entry.path.utf8)
            lines.append(Line(start: UInt32(start), path: UInt32(path), end: UInt32(bytes.count)))
            bytes.append(0x0A)
        }
    }

    /// Reads a manifest back; nil where the bytes are none, since then nothing proves whose the files are.
    init?(file: [UInt8]) {
        let heading = Array(Self.heading.utf8)
        guard file.starts(with: heading), file.last == 0x0A, file.count < Int(UInt32.max) else { return nil }
        bytes = Array(file.dropFirst(heading.count))
        var start = 0
        while start < bytes.count {
            guard let end = bytes[start...].firstIndex(of: 0x0A),
                let line = Self.line(in: bytes, start, end)
            else { return nil }
            if let last = lines.last,
                !path(of: last).lexicographicallyPrecedes(path(of: line))
            {
                return nil
            }
            lines.append(line)
            start = end + 1
        }
    }

    private static func line(in bytes: [UInt8], _ start: Int, _ end: Int) -> Line? {
        let size = start + hashLength + 1
        guard size < end, bytes[size - 1] == 0x20,
            bytes[start..<(size - 1)].allSatisfy({
                (0x30...0x39).contains($0) || (0x61...0x66).contains($0)
            }),
            let space = bytes[size..<end].firstIndex(of: 0x20),
            Int(String(decoding: bytes[size..<space], as: UTF8.self)) ?? -1 >= 0,
            let path = String(validating: bytes[(space + 1)..<end], as: UTF8.self),
            OutputPath.flaw(path) == nil
        else { return nil }
        return Line(start: UInt32(start), path: UInt32(space + 1), end: UInt32(end))
    }

    /// The bytes of the file: a heading and a line for each, sorted by path.
    var file: [UInt8] { Array(Self.heading.utf8) + bytes }

    /// How many files it lists.
    var count: Int { lines.count }

    /// Adds the files of another manifest, whose paths come after all of these.
    mutating func append(_ other: OutputManifest) {
        let offset = UInt32(bytes.count)
        bytes += other.bytes
        lines += other.lines.map {
            Line(start: $0.start + offset, path: $0.path + offset, end: $0.end + offset)
        }
    }

    /// A listed file.
    subscript(index: Int) -> Entry {
        let line = lines[index]
        let hash = Int(line.start)..<(Int(line.start) + Self.hashLength)
        let size = (hash.upperBound + 1)..<(Int(line.path) - 1)
        return Entry(
            path: self.path(at: index), size: Int(String(decoding: bytes[size], as: UTF8.self)) ?? 0,
            hash: String(decoding: bytes[hash], as: UTF8.self))
    }

    /// The path of a listed file.
    func path(at index: Int) -> String { String(decoding: path(of: lines[index]), as: UTF8.self) }

    /// Where a path stands in the list; nil where it does not.
    func index(of path: String) -> Int? {
        let index = firstIndex(notBefore: path)
        return index < lines.count && self.path(of: lines[index]).elementsEqual(path.utf8) ? index : nil
    }

    /// The files below a folder.
    func indices(below folder: String) -> Range<Int> {
        // In ASCII `0` follows `/`.
        firstIndex(notBefore: folder + "/")..<firstIndex(notBefore: folder + "0")
    }

    /// Whether any listed file lies below a folder.
    func holdsFiles(below folder: String) -> Bool { !indices(below: folder).isEmpty }

    /// The files below a folder, as a manifest of their own.
    func part(_ indices: Range<Int>) -> OutputManifest {
        guard let first = indices.first, let last = indices.last else { return OutputManifest() }
        let start = lines[first].start
        var part = OutputManifest()
        part.bytes = Array(bytes[Int(start)...Int(lines[last].end)])
        part.lines = lines[indices].map {
            Line(start: $0.start - start, path: $0.path - start, end: $0.end - start)
        }
        return part
    }

    /// How many of these files another manifest does not list.
    func count(notIn other: OutputManifest) -> Int {
        var missing = 0
        var index = 0
        for line in lines {
            let path = path(of: line)
            while index < other.lines.count,
                other.path(of: other.lines[index]).lexicographicallyPrecedes(path)
            {
                index += 1
            }
            let isListed =
                index < other.lines.count && other.path(of: other.lines[index]).elementsEqual(path)
            if !isListed { missing += 1 }
        }
        return missing
    }

    /// Whether another manifest's first path comes after this one's.
    static func precedes(_ left: OutputManifest, _ right: OutputManifest) -> Bool {
        guard let first = left.lines.first, let second = right.lines.first else {
            return left.lines.isEmpty && !right.lines.isEmpty
        }
        return left.path(of: first).lexicographicallyPrecedes(right.path(of: second))
    }

    private func path(of line: Line) -> ArraySlice<UInt8> { bytes[Int(line.path)..<Int(line.end)] }

    private func firstIndex(notBefore path: String) -> Int {
        var low = 0
        var high = lines.count
        while low < high {
            let middle = (low + high) / 2
            if self.path(of: lines[middle]).lexicographicallyPrecedes(path.utf8) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }
}

extension OutputManifest: Equatable {
    static func == (left: OutputManifest, right: OutputManifest) -> Bool { left.bytes == right.bytes }
}
