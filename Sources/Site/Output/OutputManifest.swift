/// The list of a site's files that we wrote, kept in the site as `.casebook-manifest`.
///
/// It tells what may be replaced and removed from what somebody else put there.
struct OutputManifest: Sendable {
    struct Entry: Sendable {
        let path: String
        let size: Int
        let hash: String
    }

    private static let heading = "casebook manifest 1: SHA-256, size, path\n"

    let paths: Set<String>

    /// The bytes for the given files: a heading and a line for each, sorted by path.
    static func bytes(of entries: [Entry]) -> [UInt8] {
        var bytes = Array(heading.utf8)
        for entry in entries.sorted(by: { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }) {
            bytes.append(contentsOf: "\(entry.hash) \(entry.size) \(entry.path)\n".utf8)
        }
        return bytes
    }

    /// Reads a manifest back; nil where the bytes are none, since then nothing proves whose the files are.
    init?(_ bytes: [UInt8]) {
        let heading = Array(Self.heading.utf8)
        guard bytes.starts(with: heading) else { return nil }
        var paths: Set<String> = []
        for line in bytes.dropFirst(heading.count).split(separator: 0x0A) {
            let fields = line.split(separator: 0x20, maxSplits: 2)
            guard fields.count == 3, fields[0].count == 64,
                let path = String(validating: fields[2], as: UTF8.self),
                OutputPath.flaw(path) == nil
            else { return nil }
            paths.insert(path)
        }
        self.paths = paths
    }
}
